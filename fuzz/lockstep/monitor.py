"""Evaluates every clause of every property after each step, and counts how often each had something to say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from properties.catalogue import Catalogue, Clause, Property, Scope
from spec.core import Step


@dataclass(frozen=True)
class Violation:
    """A clause of a property that does not hold after a step."""

    property: str
    clause: str
    subject: str

    def sentence(self) -> str:
        """One line a stranger understands."""
        where = f" for {self.subject}" if self.subject else ""
        return f"{self.property} fails{where}: {self.clause}"


class Monitor:
    """Follows one run. `exercised` counts, for each property, the evaluations that were not vacuous."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.exercised: Counter[str] = Counter()
        clauses = [(declared, clause) for declared in catalogue for clause in declared.clauses]
        self._by_scope = {scope: [pair for pair in clauses if pair[1].scope is scope] for scope in Scope}
        self._observers: list[tuple[Property, Clause, Any]] = []
        self.restart()

    def restart(self) -> None:
        """Forgets the run so far, keeps the counts."""
        self._observers = [(p, clause, clause.holds()) for p, clause in self._by_scope[Scope.TRACE]]

    def observe(self, step: Step) -> list[Violation]:
        """What fails after this step."""
        found: list[Violation] = []
        for declared, clause, observer in self._observers:
            self._note(found, declared, clause, observer.observe(step), "")
        scope = Scope.STEP if step.outcome.ok else Scope.REFUSAL
        for declared, clause in self._by_scope[scope]:
            if not clause.actions or step.action.name in clause.actions:
                self._note(found, declared, clause, clause.holds(step), step.action.name)
        if step.outcome.ok:
            self._check_moves(step, found)
            found.extend(self.in_state(step.state))
        return found

    def at_end(self, state: Any) -> list[Violation]:
        """What fails once the epilogue is over."""
        found: list[Violation] = []
        for declared, clause in self._by_scope[Scope.END]:
            self._note(found, declared, clause, clause.holds(state), "the end of the run")
        return found

    def _check_moves(self, step: Step, found: list[Violation]) -> None:
        for declared, clause in self._by_scope[Scope.RECORD_STEP]:
            if not clause.actions or step.action.name in clause.actions:
                for key, before, after in step.moved(clause.store or ""):
                    subject = f"{clause.store}[{key}]"
                    self._note(found, declared, clause, clause.holds(step, key, before, after), subject)

    def in_state(self, state: Any) -> list[Violation]:
        """What fails in a state, whatever led to it."""
        found: list[Violation] = []
        for declared, clause in self._by_scope[Scope.STATE]:
            self._note(found, declared, clause, clause.holds(state), "")
        for declared, clause in self._by_scope[Scope.RECORD]:
            for key, record in getattr(state, clause.store or "").items():
                self._note(found, declared, clause, clause.holds(state, key, record), f"{clause.store}[{key}]")
        return found

    def _note(
        self, found: list[Violation], declared: Property, clause: Clause, holds: bool | None, subject: str
    ) -> None:
        if holds is None:
            return
        self.exercised[declared.id] += 1
        if not holds:
            found.append(Violation(declared.id, clause.name, subject))
