"""The catalogue's clauses, evaluated as a monitor does, but only where what they read differs from what is known.

A clause over states or records is judged once for each state, a clause over steps once for each transition, a clause
over what a step does to each record wherever a call writes the record. For the records that a call leaves alone it is
judged with the state; a clause that looks at the call even so is restless, and is judged with every call.
A clause over whole runs needs a memory that no state has; it is left to engines that follow runs, and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from analysis.explore.footprint import Footprints, Item, Learned
from analysis.explore.layout import Layout, Vector
from analysis.explore.watched import Watch
from properties.catalogue import Catalogue, Clause, Property, Scope
from spec.core import Step

FOLLOWS_RUNS = "it follows whole runs, and an exhaustive search has states"
FAULTS = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
"""What the specification or a claim raises when it looks for something that is not there."""


Named = tuple[str, str]
"""Id of a property and name of one of its clauses."""


@dataclass(frozen=True, order=True)
class Failure:
    """A clause that does not hold, and of what."""

    property: str
    clause: str
    subject: str

    def sentence(self) -> str:
        """One line a stranger understands."""
        where = f" for {self.subject}" if self.subject else ""
        return f"{self.property} fails{where}: {self.clause}"


class Judged(NamedTuple):
    """A clause, and the key of the record it is about, if it is about one."""

    declared: Property
    clause: Clause
    key: Any = None

    @property
    def named(self) -> Named:
        """Id of the property and name of the clause."""
        return (self.declared.id, self.clause.name)

    @property
    def subject(self) -> str:
        """What a failure names."""
        return f"{self.clause.store}[{self.key}]" if self.clause.store else ""


class LooksAtTheCall(BaseException):
    """A claim about a record at rest asked for the call. No error, so nothing may catch it."""


class RestlessClause(Exception):
    """A clause has to be judged with every call: the search begins again and does so."""

    def __init__(self, id: str, clause: str) -> None:
        super().__init__(id, clause)
        self.named = (id, clause)


class NoCall:
    """A step that leaves everything alone; it cannot say which call it is."""

    def __getattr__(self, name: str) -> Any:
        raise LooksAtTheCall


class Claims:
    """The clauses of a catalogue that a search checks, and which of them ever had something to say."""

    def __init__(
        self, catalogue: Iterable[Property], watch: Watch, wanted: frozenset[str] | None, restless: frozenset[Named]
    ) -> None:
        self.spoke: set[Named] = set()
        self._watch, self._restless = watch, restless
        self._by_scope: dict[Scope, list[Judged]] = {scope: [] for scope in Scope}
        for declared in catalogue:
            if wanted is None or declared.id in wanted:
                for clause in declared.clauses:
                    self._by_scope[clause.scope].append(Judged(declared, clause))
        self._state_items = list(self._items())
        self.states = Footprints(len(self._state_items), self._judge_states, watch.layout.values)

    def _items(self) -> Iterator[Judged]:
        yield from self._by_scope[Scope.STATE]
        for judged in (*self._by_scope[Scope.RECORD], *self._by_scope[Scope.RECORD_STEP]):
            if judged.named not in self._restless:
                for key in self._watch.keys[judged.clause.store or ""]:
                    yield judged._replace(key=key)

    def of_step(self, step: Step, written: Sequence[tuple[str, Any]]) -> Iterator[Judged]:
        """The clauses that speak of a step like this one, and of the records that it wrote."""
        action = step.action.name
        for judged in self._by_scope[Scope.STEP if step.outcome.ok else Scope.REFUSAL]:
            if not judged.clause.actions or action in judged.clause.actions:
                yield judged
        if step.outcome.ok:
            for judged in self._by_scope[Scope.RECORD_STEP]:
                if not judged.clause.actions or action in judged.clause.actions:
                    store = judged.clause.store or ""
                    restless = judged.named in self._restless
                    for key in self._watch.keys[store] if restless else [k for name, k in written if name == store]:
                        yield judged._replace(key=key)

    def at_end(self) -> list[Judged]:
        """The clauses over the end of a run."""
        return self._by_scope[Scope.END]

    def judge(self, judged: Judged, *arguments: Any) -> Failure | None:
        """The failure of one clause, if it fails; notes whether it had anything to say."""
        declared, clause, _ = judged
        try:
            holds = clause.holds(*arguments)
        except FAULTS as fault:
            why = f"{clause.name} (it could not be evaluated: {type(fault).__name__} {fault})"
            return Failure(declared.id, why, judged.subject)
        if holds is None:
            return None
        self.spoke.add(judged.named)
        return None if holds else Failure(declared.id, clause.name, judged.subject)

    def predicates(self, predicates: Sequence[Callable[[Any], bool]]) -> Footprints:
        """Predicates over states, learned by what they read; a result 2 ** i says that predicate i holds."""
        watch = self._watch

        def run(items: Sequence[Item], vector: Vector) -> Iterator[Learned]:
            for item in items:
                watch.forget()
                holds = predicates[item[0]](watch.state(vector))
                yield item, watch.reads, (), 1 << item[0] if holds else None

        return Footprints(len(predicates), run, watch.layout.values)

    def judge_step(self, judged: Judged, step: Step) -> Failure | None:
        """The same for a clause over steps, or over what a step does to one record."""
        if judged.clause.scope is not Scope.RECORD_STEP:
            return self.judge(judged, step)
        store = getattr(step.state, judged.clause.store or "")
        if judged.clause.store in self._watch.layout.ledgers:
            return self.judge(judged, step, judged.key, step.amount_before(store, judged.key), store[judged.key])
        if judged.key not in store or step.inserted(store, judged.key):
            return None
        record = store[judged.key]
        changed = any(target is record for _, target, _, _ in step.outcome.changes)
        return self.judge(judged, step, judged.key, step.before(record) if changed else record, record)

    def _judge_states(self, items: Sequence[Item], vector: Vector) -> Iterator[Learned]:
        watch = self._watch
        for item in items:
            watch.forget()
            judged = self._state_items[item[0]]
            try:
                found = self._judge_state(judged, watch.state(vector), watch.layout)
            except LooksAtTheCall:
                raise RestlessClause(*judged.named) from None
            yield item, watch.reads, (), found

    def _judge_state(self, judged: Judged, state: Any, layout: Layout) -> Failure | None:
        _, clause, key = judged
        if clause.scope is Scope.STATE:
            return self.judge(judged, state)
        store = getattr(state, clause.store or "")
        if clause.store in layout.stores and key not in store:
            return None
        held = store[key]
        if clause.scope is Scope.RECORD:
            return self.judge(judged, state, key, held)
        return self.judge(judged, NoCall(), key, held, held)


def expected_to_speak(catalogue: Iterable[Property], omits: Mapping[str, str]) -> dict[str, list[Clause]]:
    """The clauses of each property that a search has to exercise: all but those that the preset omits with a reason."""
    return {
        declared.id: [
            clause
            for clause in declared.clauses
            if clause.scope is not Scope.TRACE and f"{declared.id}: {clause.name}" not in omits
        ]
        for declared in catalogue
        if declared.id not in omits
    }


def without_runs(catalogue: Catalogue) -> Catalogue:
    """The catalogue without clauses over whole runs, which may look at bytes that a preset has none of."""
    kept = Catalogue(catalogue.protocol)
    for declared in catalogue:
        copied = kept.declare(
            declared.id,
            family=declared.family,
            shape=declared.shape,
            target=declared.target,
            statement=declared.statement,
            remedy=declared.remedy,
            accepted_risk=declared.accepted_risk,
        )
        copied.clauses = [clause for clause in declared.clauses if clause.scope is not Scope.TRACE]
    return kept
