"""Faults planted in the contracts, and runs that meet them among calls that have nothing to do with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from fuzz.lockstep.runner import Finding, Runner
from fuzz.lockstep.session import Session
from fuzz.lockstep.source import Patch, SessionSource
from properties.binding import Call, Divergence, Mood
from properties.catalogue import Catalogue, Family, Shape
from properties.dcm.recipes import Account, Contents, Encrypted, PackedRow, Root, RowProof
from properties.protocols import load
from spec.dcm.types import JobParams, Op

GWEI = 10**9
ETHER = 10**18
DAY = 86_400
SEED = 3
ESCROW = "contracts/dcm/RequestEscrow.sol"
NAME = "dcm"

SWAPPED = Patch(
    ESCROW, "_payBoth(requestId, debt, baseFee + allowance);", "_payBoth(requestId, baseFee + allowance, debt);"
)
"""A reclaim pays the seller what is the buyer's, and the other way round."""
UNGUARDED = Patch(
    ESCROW, "if (block.timestamp <= reclaimableAfter) revert NotStalled(requestId, reclaimableAfter);", ""
)
"""A request can be reclaimed at any time."""


def commit(dataset_id: int, rows: tuple[tuple[int, ...], ...], seller: str) -> Call:
    def threshold(part: str) -> Encrypted:
        return Encrypted("euint32", 1, "DatasetRegistry", seller, part)

    root = Root(dataset_id, Contents(("euint8",), rows, seller))
    arguments = (dataset_id, len(rows), root, 1, threshold("handle"), threshold("proof"), 0)
    return Call(seller, "commit_dataset", arguments)


def submit(buyer: str, dataset_id: int, fee: int, value: int) -> Call:
    return Call(buyer, "submit_request", (dataset_id, JobParams(Op.COUNT), fee), value=value)


def push(seller: str, job_id: int, dataset_id: int) -> Call:
    return Call(seller, "push_row", (job_id, PackedRow(dataset_id, 0), RowProof(dataset_id, 0), 0), gas_price=GWEI)


WIRE = Call("owner", "set_job_manager", (Account("JobManager"),))
NOISY = (
    Call("stranger", "withdraw"),
    WIRE,
    commit(41, ((3,), (5,)), "seller"),
    commit(42, ((9,),), "rival_seller"),
    submit("other_buyer", 42, ETHER // 10, ETHER // 5),
    Call("rival_seller", "accept_request", (1,), gas_price=3 * GWEI),
    push("rival_seller", 1, 42),
    Call("owner", "set_payment_threshold", (10**17,)),
    submit("buyer", 41, 123_456_789 * GWEI, 2 * ETHER // 5 + 7),
    Call("stranger", "accept_request", (2,)),
    Call("seller", "accept_request", (2,), gas_price=30 * GWEI, advance=100, moods=(Mood("contract_buyer", "REFUSE"),)),
    push("seller", 2, 41),
    Call("buyer", "top_up_allowance", (2,), value=77),
    Call("buyer", "reclaim_stalled", (2,), advance=20_000),
    Call("buyer", "reclaim_stalled", (2,), advance=200_000),
)
"""Two requests under way at once, refused calls, and at the end an early and a late reclaim of the second request."""
ESSENTIAL = ("set_job_manager", "commit_dataset", "submit_request", "accept_request", "reclaim_stalled")
"""What a reclaim needs: nothing shorter can show a fault in it."""


@dataclass(frozen=True)
class Met:
    """A run up to its first finding."""

    calls: tuple[Call, ...]
    findings: tuple[Finding, ...]

    def of(self, comparison: str) -> Divergence:
        """The first finding by a comparison."""
        found = (f for f in self.findings if isinstance(f, Divergence) and f.comparison == comparison)
        return next(found)


def faulty(*patches: Patch) -> SessionSource:
    return SessionSource(NAME, patches)


def meet(session: Session, calls: tuple[Call, ...] = NOISY) -> Met:
    """Makes calls, then everyone's last ones, until something is found."""
    runner = Runner(session)
    runner.reset()
    made: list[Call] = []
    for call in chain(calls, session.binding.epilogue(session)):
        found = runner.make(call).findings
        made.append(call)
        if found:
            return Met(tuple(made), found)
    return Met(tuple(made), tuple(runner.monitor.at_end(session.state)))


def with_properties() -> Any:
    """The protocol with two made-up properties instead of its own: one fails on a second request, one at the end."""
    made_up = Catalogue(NAME)
    texts = {"target": "JobManager", "statement": "Nobody asks twice.", "remedy": "Refuse the second request."}
    once = made_up.declare("TOY-SEQ-01", family=Family.SEQUENCING, shape=Shape.STEP, **texts)
    leave = made_up.declare("TOY-LIV-01", family=Family.LIVENESS, shape=Shape.STATE, **texts)

    @once.on_step("submit_request")
    def at_most_two_requests(step: Any) -> bool:
        return step.state.next_request_id <= 3

    @leave.at_end
    def at_most_one_request(s: Any) -> bool:
        return s.next_request_id <= 2

    return replace(load(NAME), catalogue=made_up)


class MadeUpSource(SessionSource):
    """Sessions of the real contracts with the made-up properties."""

    def boot(self, seed: int) -> Session:
        return Session(with_properties(), seed=seed)
