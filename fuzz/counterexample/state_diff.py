"""What one call changed: records added, fields old -> new, ledgers, everyone's coin; names stand for addresses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fuzz.counterexample.words import UNKNOWN, Names, amount, in_words, number, units_of
from spec.core import Ledger, Roster, Rosters, Store

ABSENT = "absent"
COIN_OF = "coin of "
"""Begins the name of what an actor or contract holds on the chain, outside the protocol's books."""


@dataclass(frozen=True)
class Change:
    """One thing that a step changed: `orders[1].fee`, before and after in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """Something that can come into being: a record with its fields in words, and all of it in one line."""

    line: str
    fields: dict[str, str]


Picture = dict[str, Entry | str]
"""A specification state at one moment, in words: records as entries, everything else as text."""


def picture(session: Any) -> Picture:
    """The state of a session's specification, and the coin that it says everyone holds."""
    taken: Picture = dict(state_picture(session.state, session.name_of))
    for address, coin in session.expected_balances.items():
        taken[f"{COIN_OF}{session.name_of(address)}"] = amount(coin)
    for (token, account), held in session.token_books.expected.items():
        taken[f"{session.name_of(token)} of {session.name_of(account)}"] = str(held)
    return taken


def state_picture(state: Any, names: Names = str) -> Iterator[tuple[str, Entry | str]]:
    """Every part of a specification's state by its name."""
    units = units_of(type(state))
    for field in dataclasses.fields(state):
        part = getattr(state, field.name)
        if isinstance(part, Store):
            for key, record in part.items():
                yield f"{field.name}[{_key(key, names)}]", _entry(record, names)
        elif isinstance(part, Ledger):
            for key, held in part.items():
                yield f"{field.name}[{_key(key, names)}]", number(held, UNKNOWN)
        elif isinstance(part, Rosters):
            for key, members in part.items():
                yield f"{field.name}[{_key(key, names)}]", in_words(members, names)
        elif isinstance(part, Roster):
            yield field.name, in_words(tuple(part), names)
        else:
            yield field.name, in_words(part, names, units.get(field.name, ""))


def diff(before: Picture, after: Picture) -> tuple[Change, ...]:
    """What changed, in the order of the later picture."""
    changes = [change for name, part in after.items() for change in _changes(name, before.get(name), part)]
    gone = [(name, part) for name, part in before.items() if name not in after]
    changes.extend(Change(name, part.line if isinstance(part, Entry) else part, ABSENT) for name, part in gone)
    return tuple(changes)


def _changes(name: str, before: Entry | str | None, after: Entry | str) -> Iterator[Change]:
    if isinstance(after, str):
        previous = before if isinstance(before, str) else "0"
        if previous != after:
            yield Change(name, previous, after + (_movement(previous, after) if name.startswith(COIN_OF) else ""))
    elif not isinstance(before, Entry):
        yield Change(name, ABSENT, after.line)
    else:
        for field, text in after.fields.items():
            if before.fields.get(field) != text:
                yield Change(f"{name}.{field}", before.fields.get(field, ABSENT), text)


def _movement(before: str, after: str) -> str:
    """How much came or went: what an actor holds has too many digits to see it."""
    moved = int(after.split(" ")[0]) - int(before.split(" ")[0])
    return f", {'+' if moved > 0 else '-'}{amount(abs(moved))}"


def _entry(record: Any, names: Names) -> Entry:
    return Entry(in_words(record, names), dict(_fields(record, names)))


def _fields(record: Any, names: Names, prefix: str = "") -> Iterator[tuple[str, str]]:
    units = units_of(type(record))
    for field in dataclasses.fields(record):
        part = getattr(record, field.name)
        if dataclasses.is_dataclass(part):
            yield from _fields(part, names, f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}", in_words(part, names, units.get(field.name, ""))


def _key(key: Any, names: Names) -> str:
    return ", ".join(in_words(part, names) for part in key) if isinstance(key, tuple) else in_words(key, names)
