"""What an accepted proposal does: it calls setters that are still listed, as the governance, all or none.

The governance governs the escrow's fee and arbiter and two settings of the marketplace's breaker. Other setters listen
to the owner alone, and where there is none the call fails.
"""

from __future__ import annotations

from spec.compute.breaker_settings import store_failure_threshold, store_recovery_period
from spec.compute.errors import NotAuthorized, OwnableUnauthorizedAccount
from spec.compute.escrow_settings import store_arbiter, store_fee
from spec.compute.governance_errors import ExecutionTooEarly, FailedCall, TargetNotAllowed
from spec.compute.governance_events import ProposalExecuted
from spec.compute.governance_lists import NO_SELECTOR, is_listed, pointer_of
from spec.compute.governance_types import ParameterUpdate, ProposalState, ProposalType
from spec.compute.motions import check_state, known_motion
from spec.compute.selectors import (
    SET_ARBITER,
    SET_AUTO_RECOVERY_PERIOD,
    SET_DISPUTE_WINDOW,
    SET_FAILURE_THRESHOLD,
    SET_FEE,
    SET_TREASURY,
)
from spec.compute.state import COMPUTE, GOVERNANCE, State
from spec.core import Address, Message, Uint256, each, require
from spec.core.types import Selector


@COMPUTE.action(on=GOVERNANCE)
def execute(s: State, m: Message, proposal_id: Uint256) -> None:
    """Anybody executes a queued proposal, two days after that and within 14 more.

    Errors, in order: ProposalNotFound, InvalidProposalState, ExecutionTooEarly, those of `apply_update` for each
    setter, or those of `set_pointed`.
    """
    # Verify
    p = known_motion(s, proposal_id)
    check_state(s, m, proposal_id, p, ProposalState.QUEUED)
    require(m.now >= p.eta, ExecutionTooEarly, proposal_id, p.eta)
    # Effects
    p.executed = True
    if p.proposal_type == ProposalType.PARAMETER_UPDATE:
        for update in each(p.updates, ParameterUpdate):
            apply_update(s, m, update)
    else:
        set_pointed(s, m, p.target, p.implementation)
    # Events
    m.emit(ProposalExecuted(proposal_id))


def apply_update(s: State, m: Message, update: ParameterUpdate) -> None:
    """Calls one setter of a number.

    Errors, in order: TargetNotAllowed, NotAuthorized, those of `store_fee`, `store_failure_threshold` or
    `store_recovery_period`; for any other setter those of `refuse_setter`.
    """
    target, selector, value = update.target_contract, update.function_selector, update.new_value
    require(is_listed(s, target, selector), TargetNotAllowed, target, selector)
    if target == s.payment_escrow and selector == SET_FEE:
        check_governs(s, s.escrow_governance)
        store_fee(s, m, value)
    elif target == s.marketplace and selector == SET_FAILURE_THRESHOLD:
        check_governs(s, s.market_governance)
        store_failure_threshold(s, m, value)
    elif target == s.marketplace and selector == SET_AUTO_RECOVERY_PERIOD:
        check_governs(s, s.market_governance)
        store_recovery_period(s, m, value)
    else:
        refuse_setter(s, target, selector, SET_DISPUTE_WINDOW)


def set_pointed(s: State, m: Message, target: Address, implementation: Address) -> None:
    """Calls the one listed setter of an address.

    Errors, in order: TargetNotAllowed, NotAuthorized, those of `store_arbiter`; for any other setter those of
    `refuse_setter`.
    """
    selector = pointer_of(s, target)
    require(selector != NO_SELECTOR, TargetNotAllowed, target, NO_SELECTOR)
    if target == s.payment_escrow and selector == SET_ARBITER:
        check_governs(s, s.escrow_governance)
        store_arbiter(s, m, implementation)
    else:
        refuse_setter(s, target, selector, SET_TREASURY)


def check_governs(s: State, governance: Address) -> None:
    """A contract listens to this governance.

    Errors: NotAuthorized.
    """
    require(governance == s.governance, NotAuthorized)


def refuse_setter(s: State, target: Address, selector: Selector, owned: Selector) -> None:
    """What a setter says that does not listen to the governance: one of the owner's, or none at all.

    Errors: OwnableUnauthorizedAccount for the marketplace's `owned` setter, else FailedCall.
    """
    require(target != s.marketplace or selector != owned, OwnableUnauthorizedAccount, s.governance)
    raise FailedCall()
