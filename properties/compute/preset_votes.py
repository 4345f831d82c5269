"""A small world of votes: a model is proposed, voted on, approved, rejected or forgotten; votes and fees go back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from properties.compute.choices import MODEL_NAMES
from properties.compute.preset_world import (
    ADDRESSES,
    FAB_UNIT,
    MODELS,
    NOW,
    SORTS,
    attempt,
    opened,
    transpositions,
    universe,
)
from properties.compute.recipes import evidence
from properties.preset import Attempt, Exit, Lifecycle, Preset
from spec.compute.proposals import EXTENSION_WINDOW, REPROPOSAL_COOLDOWN, lapses_after
from spec.compute.state import Proposal, State

NAMES, MODEL = MODEL_NAMES[2], MODELS[2]
"""The one model that is proposed."""
AGE = 400 * 24 * 60 * 60
"""More seconds than ever pass in a search: the dates of a proposal stay as far apart as they are."""
PROPOSER = "depositor"


@dataclass(frozen=True)
class VoteSize:
    """How large a world of votes is.

    amounts: FAB of a vote; funds: FAB of a voter. nonces: how often the model may be proposed; again: up to how many
    FAB of votes in the first proposal a second one is followed. extensions: how many are followed.
    alike: whether voters may be exchanged. exact: whether the last second before a deadline is looked at besides the
    first after it.
    """

    name: str
    voters: tuple[str, ...] = ("voter",)
    amounts: tuple[int, ...] = (100_000, 10_000)
    funds: int = 110_000
    nonces: int = 1
    again: int = 0
    extensions: int = 1
    alike: bool = False
    exact: bool = True


def attempts(size: VoteSize) -> tuple[Attempt, ...]:
    """All calls of a world, in the order in which traces prefer them."""
    return (*_proposals(size), *_votes(size))


def _proposals(size: VoteSize) -> Iterator[Attempt]:
    for actor in (PROPOSER, "outsider"):
        yield attempt(actor, "propose_model", *NAMES, evidence(0))
        yield attempt(actor, "propose_model", NAMES[0], "", evidence(0))
    for actor in ("owner", "outsider"):
        yield attempt(actor, "add_trusted_model", *NAMES, evidence(0))
        yield attempt(actor, "batch_add_trusted_models", (NAMES[0],), (NAMES[1],), (evidence(0),))
        yield attempt(actor, "deactivate_model", MODEL)
    yield attempt("outsider", "execute_proposal", MODEL)
    yield attempt("outsider", "lapse_proposal", MODEL)
    yield attempt("outsider", "sweep_fees")


def _votes(size: VoteSize) -> Iterator[Attempt]:
    for voter, amount, support in product(size.voters, size.amounts, (True, False)):
        yield attempt(voter, "vote_on_proposal", MODEL, amount * FAB_UNIT, support)
    for actor in (*size.voters, "outsider"):
        yield attempt(actor, "vote_on_proposal", MODEL, 0, True)
        yield attempt(actor, "withdraw_votes", MODEL)
    yield attempt("outsider", "vote_on_proposal", MODEL, FAB_UNIT, True)


def within(size: VoteSize, s: State, made: Attempt) -> bool:
    """Not too many extensions, and a second proposal only after a first one with few votes."""
    nonce = s.proposal_nonce[MODEL]
    if made.action == "propose_model" and nonce > 1:
        first = s.proposals[MODEL, nonce - 1]
        return first.votes_for + first.votes_against <= size.again * FAB_UNIT
    return not nonce or s.proposals[MODEL, nonce].extension_count <= size.extensions


def vote_moments(size: VoteSize, s: State, key: tuple[bytes, int], p: Proposal, now: int) -> Iterable[int]:
    """The first second of late votes, the first after the end and the first after lapsing; the last ones before."""
    if p.closed:
        return
    for first in (p.end_time - EXTENSION_WINDOW, p.end_time + 1, lapses_after(p) + 1):
        yield from (first - 1, first) if size.exact else (first,)


def close_moments(size: VoteSize, s: State, model_id: bytes, closed: int, now: int) -> Iterable[int]:
    """The moment from which the model can be proposed again, and the second before."""
    if closed and size.nonces > s.proposal_nonce[model_id] and model_id not in s.models:
        free = closed + REPROPOSAL_COOLDOWN
        yield from (free - 1, free) if size.exact else (free,)


def has_no_votes_locked(s: State, voter: str) -> bool:
    """A voter has its FAB back."""
    return not any(left for (_, _, who), left in s.votes.items() if who == voter)


def exits(size: VoteSize) -> Iterator[Exit]:
    """Voters take their votes."""
    for name in size.voters:
        yield Exit(
            "SES-GOV-02",
            f"{name} alone gets all locked votes back, whether or not anybody decides the vote",
            frozenset({name}),
            frozenset({"withdraw_votes"}),
            partial(has_no_votes_locked, voter=ADDRESSES[name]),
        )


def proposal_status(p: Proposal) -> str:
    """Whether it is open, has been extended, or was closed."""
    if p.closed:
        return "CLOSED"
    return "EXTENDED" if p.extension_count else "OPEN"


def world(size: VoteSize, bound: str = "") -> Preset:
    """A world of votes of the given size."""
    funds = dict.fromkeys(size.voters, size.funds * FAB_UNIT) | {PROPOSER: 100 * size.nonces * FAB_UNIT}
    proposals = tuple((MODEL, nonce) for nonce in range(1, size.nonces + 1))
    return Preset(
        name=size.name,
        bound=bound,
        initial=lambda: opened(funds, 1, ()),
        now=NOW,
        attempts=attempts(size),
        addresses=ADDRESSES,
        universe=universe(
            (), models=(MODELS[0], MODEL), proposals=proposals, voters=(*size.voters, PROPOSER, "outsider")
        ),
        within=lambda s, made: within(size, s, made),
        moments={
            "proposals": lambda s, key, p, now: vote_moments(size, s, key, p, now),
            "last_closed": lambda s, model_id, closed, now: close_moments(size, s, model_id, closed, now),
        },
        ages={
            ("proposals", "end_time"): AGE,
            ("proposals", "proposed_at"): AGE,
            ("last_closed", ""): REPROPOSAL_COOLDOWN,
            ("models", "timestamp"): 0,
        },
        sorts=SORTS,
        symmetries=transpositions("actor", size.voters) if size.alike else (),
        exits=tuple(exits(size)),
        lifecycles=(Lifecycle("proposal", "proposals", proposal_status),),
    )
