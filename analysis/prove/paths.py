"""Running a function on terms, once for each way through it.

A run that comes to a fork asks `Path.decide`. Where both ways are possible the run takes one and the other is tried by
running again from the start with the same decisions up to there. Nothing is pruned on one solver's word alone: the
branches that were not taken because they are impossible are handed out as obligations (`Cover`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import z3

from analysis.prove import terms
from analysis.prove.smt import Z3Reader, support
from analysis.prove.terms import Term
from analysis.prove.values import RUNS, Unsupported

MAX_FORKS = 200
"""Forks on one path; a loop over a symbolic bound would have more."""
FORK_BUDGET = 400_000
"""Resource units of the solver for one question at a fork."""


class Infeasible(BaseException):
    """No state takes this path. Not an Exception, so that nothing on the path can swallow it."""


class NotRepeatable(RuntimeError):
    """Two runs with the same decisions met different forks: something in the specification is not deterministic."""


@dataclass(frozen=True)
class Fact:
    """Something that holds on a path. kind: `assumption` (an invariant), `definition` or `case` (a decision)."""

    kind: str
    name: str
    term: Term


@dataclass(frozen=True)
class Cover:
    """An obligation: with these facts the literal holds, so the branches that were not followed do not exist."""

    facts: tuple[Fact, ...]
    literal: Term


@dataclass(frozen=True)
class Decision:
    """What was decided at a fork. forced: the other way was impossible."""

    term: Term
    taken: bool
    forced: bool


class Knowledge:
    """What follows from decisions by looking alone, without a solver."""

    def __init__(self) -> None:
        self._truth: dict[Term, bool] = {}
        self._values: dict[Term, Term] = {}

    def learn(self, term: Term, holds: bool) -> None:
        """Takes note of a truth, and of its parts."""
        if term.op == "not":
            self.learn(term.args[0], not holds)
            return
        self._truth[term] = holds
        if term.op == ("and" if holds else "or"):
            for part in term.args:
                self.learn(part, holds)
        if holds and term.op == "=" and term.args[1].op == "int":
            self._values[term.args[0]] = term.args[1]

    def value(self, term: Term) -> Term:
        """The literal that a term is known to equal, else the term itself."""
        return self._values.get(term, term)

    def look(self, term: Term) -> bool | None:
        """The truth of a term if it is known."""
        if term.op == "bool":
            return bool(term.value)
        if term in self._truth:
            return self._truth[term]
        if term.op == "not":
            inner = self.look(term.args[0])
            return None if inner is None else not inner
        if term.op in ("and", "or"):
            return self._joined(term)
        if term.op in ("=", "<=") and term.args[0] in self._values:
            make = terms.equal if term.op == "=" else terms.at_most
            folded = make(self._values[term.args[0]], term.args[1])
            return bool(folded.value) if folded.op == "bool" else None
        return None

    def _joined(self, term: Term) -> bool | None:
        absorbing = term.op == "or"
        found = [self.look(part) for part in term.args]
        if absorbing in found:
            return absorbing
        return None if None in found else not absorbing


class Forks:
    """z3 for questions at forks: one incremental solver for each path."""

    def __init__(self, reader: Z3Reader) -> None:
        self._reader = reader
        self._solver = z3.SimpleSolver()
        self._solver.set("rlimit", FORK_BUDGET)
        self._seen: set[Term] = set()
        self._waiting: list[Term] = []

    def add(self, term: Term) -> None:
        """Adds a fact."""
        self._waiting.append(term)

    def possible(self, term: Term) -> bool | None:
        """Whether some state has the facts and the term; None when the solver gave up."""
        for fact in [*support([*self._waiting, term], self._seen), *self._waiting]:
            self._reader.put(self._solver, self._reader(fact))
        self._waiting = []
        self._solver.push()
        self._reader.put(self._solver, self._reader(term))
        answer = self._solver.check()
        self._solver.pop()
        return None if answer == z3.unknown else bool(answer == z3.sat)


@dataclass
class Path:
    """One way through a run. `result` is what the run returned, `undecided` why the path's proofs can't count.

    unread: lists of the message of which nothing is known.
    """

    forks: Forks
    prefix: tuple[Decision, ...]
    facts: list[Fact] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    alternatives: list[tuple[Decision, ...]] = field(default_factory=list)
    undecided: str | None = None
    result: Any = None
    knowledge: Knowledge = field(default_factory=Knowledge)
    unread: set[str] = field(default_factory=set)
    _implied: list[Term] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def assume(self, kind: str, name: str, term: Term) -> None:
        """Adds a fact that holds in every state, or a definition."""
        if term.op == "and":
            for part in term.args:
                self.assume(kind, name, part)
        elif term is not terms.TRUE:
            self.facts.append(Fact(kind, name, term))
            self.forks.add(term)
            self.knowledge.learn(term, True)

    def decide(self, term: Term) -> bool:
        """Which way this run goes."""
        known = self.knowledge.look(term)
        if known is not None:
            return known
        place = len(self.decisions)
        if place < len(self.prefix):
            decision = self.prefix[place]
            if decision.term is not term:
                raise NotRepeatable(f"at fork {place} the run asked {term!r} and, before, {decision.term!r}")
        else:
            decision = self._ask(term)
        self._take(decision)
        return decision.taken

    def _ask(self, term: Term) -> Decision:
        if len(self.decisions) >= MAX_FORKS:
            raise Unsupported(f"more than {MAX_FORKS} forks on one path; bound the loop that makes them")
        yes, no = self.forks.possible(term), self.forks.possible(terms.negation(term))
        if yes is None or no is None:
            self.undecided = f"the solver gave up at a fork on {term!r}"
        if yes is False and no is False:
            self._implied.append(terms.FALSE)
            self.close()
            raise Infeasible()
        if yes is False or no is False:
            literal = terms.negation(term) if yes is False else term
            self._implied.append(literal)
            return Decision(term, yes is not False, True)
        self.close()
        self.alternatives.append((*self.decisions, Decision(term, False, False)))
        return Decision(term, True, False)

    def _take(self, decision: Decision) -> None:
        self.decisions.append(decision)
        literal = decision.term if decision.taken else terms.negation(decision.term)
        if not decision.forced:
            self.facts.append(Fact("case", "case", literal))
        self.forks.add(literal)
        self.knowledge.learn(literal, True)

    def imply(self, literal: Term) -> None:
        """Owes a proof that the literal holds with all facts so far."""
        self._implied.append(literal)

    def close(self) -> None:
        """Hands out, as one obligation, the branches that were impossible since the last fork."""
        if self._implied:
            self.covers.append(Cover(tuple(self.facts), terms.conjunction(self._implied)))
            self._implied = []

    def name(self, stem: str) -> str:
        """A name that this path has not used: the same one on every run with the same decisions."""
        count = self._counts.get(stem, 0)
        while (name := stem if count == 0 else f"{stem}.{count}") in self._names:
            count += 1  # another stem ends as this one goes on
        self._counts[stem] = count + 1
        self._names.add(name)
        return name


@dataclass
class Exploration:
    """Every path of a run. `refused` says why there may be more that were not followed."""

    paths: list[Path]
    covers: list[Cover]
    refused: str | None = None


def explore(body: Callable[[Path], Any], reader: Z3Reader, max_paths: int = 200) -> Exploration:
    """Runs `body` on every path. Its result is the path's; Unsupported ends the exploration and is reported."""
    waiting: list[tuple[Decision, ...]] = [()]
    found = Exploration([], [])
    while waiting:
        if len(found.paths) >= max_paths:
            found.refused = f"more than {max_paths} paths"
            break
        path = Path(Forks(reader), waiting.pop())
        RUNS.stack.append(path)
        try:
            path.result = body(path)
            path.close()
            found.paths.append(path)
        except Infeasible:
            pass
        except Unsupported as reason:
            found.refused = str(reason)
            break
        finally:
            RUNS.stack.pop()
        found.covers += path.covers
        waiting += path.alternatives
    return found
