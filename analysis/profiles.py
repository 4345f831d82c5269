"""Named presets of budgets, counted in calls, states and paths, never in seconds.

A count gives the same work on every machine, so that two runs from one seed can be compared.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace

from fuzz.errors import UserError


class UnknownProfile(UserError):
    """No preset has the given name."""


@dataclass(frozen=True)
class Profile:
    """How much an engine may do.

    Args:
        name: What is passed to ``--profile``.
        summary: One line for the help text.
        calls: Calls of the native random loop, for each protocol.
        examples: Hypothesis examples, for each protocol.
        steps: Calls of one Hypothesis example.
        states: States an exhaustive search may visit, for each configuration.
        paths: Paths a symbolic engine may follow, for each action.
        mutants: Faults written into the specification, for each protocol; 0 for none.
        keeps_corpus: Whether fuzzers of bytecode begin with what earlier campaigns found, and are guided by coverage:
            what they find then depends on more than the seed, which is no evidence that can be had twice.
    """

    name: str
    summary: str
    calls: int
    examples: int
    steps: int
    states: int
    paths: int
    mutants: int = 0
    keeps_corpus: bool = False

    def __post_init__(self) -> None:
        for budget in ("calls", "examples", "steps", "states", "paths", "mutants"):
            if getattr(self, budget) < 0:
                raise UserError(f"the budget of {budget} is negative", remedy="give 0 or more")

    def with_calls(self, calls: int) -> Profile:
        """Return this preset with another budget of native calls."""
        return replace(self, calls=calls)


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("quick", "a look while editing", calls=2_000, examples=20, steps=20, states=2_000, paths=50),
        Profile(
            "ci",
            "what every change must pass",
            calls=40_000,
            examples=100,
            steps=30,
            states=400_000,
            paths=200,
            mutants=32,
        ),
        Profile(
            "deep",
            "before a release",
            calls=1_000_000,
            examples=5_000,
            steps=50,
            states=10_000_000,
            paths=200,
            mutants=100_000,
            keeps_corpus=True,
        ),
    )
}


def profile_named(name: str) -> Profile:
    """Return the preset called ``name``.

    Raises:
        UnknownProfile: There is none; the sentence lists those there are.
    """
    if name in PROFILES:
        return PROFILES[name]
    close = difflib.get_close_matches(name, PROFILES, n=1)
    remedy = f"did you mean {close[0]}?" if close else f"choose one of {', '.join(PROFILES)}"
    raise UnknownProfile(f"there is no profile {name!r}", remedy=remedy)
