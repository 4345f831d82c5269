"""What a protocol states so that its properties can be proved for any number of records and any amounts.

- environment: what the chain guarantees of every call (time does not run backwards, coin is scarce);
- deployment: what the constructors store and refuse, so that the first state is that of a real deployment;
- lemmas: invariants that nobody asks for and that induction needs; each is proved like a property;
- for each action the triple: when it succeeds, what it does, and that it changes nothing else;
- contracts: what an opaque function guarantees of its result, proved of the function itself.

All are plain predicates over the specification, so that they can also be tried on concrete runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from spec.core import ImportRefused, Revert

Predicate = Callable[..., Any]


@dataclass(frozen=True)
class History:
    """What a state alone does not tell: the time of the last successful call, in seconds, and how many there were."""

    now: Any
    calls: Any


@dataclass(frozen=True)
class Axiom:
    """A guarantee of the chain: `holds(s, h, m)` for every call."""

    name: str
    holds: Predicate


@dataclass(frozen=True)
class Lemma:
    """An auxiliary invariant: `holds(s, h)`, or `holds(s, h, key, record)` for every record of `store`."""

    name: str
    holds: Predicate
    store: str | None


@dataclass(frozen=True)
class Change:
    """One place that an action may change: fields of the state, or of what a store holds under a key.

    fields: names, with dots for what lies inside; empty for an amount, a place on a roster or a whole new record.
    """

    store: Any
    key: Any
    fields: tuple[str, ...]


def of_state(*fields: str) -> Change:
    """Fields of the state itself."""
    return Change(None, None, fields)


def of(store: Any, key: Any, *fields: str) -> Change:
    """Fields of the record under a key."""
    return Change(store, key, fields)


def whole(store: Any, key: Any) -> Change:
    """The amount or the roster's place under a key, or a record that was not there."""
    return Change(store, key, ())


def passes(function: Callable[..., Any], *arguments: Any) -> bool:
    """Whether a check, given these arguments, lets the call go on."""
    try:
        function(*arguments)
    except (Revert, ImportRefused):
        return False
    return True


@dataclass
class ActionClaims:
    """The triple of one action.

    supports: properties whose statement says what these claims say.
    succeeds_iff: `(s, m, *arguments)` over the state before. effect: `(step, *arguments)`.
    changes: `(s, m, *arguments)` returns every `Change` that the action may make.
    """

    action: str
    supports: tuple[str, ...]
    claims: dict[str, Predicate] = field(default_factory=dict)

    def succeeds_iff(self, claim: Predicate) -> Predicate:
        """States exactly when the action succeeds."""
        return self._add("succeeds_iff", claim)

    def effect(self, claim: Predicate) -> Predicate:
        """States what a successful call does."""
        return self._add("effect", claim)

    def changes(self, claim: Predicate) -> Predicate:
        """Lists the places that a successful call may change; it changes nothing else."""
        return self._add("changes", claim)

    def _add(self, kind: str, claim: Predicate) -> Predicate:
        if kind in self.claims:
            raise TypeError(f"{kind} of {self.action} is stated twice; state it once")
        self.claims[kind] = claim
        return claim


@dataclass(frozen=True)
class Contract:
    """What an opaque function guarantees: for arguments of these types, `requires` gives `ensures(result, …)`."""

    function: Callable[..., Any]
    takes: tuple[Any, ...]
    requires: Predicate
    ensures: Predicate
    supports: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The function's own name."""
        return self.function.__name__


@dataclass(frozen=True)
class ArithmeticClaim:
    """A statement about numbers alone: for all values of the annotated arguments, `holds(*arguments)`.

    replaces: clauses of the property about whole runs, of which this is the inductive step.
    """

    name: str
    property: str
    holds: Predicate
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plant:
    """A fault planted on purpose: an engine that does not refute the action with it proves nothing by its silence."""

    action: str
    fault: str
    run: Callable[..., Any]


def _no_condition(*_arguments: Any) -> bool:
    return True


