"""The circuit breaker: one level at a time, loosened only by its owner after an hour, and effective while it lasts."""

from __future__ import annotations

import math

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from spec.compute.events import Paused, Unpaused
from spec.compute.job_events import CircuitBreakerLevelSet, FunctionPauseSet, PausedUntil
from spec.compute.running import is_paused
from spec.compute.state import State
from spec.core import Event, Step

HOUR = 3_600
HIGHEST = 2
BY_FUNCTION = {
    "createSessionJobForModel": ("create_session_job_for_model",),
    "createSessionJobForModelWithToken": ("create_session_job_for_model_with_token",),
    "createSessionFromDeposit": ("create_session_from_deposit",),
    "extendSession": ("extend_session",),
    "depositNative": ("deposit_native",),
    "depositToken": ("deposit_token",),
    "postJob": (
        *("post_job", "post_job_with_token", "batch_post_jobs"),
        *("create_job_via_account", "create_job_via_session_key"),
    ),
    "postJobWithToken": ("post_job_with_token",),
    "batchPostJobs": ("batch_post_jobs",),
    "createJobFor": ("create_job_via_account", "create_job_via_session_key"),
    "claimJob": ("claim_job", "claim_job_via_session_key"),
    "claimJobFor": ("claim_job_via_session_key",),
}
"""What each name of a function stops."""
BEGINNING = ("submit_proof_of_work", "execute_batch", *{name for names in BY_FUNCTION.values() for name in names})
"""Whatever takes on obligations, or claims against them; an account's batch does nothing else."""

BREAKER_KEPT = COMPUTE_PROPERTIES.declare(
    "JOB-SEQ-03",
    family=Family.SEQUENCING,
    shape=Shape.TRACE,
    target="JobMarketplace",
    statement="The breaker's level is raised one step at a time, but for emergencies. Nothing is loosened within an "
    "hour of the last tightening, nor by anybody but the owner, except what was raised automatically. Nothing new "
    "begins while the marketplace, or the function, is paused.",
    remedy="Let one function tighten and one loosen, note the time in the first, and ask for it in the second.",
)


class Followed:
    """The breaker as it was announced: until when it pauses, which functions are stopped, when it was tightened."""

    def __init__(self) -> None:
        self.paused_until = 0.0
        self.stopped: set[str] = set()
        self.tightened = -HOUR
        self.level = 0

    def hear(self, event: Event, now: int) -> None:
        """Follows one announcement."""
        if isinstance(event, Unpaused):
            self.paused_until = 0.0
        elif isinstance(event, Paused):
            self.paused_until, self.tightened = math.inf, now
        elif isinstance(event, PausedUntil):
            self.paused_until = event.values[0]
        elif isinstance(event, FunctionPauseSet):
            self._stop(event, now)
        elif isinstance(event, CircuitBreakerLevelSet):
            self._set(event.values[0], now)

    def _stop(self, event: FunctionPauseSet, now: int) -> None:
        name, stopped, _ = event.values
        if stopped:
            self.stopped.add(name)
            self.tightened = now
        else:
            self.stopped.discard(name)

    def _set(self, level: int, now: int) -> None:
        if level > self.level:
            self.tightened = now
        if level == HIGHEST:
            self.paused_until = math.inf
        self.level = level


def is_loosening(followed: Followed, event: Event) -> bool:
    """Whether an announcement lets something go on."""
    lower = isinstance(event, CircuitBreakerLevelSet) and event.values[0] < followed.level
    return lower or isinstance(event, Unpaused) or (isinstance(event, FunctionPauseSet) and not event.values[1])


@BREAKER_KEPT.on_trace
class LoosenedLate:
    """When the breaker was last tightened, as announced."""

    def __init__(self) -> None:
        self._followed = Followed()

    def observe(self, step: Step) -> bool | None:
        """False for a loosening within the hour, or by somebody who may not."""
        loosened = False
        for event in step.outcome.events if step.outcome.ok else ():
            loosened = loosened or is_loosening(self._followed, event)
        late = step.message.now >= self._followed.tightened + HOUR
        for event in step.outcome.events if step.outcome.ok else ():
            self._followed.hear(event, step.message.now)
        if not loosened:
            return None
        return late and (step.message.sender == step.state.owner or step.action.name == "auto_recover")


