"""Deadlines: comparisons of the clock with what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .entries import Entry
from .steps import Step
from .terms import CALL, CONSTANT, LOCAL, NOW, OPERATION, PARAMETER, Term, all_reads, mentions, place, walk
from .truth import COMPARISONS, atoms, comparison, comparisons, mirrored


@dataclass(frozen=True)
class Deadline:
    """One comparison with the clock.

    Attributes:
        places: The places that it is computed from.
        name: The same with the constants that are added: two comparisons with one name are about one deadline.
        late: Whether it asks for the deadline to have passed.
        at_the_deadline: Whether the very second of the deadline still counts as before it.
    """

    places: frozenset[str]
    name: frozenset[str]
    late: bool
    at_the_deadline: bool


def deadline(atom: Term, holds: bool) -> Deadline | None:
    """Read a comparison with the clock; ``None`` for anything else."""
    compared = comparison(atom, holds)
    if compared is None or compared[0] in ("==", "!="):
        return None
    sign, left, right = compared
    if _direction(left) - _direction(right) == 0:
        return None
    if _direction(left) - _direction(right) < 0:
        sign = mirrored(sign)
    places = frozenset(p for read in all_reads(atom) if (p := place(read)) is not None)
    constants = {part.name for part in walk(atom) if part.kind == CONSTANT and part.name != "0"}
    return Deadline(places, places | constants, sign in (">", ">="), sign in (">", "<="))


def _direction(term: Term) -> int:
    """1 if a term grows with the clock, -1 if it shrinks, 0 if it does not depend on it."""
    if term == NOW:
        return 1
    if term.kind != OPERATION or not mentions(term, NOW):
        return 0
    if term.name == "-":
        return _direction(term.parts[0]) or -_direction(term.parts[1])
    return next((found for part in term.parts if (found := _direction(part))), 0)


def deadlines_before(entry: Entry, step: Step) -> Iterator[tuple[Step, Deadline]]:
    """Yield the checks of a deadline that stand on every way to a step."""
    for fact in entry.graph.facts(step):
        if fact.condition is not None and mentions(fact.condition, NOW):
            for atom, holds in atoms(fact.condition, fact.holds):
                found = deadline(atom, holds)
                if found is not None:
                    yield fact, found


def is_after_deadline(entry: Entry, step: Step) -> list[Deadline]:
    """The stored deadlines that must have passed before a step; any of them, where a condition offers a choice."""
    return [found for _, found in deadlines_before(entry, step) if found.late and found.places]


def _is_named_by_caller(atom: Term) -> bool:
    """Whether anything but the clock, constants and storage decides: what the caller says is not one deadline."""
    if place(atom) is not None:
        return False
    if atom.kind in (PARAMETER, LOCAL, CALL):
        return True
    return any(_is_named_by_caller(part) for part in atom.parts)


def all_checks(entry: Entry) -> Iterator[tuple[Step, Term, Deadline]]:
    """Yield every comparison of a stored deadline with the clock, whatever follows from it."""
    for step in entry.graph.steps:
        terms = [step.condition] if step.condition is not None else []
        if step.operation is not None and getattr(step.operation, "type_str", "").removeprefix("(c)") in COMPARISONS:
            terms.append(step.frame.value(step.operation))
        for term in terms:
            for atom in comparisons(term):
                found = deadline(atom, True)
                if found is not None and found.places and not _is_named_by_caller(atom):
                    yield step, atom, found
