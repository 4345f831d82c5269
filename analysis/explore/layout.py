"""A state as a vector of numbers: one slot for each scalar, each record and each amount that a preset has room for.

A slot's number names a value, the tuple of the record's fields. It is computed from the value alone, so that it is the
same in every process and in every run. Slots of one store share a table, so that records can change places.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from enum import IntEnum
from typing import Any, get_args, get_origin

from properties.errors import UserError
from spec.core import Ledger, Roster, Rosters, Store

Vector = tuple[int, ...]
Value = tuple[Any, ...]

ABSENT: Value = (False,)
"""Value of a record's slot while there is no record."""
PRESENCE = 0
"""Place of "is there" in a record's value; its fields follow. The only place of any other value."""
DIGEST_BYTES = 7


class TwoValuesOneNumber(RuntimeError):
    """Two values have the same digest; the search would confuse them."""


class Table:
    """The values that slots of one kind ever held, by number."""

    def __init__(self, name: str, same: dict[int, int]) -> None:
        self.name = name
        self.values: dict[int, Value] = {}
        self._same = same
        self._numbers: dict[Value, int] = {}
        self.order: list[Value] = []

    def number(self, value: Value) -> int:
        """The number of a value. Raises TwoValuesOneNumber when another value has it."""
        known = self._numbers.get(value)
        if known is not None:
            return known
        digest = hashlib.blake2b(repr(value).encode(), digest_size=DIGEST_BYTES).digest()
        number = int.from_bytes(digest, "big")
        number = self._same.get(number, number)
        if number in self.values:
            raise TwoValuesOneNumber(f"{self.name}: {value!r} and {self.values[number]!r} share number {number}")
        self.values[number] = value
        self._numbers[value] = number
        self.order.append(value)
        self._same[number] = number
        return number


def freeze(value: Any) -> Any:
    """A value of the specification as something that can be hashed: nested records become tuples."""
    described = getattr(type(value), "FIELDS", None)
    if described is None:
        return value
    return (record_class(value), *(plain(getattr(value, f.name), f.python_type) for f in described))


def record_class(value: Any) -> type:
    """The class that the specification declared, also of a watched record."""
    return next(cls for cls in type(value).__mro__ if "FIELDS" in cls.__dict__)


def plain(value: Any, declared: Any) -> Any:
    """A field's value in its declared type, so that True and 1 are not told apart by chance."""
    if declared in (int, bool) or (isinstance(declared, type) and issubclass(declared, IntEnum)):
        return declared(value)
    return freeze(value)


def thaw(value: Any) -> Any:
    """The opposite of `freeze`."""
    if isinstance(value, tuple) and value and isinstance(value[0], type):
        return value[0](*map(thaw, value[1:]))
    return value


class Slot:
    """Where one value of the state is: a scalar (`key` is None), or a key of a store or ledger."""

    __slots__ = ("index", "key", "name", "table")

    def __init__(self, index: int, name: str, key: Any, table: Table) -> None:
        self.index, self.name, self.key, self.table = index, name, key, table

    def __str__(self) -> str:
        return self.name if self.key is None else f"{self.name}[{self.key}]"


