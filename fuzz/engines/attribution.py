"""Whose fault is it: sequences that a tool falsified something with, replayed to see which properties they break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fuzz.engines.adapter import Found, Outcome, Reproducer, Sent, Task
from fuzz.engines.forge.command import ForgeFailed, build
from fuzz.engines.reproducer import Told, replayed


@dataclass(frozen=True)
class Falsification:
    """What a tool reports of one violation. sent: None where it can't be read back, and then `why` says the reason.

    property: its id where the tool names it.
    """

    raw: str
    sent: tuple[Sent, ...] | None
    why: str = ""
    property: str | None = None


def unknown(wanted: Sequence[str], why: str) -> tuple[Outcome, ...]:
    """No answer about any property."""
    return tuple(Outcome(id, Found.UNKNOWN, detail=why) for id in wanted)


def outcomes_of(
    task: Task, code: Path, wanted: Sequence[str], sequences: Sequence[Falsification], calls: int
) -> tuple[tuple[Outcome, ...], tuple[str, ...]]:
    """One outcome for each property, and a sentence for each sequence whose replay breaks nothing."""
    broken: dict[str, Reproducer] = {}
    doubts: list[str] = []
    for sequence in sequences:
        names, reproducer = _confirmed(task, code, sequence)
        if sequence.property is not None:
            names = (sequence.property, *names)
        if not names:
            doubts.append(f"a falsified test could not be given to a property: {reproducer.unmapped or 'replay holds'}")
        for name in names:
            broken.setdefault(name, reproducer)
    silent = bool(doubts)
    return tuple(_outcome(id, broken.get(id), calls, silent) for id in wanted), tuple(doubts)


def _confirmed(task: Task, code: Path, sequence: Falsification) -> tuple[tuple[str, ...], Reproducer]:
    """The properties that the replay breaks, and the reproducer with calls of our trace where there are some."""
    if sequence.sent is None:
        return (), Reproducer(raw=sequence.raw, unmapped=sequence.why)
    reproducer = Reproducer(sequence.sent, sequence.raw)
    try:
        build(task.protocol.name)
        told = replayed(task.protocol.name, code, sequence.sent)
        calls = task.twins.calls(told.done, told.names)
    except (ForgeFailed, LookupError, ValueError) as fault:
        return (), replace(reproducer, unmapped=f"the sequence could not be replayed: {fault}")
    return task.twins.broken(_bits(told)), replace(reproducer, calls=calls)


def _bits(told: Told) -> int:
    return told.done[-1].broken if told.done else 0


def _outcome(id: str, reproducer: Reproducer | None, calls: int, silent: bool) -> Outcome:
    if reproducer is not None:
        return Outcome(id, Found.FAILED, calls=calls, detail="falsified by a sequence of calls", reproducer=reproducer)
    if silent:
        why = "something was falsified that could not be given to a property; see the errors of this run"
        return Outcome(id, Found.UNKNOWN, calls=calls, detail=why)
    return Outcome(id, Found.HELD, calls=calls)
