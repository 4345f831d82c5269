"""Claims over steps, judged on vectors: the state before, the state after, and the call between them.

What a clause says depends on what it reads of the three, whichever call it was that led from one to the other. So it is
judged once for all transitions that look the same to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from analysis.explore.claims import Claims, Judged
from analysis.explore.footprint import Footprints, Item, Learned
from analysis.explore.layout import PRESENCE, Layout, Table, Vector, thaw
from analysis.explore.nature import Answer
from analysis.explore.watched import Watch, WatchedLedger, WatchedStore
from spec.core import Message, Outcome, Step

MESSAGE = {"sender": 0, "value": 1, "gas_price": 2, "environment": 3, "gas_used": 3, "accepts": 3}
OUTCOME = {"ok": 4, "name": 4, "error": 5, "returned": 6, "events": 7, "transfers": 8, "grants": 9, "changes": 10}
ACTION, ARGUMENTS = 11, 12
"""Places in the value of a call."""


def call_value(step: Step, answers: Sequence[Answer]) -> tuple[Any, ...]:
    """What a step's call was and did, as the value of one more slot."""
    m, o = step.message, step.outcome
    refusal = (o.name, *getattr(o.error, "args", ())) if o.error else ()
    said = tuple((answer.label, answer.chosen) for answer in answers)
    did = (o.name, refusal, o.returned, o.events, o.transfers, o.grants, len(o.changes))
    return (m.sender, m.value, m.gas_price, said, *did, step.action.name, tuple(step.arguments))


class Looking:
    """Notes which attributes of an object are read, and passes them on."""

    def __init__(self, watched: Any, places: dict[str, int], watch: Watch, slot: int) -> None:
        self._watched, self._places, self._watch, self._slot = watched, places, watch, slot

    def __getattr__(self, name: str) -> Any:
        if name in self._places:
            self._watch.note_at(self._slot, self._places[name])
        return getattr(self._watched, name)


class Earlier:
    """A record, or the state, as it was before the step. One that was not there yet is as the step left it."""

    def __init__(self, step: WatchedStep, record: Any, slot: int | None) -> None:
        self._step, self._record, self._slot = step, record, slot

    def __getattr__(self, name: str) -> Any:
        return self._step.earlier(self._record, self._slot, name)


class WatchedStep(Step):
    """A step whose every reading is noted. Slots: the state before, the state after, the call."""

    def __init__(self, watch: Watch, vector: Vector, step: Step) -> None:
        layout = watch.layout
        size = len(layout.slots)
        self._before, self._watch, self._call = vector[:size], watch, 2 * size
        put = object.__setattr__
        put(self, "state", watch.state(vector[size : 2 * size]))
        put(self, "message", Looking(step.message, MESSAGE, watch, self._call))
        put(self, "outcome", Looking(step.outcome, OUTCOME, watch, self._call))
        put(self, "_action", step.action)
        put(self, "_arguments", step.arguments)

    @property
    def action(self) -> Any:  # type: ignore[override]  # a field of the step, noted as it is read
        """The action that was called."""
        self._watch.note_at(self._call, ACTION)
        return self._action

    @property
    def arguments(self) -> Any:  # type: ignore[override]  # a field of the step, noted as it is read
        """Its arguments."""
        self._watch.note_at(self._call, ARGUMENTS)
        return self._arguments

    def _held(self, slot: int) -> tuple[Any, ...]:
        return self._watch.layout.values[slot][self._before[slot]]

    def before(self, record: Any) -> Any:
        """The record, or the state itself, as it was before this step."""
        return Earlier(self, record, None if record is self.state else object.__getattribute__(record, "_slot"))

    def earlier(self, record: Any, slot: int | None, name: str) -> Any:
        """One field as it was."""
        layout = self._watch.layout
        if slot is None:
            place = layout.where.get((name, None))
            if place is None:
                return getattr(record, name)
            self._watch.note_at(place, PRESENCE)
            return layout.thaw_scalar(name, self._held(place))
        self._watch.note_at(slot, PRESENCE)
        held = self._held(slot)
        field = layout.places(layout.classes[layout.slots[slot].name]).get(name)
        if field is None or not held[PRESENCE]:
            return getattr(record, name)
        self._watch.note_at(slot, field)
        return thaw(held[field])

    def amount_before(self, ledger: WatchedLedger, key: Any) -> int:  # type: ignore[override]  # ledgers here are watched
        """What a ledger held under `key`."""
        slot = self._watch.layout.where.get((ledger._name, key))
        if slot is None:
            return 0
        self._watch.note_at(slot, PRESENCE)
        return int(self._held(slot)[PRESENCE])

    def inserted(self, store: WatchedStore, key: Any) -> bool:  # type: ignore[override]  # stores here are watched
        """True when this step added the record."""
        slot = self._watch.layout.where.get((store._name, key))
        if slot is None:
            return False
        self._watch.note_at(slot, PRESENCE)
        return key in store and not self._held(slot)[PRESENCE]


class StepClaims:
    """Every set of clauses over steps that calls leave open, each with what was learned about it."""

    def __init__(self, claims: Claims, layout: Layout) -> None:
        self.calls = Table("call")
        self._claims = claims
        self._watch = Watch(layout, offset=len(layout.slots))
        self._values = [*layout.values, *layout.values, self.calls.values]
        self._by_clauses: dict[tuple[Any, ...], Footprints] = {}
        self._steps: dict[int, Step] = {}

    def footprints(self, clauses: list[Judged]) -> Footprints:
        """What is known about these clauses; shared by all calls that leave the same ones open."""
        named = tuple((judged.declared.id, judged.clause.name, judged.key) for judged in clauses)
        if named not in self._by_clauses:
            self._by_clauses[named] = Footprints(len(clauses), self._judge_all(clauses), self._values)
        return self._by_clauses[named]

    def call(self, step: Step, answers: Sequence[Answer]) -> int:
        """The number of a call, by which it stands in a vector."""
        number = self.calls.number(call_value(step, answers))
        self._steps.setdefault(number, step)
        return number

    def _judge_all(self, clauses: list[Judged]) -> Any:
        def judge(items: Sequence[Item], vector: Vector) -> Iterator[Learned]:
            known = self._steps[vector[-1]]
            for item in items:
                self._watch.forget(set(), [])
                step = WatchedStep(self._watch, vector, known)
                failure = self._claims.judge_step(clauses[item[0]], step)
                yield item, self._watch.reads, (), failure

        return judge
