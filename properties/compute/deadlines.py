"""Deadlines of a session: the last second of work, the window before completion, idleness, and the rate of claims."""

from __future__ import annotations

import math

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.money import session_of
from properties.compute.sessions import CREATIONS
from spec.compute import errors
from spec.compute.events import Paused, Unpaused
from spec.compute.job_events import CircuitBreakerLevelSet, PausedUntil
from spec.compute.state import Session
from spec.core import Step

HIGHEST = 2
"""Level of the breaker at which the marketplace is paused without end."""

NO_LATE_CLAIMS = COMPUTE_PROPERTIES.declare(
    "SES-TIM-01",
    family=Family.TIMEOUT,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="No claim succeeds after the session's last second.",
    remedy="Compare the time with start + maxDuration in every claim.",
)

WINDOW_KEPT = COMPUTE_PROPERTIES.declare(
    "SES-TIM-02",
    family=Family.TIMEOUT,
    shape=Shape.TRACE,
    target="JobMarketplace",
    statement="A completion happens no sooner than the dispute window, as it was when the session was created, "
    "after the last claim.",
    remedy="Measure the window from the last claim, and keep the session's own window.",
)

PAUSES_DO_NOT_COUNT = COMPUTE_PROPERTIES.declare(
    "SES-TIM-03",
    family=Family.TIMEOUT,
    shape=Shape.TRACE,
    target="JobMarketplace",
    statement="Time in which proofs are paused does not count as a host's idleness.",
    remedy="Subtract the seconds of pause since the last proof.",
)

CLAIM_RATE = COMPUTE_PROPERTIES.declare(
    "SES-ARI-02",
    family=Family.ARITHMETIC,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="A claim is at most 2000 tokens for each second since the last one; that the host did the work is not "
    "shown to the chain.",
    remedy="Let depositors sign what they received; until then keep deposits small and leave early.",
    accepted_risk="usage is attested by the host alone: the documented design has no receipt of the depositor, so a "
    "host can claim work it did not do, at 2000 tokens a second, until the depositor leaves; "
    "tests/compute/test_unconsumed_usage.py acts it out",
)


@NO_LATE_CLAIMS.on_step("submit_proof_of_work")
def the_claim_was_in_time(step: Step) -> bool:
    """Now <= start + duration."""
    r = session_of(step)
    return bool(step.message.now <= r.start_time + r.max_duration)


@WINDOW_KEPT.on_trace
class WindowSinceTheLastClaim:
    """When each session was created, with which window, and when its last claim was."""

    def __init__(self) -> None:
        self._claimed: dict[int, int] = {}
        self._window: dict[int, int] = {}

    def observe(self, step: Step) -> bool | None:
        """False for a completion that came too early."""
        if not step.outcome.ok:
            return None
        name, now = step.action.name, step.message.now
        if name in CREATIONS:
            job_id = step.outcome.returned
            self._claimed[job_id], self._window[job_id] = now, step.state.dispute_window
        elif name == "submit_proof_of_work":
            self._claimed[step.argument("job_id")] = now
        elif name == "complete_session_job":
            job_id = step.argument("job_id")
            return bool(now >= self._claimed[job_id] + self._window[job_id])
        return None


@PAUSES_DO_NOT_COUNT.on_trace
class IdlenessWithoutPauses:
    """Seconds in which the marketplace ran, counted here from what it announced of pauses alone."""

    def __init__(self) -> None:
        self._running = 0
        self._since: int | None = None
        self._paused_until = 0.0
        self._at_proof: dict[int, int] = {}

    def _clock(self, now: int) -> int:
        if self._since is not None and now > self._paused_until:
            self._running += now - int(max(self._since, self._paused_until))
        self._since = now
        return self._running

    def _hear(self, step: Step) -> None:
        for event in step.outcome.events:
            if isinstance(event, Unpaused):
                self._paused_until = 0
            elif isinstance(event, PausedUntil):
                self._paused_until = event.values[0]
            elif isinstance(event, Paused) or (
                isinstance(event, CircuitBreakerLevelSet) and event.values[0] == HIGHEST
            ):
                self._paused_until = math.inf

    def observe(self, step: Step) -> bool | None:
        """False for a timeout of a session that has neither expired nor been idle for that long while running."""
        clock = self._clock(step.message.now)
        if not step.outcome.ok:
            return self._refused(step, clock)
        self._hear(step)
        name = step.action.name
        if name in CREATIONS:
            self._at_proof[step.outcome.returned] = clock
        elif name == "submit_proof_of_work":
            self._at_proof[step.argument("job_id")] = clock
        elif name == "trigger_session_timeout":
            return self._due(session_of(step), step, clock)
        return None

    def _refused(self, step: Step, clock: int) -> bool | None:
        if not isinstance(step.outcome.error, errors.SessionNotTimedOut):
            return None
        return not self._due(session_of(step), step, clock)

    def _due(self, r: Session, step: Step, clock: int) -> bool:
        expired = step.message.now > r.start_time + r.max_duration
        idle = clock - self._at_proof[step.argument("job_id")]
        return bool(expired or idle > max(3 * r.proof_interval, 300))


@CLAIM_RATE.on_step("submit_proof_of_work")
def the_claim_is_within_the_rate(step: Step) -> bool:
    """Claimed <= 2000 * seconds since the last claim."""
    r = session_of(step)
    elapsed = step.message.now - step.before(r).last_proof_time
    return bool(0 < step.argument("tokens_claimed") <= 2000 * elapsed)
