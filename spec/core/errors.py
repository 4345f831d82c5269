"""Reverts: one exception class for each way a transition can be refused."""

from __future__ import annotations

from typing import Any, ClassVar


class Revert(Exception):
    """A refused transition. Subclasses carry the name and the arguments of the contract's custom error.

    `ARGS` names the arguments in ABI order; `values` holds them in the same order. A refusal that the contract puts in
    words, as `Error(string)`, is a subclass too: it has those words in `TEXT`, and no arguments.
    """

    ARGS: ClassVar[tuple[str, ...]] = ()
    TEXT: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.TEXT and cls.ARGS:
            raise TypeError(f"{cls.__name__} has a TEXT and ARGS; an error in words carries no arguments")

    def __init__(self, *values: Any) -> None:
        if len(values) != len(self.ARGS):
            raise TypeError(
                f"{type(self).__name__} takes {len(self.ARGS)} values {self.ARGS}, got {len(values)}; "
                "pass them in the order of the contract's error"
            )
        super().__init__(*values)
        self.values: tuple[Any, ...] = values

    def __str__(self) -> str:
        if self.TEXT:
            return f"{type(self).__name__}: {self.TEXT!r}"
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self.ARGS, self.values, strict=True))
        return f"{type(self).__name__}({shown})"


class Silent(Revert):
    """A refusal without a word, on chain a revert with empty data: what the compiler checks before the contract."""


class NotPayable(Silent):
    """Coin was sent to an action that takes none."""


class MalformedArguments(Silent):
    """Bytes that are no arguments of the function they are passed to."""


class Panic(Revert):
    """Arithmetic left its type. On chain: Panic(0x11). No reachable state of a protocol may raise it."""

    ARGS = ("code",)


OVERFLOW = 0x11


def require(condition: bool, error: type[Revert], *values: Any) -> None:
    """Refuses the transition with `error(*values)` unless `condition` holds."""
    if not condition:
        raise error(*values)
