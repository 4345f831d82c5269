"""Opaque functions: parts of a transition that only concrete interpreters look inside.

Hashing, parsing and filter programs work on bytes. The concrete and the exhaustive interpreter run them; the
symbolic one replaces the result by an arbitrary value of the annotated type, or any of the declared errors. What
is proved about a transition therefore holds whatever an opaque function answers. An opaque function changes no state;
what it may do besides returning is append to the lists of the message that it names. It reads no store but one that it
is handed: for the same other arguments the symbolic interpreter gives the same answer, so that is asked once in a call.

A caller's list is a word to the symbolic interpreter as well. `each` is how a transition goes through one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, get_type_hints

from spec.core.errors import Revert
from spec.core.message import ImportRefused

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M")

OpaqueError = type[Revert] | type[ImportRefused]


@dataclass(frozen=True)
class Opacity:
    """What is known of an opaque function from outside.

    raises: every error that it can raise. appends: the message's lists that it may append to, such as `grants`.
    """

    raises: tuple[OpaqueError, ...]
    appends: tuple[str, ...]


class StandIn:
    """Where an interpreter that does not enter opaque functions puts what is called in their place."""

    __slots__ = ("call",)

    def __init__(self) -> None:
        self.call: Callable[[Callable[..., Any], tuple[Any, ...]], Any] | None = None


STAND_IN = StandIn()
"""The one stand-in of this process; None while functions run themselves."""


def opaque(
    *, raises: tuple[OpaqueError, ...] = (), appends: tuple[str, ...] = ()
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a deterministic function of its arguments as opaque; see `Opacity` for what has to be declared."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        name = getattr(function, "__name__", "?")
        if "return" not in get_type_hints(function):
            raise TypeError(f"opaque function {name} has no return type; the symbolic interpreter needs it")

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if STAND_IN.call is None:
                return function(*args, **kwargs)
            if kwargs:
                raise TypeError(f"opaque function {name} is called with keywords; pass its arguments by position")
            answer: R = STAND_IN.call(run, args)
            return answer

        run.opacity = Opacity(raises, appends)  # type: ignore[attr-defined]  # read through `opacity_of`
        return run

    return mark


def is_opaque(function: Callable[..., Any]) -> bool:
    """True for a function that the symbolic interpreter must not enter."""
    return hasattr(function, "opacity")


def opacity_of(function: Callable[..., Any]) -> Opacity:
    """What an opaque function declared. Raises TypeError for one that is not opaque."""
    if not is_opaque(function):
        raise TypeError(f"{getattr(function, '__name__', function)} is not opaque; mark it with `opaque`")
    declared: Opacity = function.opacity  # type: ignore[attr-defined]  # set by `opaque`
    return declared


class Unrolling:
    """Where an interpreter that knows no list's members puts what stands for them."""

    __slots__ = ("members",)

    def __init__(self) -> None:
        self.members: Callable[[Any, Any], tuple[Any, ...]] | None = None


UNROLLING = Unrolling()
"""The one unrolling of this process; None while lists are what they are."""


def each(values: tuple[M, ...], hint: Any) -> tuple[M, ...]:
    """The members of a caller's list, in order; `hint` is their annotation.

    The symbolic interpreter tries the lists up to a length it tells.
    """
    return values if UNROLLING.members is None else UNROLLING.members(values, hint)
