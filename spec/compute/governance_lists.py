"""What votes and the emergency role may touch: the owner lists it, contract by contract, setter by setter."""

from __future__ import annotations

from spec.compute.access import check_owner_sets
from spec.compute.breaker import pause_for
from spec.compute.errors import NotAuthorized
from spec.compute.governance_errors import EmergencyTooSoon, TargetNotPausable, UnknownAction
from spec.compute.governance_events import (
    EmergencyAdminSet,
    EmergencyPause,
    EmergencyTargetSet,
    PointerSet,
    TargetAllowed,
)
from spec.compute.state import COMPUTE, GOVERNANCE, State
from spec.compute.state_governance import Pointer
from spec.core import Address, Message, require
from spec.core.errors import MalformedArguments
from spec.core.types import Selector

DAY = 24 * 60 * 60
EMERGENCY_PAUSE = 7 * DAY
"""Seconds after which an emergency's pause ends by itself."""
EMERGENCY_COOLDOWN = 30 * DAY
"""Seconds between two emergencies of one contract."""
PAUSE = "pause"
NO_SELECTOR: Selector = bytes(4)
"""Stands for "no setter"."""


@COMPUTE.action(on=GOVERNANCE)
def set_allowed(s: State, m: Message, target: Address, selector: Selector, allowed: bool) -> None:
    """The owner says whether votes may call a setter of a contract.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    check_owner_sets(s, m, target)
    # Effects
    s.allowed_setters[target, selector] = 1 if allowed else 0
    # Events
    m.emit(TargetAllowed(target, selector, allowed))


@COMPUTE.action(on=GOVERNANCE)
def set_pointer(s: State, m: Message, target: Address, selector: Selector) -> None:
    """The owner names the one setter that an upgrade of a contract calls; zeros for none.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    check_owner_sets(s, m, target)
    # Effects
    if target not in s.pointers:
        s.pointers.insert(target, Pointer(NO_SELECTOR))
    s.pointers[target].selector = selector
    # Events
    m.emit(PointerSet(target, selector))


@COMPUTE.action(on=GOVERNANCE)
def set_emergency_target(s: State, m: Message, target: Address, allowed: bool) -> None:
    """The owner says whether a contract can be paused in an emergency.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    check_owner_sets(s, m, target)
    # Effects
    s.emergency_targets[target] = 1 if allowed else 0
    # Events
    m.emit(EmergencyTargetSet(target, allowed))


@COMPUTE.action(on=GOVERNANCE)
def set_emergency_admin(s: State, m: Message, account: Address, allowed: bool) -> None:
    """The owner says who may declare an emergency.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    check_owner_sets(s, m, account)
    # Effects
    s.emergency_admins[account] = 1 if allowed else 0
    # Events
    m.emit(EmergencyAdminSet(account, allowed))


@COMPUTE.action(on=GOVERNANCE)
def execute_emergency_action(s: State, m: Message, action: str, target: Address) -> None:
    """The emergency role pauses a listed contract for seven days, once in thirty. There is no other emergency action.

    Errors, in order: NotAuthorized, UnknownAction, TargetNotPausable, EmergencyTooSoon, those of `pause_target`.
    """
    # Verify
    require(s.emergency_admins[m.sender] == 1, NotAuthorized)
    require(action == PAUSE, UnknownAction, action)
    require(s.emergency_targets[target] == 1, TargetNotPausable, target)
    until = s.emergency_until[target]
    require(m.now >= until, EmergencyTooSoon, target, until)
    # Effects
    s.emergency_until[target] = m.now + EMERGENCY_COOLDOWN
    pause_target(s, m, target)
    # Events
    m.emit(EmergencyPause(target, m.sender, m.now + EMERGENCY_PAUSE))


def pause_target(s: State, m: Message, target: Address) -> None:
    """Pauses a contract as the governance. Only the marketplace has such a pause; others refuse without a word.

    Errors, in order: MalformedArguments, NotAuthorized, those of `pause_for`.
    """
    # Verify
    require(target == s.marketplace, MalformedArguments)
    require(s.market_governance == s.governance, NotAuthorized)
    # Effects
    pause_for(s, m, s.governance, EMERGENCY_PAUSE)


def pointer_of(s: State, target: Address) -> Selector:
    """The setter that an upgrade of a contract calls; zeros for none."""
    return s.pointers[target].selector if target in s.pointers else NO_SELECTOR


def is_listed(s: State, target: Address, selector: Selector) -> bool:
    """Whether votes may call a setter."""
    return s.allowed_setters[target, selector] == 1
