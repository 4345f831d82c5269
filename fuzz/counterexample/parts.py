"""Arguments taken apart and put together again: every place in a value, and simpler values for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import Any

from fuzz.counterexample.words import fields_with_defaults

Path = tuple[int | str, ...]
"""Way to a part: positions in tuples, names of fields."""


def parts_of(value: Any) -> list[tuple[int | str, Any]]:
    """The direct parts of a tuple, named tuple or recipe; none for anything else."""
    if hasattr(value, "_fields"):
        return [(name, getattr(value, name)) for name in value._fields]
    if isinstance(value, tuple):
        return list(enumerate(value))
    if dataclasses.is_dataclass(value):
        return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    return []


def with_part(value: Any, key: int | str, part: Any) -> Any:
    """The value with one of its direct parts replaced."""
    if isinstance(key, int):
        return (*value[:key], part, *value[key + 1 :])
    return value._replace(**{key: part}) if hasattr(value, "_fields") else dataclasses.replace(value, **{key: part})


def at(value: Any, path: Path) -> Any:
    """The part at a path. Raises LookupError when there is none."""
    for key in path:
        found = dict(parts_of(value))
        value = found[key]
    return value


def replaced(value: Any, path: Path, part: Any) -> Any:
    """The value with the part at a path replaced."""
    if not path:
        return part
    head, *rest = path
    return with_part(value, head, replaced(dict(parts_of(value))[head], tuple(rest), part))


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Paths to all parts, the outer ones first."""
    for key, part in parts_of(value):
        yield (*path, key)
        yield from places(part, (*path, key))


def default_at(value: Any, path: Path) -> Any:
    """The default of the field at a path; `MISSING` when it has none."""
    parent = at(value, path[:-1])
    if isinstance(path[-1], int):
        return dataclasses.MISSING
    return next(default for name, _, default in fields_with_defaults(parent) if name == path[-1])


def is_number(value: Any) -> bool:
    """True for plain integers: no truth values and no words of an enumeration."""
    return isinstance(value, int) and not isinstance(value, bool | IntEnum)


def map_numbers(value: Any, change: Callable[[int, str], int], name: str = "") -> Any:
    """The value with every plain integer in it changed; `change` is also told the name of the field it is in."""
    if is_number(value):
        return change(value, name)
    for key, part in parts_of(value):
        mapped = map_numbers(part, change, name if isinstance(key, int) else key)
        if mapped is not part:
            value = with_part(value, key, mapped)
    return value


def named_numbers(value: Any, name: str = "") -> Iterator[tuple[str, int]]:
    """Every plain integer in a value, with the name of the field it is in."""
    if is_number(value):
        yield name, value
    for key, part in parts_of(value):
        yield from named_numbers(part, name if isinstance(key, int) else key)


def simpler(value: Any, default: Any) -> Iterator[Any]:
    """Simpler values in place of one that is no plain integer, the simplest first; numbers are searched for instead."""
    if default is not dataclasses.MISSING:
        if value == default:
            return
        yield default
    if isinstance(value, bool):
        if value:
            yield False
    elif isinstance(value, IntEnum):
        yield from (member for member in type(value) if member < value)
    elif isinstance(value, bytes):
        yield from (plain for plain in (b"", bytes(len(value))) if plain != value)
    elif isinstance(value, tuple) and not hasattr(value, "_fields") and value:
        yield ()
        if len(value) > 1:
            yield from (value[:place] + value[place + 1 :] for place in range(len(value)))
