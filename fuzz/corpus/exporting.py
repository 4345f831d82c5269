"""From traces to sequences of handler calls: what can be said is said exactly, and what can't is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fuzz.corpus.sequence import Handlers, HandlerSequence, Transaction, from_words
from fuzz.counterexample.trace import Trace
from properties.binding import Call
from properties.exact import Exact, Expressed


@dataclass(frozen=True)
class Amiss:
    """A call of a trace that is not in the sequence, or is another there.

    number: in the trace, from 1. what: the reason or the change, in a clause.
    """

    number: int
    action: str
    what: str


@dataclass(frozen=True)
class Exported:
    """A trace as a sequence.

    calls: what the sequence is to do after the scene, each with its number in the trace. notes: what had to be changed
    in the trace as a whole, in sentences. left_out: calls that no handler makes. changed: calls that are others now.
    """

    sequence: HandlerSequence
    calls: tuple[tuple[int, Call], ...]
    notes: tuple[str, ...]
    left_out: tuple[Amiss, ...]
    changed: tuple[Amiss, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every call is in it, as it was."""
        return not (self.left_out or self.changed)

    def idle(self, made: Sequence[Call]) -> Iterator[Amiss]:
        """Calls that did nothing, given what a replay of the sequence made after the scene."""
        left = list(made)
        for number, call in self.calls:
            if left and _same(left[0], call):
                left.pop(0)
            else:
                yield Amiss(number, call.action, "what is left out or changed has made no such record")


def exported(name: str, trace: Trace, exact: Exact, handlers: Handlers) -> Exported:
    """The sequence that makes a trace's calls after the scene of the property contracts."""
    placed = exact.place(trace.calls)
    told = list(zip(placed.numbers, exact.loosely(placed.calls), strict=True))
    return Exported(
        HandlerSequence(name, tuple(transaction for _, one in told for transaction in _transactions(one, handlers))),
        tuple((number, one.call) for number, one in told if not one.reason),
        placed.notes,
        tuple(Amiss(number, one.call.action, one.reason) for number, one in told if one.reason),
        tuple(Amiss(number, one.call.action, one.changed) for number, one in told if one.changed and not one.reason),
    )


def _transactions(one: Expressed, handlers: Handlers) -> Iterator[Transaction]:
    for made in one.made:
        yield from_words(made.handler, made.arguments, handlers, one.call.gas_price)


def _same(made: Call, wanted: Call) -> bool:
    """Whether a call is the wanted one; a call that did nothing leaves its time to the next."""
    return replace(made, advance=0, moods=()) == replace(wanted, advance=0, moods=())
