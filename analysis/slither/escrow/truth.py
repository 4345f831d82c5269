"""What conditions say: their atoms, and whether they hold when one place has a given value."""

from __future__ import annotations

from collections.abc import Iterator

from .steps import Graph, Step
from .terms import CONSTANT, DECIDED, EITHER, NEVER_ZERO, OPERATION, Term, options, place, walk

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
COMPARISONS = frozenset(_OPPOSITE)


def number(term: Term) -> int | None:
    """The number that a constant is; false and true are 0 and 1."""
    if term.kind != CONSTANT:
        return None
    if term.name in ("True", "False"):
        return int(term.name == "True")
    try:
        return int(term.name, 0)
    except ValueError:
        return None


def holds_if(condition: Term, where: str, value: int) -> bool | None:
    """Whether a condition holds when the place ``where`` has a value; ``None`` if that does not decide it."""
    found = _value_if(condition, where, value)
    return None if found is None else bool(found)


def _value_if(term: Term, where: str, value: int) -> int | None:
    if place(term) == where:
        return value
    if term.kind == CONSTANT:
        return number(term)
    if term.kind == EITHER:
        values = {_value_if(option, where, value) for option in options(term)}
        return values.pop() if len(values) == 1 else None
    if term.kind != OPERATION:
        return None
    operands = [_value_if(part, where, value) for part in term.parts]
    if term.name in ("==", "!=") and 0 in operands and any(part in NEVER_ZERO for part in term.parts):
        return int(term.name == "!=")
    return _operation_if(term.name, operands)


def _operation_if(sign: str, values: list[int | None]) -> int | None:
    if sign == "!" and values[0] is not None:
        return int(not values[0])
    if sign == "&&":
        return 0 if 0 in values else None if None in values else 1
    if sign == "||":
        return 1 if any(values) else None if None in values else 0
    if sign in COMPARISONS and len(values) == 2 and values[0] is not None and values[1] is not None:
        return int(_compared(sign, values[0], values[1]))
    return None


def _compared(sign: str, left: int, right: int) -> bool:
    return {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[sign]


def reachable_if(graph: Graph, step: Step, where: str, value: int, changed: frozenset[int] = frozenset()) -> bool:
    """Whether a step can be reached when the place ``where`` starts with a value.

    Args:
        graph: The steps of an entry point.
        step: The step.
        where: The place.
        value: Its value at the start.
        changed: Numbers of the steps after which the place may be different; conditions there are not judged.
    """

    def excluded(other: Step) -> bool:
        if other.condition is None or other.number in changed:
            return False
        return holds_if(other.condition, where, value) is (not other.holds)

    return graph.always_before(step, excluded) is False


def atoms(condition: Term, holds: bool) -> Iterator[tuple[Term, bool]]:
    """Yield the single statements that a condition is made of, and whether each is meant to hold."""
    if condition.kind == OPERATION and condition.name == "!":
        yield from atoms(condition.parts[0], not holds)
    elif (
        (condition.kind == OPERATION and condition.name in ("&&", "||"))
        or (condition.kind == OPERATION and condition.name == DECIDED)
        or condition.kind == EITHER
    ):
        for part in condition.parts:
            yield from atoms(part, holds)
    else:
        yield condition, holds


def certain(condition: Term, holds: bool) -> Iterator[tuple[Term, bool]]:
    """Yield the single statements that are sure to be true after a condition."""
    if condition.kind == OPERATION and condition.name == "!":
        yield from certain(condition.parts[0], not holds)
    elif condition.kind == OPERATION and (condition.name, holds) in (("&&", True), ("||", False)):
        for part in condition.parts:
            yield from certain(part, holds)
    elif condition.kind == OPERATION and condition.name in ("&&", "||"):
        return
    else:
        yield condition, holds


def comparison(atom: Term, holds: bool) -> tuple[str, Term, Term] | None:
    """A statement as operator, left and right, the operator turned around where the statement is denied."""
    if atom.kind != OPERATION or atom.name not in COMPARISONS:
        return None
    return (atom.name if holds else _OPPOSITE[atom.name]), atom.parts[0], atom.parts[1]


def mirrored(sign: str) -> str:
    """The operator with its sides exchanged."""
    return _MIRRORED[sign]


def comparisons(term: Term) -> Iterator[Term]:
    """Yield every comparison inside a term."""
    return (part for part in walk(term) if part.kind == OPERATION and part.name in COMPARISONS)
