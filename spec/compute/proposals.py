"""Votes on models: proposed for a fee, decided by locked FAB, executed in time or lapsed.

A proposal is open until somebody closes it. It lapses by time alone, seven days after its end: from then on it can't be
executed any more, so that votes which can be withdrawn are never counted.
"""

from __future__ import annotations

from spec.compute.errors import ZeroAmount
from spec.compute.events import (
    ModelProposed,
    ProposalExecuted,
    ProposalLapsed,
    VoteCast,
    VotesWithdrawn,
    VotingExtended,
)
from spec.compute.fab import pull_fab, send_fab
from spec.compute.hashing import model_id_of
from spec.compute.model_errors import (
    AlreadyExecuted,
    EmptyModelName,
    ModelExists,
    NoVotesToWithdraw,
    OldVotesLocked,
    ProposalHasLapsed,
    ProposalLive,
    ProposalNotFound,
    ProposalNotLapsed,
    ReproposalTooSoon,
    VotingEnded,
    VotingStillActive,
)
from spec.compute.models import add_model, has_open_proposal
from spec.compute.state import COMPUTE, MODELS, Proposal, State
from spec.compute.types import Tier
from spec.core import Bytes32, Message, Seconds, Uint256, require

PROPOSAL_FEE = 100 * 10**18
"""Base units of FAB; they go back with an approval."""
PROPOSAL_DURATION = 3 * 24 * 60 * 60
APPROVAL_THRESHOLD = 100_000 * 10**18
EXTENSION_THRESHOLD = 10_000 * 10**18
"""Late votes, in base units of FAB, that make the voting longer."""
EXTENSION_WINDOW = 4 * 60 * 60
EXTENSION_DURATION = 24 * 60 * 60
MAX_EXTENSIONS = 3
REPROPOSAL_COOLDOWN = 30 * 24 * 60 * 60
LAPSE_PERIOD = 7 * 24 * 60 * 60


@COMPUTE.action(on=MODELS)
def propose_model(s: State, m: Message, repo: str, file: str, sha256_hash: Bytes32) -> Bytes32:
    """Anyone proposes a model for a fee; an earlier proposal of it that has lapsed is closed. Returns the model's id.

    Errors, in order: EmptyModelName, ModelExists, ProposalLive, ReproposalTooSoon, ERC20InsufficientAllowance,
    ERC20InsufficientBalance.
    """
    # Verify
    require(repo != "" and file != "", EmptyModelName)
    model_id = model_id_of(repo, file)
    require(model_id not in s.models, ModelExists, model_id)
    replaced = has_open_proposal(s, model_id)
    closed_at = s.last_closed[model_id]
    if replaced:
        closed_at = lapses_after(newest_proposal(s, model_id))
        require(m.now > closed_at, ProposalLive, model_id)
    until = closed_at + REPROPOSAL_COOLDOWN
    require(closed_at == 0 or m.now >= until, ReproposalTooSoon, model_id, until)
    # Effects
    if replaced:
        lapse(s, m, model_id, newest_proposal(s, model_id))
    s.proposal_nonce[model_id] += 1
    nonce = s.proposal_nonce[model_id]
    end_time = m.now + PROPOSAL_DURATION
    s.proposals.insert((model_id, nonce), Proposal(m.sender, repo, file, sha256_hash, end_time, m.now))
    # Payments
    pull_fab(s, m, s.model_registry, PROPOSAL_FEE)
    # Events
    m.emit(ModelProposed(model_id, m.sender, nonce, end_time))
    return model_id


@COMPUTE.action(on=MODELS)
def vote_on_proposal(s: State, m: Message, model_id: Bytes32, amount: Uint256, support: bool) -> None:
    """Locks FAB for or against the newest proposal of a model; many late votes make the voting longer.

    Errors, in order: ProposalNotFound, AlreadyExecuted, VotingEnded, ZeroAmount, OldVotesLocked,
    ERC20InsufficientAllowance, ERC20InsufficientBalance.
    """
    # Verify
    p = open_proposal(s, model_id)
    require(m.now <= p.end_time, VotingEnded, model_id, p.end_time)
    require(amount > 0, ZeroAmount)
    nonce = s.proposal_nonce[model_id]
    voted = s.voted_nonce[model_id, m.sender]
    earlier = voted != nonce and s.votes[model_id, voted, m.sender] > 0
    require(not earlier, OldVotesLocked, model_id, voted)
    pull_fab(s, m, s.model_registry, amount)
    # Effects
    s.voted_nonce[model_id, m.sender] = nonce
    s.votes[model_id, nonce, m.sender] += amount
    s.locked_votes[model_id, nonce] += amount
    p.votes_for += amount if support else 0
    p.votes_against += 0 if support else amount
    extended = count_late(m, p, amount)
    # Events
    m.emit(VoteCast(model_id, m.sender, amount, support))
    if extended:
        m.emit(VotingExtended(model_id, p.end_time, p.extension_count))


