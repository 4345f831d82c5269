"""An arbitrary state with any number of records that satisfies the invariants, and the state that a call works on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import GenericAlias
from typing import Any, get_args, get_origin

from analysis.prove import terms
from analysis.prove.arbitrary import arbitrary, assembled, fresh, hints_of, key_terms
from analysis.prove.invariants import Invariant
from analysis.prove.merging import statement
from analysis.prove.paths import Infeasible, Path
from analysis.prove.rosters import VIEWS
from analysis.prove.stores import Entry, Table
from analysis.prove.terms import Term
from analysis.prove.values import Number, Unsupported
from properties.claims import History
from spec.core.errors import Revert
from spec.core.store import Ledger, Roster, Rosters, Store

DEPTH = 2
"""How far invariants are unfolded: of concerned records, of what those refer to, but no further."""
KINDS = {Store: "store", Ledger: "ledger", Roster: "roster", Rosters: "rosters"}
LONG = 2**64
"""Bound on the number of calls and on the time that a history gives."""


@contextmanager
def deeper() -> Iterator[None]:
    """While open, invariants are unfolded one step further."""
    global DEPTH
    DEPTH += 1
    try:
        yield
    finally:
        DEPTH -= 1


def state_class(action: Any) -> type:
    """The class of state that an action works on, from its own annotation."""
    found = hints_of(action.run).get("s")
    if not isinstance(found, type):
        raise Unsupported(f"action {action.name} does not say which state it works on; annotate its first parameter")
    return found


@dataclass
class World:
    """A state before and the state now, over the same tables.

    before, now: records of the state class, with symbolic stores. history: what happened before. instantiated: places
    of which the invariants are assumed, with how far they are from what is concerned.
    """

    path: Path
    invariants: Sequence[Invariant]
    before: Any
    now: Any
    history: History
    tables: dict[str, Table]
    instantiated: dict[tuple[str, tuple[Term, ...]], tuple[Any, int]] = field(default_factory=dict)
    waiting: list[tuple[Table, Any, int]] = field(default_factory=list)
    depth: int = 0
    broken: dict[str, str] = field(default_factory=dict)
    _busy: bool = False
    _assumed: set[Term] = field(default_factory=set)

    def start(self) -> None:
        """Assumes the invariants over the whole state."""
        for table in self.tables.values():
            table.concern = self._concern
            table.read = self._read
        for invariant in self.invariants:
            if invariant.store is None:
                self._assume(invariant, partial(invariant.evaluate, self.before, self.history), terms.TRUE)
        self._unfold()

    def _concern(self, table: Table, entry: Entry) -> None:
        self.waiting.append((table, entry.key, 0))
        self._unfold()

    def _read(self, table: Table, key: Any) -> None:
        if self.depth + 1 < DEPTH:
            self.waiting.append((table, key, self.depth + 1))

    def settle(self) -> None:
        """Assumes the invariants of everything that predicates have read since, and that it counts in each sum."""
        self._unfold()
        for (name, _), (key, _depth) in self.instantiated.items():
            for fact in self.tables[name].parts_of_sums(key):
                self.path.assume("definition", f"a sum over {name} counts this record", fact)

    def _unfold(self) -> None:
        if self._busy:
            return
        self._busy = True
        while self.waiting:
            table, key, self.depth = self.waiting.pop(0)
            self._instantiate(table, key)
        self.depth = 0
        self._busy = False

    def _instantiate(self, table: Table, key: Any) -> None:
        keys = key_terms(key)
        if self.instantiated.get((table.name, keys), (None, DEPTH))[1] <= self.depth:
            return
        self.instantiated[table.name, keys] = (key, self.depth)
        there, record = table.seen_before(key)
        for invariant in self.invariants:
            if invariant.store == table.name:
                self._assume(invariant, partial(invariant.evaluate, self.before, self.history, key, record), there)

    def _assume(self, invariant: Invariant, run: Any, there: Term) -> None:
        if invariant.name in self.broken:
            return
        try:
            holds = statement(run).holds
        except Unsupported as reason:
            self.broken[invariant.name] = str(reason)
            return
        assumed = terms.implication(there, holds)
        if assumed not in self._assumed:
            self._assumed.add(assumed)
            self.path.assume("assumption", invariant.name, assumed)


def initial_world(
    path: Path, cls: type, deployment: Sequence[Callable[[Any], None]] = (), chosen: Sequence[str] = ()
) -> World:
    """The state right after deployment: what has a default has it, all else is arbitrary, and nothing is stored.

    deployment: what is stored and refused by the constructors besides. chosen: fields that whoever deploys chooses,
    although they have a default.
    """
    world = arbitrary_world(path, cls, ())
    for place in dataclasses.fields(cls):
        if place.name in world.tables:
            world.tables[place.name].empty = True
        elif place.default is not dataclasses.MISSING and place.name not in chosen:
            for state in (world.before, world.now):
                object.__setattr__(state, place.name, place.default)
    world.history = History(world.history.now, 0)
    for deploy in deployment:
        try:
            deploy(world.now)
        except Revert:
            raise Infeasible() from None
    return world


def arbitrary_world(path: Path, cls: type, invariants: Sequence[Invariant]) -> World:
    """Any state of the class; nothing is assumed of it before `start`."""
    tables: dict[str, Table] = {}
    before: dict[str, Any] = {}
    now: dict[str, Any] = {}
    for name, hint in hints_of(cls).items():
        kind = KINDS.get(get_origin(hint))
        if kind is None:
            before[name] = now[name] = arbitrary(hint, name, fresh("s."))
            continue
        key_hint, *value = (GenericAlias(tuple, get_args(hint)),) if kind == "rosters" else get_args(hint)
        tables[name] = Table(name, key_hint, value[0] if value else None, kind)
        before[name], now[name] = VIEWS[kind](tables[name], False), VIEWS[kind](tables[name], True)
    history = History(
        now=Number(terms.variable("history.now", terms.INT, 0, LONG)),
        calls=Number(terms.variable("history.calls", terms.INT, 0, LONG)),
    )
    return World(path, invariants, assembled(cls, before), assembled(cls, now), history, tables)
