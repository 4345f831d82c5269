"""What becomes of a payment that fails."""

from __future__ import annotations

from .acts import Payout
from .entries import Entry
from .steps import Step
from .terms import CALL, Term, walk


def answers(term: Term, paid: Payout) -> bool:
    """Whether a term depends on what a payment answered."""
    return any(part.kind == CALL and part.site == paid.step.number for part in walk(term))


def asked(entry: Entry, paid: Payout) -> list[Step]:
    """The conditions that depend on what a payment answered, also those that then revert."""
    return [s for s in entry.graph.conditions() if s.condition is not None and answers(s.condition, paid)]


def reverts_on_failure(entry: Entry, paid: Payout) -> bool:
    """Whether a recipient that refuses the payment makes the whole transaction fail."""
    if paid.failure_reverts:
        return True
    return any(step.enforced or not entry.graph.returns_after(step) for step in asked(entry, paid))


def matters(entry: Entry, paid: Payout) -> bool:
    """Whether anything at all depends on what a payment answered."""
    if reverts_on_failure(entry, paid) or any(answers(term, paid) for term in entry.unrolled.returned):
        return True
    return any(answers(write.value, paid) for write in entry.writes) or _books_differ(entry, asked(entry, paid))


def _books_differ(entry: Entry, conditions: list[Step]) -> bool:
    """Whether success stores something else than failure does."""
    stored = {write.step.number for write in entry.writes}
    return len({frozenset(stored & entry.graph.after_until(step, conditions)) for step in conditions}) > 1
