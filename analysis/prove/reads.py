"""What each invariant reads of the state: where a call changes none of it, the invariant is kept as it was assumed.

An invariant is evaluated once of an arbitrary state of which nothing is known, in all its cases; whatever it looks at
there is all that it ever looks at. One that no term expresses is taken to read everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from analysis.prove.arbitrary import leaves
from analysis.prove.invariants import Invariant
from analysis.prove.merging import statement
from analysis.prove.paths import Forks, Path
from analysis.prove.smt import Z3Reader
from analysis.prove.states import World, arbitrary_world
from analysis.prove.stores import View
from analysis.prove.values import RUNS, Unsupported, term_of

EVERYTHING = "*"
HISTORY = "h"


class Noted:
    """A state or history whose places are noted as they are looked at."""

    def __init__(self, held: Any, names: set[str], stands_for: str | None) -> None:
        self._held, self._names, self._stands_for = held, names, stands_for

    def __getattr__(self, name: str) -> Any:
        self._names.add(self._stands_for or name)
        return getattr(self._held, name)


def read_by(invariant: Invariant, cls: type) -> frozenset[str]:
    """Names of the stores and fields that an invariant reads, its own store included; `h` for the history."""
    path = Path(Forks(Z3Reader()), ())
    names: set[str] = {invariant.store} if invariant.store else set()
    RUNS.stack.append(path)
    try:
        world = arbitrary_world(path, cls, ())
        record: tuple[Any, ...] = ()
        if invariant.store:
            entry = world.tables[invariant.store].another()
            record = (entry.key, entry.after)
        state, history = Noted(world.now, names, None), Noted(world.history, names, HISTORY)
        statement(partial(invariant.evaluate, state, history, *record))
    except Unsupported:
        names.add(EVERYTHING)
    finally:
        RUNS.stack.pop()
    return frozenset(names)


def changed_by_a_call(world: World) -> frozenset[str]:
    """Names of the stores and fields that differ after the call; the history always does."""
    found = {HISTORY, EVERYTHING}
    for name in (place.name for place in type(world.now).FIELDS):
        now = getattr(world.now, name)
        if isinstance(now, View):
            if now.table.changed_in_bulk or any(entry.changed() for entry in now.table.entries):
                found.add(name)
        elif not _same(getattr(world.before, name), now):
            found.add(name)
    return frozenset(found)


def _same(before: Any, now: Any) -> bool:
    old, new = dict(leaves(before)), dict(leaves(now))
    return old.keys() == new.keys() and all(term_of(old[path]) is term_of(new[path]) for path in new)


def readers(invariants: Iterable[Invariant], cls: type) -> dict[str, frozenset[str]]:
    """What each invariant reads, by its name."""
    return {invariant.name: read_by(invariant, cls) for invariant in invariants}
