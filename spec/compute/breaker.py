"""The circuit breaker: level 0 is normal, at 1 hosts wait between claims, at 2 the marketplace is paused.

Guardians only tighten. Nothing is loosened within an hour of the last tightening. No way out ever asks the breaker.
"""

from __future__ import annotations

from spec.compute.access import check_owner
from spec.compute.breaker_levels import (
    COOLDOWN,
    NORMAL,
    PAUSED,
    begin_pause,
    check_cooled,
    end_pause,
    forget_outcomes,
    relax,
    tighten,
)
from spec.compute.errors import (
    EnforcedPause,
    ExpectedPause,
    InvalidDuration,
    NotAuthorized,
)
from spec.compute.events import Paused
from spec.compute.job_errors import (
    CannotSkipLevels,
    FunctionPauseUnchanged,
    InvalidLevel,
    LevelUnchanged,
    RecoveryNotDue,
    UnknownFunction,
)
from spec.compute.job_events import EmergencyPaused, FunctionPauseSet, PausedUntil
from spec.compute.running import NAMES, is_paused
from spec.compute.state import COMPUTE, MARKET, State
from spec.core import Address, Message, Seconds, Uint256, require

MAX_EMERGENCY_PAUSE = 7 * 24 * 60 * 60


@COMPUTE.action(on=MARKET)
def set_circuit_breaker_level(s: State, m: Message, level: Uint256) -> None:
    """Up by one level, by owner or guardian; down to any, by the owner after the cooldown.

    Errors, in order: NotAuthorized, InvalidLevel, LevelUnchanged, CannotSkipLevels; NotAuthorized,
    CooldownNotElapsed.
    """
    # Verify
    check_guard(s, m)
    require(level <= PAUSED, InvalidLevel)
    require(level != s.breaker_level, LevelUnchanged, level)
    raised = level > s.breaker_level
    require(not raised or level == s.breaker_level + 1, CannotSkipLevels)
    if not raised:
        require(m.sender == s.owner, NotAuthorized)
        check_cooled(s, m)
    # Effects
    if raised:
        tighten(s, m, level, m.sender, automatic=False)
    else:
        relax(s, m, level)


@COMPUTE.action(on=MARKET)
def emergency_pause(s: State, m: Message, reason: str) -> None:
    """Owner or guardian pauses the marketplace from any level, without end.

    Errors, in order: NotAuthorized, EnforcedPause.
    """
    # Verify
    check_guard(s, m)
    require(s.breaker_level != PAUSED, EnforcedPause)
    # Effects
    tighten(s, m, PAUSED, m.sender, automatic=False)
    # Events
    m.emit(EmergencyPaused(m.sender, reason))


@COMPUTE.action(on=MARKET)
def pause(s: State, m: Message) -> None:
    """The owner pauses the marketplace; whatever pays out goes on.

    Errors, in order: OwnableUnauthorizedAccount, EnforcedPause.
    """
    # Verify
    check_owner(s, m)
    require(s.breaker_level != PAUSED, EnforcedPause)
    # Effects
    tighten(s, m, PAUSED, m.sender, automatic=False)


@COMPUTE.action(on=MARKET)
def unpause(s: State, m: Message) -> None:
    """The owner ends a pause, however it began; its time does not count as idleness of any session.

    Errors, in order: OwnableUnauthorizedAccount, ExpectedPause, CooldownNotElapsed.
    """
    # Verify
    check_owner(s, m)
    require(is_paused(s, m.now), ExpectedPause)
    check_cooled(s, m)
    # Effects
    if s.breaker_level == PAUSED:
        relax(s, m, NORMAL)
    else:
        end_pause(s, m)


@COMPUTE.action(on=MARKET)
def emergency_pause_for(s: State, m: Message, duration: Seconds) -> None:
    """The governance pauses the marketplace for a time; the pause ends by itself.

    Errors, in order: NotAuthorized, those of `pause_for`.
    """
    # Verify
    require(m.sender == s.market_governance, NotAuthorized)
    # Effects
    pause_for(s, m, m.sender, duration)


def pause_for(s: State, m: Message, by: Address, duration: Seconds) -> None:
    """Pauses for a time, in the governance's name.

    Errors, in order: InvalidDuration, EnforcedPause.
    """
    # Verify
    require(COOLDOWN <= duration <= MAX_EMERGENCY_PAUSE, InvalidDuration, duration)
    require(not is_paused(s, m.now), EnforcedPause)
    # Effects
    end = m.now + duration
    begin_pause(s, m, end)
    s.tightened_at = m.now
    # Events
    m.emit(Paused(by))
    m.emit(PausedUntil(end))


@COMPUTE.action(on=MARKET)
def pause_function(s: State, m: Message, name: str) -> None:
    """Owner or guardian stops one function that begins something; "postJob" and "claimJob" stop all of their kind.

    Errors, in order: NotAuthorized, UnknownFunction, FunctionPauseUnchanged.
    """
    # Verify
    check_guard(s, m)
    require(name in NAMES, UnknownFunction, name)
    require(s.paused_functions[name] == 0, FunctionPauseUnchanged, name)
    # Effects
    s.paused_functions[name] = 1
    s.tightened_at = m.now
    # Events
    m.emit(FunctionPauseSet(name, True, m.sender))


@COMPUTE.action(on=MARKET)
def unpause_function(s: State, m: Message, name: str) -> None:
    """The owner lets a function go on.

    Errors, in order: OwnableUnauthorizedAccount, UnknownFunction, FunctionPauseUnchanged, CooldownNotElapsed.
    """
    # Verify
    check_owner(s, m)
    require(name in NAMES, UnknownFunction, name)
    require(s.paused_functions[name] == 1, FunctionPauseUnchanged, name)
    check_cooled(s, m)
    # Effects
    s.paused_functions[name] = 0
    # Events
    m.emit(FunctionPauseSet(name, False, m.sender))


@COMPUTE.action(on=MARKET)
def auto_recover(s: State, m: Message) -> None:
    """Anyone undoes a raise that nobody decided, once the period that the owner allows for it has passed.

    Errors: RecoveryNotDue.
    """
    # Verify
    allowed = s.automatic and s.breaker_level != NORMAL and s.recovery_period != 0
    require(allowed and m.now >= s.tightened_at + s.recovery_period, RecoveryNotDue)
    # Effects
    forget_outcomes(s)
    relax(s, m, NORMAL)


def check_guard(s: State, m: Message) -> None:
    """Raises NotAuthorized unless owner or guardian calls."""
    require(m.sender == s.owner or m.sender == s.guardian, NotAuthorized)
