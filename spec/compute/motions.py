"""Looking up proposals of the governance: their records, and the state that follows from block, time and votes."""

from __future__ import annotations

from spec.compute.governance_errors import InvalidProposalState, ProposalNotFound
from spec.compute.governance_types import ProposalState, ProposalType
from spec.compute.state import State
from spec.compute.state_governance import Motion
from spec.compute.views_votes import supply_at
from spec.core import Message, Seconds, Uint256, require

QUEUE_EXPIRY = 14 * 24 * 60 * 60
"""Seconds after its delay in which a queued proposal can be executed."""
QUORUM_PERCENT = 10
"""Of all FAB at the snapshot, voted either way."""
UPGRADE_PERCENT = 80
"""Of all votes, for an upgrade."""


def known_motion(s: State, proposal_id: Uint256) -> Motion:
    """The proposal under an id. Raises ProposalNotFound."""
    require(proposal_id in s.motions, ProposalNotFound, proposal_id)
    return s.motions[proposal_id]


def check_state(s: State, m: Message, proposal_id: Uint256, p: Motion, expected: ProposalState) -> None:
    """Raises InvalidProposalState, with the state that it is in, for a proposal in another state."""
    current = state_of(s, p, m.now, m.block)
    require(current == expected, InvalidProposalState, proposal_id, current)


def state_of(s: State, p: Motion, now: Seconds, block: Uint256) -> ProposalState:
    """The state of a proposal at a time, in a block."""
    if p.cancelled:
        return ProposalState.CANCELLED
    if p.executed:
        return ProposalState.EXECUTED
    if p.eta != 0:
        return ProposalState.EXPIRED if now > p.eta + QUEUE_EXPIRY else ProposalState.QUEUED
    if block <= p.start_block:
        return ProposalState.PENDING
    if block <= p.end_block:
        return ProposalState.ACTIVE
    return ProposalState.SUCCEEDED if has_quorum(s, p) and has_majority(p) else ProposalState.DEFEATED


def has_quorum(s: State, p: Motion) -> bool:
    """Whether a tenth of all FAB there was at the snapshot has voted."""
    return (p.for_votes + p.against_votes) * 100 >= supply_at(s, p.start_block) * QUORUM_PERCENT


def has_majority(p: Motion) -> bool:
    """More for than against; for an upgrade, four fifths of all votes. Asked when there is a quorum, hence votes.

    The contract divides, and rounds down: that a share is 80 % or more does not depend on it.
    """
    if p.proposal_type == ProposalType.PARAMETER_UPDATE:
        return p.for_votes > p.against_votes
    return 100 * p.for_votes >= UPGRADE_PERCENT * (p.for_votes + p.against_votes)
