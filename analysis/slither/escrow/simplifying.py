"""Conditions made shorter: what is constant, and what can't be otherwise, is worked out."""

from __future__ import annotations

from .terms import CONSTANT, NEVER_ZERO, OPERATION, Term, is_zero

TRUE = Term(CONSTANT, "True")
FALSE = Term(CONSTANT, "False")


def simplified(term: Term) -> Term:
    """Return an equivalent condition without parts that are always true or always false.

    The caller is never the zero address, so library code that treats zero as "nobody to check" takes no such way.
    """
    if term.kind != OPERATION:
        return term
    if term.name == "!":
        inner = simplified(term.parts[0])
        return (FALSE if inner == TRUE else TRUE) if inner in (TRUE, FALSE) else _with(term, (inner,))
    if term.name in ("&&", "||"):
        return _joined(term, [simplified(part) for part in term.parts])
    if term.name in ("==", "!=") and len(term.parts) == 2:
        return _compared(term)
    return term


def _joined(term: Term, parts: list[Term]) -> Term:
    decides, neutral = (FALSE, TRUE) if term.name == "&&" else (TRUE, FALSE)
    if decides in parts:
        return decides
    left = [part for part in parts if part != neutral]
    if not left:
        return neutral
    return left[0] if len(left) == 1 else _with(term, tuple(left))


def _compared(term: Term) -> Term:
    left, right = term.parts
    same: bool | None = None
    if left.kind == CONSTANT and right.kind == CONSTANT and (is_zero(left) or left.name.isdigit()):
        if is_zero(right) or right.name.isdigit():
            same = left.name == right.name or (is_zero(left) and is_zero(right))
    elif (left in NEVER_ZERO and is_zero(right)) or (right in NEVER_ZERO and is_zero(left)):
        same = False
    if same is None:
        return term
    return TRUE if same == (term.name == "==") else FALSE


def _with(term: Term, parts: tuple[Term, ...]) -> Term:
    return Term(term.kind, term.name, parts, term.type, term.site)
