"""The contract refuses a malformed row for the same reason, at the same offset, as the specification."""

from __future__ import annotations

from collections import Counter
from random import Random

from spec.core.errors import Revert
from spec.dcm import row as specified
from spec.dcm.types import JobParams, Op
from tests.contracts.market import Market, Refusal

TYPES = ["euint8", "euint32", "euint64"]


def expected(row: bytes) -> Refusal | None:
    try:
        fields = specified.parse(row)
    except Revert as revert:
        return type(revert).__name__, revert.values
    return None if len(fields) == len(TYPES) else ("InvalidRowSchema", (len(TYPES), len(fields)))


def mutant(random: Random, row: bytes) -> bytes:
    """A row with a byte of some field's head changed, or cut off near such a place, or longer by one field."""
    step = len(row) // len(TYPES)
    at = random.randrange(len(TYPES)) * step + random.choice([0, 1, 2, 3, 34, 35, 36, 37])
    kind = random.randrange(3)
    if kind == 0:
        return row[:at]
    if kind == 1:
        return row[:at] + bytes([random.choice([0, 1, 2, 3, 4, 32, 33, 255])]) + row[at + 1 :]
    return row + row[:step]


def test_success_malformed_rows_are_refused_alike(market: Market) -> None:
    random, seen = Random(3), Counter[str]()
    row = market.encrypt_row([5, 6, 7], TYPES)
    for _ in range(400):
        changed = mutant(random, row)
        want = expected(changed)
        if want is None:
            continue
        snapshot = market.world.snapshot()
        market.commit(1, [changed], len(TYPES))
        opened = market.must(market.open(1, JobParams(Op.COUNT)))
        pushed = market.push(market.argument(opened, "JobOpened", "jobId"), changed, (), 0)
        assert market.refusal(pushed) == want, changed.hex()
        seen[want[0]] += 1
        market.world.restore(snapshot, keep=False)
    assert {error.__name__ for error in specified.ERRORS} | {"InvalidRowSchema"} == set(seen)


def test_invalid_field_without_proof_whose_handle_is_zero_or_of_another_type(market: Market) -> None:
    of_another_type = market.fhevm.encrypt([("euint32", 1)], market.manager.address, market.seller).handles[0]
    for handle, want in (
        (bytes(32), ("SenderNotAllowedToUseHandle", (bytes(32), market.seller))),
        (of_another_type, ("InvalidType", ())),
    ):
        snapshot = market.world.snapshot()
        row = specified.pack([specified.Field(3, handle, b"")])
        market.commit(2, [row], 1)
        opened = market.must(market.open(2, JobParams(Op.COUNT)))
        assert market.refusal(market.push(market.argument(opened, "JobOpened", "jobId"), row, (), 0)) == want
        market.world.restore(snapshot, keep=False)
