"""Runs a mutant against one catcher after the other, in place: the function object stays, its code is exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from analysis.mutants.mutator import Mutant
from fuzz.drivers import native
from fuzz.lockstep.runner import Runner

Catcher = Callable[[], str | None]
"""Looks for trouble while a mutant is in place; returns how it showed, or None."""


@dataclass(frozen=True)
class Trial:
    """What became of a mutant: who caught it, and how it showed; nobody when it survived."""

    id: str
    caught_by: str | None
    sign: str


@contextmanager
def in_place(mutant: Mutant) -> Iterator[None]:
    """The specification with the mutant in it."""
    original = mutant.target.__code__
    mutant.target.__code__ = mutant.code
    try:
        yield
    finally:
        mutant.target.__code__ = original


def try_mutant(mutant: Mutant, catchers: dict[str, Catcher]) -> Trial:
    """The first catcher that notices the mutant."""
    with in_place(mutant):
        for name, catch in catchers.items():
            sign = catch()
            if sign is not None:
                return Trial(mutant.id, name, sign)
    return Trial(mutant.id, None, "")


def lockstep_catcher(runner: Runner, seed: int, calls: int) -> Catcher:
    """A stream of the native loop; a crash of the specification counts as noticed."""

    def catch() -> str | None:
        try:
            explored = native.run_stream(runner, seed, 0, calls, most_findings=1)
        except Exception as crash:  # a mutant may break the specification in any way; that it shows is what counts
            return f"{type(crash).__name__}: {crash}"[:200]
        return explored.found[0].finding.sentence()[:200] if explored.found else None

    return catch
