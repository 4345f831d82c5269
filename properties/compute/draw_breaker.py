"""Calls of the circuit breaker: tightened by those who guard, loosened by the owner after the cooldown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import AUTHORITY, EVERYONE, OUTSIDER, OWNER
from properties.compute.choices import HUGE, by_owner, wait_until
from properties.recipe import NOBODY, Account
from spec.compute.breaker import MAX_EMERGENCY_PAUSE
from spec.compute.breaker_levels import COOLDOWN, NORMAL
from spec.compute.breaker_settings import MAX_FAILURE_THRESHOLD, MAX_RECOVERY_PERIOD
from spec.compute.running import NAMES
from spec.compute.state import GOVERNANCE


def guard(chooser: Chooser, label: str) -> str:
    """Mostly owner or guardian."""
    usual = chooser.chance(f"{label}: by a guard", 90)
    return chooser.pick(f"{label}: guard", (OWNER, AUTHORITY)) if usual else chooser.pick(f"{label}: actor", EVERYONE)


def after_cooldown(chooser: Chooser, run: Any, call: Call, label: str) -> Call:
    """The call around the moment from which the breaker may be loosened; mostly not before."""
    moment = run.state.tightened_at + COOLDOWN
    if chooser.chance(f"{label}: after the cooldown", 62):
        return replace(call, advance=max(0, moment - int(run.world.now)))
    return replace(call, advance=wait_until(chooser, run, moment, label))


def set_circuit_breaker_level(chooser: Chooser, run: Any) -> Call:
    """A level next to the present one, sometimes any."""
    level = run.state.breaker_level
    wanted = chooser.pick("level: which", (1, 1, 2, 0) if level == NORMAL else (0, 0, level + 1, level - 1, 2, level))
    if chooser.chance("level: odd", 8):
        wanted = chooser.pick("level: odd one", (3, 255, HUGE))
    by = guard(chooser, "level") if wanted > level else party_that_loosens(chooser)
    call = Call(by, "set_circuit_breaker_level", (wanted,))
    return after_cooldown(chooser, run, call, "level") if wanted < level else call


def party_that_loosens(chooser: Chooser) -> str:
    """Mostly the owner, sometimes the guardian, who may not."""
    return OWNER if chooser.chance("loosen: by owner", 80) else guard(chooser, "loosen")


def emergency_pause(chooser: Chooser, run: Any) -> Call:
    """Owner or guardian pauses, and says why."""
    return Call(guard(chooser, "emergency"), "emergency_pause", (chooser.pick("emergency: why", ("", "exploit")),))


def pause(chooser: Chooser, run: Any) -> Call:
    """The owner pauses the marketplace."""
    return Call(by_owner(chooser, "pause"), "pause")


def unpause(chooser: Chooser, run: Any) -> Call:
    """The owner ends a pause."""
    return after_cooldown(chooser, run, Call(by_owner(chooser, "unpause"), "unpause"), "unpause")


def emergency_pause_for(chooser: Chooser, run: Any) -> Call:
    """Whoever is the marketplace's governance for now pauses it for a time."""
    known = {one.address: one.name for one in run.cast}
    governing = known.get(run.state.market_governance, OWNER)
    edges = (0, COOLDOWN - 1, COOLDOWN, MAX_EMERGENCY_PAUSE, MAX_EMERGENCY_PAUSE + 1)
    duration = chooser.integer("pause for: seconds", COOLDOWN, MAX_EMERGENCY_PAUSE, edges)
    if chooser.chance("pause for: out of bounds", 10):
        duration = chooser.pick("pause for: odd", (0, COOLDOWN - 1, MAX_EMERGENCY_PAUSE + 1, HUGE))
    actor = governing if chooser.chance("pause for: by governance", 85) else chooser.pick("pause for: actor", EVERYONE)
    return Call(actor, "emergency_pause_for", (duration,))


