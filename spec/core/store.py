"""Stores: the specification's mappings from keys to records or amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from spec.core.errors import OVERFLOW, Panic
from spec.core.journal import JOURNAL

K = TypeVar("K")
V = TypeVar("V")
M = TypeVar("M")

MAX_UINT256 = 2**256 - 1


class Store(Generic[K, V]):
    """A mapping from keys to records. A key that was never inserted is absent; looking it up is an error of the spec.

    Iteration follows insertion order, so that runs are repeatable.
    """

    __slots__ = ("_records",)

    def __init__(self, records: dict[K, V] | None = None) -> None:
        self._records: dict[K, V] = dict(records or {})

    def __contains__(self, key: K) -> bool:
        return key in self._records

    def __getitem__(self, key: K) -> V:
        return self._records[key]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[K]:
        return iter(self._records)

    def items(self) -> Iterator[tuple[K, V]]:
        """Keys and records in insertion order."""
        return iter(self._records.items())

    def values(self) -> Iterator[V]:
        """Records in insertion order."""
        return iter(self._records.values())

    def insert(self, key: K, record: V) -> None:
        """Adds a record under a fresh key. Raises KeyError when the key is taken."""
        if key in self._records:
            raise KeyError(f"{key!r} is already stored; change the record instead of inserting it again")
        self._records[key] = record
        if JOURNAL.entries is not None:
            JOURNAL.entries.append((Store._uninsert, self, key, None))

    def _uninsert(self, key: K, _previous: None) -> None:
        del self._records[key]

    def total(self, amount: Callable[[V], int]) -> int:
        """Sum of `amount` over all records."""
        return sum(amount(record) for record in self._records.values())


class Ledger(Generic[K]):
    """A mapping from keys to unsigned integers in which every absent key holds zero."""

    __slots__ = ("_amounts",)

    def __init__(self, amounts: dict[K, int] | None = None) -> None:
        self._amounts: dict[K, int] = dict(amounts or {})

    def __getitem__(self, key: K) -> int:
        return self._amounts.get(key, 0)

    def __setitem__(self, key: K, amount: int) -> None:
        if not 0 <= amount <= MAX_UINT256:
            raise Panic(OVERFLOW)
        if JOURNAL.entries is not None:
            JOURNAL.entries.append((Ledger._put, self, key, self._amounts.get(key)))
        self._amounts[key] = amount

    def _put(self, key: K, previous: int | None) -> None:
        if previous is None:
            del self._amounts[key]
        else:
            self._amounts[key] = previous

    def __iter__(self) -> Iterator[K]:
        return iter(self._amounts)

    def items(self) -> Iterator[tuple[K, int]]:
        """Keys that were ever written and their amounts, in order of the first write."""
        return iter(self._amounts.items())

    def total(self) -> int:
        """Sum of all amounts."""
        return sum(self._amounts.values())

    def total_where(self, counts: Callable[[K], bool]) -> int:
        """Sum of the amounts under those keys that `counts` takes."""
        return sum(amount for key, amount in self.items() if counts(key))


class Roster(Generic[K]):
    """An enumerable set kept as contracts keep it: appended at the end, removed by moving the last one into the gap."""

    __slots__ = ("_keys",)

    def __init__(self, keys: tuple[K, ...] = ()) -> None:
        self._keys: list[K] = list(keys)

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def page(self, offset: int, limit: int) -> tuple[K, ...]:
        """At most `limit` keys from `offset` on; empty past the end."""
        return tuple(self._keys[offset : offset + limit])

    def append(self, key: K) -> None:
        """Adds a key at the end."""
        self._remember()
        self._keys.append(key)

    def remove(self, key: K) -> None:
        """Removes a key; the last one takes its place."""
        self._remember()
        place = self._keys.index(key)
        last = self._keys.pop()
        if place < len(self._keys):
            self._keys[place] = last

    def _remember(self) -> None:
        if JOURNAL.entries is not None:
            JOURNAL.entries.append((Roster._restore, self, None, tuple(self._keys)))

    def _restore(self, _key: None, keys: tuple[K, ...]) -> None:
        self._keys[:] = keys


class Rosters(Generic[K, M]):
    """A roster under each key; under an absent key it is empty."""

    __slots__ = ("_members",)

    def __init__(self, rosters: dict[K, tuple[M, ...]] | None = None) -> None:
        self._members: dict[K, tuple[M, ...]] = dict(rosters or {})

    def __contains__(self, place: tuple[K, M]) -> bool:
        key, member = place
        return member in self.members(key)

    def __iter__(self) -> Iterator[K]:
        return iter([key for key, _ in self.items()])

    def items(self) -> Iterator[tuple[K, tuple[M, ...]]]:
        """Keys whose roster is not empty and their members, in order of the first entry."""
        return iter([(key, members) for key, members in self._members.items() if members])

    def members(self, key: K) -> tuple[M, ...]:
        """Everything on the roster under a key, in the order that removals leave."""
        return self._members.get(key, ())

    def count(self, key: K) -> int:
        """How many are on the roster under a key."""
        return len(self.members(key))

    def page(self, key: K, offset: int, limit: int) -> tuple[M, ...]:
        """At most `limit` members from `offset` on; empty past the end."""
        return self.members(key)[offset : offset + limit]

    def append(self, key: K, member: M) -> None:
        """Adds a member at the end."""
        self._put(key, (*self.members(key), member))

    def remove(self, key: K, member: M) -> None:
        """Removes a member; the last one takes its place. Raises ValueError for one that is not there."""
        members = list(self.members(key))
        place = members.index(member)
        last = members.pop()
        if place < len(members):
            members[place] = last
        self._put(key, tuple(members))

    def join(self, keys: tuple[K, ...], member: M) -> None:
        """Adds a member under each of the keys, in order."""
        for key in keys:
            self.append(key, member)

    def leave(self, keys: tuple[K, ...], member: M) -> None:
        """Removes a member under each of the keys, in order."""
        for key in keys:
            self.remove(key, member)

    def _put(self, key: K, members: tuple[M, ...]) -> None:
        if JOURNAL.entries is not None:
            JOURNAL.entries.append((Rosters._restore, self, key, self._members.get(key)))
        self._members[key] = members

    def _restore(self, key: K, members: tuple[M, ...] | None) -> None:
        if members is None:
            del self._members[key]
        else:
            self._members[key] = members
