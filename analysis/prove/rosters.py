"""Rosters, and lists under keys, of which a proof knows who is on them and not in which order."""

from __future__ import annotations

from typing import Any

from analysis.prove import terms
from analysis.prove.merging import in_predicate
from analysis.prove.stores import SymbolicLedger, SymbolicStore, View, change
from analysis.prove.summands import of_members
from analysis.prove.values import Truth


class SymbolicRoster(View):
    """Stands in for `Roster`, of which it knows who is on it, not in which order."""

    __slots__ = ()

    def __contains__(self, key: Any) -> bool:
        there = self._seen(key)[0] if in_predicate() else self._located(key).is_there
        return bool(Truth(there))

    def append(self, key: Any) -> None:
        """Adds a key. Refuses a key that may be on the roster already: membership could not tell how often."""
        entry = self._located(key)
        if Truth(entry.is_there):
            raise KeyError(f"{self.table.name} has {key!r} already")
        change(entry, "is_there", terms.TRUE)

    def remove(self, key: Any) -> None:
        """Removes a key. Raises ValueError when it is not on the roster."""
        entry = self._located(key)
        if not Truth(entry.is_there):
            raise ValueError(f"{self.table.name} has no {key!r}")
        change(entry, "is_there", terms.FALSE)


class SymbolicRosters(View):
    """Stands in for `Rosters`, of which it knows who is where, not in which order.

    A change under a list of keys is an index brought up to date: from then on nothing is known of the index.
    """

    __slots__ = ()

    def __contains__(self, place: Any) -> bool:
        there = self._seen(place)[0] if in_predicate() else self._located(place).is_there
        return bool(Truth(there))

    def append(self, key: Any, member: Any) -> None:
        """Adds a member. Refuses one that may be there already."""
        entry = self._located((key, member))
        if Truth(entry.is_there):
            raise KeyError(f"{self.table.name} has {member!r} under {key!r} already")
        change(entry, "is_there", terms.TRUE)

    def remove(self, key: Any, member: Any) -> None:
        """Removes a member. Raises ValueError when it is not there."""
        entry = self._located((key, member))
        if not Truth(entry.is_there):
            raise ValueError(f"{self.table.name} has no {member!r} under {key!r}")
        change(entry, "is_there", terms.FALSE)

    def count(self, key: Any) -> Any:
        """How many are under a key."""
        return self.table.total(of_members(key), now=self.now)

    def join(self, keys: Any, member: Any) -> None:
        """Adds a member under any number of keys."""
        self.table.changed_in_bulk = True

    leave = join


VIEWS = {"store": SymbolicStore, "ledger": SymbolicLedger, "roster": SymbolicRoster, "rosters": SymbolicRosters}
"""What stands in for each kind of container."""
