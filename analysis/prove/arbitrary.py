"""Arbitrary values of an annotated type, and what is done to them as wholes: copy, choose, compare.

A leaf is made by a `Maker` from its dotted path and bounds, so that the same walk yields fresh variables, or the fields
of the record that a store holds under a key.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from analysis.prove import terms
from analysis.prove.terms import BOOL, INT, Term
from analysis.prove.values import Name, Number, Truth, Unsupported, name_term, term_of, value_like
from spec.core.types import Width, Word

Maker = Callable[[str, str, int | None, int | None], Term]
"""Makes the leaf of a path: (path, sort, low, high)."""

_HINTS: dict[Any, dict[str, Any]] = {}


def fresh(prefix: str) -> Maker:
    """Leaves that are variables named after their path."""

    def make(path: str, sort: str, low: int | None, high: int | None) -> Term:
        return terms.variable(f"{prefix}{path}", sort, low, high)

    return make


def arbitrary(hint: Any, path: str, make: Maker) -> Any:
    """Any value of the annotated type. Raises Unsupported for a type that has no symbolic form."""
    if get_origin(hint) is Annotated:
        return _marked(hint, path, make)
    if hint is bool:
        return Truth(make(path, BOOL, None, None))
    if isinstance(hint, type) and issubclass(hint, enum.IntEnum):
        return _member(hint, path, make)
    if isinstance(hint, type) and hasattr(hint, "_fields"):
        return hint(**{name: arbitrary(part, _inside(path, name), make) for name, part in hints_of(hint).items()})
    if is_record(hint):
        return _record(hint, path, make)
    if hint in (str, bytes) or get_origin(hint) is tuple:
        return Name(make(path, INT, 0, None), getattr(hint, "__name__", "tuple"))
    if hint in (None, type(None)):
        return None
    raise Unsupported(f"{path} is annotated {hint}, which has no symbolic form; give it a width or a record type")


def _marked(hint: Any, path: str, make: Maker) -> Any:
    _, *marks = get_args(hint)
    for mark in marks:
        if isinstance(mark, Width):
            return Number(make(path, INT, 0, mark.maximum))
        if isinstance(mark, Word):
            return Name(make(path, INT, 0, None), mark.name)
    raise Unsupported(f"{path} is annotated {hint}, which has neither a width nor a word")


def _member(kind: type[enum.IntEnum], path: str, make: Maker) -> Number:
    values = sorted(int(member) for member in kind)
    if values != list(range(values[0], values[-1] + 1)):
        raise Unsupported(f"{kind.__name__} has gaps between its values; an arbitrary member can't be told by bounds")
    return Number(make(path, INT, values[0], values[-1]))


def _record(cls: Any, path: str, make: Maker) -> Any:
    return assembled(cls, {name: arbitrary(hint, _inside(path, name), make) for name, hint in hints_of(cls).items()})


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def assembled(cls: Any, values: dict[str, Any]) -> Any:
    """A record with these fields, stored without range check: the leaves are in range as they are."""
    made = cls.__new__(cls)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made


def is_record(hint: Any) -> bool:
    """True for a class made by the specification's `record`."""
    return isinstance(hint, type) and hasattr(hint, "FIELDS")


def hints_of(cls: Any) -> dict[str, Any]:
    """Annotations of a record or named tuple, marks included."""
    if cls not in _HINTS:
        _HINTS[cls] = get_type_hints(cls, include_extras=True)
    return _HINTS[cls]


def word_or_number(hint: Any, path: str, make: Maker) -> Any:
    """A key of a store: its annotation may be the plain type, for which the widest range is taken."""
    if hint is int:
        return Number(make(path, INT, 0, 2**256 - 1))
    if hint is str:
        return Name(make(path, INT, 0, None), "address")
    if hint is bytes:
        return Name(make(path, INT, 0, None), "bytes32")
    if get_origin(hint) is tuple:
        return tuple(word_or_number(part, f"{path}.{place}", make) for place, part in enumerate(get_args(hint)))
    return arbitrary(hint, path, make)


# ---------------------------------------------------------------- whole values


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Path and leaf of everything inside a value, in order of declaration."""
    if is_record(type(value)):
        for field in type(value).FIELDS:
            yield from leaves(getattr(value, field.name), _inside(path, field.name))
    elif hasattr(value, "_fields"):
        for name in value._fields:
            yield from leaves(getattr(value, name), _inside(path, name))
    elif value is not None:
        yield path, value


def copied(value: Any) -> Any:
    """A copy whose records are its own."""
    if is_record(type(value)):
        return assembled(type(value), {f.name: copied(getattr(value, f.name)) for f in type(value).FIELDS})
    return value


def choose(condition: Term, a: Any, b: Any) -> Any:
    """`a` where the condition holds, else `b`, leaf by leaf."""
    if a is b:
        return a
    if condition.op == "bool":
        return a if condition.value else b
    if is_record(type(a)):
        names = [field.name for field in type(a).FIELDS]
        return assembled(type(a), {name: choose(condition, getattr(a, name), getattr(b, name)) for name in names})
    if hasattr(a, "_fields"):
        return type(a)(*(choose(condition, one, other) for one, other in zip(a, b, strict=True)))
    if type(a) is tuple and type(b) is tuple and len(a) == len(b):
        return tuple(choose(condition, one, other) for one, other in zip(a, b, strict=True))
    if a is None or b is None:
        raise Unsupported("a value that is None in one case only can't be merged")
    sample = a if isinstance(a, Name) else b
    if isinstance(sample, Name):
        return Name(terms.choice(condition, name_term(a), name_term(b)), sample.kind)
    return value_like(sample, terms.choice(condition, term_of(a), term_of(b)))


def key_terms(key: Any) -> tuple[Term, ...]:
    """The terms of a store's key, whose parts are numbers and words."""
    parts = key if isinstance(key, tuple) else (key,)
    return tuple(term_of(part) for part in parts)


def same_key(a: tuple[Term, ...], b: tuple[Term, ...]) -> Term:
    """Both keys are one."""
    return terms.conjunction(terms.equal(one, other) for one, other in zip(a, b, strict=True))
