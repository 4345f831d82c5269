"""What induction assumes before a call and shows after it: inductive clauses of properties, and lemmas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from properties.binding import EscrowProtocol
from properties.catalogue import Scope
from properties.claims import History, ProofPlan


@dataclass(frozen=True)
class Invariant:
    """A statement about every state, or about every record of `store`.

    owner: the property's id, or `lemma`. evaluate: `(s, h)` or `(s, h, key, record)`.
    """

    owner: str
    clause: str
    store: str | None
    evaluate: Callable[..., Any]

    @property
    def name(self) -> str:
        """What assumptions and obligations are named after."""
        return f"{self.owner}: {self.clause}"


def invariants_of(protocol: EscrowProtocol, plan: ProofPlan, *, inductive: bool = True) -> list[Invariant]:
    """Lemmas first, then the clauses of the catalogue that are inductive, or those that only follow."""
    found = []
    if inductive:
        found = [Invariant("lemma", lemma.name, lemma.store, lemma.holds) for lemma in plan.lemmas]
    for declared in protocol.catalogue:
        for clause in declared.clauses:
            if clause.scope in (Scope.RECORD, Scope.STATE) and clause.inductive is inductive:
                store = clause.store if clause.scope is Scope.RECORD else None
                found.append(Invariant(declared.id, clause.name, store, _without_history(clause.holds)))
    return found


def _without_history(holds: Callable[..., Any]) -> Callable[..., Any]:
    def evaluate(s: Any, _h: History, *record: Any) -> Any:
        return holds(s, *record)

    return evaluate
