"""What the governance shows: its lists and its proposals; zeros for what is unknown."""

from __future__ import annotations

from typing import Any

from spec.compute.governance_lists import is_listed, pointer_of
from spec.compute.governance_types import ParameterUpdate, ProposalState, ProposalType
from spec.compute.motions import known_motion, state_of
from spec.compute.state import COMPUTE, GOVERNANCE, State
from spec.core import ZERO_ADDRESS, Address, Bytes32, Seconds, Uint256
from spec.core.keccak import keccak256
from spec.core.types import Selector

MotionRow = tuple[Any, ...]

NO_MOTION: MotionRow = (
    ProposalType.PARAMETER_UPDATE,
    ZERO_ADDRESS,
    *(0, 0, 0, 0, 0),
    *(False, False),
    *(ZERO_ADDRESS, ZERO_ADDRESS),
)
"""What an id without a proposal shows."""
ROLE = keccak256(b"EMERGENCY_ROLE")


@COMPUTE.view(on=GOVERNANCE, name="EMERGENCY_ROLE")
def emergency_role(s: State) -> Bytes32:
    """The one role there is."""
    return ROLE


@COMPUTE.view(on=GOVERNANCE)
def voting_period(s: State) -> Uint256:
    """Blocks in which votes count."""
    return s.voting_period


@COMPUTE.view(on=GOVERNANCE)
def proposal_count(s: State) -> Uint256:
    """How many proposals there are."""
    return s.proposal_count


@COMPUTE.view(on=GOVERNANCE, function="state")
def proposal_state(s: State, proposal_id: Uint256, *, now: Seconds, block: Uint256) -> ProposalState:
    """The state of a proposal. Raises ProposalNotFound."""
    return state_of(s, known_motion(s, proposal_id), now, block)


@COMPUTE.view(on=GOVERNANCE, function="getProposal")
def governance_proposal(s: State, proposal_id: Uint256) -> MotionRow:
    """A proposal."""
    if proposal_id not in s.motions:
        return NO_MOTION
    p = s.motions[proposal_id]
    return (
        p.proposal_type,
        p.proposer,
        p.start_block,
        p.end_block,
        p.for_votes,
        p.against_votes,
        p.eta,
        p.executed,
        p.cancelled,
        p.target,
        p.implementation,
    )


@COMPUTE.view(on=GOVERNANCE)
def get_updates(s: State, proposal_id: Uint256) -> tuple[ParameterUpdate, ...]:
    """The setters that a proposal calls, with what."""
    return s.motions[proposal_id].updates if proposal_id in s.motions else ()


@COMPUTE.view(on=GOVERNANCE)
def has_voted(s: State, proposal_id: Uint256, voter: Address) -> bool:
    """Whether an account has voted."""
    return s.votes_cast[proposal_id, voter] == 1


@COMPUTE.view(on=GOVERNANCE)
def is_allowed(s: State, target: Address, selector: Selector) -> bool:
    """Whether votes may call a setter of a contract."""
    return is_listed(s, target, selector)


@COMPUTE.view(on=GOVERNANCE, function="pointerOf")
def pointer_setter(s: State, target: Address) -> Selector:
    """The setter that an upgrade of a contract calls."""
    return pointer_of(s, target)


@COMPUTE.view(on=GOVERNANCE)
def is_emergency_target(s: State, target: Address) -> bool:
    """Whether a contract can be paused in an emergency."""
    return s.emergency_targets[target] == 1


@COMPUTE.view(on=GOVERNANCE)
def emergency_until(s: State, target: Address) -> Seconds:
    """From when on a contract can be paused in an emergency again."""
    return s.emergency_until[target]


@COMPUTE.view(on=GOVERNANCE)
def has_role(s: State, role: Bytes32, account: Address) -> bool:
    """Whether an account may declare an emergency, which is the one role there is."""
    return role == ROLE and s.emergency_admins[account] == 1
