"""A counterexample to induction: as a state that a person reads, and run again on plain values.

It need not be reachable from the initial state: then the invariants are too weak to exclude it; `reaching.py` looks
for a way there. What is certain after a replay is that the specification, from this state, does this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.prove.arbitrary import copied
from analysis.prove.arithmetic import Shown as NumbersShown
from analysis.prove.goals import EFFECT, FRAME, KEPT, LIVENESS, REFUSAL, STEP, Theory
from analysis.prove.invariants import Invariant
from analysis.prove.judging import clause_named, contradicted, evaluated, listed, tried, unlisted
from analysis.prove.models import Model, PlainAnswers, absences, plain_message, plain_state
from analysis.prove.paths import Path
from analysis.prove.solvers import Answer
from analysis.prove.states import World
from analysis.prove.steps import Call, standing_in
from analysis.prove.telling import ended, pictured, told
from analysis.prove.telling import shown as shown_value
from analysis.prove.terms import FALSE, Term
from analysis.prove.values import Unsupported
from properties.claims import History
from spec.core.interpreter import Outcome, perform
from spec.core.step import Step
from spec.core.store import Ledger, Roster, Rosters, Store

if TYPE_CHECKING:
    from analysis.prove.obligations import Prover


@dataclass(frozen=True)
class Refutation:
    """A counterexample. sentence: in a line. text: state, call and changes. reproduced: on plain values."""

    sentence: str
    text: str
    reproduced: bool


@dataclass
class Replay:
    """One call on plain values. fault: what it raised that no call may raise."""

    step: Step
    before: Any
    history: History
    fault: str | None


def refute_call(prover: Prover, path: Path, kind: str, subject: str, answer: Answer) -> Refutation:
    """What the call does from the state that the solver found."""
    call: Call = path.result.call
    goal = _goal_of(path, kind, subject)
    model = Model([fact.term for fact in path.facts], goal, wishes=absences(call.world))
    if not model.found:
        return Refutation("the solver could not repeat its counterexample", str(answer.model), False)
    replay = _replayed(prover.theory, model, call)
    with standing_in(PlainAnswers(model, prover.theory.plan.contracts)):
        unlawful = _unlawful(prover.theory, replay)
        failure = _failure(prover.theory, replay, kind, subject)
    sentence = failure or "the claim holds of the replayed call"
    if unlawful:
        sentence = f"{sentence}; the plain state lacks: {unlawful}"
    claim = f"  claim: {subject or 'no panic, and no other way through'}"
    text = "\n".join([*told(replay.before, replay.step, replay.fault), claim, f"  {sentence}"])
    return Refutation(sentence, text, failure is not None and not unlawful)


def succeeds(prover: Prover, path: Path) -> bool:
    """Whether plain values that satisfy every invariant take this path to success."""
    wishes = absences(path.result.call.world)
    model = Model([fact.term for fact in path.facts], FALSE, small=False, wishes=wishes)
    if not model.found:
        return False
    replay = _replayed(prover.theory, model, path.result.call)
    return replay.fault is None and replay.step.outcome.ok and not _unlawful(prover.theory, replay)


def refute_state(
    prover: Prover, path: Path, world: World, clause: Invariant, answer: Answer, goal: Term = FALSE
) -> Refutation:
    """A state that satisfies the invariants and not the clause."""
    model = Model([fact.term for fact in path.facts], goal)
    if not model.found:
        return Refutation("the solver could not repeat its counterexample", str(answer.model), False)
    state = plain_state(model, world)
    history = History(model.plain(world.history.now), model.plain(world.history.calls))
    with standing_in(PlainAnswers(model, prover.theory.plan.contracts)):
        failed = [text for text, holds in evaluated(clause, state, history) if holds is False]
    lines = ["state:", *(f"  {line}" for line in pictured(state)), f"claim: {clause.name}"]
    sentence = f"it fails {failed[0]}" if failed else "it holds of the plain state"
    return Refutation(sentence, "\n".join([*lines, sentence]), bool(failed))


def refute_initial(
    prover: Prover, path: Path, world: World, clause: Invariant, goal: Term, answer: Answer
) -> Refutation:
    """The initial state, in which an invariant fails; of an amount that nobody ever wrote no plain state can tell."""
    found = refute_state(prover, path, world, clause, answer, goal)
    if found.reproduced:
        return found
    sentence = "it fails in the initial state, of an id under which nothing is stored"
    return Refutation(sentence, f"claim: {clause.name}\n{sentence}", True)


def refute_numbers(shown: NumbersShown, answer: Answer) -> Refutation:
    """Small numbers of which a claim is false, tried on the function itself."""
    model = Model([fact.term for fact in shown.path.facts], shown.goal)
    if not model.found:
        return Refutation("the solver could not repeat its counterexample", str(answer.model), False)
    numbers = shown.path.result.numbers
    values = {name: model.typed(hint, value) for name, (hint, value) in numbers.of.items()}
    holds = tried(lambda: numbers.claim(*values.values()))
    said = {True: "it holds of them", False: "it is false of them", None: "plain values can't be tried here"}[holds]
    pictured = ", ".join(f"{name} = {shown_value(value)}" for name, value in values.items())
    sentence = f"{pictured}: {said}"
    return Refutation(sentence, sentence, holds is not True)


def _goal_of(path: Path, kind: str, subject: str) -> Any:
    goals = [goal.term for goal in path.result.goals if (goal.kind, goal.subject) == (kind, subject)]
    return goals[0] if goals else FALSE


def _replayed(theory: Theory, model: Model, call: Call) -> Replay:
    state = plain_state(model, call.world)
    before = snapshot(state)
    message = plain_message(model, call.step.message)
    hints = [parameter.hint for parameter in call.step.action.parameters]
    arguments = tuple(model.typed(hint, value) for hint, value in zip(hints, call.step.arguments, strict=True))
    history = History(model.plain(call.world.history.now), model.plain(call.world.history.calls))
    fault = None
    with standing_in(PlainAnswers(model, theory.plan.contracts)):
        try:
            outcome = perform(call.step.action, state, message, arguments)
        except (KeyError, ValueError, ZeroDivisionError, IndexError) as raised:
            outcome, fault = Outcome(None), f"it raises {type(raised).__name__}: {raised}"
    if outcome.name == "Panic":
        fault = "it panics: arithmetic leaves its type"
    return Replay(Step(state, call.step.action, message, arguments, outcome), before, history, fault)


def snapshot(state: Any) -> Any:
    """A copy of a whole state, whose records and containers are its own."""
    copy = copied(state)
    for place in type(state).FIELDS:
        held = getattr(state, place.name)
        if isinstance(held, Store):
            object.__setattr__(copy, place.name, Store({key: copied(value) for key, value in held.items()}))
        elif isinstance(held, Ledger):
            object.__setattr__(copy, place.name, Ledger(dict(held.items())))
        elif isinstance(held, Roster):
            object.__setattr__(copy, place.name, Roster(tuple(held)))
        elif isinstance(held, Rosters):
            object.__setattr__(copy, place.name, Rosters(dict(held.items())))
    return copy


def _unlawful(theory: Theory, replay: Replay) -> str:
    """The invariant that the plain state before lacks; empty if it has all that a proof can assume of it."""
    for invariant in theory.expressible:
        for subject, holds in evaluated(invariant, replay.before, replay.history):
            if holds is False:
                return f"{invariant.name} {subject}".strip()
    return ""


def _failure(theory: Theory, replay: Replay, kind: str, subject: str) -> str | None:
    """How the claim fails of the replayed call, or None."""
    step = replay.step
    if replay.fault:
        return replay.fault
    if kind == KEPT:
        later = History(step.message.now, replay.history.calls + 1)
        chosen = [invariant for invariant in theory.invariants if invariant.name == subject]
        failed = [t for i in chosen for t, holds in evaluated(i, step.state, later) if holds is False]
        return f"it fails after the call {failed[0]}".strip() if failed else None
    if kind in (STEP, REFUSAL):
        return _step_failure(theory, step, subject)
    if kind in (LIVENESS, EFFECT, FRAME):
        return _triple_failure(theory, replay, kind)
    return None


def _step_failure(theory: Theory, step: Step, subject: str) -> str | None:
    clause = clause_named(theory, subject)
    found = contradicted(clause, step) if clause else None
    return None if found is None else f"the call contradicts it {found}".strip()


def _triple_failure(theory: Theory, replay: Replay, kind: str) -> str | None:
    step = replay.step
    claims = theory.plan.actions[step.action.name].claims
    if kind == LIVENESS:
        expected = tried(partial(claims["succeeds_iff"], replay.before, step.message, *step.arguments))
        return _wrong_end(step, expected) if expected is not step.outcome.ok else None
    if kind == EFFECT:
        return "the effect is another" if tried(partial(claims["effect"], step, *step.arguments)) is False else None
    return _unlisted(replay, claims["changes"])


def _unlisted(replay: Replay, changes: Callable[..., Any]) -> str | None:
    """The places that the call changed beside those that are listed, where the list can be made."""
    step, before = replay.step, replay.before
    try:
        allowed = listed(before, changes(before, step.message, *step.arguments))
    except (KeyError, Unsupported, AttributeError, TypeError):
        return None
    places = list(unlisted(step, allowed))
    return f"it changes what is not listed: {', '.join(places)}" if places else None


def _wrong_end(step: Step, expected: bool | None) -> str:
    if expected is None:
        return f"the call {ended(step)}, and the stated condition says nothing"
    return f"the call {ended(step)}, though by the stated condition it should {'succeed' if expected else 'be refused'}"
