"""Of several calls the one is made that would do what was done least: chance alone meets few of all refusals.

What a call would do is asked of the specification. What was done before is counted for each chooser, so that a stream
of calls depends on its own past alone; choosers that make a single call never look ahead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary

from properties.binding import Call, Chooser
from properties.compute.carrying import STAKES
from properties.recipe import realize
from spec.compute.state import COMPUTE
from spec.core import Environment, Message, would

PERCENT = 50
"""How many of 100 calls are looked for; none where a run cares for stakes, which the same call ends again and again."""
CANDIDATES = 16
"""Among how many."""
SUCCESS = 4
"""How much oftener something is to succeed in one way than to be refused in one: only successes lead on."""

Draw = Callable[[], Call]
Prospect = tuple[bool, str, tuple[Hashable, ...]]
"""Whether a call succeeds, its action, and its events, or where it is refused."""


class Lookout:
    """What each chooser's calls were to do."""

    def __init__(self) -> None:
        self._seen: WeakKeyDictionary[Chooser, Counter[Hashable]] = WeakKeyDictionary()

    def choose(self, chooser: Chooser, run: Any, draw: Draw) -> Call:
        """A call: the first that is drawn, or among several the one that would do what was done least."""
        known = chooser in self._seen
        seen = self._seen.setdefault(chooser, Counter())
        call = draw()
        prospect = prospect_of(run, call)
        if known and run.memory.focus != STAKES and chooser.chance("look ahead", PERCENT):
            for _ in range(CANDIDATES - 1):
                other = draw()
                promised = prospect_of(run, other)
                if rank(seen, promised) < rank(seen, prospect):
                    call, prospect = other, promised
        seen[prospect] += 1
        return call


def rank(seen: Counter[Hashable], prospect: Prospect) -> float:
    """How common something is."""
    return seen[prospect] / (SUCCESS if prospect[0] else 1)


def prospect_of(run: Any, call: Call) -> Prospect:
    """What a call would do now, as the specification says: announce events, or be refused at a place of it."""
    sender, now = run.cast[call.actor].address, run.world.now + call.advance
    block = run.world.block_number + (call.advance > 0)
    environment = Environment(accepts=run.accepts, tokens=run.arriving, signer=run.recovered)
    message = Message(sender, call.value, now, call.gas_price, environment, block)
    outcome = would(COMPUTE[call.action], run.state, message, realize(call.arguments, run))
    if outcome.error is not None:
        return False, call.action, tuple(lines_of(outcome.error.__traceback__))
    return True, call.action, tuple(sorted({type(event).__name__ for event in outcome.events}))


def lines_of(trace: TracebackType | None) -> Iterator[int]:
    """The lines through which an error came."""
    while trace is not None:
        yield trace.tb_lineno
        trace = trace.tb_next