@dataclass
class ProofPlan:
    """Everything that a protocol states for its proofs."""

    protocol: str
    environment: list[Axiom] = field(default_factory=list)
    arrivals: list[Axiom] = field(default_factory=list)
    deployment: list[Predicate] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    expressions: list[Callable[..., Any]] = field(default_factory=list)
    effects: list[Callable[..., Any]] = field(default_factory=list)
    framed: bool = False
    longest: dict[str, int] = field(default_factory=dict)
    lemmas: list[Lemma] = field(default_factory=list)
    actions: dict[str, ActionClaims] = field(default_factory=dict)
    contracts: dict[Any, Contract] = field(default_factory=dict)
    arithmetic: list[ArithmeticClaim] = field(default_factory=list)
    restated: dict[tuple[str, str], str] = field(default_factory=dict)
    plant: Plant | None = None

    def restate(self, property: str, clause: str, how: str) -> None:
        """Says which proved claims together say what a clause says of whole runs, which no induction reaches."""
        self.restated[property, clause] = how

    def planted(self, action: str, fault: str) -> Callable[[Predicate], Predicate]:
        """Declares the fault that proves have to find: a transition to run in place of the action's own."""

        def declare(run: Predicate) -> Predicate:
            self.plant = Plant(action, fault, run)
            return run

        return declare

    def guarantee(self, holds: Predicate) -> Predicate:
        """Declares a guarantee of the chain."""
        self.environment.append(Axiom(_sentence(holds), holds))
        return holds

    def guarantee_of_arrivals(self, holds: Predicate) -> Predicate:
        """Declares a guarantee of the chain about what arrives of a foreign token: `holds(arrived)`, in base units."""
        self.arrivals.append(Axiom(_sentence(holds), holds))
        return holds

    def deployed(self, deploy: Predicate) -> Predicate:
        """Declares what the constructors do to the initial state, and refuse: `deploy(s)`."""
        self.deployment.append(deploy)
        return deploy

    def chosen_at_deployment(self, *fields: str) -> None:
        """Names fields of the state that whoever deploys chooses, although the specification has a default for them."""
        self.chosen += fields

    def read_as_expressions(self, *functions: Callable[..., Any]) -> None:
        """Names functions that change nothing and refuse nothing: their cases need not be paths of their callers."""
        self.expressions += functions

    def read_effects_in_one(self, *functions: Callable[..., Any]) -> None:
        """Names functions that refuse nothing and move no money: what their cases write becomes one conditional value.

        The first argument of each is the state. Of events nothing is known where they have told any.
        """
        self.effects += functions

    def lists_of(self, action: str, most: int) -> None:
        """Has an action shown for lists of so few members: its members are treated alike, one after the other."""
        self.longest[action] = most

    def frame(self) -> None:
        """Has what lasts while time passes shown once, not by each action that changes nothing of it."""
        self.framed = True

    def lemma(self, store: str | None = None) -> Callable[[Predicate], Predicate]:
        """Declares an auxiliary invariant over every state, or over every record of a store."""

        def declare(holds: Predicate) -> Predicate:
            if any(lemma.name == _sentence(holds) for lemma in self.lemmas):
                raise TypeError(f"lemma {_sentence(holds)!r} is declared twice; give it a name of its own")
            self.lemmas.append(Lemma(_sentence(holds), holds, store))
            return holds

        return declare

    def action(self, name: str, *supports: str) -> ActionClaims:
        """Opens the triple of an action."""
        if name in self.actions:
            raise TypeError(f"the claims of {name} are opened twice; state them in one place")
        self.actions[name] = ActionClaims(name, supports)
        return self.actions[name]

    def contract(
        self,
        function: Callable[..., Any],
        *takes: Any,
        ensures: Predicate,
        requires: Predicate = _no_condition,
        supports: tuple[str, ...] = (),
    ) -> None:
        """Declares what an opaque function guarantees."""
        self.contracts[function] = Contract(function, takes, requires, ensures, supports)

    def arithmetic_claim(self, property: str, *replaces: str) -> Callable[[Predicate], Predicate]:
        """Declares a statement about numbers that belongs to a property."""

        def declare(holds: Predicate) -> Predicate:
            self.arithmetic.append(ArithmeticClaim(_sentence(holds), property, holds, replaces))
            return holds

        return declare


def _sentence(holds: Predicate) -> str:
    return holds.__name__.replace("_", " ")
