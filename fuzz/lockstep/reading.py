"""A state seen through notes: what a view read of it, so that it is evaluated again only when that has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spec.core import Ledger, Roster, Rosters, Store
from spec.core.journal import Change

Read = object
"""A thing that can change: a record by identity, or an entry by the identity of its mapping and its key."""


class NotedState:
    """Gives a view the state's fields and notes each reading in `reads`."""

    __slots__ = ("_fields", "_state", "reads")

    def __init__(self, state: Any) -> None:
        self._state = state
        self.reads: set[Read] = set()
        self._fields: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        known = self._fields.get(name)
        if known is not None:
            return known
        value = getattr(self._state, name)
        if isinstance(value, Store | Ledger | Roster | Rosters):
            self._fields[name] = _noted(self, value)
            return self._fields[name]
        self.reads.add((id(self._state), name))
        return value


Mapped = Store[Any, Any] | Ledger[Any] | Roster[Any] | Rosters[Any, Any]


def _noted(notes: NotedState, value: Mapped) -> Any:
    if isinstance(value, Store):
        return _NotedStore(notes, value)
    if isinstance(value, Rosters):
        return _NotedRosters(notes, value)
    return _NotedLedger(notes, value) if isinstance(value, Ledger) else _NotedRoster(notes, value)


class _NotedStore:
    """A store: membership by key, records by identity."""

    __slots__ = ("_notes", "_store")

    def __init__(self, notes: NotedState, store: Store[Any, Any]) -> None:
        self._notes, self._store = notes, store

    def __contains__(self, key: Any) -> bool:
        self._notes.reads.add((id(self._store), key))
        return key in self._store

    def __getitem__(self, key: Any) -> Any:
        record = self._store[key]
        self._notes.reads.add(id(record))
        return record


class _NotedLedger:
    """A ledger: amounts by key."""

    __slots__ = ("_ledger", "_notes")

    def __init__(self, notes: NotedState, ledger: Ledger[Any]) -> None:
        self._notes, self._ledger = notes, ledger

    def __getitem__(self, key: Any) -> int:
        self._notes.reads.add((id(self._ledger), key))
        return self._ledger[key]


class _NotedRoster:
    """A roster: as a whole."""

    __slots__ = ("_notes", "_roster")

    def __init__(self, notes: NotedState, roster: Roster[Any]) -> None:
        self._notes, self._roster = notes, roster

    def __iter__(self) -> Iterator[Any]:
        self._notes.reads.add(id(self._roster))
        return iter(self._roster)

    def __len__(self) -> int:
        self._notes.reads.add(id(self._roster))
        return len(self._roster)

    def page(self, offset: int, limit: int) -> tuple[Any, ...]:
        self._notes.reads.add(id(self._roster))
        return self._roster.page(offset, limit)


class _NotedRosters:
    """Rosters: each as a whole."""

    __slots__ = ("_notes", "_rosters")

    def __init__(self, notes: NotedState, rosters: Rosters[Any, Any]) -> None:
        self._notes, self._rosters = notes, rosters

    def members(self, key: Any) -> tuple[Any, ...]:
        self._notes.reads.add((id(self._rosters), key))
        return self._rosters.members(key)

    def count(self, key: Any) -> int:
        return len(self.members(key))

    def page(self, key: Any, offset: int, limit: int) -> tuple[Any, ...]:
        return self.members(key)[offset : offset + limit]

    def __contains__(self, place: tuple[Any, Any]) -> bool:
        key, member = place
        return member in self.members(key)


def written(state: Any, changes: list[Change]) -> Iterator[Read]:
    """What a call changed, in the terms of readings: an entry, and the record it belongs to."""
    for _, target, key, _ in changes:
        yield id(target)
        if target is state or isinstance(target, Store | Ledger | Rosters):
            yield (id(target), key)
