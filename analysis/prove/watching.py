"""A refuted obligation as something that a run on plain values can meet: a clause over single calls.

What a claim says of the state before a call is asked while the call begins, by an action that looks first and then
runs as it is written. So any engine that makes calls can be told to look out for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.prove.findings import Finding
from analysis.prove.goals import EFFECT, FRAME, KEPT, LIVENESS, REFUSAL, STEP, Theory
from analysis.prove.invariants import Invariant, invariants_of
from analysis.prove.judging import broken, clause_named, contradicted, listed, tried, unlisted
from analysis.prove.obligations import FOLLOWS, PATHS
from properties.binding import EscrowProtocol
from properties.catalogue import Catalogue, Clause, Family, Scope, Shape
from properties.claims import History
from spec.core import Actions, Step
from spec.core.action import Action
from spec.core.journal import JOURNAL

FAULTS = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
"""What the specification raises when it looks for something that is not there."""

Ahead = Callable[[Any, Any, Sequence[Any], History], Any]
"""What is asked while a call begins: of the state, the message, the arguments and what was before."""
Judge = Callable[[Any, Step, History], bool]
"""True when the call contradicts the claim, given what was seen ahead, and the history after it."""


@dataclass
class Watched:
    """One refuted obligation.

    action: the one whose calls matter, None for all. contradicts: what a call that contradicts it looks like.
    ahead: what has to be asked before. refusals: whether refused calls can contradict it as well.
    """

    finding: Finding
    action: str | None
    contradicts: Judge
    ahead: Ahead | None = None
    refusals: bool = False
    _seen: tuple[Any, Any] = (None, None)

    @property
    def owner(self) -> str:
        """The property that it is about, or the action where it belongs to none."""
        owner, colon, _ = self.finding.subject.partition(": ")
        return owner if colon else self.finding.place

    @property
    def clause(self) -> str:
        """Its name, unique among those of its owner."""
        said = self.finding.subject.partition(": ")[2]
        return f"{said}, in {self.finding.place}" if said else self.finding.subject

    def look(self, state: Any, message: Any, arguments: Sequence[Any], calls: int | None) -> None:
        """Looks at a call that begins."""
        if self.ahead is not None:
            self._seen = (message, self.ahead(state, message, arguments, History(message.now, calls)))

    def judge(self, step: Step, calls: int | None) -> bool | None:
        """False for a call that contradicts the claim; None for one that it says nothing about."""
        message, ahead = self._seen
        if self.ahead is not None and message is not step.message:
            return None  # it was refused before it began
        after = None if calls is None else calls + step.outcome.ok
        return not self.contradicts(ahead, step, History(step.message.now, after))


# ---------------------------------------------------------------- what to look out for


def watched(theory: Theory, finding: Finding) -> Watched | None:
    """What a run can look out for; None where the obligation is about no call."""
    maker = _MAKERS.get(finding.kind)
    return maker(theory, finding) if maker else None


def _kept(theory: Theory, finding: Finding) -> Watched:
    """The invariant held before the call and does not hold after it."""
    invariant = next(i for i in theory.invariants if i.name == finding.subject)

    def held(state: Any, _message: Any, _arguments: Sequence[Any], history: History) -> bool:
        return broken(invariant, state, history) is None

    def contradicts(before: bool, step: Step, history: History) -> bool:
        return before and broken(invariant, step.state, history) is not None

    return Watched(finding, finding.place, contradicts, held)


def _follows(theory: Theory, finding: Finding) -> Watched:
    """A state in which the clause does not hold, whichever call led there."""
    clauses: list[Invariant] = invariants_of(theory.protocol, theory.plan, inductive=False)
    clause = next(one for one in clauses if one.name == finding.subject)
    return Watched(finding, None, lambda _, step, history: broken(clause, step.state, history) is not None)


def _said(theory: Theory, finding: Finding) -> Watched | None:
    clause = clause_named(theory, finding.subject)
    if clause is None:
        return None
    known = clause  # narrowed for the function below
    refusals = finding.kind == REFUSAL
    return Watched(finding, finding.place, lambda _, step, __: contradicted(known, step) is not None, refusals=refusals)


def _panics(_theory: Theory, finding: Finding) -> Watched:
    return Watched(finding, finding.place, lambda _, step, __: step.outcome.name == "Panic", refusals=True)


def _lively(theory: Theory, finding: Finding) -> Watched:
    claim = theory.plan.actions[finding.place].claims["succeeds_iff"]

    def expected(state: Any, message: Any, arguments: Sequence[Any], _history: History) -> bool | None:
        return tried(lambda: claim(state, message, *arguments))

    def contradicts(should: bool | None, step: Step, _history: History) -> bool:
        return should is not None and should is not step.outcome.ok

    return Watched(finding, finding.place, contradicts, expected, refusals=True)


def _effective(theory: Theory, finding: Finding) -> Watched:
    claim = theory.plan.actions[finding.place].claims["effect"]
    return Watched(finding, finding.place, lambda _, step, __: tried(lambda: claim(step, *step.arguments)) is False)


def _framed(theory: Theory, finding: Finding) -> Watched:
    claim = theory.plan.actions[finding.place].claims["changes"]

    def allowed(state: Any, message: Any, arguments: Sequence[Any], _history: History) -> Any:
        return listed(state, claim(state, message, *arguments))

    return Watched(finding, finding.place, lambda places, step, _: any(True for _ in unlisted(step, places)), allowed)


_MAKERS: dict[str, Callable[[Theory, Finding], Watched | None]] = {
    KEPT: _kept,
    FOLLOWS: _follows,
    STEP: _said,
    REFUSAL: _said,
    PATHS: _panics,
    LIVENESS: _lively,
    EFFECT: _effective,
    FRAME: _framed,
}


# ---------------------------------------------------------------- a protocol that looks out for it


class LookingActions(Actions):
    """The actions of a protocol, some of which look before they run."""

    def __init__(self, actions: Actions, looking: dict[str, Action]) -> None:
        super().__init__()
        self._by_name = {action.name: looking.get(action.name, action) for action in actions}
        self.views = actions.views


@dataclass
class Lookout:
    """A protocol whose only properties are those that are looked for.

    calls: how many succeeded before the present one, None where nobody counts. crashed: the action in which the
    specification raised what no call may raise, and how.
    """

    original: EscrowProtocol
    watched: Sequence[Watched]
    calls: int | None = None
    crashed: tuple[str, str] | None = None
    protocol: EscrowProtocol = field(init=False)

    def __post_init__(self) -> None:
        looking = {action.name: self._looking(action) for action in self.original.actions}
        actions = LookingActions(self.original.actions, looking)
        self.protocol = replace(self.original, actions=actions, catalogue=self._catalogue())

    def _looking(self, action: Action) -> Action:
        """The action that looks ahead for those of its own, and notes if the specification breaks."""
        own = [one for one in self.watched if one.action == action.name and one.ahead is not None]

        def run(state: Any, message: Any, *arguments: Any) -> Any:
            with unrecorded():
                for one in own:
                    one.look(state, message, arguments, self.calls)
            try:
                return action.run(state, message, *arguments)
            except FAULTS as fault:
                self.crashed = (action.name, f"{type(fault).__name__}: {fault}")
                raise

        return replace(action, run=run)

    def _catalogue(self) -> Catalogue:
        found = Catalogue(self.original.name)
        for one in self.watched:
            if one.owner not in found:
                found.declare(
                    one.owner,
                    family=Family.SEQUENCING,
                    shape=Shape.STEP,
                    target=self.original.name,
                    statement="A refuted obligation, looked for on plain values.",
                    remedy="See the refutation.",
                )
            found.by_id(one.owner).clauses += self._clauses(one)
        return found

    def _clauses(self, one: Watched) -> Iterator[Clause]:
        actions = frozenset({one.action}) if one.action else frozenset[str]()
        for scope in (Scope.STEP, Scope.REFUSAL) if one.refusals else (Scope.STEP,):
            yield Clause(one.clause, scope, lambda step: one.judge(step, self.calls), actions=actions)


@contextmanager
def unrecorded() -> Iterator[None]:
    """Whatever happens meanwhile is no part of the call that is being recorded."""
    entries, JOURNAL.entries = JOURNAL.entries, None
    try:
        yield
    finally:
        JOURNAL.entries = entries
