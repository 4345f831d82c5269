"""Planting bugs into a specification for the time of a test, and keeping which predicate each of them breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

from pytest import MonkeyPatch

from spec.core import Actions, Message, Revert, require

Plant = Callable[[MonkeyPatch], None]
ClauseName = tuple[str, str]
"""Property id and clause."""


class Seeds:
    """Bugs of one protocol's specification.

    Attributes:
        plants: For each property id and clause, how to break the specification so that the clause fails.
    """

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self.plants: dict[ClauseName, Plant] = {}

    def breaks(self, *clauses: ClauseName) -> Callable[[Plant], Plant]:
        """Registers a bug under the clauses that it makes fail."""

        def register(plant: Plant) -> Plant:
            for clause in clauses:
                assert clause not in self.plants, clause
                self.plants[clause] = plant
            return plant

        return register

    def without(self, module: ModuleType, error: type[Revert], *clauses: ClauseName) -> None:
        """The bug "this guard is missing"."""

        def lax(condition: bool, refusal: type[Revert], *values: Any) -> None:
            require(condition or refusal is error, refusal, *values)

        self.breaks(*clauses)(lambda patch: patch.setattr(module, "require", lax))

    def after(self, action: str, tamper: Callable[..., None], *clauses: ClauseName) -> None:
        """The bug "this action also does that"."""
        correct = self._actions[action]

        def run(s: Any, m: Message, *arguments: Any) -> Any:
            returned = correct.run(s, m, *arguments)
            tamper(s, m, *arguments)
            return returned

        wrong = replace(correct, run=run)
        self.breaks(*clauses)(lambda patch: patch.setitem(self._actions._by_name, action, wrong))

    def instead(self, module: Any, name: str, wrong: Any, *clauses: ClauseName) -> None:
        """The bug "this function does that instead"."""
        self.breaks(*clauses)(lambda patch: patch.setattr(module, name, wrong))
