"""Running a predicate on terms as one expression: its forks become conditional expressions, not paths.

Inside, nothing is asked of a solver and nothing may change. The predicate is run once for each of its own cases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis.prove import terms
from analysis.prove.arbitrary import choose
from analysis.prove.paths import Knowledge, Path
from analysis.prove.terms import Term
from analysis.prove.values import RUNS, Unsupported, truth_term
from spec.core.errors import Revert

MAX_CASES = 600
"""Cases of one predicate."""


class Absent(BaseException):
    """A predicate looked up a record that is not there; it does not hold then, as if it had divided by zero."""


class _NoValue:
    """What a predicate gives in a case that it cannot evaluate."""


ABSENT = _NoValue()


@dataclass(frozen=True)
class Split:
    """A fork of a predicate: what it gives where the condition holds, and elsewhere."""

    condition: Term
    yes: Any
    no: Any


@dataclass(frozen=True)
class Statement:
    """A predicate as terms. `speaks` is where it says anything: it returned True or False, not None."""

    holds: Term
    speaks: Term


class Merge:
    """Decides inside a predicate: follows given decisions, then goes the way of True.

    outer: the predicate around it, if what that one has decided may be used.
    """

    reads_a_predicate = True

    def __init__(self, path: Path, given: tuple[tuple[Term, bool], ...], outer: Merge | None) -> None:
        self.path = path
        self._outer = outer
        self._given = given
        self._knowledge = Knowledge()
        self.taken: list[tuple[Term, bool]] = []

    def decide(self, term: Term) -> bool:
        """Which way this run of the predicate goes."""
        known = self.look(term)
        if known is not None:
            return known
        place = len(self.taken)
        way = self._given[place][1] if place < len(self._given) else True
        self.taken.append((term, way))
        self._knowledge.learn(term, way)
        return way

    def look(self, term: Term) -> bool | None:
        """The truth of a term if it is decided here, around here, or on the path."""
        known = self._knowledge.look(term)
        if known is None:
            known = self._outer.look(term) if self._outer else self.path.knowledge.look(term)
        return known


def current_path() -> Path:
    """The path of the run in progress, also inside a predicate, or inside one case of a function."""
    decider = RUNS.current
    return decider if isinstance(decider, Path) else decider.path


def in_predicate() -> bool:
    """True while a predicate is read as one expression."""
    return isinstance(RUNS.current, Merge)


def cases(run: Callable[[], Any], *, within: bool = False) -> Any:
    """The tree of what `run` returns: `Split` nodes and plain leaves. within: as a part of the predicate around it."""
    path = current_path()
    outer = RUNS.current if within and in_predicate() else None
    budget = [MAX_CASES]

    def once(given: tuple[tuple[Term, bool], ...]) -> Any:
        budget[0] -= 1
        if budget[0] < 0:
            raise Unsupported(f"a predicate has more than {MAX_CASES} cases")
        merge = Merge(path, given, outer)
        RUNS.stack.append(merge)
        try:
            tree: Any = run()
        except (Absent, ArithmeticError, Revert):
            tree = ABSENT
        except (AttributeError, TypeError) as fault:
            raise Unsupported(f"it looks into a symbolic value: {fault}") from fault
        except (ValueError, LookupError) as fault:
            raise Unsupported(f"it raises {type(fault).__name__}: {fault}") from fault
        finally:
            RUNS.stack.pop()
        for place in range(len(merge.taken) - 1, len(given) - 1, -1):
            condition = merge.taken[place][0]
            tree = Split(condition, tree, once((*merge.taken[:place], (condition, False))))
        return tree

    return once(())


def statement(run: Callable[[], Any]) -> Statement:
    """A predicate that returns True, False, a condition, or None for "says nothing here"."""
    return _stated(cases(run))


def _stated(tree: Any) -> Statement:
    if isinstance(tree, Split):
        yes, no = _stated(tree.yes), _stated(tree.no)
        return Statement(
            terms.choice(tree.condition, yes.holds, no.holds), terms.choice(tree.condition, yes.speaks, no.speaks)
        )
    if tree is None:
        return Statement(terms.TRUE, terms.FALSE)
    if tree is ABSENT:
        return Statement(terms.FALSE, terms.TRUE)
    return Statement(truth_term(tree), terms.TRUE)


def merged(run: Callable[[], Any], *, within: bool = False) -> Any:
    """The one value that `run` returns, as a conditional expression over its cases.

    within: the value is used in the case of the predicate around it alone, so that what is decided there is known.
    """
    value, defined = _joined(cases(run, within=within))
    if defined is terms.TRUE:
        return value
    if not within or not in_predicate():
        raise Unsupported("a value is computed from a record that need not be there, or by a division by zero")
    if not RUNS.current.decide(defined):
        raise Absent()
    return value


def _joined(tree: Any) -> tuple[Any, Term]:
    """The value, and where there is one."""
    if tree is ABSENT:
        return None, terms.FALSE
    if not isinstance(tree, Split):
        return tree, terms.TRUE
    (yes, here), (no, there) = _joined(tree.yes), _joined(tree.no)
    if here is terms.FALSE or there is terms.FALSE:
        return (no if here is terms.FALSE else yes), terms.choice(tree.condition, here, there)
    return choose(tree.condition, yes, no), terms.choice(tree.condition, here, there)
