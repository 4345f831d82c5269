"""The contract refuses job parameters for the same reason, in the same order, as the specification."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from spec.core.errors import Revert
from spec.dcm import params as specified
from spec.dcm.filter_vm import ERRORS as FILTER_ERRORS
from spec.dcm.types import FilterProg, JobParams, Op
from tests.contracts.market import Market, Refusal

COLUMNS = 3
FIELD, CONST, GT, NOT, AND = b"\x01\x00\x00", b"\x02\x00\x00", b"\x10", b"\x22", b"\x20"
COMPARISON = FIELD + CONST + GT


def expected(params: JobParams, num_columns: int) -> Refusal | None:
    try:
        specified.validate(params, num_columns)
    except Revert as revert:
        return type(revert).__name__, revert.values
    return None


@pytest.fixture(scope="module")
def columns(market: Market) -> dict[int, int]:
    """Dataset id by number of columns; the rows are never pushed."""
    for count in range(1, 33):
        market.commit(count, [b"\x00"], count)
    return {count: count for count in range(1, 33)}


@pytest.mark.parametrize(
    "code",
    [
        FIELD * 9,
        CONST * 9,
        COMPARISON * 9,
        FIELD * 8 + CONST * 8 + GT * 8 + AND * 7,
        FIELD * 8 + CONST * 8 + GT * 8 + AND * 6,
        COMPARISON + FIELD,
        COMPARISON + CONST,
        NOT,
        AND,
        COMPARISON + AND,
        FIELD + GT,
        CONST + GT,
        FIELD[:2],
        CONST[:1],
        b"\x00",
        b"",
    ],
)
def test_success_stack_limits_agree(market: Market, columns: dict[int, int], code: bytes) -> None:
    params = JobParams(Op.COUNT, filter=FilterProg(code, (1,)))
    assert market.refusal(market.submit(columns[COLUMNS], params)) == expected(params, COLUMNS)


def test_success_random_parameters_agree(market: Market, columns: dict[int, int]) -> None:
    random, seen = Random(7), Counter[str]()
    for _ in range(1500):
        count = random.randrange(1, 33)
        params = random_params(random, count)
        want = expected(params, count)
        assert market.refusal(market.submit(columns[count], params)) == want, params
        seen[want[0] if want else "accepted"] += 1
    assert seen["accepted"] > 100
    assert {error.__name__ for error in FILTER_ERRORS} - set(seen) <= {"FilterVMStackOverflow", "FilterVMStackNotEmpty"}
    assert {"ComputeLimitExceeded", "WeightsLengthMismatch", "InvalidClampRange", "DivisorNotUsed"} <= set(seen)


def random_params(random: Random, num_columns: int) -> JobParams:
    op = random.choice(tuple(Op))
    weighted = (op == Op.WEIGHTED_SUM) != (random.random() < 0.02)
    consts = tuple(random.choice([0, 7, 2**64 - 1] * 20 + [2**64]) for _ in range(random.choice([0, 1, 3, 64, 64, 65])))
    return JobParams(
        op=op,
        target_field=random.choice([0, num_columns - 1, num_columns]),
        weights=tuple(random.choice([0, 1, 3, 3, 3, 2**16 - 1]) for _ in range(num_columns if weighted else 0)),
        divisor=random.choice([0, 5, 5, 5] if op == Op.AVG_P else [0] * 30 + [5]),
        clamp_min=random.choice([0, 0, 5]),
        clamp_max=random.choice([0, 0, 4, 6]),
        filter=FilterProg(random_program(random, num_columns, len(consts)), consts),
    )


def random_program(random: Random, num_columns: int, num_consts: int) -> bytes:
    """A left-nested chain of comparisons, in half of the cases with one byte changed or the end cut off."""
    code = b""
    for position in range(random.choice([0, 1, 2, 5, 20, 64])):
        code += b"\x01" + random.randrange(num_columns).to_bytes(2, "big")
        code += (
            b"\x02" + random.randrange(max(num_consts, 1)).to_bytes(2, "big") + bytes([random.randrange(0x10, 0x16)])
        )
        code += random.choice([b"", b"", b"\x22"]) + (bytes([random.choice([0x20, 0x21])]) if position else b"")
    if code and random.random() < 0.5:
        at = random.randrange(len(code))
        changed = bytes([random.choice([0x00, 0x01, 0x02, 0x10, 0x16, 0x20, 0x22, 0xFF])])
        code = random.choice([code[:at], code[:at] + changed + code[at + 1 :]])
    return code
