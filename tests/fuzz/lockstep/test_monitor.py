"""The monitor: which clause is asked when, what counts as an exercise, and what a failure says."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.lockstep.monitor import Monitor, Violation
from properties.catalogue import Catalogue, Family, Shape
from spec.core import Message, Step, perform
from tests.spec.core.vault import VAULT, Vault

TEXTS = {"family": Family.CONSERVATION, "target": "Vault", "statement": "Coin stays.", "remedy": "Book it."}


def watched(answer: bool | None = True) -> tuple[Catalogue, list[Any]]:
    """One property for each scope; each clause notes what it is asked about and gives this answer."""
    catalogue = Catalogue("toy")
    asked: list[Any] = []

    def said(*what: Any) -> bool | None:
        asked.append(what)
        return answer

    def declare(id: str) -> Any:
        return catalogue.declare(id, shape=Shape.STATE, **TEXTS)

    @declare("RECORD").for_each("boxes")
    def each(s: Any, key: Any, box: Any) -> bool | None:
        return said("record", key, box.amount)

    @declare("AMOUNT").for_each("credits")
    def amounts(s: Any, key: Any, amount: Any) -> bool | None:
        return said("amount", key, amount)

    @declare("STATE").always
    def always(s: Any) -> bool | None:
        return said("state", s.count)

    @declare("STEP").on_step("store")
    def step(step: Any) -> bool | None:
        return said("step", step.action.name)

    @declare("OTHER").on_step("close")
    def other(step: Any) -> bool | None:
        return said("other", step.action.name)

    @declare("MOVE").for_each_step("boxes")
    def move(step: Any, key: Any, before: Any, box: Any) -> bool | None:
        return said("move", key, before.amount, box.amount)

    @declare("REFUSAL").on_refusal()
    def refusal(step: Any) -> bool | None:
        return said("refusal", step.outcome.name)

    @declare("END").at_end
    def end(s: Any) -> bool | None:
        return said("end", s.count)

    @declare("TRACE").on_trace
    class Trace:
        def __init__(self) -> None:
            self.steps = 0

        def observe(self, step: Any) -> bool | None:
            self.steps += 1
            return said("trace", self.steps)

    return catalogue, asked


def taken(vault: Vault, how: str = "") -> Step:
    message = Message("0x01")
    return Step(vault, VAULT["store"], message, (7, how), perform(VAULT["store"], vault, message, (7, how)))


def test_success_clauses_are_asked_about_what_they_speak_of() -> None:
    catalogue, asked = watched()
    monitor, vault = Monitor(catalogue), Vault()
    assert monitor.observe(taken(vault)) == []
    first = {("trace", 1), ("step", "store"), ("state", 1), ("record", 1, 7), ("amount", "0x01", 7)}
    assert set(asked) == first
    asked.clear()
    monitor.observe(taken(vault))
    second = {("record", 1, 7), ("record", 2, 7), ("amount", "0x01", 14), ("move", 1, 7, 7)}
    assert set(asked) == {("trace", 2), ("step", "store"), ("state", 2)} | second
    asked.clear()
    monitor.observe(taken(vault, "full"))
    assert asked == [("trace", 3), ("refusal", "Full")]
    asked.clear()
    assert monitor.at_end(vault) == []
    assert asked == [("end", 2)]


def test_success_only_answers_that_say_something_are_counted() -> None:
    catalogue, _ = watched()
    monitor, vault = Monitor(catalogue), Vault()
    monitor.observe(taken(vault))
    monitor.observe(taken(vault))
    monitor.observe(taken(vault, "full"))
    monitor.at_end(vault)
    assert dict(monitor.exercised) == {
        "RECORD": 3,
        "AMOUNT": 2,
        "STATE": 2,
        "STEP": 2,
        "MOVE": 1,
        "REFUSAL": 1,
        "END": 1,
        "TRACE": 3,
    }
    silent = Monitor(watched(None)[0])
    assert silent.observe(taken(Vault())) == []
    assert dict(silent.exercised) == {}


def test_success_restart_forgets_the_run_and_keeps_the_counts() -> None:
    catalogue, asked = watched()
    monitor = Monitor(catalogue)
    monitor.observe(taken(Vault()))
    monitor.restart()
    monitor.observe(taken(Vault()))
    assert [what for what in asked if what[0] == "trace"] == [("trace", 1), ("trace", 1)]
    assert monitor.exercised["TRACE"] == 2


def test_invalid_answers_are_violations_with_their_subject() -> None:
    catalogue, _ = watched(False)
    monitor, vault = Monitor(catalogue), Vault()
    found = monitor.observe(taken(vault)) + monitor.at_end(vault)
    assert set(found) == {
        Violation("TRACE", "Trace", ""),
        Violation("STEP", "step", "store"),
        Violation("STATE", "always", ""),
        Violation("RECORD", "each", "boxes[1]"),
        Violation("AMOUNT", "amounts", "credits[0x01]"),
        Violation("END", "end", "the end of the run"),
    }
    assert monitor.observe(taken(vault, "full"))[-1] == Violation("REFUSAL", "refusal", "store")


@pytest.mark.parametrize(
    ("subject", "sentence"), [("", "TOY-1 fails: coin stays"), ("boxes[1]", "TOY-1 fails for boxes[1]: coin stays")]
)
def test_success_violation_is_one_sentence(subject: str, sentence: str) -> None:
    assert Violation("TOY-1", "coin stays", subject).sentence() == sentence
