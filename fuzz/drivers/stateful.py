"""The Hypothesis driver: the same calls as the native loop, drawn by a state machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.internal.conjecture.providers import HypothesisProvider
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from fuzz.drivers.native import Explored, Found
from fuzz.lockstep.runner import Runner
from properties.binding import Call

T = TypeVar("T")

NEAR_EVERY = 3
"""In about two of three numbers an interesting value is tried before the whole range."""
STREAM = -1
"""Stream number of what Hypothesis found."""


class DrawnChooser:
    """A chooser whose choices Hypothesis makes, and can shrink."""

    def __init__(self, data: st.DataObject) -> None:
        self._draw: Callable[[Any], Any] = data.draw

    def pick(self, label: str, options: Sequence[T]) -> T:
        """One option; earlier ones are simpler."""
        return options[self._draw(st.integers(0, len(options) - 1))]

    def chance(self, label: str, percent: int) -> bool:
        """True in about `percent` of 100 cases; true is simpler where it is the likelier."""
        drawn: int = self._draw(st.integers(0, 99))
        return drawn < percent

    def integer(self, label: str, low: int, high: int, near: Sequence[int] = ()) -> int:
        """A number in the range, often one of `near` or a neighbour."""
        if near and self._draw(st.integers(0, NEAR_EVERY - 1)):
            value = near[self._draw(st.integers(0, len(near) - 1))] + self._draw(st.integers(-1, 1))
            return min(max(value, low), high)
        number: int = self._draw(st.integers(low, high))
        return number


class LockstepFailed(AssertionError):
    """Raised inside the state machine so that Hypothesis shrinks the run."""


@dataclass
class _Record:
    """What the machine did: all examples together, and the last failing run, which is the smallest."""

    explored: Explored = field(default_factory=Explored)
    failing: Found | None = None


def explore(runner: Runner, examples: int, steps: int, seed: int) -> Explored:
    """Runs `examples` examples of up to `steps` calls; a failing one is shrunk by Hypothesis."""
    record = _Record()
    machine = seeded(seed)(_machine(runner, record))
    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=False,
        report_multiple_bugs=False,
        phases=(Phase.generate,),  # fuzz.counterexample shrinks, in seconds instead of minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],  # runs are long on purpose
    )
    runner.monitor.exercised.clear()
    try:
        with _seeded_alone():
            run_state_machine_as_test(machine, settings=wanted)
    except LockstepFailed:
        if record.failing is None:
            raise
        record.explored.found.append(record.failing)
    record.explored.exercised.update(runner.monitor.exercised)
    return record.explored


def _seeded_alone() -> AbstractContextManager[object]:
    """Draws depend on the seed alone.

    Hypothesis likes to draw integers that stand in the source of whatever project modules are loaded: another command,
    or a change of a line that has nothing to do with it, would be another run.
    """
    return patch.object(HypothesisProvider, "_maybe_draw_constant", lambda *_, **__: None)


def _machine(runner: Runner, record: _Record) -> type[RuleBasedStateMachine]:
    class Lockstep(RuleBasedStateMachine):
        """One run: right after deployment, then calls, then everybody leaves."""

        @initialize()
        def deploy(self) -> None:
            """Back to right after deployment."""
            runner.reset()
            self.made: list[Call] = []
            record.explored.runs += 1

        @rule(data=st.data())
        def call(self, data: st.DataObject) -> None:
            """Any call that the protocol's binding draws."""
            self._make(runner.session.binding.draw(DrawnChooser(data), runner.session))

        def _make(self, call: Call) -> None:
            result = runner.make(call)
            self.made.append(call)
            record.explored.calls += 1
            record.explored.coverage.note(call.action, result.outcome)
            if result.findings:
                record.failing = Found(tuple(self.made), result.findings[0], STREAM)
                raise LockstepFailed(result.findings[0].sentence())

        def teardown(self) -> None:
            """Everybody takes their money out."""
            if record.failing is not None and record.failing.calls == tuple(self.made):
                return
            for call in runner.session.binding.epilogue(runner.session):
                self._make(call)
            for violation in runner.monitor.at_end(runner.session.state):
                record.failing = Found(tuple(self.made), violation, STREAM)
                raise LockstepFailed(violation.sentence())

    return Lockstep
