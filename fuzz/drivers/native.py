"""The native loop: many short runs from right after deployment, guided by the specification's own coverage."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from fuzz.coverage import Coverage
from fuzz.drivers.guidance import GuidedChooser
from fuzz.drivers.values import constants_in, constants_of
from fuzz.lockstep.runner import Finding, Runner
from fuzz.lockstep.session import Session
from properties.binding import Call

RUN_CALLS = 60
"""Calls of one run, before everybody takes their money out."""
TURNS = 4
"""Views that a call should not have changed are compared after one of so many calls, and at the end of each run."""
MOST_FINDINGS = 4
"""Findings after which a stream stops: what else is wrong shows once these are mended."""


@dataclass(frozen=True)
class Found:
    """A finding with the calls that led to it, the last of which shows it."""

    calls: tuple[Call, ...]
    finding: Finding
    stream: int


@dataclass
class Explored:
    """What streams did; two of them add up."""

    calls: int = 0
    runs: int = 0
    coverage: Coverage = field(default_factory=Coverage)
    exercised: Counter[str] = field(default_factory=Counter)
    found: list[Found] = field(default_factory=list)

    def merge(self, other: Explored) -> None:
        """Adds another stream's results."""
        self.calls += other.calls
        self.runs += other.runs
        self.coverage.merge(other.coverage)
        self.exercised.update(other.exercised)
        self.found.extend(other.found)


def run_stream(
    runner: Runner,
    seed: int,
    stream: int,
    calls: int,
    most_findings: int = MOST_FINDINGS,
    wanted: Collection[str] = (),
) -> Explored:
    """One stream: runs until its calls are used up, or until it has found enough.

    wanted: actions to make more calls of than others; none for no preference.
    """
    session = runner.session
    chooser = GuidedChooser(stream_seed(seed, session.protocol.name, stream), dictionary(session), wanted)
    explored = Explored()
    runner.monitor.exercised.clear()
    while explored.calls < calls and len(explored.found) < most_findings:
        runner.reset()
        explored.runs += 1
        with taking_turns(runner):
            made, findings = _run_once(runner, chooser, explored, min(RUN_CALLS, calls - explored.calls))
        explored.exercised.update(runner.monitor.exercised)
        if findings:
            explored.found.extend(Found(*shown, stream) for shown in _pinned(runner, made, findings))
        runner.monitor.exercised.clear()
    return explored


@contextmanager
def taking_turns(runner: Runner) -> Iterator[None]:
    """Within, views that a call should not have changed take turns."""
    runner.turns = TURNS
    try:
        yield
    finally:
        runner.turns = 1


def _run_once(
    runner: Runner, chooser: GuidedChooser, explored: Explored, calls: int
) -> tuple[tuple[Call, ...], Sequence[Finding]]:
    """The calls of one run, and what the last of them showed, or the end."""
    session = runner.session
    made: list[Call] = []
    for _ in range(calls):
        findings = _make(runner, chooser, explored, session.binding.draw(chooser, session), made)
        if findings:
            return tuple(made), findings[:1]
    for call in session.binding.epilogue(session):
        findings = _make(runner, chooser, explored, call, made)
        if findings:
            return tuple(made), findings[:1]
    return tuple(made), runner.at_end(made[-1]) if made else ()


def _make(
    runner: Runner, chooser: GuidedChooser, explored: Explored, call: Call, made: list[Call]
) -> tuple[Finding, ...]:
    """Makes one call; returns what it showed."""
    result = runner.make(call)
    made.append(call)
    explored.calls += 1
    chooser.learn(explored.coverage.note(call.action, result.outcome))
    return result.findings


def _pinned(
    runner: Runner, calls: tuple[Call, ...], findings: Sequence[Finding]
) -> Iterator[tuple[tuple[Call, ...], Finding]]:
    """The same run with every view compared after each call: so the call that did it is named, not one soon after."""
    runner.reset()
    for count, call in enumerate(calls, start=1):
        made = runner.make(call)
        if made.findings:
            yield calls[:count], made.findings[0]
            return
    for finding in findings:
        yield calls, finding


def stream_seed(seed: int, protocol: str, stream: int) -> int:
    """The seed of one stream."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{protocol}/{stream}".encode()).digest()[:8], "big")


def dictionary(session: Session) -> set[int]:
    """Constants of the specification's modules and of the contracts' bytecode."""
    numbers = constants_of(session.protocol.specified_in)
    for contract in session.contracts.values():
        numbers |= constants_in(session.world.code(contract.address))
    return numbers
