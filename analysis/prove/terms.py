"""Terms: what a symbolic run builds instead of numbers.

A term is interned: equal terms are one object, so that "the same expression" is `is`. Each carries bounds that hold for
every value of its leaves, which settles most range checks without a solver. Only integers and booleans exist; a word
(address, hash, byte string) is an integer that is compared for equality alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final

INT: Final = "Int"
BOOL: Final = "Bool"

LEAVES = frozenset({"var", "apply"})
"""Operations whose value is arbitrary within the term's bounds."""


class Term:
    """One expression. `value` is a literal's value or a leaf's name; `low`, `high` bound an integer, None is open."""

    __slots__ = ("args", "high", "low", "number", "op", "sort", "value")

    def __init__(
        self,
        op: str,
        args: tuple[Term, ...],
        value: int | bool | str | None,
        sort: str,
        low: int | None,
        high: int | None,
        number: int,
    ) -> None:
        self.op = op
        self.args = args
        self.value = value
        self.sort = sort
        self.low = low
        self.high = high
        self.number = number

    def __repr__(self) -> str:
        if self.op in ("int", "bool", "var"):
            return str(self.value)
        head = self.value if self.op == "apply" else self.op
        return f"({head} {' '.join(map(repr, self.args))})"


_INTERNED: dict[object, Term] = {}
_NUMBERS = itertools.count()
"""Never used twice: what matters is the order, which is the same on every run."""


def _make(
    op: str,
    args: tuple[Term, ...] = (),
    value: int | bool | str | None = None,
    sort: str = INT,
    low: int | None = None,
    high: int | None = None,
) -> Term:
    bounds = (low, high) if op in LEAVES else None
    key = (op, value, sort, bounds, tuple(arg.number for arg in args))
    found = _INTERNED.get(key)
    if found is None:
        found = Term(op, args, value, sort, low, high, next(_NUMBERS))
        _INTERNED[key] = found
    return found


# ---------------------------------------------------------------- leaves


def integer(value: int) -> Term:
    """A literal integer."""
    return _make("int", value=int(value), low=int(value), high=int(value))


TRUE = _make("bool", value=True, sort=BOOL)
FALSE = _make("bool", value=False, sort=BOOL)


def boolean(value: bool) -> Term:
    """A literal boolean."""
    return TRUE if value else FALSE


def variable(name: str, sort: str = INT, low: int | None = None, high: int | None = None) -> Term:
    """An arbitrary value; a name always has the same bounds."""
    return _make("var", value=name, sort=sort, low=low, high=high)


def application(
    name: str, args: tuple[Term, ...], sort: str = INT, low: int | None = None, high: int | None = None
) -> Term:
    """What an arbitrary function `name` answers for `args`."""
    return _make("apply", args, name, sort, low, high)


# ---------------------------------------------------------------- booleans


def negation(a: Term) -> Term:
    """Not `a`."""
    if a.op == "bool":
        return boolean(not a.value)
    return a.args[0] if a.op == "not" else _make("not", (a,), sort=BOOL)


def conjunction(terms: Iterable[Term]) -> Term:
    """All of `terms`."""
    return _joined("and", terms, TRUE, FALSE)


def disjunction(terms: Iterable[Term]) -> Term:
    """At least one of `terms`."""
    return _joined("or", terms, FALSE, TRUE)


def _joined(op: str, terms: Iterable[Term], neutral: Term, absorbing: Term) -> Term:
    kept: dict[Term, None] = {}
    for term in terms:
        for part in term.args if term.op == op else (term,):
            if part is absorbing or negation(part) in kept:
                return absorbing
            if part is not neutral:
                kept[part] = None
    if len(kept) <= 1:
        return next(iter(kept), neutral)
    return _make(op, tuple(kept), sort=BOOL)


def implication(a: Term, b: Term) -> Term:
    """`b` wherever `a`."""
    return disjunction((negation(a), b))


def choice(condition: Term, a: Term, b: Term, least: int | None = None) -> Term:
    """`a` where the condition holds, else `b`. least: a lower bound that is known besides theirs."""
    if condition.op == "bool":
        return a if condition.value else b
    if a is b:
        return a
    if condition.op == "not":
        return choice(condition.args[0], b, a, least)
    if a.sort == BOOL:
        if a.op == "bool":
            return disjunction((condition, b)) if a.value else conjunction((negation(condition), b))
        if b.op == "bool":
            return implication(condition, a) if b.value else conjunction((condition, a))
    low = None if a.low is None or b.low is None else min(a.low, b.low)
    low = low if least is None else max(least, least if low is None else low)
    high = None if a.high is None or b.high is None else max(a.high, b.high)
    return _make("ite", (condition, a, b), sort=a.sort, low=low, high=high)


# ---------------------------------------------------------------- integers


def total(a: Term, b: Term) -> Term:
    """a + b."""
    if a.op == "int" and b.op == "int":
        return integer(int(a.value or 0) + int(b.value or 0))
    if a.op == "int":
        a, b = b, a
    if b.op == "int" and b.value == 0:
        return a
    if b.op == "int" and a.op == "+" and a.args[1].op == "int":
        return total(a.args[0], total(a.args[1], b))
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return _make("+", (a, b), low=low, high=high)


