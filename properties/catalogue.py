"""The catalogue: what a property is, and how its clauses are stated.

A property is declared once, with everything a person needs to read it; one that lacks a statement, a remedy or a
clause does not load. Its clauses are predicates over the specification:

- `for_each("store")`: `holds(s, key, record) -> bool`, for every record of a store, in every state;
- `always`: `holds(s) -> bool`, in every state;
- `on_step(actions…)`: `holds(step) -> bool`, over the state before and after a successful call;
- `for_each_step("store")`: `holds(step, key, before, record) -> bool`, over a successful call, for every record (or
  amount) that was in a store or ledger before it;
- `on_refusal(actions…)`: the same for a refused call;
- `at_end`: `holds(s) -> bool`, after everyone was given the chance to take their money out;
- `on_trace`: a class with `observe(step) -> bool`, one instance for each run.

A clause may return None for "this case says nothing here"; only True and False count as an exercise of the property.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from properties.errors import UserError
from spec.core import Step


class Family(StrEnum):
    """What kind of failure a property excludes."""

    CONSERVATION = "conservation"
    ACCESS = "access"
    SEQUENCING = "sequencing"
    TIMEOUT = "timeout"
    PRIVACY = "privacy"
    LIVENESS = "liveness"
    ARITHMETIC = "arithmetic"
    GOVERNANCE = "governance"


class Shape(StrEnum):
    """What a property is a claim about."""

    STATE = "state"
    STEP = "step"
    TRACE = "trace"
    REFERENCE = "reference"
    RELATIONAL = "relational"


class Scope(StrEnum):
    """What one clause is evaluated on."""

    RECORD = "record"
    STATE = "state"
    STEP = "step"
    RECORD_STEP = "record step"
    REFUSAL = "refusal"
    TRACE = "trace"
    END = "end"


class Observer(Protocol):
    """Follows one run from its start."""

    def observe(self, step: Step) -> bool | None:
        """False when the property failed with this step; None when the step says nothing about it."""


@dataclass(frozen=True)
class Clause:
    """One predicate of a property. `name` is the predicate's own name, read as a sentence.

    inductive: a proof assumes the clause before a call and shows it after; otherwise it follows from those that are.
    """

    name: str
    scope: Scope
    holds: Callable[..., Any]
    store: str | None = None
    actions: frozenset[str] = frozenset()
    inductive: bool = True


class UnknownProperty(UserError):
    """No property has the id that was asked for."""


class InvalidProperty(TypeError):
    """A property that nobody could read or check; refused when it is declared."""


@dataclass
class Property:
    """A claim with its id, family, statement, remedy and clauses.

    target: the contract it speaks of. accepted_risk: why a known limit stays; such a property is never green.
    """

    id: str
    family: Family
    shape: Shape
    protocol: str
    target: str
    statement: str
    remedy: str
    accepted_risk: str | None = None
    clauses: list[Clause] = field(default_factory=list)

    def for_each(
        self, store: str, *, inductive: bool = True
    ) -> Callable[[Callable[..., bool | None]], Callable[..., bool | None]]:
        """Adds a clause over every record of a store of the state, or every amount of a ledger."""
        return self._adder(Scope.RECORD, store=store, inductive=inductive)

    def always(self, holds: Callable[..., bool | None]) -> Callable[..., bool | None]:
        """Adds a clause over every state."""
        return self._adder(Scope.STATE)(holds)

    def at_end(self, holds: Callable[..., bool | None]) -> Callable[..., bool | None]:
        """Adds a clause over the last state of a run, when the epilogue is over."""
        return self._adder(Scope.END)(holds)

    def on_step(self, *actions: str) -> Callable[[Callable[..., bool | None]], Callable[..., bool | None]]:
        """Adds a clause over successful calls: of the named actions, or of all."""
        return self._adder(Scope.STEP, actions=frozenset(actions))

    def for_each_step(
        self, store: str, *actions: str
    ) -> Callable[[Callable[..., bool | None]], Callable[..., bool | None]]:
        """Adds a clause over every record that was in a store, or amount in a ledger, before a successful call."""
        return self._adder(Scope.RECORD_STEP, store=store, actions=frozenset(actions))

    def on_refusal(self, *actions: str) -> Callable[[Callable[..., bool | None]], Callable[..., bool | None]]:
        """Adds a clause over refused calls: of the named actions, or of all."""
        return self._adder(Scope.REFUSAL, actions=frozenset(actions))

    def on_trace(self, observer: type[Observer]) -> type[Observer]:
        """Adds an observer of whole runs."""
        self._adder(Scope.TRACE)(observer)
        return observer

    def _adder(
        self,
        scope: Scope,
        store: str | None = None,
        actions: frozenset[str] = frozenset(),
        inductive: bool = True,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def add(holds: Callable[..., Any]) -> Callable[..., Any]:
            name = holds.__name__.replace("_", " ")
            if name == "<lambda>" or any(clause.name == name for clause in self.clauses):
                raise InvalidProperty(f"{self.id}: a clause needs a name of its own, {name!r} is not one")
            self.clauses.append(Clause(name, scope, holds, store, actions, inductive))
            return holds

        return add


class Catalogue:
    """The properties of one protocol, by family and then by id, wherever they were declared."""

    def __init__(self, protocol: str) -> None:
        self.protocol = protocol
        self._by_id: dict[str, Property] = {}

    def declare(
        self,
        id: str,
        *,
        family: Family,
        shape: Shape,
        target: str,
        statement: str,
        remedy: str,
        accepted_risk: str | None = None,
    ) -> Property:
        """Declares a property. Raises InvalidProperty when a text is missing or the id is taken."""
        for name, text in (("id", id), ("target", target), ("statement", statement), ("remedy", remedy)):
            if not text.strip():
                raise InvalidProperty(f"property {id!r} has no {name}; a reader could not use it")
        if id in self._by_id:
            raise InvalidProperty(f"property {id} is declared twice; ids are fixed and unique")
        declared = Property(id, family, shape, self.protocol, target, statement, remedy, accepted_risk)
        self._by_id[id] = declared
        return declared

    def complete(self) -> Catalogue:
        """Refuses a property that no clause states, unless it is an accepted risk. Returns the catalogue itself."""
        for declared in self:
            if not declared.clauses and declared.accepted_risk is None:
                raise InvalidProperty(f"property {declared.id} has no clause; state it as a predicate")
        return self

    def __iter__(self) -> Iterator[Property]:
        families = list(Family)
        return iter(sorted(self._by_id.values(), key=lambda declared: (families.index(declared.family), declared.id)))

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def by_id(self, id: str) -> Property:
        """The property with this id. Raises UnknownProperty with the closest ids."""
        if id in self._by_id:
            return self._by_id[id]
        close = difflib.get_close_matches(id.upper(), self._by_id, n=3, cutoff=0.4)
        remedy = f"did you mean {', '.join(close)}?" if close else f"known ids start with {next(iter(self._by_id))}"
        raise UnknownProperty(f"property {id!r} does not exist", f"protocol {self.protocol} has no such id", remedy)
