"""A small world of the governance: proposals are made, voted on, queued, executed and withdrawn while a job goes on.

A block passes each second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product, zip_longest

from properties.compute import preset_jobs
from properties.compute.governance_recipes import Setter
from properties.compute.preset_job_calls import JobSize
from properties.compute.preset_jobs import around
from properties.compute.preset_world import ADDRESSES, FAB_UNIT, LONG_AGO, NOW, Opening, attempt, opened, spoken
from properties.preset import Attempt, Lifecycle, Preset
from spec.compute.governance_types import Checkpoint, ParameterUpdate, Voter
from spec.compute.motions import QUEUE_EXPIRY
from spec.compute.selectors import SET_ARBITER, SET_FEE
from spec.compute.state import State
from spec.compute.state_governance import Motion

ESCROW = ADDRESSES["PaymentEscrow"]
VOTERS = ("voter", "rival_voter")
FUNDS = {"voter": 400_000 * FAB_UNIT, "rival_voter": 100_000 * FAB_UNIT}
"""FAB of each, who votes with it. Each alone is a quorum; the first has four fifths of both, just enough."""
PERIOD = 1
"""Blocks of a vote."""
PAST, LONG_PAST = 3, 5
"""Blocks after which it makes no difference how many have passed since a proposal, and since votes changed hands."""
MOVED = 300_000 * FAB_UNIT
"""FAB that changes hands: with it the second voter is as strong as the first was."""
NEXT_ARBITER = "rival_voter"
WHY = "a reason"


@dataclass(frozen=True)
class MotionSize:
    """How large a world of the governance is.

    jobs: the prompt job meanwhile. motions: how many proposals. fees: fees that are proposed, in 1/10000; arbiters:
    whether another arbiter is. moved: whether the first voter gives FAB and votes to the second. delisted: whether the
    owner takes the setters off the lists. exact: whether the last moment before a deadline is looked at besides the
    first after it.
    """

    jobs: JobSize
    motions: int = 1
    fees: tuple[int, ...] = (0,)
    arbiters: bool = True
    moved: bool = False
    delisted: bool = False
    exact: bool = False

    @property
    def ids(self) -> range:
        """Ids of the proposals."""
        return range(1, self.motions + 1)


def attempts(size: MotionSize) -> Iterator[Attempt]:
    """Proposals from the first call to the last, by those who may and by one who may not."""
    for actor in (VOTERS[0], "outsider"):
        for fee in size.fees:
            yield attempt(actor, "propose_parameter_update", (set_fee(fee),), WHY)
        if size.arbiters:
            yield attempt(actor, "propose_contract_upgrade", ESCROW, ADDRESSES[NEXT_ARBITER], WHY)
    yield attempt(VOTERS[0], "propose_parameter_update", (), WHY)
    yield attempt(VOTERS[0], "propose_contract_upgrade", ADDRESSES["JobMarketplace"], ADDRESSES[NEXT_ARBITER], WHY)
    for id in size.ids:
        for voter, support in product(VOTERS, (True, False)):
            yield attempt(voter, "cast_vote", id, support)
        yield attempt("outsider", "cast_vote", id, True)
        yield attempt("outsider", "queue", id)
        yield attempt("outsider", "execute", id)
        for actor in (VOTERS[0], "outsider"):
            yield attempt(actor, "cancel", id)
    if size.moved:
        yield attempt(VOTERS[0], "transfer", ADDRESSES[VOTERS[1]], MOVED)
        yield attempt(VOTERS[0], "delegate", ADDRESSES[VOTERS[1]])
    if size.delisted:
        for actor in ("owner", "outsider"):
            yield attempt(actor, "set_allowed", ESCROW, setter(SET_FEE, "setFee(uint256)"), False)
            yield attempt(actor, "set_pointer", ESCROW, setter(bytes(4), ""))


def setter(selector: bytes, signature: str) -> bytes:
    """A setter's selector."""
    said: bytes = spoken(selector, Setter(signature))
    return said


def set_fee(fee: int) -> ParameterUpdate:
    """The escrow's fee is to be another."""
    return ParameterUpdate(ESCROW, setter(SET_FEE, "setFee(uint256)"), "fee", fee)