def difference(a: Term, b: Term) -> Term:
    """a - b."""
    if b.op == "int":
        return total(a, integer(-int(b.value or 0)))
    if a is b:
        return integer(0)
    if a.op == "+" and b in a.args:
        return a.args[1] if a.args[0] is b else a.args[0]
    low = None if a.low is None or b.high is None else a.low - b.high
    high = None if a.high is None or b.low is None else a.high - b.low
    return _make("-", (a, b), low=low, high=high)


def product(a: Term, b: Term) -> Term:
    """a · b; `*` by a literal, `times` of two unknowns."""
    if a.op == "int" and b.op == "int":
        return integer(int(a.value or 0) * int(b.value or 0))
    if a.op == "int":
        a, b = b, a
    if b.op == "int" and b.value in (0, 1):
        return a if b.value else integer(0)
    low, high = None, None
    if _natural(a) and _natural(b):
        low = (a.low or 0) * (b.low or 0)
        high = None if a.high is None or b.high is None else a.high * b.high
    if b.op == "int":
        return _make("*", (a, b), low=low, high=high)
    first, second = (a, b) if a.number <= b.number else (b, a)
    return _make("times", (first, second), low=low, high=high)


def quotient(a: Term, b: Term) -> Term:
    """floor(a / b), b above 0; `div` by a literal, `quotient` of two unknowns, which are naturals."""
    if a.op == "int" and b.op == "int" and b.value:
        return integer(int(a.value or 0) // int(b.value))
    high = a.high if a.high is not None and a.high >= 0 else None
    return _make("div" if b.op == "int" else "quotient", (a, b), low=0 if _natural(a) else None, high=high)


def remainder(a: Term, modulus: int) -> Term:
    """a modulo a positive literal."""
    if a.op == "int":
        return integer(int(a.value or 0) % modulus)
    if a.low is not None and a.high is not None and a.low >= 0 and a.high < modulus:
        return a
    return _make("mod", (a, integer(modulus)), low=0, high=modulus - 1)


def _natural(a: Term) -> bool:
    return a.low is not None and a.low >= 0


# ---------------------------------------------------------------- comparison


def equal(a: Term, b: Term) -> Term:
    """a = b."""
    if a is b:
        return TRUE
    if a.sort == BOOL:
        return _same_truth(a, b)
    if _apart(a, b):
        return FALSE
    if a.op == "int":
        a, b = b, a
    if b.op == "int" and a.op == "ite" and "int" in (a.args[1].op, a.args[2].op):
        return choice(a.args[0], equal(a.args[1], b), equal(a.args[2], b))
    if b.op == "int" and a.op == "+" and a.args[1].op == "int":
        return equal(a.args[0], integer(int(b.value or 0) - int(a.args[1].value or 0)))
    if b.op != "int" and a.number > b.number:
        a, b = b, a
    return _make("=", (a, b), sort=BOOL)


def _same_truth(a: Term, b: Term) -> Term:
    if a.op == "bool":
        a, b = b, a
    if b.op == "bool":
        return a if b.value else negation(a)
    if negation(a) is b:
        return FALSE
    if a.number > b.number:
        a, b = b, a
    return _make("=", (a, b), sort=BOOL)


def _apart(a: Term, b: Term) -> bool:
    return (a.high is not None and b.low is not None and a.high < b.low) or (
        b.high is not None and a.low is not None and b.high < a.low
    )


def at_most(a: Term, b: Term) -> Term:
    """a <= b."""
    if a is b or (a.high is not None and b.low is not None and a.high <= b.low):
        return TRUE
    if a.low is not None and b.high is not None and a.low > b.high:
        return FALSE
    return _make("<=", (a, b), sort=BOOL)


def below(a: Term, b: Term) -> Term:
    """a < b, kept as the negation of b <= a."""
    return negation(at_most(b, a))


# ---------------------------------------------------------------- walking


def subterms(roots: Iterable[Term], seen: set[Term] | None = None) -> Iterator[Term]:
    """Every term below `roots` that is not in `seen` yet, arguments first; adds them to `seen`."""
    known = set() if seen is None else seen
    stack = [(root, False) for root in reversed(list(roots))]
    while stack:
        term, ready = stack.pop()
        if ready:
            yield term
        elif term not in known:
            known.add(term)
            stack.append((term, True))
            stack.extend((arg, False) for arg in reversed(term.args) if arg not in known)


def domain(leaf: Term) -> Term:
    """The bounds of a leaf, as a term that its own bounds do not fold away."""
    parts = []
    if leaf.low is not None:
        parts.append(_make("<=", (integer(leaf.low), leaf), sort=BOOL))
    if leaf.high is not None:
        parts.append(_make("<=", (leaf, integer(leaf.high)), sort=BOOL))
    return conjunction(parts)


def forget() -> None:
    """Empties the table of interned terms, apart from the two truths. Terms made before are no longer shared."""
    _INTERNED.clear()
    for truth in (TRUE, FALSE):
        _INTERNED["bool", truth.value, BOOL, None, ()] = truth
