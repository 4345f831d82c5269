"""Small configurations of the dataset marketplace that are searched completely.

Amounts are a few wei, so that few sums exist; all rows are alike, and the environment says whether the filter keeps
them. Times stay real: what matters is where they lie around a deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

from properties.dcm.preset_calls import CHAIN, MALFORMED, ROW, Size, attempts
from properties.preset import Attempt, Choose, Exit, Lifecycle, Planted, Preset, Renaming
from spec.core import Message, require
from spec.dcm import aggregation, escrow, jobs, merkle
from spec.dcm.requests import is_open
from spec.dcm.state import MAX_JOB_DURATION, STALL_TIMEOUT, Dataset, Job, Request, State
from spec.dcm.types import RequestStatus

NOW = 10**9
"""Where the clock stands; everything dated lies before."""
ADDRESSES = {
    name: f"0x{number:040x}"
    for number, name in enumerate(
        ("registry", "JobManager", "owner", "contract_seller", "contract_buyer", "buyer", "other_buyer", "stranger"),
        start=0xA0,
    )
}
SORTS: Mapping[tuple[str, str], str | tuple[str, ...]] = {
    ("requests", "key"): "request",
    ("requests", "buyer"): "actor",
    ("requests", "seller"): "actor",
    ("requests", "job_id"): "job",
    ("jobs", "key"): "job",
    ("jobs", "buyer"): "actor",
    ("jobs", "seller"): "actor",
    ("jobs", "request_id"): "request",
    ("credits", "key"): "actor",
    ("consents", "key"): ("dataset", "actor"),
    ("last_release", "key"): ("actor", "dataset"),
    ("live_job", "key"): ("actor", "dataset"),
    ("live_job", ""): "job",
    ("", "request_id"): "request",
    ("", "job_id"): "job",
    ("", "buyer"): "actor",
}
LEAVING = frozenset({"cancel_request", "reclaim_stalled", "withdraw"})


def deployed() -> State:
    """Both contracts right after deployment, with amounts of the size of a search."""
    return State(
        chain_id=CHAIN,
        registry=ADDRESSES["registry"],
        manager=ADDRESSES["JobManager"],
        registry_owner=ADDRESSES["owner"],
        manager_owner=ADDRESSES["owner"],
        payment_threshold=2,
        default_max_gas_price=1,
    )


def opaque(choose: Choose) -> Mapping[Callable[..., Any], Callable[..., Any]]:
    """Membership is told without hashing, and counts a malformed row in; what the filter says, the environment says."""

    def verify_membership(s: State, job: Job, packed: bytes, proof: tuple[bytes, ...], index: int) -> None:
        expected = merkle.proof_length(job.row_count)
        require(len(proof) == expected, merkle.InvalidProofLength, expected, len(proof))
        require(packed in (ROW, MALFORMED), merkle.MerkleVerificationFailed, index)

    def accumulate(job: Job, values: tuple[int, ...]) -> aggregation.Accumulators:
        after = replace(job.accumulators)
        keep = choose("the filter drops the row", 2) == 0
        aggregation.accumulate(job.params.op, after, values, keep, job.params.target_field, job.params.weights)
        return after

    return {
        jobs.verify_membership: verify_membership,
        jobs.accumulate: accumulate,
    }


def moments(hard: bool) -> Callable[[State, int, Request, int], Iterable[int]]:
    """The last second of the stall timeout and, if wanted, of the hard deadline, and the first after each."""

    def of_request(s: State, request_id: int, r: Request, now: int) -> Iterable[int]:
        if not r.accepted_at:
            return ()
        stalled, late = r.timestamp + STALL_TIMEOUT, r.accepted_at + MAX_JOB_DURATION
        if r.status != RequestStatus.ACCEPTED:
            return (stalled + 1,) if hard else ()
        return (stalled, stalled + 1, late, late + 1) if hard else (stalled, stalled + 1)

    return of_request


def release_moments(s: State, key: tuple[str, int], released: int, now: int) -> Iterable[int]:
    """The first second after the cooldown."""
    return (released + s.datasets[key[1]].cooldown_sec,) if released else ()


def left(buyer: str) -> Callable[[State], bool]:
    """The buyer has no coin in the manager: no open request, no credit."""
    address = ADDRESSES[buyer]

    def free(s: State) -> bool:
        return s.credits[address] == 0 and not any(r.buyer == address and is_open(r) for r in s.requests.values())

    return free


def request_status(r: Request) -> str:
    """The status by its name."""
    return str(r.status.name)


def job_status(job: Job) -> str:
    """How far a job is."""
    if job.is_finalized:
        return "FINALIZED"
    if job.is_closed:
        return "CLOSED"
    return "COMPLETE" if job.processed_rows == job.row_count else "COLLECTING ROWS"


def dataset_status(d: Dataset) -> str:
    """Whether it is there."""
    return "LIVE" if d.exists else "DELETED"


@contextmanager
def refunding_twice() -> Iterator[None]:
    """Every refund is paid twice."""
    once = escrow.refund

    def twice(s: State, m: Message, r: Request, amount: int) -> None:
        once(s, m, r, amount)
        once(s, m, r, amount)

    escrow.refund = twice
    try:
        yield
    finally:
        escrow.refund = once


def transpositions(sort: str, names: tuple[Any, ...]) -> tuple[Renaming, ...]:
    """Neighbouring names exchanged: together they generate every permutation."""
    return tuple({sort: {a: b, b: a}} for a, b in pairwise(names))


def preset(size: Size, bound: str, omits: Mapping[str, str]) -> Preset:
    """A configuration of the given size."""
    request_ids = tuple(range(1, size.requests + 1))
    job_ids = tuple(range(1, size.jobs + 1))
    parties = (size.seller, *size.buyers)
    accounts = tuple(ADDRESSES[name] for name in parties)
    pairs = tuple((address, 1) for address in accounts)

    def within(s: State, attempt: Attempt) -> bool:
        return attempt.action != "top_up_allowance" or s.requests[attempt.arguments[0]].deposited <= size.most

    return Preset(
        name=size.name,
        bound=bound,
        initial=deployed,
        now=NOW,
        attempts=attempts(size, ADDRESSES),
        addresses=ADDRESSES,
        refusing=frozenset(size.refusing),
        gas=size.gas,
        universe={
            "datasets": (1,),
            "requests": request_ids,
            "jobs": job_ids,
            "obligations": (1,),
            "consents": tuple((1, address) for address in accounts[1:]),
            "last_release": pairs,
            "live_job": pairs,
            "credits": accounts,
        },
        within=within,
        opaque=opaque,
        imports={"euint32": 1, "euint8": 1},
        moments={"requests": moments(size.hard), "last_release": release_moments},
        ages={
            ("requests", "timestamp"): STALL_TIMEOUT + 1,
            ("requests", "accepted_at"): MAX_JOB_DURATION + 1 if size.hard else 0,
            ("last_release", ""): max(size.cooldown, 1),
        },
        sorts=SORTS,
        symmetries=(
            *transpositions("request", request_ids),
            *transpositions("job", job_ids),
            *transpositions("actor", tuple(ADDRESSES[name] for name in size.alike)),
        ),
        exits=tuple(
            Exit(
                "DCM-LIV-02",
                f"{name} can get all unspent coin out, whatever everybody else's receiver does",
                frozenset({name}),
                LEAVING,
                left(name),
            )
            for name in size.buyers
        ),
        epilogue=(frozenset(parties), LEAVING),
        stuck=("DCM-LIV-02", lambda s: s.balance > 0),
        lifecycles=(
            Lifecycle("request", "requests", request_status),
            Lifecycle("job", "jobs", job_status),
            Lifecycle("dataset", "datasets", dataset_status),
        ),
        omits=omits,
        planted=Planted("every refund is paid twice", refunding_twice),
    )


NO_DIRECT_JOBS = "direct jobs are left to preset ci"

PRESETS = (
    preset(
        Size("tiny", gas=(1,), allowances=(2,), most=5, refusing=("contract_buyer",)),
        "one dataset of one row, one request with one top-up, one job, one gas amount; a seller, a buyer who may "
        "refuse coin, a stranger; all times around both deadlines and the cooldown",
        {
            "DCM-SEQ-05: open direct job matches its dataset": NO_DIRECT_JOBS,
            "DCM-PRI-03: direct job has the buyers consent": NO_DIRECT_JOBS,
        },
    ),
    preset(
        Size(
            "ci",
            requests=2,
            jobs=2,
            buyers=("contract_buyer", "other_buyer"),
            refusing=("contract_buyer",),
            direct=("other_buyer",),
            gas=(1,),
            allowances=(2,),
            most=4,
            hard=False,
        ),
        "one dataset of one row, two requests without top-ups, two jobs, direct jobs for one of two buyers, one gas "
        "amount; a seller, a buyer who may refuse coin, one who may not, a stranger; all times around the stall "
        "timeout and the cooldown, the hard deadline out of reach",
        {},
    ),
    preset(
        Size(
            "deep",
            requests=2,
            jobs=2,
            rows=2,
            buyers=("buyer", "other_buyer"),
            alike=("buyer", "other_buyer"),
            refusing=("contract_seller",),
            gas=(1, 2),
            allowances=(2,),
            most=5,
            hard=False,
        ),
        "one dataset of two rows, two requests with one top-up each, two jobs, two gas amounts; a seller who may "
        "refuse coin, two buyers who are alike, a stranger; all times around the stall timeout and the cooldown, the "
        "hard deadline out of reach",
        {
            "DCM-SEQ-05: open direct job matches its dataset": NO_DIRECT_JOBS,
            "DCM-PRI-03: direct job has the buyers consent": NO_DIRECT_JOBS,
        },
    ),
)
"""The configurations, smallest first."""
