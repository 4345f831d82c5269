"""A counterexample to induction: as a state that a person reads, and run again on plain values.

It need not be reachable from the initial state: then the invariants are too weak to exclude it, and the search or a
person has to say which. What is certain after a replay is that the specification, from this state, does this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.prove.arbitrary import copied
from analysis.prove.goals import EFFECT, FRAME, KEPT, LIVENESS, REFUSAL, STEP, Theory
from analysis.prove.invariants import Invariant
from analysis.prove.models import Model, PlainAnswers, plain_message, plain_state
from analysis.prove.paths import Path
from analysis.prove.solvers import Answer
from analysis.prove.states import World
from analysis.prove.steps import Call, standing_in
from analysis.prove.telling import ended, pictured, shown, told
from analysis.prove.terms import FALSE
from analysis.prove.values import Unsupported
from properties.catalogue import Scope
from properties.claims import History
from spec.core.interpreter import Outcome, perform
from spec.core.step import Step
from spec.core.store import Ledger, Roster, Store

if TYPE_CHECKING:
    from analysis.prove.obligations import Prover

REACHABLE = "reachable: unknown, nobody has searched for a way there"


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
    model = Model([fact.term for fact in path.facts], goal)
    if not model.found:
        return Refutation("the solver could not repeat its counterexample", str(answer.model), False)
    replay = _replayed(prover.theory, model, call)
    with standing_in(PlainAnswers(model, prover.theory.plan.contracts)):
        unlawful = _unlawful(prover.theory, replay)
        failure = _failure(prover.theory, replay, kind, subject)
    sentence = failure or "the claim holds of the replayed call"
    if unlawful:
        sentence = f"{sentence}; the plain state lacks: {unlawful}"
    text = "\n".join(
        [*told(replay.before, replay.step), f"  claim: {subject or kind}", f"  {sentence}", f"  {REACHABLE}"]
    )
    return Refutation(sentence, text, failure is not None and not unlawful)


def succeeds(prover: Prover, path: Path) -> bool:
    """Whether plain values that satisfy every invariant take this path to success."""
    model = Model([fact.term for fact in path.facts], FALSE, small=False)
    if not model.found:
        return False
    replay = _replayed(prover.theory, model, path.result.call)
    return replay.fault is None and replay.step.outcome.ok and not _unlawful(prover.theory, replay)


def refute_state(prover: Prover, path: Path, world: World, clause: Invariant, answer: Answer) -> Refutation:
    """A state that satisfies the invariants and not the clause."""
    model = Model([fact.term for fact in path.facts], FALSE)
    if not model.found:
        return Refutation("the solver could not repeat its counterexample", str(answer.model), False)
    state = plain_state(model, world)
    history = History(model.plain(world.history.now), model.plain(world.history.calls))
    with standing_in(PlainAnswers(model, prover.theory.plan.contracts)):
        failed = [text for text, holds in _evaluated(clause, state, history) if holds is False]
    lines = ["state:", *(f"  {line}" for line in pictured(state)), f"claim: {clause.name}", REACHABLE]
    sentence = f"it fails {failed[0]}" if failed else "it holds of the plain state"
    return Refutation(sentence, "\n".join([*lines, sentence]), bool(failed))


def _goal_of(path: Path, kind: str, subject: str) -> Any:
    goals = [goal.term for goal in path.result.goals if (goal.kind, goal.subject) == (kind, subject)]
    return goals[0] if goals else FALSE


def _replayed(theory: Theory, model: Model, call: Call) -> Replay:
    state = plain_state(model, call.world)
    before = _snapshot(state)
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


def _snapshot(state: Any) -> Any:
    copy = copied(state)
    for place in type(state).FIELDS:
        held = getattr(state, place.name)
        if isinstance(held, Store):
            object.__setattr__(copy, place.name, Store({key: copied(value) for key, value in held.items()}))
        elif isinstance(held, Ledger):
            object.__setattr__(copy, place.name, Ledger(dict(held.items())))
        elif isinstance(held, Roster):
            object.__setattr__(copy, place.name, Roster(tuple(held)))
    return copy


def _unlawful(theory: Theory, replay: Replay) -> str:
    """The invariant that the plain state before lacks; empty if it has all that plain values can judge."""
    for invariant in theory.invariants:
        for subject, holds in _evaluated(invariant, replay.before, replay.history):
            if holds is False:
                return f"{invariant.name} {subject}".strip()
    return ""


def _evaluated(invariant: Invariant, state: Any, history: History) -> Iterator[tuple[str, bool | None]]:
    if invariant.store is None:
        yield "", _tried(partial(invariant.evaluate, state, history))
        return
    held = getattr(state, invariant.store)
    pairs = [(key, None) for key in held] if isinstance(held, Roster) else list(held.items())
    for key, value in pairs:
        subject = f"for {invariant.store}[{shown(key)}]"
        yield subject, _tried(partial(invariant.evaluate, state, history, key, value))


def _tried(run: Callable[[], Any]) -> bool | None:
    """True or False; None where the clause says nothing, or looks into bytes that the model does not have."""
    try:
        said = run()
    except KeyError:
        return False
    except (Unsupported, AttributeError, TypeError):
        return None
    return None if said is None else bool(said)


def _failure(theory: Theory, replay: Replay, kind: str, subject: str) -> str | None:
    """How the claim fails of the replayed call, or None."""
    step = replay.step
    if replay.fault:
        return replay.fault
    if kind == KEPT:
        later = History(step.message.now, replay.history.calls + 1)
        chosen = [invariant for invariant in theory.invariants if invariant.name == subject]
        failed = [t for i in chosen for t, holds in _evaluated(i, step.state, later) if holds is False]
        return f"it fails after the call {failed[0]}".strip() if failed else None
    if kind in (STEP, REFUSAL):
        return _step_failure(theory, step, subject)
    if kind in (LIVENESS, EFFECT, FRAME):
        return _triple_failure(theory, replay, kind)
    return None


def _step_failure(theory: Theory, step: Step, subject: str) -> str | None:
    for declared in theory.protocol.catalogue:
        for clause in declared.clauses:
            if f"{declared.id}: {clause.name}" != subject:
                continue
            if clause.scope is not Scope.RECORD_STEP:
                return "the call contradicts it" if _tried(partial(clause.holds, step)) is False else None
            for key, before, after in step.moved(clause.store or ""):
                if _tried(partial(clause.holds, step, key, before, after)) is False:
                    return f"the call contradicts it for {clause.store}[{shown(key)}]"
    return None


def _triple_failure(theory: Theory, replay: Replay, kind: str) -> str | None:
    step = replay.step
    claims = theory.plan.actions[step.action.name].claims
    if kind == LIVENESS:
        expected = _tried(partial(claims["succeeds_iff"], replay.before, step.message, *step.arguments))
        return (
            f"the call {ended(step)}, and it should be the other way round" if expected is not step.outcome.ok else None
        )
    if kind == EFFECT:
        return "the effect is another" if _tried(partial(claims["effect"], step, *step.arguments)) is False else None
    return "it changes a place that is not listed"