class Layout:
    """The slots of a protocol's state in a preset's universe."""

    def __init__(self, state: Any, universe: Mapping[str, Sequence[Any]]) -> None:
        self.state_class = type(state)
        self.declared = {f.name: f.python_type for f in self.state_class.FIELDS}
        self._same: dict[int, int] = {}
        self.slots: list[Slot] = []
        self.tables: dict[str, Table] = {}
        self.where: dict[tuple[str, Any], int] = {}
        self.rosters = {name for name, hint in self.declared.items() if get_origin(hint) is Roster}
        self.scalars: list[str] = []
        self.stores: list[str] = []
        self.ledgers: list[str] = []
        self.listings: list[str] = []
        self.field_places: dict[type, dict[str, int]] = {}
        self.classes = {name: get_args(hint)[1] for name, hint in self.declared.items() if get_origin(hint) is Store}
        for f in fields(state):
            self._place(f.name, getattr(state, f.name), universe)
        self.absent = {name: self.tables[name].number(ABSENT) for name in self.stores}
        self.zero = {name: self.tables[name].number((0,)) for name in self.ledgers}
        self.zero |= {name: self.tables[name].number(((),)) for name in self.listings}
        self.values = [slot.table.values for slot in self.slots]

    def _place(self, name: str, held: Any, universe: Mapping[str, Sequence[Any]]) -> None:
        table = self.tables[name] = Table(name, self._same)
        keys: Iterable[Any] = (None,)
        if isinstance(held, Store | Ledger | Rosters):
            if name not in universe:
                raise UserError(f"the preset has no room for {name!r}", "its universe names no keys for it", "add them")
            kinds = ((Store, self.stores), (Ledger, self.ledgers), (Rosters, self.listings))
            next(names for kind, names in kinds if isinstance(held, kind)).append(name)
            keys = universe[name]
        else:
            self.scalars.append(name)
        for key in keys:
            self.where[name, key] = len(self.slots)
            self.slots.append(Slot(len(self.slots), name, key, table))

    def places(self, cls: type) -> dict[str, int]:
        """Place of each field in the value of a record of this class."""
        if cls not in self.field_places:
            self.field_places[cls] = {f.name: place for place, f in enumerate(cls.FIELDS, start=1)}  # type: ignore[attr-defined]  # set by `record`
        return self.field_places[cls]

    def record_value(self, name: str, record: Any) -> Value:
        """A record as the value of a slot."""
        cls, *values = freeze(record)
        if self.classes[name] is not cls:
            raise TypeError(f"{name} holds records of {self.classes[name].__name__}, not of {cls.__name__}")
        return (True, *values)

    def scalar_value(self, name: str, held: Any) -> Value:
        """A scalar of the state as the value of its slot."""
        if isinstance(held, Roster):
            return (tuple(held),)
        return (plain(held, self.declared[name]),)

    def encode(self, state: Any) -> Vector:
        """The vector of a state. Raises UserError when it holds a key that the preset has no room for."""
        vector = []
        for slot in self.slots:
            held = getattr(state, slot.name)
            vector.append(slot.table.number(self._value_at(slot, held)))
        for name in (*self.stores, *self.ledgers, *self.listings):
            for key in getattr(state, name):
                if (name, key) not in self.where:
                    raise UserError(f"the preset has no room for {name}[{key!r}]", None, "add the key to its universe")
        return tuple(vector)

    def _value_at(self, slot: Slot, held: Any) -> Value:
        if slot.name in self.ledgers:
            return (held[slot.key],)
        if slot.name in self.listings:
            return (held.members(slot.key),)
        if slot.name in self.stores:
            return self.record_value(slot.name, held[slot.key]) if slot.key in held else ABSENT
        return self.scalar_value(slot.name, held)

    def value(self, slot: int, vector: Vector) -> Value:
        """What a vector holds in a slot."""
        return self.values[slot][vector[slot]]

    def thaw_record(self, name: str, value: Value) -> Any:
        """A plain record with this value."""
        return self.classes[name](*map(thaw, value[1:]))

    def decode(self, vector: Vector) -> Any:
        """A plain state of the specification."""
        parts: dict[str, Any] = {name: Store() for name in self.stores} | {name: Ledger() for name in self.ledgers}
        parts |= {name: Rosters() for name in self.listings}
        for slot in self.slots:
            value = self.value(slot.index, vector)
            if slot.name in self.stores:
                if value[PRESENCE]:
                    parts[slot.name].insert(slot.key, self.thaw_record(slot.name, value))
            elif slot.name in self.ledgers:
                if value[0]:
                    parts[slot.name][slot.key] = value[0]
            elif slot.name in self.listings:
                for member in value[0]:
                    parts[slot.name].append(slot.key, member)
            else:
                parts[slot.name] = self.thaw_scalar(slot.name, value)
        return self.state_class(**parts)

    def thaw_scalar(self, name: str, value: Value) -> Any:
        """A scalar of the state from its slot's value."""
        return Roster(value[0]) if name in self.rosters else value[0]

    def own(self, vector: Vector) -> Vector:
        """A vector that came from another process, made of the numbers that this one keeps, each in memory once."""
        return tuple(map(self._same.__getitem__, vector))

    def news(self, since: dict[str, int]) -> dict[str, list[Value]]:
        """Values by table that are new since the last call with the same `since`, which is brought up to date."""
        found = {}
        for name, table in self.tables.items():
            known = since.get(name, 0)
            if len(table.order) > known:
                found[name] = table.order[known:]
                since[name] = len(table.order)
        return found

    def learn(self, news: Mapping[str, Iterable[Value]]) -> None:
        """Takes over values that another process found."""
        for name, values in news.items():
            for value in values:
                self.tables[name].number(value)