def opening(size: MotionSize) -> Iterator[Opening]:
    """What votes may touch, and who votes with its own FAB."""
    yield "owner", "set_allowed", (ESCROW, SET_FEE, True)
    yield "owner", "set_pointer", (ESCROW, SET_ARBITER)
    for voter in VOTERS:
        yield voter, "delegate", (ADDRESSES[voter],)


def initial(size: MotionSize) -> State:
    """The market, with votes of a day."""
    funds = dict.fromkeys(size.jobs.hosts, 1000 * FAB_UNIT) | FUNDS
    calls = (*preset_jobs.opening(size.jobs), *opening(size))
    state = opened(funds, 1, size.jobs.hosts, calls, LONG_AGO)
    state.voting_period = PERIOD
    state.fab_voters = older(state.fab_voters, 0)
    return state


def older(voters: tuple[Voter, ...], seconds: int) -> tuple[Voter, ...]:
    """Voters whose votes changed so many blocks, one a second, earlier; of what is long past the last counts."""
    return tuple(voter._replace(checkpoints=older_points(voter.checkpoints, seconds)) for voter in voters)


def older_points(points: tuple[Checkpoint, ...], seconds: int) -> tuple[Checkpoint, ...]:
    """Checkpoints so many blocks earlier."""
    moved = [Checkpoint(max(point.block - seconds, NOW - LONG_PAST), point.votes) for point in points]
    return tuple(a for a, b in zip_longest(moved, moved[1:]) if b is None or a.block < b.block)


def motion_moments(size: MotionSize, s: State, id: int, p: Motion, now: int) -> Iterable[int]:
    """When votes begin and end to count, when a proposal can be executed, and when it is too late for that."""
    if p.executed or p.cancelled:
        return
    if p.eta:
        yield from around(size.exact, p.eta - 1)
        yield from around(size.exact, p.eta + QUEUE_EXPIRY)
    else:
        yield from around(size.exact, p.start_block)
        yield from around(size.exact, p.end_block)


def motion_status(p: Motion) -> str:
    """How far a proposal is, as far as its record says."""
    if p.cancelled or p.executed:
        return "CANCELLED" if p.cancelled else "EXECUTED"
    if p.eta:
        return "QUEUED"
    return "VOTED ON" if p.for_votes or p.against_votes else "PROPOSED"


def is_decided(p: Motion) -> bool:
    """Nobody looks at the times of a proposal that was executed or withdrawn."""
    return bool(p.executed or p.cancelled)


def world(size: MotionSize, bound: str = "") -> Preset:
    """A world of the governance of the given size."""
    jobs = preset_jobs.world(size.jobs, bound)
    voters = tuple(ADDRESSES[name] for name in VOTERS)
    stakers = (*voters, *(ADDRESSES[name] for name in size.jobs.hosts))
    contracts = ("ModelRegistry", "NodeRegistry", "JobProofs")
    return replace(
        jobs,
        initial=lambda: initial(size),
        attempts=(*attempts(size), *jobs.attempts),
        universe={
            **jobs.universe,
            "fab_balances": tuple(dict.fromkeys((*jobs.universe["fab_balances"], *voters))),
            "fab_allowances": tuple(product(stakers, (ADDRESSES[name] for name in contracts))),
            "motions": tuple(size.ids),
            "votes_cast": tuple(product(size.ids, voters)),
            "allowed_setters": ((ESCROW, SET_FEE),),
            "pointers": (ESCROW,),
        },
        moments={
            **jobs.moments,
            "motions": lambda s, id, p, now: motion_moments(size, s, id, p, now),
        },
        ages={
            **jobs.ages,
            ("motions", "start_block"): PAST,
            ("motions", "end_block"): PAST,
            ("motions", "eta"): QUEUE_EXPIRY + 1,
        },
        dated={"fab_voters": older},
        timeless={**jobs.timeless, "motions": is_decided},
        lifecycles=(*jobs.lifecycles, Lifecycle("motion", "motions", motion_status)),
    )
