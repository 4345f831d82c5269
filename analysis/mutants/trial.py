"""Runs a mutant against one catcher after the other, in place: the function object stays, its code is exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from analysis.mutants.mutator import Mutant

Catcher = Callable[[Mutant], str | None]
"""Looks for trouble while a mutant is in place; returns how it showed, or None."""


@dataclass(frozen=True)
class Trial:
    """What became of a mutant. signs: how it showed to each catcher that noticed it, in the order of asking."""

    id: str
    kind: str
    signs: Mapping[str, str] = field(default_factory=dict)

    @property
    def caught_by(self) -> str | None:
        """The first that noticed it; nobody when it survived."""
        return next(iter(self.signs), None)

    @property
    def sign(self) -> str:
        """How it showed to the first."""
        return next(iter(self.signs.values()), "")


@contextmanager
def in_place(mutant: Mutant) -> Iterator[None]:
    """The specification with the mutant in it."""
    original = mutant.target.__code__
    mutant.target.__code__ = mutant.code
    try:
        yield
    finally:
        mutant.target.__code__ = original


def try_mutant(mutant: Mutant, catchers: Mapping[str, Catcher], *, every: bool = False) -> Trial:
    """Asks the catchers until one notices the mutant, or every one of them.

    A catcher `name, longer` does more of what `name` does, and is asked only where that noticed nothing.
    """
    signs: dict[str, str] = {}
    with in_place(mutant):
        for name, catch in catchers.items():
            if name.partition(",")[0] in signs:
                continue
            sign = catch(mutant)
            if sign is not None:
                signs[name] = " ".join(sign.split())[:200]
                if not every:
                    break
    return Trial(mutant.id, mutant.kind, signs)
