"""Records: what a lifecycle stores about one thing.

A record is a dataclass whose fields are annotated with the words of `spec.core.types`. Storing a value outside
its field's width raises `Panic`, as checked arithmetic does on chain, and every change can be rolled back.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

from spec.core.errors import OVERFLOW, Panic
from spec.core.journal import JOURNAL
from spec.core.types import Ghost, Width

T = TypeVar("T")


@dataclass(frozen=True)
class Field:
    """One field of a record: its name, plain type, and what the annotation adds to it."""

    name: str
    python_type: Any
    marks: tuple[object, ...]

    @property
    def width(self) -> Width | None:
        """Range of an unsigned integer field."""
        return next((mark for mark in self.marks if isinstance(mark, Width)), None)

    @property
    def ghost(self) -> bool:
        """True when the contract does not store this field."""
        return any(isinstance(mark, Ghost) for mark in self.marks)


@dataclass_transform()
def record(cls: type[T]) -> type[T]:
    """Turns an annotated class into a mutable record with range checks and undo."""
    built = dataclass(slots=True)(cls)
    described = describe(built)
    limits = {field.name: field.width.maximum for field in described if field.width}
    store = object.__setattr__

    def assign(self: Any, name: str, value: Any) -> None:
        limit = limits.get(name)
        if limit is not None and not 0 <= value <= limit:
            raise Panic(OVERFLOW)
        entries = JOURNAL.entries
        if entries is not None:
            previous = getattr(self, name, JOURNAL)
            if previous is not JOURNAL:
                entries.append((store, self, name, previous))
        store(self, name, value)

    built.__setattr__ = assign  # type: ignore[method-assign]  # the checked store replaces the dataclass's
    built.FIELDS = described  # type: ignore[attr-defined]  # read by interpreters through `fields_of`
    return built


def describe(cls: type) -> tuple[Field, ...]:
    """Reads the annotations of a dataclass. Raises TypeError for a field that no interpreter could read."""
    hints = get_type_hints(cls, include_extras=True)
    described = []
    for field in fields(cls):
        hint = hints[field.name]
        if get_origin(hint) is Annotated:
            plain, *marks = get_args(hint)
            described.append(Field(field.name, plain, tuple(marks)))
        elif hint is int:
            raise TypeError(f"{cls.__name__}.{field.name} is a bare int; give it a width such as Uint64 or Wei")
        else:
            described.append(Field(field.name, hint, ()))
    return tuple(described)


def fields_of(cls: type) -> tuple[Field, ...]:
    """The fields of a record class, in order of declaration."""
    return cls.FIELDS  # type: ignore[attr-defined]  # set by `record`