def count_late(m: Message, p: Proposal, amount: Uint256) -> bool:
    """Counts votes of the last hours; when there are enough, the end moves. Returns whether it did."""
    if p.end_time - m.now > EXTENSION_WINDOW:
        return False
    p.late_votes += amount
    if p.late_votes < EXTENSION_THRESHOLD or p.extension_count >= MAX_EXTENSIONS:
        return False
    p.end_time += EXTENSION_DURATION
    p.late_votes = 0
    p.extension_count += 1
    return True


@COMPUTE.action(on=MODELS)
def execute_proposal(s: State, m: Message, model_id: Bytes32) -> None:
    """Anyone decides a vote that has ended: with enough votes for, and more than against, the model is added.

    Errors, in order: ProposalNotFound, AlreadyExecuted, VotingStillActive, ProposalHasLapsed.
    """
    # Verify
    p = open_proposal(s, model_id)
    require(m.now > p.end_time, VotingStillActive)
    require(m.now <= lapses_after(p), ProposalHasLapsed, model_id)
    # Effects
    approved = p.votes_for >= APPROVAL_THRESHOLD and p.votes_for > p.votes_against
    p.closed = True
    s.last_closed[model_id] = m.now
    if approved:
        add_model(s, m, model_id, p.repo, p.file, p.sha256_hash, Tier.COMMUNITY)
        # Payments
        send_fab(s, m, s.model_registry, p.proposer, PROPOSAL_FEE)
    else:
        s.sweepable_fees += PROPOSAL_FEE
    # Events
    m.emit(ProposalExecuted(model_id, approved))


@COMPUTE.action(on=MODELS)
def lapse_proposal(s: State, m: Message, model_id: Bytes32) -> None:
    """Anyone closes a proposal that nobody executed in time.

    Errors, in order: ProposalNotFound, AlreadyExecuted, ProposalNotLapsed.
    """
    # Verify
    p = open_proposal(s, model_id)
    require(m.now > lapses_after(p), ProposalNotLapsed, model_id, lapses_after(p))
    # Effects
    lapse(s, m, model_id, p)


@COMPUTE.action(on=MODELS)
def withdraw_votes(s: State, m: Message, model_id: Bytes32) -> None:
    """A voter takes locked FAB back once the proposal it was locked in is closed or has lapsed.

    Errors, in order: NoVotesToWithdraw, VotingStillActive.
    """
    # Verify
    nonce = s.voted_nonce[model_id, m.sender]
    amount = s.votes[model_id, nonce, m.sender]
    require(amount > 0, NoVotesToWithdraw, model_id, m.sender)
    p = s.proposals[model_id, nonce]
    require(p.closed or m.now > lapses_after(p), VotingStillActive)
    # Effects
    s.votes[model_id, nonce, m.sender] = 0
    s.locked_votes[model_id, nonce] -= amount
    # Payments
    send_fab(s, m, s.model_registry, m.sender, amount)
    # Events
    m.emit(VotesWithdrawn(model_id, m.sender, amount))


def newest_proposal(s: State, model_id: Bytes32) -> Proposal:
    """The newest proposal on a model that was proposed."""
    return s.proposals[model_id, s.proposal_nonce[model_id]]


def open_proposal(s: State, model_id: Bytes32) -> Proposal:
    """The newest proposal on a model. Raises ProposalNotFound, AlreadyExecuted.

    Errors, in order: ProposalNotFound, AlreadyExecuted.
    """
    require(s.proposal_nonce[model_id] > 0, ProposalNotFound, model_id)
    p = newest_proposal(s, model_id)
    require(not p.closed, AlreadyExecuted)
    return p


def lapses_after(p: Proposal) -> Seconds:
    """Last second in which a proposal can be executed."""
    return p.end_time + LAPSE_PERIOD


def lapse(s: State, m: Message, model_id: Bytes32, p: Proposal) -> None:
    """Closes a proposal as of the moment at which it lapsed; its fee stays."""
    p.closed = True
    s.last_closed[model_id] = lapses_after(p)
    s.sweepable_fees += PROPOSAL_FEE
    m.emit(ProposalLapsed(model_id))
