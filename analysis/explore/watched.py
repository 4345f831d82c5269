"""A state that notes what is read of it, so that what a transition did can be reused wherever it would read the same.

The specification's functions run on it unchanged: its state, stores and records are subclasses of the real ones.
Writing notes a reading too, because the journal keeps what was there before. What lies beyond the preset's universe is
absent; a transition that would put something there leaves the bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from analysis.explore.layout import PRESENCE, Layout, Value, Vector, thaw
from spec.core import Ledger, Roster, Rosters, Store
from spec.core.journal import Change

Read = tuple[int, int]
"""Slot and place in its value."""


Written = Value | dict[int, Any]
"""What a slot holds: the whole value, or only some places of it."""


class _Everything(set[Read]):
    """Contains whatever is asked."""

    def __contains__(self, item: object) -> bool:
        return True


EVERYTHING = _Everything()


class BeyondBound(BaseException):
    """The transition leads out of what the preset explores. No error of the specification, so nothing may catch it."""


class WatchedStore(Store[Any, Any]):
    """A store whose records are made from a vector when they are first looked at."""

    __slots__ = ("_name", "_watch")

    def __init__(self, watch: Watch, name: str) -> None:
        super().__init__()
        self._watch, self._name = watch, name

    def __contains__(self, key: object) -> bool:
        return self._watch.present(self, self._name, key)

    def __getitem__(self, key: Any) -> Any:
        if key not in self:
            raise KeyError(key)
        return self._records[key]

    def __iter__(self) -> Iterator[Any]:
        return iter([key for key in self._watch.keys[self._name] if key in self])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def items(self) -> Iterator[tuple[Any, Any]]:
        """Keys and records in order of the universe."""
        return iter([(key, self[key]) for key in self])

    def values(self) -> Iterator[Any]:
        """Records in order of the universe."""
        return iter([self[key] for key in self])

    def total(self, amount: Callable[[Any], int]) -> int:
        """Sum of `amount` over all records."""
        return sum(amount(record) for record in self.values())

    def insert(self, key: Any, record: Any) -> None:
        """Adds a record. Raises BeyondBound for a key that the preset has no room for."""
        if (self._name, key) not in self._watch.layout.where:
            raise BeyondBound
        self.__contains__(key)
        super().insert(key, record)


class WatchedLedger(Ledger[Any]):
    """A ledger that notes which amounts are read."""

    __slots__ = ("_loaded", "_name", "_watch")

    def __init__(self, watch: Watch, name: str) -> None:
        super().__init__()
        self._watch, self._name = watch, name
        self._loaded: set[Any] = set()

    def _load(self, key: Any) -> None:
        place = self._watch.layout.where.get((self._name, key))
        if place is None:
            return
        self._watch.note(place, PRESENCE)
        if key not in self._loaded:
            self._loaded.add(key)
            (amount,) = self._watch.value(place)
            if amount:
                self._amounts[key] = amount

    def __getitem__(self, key: Any) -> int:
        self._load(key)
        return super().__getitem__(key)

    def __setitem__(self, key: Any, amount: int) -> None:
        if (self._name, key) not in self._watch.layout.where:
            raise BeyondBound
        self._load(key)
        super().__setitem__(key, amount)

    def __iter__(self) -> Iterator[Any]:
        for key in self._watch.keys[self._name]:
            self._load(key)
        return super().__iter__()

    def items(self) -> Iterator[tuple[Any, int]]:
        """Keys and amounts."""
        return iter([(key, self._amounts[key]) for key in self])

    def total(self) -> int:
        """Sum of all amounts."""
        return sum(amount for _, amount in self.items())


class WatchedRosters(Rosters[Any, Any]):
    """Rosters of which it notes those that are read."""

    __slots__ = ("_loaded", "_name", "_watch")

    def __init__(self, watch: Watch, name: str) -> None:
        super().__init__()
        self._watch, self._name = watch, name
        self._loaded: set[Any] = set()

    def _load(self, key: Any) -> None:
        place = self._watch.layout.where.get((self._name, key))
        if place is None:
            return
        self._watch.note(place, PRESENCE)
        if key not in self._loaded:
            self._loaded.add(key)
            (members,) = self._watch.value(place)
            if members:
                self._members[key] = members

    def members(self, key: Any) -> tuple[Any, ...]:
        """Everything on the roster under a key."""
        self._load(key)
        return super().members(key)

    def _put(self, key: Any, members: tuple[Any, ...]) -> None:
        if (self._name, key) not in self._watch.layout.where:
            raise BeyondBound
        self._load(key)
        super()._put(key, members)

    def items(self) -> Iterator[tuple[Any, tuple[Any, ...]]]:
        """Keys whose roster is not empty and their members."""
        for key in self._watch.keys[self._name]:
            self._load(key)
        return super().items()


def watched_record(cls: type, watch: Watch, places: dict[str, int]) -> type:
    """A subclass of a record class that notes each field of its slot as it is read."""
    look = object.__getattribute__

    def read(self: Any, name: str) -> Any:
        place = places.get(name)
        if place is not None:
            watch.note(look(self, "_slot"), place)
        return look(self, name)

    return type(f"Watched{cls.__name__}", (cls,), {"__slots__": ("_slot",), "__getattribute__": read})


def watched_state(cls: type, watch: Watch, slots: dict[str, int]) -> type:
    """A subclass of a state class that notes each scalar as it is read."""
    look = object.__getattribute__

    def read(self: Any, name: str) -> Any:
        slot = slots.get(name)
        if slot is not None:
            watch.note(slot, PRESENCE)
        return look(self, name)

    return type(f"Watched{cls.__name__}", (cls,), {"__slots__": (), "__getattribute__": read})


class Watch:
    """Makes watched states of one layout, one at a time, and keeps what was read of the present one."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        keyed = (*layout.stores, *layout.ledgers, *layout.listings)
        self.keys = {name: [slot.key for slot in layout.slots if slot.name == name] for name in keyed}
        self.reads: list[tuple[int, int, int]] = []
        self.seen: set[Read] = set()
        self.answers: Sequence[Any] = ()
        self.vector: Vector = ()
        self._records = {
            name: watched_record(layout.classes[name], self, layout.places(layout.classes[name]))
            for name in layout.stores
        }
        scalars = {name: layout.where[name, None] for name in layout.scalars}
        self._scalars = list(scalars.items())
        self._stores = [WatchedStore(self, name) for name in layout.stores]
        self._ledgers = [WatchedLedger(self, name) for name in layout.ledgers]
        self._listings = [WatchedRosters(self, name) for name in layout.listings]
        state_class = watched_state(layout.state_class, self, scalars)
        self._state: Any = object.__new__(state_class)
        watched: tuple[Any, ...] = (*self._stores, *self._ledgers, *self._listings)
        for held in watched:
            object.__setattr__(self._state, held._name, held)

    def note(self, slot: int, place: int) -> None:
        """Keeps the first reading of each place, with how many answers the environment had given before it."""
        read = (slot, place)
        if read not in self.seen:
            self.seen.add(read)
            self.reads.append((slot, place, len(self.answers)))

    def forget(self, answers: Sequence[Any] = ()) -> None:
        """Starts to note anew; `answers` grows as the environment answers."""
        self.reads, self.seen, self.answers = [], set(), answers

    def value(self, slot: int) -> Value:
        """What the present vector holds in a slot, without noting it."""
        return self.layout.values[slot][self.vector[slot]]

    def present(self, store: WatchedStore, name: str, key: Any) -> bool:
        """Whether a store holds a key; makes its record on the way."""
        slot = self.layout.where.get((name, key))
        if slot is None:
            return False
        self.note(slot, PRESENCE)
        if key in store._records:
            return True
        value = self.value(slot)
        if not value[PRESENCE]:
            return False
        store._records[key] = self._record(name, slot, value)
        return True

    def _record(self, name: str, slot: int, value: Value) -> Any:
        cls = self._records[name]
        record: Any = object.__new__(cls)
        put = object.__setattr__
        put(record, "_slot", slot)
        for field, place in self.layout.places(self.layout.classes[name]).items():
            held = value[place]
            put(record, field, thaw(held) if type(held) is tuple else held)
        return record

    def state(self, vector: Vector) -> Any:
        """The watched state of a vector. It is always the same object: the state before it is void."""
        self.vector = vector
        layout, state, put = self.layout, self._state, object.__setattr__
        for name, slot in self._scalars:
            put(state, name, layout.thaw_scalar(name, layout.values[slot][vector[slot]]))
        for store in self._stores:
            store._records.clear()
        for ledger in self._ledgers:
            ledger._amounts.clear()
            ledger._loaded.clear()
        for listing in self._listings:
            listing._members.clear()
            listing._loaded.clear()
        return state

    def written(self, changes: Iterable[Change]) -> dict[int, Written]:
        """Slots that the journal's changes wrote, in order: places with what they hold now, or the whole value.

        What is read meanwhile is not noted.
        """
        seen, self.seen = self.seen, EVERYTHING
        try:
            return self._written(changes)
        finally:
            self.seen = seen

    def _written(self, changes: Iterable[Change]) -> dict[int, Written]:
        touched: dict[int, set[str] | None] = {}
        for _, target, key, _ in changes:
            for slot, name in self._touched(target, key):
                names = touched.setdefault(slot, set())
                if name is None or names is None:
                    touched[slot] = None
                else:
                    names.add(name)
        return {slot: self._now(slot, touched[slot]) for slot in sorted(touched)}

    def _touched(self, target: Any, key: Any) -> Iterator[tuple[int, str | None]]:
        """Slots that a change is in, with the field that was written, or None for the whole of it."""
        where = self.layout.where
        if isinstance(target, WatchedLedger | WatchedStore | WatchedRosters):
            yield where[target._name, key], None
        elif target is self._state:
            yield where[key, None], None
        elif isinstance(target, Roster):
            yield from ((where[name, None], None) for name in self.layout.rosters)
        elif hasattr(target, "_slot"):
            yield target._slot, key
        else:
            yield from self._differing()

    def _differing(self) -> Iterator[tuple[int, str | None]]:
        """Where a change of something else than a stored record may show: new records, and parts of known ones."""
        for store in self._stores:
            places = self.layout.places(self.layout.classes[store._name])
            for key, record in store._records.items():
                slot = self.layout.where[store._name, key]
                if not hasattr(record, "_slot"):
                    yield slot, None
                    continue
                before, now = self.value(slot), self.layout.record_value(store._name, record)
                yield from ((slot, name) for name, place in places.items() if now[place] != before[place])

    def _now(self, index: int, names: set[str] | None) -> Written:
        slot = self.layout.slots[index]
        held = object.__getattribute__(self._state, slot.name)
        if slot.key is None:
            return self.layout.scalar_value(slot.name, held)
        if slot.name in self.layout.ledgers:
            return (int(held._amounts.get(slot.key, 0)),)
        if slot.name in self.layout.listings:
            return (held._members.get(slot.key, ()),)
        value = self.layout.record_value(slot.name, held._records[slot.key])
        if names is None:
            return value
        places = self.layout.places(self.layout.classes[slot.name])
        return {places[name]: value[places[name]] for name in sorted(names)}
