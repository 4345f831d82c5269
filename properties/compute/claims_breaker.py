"""The triple of the breaker's actions: who tightens, who loosens, and when."""

from __future__ import annotations

from properties.claims import Change, of_state, whole
from properties.compute.lemmas import PLAN
from spec.compute.running import NAMES, is_paused
from spec.compute.state import State
from spec.core import Address, Message, Step

HOUR = 60 * 60
DAY = 24 * HOUR
HIGHEST = 2

LEVEL = PLAN.action("set_circuit_breaker_level", "JOB-SEQ-03")
UNPAUSE = PLAN.action("unpause", "JOB-SEQ-03")
STOP = PLAN.action("pause_function", "JOB-SEQ-03")
GO_ON = PLAN.action("unpause_function", "JOB-SEQ-03")
RECOVER = PLAN.action("auto_recover", "JOB-SEQ-03")
EMERGENCY = PLAN.action("execute_emergency_action", "JOB-GOV-03")


def is_cooled(s: State, m: Message) -> bool:
    """An hour after the last tightening."""
    return m.now >= s.tightened_at + HOUR


@LEVEL.succeeds_iff
def one_step_up_or_any_down(s: State, m: Message, level: int) -> bool:
    """Up by owner or guardian, down by the owner after an hour."""
    up = level == s.breaker_level + 1 and level <= HIGHEST and (m.sender == s.owner or m.sender == s.guardian)
    return up or (level < s.breaker_level and m.sender == s.owner and is_cooled(s, m))


@UNPAUSE.succeeds_iff
def the_owner_ends_a_pause(s: State, m: Message) -> bool:
    """After an hour."""
    return m.sender == s.owner and is_paused(s, m.now) and is_cooled(s, m)


@UNPAUSE.effect
def the_marketplace_goes_on(step: Step) -> bool:
    """The pause is booked."""
    return not is_paused(step.state, step.message.now)


@STOP.succeeds_iff
def owner_or_guardian_stops_a_function(s: State, m: Message, name: str) -> bool:
    """One that begins something, and is not stopped yet."""
    guard = m.sender == s.owner or m.sender == s.guardian
    return guard and name in NAMES and s.paused_functions[name] == 0


@GO_ON.succeeds_iff
def the_owner_lets_a_function_go_on(s: State, m: Message, name: str) -> bool:
    """One that is stopped, after an hour."""
    return m.sender == s.owner and name in NAMES and s.paused_functions[name] == 1 and is_cooled(s, m)


@RECOVER.succeeds_iff
def anybody_undoes_what_nobody_decided(s: State, m: Message) -> bool:
    """An automatic raise, after the period that the owner allows."""
    raised = s.automatic and s.breaker_level > 0
    return raised and s.recovery_period != 0 and m.now >= s.tightened_at + s.recovery_period


@EMERGENCY.succeeds_iff
def an_admin_pauses_the_marketplace_once_in_thirty_days(s: State, m: Message, action: str, target: Address) -> bool:
    """Where it is listed, listens to the governance, and is not paused; there is no other emergency action."""
    listed = s.emergency_admins[m.sender] == 1 and s.emergency_targets[target] == 1 and action == "pause"
    heard = target == s.marketplace and s.market_governance == s.governance
    return listed and heard and m.now >= s.emergency_until[target] and not is_paused(s, m.now)


@EMERGENCY.effect
def it_is_paused_for_a_week(step: Step, action: str, target: Address) -> bool:
    """And no sooner again than in thirty days."""
    s, now = step.state, step.message.now
    return s.pause_ends == now + 7 * DAY and s.emergency_until[target] == now + 30 * DAY


@EMERGENCY.changes
def a_pause(s: State, m: Message, action: str, target: Address) -> list[Change]:
    """The pause of the marketplace, and when the next one is possible."""
    pause = of_state("paused_at", "pause_ends", "paused_seconds", "tightened_at")
    return [pause, whole(s.emergency_until, target)]
