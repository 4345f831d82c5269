"""From sequences of handler calls to traces: the handlers are run again under forge, and tell what they did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuzz.corpus.sequence import BadCorpus, Handlers, HandlerSequence, Transaction
from fuzz.counterexample.trace import Trace
from fuzz.engines.adapter import Sent, Task
from fuzz.engines.artifacts import code_of, store
from fuzz.engines.forge.command import ForgeFailed, build, find_forge
from fuzz.engines.reproducer import replayed
from properties.binding import EscrowProtocol
from properties.bytecode import Twins

WAIT = "exactly_wait"
EXACTLY = "exactly_"
CHANGES = ("exactly_wait", "exactly_change_mood", "pass_time", "change_mood")
"""Handlers that call nothing; what they change is told with the next call."""


@dataclass(frozen=True)
class Imported:
    """A sequence as a trace, which begins with the scene. notes: what the trace does not say, in sentences."""

    name: str
    trace: Trace
    notes: tuple[str, ...]


class Importer:
    """Runs sequences of one protocol on the contracts as they are.

    Raises:
        BadCorpus: There is no forge.
        ToolchainError: Something does not compile.
    """

    def __init__(self, protocol: EscrowProtocol, twins: Twins, handlers: Handlers) -> None:
        if find_forge() is None:
            raise BadCorpus(
                "sequences of handlers can't be read as traces",
                "forge runs them, and it is missing",
                "run `make setup`",
            )
        self._protocol = protocol
        self._twins = twins
        self._handlers = handlers
        build(protocol.name)
        self._code = store(code_of(Task(protocol, twins, (), Path())))

    def trace_of(self, sequence: HandlerSequence) -> Imported:
        """The calls of the protocol that a sequence makes.

        Raises:
            BadCorpus: A handler reverts, or what it did can't be read.
        """
        sent = [Sent("", "", data) for one in sequence.transactions for data in self._data(one)]
        try:
            told = replayed(self._protocol.name, self._code, sent)
            calls = self._twins.calls(told.done, told.names)
        except (ForgeFailed, LookupError, ValueError) as fault:
            raise BadCorpus(f"sequence {sequence.name} can't be read as calls", str(fault), "leave it out") from None
        return Imported(sequence.name, Trace(self._protocol, 0, calls), tuple(self._notes(sequence)))

    def _data(self, one: Transaction) -> Iterator[bytes]:
        if one.delay and WAIT in self._handlers:
            yield Transaction(self._handlers[WAIT], (one.delay,)).data
        yield one.data

    def _notes(self, sequence: HandlerSequence) -> Iterator[str]:
        priced = sum(bool(one.gas_price) and not one.handler.name.startswith(EXACTLY) for one in sequence.transactions)
        if priced:
            yield f"{priced} calls have a gas price of the tool; in the trace it is the one that handlers choose"
        delays = sum(bool(one.delay) for one in sequence.transactions)
        if delays and WAIT not in self._handlers:
            yield f"{delays} waits of the tool are not in the trace: the property contracts have no {WAIT}"
        if sequence.transactions and sequence.transactions[-1].handler.name in CHANGES:
            yield "what changes after the last call is not in the trace, which is made of calls"
