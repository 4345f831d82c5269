"""A small world of the circuit breaker: raised by hand, by jobs or for a time, and loosened, while jobs go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from properties.compute import preset_jobs
from properties.compute.preset_job_calls import JobSize
from properties.compute.preset_jobs import around
from properties.compute.preset_world import ADDRESSES, FAB_UNIT, Opening, attempt, opened
from properties.preset import Attempt, Preset
from spec.compute.breaker_levels import COOLDOWN, NORMAL, PAUSED, SUSPICIOUS_LIMIT, THROTTLED
from spec.compute.governance_lists import PAUSE
from spec.compute.job_work import CLAIM_INTERVAL
from spec.compute.state import State

RECOVERY = 2 * COOLDOWN
"""Seconds after which anybody undoes a raise that nobody decided."""
STOPPED = ("postJob", "claimJob")
"""Functions that are paused one by one."""
REASON = "a reason"
LEVELS = (NORMAL, THROTTLED, PAUSED)


@dataclass(frozen=True)
class BreakerSize:
    """How large a world of the breaker is.

    jobs: the prompt jobs meanwhile, of which no delivery is left alone. levels: whether the level is raised by hand.
    functions: which are paused one by one. emergencies: whether the emergency role pauses for a week. hours:
    whether an account governs the marketplace and pauses for an hour. hasty: how many payments were released before
    anybody could have read the result when the search begins. exact: whether the last second before a deadline is
    looked at besides the first after it.
    """

    jobs: JobSize
    levels: bool = True
    functions: tuple[str, ...] = ()
    emergencies: bool = False
    hours: bool = False
    hasty: int = SUSPICIOUS_LIMIT - 1
    exact: bool = False


def attempts(size: BreakerSize) -> Iterator[Attempt]:
    """The breaker's calls, by those who may and by one who may not."""
    for actor in ("owner", "authority", "outsider"):
        for level in LEVELS if size.levels else ():
            yield attempt(actor, "set_circuit_breaker_level", level)
        if size.levels:
            yield attempt(actor, "emergency_pause", REASON)
        yield attempt(actor, "unpause")
        for action, name in product(("pause_function", "unpause_function"), size.functions):
            yield attempt(actor, action, name)
        if size.emergencies:
            yield attempt(actor, "execute_emergency_action", PAUSE, ADDRESSES["JobMarketplace"])
        if size.hours:
            yield attempt(actor, "emergency_pause_for", COOLDOWN)
    for actor in ("owner", "outsider") if size.levels else ():
        yield attempt(actor, "pause")
    if size.emergencies:
        yield attempt("authority", "execute_emergency_action", PAUSE, ADDRESSES["PaymentEscrow"])
        yield attempt("authority", "execute_emergency_action", "unpause", ADDRESSES["JobMarketplace"])
    yield attempt("outsider", "auto_recover")


def opening(size: BreakerSize) -> Iterator[Opening]:
    """One failure is too much; anybody recovers; who governs; and that the emergency role may pause the marketplace."""
    yield "owner", "set_failure_threshold", (1,)
    yield "owner", "set_auto_recovery_period", (RECOVERY,)
    if size.emergencies:
        yield "owner", "set_emergency_target", (ADDRESSES["JobMarketplace"], True)
        yield "owner", "set_emergency_admin", (ADDRESSES["authority"], True)
    if size.hours:
        yield "owner", "set_market_governance", (ADDRESSES["authority"],)


def initial(size: BreakerSize) -> State:
    """The market, with as many hasty payments behind it as the size says."""
    funds = dict.fromkeys(size.jobs.hosts, 1000 * FAB_UNIT)
    state = opened(funds, 1, size.jobs.hosts, (*preset_jobs.opening(size.jobs), *opening(size)))
    state.suspicious = size.hasty
    return state


def breaker_moments(size: BreakerSize, s: State, name: str, now: int) -> Iterable[int]:
    """When something can be loosened, when a raise recovers, and when a pause for a time is over."""
    if name != STOPPED[0]:
        return
    if s.tightened_at and (s.breaker_level != NORMAL or s.paused_at or s.paused_functions.total()):
        yield from around(size.exact, s.tightened_at + COOLDOWN - 1)
        if s.automatic:
            yield from around(size.exact, s.tightened_at + RECOVERY - 1)
    if s.pause_ends:
        yield s.pause_ends
    yield from (until for _, until in s.emergency_until.items())


def claim_moments(s: State, host: str, last: int, now: int) -> Iterable[int]:
    """From when a host may claim again while claims are slowed down."""
    if last and s.breaker_level == THROTTLED:
        yield last + CLAIM_INTERVAL


def world(size: BreakerSize, bound: str = "") -> Preset:
    """A world of the breaker of the given size. Nobody counts its seconds of pause; sessions would."""
    jobs = preset_jobs.world(size.jobs, bound)
    market = (ADDRESSES["JobMarketplace"],)
    listed = market if size.emergencies else ()
    return replace(
        jobs,
        initial=lambda: initial(size),
        attempts=(*attempts(size), *jobs.attempts),
        universe={
            **jobs.universe,
            "paused_functions": STOPPED,
            "emergency_targets": listed,
            "emergency_admins": (ADDRESSES["authority"],) if size.emergencies else (),
            "emergency_until": listed,
        },
        moments={
            **jobs.moments,
            "paused_functions": lambda s, name, _, now: breaker_moments(size, s, name, now),
            "last_claim": lambda s, host, last, now: claim_moments(s, host, last, now),
        },
        ages={
            **jobs.ages,
            ("tightened_at", ""): RECOVERY,
            ("last_claim", ""): CLAIM_INTERVAL,
            ("paused_at", ""): 0,
            ("pause_ends", ""): 0,
            ("emergency_until", ""): 0,
        },
        stuck=None,
    )
