"""What a trace reaches: the specification's behaviours that lockstep sees when it makes the calls."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from fuzz.counterexample.trace import Trace, fault_of
from fuzz.coverage import Coverage
from fuzz.drivers import native
from fuzz.drivers.guidance import GuidedChooser
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.session import Session
from properties.binding import Call, EscrowProtocol


class Player:
    """Plays traces of one protocol on one session, which a reset makes as new."""

    def __init__(self, protocol: EscrowProtocol, seed: int = 0) -> None:
        self._protocol = protocol
        self._runner = Runner(Session(protocol, seed=seed), check_views=False)

    def reach(self, calls: Sequence[Call]) -> frozenset[Hashable]:
        """Every behaviour: guards that refuse, events and changes of status, and what lockstep finds."""
        self._runner.reset()
        coverage, reached = Coverage(), set[Hashable]()
        for call in calls:
            made = self._runner.make(call)
            reached.add(coverage.note(call.action, made.outcome))
            reached.update(fault_of(self._protocol, finding, call.action) for finding in made.findings)
        return frozenset(reached)


def kept_runs(protocol: EscrowProtocol, seed: int, calls: int) -> list[Trace]:
    """Runs of lockstep that showed something new, each up to its last news; `calls` are tried."""
    session = Session(protocol, seed=seed)
    runner = Runner(session, check_views=False)
    chooser = GuidedChooser(native.stream_seed(seed, protocol.name, 0), native.dictionary(session))
    coverage, seen, kept = Coverage(), set[Hashable](), list[Trace]()
    for _ in range(0, calls, native.RUN_CALLS):
        runner.reset()
        made: list[Call] = []
        news = 0
        for _ in range(native.RUN_CALLS):
            call = session.binding.draw(chooser, session)
            behaviour = coverage.note(call.action, runner.make(call).outcome)
            chooser.learn(behaviour)
            made.append(call)
            if behaviour not in seen:
                seen.add(behaviour)
                news = len(made)
        if news:
            kept.append(Trace(protocol, seed, tuple(made[:news])))
    return kept
