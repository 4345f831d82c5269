"""Calls of both lifecycles, as traces say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fuzz.lockstep.runner import Made, Runner
from properties.binding import Call, Mood
from properties.dcm.recipes import Account, Contents, Encrypted, PackedRow, Root, RowProof
from spec.dcm.types import JobParams, Op

GWEI = 10**9
FINNEY = 10**15
SUM = JobParams(Op.SUM)
WIRE = Call("owner", "set_job_manager", (Account("JobManager"),))


def commit(
    rows: tuple[tuple[int, ...], ...] = ((3,), (5,)),
    *,
    dataset_id: int = 1,
    k: int = 1,
    cooldown: int = 0,
    seller: str = "seller",
) -> Call:
    """A seller's dataset of one or more 64-bit columns."""
    handle, proof = (Encrypted("euint32", k, "DatasetRegistry", seller, part) for part in ("handle", "proof"))
    contents = Contents(("euint64",) * len(rows[0]), rows, seller)
    arguments = (dataset_id, len(rows), Root(dataset_id, contents), len(rows[0]), handle, proof, cooldown)
    return Call(seller, "commit_dataset", arguments)


def submit(buyer: str = "buyer", params: JobParams = SUM, fee: int = 100 * FINNEY, value: int = 600 * FINNEY) -> Call:
    return Call(buyer, "submit_request", (1, params, fee), value=value)


def accept(request_id: int = 1, **changes: Any) -> Call:
    return Call("seller", "accept_request", (request_id,), gas_price=30 * GWEI, **changes)


def push(job_id: int = 1, index: int = 0, **changes: Any) -> Call:
    row = (job_id, PackedRow(1, index), RowProof(1, index), index)
    return Call("seller", "push_row", row, gas_price=30 * GWEI, **changes)


def finalize(job_id: int = 1, actor: str = "seller") -> Call:
    return Call(actor, "finalize", (job_id,), gas_price=30 * GWEI)


def in_mood(actor: str, mood: str) -> tuple[Mood, ...]:
    return (Mood(actor, mood),)


MARKET = (WIRE, commit())
REQUEST = (*MARKET, submit(), accept(), push(), push(index=1), finalize())
"""A request from submission to settlement."""
DIRECT = (
    *MARKET,
    Call("buyer", "set_direct_consent", (1, True)),
    Call("seller", "open_job", (1, Account("buyer"), SUM)),
    push(),
    push(index=1),
    finalize(actor="buyer"),
)
"""A direct job from consent to result."""


def play(runner: Runner, calls: Iterable[Call]) -> list[Made]:
    """Makes calls from right after deployment; every one has to succeed and nothing may differ."""
    runner.reset()
    made = []
    for call in calls:
        made.append(runner.make(call))
        assert made[-1].findings == (), [finding.sentence() for finding in made[-1].findings]
        assert made[-1].outcome.ok, f"{call.action}: {made[-1].outcome.error}"
    return made
