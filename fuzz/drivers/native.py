"""The native loop: many short runs from right after deployment, guided by the specification's own coverage."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from fuzz.coverage import Coverage
from fuzz.drivers.guidance import GuidedChooser
from fuzz.drivers.values import constants_in, constants_of
from fuzz.lockstep.runner import Finding, Runner
from fuzz.lockstep.session import Session
from properties.binding import Call

RUN_CALLS = 60
"""Calls of one run, before everybody takes their money out."""
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


def run_stream(runner: Runner, seed: int, stream: int, calls: int, most_findings: int = MOST_FINDINGS) -> Explored:
    """One stream: runs until its calls are used up, or until it has found enough."""
    session = runner.session
    chooser = GuidedChooser(stream_seed(seed, session.protocol.name, stream), dictionary(session))
    explored = Explored()
    runner.monitor.exercised.clear()
    while explored.calls < calls and len(explored.found) < most_findings:
        runner.reset()
        explored.runs += 1
        _run_once(runner, chooser, explored, min(RUN_CALLS, calls - explored.calls), stream)
    explored.exercised.update(runner.monitor.exercised)
    return explored


def _run_once(runner: Runner, chooser: GuidedChooser, explored: Explored, calls: int, stream: int) -> None:
    session = runner.session
    made: list[Call] = []
    for _ in range(calls):
        if _make(runner, chooser, explored, session.binding.draw(chooser, session), made, stream):
            return
    for call in session.binding.epilogue(session):
        if _make(runner, chooser, explored, call, made, stream):
            return
    for violation in runner.monitor.at_end(session.state):
        explored.found.append(Found(tuple(made), violation, stream))


def _make(
    runner: Runner, chooser: GuidedChooser, explored: Explored, call: Call, made: list[Call], stream: int
) -> bool:
    """Makes one call; True when something was found."""
    result = runner.make(call)
    made.append(call)
    explored.calls += 1
    chooser.learn(explored.coverage.note(call.action, result.outcome))
    if result.findings:
        explored.found.append(Found(tuple(made), result.findings[0], stream))
    return bool(result.findings)


def stream_seed(seed: int, protocol: str, stream: int) -> int:
    """The seed of one stream."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{protocol}/{stream}".encode()).digest()[:8], "big")


def dictionary(session: Session) -> set[int]:
    """Constants of the specification's modules and of the contracts' bytecode."""
    numbers = constants_of(session.protocol.specified_in)
    for contract in session.contracts.values():
        numbers |= constants_in(session.world.code(contract.address))
    return numbers
