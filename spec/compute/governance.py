"""Votes of FAB about parameters: whoever had enough votes proposes, votes of one snapshot decide, and that waits.

Voting counts blocks, everything later seconds. Votes are FAB that was delegated to the voter at the snapshot, whatever
has moved since.
"""

from __future__ import annotations

from spec.compute.errors import NotAuthorized, ZeroAddress
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.fab_votes import votes_at
from spec.compute.governance_errors import (
    AlreadyVoted,
    BelowProposalThreshold,
    InvalidProposalState,
    NoUpdates,
    NoVotes,
    QuorumNotReached,
    TargetNotAllowed,
    TooManyUpdates,
)
from spec.compute.governance_events import ProposalCancelled, ProposalCreated, ProposalQueued, VoteCast
from spec.compute.governance_lists import NO_SELECTOR, is_listed, pointer_of
from spec.compute.governance_types import ParameterUpdate, ProposalState, ProposalType
from spec.compute.motions import check_state, has_quorum, known_motion, state_of
from spec.compute.state import COMPUTE, GOVERNANCE, State
from spec.compute.state_governance import Motion
from spec.core import ZERO_ADDRESS, Address, Message, Uint256, each, opaque, require

VOTING_DELAY = 1
"""Blocks from a proposal to its snapshot."""
EXECUTION_DELAY = 2 * 24 * 60 * 60
"""Seconds from the queue to the execution."""
PROPOSAL_THRESHOLD = 10_000 * 10**18
"""Votes that a proposer had a block ago, in base units of FAB."""
MAX_UPDATES = 10
OVER = (ProposalState.EXECUTED, ProposalState.CANCELLED, ProposalState.EXPIRED)
"""States in which a proposal can't be withdrawn any more."""


@COMPUTE.action(on=GOVERNANCE)
def propose_parameter_update(s: State, m: Message, updates: tuple[ParameterUpdate, ...], description: str) -> Uint256:
    """Proposes to call up to ten listed setters. Returns the proposal's id.

    Errors, in order: BelowProposalThreshold, NoUpdates, TooManyUpdates, for each TargetNotAllowed.
    """
    # Verify
    check_proposer(s, m)
    check_count(updates)
    for update in each(updates, ParameterUpdate):
        target, selector = update.target_contract, update.function_selector
        require(is_listed(s, target, selector), TargetNotAllowed, target, selector)
    # Effects and events
    start = m.block + VOTING_DELAY
    motion = Motion(ProposalType.PARAMETER_UPDATE, m.sender, start, start + s.voting_period, updates)
    return open_motion(s, m, motion, description)


@COMPUTE.action(on=GOVERNANCE)
def propose_contract_upgrade(
    s: State, m: Message, target: Address, implementation: Address, description: str
) -> Uint256:
    """Proposes a new address for the one listed pointer of a contract; no code can change. Returns the proposal's id.

    Errors, in order: BelowProposalThreshold, ZeroAddress, TargetNotAllowed.
    """
    # Verify
    check_proposer(s, m)
    require(implementation != ZERO_ADDRESS, ZeroAddress)
    require(pointer_of(s, target) != NO_SELECTOR, TargetNotAllowed, target, NO_SELECTOR)
    # Effects and events
    start = m.block + VOTING_DELAY
    motion = Motion(ProposalType.CONTRACT_UPGRADE, m.sender, start, start + s.voting_period, (), target, implementation)
    return open_motion(s, m, motion, description)


@COMPUTE.action(on=GOVERNANCE)
def cast_vote(s: State, m: Message, proposal_id: Uint256, support: bool) -> None:
    """Votes with everything that the sender had at the snapshot, once.

    Errors, in order: ProposalNotFound, InvalidProposalState, AlreadyVoted, NoVotes.
    """
    # Verify
    p = known_motion(s, proposal_id)
    check_state(s, m, proposal_id, p, ProposalState.ACTIVE)
    require(s.votes_cast[proposal_id, m.sender] == 0, AlreadyVoted, proposal_id, m.sender)
    weight = min(votes_at(s.fab_voters, m.sender, p.start_block), TOTAL_SUPPLY)  # nobody has more than all there is
    require(weight > 0, NoVotes, proposal_id, m.sender)
    # Effects
    s.votes_cast[proposal_id, m.sender] = 1
    if support:
        p.for_votes += weight
    else:
        p.against_votes += weight
    # Events
    m.emit(VoteCast(proposal_id, m.sender, support, weight))


@COMPUTE.action(on=GOVERNANCE)
def queue(s: State, m: Message, proposal_id: Uint256) -> None:
    """Anybody starts the delay of two days before an accepted proposal.

    Errors, in order: ProposalNotFound, QuorumNotReached, InvalidProposalState.
    """
    # Verify
    p = known_motion(s, proposal_id)
    current = state_of(s, p, m.now, m.block)
    require(current != ProposalState.DEFEATED or has_quorum(s, p), QuorumNotReached)
    check_state(s, m, proposal_id, p, ProposalState.SUCCEEDED)
    # Effects
    p.eta = m.now + EXECUTION_DELAY
    # Events
    m.emit(ProposalQueued(proposal_id, p.eta))


@COMPUTE.action(on=GOVERNANCE)
def cancel(s: State, m: Message, proposal_id: Uint256) -> None:
    """Its proposer withdraws a proposal, at any time before it is executed or too late.

    Errors, in order: ProposalNotFound, NotAuthorized, InvalidProposalState.
    """
    # Verify
    p = known_motion(s, proposal_id)
    require(m.sender == p.proposer, NotAuthorized)
    current = state_of(s, p, m.now, m.block)
    require(current not in OVER, InvalidProposalState, proposal_id, current)
    # Effects
    p.cancelled = True
    # Events
    m.emit(ProposalCancelled(proposal_id))


def check_proposer(s: State, m: Message) -> None:
    """Raises BelowProposalThreshold unless the sender had enough votes when the last block ended."""
    votes = votes_at(s.fab_voters, m.sender, m.block - 1)
    require(votes >= PROPOSAL_THRESHOLD, BelowProposalThreshold, votes, PROPOSAL_THRESHOLD)


@opaque(raises=(NoUpdates, TooManyUpdates))
def check_count(updates: tuple[ParameterUpdate, ...]) -> None:
    """Refuses a proposal that does nothing, or too much.

    Errors, in order: NoUpdates, TooManyUpdates.
    """
    require(len(updates) > 0, NoUpdates)
    require(len(updates) <= MAX_UPDATES, TooManyUpdates, len(updates), MAX_UPDATES)


def open_motion(s: State, m: Message, motion: Motion, description: str) -> Uint256:
    """Stores a proposal under the next id, which it returns, and announces it."""
    s.proposal_count += 1
    s.motions.insert(s.proposal_count, motion)
    block = (motion.start_block, motion.end_block)
    m.emit(ProposalCreated(s.proposal_count, m.sender, motion.proposal_type, *block, description))
    return s.proposal_count