@BREAKER_KEPT.on_trace
class PausesAreEffective:
    """Until when the marketplace is paused, and which functions are stopped, as announced."""

    def __init__(self) -> None:
        self._followed = Followed()

    def observe(self, step: Step) -> bool | None:
        """False for something that begins although it is paused."""
        if not step.outcome.ok:
            return None
        name, now = step.action.name, step.message.now
        stopped = {one for function in self._followed.stopped for one in BY_FUNCTION[function]}
        verdict = None
        if name in BEGINNING:
            verdict = now >= self._followed.paused_until and name not in stopped
        for event in step.outcome.events:
            self._followed.hear(event, now)
        return verdict


@BREAKER_KEPT.on_step()
def nothing_is_loosened_within_the_hour(step: Step) -> bool | None:
    """A level falls, or a pause is ended, an hour after the last tightening: by the owner, or by itself."""
    s, now = step.state, step.message.now
    before = step.before(s)
    if s.breaker_level >= before.breaker_level and (is_paused(s, now) or not is_paused(before, now)):
        return None
    late = now >= before.tightened_at + HOUR
    return bool(late and (step.message.sender == s.owner or step.action.name == "auto_recover"))


@BREAKER_KEPT.on_step()
def tightening_is_noted(step: Step) -> bool | None:
    """Whatever raises the level, or begins a pause, notes the time."""
    s, now = step.state, step.message.now
    before = step.before(s)
    if s.breaker_level <= before.breaker_level and (is_paused(before, now) or not is_paused(s, now)):
        return None
    return bool(s.tightened_at == now)


@BREAKER_KEPT.for_each_step("paused_functions")
def functions_go_on_after_the_hour(step: Step, name: str, before: int, now: int) -> bool | None:
    """What stops a function is noted; only the owner lets it go on, and no sooner than an hour later."""
    s, m = step.state, step.message
    if before == now:
        return None
    if now == 1:
        return bool(s.tightened_at == m.now)
    return bool(m.sender == s.owner and m.now >= step.before(s).tightened_at + HOUR)


@BREAKER_KEPT.on_step(*BEGINNING)
def nothing_begins_while_it_is_stopped(step: Step) -> bool | None:
    """Neither the marketplace nor the function was paused; an account's batch may do nothing at all."""
    s = step.state
    posted = s.next_session_id != step.before(s).next_session_id
    if step.action.name == "execute_batch" and not posted and s.open_jobs.total() == step.total_before("open_jobs"):
        return None
    names = [name for name, stopped in BY_FUNCTION.items() if step.action.name in stopped]
    running = all(step.amount_before(s.paused_functions, name) != 1 for name in names)
    return running and not is_paused(step.before(s), step.message.now)


@BREAKER_KEPT.on_step("set_circuit_breaker_level")
def by_hand_one_step_up(step: Step) -> bool:
    """At most one level above the one before; up by owner or guardian, down by the owner."""
    s, before = step.state, step.before(step.state)
    guards = (s.owner, s.guardian) if s.breaker_level > before.breaker_level else (s.owner,)
    return bool(s.breaker_level <= before.breaker_level + 1 and step.message.sender in guards)


@BREAKER_KEPT.on_step()
def who_may_tighten_tightened(step: Step) -> bool | None:
    """Levels and pauses rise by owner, guardian or governance, or automatically when a job ends or fails."""
    s, before = step.state, step.before(step.state)
    if s.breaker_level <= before.breaker_level and s.paused_at in (0, before.paused_at):
        return None
    return step.message.sender in (s.owner, s.guardian, s.market_governance) or s.automatic or _by_vote(step)


def _by_vote(step: Step) -> bool:
    return step.action.name == "execute_emergency_action"


@BREAKER_KEPT.on_step("auto_recover")
def what_somebody_set_is_not_recovered(step: Step) -> bool:
    """Only an automatic raise, and only after the period that the owner allows, an hour at least."""
    before = step.before(step.state)
    waited = step.message.now - before.tightened_at
    return bool(before.automatic and before.recovery_period >= HOUR and waited >= before.recovery_period)


@BREAKER_KEPT.always
def the_highest_level_is_a_pause_without_end(s: State) -> bool:
    """Level 2 means paused, until somebody ends it; there is no level above."""
    return s.breaker_level <= HIGHEST and (s.breaker_level != HIGHEST or (s.paused_at != 0 and s.pause_ends == 0))
