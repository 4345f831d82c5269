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
from analysis.prove.values import RUNS, Truth, Unsupported, truth_term
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
    """Decides inside a predicate: follows given decisions, then goes the way of True."""

    def __init__(self, path: Path, given: tuple[tuple[Term, bool], ...]) -> None:
        self.path = path
        self._given = given
        self._knowledge = Knowledge()
        self.taken: list[tuple[Term, bool]] = []

    def decide(self, term: Term) -> bool:
        """Which way this run of the predicate goes."""
        known = self.path.knowledge.look(term)
        known = self._knowledge.look(term) if known is None else known
        if known is not None:
            return known
        place = len(self.taken)
        way = self._given[place][1] if place < len(self._given) else True
        self.taken.append((term, way))
        self._knowledge.learn(term, way)
        return way


def current_path() -> Path:
    """The path of the run in progress, also inside a predicate."""
    decider = RUNS.current
    return decider.path if isinstance(decider, Merge) else decider


def in_predicate() -> bool:
    """True while a predicate is read as one expression."""
    return isinstance(RUNS.current, Merge)


def cases(run: Callable[[], Any]) -> Any:
    """The tree of what `run` returns: `Split` nodes and plain leaves."""
    path = current_path()
    budget = [MAX_CASES]

    def once(given: tuple[tuple[Term, bool], ...]) -> Any:
        budget[0] -= 1
        if budget[0] < 0:
            raise Unsupported(f"a predicate has more than {MAX_CASES} cases")
        merge = Merge(path, given)
        RUNS.stack.append(merge)
        try:
            tree: Any = run()
        except (Absent, ArithmeticError, Revert):
            tree = ABSENT
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


def merged(run: Callable[[], Any]) -> Any:
    """The one value that `run` returns, as a conditional expression over its cases."""
    return _joined(cases(run))


def _joined(tree: Any) -> Any:
    if isinstance(tree, Split):
        return choose(tree.condition, _joined(tree.yes), _joined(tree.no))
    if tree is ABSENT:
        raise Unsupported("a value is computed from a record that need not be there")
    return tree


def is_true(value: object) -> Term:
    """The term of a plain or symbolic boolean."""
    return value.term if isinstance(value, Truth) else truth_term(value)
