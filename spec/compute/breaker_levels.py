"""How the breaker goes up and down, by hand or by what jobs report."""

from __future__ import annotations

from spec.compute.events import Paused, Unpaused
from spec.compute.job_errors import CooldownNotElapsed
from spec.compute.job_events import CircuitBreakerLevelSet
from spec.compute.running import is_paused, paused_total_at
from spec.compute.state import State
from spec.core import Address, Message, Seconds, Uint256, require

NORMAL = 0
THROTTLED = 1
PAUSED = 2
COOLDOWN = 60 * 60
"""Seconds after the last tightening in which nothing is loosened."""
SUSPICIOUS_LIMIT = 10
"""Payments released before anybody could have read the result, at which claims slow down."""
FAILURES_PER_SUCCESS = 10
"""One failure for so many successes is what jobs may come to."""


def check_cooled(s: State, m: Message) -> None:
    """Raises CooldownNotElapsed within an hour of the last tightening."""
    require(m.now >= s.tightened_at + COOLDOWN, CooldownNotElapsed)


def tighten(s: State, m: Message, level: Uint256, by: Address, *, automatic: bool) -> None:
    """Raises the level. At the highest the marketplace is paused, and a pause for a time becomes one without end."""
    s.tightened_at = m.now
    s.automatic = automatic
    s.breaker_level = level
    if level == PAUSED:
        if is_paused(s, m.now):
            s.pause_ends = 0
        else:
            begin_pause(s, m, 0)
            m.emit(Paused(by))
    m.emit(CircuitBreakerLevelSet(level, by))


def relax(s: State, m: Message, level: Uint256) -> None:
    """Lowers the level. Below the highest the marketplace goes on, and what jobs reported is forgotten."""
    s.automatic = False
    if s.breaker_level == PAUSED:
        end_pause(s, m)
        forget_outcomes(s)
    s.breaker_level = level
    m.emit(CircuitBreakerLevelSet(level, m.sender))


def begin_pause(s: State, m: Message, ends: Seconds) -> None:
    """Pauses what is not paused, until `ends`, or for good if that is zero."""
    settle_pause(s, m)
    s.paused_at = m.now
    s.pause_ends = ends


def end_pause(s: State, m: Message) -> None:
    """Ends a pause, and says so."""
    settle_pause(s, m)
    m.emit(Unpaused(m.sender))


def settle_pause(s: State, m: Message) -> None:
    """Books the seconds of the last pause, which may have ended by itself."""
    s.paused_seconds = paused_total_at(s, m.now)
    s.paused_at = 0
    s.pause_ends = 0


def forget_outcomes(s: State) -> None:
    """Begins to count anew."""
    s.failures = 0
    s.successes = 0
    s.suspicious = 0


def count_failure(s: State, m: Message) -> None:
    """A job failed. Enough of them, and too many for the successes, pause the marketplace."""
    s.failures += 1
    s.last_incident = m.now
    many = s.failures >= s.failure_threshold and FAILURES_PER_SUCCESS * s.failures > s.successes
    if many and s.breaker_level < PAUSED:
        tighten(s, m, PAUSED, s.marketplace, automatic=True)


def count_success(s: State) -> None:
    """A job was paid for."""
    s.successes += 1


def count_haste(s: State, m: Message) -> None:
    """A renter paid sooner than anybody could have read the result. Enough of that slows claims down."""
    s.suspicious += 1
    s.last_incident = m.now
    if s.suspicious >= SUSPICIOUS_LIMIT and s.breaker_level == NORMAL:
        tighten(s, m, THROTTLED, s.marketplace, automatic=True)
