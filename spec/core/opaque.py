"""Opaque functions: parts of a transition that only concrete interpreters look inside.

Hashing, parsing and filter programs work on bytes. The concrete and the exhaustive interpreter run them; the
symbolic one replaces the result by an arbitrary value of the annotated type, or any of the declared errors. What
is proved about a transition therefore holds whatever an opaque function answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, get_type_hints

from spec.core.errors import Revert

P = ParamSpec("P")
R = TypeVar("R")


def opaque(*, raises: tuple[type[Revert], ...] = ()) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a deterministic function of its arguments as opaque; `raises` lists every error it can raise."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        name = getattr(function, "__name__", "?")
        if "return" not in get_type_hints(function):
            raise TypeError(f"opaque function {name} has no return type; the symbolic interpreter needs it")
        function.opaque_errors = raises  # type: ignore[attr-defined]  # read through `is_opaque`
        return function

    return mark


def is_opaque(function: Callable[..., Any]) -> bool:
    """True for a function that the symbolic interpreter must not enter."""
    return hasattr(function, "opaque_errors")
