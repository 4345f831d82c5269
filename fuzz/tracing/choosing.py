"""Which runs are worth tracing: those that made the specification behave in a way that no run before them did."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from fuzz.coverage import Coverage
from fuzz.drivers import native
from fuzz.drivers.guidance import GuidedChooser
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.session import Session
from fuzz.tracing.recording import Operation, RecordingWorld
from properties.binding import Call
from properties.protocols import load


@dataclass(frozen=True)
class Run:
    """One run that is kept: what it sent, how many calls, and which new behaviours it showed."""

    operations: tuple[Operation, ...]
    calls: int
    behaviours: frozenset[Hashable]


@dataclass(frozen=True)
class Recorded:
    """The runs that are kept, the boot that goes before each of them, and how many calls were tried."""

    boot: tuple[Operation, ...]
    runs: tuple[Run, ...]
    tried: int


def record(
    protocol: str, seed: int, calls: int, progress: Callable[[int, int], None] = lambda done, all: None
) -> Recorded:
    """Runs lockstep for a number of calls and keeps the runs that showed something new, each up to its last news."""
    world = RecordingWorld()
    session = Session(load(protocol), seed=seed, world=world)
    runner = Runner(session)
    boot = tuple(world.taken())
    chooser = GuidedChooser(native.stream_seed(seed, protocol, 0), native.dictionary(session))
    coverage, seen, kept, tried = Coverage(), set[Hashable](), list[Run](), 0
    while tried < calls:
        runner.reset()
        world.taken()
        run = _run(runner, world, chooser, coverage, seen)
        tried += native.RUN_CALLS
        if run is not None:
            kept.append(run)
        progress(min(tried, calls), len(kept))
    return Recorded(boot, tuple(_needed(kept)), tried)


def _run(
    runner: Runner, world: RecordingWorld, chooser: GuidedChooser, coverage: Coverage, seen: set[Hashable]
) -> Run | None:
    """One run; None when it showed nothing new."""
    session = runner.session
    made: list[Hashable] = []
    news: set[Hashable] = set()

    def make(call: Call) -> None:
        result = runner.make(call)
        zeros = tuple(not argument or argument == bytes(32) for argument in result.observed.error_arguments)
        behaviour = (coverage.note(call.action, result.outcome), result.observed.error, zeros)
        chooser.learn(behaviour)
        made.append(behaviour)
        if behaviour not in seen:
            seen.add(behaviour)
            news.add(behaviour)

    for _ in range(native.RUN_CALLS):
        make(session.binding.draw(chooser, session))
    for call in session.binding.epilogue(session):
        make(call)
    return Run(tuple(world.taken()), len(made), frozenset(made)) if news else None


def _needed(runs: list[Run]) -> list[Run]:
    """A small set of runs that shows every behaviour: greedily, the richest first."""
    missing = {behaviour for run in runs for behaviour in run.behaviours}
    chosen: list[Run] = []
    while missing:
        best = max(runs, key=lambda run: (len(run.behaviours & missing), -run.calls))
        chosen.append(best)
        missing -= best.behaviours
    return chosen
