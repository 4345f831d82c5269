"""From paths to verdicts: every obligation of an action, of the initial state, of what follows, and of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from analysis.prove import arithmetic, bitvectors, terms
from analysis.prove.expressions import read_as_expressions
from analysis.prove.findings import REFUTED, UNKNOWN, VACUOUS, Batch, Finding
from analysis.prove.goals import DEMAND, KEPT, LIVENESS, Study, Theory, study
from analysis.prove.invariants import Invariant
from analysis.prove.merging import statement
from analysis.prove.oracles import OpaqueCalls, arbitrary_message, lists_up_to
from analysis.prove.paths import Exploration, Fact, Path, explore
from analysis.prove.reads import HISTORY
from analysis.prove.refutation import Refutation, refute_call, refute_initial, refute_numbers, refute_state, succeeds
from analysis.prove.smt import script
from analysis.prove.solvers import Answer, Query, Solvers
from analysis.prove.states import World, arbitrary_world, deeper, initial_world, state_class
from analysis.prove.steps import assume_environment, standing_in
from analysis.prove.stores import Entry
from analysis.prove.terms import Term
from analysis.prove.values import Unsupported
from properties.claims import ArithmeticClaim, Contract, History
from spec.core.action import Action

PATHS, INITIAL, FOLLOWS, CONTRACT, ARITHMETIC = "paths", "initial", "follows", "contract", "arithmetic"
FALSIFIABLE, WITNESS, CLOSED = "can fail", "can succeed", "closed"
PASSING = "time passes"
"""The place of what is shown of no action: that an invariant lasts."""


@dataclass
class Prover:
    """Proves obligations of one theory with one pair of solvers."""

    theory: Theory
    solvers: Solvers
    max_paths: int = 200
    keep_scripts: bool = False
    _latest: tuple[tuple[Fact, ...], tuple[tuple[str, Term], ...]] | None = None

    # ------------------------------------------------------------ one query

    def show(
        self,
        finding: Finding,
        facts: tuple[Fact, ...],
        goal: Term,
        refute: Callable[[Answer], Refutation] | None = None,
    ) -> Answer:
        """Adds one query's answer to a finding."""
        named = self._named(facts)
        title = (f"{finding.kind}: {finding.subject}", f"{finding.place}", "unsat: the claim holds")
        query = Query(named, goal, title)
        answer = self.solvers.prove(query)
        finding.queries += answer.asked
        finding.paths += 1
        finding.used = tuple(sorted({*finding.used, *answer.used}))
        if self.keep_scripts:
            finding.scripts.append(answer.script or self._by_looking(named, goal, title))
        if answer.verdict == UNKNOWN:
            finding.worsen(UNKNOWN, answer.why)
        elif answer.verdict == REFUTED and finding.verdict != REFUTED:
            self._refuted(finding, query, answer, refute)
        return answer

    @staticmethod
    def _by_looking(named: tuple[tuple[str, Term], ...], goal: Term, title: tuple[str, ...]) -> str:
        """The query that no solver was asked: the goal is literally true, or one of the facts."""
        return script([(name, term) for name, term in named if term is goal], goal, title)

    def _named(self, facts: tuple[Fact, ...]) -> tuple[tuple[str, Term], ...]:
        """Name and term of each fact; one object for one path, so that solvers can tell."""
        if self._latest is None or self._latest[0] is not facts:
            self._latest = (facts, tuple((fact.name, fact.term) for fact in facts))
        return self._latest[1]

    def _refuted(
        self, finding: Finding, query: Query, answer: Answer, refute: Callable[[Answer], Refutation] | None
    ) -> None:
        if refute is None:
            finding.worsen(REFUTED, f"a way was left out; a counterexample: {answer.model}")
            return
        shown = refute(answer)
        if not shown.reproduced:
            others = map(refute, self.solvers.other_models(query))
            shown = next((other for other in others if other.reproduced), shown)
        finding.counterexample, finding.reproduced = shown.text, shown.reproduced
        if shown.reproduced:
            finding.worsen(REFUTED, shown.sentence)
        else:
            finding.worsen(UNKNOWN, f"a counterexample that plain values do not reproduce: {shown.sentence}")

    def _covers(self, finding: Finding, exploration: Exploration) -> None:
        """No path is left out: what was not followed is impossible."""
        for cover in exploration.covers:
            self.show(finding, cover.facts, cover.literal)
        if exploration.refused:
            finding.worsen(UNKNOWN, exploration.refused)
        for path in exploration.paths:
            if path.undecided:
                finding.worsen(UNKNOWN, path.undecided)

    # ------------------------------------------------------------ one action

    def action(self, action: Action) -> Batch:
        """Every obligation of an action."""
        with lists_up_to(self.theory.plan.longest.get(action.name)):
            return self._action(action)

    def _action(self, action: Action) -> Batch:
        with self._expressions():
            exploration = explore(lambda path: study(path, action, self.theory), self.solvers.read, self.max_paths)
        batch = Batch()
        paths = Finding(PATHS, "no panic, and no other way through", action.name)
        self._covers(paths, exploration)
        expected = list(dict.fromkeys(self.theory.expected(action)))
        found = {(kind, subject): Finding(kind, subject, action.name) for kind, subject in expected}
        for path in exploration.paths:
            self._path(path, paths, found, batch)
        batch.findings = [paths, *found.values()]
        if action.name in self.theory.protocol.closed:
            batch.findings.append(self._never(action, exploration))
        else:
            batch.findings.append(self._witness(action, exploration))
        if paths.verdict == UNKNOWN:
            for finding in found.values():
                finding.worsen(UNKNOWN, f"not every path of {action.name} is known: {paths.why}")
        return batch

    def _path(self, path: Path, paths: Finding, found: dict[tuple[str, str], Finding], batch: Batch) -> None:
        seen: Study = path.result
        facts = tuple(path.facts)
        if seen.call.defect:
            self.show(paths, facts, terms.FALSE, partial(refute_call, self, path, PATHS, ""))
            if paths.verdict == REFUTED and not paths.why.startswith(seen.call.defect):
                paths.why = f"{seen.call.defect}: {paths.why}"
        for (kind, subject), reason in seen.refused.items():
            found[kind, subject].worsen(UNKNOWN, reason)
        for goal in seen.goals:
            known = facts if goal.kind != DEMAND else facts[: goal.facts]
            finding = self._finding(found, goal.kind, goal.subject, paths.place)
            self.show(finding, known, goal.term, partial(refute_call, self, path, goal.kind, goal.subject))
            if (
                goal.subject not in self.theory.spoken
                and goal.kind not in (DEMAND, LIVENESS)
                and goal.speaks is not terms.FALSE
            ):
                self._speaks(batch, goal.subject, facts, goal.speaks)

    @staticmethod
    def _finding(found: dict[tuple[str, str], Finding], kind: str, subject: str, place: str) -> Finding:
        if (kind, subject) not in found:
            found[kind, subject] = Finding(kind, subject, place)
        return found[kind, subject]

    def _speaks(self, batch: Batch, subject: str, facts: tuple[Fact, ...], speaks: Term) -> None:
        if self.solvers.satisfiable([*(fact.term for fact in facts), speaks]):
            batch.spoke.add(subject)
            self.theory.spoken.add(subject)

    def _witness(self, action: Action, exploration: Exploration) -> Finding:
        """The action succeeds, on plain values, from a state that satisfies the invariants."""
        finding = Finding(WITNESS, "the action can succeed", action.name)
        if self._can_succeed(exploration):
            finding.paths = 1
            return finding
        if self.theory.plan.framed:
            with deeper(), self._expressions():  # what is concerned refers to what refers to more
                further = explore(lambda path: study(path, action, self.theory), self.solvers.read, self.max_paths)
            if self._can_succeed(further):
                finding.paths = 1
                return finding
        finding.worsen(
            VACUOUS, "no state that satisfies the invariants lets the action succeed: what is proved is empty"
        )
        return finding

    def _can_succeed(self, exploration: Exploration) -> bool:
        return any(path.result.call.ok and succeeds(self, path) for path in exploration.paths)

    @staticmethod
    def _never(action: Action, exploration: Exploration) -> Finding:
        """The action is declared closed, and no path succeeds."""
        finding = Finding(CLOSED, "nobody's call succeeds", action.name)
        finding.paths = len(exploration.paths)
        if any(path.result.call.ok for path in exploration.paths):
            finding.worsen(UNKNOWN, "it is declared closed, and there is a way through it")
        if exploration.refused:
            finding.worsen(UNKNOWN, exploration.refused)
        return finding

    def _expressions(self) -> AbstractContextManager[None]:
        return read_as_expressions(self.theory.plan.expressions, self.theory.plan.effects)

    # ------------------------------------------------------------ states

    def initial(self) -> Batch:
        """Every invariant in the state right after deployment."""
        cls = state_class(next(iter(self.theory.protocol.actions)))
        return Batch([self._initially(cls, invariant) for invariant in self.theory.invariants])

    def _initially(self, cls: type, invariant: Invariant) -> Finding:
        finding = Finding(INITIAL, invariant.name, "the initial state")

        def body(path: Path) -> tuple[Term, World]:
            world = initial_world(path, cls, self.theory.plan.deployment, self.theory.plan.chosen)
            if invariant.store is None:
                return statement(partial(invariant.evaluate, world.now, world.history)).holds, world
            table = world.tables[invariant.store]
            table.another()
            return terms.conjunction(_of_entry(invariant, world, entry) for entry in table.entries), world

        with self._expressions():
            exploration = explore(body, self.solvers.read)
        self._covers(finding, exploration)
        for path in exploration.paths:
            goal, world = path.result
            refute = partial(refute_initial, self, path, world, invariant, goal)
            self.show(finding, tuple(path.facts), goal, refute)
        return finding

    def ageing(self) -> Batch:
        """Every invariant that reads the history, while nothing but time passes and somebody else's call is counted."""
        aged = [one for one in self.theory.expressible if HISTORY in self.theory.reads[one.name]]
        return Batch([self._lasts(invariant) for invariant in aged])

    def _lasts(self, invariant: Invariant) -> Finding:
        finding = Finding(KEPT, invariant.name, PASSING)
        cls = state_class(next(iter(self.theory.protocol.actions)))
        plan = self.theory.plan

        def body(path: Path) -> Term:
            world = arbitrary_world(path, cls, self.theory.invariants)
            world.start()
            message, _ = arbitrary_message((), plan.arrivals)
            assume_environment(path, world, plan, message)
            record: tuple[object, ...] = ()
            if invariant.store is not None:
                entry = world.tables[invariant.store].another()
                path.assume("case", "the record is there", entry.is_there)
                record = (entry.key, entry.after)
            later = History(message.now, world.history.calls + 1)
            goal = statement(partial(invariant.evaluate, world.now, later, *record)).holds
            world.settle()
            return goal

        with self._expressions():
            exploration = explore(body, self.solvers.read, self.max_paths)
        self._covers(finding, exploration)
        for path in exploration.paths:
            self.show(finding, tuple(path.facts), path.result, _does_not_last)
        return finding

    def follows(self, clause: Invariant) -> Batch:
        """A clause in every state that satisfies the invariants."""
        finding = Finding(FOLLOWS, clause.name, "every state")
        exploration = self._said(clause, self.theory.invariants)
        self._covers(finding, exploration)
        for path in exploration.paths:
            holds, world = path.result
            goal = terms.boolean(holds)
            self.show(finding, tuple(path.facts), goal, partial(refute_state, self, path, world, clause))
        return Batch([finding, self._falsifiable(clause)])

    def _said(self, clause: Invariant, invariants: Iterable[Invariant]) -> Exploration:
        cls = state_class(next(iter(self.theory.protocol.actions)))

        def body(path: Path) -> tuple[bool, object]:
            world = arbitrary_world(path, cls, list(invariants))
            world.start()
            record: tuple[object, ...] = ()
            if clause.store is not None:
                entry = world.tables[clause.store].another()
                path.assume("case", "the record is there", entry.is_there)
                record = (entry.key, entry.after)
            with standing_in(OpaqueCalls(self.theory.plan.contracts, every_error=False)):
                return _holds(lambda: clause.evaluate(world.now, world.history, *record)), world

        with self._expressions():
            return explore(body, self.solvers.read, self.max_paths)

    def _falsifiable(self, clause: Invariant) -> Finding:
        """Some state, lawful or not, violates the clause: otherwise it says nothing."""
        finding = Finding(FALSIFIABLE, clause.name, "any state")
        exploration = self._said(clause, ())
        for path in exploration.paths:
            if not path.result[0] and self.solvers.satisfiable([fact.term for fact in path.facts]):
                return finding
        if exploration.refused:
            finding.worsen(UNKNOWN, exploration.refused)
            return finding
        finding.worsen(VACUOUS, "no state at all violates it: it says nothing")
        return finding

    def vacuity(self) -> Batch:
        """Every invariant can be violated by some state."""
        return Batch([self._falsifiable(invariant) for invariant in self.theory.invariants])

    # ------------------------------------------------------------ numbers

    def contract(self, contract: Contract) -> Batch:
        """What an opaque function guarantees, of the function itself."""
        finding = Finding(CONTRACT, contract.name, "its own text")
        exploration = arithmetic.explore_contract(contract, self.theory.plan, self.solvers.read, self.max_paths)
        self._numbers(finding, exploration)
        return Batch([finding])

    def arithmetic(self, claim: ArithmeticClaim) -> Batch:
        """A claim about numbers: on integers of exact range, and on bit-vectors."""
        finding = Finding(ARITHMETIC, f"{claim.property}: {claim.name}", "integers")
        exploration = arithmetic.explore_claim(claim, self.solvers.read)
        self._numbers(finding, exploration)
        return Batch([finding, self._on_bits(claim, exploration)])

    def _numbers(self, finding: Finding, exploration: Exploration) -> None:
        self._covers(finding, exploration)
        for shown in arithmetic.shown_by(exploration):
            self.show(finding, tuple(shown.path.facts), shown.goal, partial(refute_numbers, shown))
            if shown.path.result.fault:
                finding.why = shown.path.result.fault

    def _on_bits(self, claim: ArithmeticClaim, exploration: Exploration) -> Finding:
        finding = Finding(ARITHMETIC, f"{claim.property}: {claim.name}", "bit-vectors")
        for shown in arithmetic.shown_by(exploration):
            try:
                text = bitvectors.script([fact.term for fact in shown.path.facts], shown.goal, (claim.name,))
            except bitvectors.NoBitVector as reason:
                finding.worsen(UNKNOWN, str(reason))
                continue
            finding.paths += 1
            finding.queries += 1
            if self.keep_scripts:
                finding.scripts.append(text)
            if not self.solvers.agree_on_text(text):
                finding.worsen(UNKNOWN, "it rests on what a product or quotient of two unknowns is; proved on integers")
        return finding


def _of_entry(invariant: Invariant, world: World, entry: Entry) -> Term:
    """The invariant of one record."""
    said = statement(lambda: invariant.evaluate(world.now, world.history, entry.key, entry.after))
    return terms.implication(entry.is_there, said.holds)


def _does_not_last(answer: Answer) -> Refutation:
    """What is said of an invariant that time alone breaks."""
    return Refutation(
        "it does not last while nothing but time passes", f"a state of the solver's: {answer.model}", True
    )


def _holds(run: Callable[[], object]) -> bool:
    """Whether a clause holds or says nothing; it forks, and does not hold where it looks up what is not there."""
    try:
        said = run()
    except (KeyError, ValueError, ArithmeticError):
        return False
    except (AttributeError, TypeError) as fault:
        raise Unsupported(f"it looks into a symbolic value: {fault}") from fault
    return said is None or bool(said)
