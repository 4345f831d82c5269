"""Refusals in words: which class of the specification says what a contract says as `Error(string)`."""

from __future__ import annotations

from collections.abc import Iterator

from properties.errors import UserError
from spec.core import Actions, Revert


class AmbiguousText(UserError):
    """Two classes of one protocol say the same words."""


def named_texts(actions: Actions) -> dict[str, str]:
    """Name of the class by its words, for a protocol's own classes and those that protocols share.

    Raises:
        AmbiguousText: Two classes say the same.
    """
    packages = {package for action in actions for package in enclosing(action.run.__module__)}
    found: dict[str, str] = {}
    for cls in refusals(Revert):
        if cls.TEXT and cls.__module__.rpartition(".")[0] in packages:
            other = found.setdefault(cls.TEXT, cls.__name__)
            if other != cls.__name__:
                raise AmbiguousText(
                    f"{other} and {cls.__name__} both say {cls.TEXT!r}", "a revert could be either", "keep one class"
                )
    return found


def enclosing(module: str) -> Iterator[str]:
    """The packages that a module lies in, innermost first."""
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def refusals(base: type[Revert]) -> Iterator[type[Revert]]:
    """Every class below `base`, in order of declaration."""
    for cls in base.__subclasses__():
        yield cls
        yield from refusals(cls)
