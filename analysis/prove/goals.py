"""What has to be shown at the end of one path of one action."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from analysis.prove import terms
from analysis.prove.arbitrary import key_terms, leaves, same_key
from analysis.prove.invariants import Invariant
from analysis.prove.merging import Statement, cases, statement
from analysis.prove.paths import Path
from analysis.prove.reads import EVERYTHING, HISTORY, changed_by_a_call, readers
from analysis.prove.states import state_class
from analysis.prove.steps import Call, run_action, standing_in
from analysis.prove.stores import Entry, Table, View
from analysis.prove.terms import Term
from analysis.prove.values import Unsupported, term_of
from properties.binding import EscrowProtocol
from properties.catalogue import Clause, Property, Scope
from properties.claims import Change, ProofPlan
from spec.core.action import Action

KEPT, STEP, REFUSAL, DEMAND = "kept", "step", "refusal", "demand"
LIVENESS, EFFECT, FRAME = TRIPLE = ("liveness", "effect", "no side effect")


@dataclass(frozen=True)
class Goal:
    """A term that follows from the first `facts` facts of the path. speaks: where the claim says anything at all."""

    kind: str
    subject: str
    term: Term
    speaks: Term
    facts: int


@dataclass
class Study:
    """What one path gave. refused: claims that no term expresses, with the reason."""

    call: Call
    goals: list[Goal] = field(default_factory=list)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Theory:
    """Everything that is claimed of a protocol."""

    protocol: EscrowProtocol
    plan: ProofPlan
    invariants: Sequence[Invariant]
    spoken: set[str] = field(default_factory=set)
    """Claims that have met a case to which they apply, in this process."""

    @cached_property
    def reads(self) -> dict[str, frozenset[str]]:
        """What each invariant reads of the state, by its name."""
        cls = state_class(next(iter(self.protocol.actions)))
        return readers(self.invariants, cls)

    @cached_property
    def expressible(self) -> list[Invariant]:
        """The invariants that terms express, so that proofs assume them."""
        return [invariant for invariant in self.invariants if EVERYTHING not in self.reads[invariant.name]]

    def clauses(self, action: Action, *scopes: Scope) -> Iterator[tuple[Property, Clause]]:
        """The clauses of these scopes that speak of the action."""
        for declared in self.protocol.catalogue:
            for clause in declared.clauses:
                if clause.scope in scopes and (not clause.actions or action.name in clause.actions):
                    yield declared, clause

    def expected(self, action: Action) -> Iterator[tuple[str, str]]:
        """Kind and subject of every obligation of the action."""
        for invariant in self.invariants:
            yield KEPT, invariant.name
        for declared, clause in self.clauses(action, Scope.STEP, Scope.RECORD_STEP):
            yield STEP, f"{declared.id}: {clause.name}"
        for declared, clause in self.clauses(action, Scope.REFUSAL):
            yield REFUSAL, f"{declared.id}: {clause.name}"
        stated = self.plan.actions.get(action.name)
        for kind, key in ((LIVENESS, "succeeds_iff"), (EFFECT, "effect"), (FRAME, "changes")):
            if stated and key in stated.claims:
                yield kind, f"{kind} of {action.name}"


def study(path: Path, action: Action, theory: Theory) -> Study:
    """Runs the action and states every goal of this path."""
    every_error = any(theory.clauses(action, Scope.REFUSAL))
    call = run_action(path, action, theory.plan, theory.invariants, every_error=every_error)
    found = Study(call)
    found.goals += [Goal(DEMAND, name, term, terms.TRUE, count) for name, term, count in call.opaque.demands]
    if call.defect:
        return found
    with standing_in(call.opaque):
        found_goals = _after_success if call.ok else _after_refusal
        found_goals(path, action, theory, call, found)
    call.world.settle()
    found.goals = [goal if goal.kind == DEMAND else _with_all_facts(goal, path) for goal in found.goals]
    return found


def _with_all_facts(goal: Goal, path: Path) -> Goal:
    return Goal(goal.kind, goal.subject, goal.term, goal.speaks, len(path.facts))


def _after_success(path: Path, action: Action, theory: Theory, call: Call, found: Study) -> None:
    world = call.world
    changed = changed_by_a_call(world) - ({HISTORY} if theory.plan.framed else set())
    affected = [invariant for invariant in theory.invariants if theory.reads[invariant.name] & changed]
    moved = list(theory.clauses(action, Scope.RECORD_STEP))
    if theory.plan.framed:
        moved = [one for one in moved if one[1].store in changed or not _holds_of_what_stays(found, call, *one)]
    spoken_of = {invariant.store for invariant in affected} | {clause.store for _, clause in moved}
    for name, table in world.tables.items():
        if name in changed or name in spoken_of:
            table.another()
    concerned = {name: list(table.entries) for name, table in world.tables.items()}
    for invariant in affected:
        _state(found, KEPT, invariant.name, _kept(call, invariant, concerned.get(invariant.store or "", [])))
    for declared, clause in theory.clauses(action, Scope.STEP):
        _state(found, STEP, f"{declared.id}: {clause.name}", [(terms.TRUE, partial(clause.holds, call.step))])
    for declared, clause in moved:
        entries = concerned[clause.store or ""]
        _state(found, STEP, f"{declared.id}: {clause.name}", [_moved(call, clause, entry) for entry in entries])
    _triple(action, theory, call, found)


def _holds_of_what_stays(found: Study, call: Call, declared: Property, clause: Clause) -> bool:
    """Whether a clause is literally true of any record that stays as it was; if so its goal is added."""
    table = call.world.tables[clause.store or ""]
    entry = table.any_place()
    try:
        said = statement(partial(clause.holds, call.step, entry.key, entry.before, entry.before))
    except Unsupported:
        return False
    if said.holds is terms.TRUE:
        speaks = terms.conjunction((entry.was_there, said.speaks))
        found.goals.append(Goal(STEP, f"{declared.id}: {clause.name}", terms.TRUE, speaks, 0))
    return said.holds is terms.TRUE


def _kept(call: Call, invariant: Invariant, entries: list[Entry]) -> list[tuple[Term, Callable[[], Any]]]:
    s, h = call.world.now, call.later
    if invariant.store is None:
        return [(terms.TRUE, partial(invariant.evaluate, s, h))]
    return [(entry.is_there, partial(invariant.evaluate, s, h, entry.key, entry.after)) for entry in entries]


def _moved(call: Call, clause: Clause, entry: Entry) -> tuple[Term, Callable[[], Any]]:
    return entry.was_there, partial(clause.holds, call.step, entry.key, entry.before, entry.after)


def _after_refusal(_path: Path, action: Action, theory: Theory, call: Call, found: Study) -> None:
    for declared, clause in theory.clauses(action, Scope.REFUSAL):
        _state(found, REFUSAL, f"{declared.id}: {clause.name}", [(terms.TRUE, partial(clause.holds, call.step))])
    stated = theory.plan.actions.get(action.name)
    if stated and "succeeds_iff" in stated.claims:
        _state(found, LIVENESS, f"{LIVENESS} of {action.name}", [_success(action, call, stated.claims["succeeds_iff"])])


def _state(found: Study, kind: str, subject: str, parts: Sequence[tuple[Term, Callable[[], Any]]]) -> None:
    """Adds one goal: every part holds where it is there."""
    holds, speaks = [], []
    try:
        for there, run in parts:
            said: Statement = statement(run)
            holds.append(terms.implication(there, said.holds))
            speaks.append(terms.conjunction((there, said.speaks)))
    except Unsupported as reason:
        found.refused[kind, subject] = str(reason)
        return
    found.goals.append(Goal(kind, subject, terms.conjunction(holds), terms.disjunction(speaks), 0))


# ---------------------------------------------------------------- the triple


def _success(action: Action, call: Call, claim: Callable[..., Any]) -> tuple[Term, Callable[[], Any]]:
    """Where the call succeeded the condition holds, and where it was refused it does not."""
    step = call.step

    def condition() -> Any:
        if not action.payable and step.message.value != 0:
            return not call.ok
        holds = claim(call.world.before, step.message, *step.arguments)
        return holds if call.ok else not holds

    return terms.TRUE, condition


def _triple(action: Action, theory: Theory, call: Call, found: Study) -> None:
    stated = theory.plan.actions.get(action.name)
    if stated is None:
        return
    step, claims = call.step, stated.claims
    if "succeeds_iff" in claims:
        _state(found, LIVENESS, f"{LIVENESS} of {action.name}", [_success(action, call, claims["succeeds_iff"])])
    if "effect" in claims:
        effect = [(terms.TRUE, partial(claims["effect"], step, *step.arguments))]
        _state(found, EFFECT, f"{EFFECT} of {action.name}", effect)
    if "changes" in claims:
        try:
            listed = cases(partial(claims["changes"], call.world.before, step.message, *step.arguments))
            term = _nothing_else(call, list(listed))
            found.goals.append(Goal(FRAME, f"{FRAME} of {action.name}", term, terms.TRUE, 0))
        except (Unsupported, TypeError) as reason:
            found.refused[FRAME, f"{FRAME} of {action.name}"] = f"the list of changes: {reason}"


def _nothing_else(call: Call, listed: list[Change]) -> Term:
    """Whatever is another term than before is listed, or equal after all."""
    world = call.world
    free = {name for change in listed if change.store is None for name in change.fields}
    parts = []
    for name in (name for name in type(world.now).FIELDS):
        before, now = getattr(world.before, name.name), getattr(world.now, name.name)
        if not isinstance(now, View) and name.name not in free:
            parts += [terms.equal(term_of(old), term_of(new)) for old, new in _pairs(before, now)]
    for table in world.tables.values():
        for entry in table.entries:
            parts.append(_entry_as_listed(table, entry, listed))
    return terms.conjunction(parts)


def _pairs(before: Any, now: Any) -> Iterator[tuple[Any, Any]]:
    old, new = dict(leaves(before)), dict(leaves(now))
    return ((old[path], new[path]) for path in new)


def _entry_as_listed(table: Table, entry: Entry, listed: list[Change]) -> Term:
    moved = entry.is_there is not entry.was_there
    before = {} if moved else dict(leaves(entry.before))
    after = dict(leaves(entry.after))
    parts = []
    for path in entry.changed():
        allowed = [
            same_key(entry.keys, key_terms(change.key))
            for change in listed
            if isinstance(change.store, View) and change.store.table is table and _covers(change, path, moved)
        ]
        if not moved:
            allowed.append(terms.equal(term_of(before[path]), term_of(after[path])))
        parts.append(terms.disjunction(allowed))
    return terms.conjunction(parts)


def _covers(change: Change, path: str, moved: bool) -> bool:
    if not change.fields:
        return moved or path == ""
    return not moved and any(path == name or path.startswith(f"{name}.") for name in change.fields)
