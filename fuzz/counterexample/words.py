"""Values as a stranger reads them: coin in ether, times in days, accounts by name, records without their zeros."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import IntEnum
from typing import Any

Names = Callable[[str], str]
"""The name of the actor or contract behind an address, or the address itself."""

COIN = frozenset({"Wei", "GhostWei"})
TIME = "Seconds"
UNKNOWN = "?"
"""Unit of a number of which nothing says what it counts: shown as coin too when it is large enough to be."""

NOBODY = "0x" + "0" * 40
ADDRESS = re.compile(r"0x[0-9a-f]{40}(?![0-9a-f])")
SCALES = ((10**14, 10**18, "ether"), (10**7, 10**9, "gwei"))
"""From how many wei on an amount is also told in which coin unit."""
PLACES = 6
"""Decimal places of coin units."""
PERIODS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
A_MOMENT = 10**9
"""Seconds from which on a number is a moment of the chain's calendar and no duration."""


def amount(wei: int) -> str:
    """An amount of coin: `200000000000000000 wei (0.2 ether)`; the coin unit is rounded to six places."""
    for least, scale, unit in SCALES:
        if wei >= least:
            exact = Decimal(wei) / scale
            rounded = round(exact, PLACES)
            told = f"{rounded:,f}".rstrip("0").rstrip(".")
            return f"{wei} wei ({'' if rounded == exact else 'about '}{told} {unit})"
    return f"{wei} wei"


def duration(seconds: int) -> str:
    """A duration: `86401 s (1 d 1 s)`; a moment of the chain's calendar stays a number of seconds."""
    if seconds < 60 or seconds >= A_MOMENT:
        return f"{seconds} s"
    parts, left = [], seconds
    for length, unit in PERIODS:
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count} {unit}")
    return f"{seconds} s ({' '.join(parts)})"


def number(value: int, unit: str = "") -> str:
    """A number in its unit; one beside a power of two that ends a type's range is told from there."""
    for bits in (64, 128, 256):
        if value >= 2**63 and abs(value - 2**bits) <= 2:
            away = value - 2**bits
            return f"2**{bits}" + (f" {'-' if away < 0 else '+'} {abs(away)}" if away else "")
    if unit in COIN or (unit == UNKNOWN and value >= SCALES[0][0]):
        return amount(value)
    return duration(value) if unit == TIME else str(value)


def in_words(value: Any, names: Names = str, unit: str = "") -> str:
    """Any value of a specification or a call, in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, IntEnum):
        return value.name
    if isinstance(value, int):
        return number(value, unit)
    if isinstance(value, str):
        return named(value, names) if ADDRESS.fullmatch(value) else f'"{value}"'
    if isinstance(value, bytes):
        return _bytes(value)
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return f"({', '.join(in_words(part, names, unit) for part in value)})"
    if dataclasses.is_dataclass(value) or hasattr(value, "_fields"):
        told = ", ".join(f"{name}={text}" for name, text in told_fields(value, names))
        return f"{type(value).__name__}({told})"
    return repr(value)


def told_fields(value: Any, names: Names = str) -> Iterator[tuple[str, str]]:
    """Fields of a record, named tuple or recipe that say something: not those that are zero, empty or the default."""
    units = units_of(type(value))
    for name, part, default in fields_with_defaults(value):
        if part != default and not is_nothing(part):
            yield name, in_words(part, names, units.get(name, ""))


def fields_with_defaults(value: Any) -> Iterator[tuple[str, Any, Any]]:
    """Name, value and default of each field of a dataclass or named tuple; `MISSING` where there is no default."""
    if hasattr(value, "_fields"):
        for name in value._fields:
            yield name, getattr(value, name), value._field_defaults.get(name, dataclasses.MISSING)
        return
    for field in dataclasses.fields(value):
        yield field.name, getattr(value, field.name), field.default


def is_nothing(value: Any) -> bool:
    """True for zero, false, nobody and everything empty; a word of an enumeration always says something."""
    return not isinstance(value, IntEnum) and (not value or value == NOBODY or value == bytes(32))


def units_of(source: Any) -> dict[str, str]:
    """The word that each annotation of a class or function is, such as `Wei`; empty where none can be told."""
    written = getattr(source, "__annotations__", {})
    return {name: hint.rsplit(".", 1)[-1] if isinstance(hint, str) else "" for name, hint in written.items()}


def named(address: str, names: Names) -> str:
    """Who an address belongs to."""
    return "nobody" if address == NOBODY else names(address)


def with_names(text: str, names: Names) -> str:
    """A text in which each address is replaced by who it belongs to."""
    return ADDRESS.sub(lambda match: named(match.group(), names), text)


def _bytes(value: bytes) -> str:
    if not value:
        return "no bytes"
    if not any(value):
        return f"{len(value)} zero bytes"
    text = value.hex()
    return f"0x{text}" if len(text) <= 64 else f"0x{text[:32]}…({len(value)} bytes)"