def pause_function(chooser: Chooser, run: Any) -> Call:
    """Owner or guardian stops a function by its name."""
    stopped = any(flag for _, flag in run.state.paused_functions.items())
    again = stopped and chooser.chance("stop: again", 35)
    return Call(guard(chooser, "stop"), "pause_function", (function_name(chooser, run, stopped=again),))


def unpause_function(chooser: Chooser, run: Any) -> Call:
    """The owner lets a function go on."""
    call = Call(by_owner(chooser, "go on"), "unpause_function", (function_name(chooser, run, stopped=True),))
    return after_cooldown(chooser, run, call, "go on")


def function_name(chooser: Chooser, run: Any, *, stopped: bool) -> str:
    """Mostly a function that is stopped, or is not; sometimes any, seldom none."""
    fitting = tuple(name for name in NAMES if (run.state.paused_functions[name] == 1) == stopped)
    if fitting and chooser.chance("function: fitting", 85):
        return chooser.pick("function: which", fitting)
    return chooser.pick("function: any", (*NAMES, "submitProofOfWork", "", "postjob"))


def auto_recover(chooser: Chooser, run: Any) -> Call:
    """Anybody undoes an automatic raise around the moment from which that is possible."""
    s = run.state
    call = Call(chooser.pick("recover: actor", EVERYONE), "auto_recover")
    if s.automatic and s.recovery_period:
        return replace(call, advance=wait_until(chooser, run, s.tightened_at + s.recovery_period, "recover"))
    return call


def set_failure_threshold(chooser: Chooser, run: Any) -> Call:
    """The owner sets how many failures pause the marketplace, around the bounds; mostly few."""
    threshold = chooser.pick("threshold: usual", (1, 1, 1, 2, 5))
    if chooser.chance("threshold: odd", 20):
        edges = (0, 1, MAX_FAILURE_THRESHOLD, MAX_FAILURE_THRESHOLD + 1)
        threshold = chooser.integer("threshold: which", 0, HUGE, edges)
    return Call(by_owner(chooser, "threshold"), "set_failure_threshold", (threshold,))


def set_auto_recovery_period(chooser: Chooser, run: Any) -> Call:
    """The owner sets the period of recovery, around its bounds."""
    edges = (0, 1, COOLDOWN - 1, COOLDOWN, MAX_RECOVERY_PERIOD, MAX_RECOVERY_PERIOD + 1)
    period = chooser.pick("recovery: usual", (COOLDOWN, COOLDOWN, 2 * COOLDOWN, 0))
    if chooser.chance("recovery: odd", 30):
        period = chooser.integer("recovery: which", 0, 2 * MAX_RECOVERY_PERIOD, edges)
    return Call(by_owner(chooser, "recovery"), "set_auto_recovery_period", (period,))


def set_guardian(chooser: Chooser, run: Any) -> Call:
    """The owner names another guardian, mostly the usual one."""
    name = chooser.pick("guardian: which", (AUTHORITY, AUTHORITY, AUTHORITY, OUTSIDER, NOBODY))
    return Call(by_owner(chooser, "guardian"), "set_guardian", (Account(name),))


def set_market_governance(chooser: Chooser, run: Any) -> Call:
    """The owner lets the marketplace listen to another governance, mostly the contract."""
    return governance_of(chooser, "set_market_governance")


def governance_of(chooser: Chooser, action: str) -> Call:
    """Some contract is told whom to listen to: mostly the governance, now and then an actor."""
    name = chooser.pick("governance: which", (GOVERNANCE, AUTHORITY, AUTHORITY, NOBODY))
    return Call(by_owner(chooser, "governance"), action, (Account(name),))


def set_account_integration(chooser: Chooser, run: Any) -> Call:
    """Somebody names another contract that acts for others."""
    name = chooser.pick("integration: which", (OUTSIDER, AUTHORITY, NOBODY))
    return Call(by_owner(chooser, "integration"), "set_account_integration", (Account(name),))
