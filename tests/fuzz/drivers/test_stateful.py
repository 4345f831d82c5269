"""The Hypothesis driver: quiet on the contracts as they are, and a planted fault found and made small."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis.internal.conjecture import providers

from fuzz.drivers import stateful
from fuzz.drivers.stateful import STREAM, DrawnChooser
from fuzz.lockstep.runner import Runner
from tests.fuzz.drivers.exploration import FAULTY, SOURCE


@pytest.fixture(scope="module")
def correct() -> Runner:
    return Runner(SOURCE.boot(2))


def test_success_nothing_is_found_in_the_contracts_as_they_are(correct: Runner) -> None:
    explored = stateful.explore(correct, 8, 20, 2)
    assert explored.found == []
    assert explored.runs >= 8
    assert explored.calls > 100
    assert explored.exercised["DCM-CON-01"] > 0
    assert sum(explored.coverage.outcomes.values()) <= explored.calls


def test_success_one_seed_explores_the_same_twice(correct: Runner) -> None:
    first, again, other = (stateful.explore(correct, 4, 12, seed) for seed in (5, 5, 6))
    assert (first.coverage, first.exercised, first.calls) == (again.coverage, again.exercised, again.calls)
    assert first.coverage != other.coverage


def test_success_draws_do_not_ask_which_modules_are_loaded(correct: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> None:
        raise AssertionError("Hypothesis looked for constants in the modules that happen to be loaded")

    monkeypatch.setattr(providers, "_get_local_constants", never)
    assert stateful.explore(correct, 8, 20, 2).calls > 100


def test_invalid_contract_is_found_and_the_run_made_small() -> None:
    """Runs are short, because Hypothesis takes minutes to shrink long ones."""
    runner = Runner(FAULTY.boot(2))
    found = next(found for seed in range(4, 24) for found in stateful.explore(runner, 150, 3, seed).found)
    assert found.stream == STREAM
    last = found.calls[-1]
    assert (last.actor, last.action) == ("owner", "set_payment_threshold")
    assert len(found.calls) <= 2, "nothing but the wiring may stand before it"
    runner.reset()
    *before, shown = [runner.make(call).findings for call in found.calls]
    assert [findings for findings in before if findings] == []
    assert shown == (found.finding,)


# ---------------------------------------------------------------- the chooser


class Dice:
    """What the chooser asks of Hypothesis, answered from a seed."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self.draw = self._draw

    def _draw(self, strategy: Any) -> int:
        low, high = strategy.wrapped_strategy.start, strategy.wrapped_strategy.end
        return self._rng.randint(low, high)


def test_success_chooser_stays_within_what_it_is_offered() -> None:
    chooser = DrawnChooser(Dice(1))  # type: ignore[arg-type]  # only `draw` is used
    assert {chooser.pick("word", ("a", "b", "c")) for _ in range(60)} == {"a", "b", "c"}
    assert not any(chooser.chance("never", 0) for _ in range(60))
    assert all(chooser.chance("always", 100) for _ in range(60))
    numbers = [chooser.integer("n", 10, 20, (5, 15, 99)) for _ in range(300)]
    assert set(numbers) <= set(range(10, 21))
    assert {14, 15, 16} <= set(numbers)
