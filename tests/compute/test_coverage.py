"""Every action has a draw, every guard is known, and what can't be reached says why."""

from __future__ import annotations

from typing import Any

from analysis.lockstep.tables import tables
from fuzz.coverage import Coverage, guards_of
from properties.compute.binding import drawers
from properties.compute.protocol import PROTOCOL

GUARDS = {(s.guard.action, s.guard.error, s.condition) for s in guards_of(PROTOCOL.actions)}
ACTIONS = {action.name for action in PROTOCOL.actions}


def failures(coverage: Coverage) -> list[str]:
    """What a whole run with this coverage is reproached with."""
    return [text for table in tables(PROTOCOL, coverage, whole=True) for text in table.unreached]


def test_success_every_action_has_a_draw() -> None:
    assert set(drawers()) == ACTIONS


def test_success_what_is_unreachable_exists_and_says_why() -> None:
    assert set(PROTOCOL.unreachable) <= GUARDS
    assert set(PROTOCOL.closed) <= ACTIONS
    assert all((*PROTOCOL.unreachable.values(), *PROTOCOL.closed.values()))


def test_invalid_action_that_never_succeeds_and_closed_one_that_does() -> None:
    def reproached(*succeeded: str) -> list[str]:
        coverage: Any = Coverage()
        coverage.outcomes.update({(name, "ok"): 1 for name in succeeded})
        return [text for text in failures(coverage) if "succeeded" in text]

    open_actions = ACTIONS - set(PROTOCOL.closed)
    assert reproached(*open_actions) == []
    assert reproached(*(open_actions - {"withdraw"})) == ["withdraw never succeeded"]
    reason = PROTOCOL.closed["consume"]
    assert reproached(*open_actions, "consume") == [f"consume is declared closed ({reason}) and succeeded 1 times"]
