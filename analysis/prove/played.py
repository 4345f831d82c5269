"""Random runs of the native loop that look out for refuted obligations, whatever chain and specification disagree on.

Lockstep stops a run where the two differ. Here only the specification is asked, so a run goes on: what matters is where
the specification can get to with the answers that a real chain gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.prove.obligations import PATHS
from analysis.prove.watching import FAULTS, Lookout, Watched
from fuzz.counterexample.reproduce import Reproduced, Reproducer
from fuzz.counterexample.shrink import shrink
from fuzz.counterexample.story import call_in_words
from fuzz.counterexample.trace import fault_of
from fuzz.coverage import Coverage
from fuzz.drivers import native
from fuzz.drivers.guidance import GuidedChooser
from fuzz.errors import UserError
from fuzz.lockstep.monitor import Violation
from fuzz.lockstep.runner import Made, Runner
from fuzz.lockstep.session import Session
from properties.binding import Call, EscrowProtocol

SEED = 0
REPLAYS = 400
"""Replays by which a way is made shorter."""

Way = tuple[tuple[Call, ...], Violation]
"""Calls, and what the last of them contradicts."""


def play(protocol: EscrowProtocol, sought: Sequence[Watched], calls: int) -> tuple[dict[str, tuple[str, ...]], int]:
    """The calls to each obligation that a run contradicted, by the finding's name, and how many calls were made."""
    lookout = Lookout(protocol, sought, calls=0)
    player = Player(lookout, Session(lookout.protocol, seed=SEED))
    chooser = GuidedChooser(native.stream_seed(SEED, protocol.name, 0), native.dictionary(player.session))
    coverage = Coverage()
    ways: dict[str, Way] = {}
    while player.made < calls and len(ways) < len(sought):
        for run, violation in player.run(chooser, coverage, min(native.RUN_CALLS, calls - player.made)):
            ways.setdefault(player.names[violation.property, violation.clause], (run, violation))
    made = player.made
    return {name: player.told(way) for name, way in ways.items()}, made


class Player:
    """Makes calls on one session and says what they contradict. names: of findings, by owner and clause."""

    def __init__(self, lookout: Lookout, session: Session) -> None:
        self.session = session
        self.names = {(one.owner, one.clause): one.finding.name for one in lookout.watched}
        self.made = 0
        self._lookout = lookout
        self._runner = Runner(session, check_views=False)

    def reset(self) -> None:
        """Starts from right after deployment."""
        self._runner.reset()
        self._lookout.calls, self._lookout.crashed = 0, None

    def run(self, chooser: GuidedChooser, coverage: Coverage, length: int) -> Iterator[Way]:
        """One run; ends early where nobody can say any more what a next call would be."""
        self.reset()
        run: list[Call] = []
        for _ in range(length):
            try:
                run.append(self.session.binding.draw(chooser, self.session))
            except FAULTS:
                return  # the specification's state no longer fits the chain's
            made, found = self.make(run[-1])
            yield from ((tuple(run), violation) for violation in found)
            if made is None:
                return
            chooser.learn(coverage.note(run[-1].action, made.outcome))

    def make(self, call: Call) -> tuple[Made | None, list[Violation]]:
        """Makes a call: None if it could not be made to the end, and what it contradicts."""
        self.made += 1
        try:
            made = self._runner.make(call)
        except (*FAULTS, UserError):
            return None, list(self._crash())
        if made.outcome.ok:
            self._lookout.calls = (self._lookout.calls or 0) + 1
        return made, [finding for finding in made.findings if isinstance(finding, Violation)]

    def _crash(self) -> Iterator[Violation]:
        """What it contradicts that the specification itself broke."""
        crashed = self._lookout.crashed
        for one in self._lookout.watched:
            if crashed and one.finding.kind == PATHS and one.action == crashed[0]:
                yield Violation(one.owner, one.clause, "")

    def told(self, way: Way) -> tuple[str, ...]:
        """A way as numbered sentences, after it was made shorter."""
        calls, violation = way
        same = Same(self, violation, calls[-1].action)
        found = same.run(calls)
        if found is not None:
            calls = shrink(same, calls, found, max_replays=REPLAYS).calls
        names, protocol = self.session.name_of, self._lookout.protocol
        return tuple(f"{number}. {call_in_words(protocol, call, names)}" for number, call in enumerate(calls, start=1))


class Same(Reproducer):
    """Whether calls lead to the same contradiction, whatever else they show on the way."""

    def __init__(self, player: Player, violation: Violation, action: str) -> None:
        super().__init__(player.session, fault_of(player.session.protocol, violation, action))
        self._player, self._sought = player, (violation.property, violation.clause)

    def run(self, calls: Sequence[Call]) -> Reproduced | None:
        """The first call that shows it."""
        self.replays += 1
        self._player.reset()
        returned: list[object] = []
        for index, call in enumerate(calls):
            made, found = self._player.make(call)
            returned.append(made.outcome.returned if made and made.outcome.ok else None)
            for violation in found:
                if (violation.property, violation.clause) == self._sought:
                    return Reproduced(violation, index, tuple(returned))
            if made is None:
                return None
        return None
