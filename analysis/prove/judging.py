"""Claims on plain values: what they say of a state, of a call, and of the places that a call changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from analysis.prove.arbitrary import leaves
from analysis.prove.goals import Theory
from analysis.prove.invariants import Invariant
from analysis.prove.telling import shown
from analysis.prove.values import Unsupported
from properties.catalogue import Clause, Scope
from properties.claims import Change, History
from properties.errors import UserError
from spec.core.step import Step
from spec.core.store import Roster, Rosters, Store


def tried(run: Callable[[], Any]) -> bool | None:
    """True or False; None where the clause says nothing, or needs what plain values do not have."""
    try:
        said = run()
    except KeyError:
        return False
    except (Unsupported, UserError, AttributeError, TypeError):
        return None
    return None if said is None else bool(said)


def evaluated(invariant: Invariant, state: Any, history: History) -> Iterator[tuple[str, bool | None]]:
    """What an invariant says of a state, of each record that it is about; the record is named."""
    if invariant.store is None:
        yield "", tried(partial(invariant.evaluate, state, history))
        return
    held = getattr(state, invariant.store)
    pairs = _members(held)
    for key, value in pairs:
        subject = f"for {invariant.store}[{shown(key)}]"
        yield subject, tried(partial(invariant.evaluate, state, history, key, value))


def _members(held: Any) -> list[tuple[Any, Any]]:
    """Keys with what is under them; members of rosters have nothing under them."""
    if isinstance(held, Roster):
        return [(key, None) for key in held]
    if isinstance(held, Rosters):
        return [((key, member), None) for key, members in held.items() for member in members]
    return list(held.items())


def broken(invariant: Invariant, state: Any, history: History) -> str | None:
    """The first record for which an invariant fails, empty for a whole state; None where it holds."""
    return next((subject for subject, holds in evaluated(invariant, state, history) if holds is False), None)


def clause_named(theory: Theory, subject: str) -> Clause | None:
    """The clause of the catalogue that an obligation is named after."""
    named = ((declared, clause) for declared in theory.protocol.catalogue for clause in declared.clauses)
    return next((clause for declared, clause in named if f"{declared.id}: {clause.name}" == subject), None)


def contradicted(clause: Clause, step: Step) -> str | None:
    """The first record for which a call contradicts a clause over steps; None where it does not."""
    if clause.scope is not Scope.RECORD_STEP:
        return "" if tried(partial(clause.holds, step)) is False else None
    for key, before, after in step.moved(clause.store or ""):
        if tried(partial(clause.holds, step, key, before, after)) is False:
            return f"for {clause.store}[{shown(key)}]"
    return None


# ---------------------------------------------------------------- what a call may change


@dataclass(frozen=True)
class Listed:
    """A place that a call may change: fields of the state where `store` is empty, else what is under a key."""

    store: str
    key: Any
    fields: tuple[str, ...]

    def covers(self, store: str, key: Any, path: str) -> bool:
        """Whether a change of this place is allowed; `path` is empty for a whole record or amount."""
        if self.store != store or (store and self.key != key):
            return False
        return (
            path == "" if not self.fields else any(path == name or path.startswith(f"{name}.") for name in self.fields)
        )


def listed(state: Any, changes: Iterable[Change]) -> list[Listed]:
    """Changes that were stated over `state`, by the names of its stores."""
    names = {id(getattr(state, place.name)): place.name for place in type(state).FIELDS}
    return [Listed("" if c.store is None else names[id(c.store)], c.key, c.fields) for c in changes]


def unlisted(step: Step, allowed: list[Listed]) -> Iterator[str]:
    """The places that a call changed although nobody listed them."""
    first: dict[tuple[int, Any], tuple[Any, Any]] = {}
    for _, target, key, previous in step.outcome.changes:
        first.setdefault((id(target), key), (target, previous))
    for (_, key), (target, previous) in first.items():
        for store, place, path in _places(step, target, key, previous):
            if not any(one.covers(store, place, path) for one in allowed):
                yield f"{store}[{shown(place)}]{'.' if path else ''}{path}" if store else path


Place = tuple[str, Any, str]
"""Store, key and field; no store for a field of the state itself, no field for a whole record or amount."""


def _places(step: Step, target: Any, key: Any, previous: Any) -> Iterator[Place]:
    """Where one entry of the journal changed something; nowhere if it is as before in the end."""
    state = step.state
    if target is state:
        now, before = dict(leaves(getattr(state, key))), dict(leaves(previous))
        yield from (("", None, f"{key}.{path}".rstrip(".")) for path in now if now[path] != before.get(path))
        return
    for name in (place.name for place in type(state).FIELDS):
        held = getattr(state, name)
        if target is held:
            yield from _of_container(name, held, key, previous)
        elif isinstance(held, Store):
            yield from _of_records(step, name, held, target, key, previous)


def _of_container(name: str, held: Any, key: Any, previous: Any) -> Iterator[Place]:
    if isinstance(held, Rosters):
        yield from ((name, (key, member), "") for member in sorted(set(held.members(key)) ^ set(previous or ())))
    elif isinstance(held, Roster):
        yield from ((name, changed, "") for changed in sorted(set(held) ^ set(previous)))
    elif isinstance(held, Store) or held[key] != (previous or 0):
        yield name, key, ""


def _of_records(step: Step, name: str, held: Any, target: Any, field: Any, previous: Any) -> Iterator[Place]:
    """A field of a record that was there before, or of a record inside it."""
    if getattr(target, str(field), previous) == previous:
        return
    for key, record in held.items():
        if not step.inserted(held, key):
            inside = [part.name for part in type(record).FIELDS if getattr(record, part.name) is target]
            if record is target or inside:
                yield name, key, ".".join((*inside, field))
