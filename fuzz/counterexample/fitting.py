"""Whether a value fits the annotated type of a parameter. A recipe fits everywhere: the run decides what it becomes."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from properties.recipe import Recipe
from spec.core.types import Width

WORDS = {int: "a number", str: "text or an account", bytes: "bytes", bool: "true or false"}


def misfit(hint: Any, value: Any) -> str | None:
    """What is wrong with `value` as a `hint`, to be read after the parameter's name; None when it fits."""
    if isinstance(value, Recipe):
        return None
    marks: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *rest = get_args(hint)
        marks = tuple(rest)
    if get_origin(hint) is tuple:
        return _tuple_misfit(get_args(hint), value)
    if not isinstance(hint, type):
        return None
    if hasattr(hint, "_fields"):
        return _fields_misfit(hint, value)
    if issubclass(hint, IntEnum):
        return None if isinstance(value, hint) else f"is none of {', '.join(member.name for member in hint)}"
    if hint in WORDS and (not isinstance(value, hint) or (hint is int and isinstance(value, bool))):
        return f"is not {WORDS[hint]}"
    return next((_range_misfit(mark, value) for mark in marks if isinstance(mark, Width)), None)


def _range_misfit(width: Width, value: int) -> str | None:
    return None if 0 <= value <= width.maximum else f"is outside 0 to 2**{width.bits} - 1"


def _tuple_misfit(parts: tuple[Any, ...], value: Any) -> str | None:
    if not isinstance(value, tuple):
        return "is not a list"
    if len(parts) != 2 or parts[1] is not Ellipsis:
        return None
    found = ((place, misfit(parts[0], part)) for place, part in enumerate(value))
    return next((f"[{place}] {problem}" for place, problem in found if problem), None)


def _fields_misfit(hint: Any, value: Any) -> str | None:
    if not isinstance(value, hint):
        return f"is no {hint.__name__}"
    hints = get_type_hints(hint, include_extras=True)
    found = ((name, misfit(hints[name], getattr(value, name))) for name in hint._fields)
    return next((f".{name} {problem}" for name, problem in found if problem), None)
