"""What a preset answers in place of the specification's opaque functions, while a search runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from properties.errors import UserError
from spec.core.opaque import STAND_IN, is_opaque

Handlers = Mapping[Callable[..., Any], Callable[..., Any]]


@contextmanager
def in_place_of(handlers: Handlers) -> Iterator[None]:
    """Lets handlers answer for opaque functions; those without one run themselves.

    Raises UserError for a function that is not opaque: what is not marked is always run as it is written.
    """
    for function in handlers:
        if not is_opaque(function):
            raise UserError(
                f"a preset answers for {getattr(function, '__name__', function)!r}",
                "the specification does not mark it as opaque",
                "mark it, or let it run",
            )

    def call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        written: Callable[..., Any] = function.__wrapped__  # type: ignore[attr-defined]  # set by functools.wraps
        return handlers.get(function, written)(*arguments)

    before, STAND_IN.call = STAND_IN.call, call if handlers else None
    try:
        yield
    finally:
        STAND_IN.call = before
