"""Two solvers: z3 answers, cvc5 confirms what z3 says cannot be.

Budgets are resource units, so that a verdict does not depend on how fast a machine is. A claim is `proved` only if both
say `unsat`. If one says `unsat` and the other `sat`, one of them is wrong, and the run fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import z3

from analysis.prove import terms
from analysis.prove.smt import Z3Reader, script, support
from analysis.prove.terms import Term

ROOT = Path(__file__).resolve().parents[2]
Z3_BUDGET = 20_000_000
"""Resource units of z3 for one query."""
CVC5_BUDGET = 2_000_000
"""Resource units of cvc5 for one query."""


class Disagreement(RuntimeError):
    """One solver says a claim holds and the other shows a counterexample: nothing of this run can be believed."""


@dataclass(frozen=True)
class Answer:
    """What became of one query. used: names of the facts that the proof needed. model: of the first solver."""

    verdict: str
    used: tuple[str, ...] = ()
    why: str = ""
    model: Any = None
    script: str = ""
    asked: bool = True


PROVED, REFUTED, UNKNOWN = "proved", "refuted", "unknown"


class SecondOpinion:
    """The other process; a context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._known: dict[str, tuple[str, str]] = {}
        self.asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            assert self._process.stdin and self._process.stdout
            self._process.stdin.close()
            self._process.wait()
            self._process.stdout.close()
            self._process = None

    def __call__(self, text: str, options: dict[str, str] | None = None) -> tuple[str, str]:
        """`unsat`, `sat` or `unknown`, and why it is unknown."""
        identity = f"{options}{text}"
        if identity not in self._known:
            self._known[identity] = self._ask(text, options)
        return self._known[identity]

    def _ask(self, text: str, options: dict[str, str] | None) -> tuple[str, str]:
        if self._process is None:
            command = [sys.executable, "-m", "analysis.prove.second_opinion"]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
        assert self._process.stdin and self._process.stdout
        self.asked += 1
        self._process.stdin.write(json.dumps({"script": text, "limit": CVC5_BUDGET, "options": options}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            self._process = None
            return "unknown", "the second solver's process ended"
        said = json.loads(line)
        return said["answer"], said["why"]


@dataclass(frozen=True)
class Query:
    """Does the goal follow from the facts? comments: said on top of the script."""

    facts: tuple[tuple[str, Term], ...]
    goal: Term
    comments: tuple[str, ...] = ()


class Solvers:
    """Answers queries with both solvers."""

    def __init__(self, opinion: SecondOpinion) -> None:
        self._opinion = opinion
        self.read = Z3Reader()
        self._exactly = Z3Reader(exact=True)

    def prove(self, query: Query) -> Answer:
        """Judges one query. Raises Disagreement."""
        if query.goal is terms.TRUE:
            return Answer(PROVED, why="nothing to show", asked=False)
        for name, fact in query.facts:
            if fact is query.goal:
                return Answer(PROVED, (name,), why="it is one of the facts", asked=False)
        result, core, model = self._z3(query, self.read)
        if result == z3.sat and _nonlinear(query):
            result, core, model = self._z3(query, self._exactly)
            return self._judged(query, result, core, model, exact=True)
        return self._judged(query, result, core, model, exact=False)

    def _judged(self, query: Query, result: Any, core: list[tuple[str, Term]], model: Any, exact: bool) -> Answer:
        if result == z3.sat:
            return Answer(REFUTED, model=model, script=script(query.facts, query.goal, query.comments, exact))
        if result == z3.unknown:
            return Answer(UNKNOWN, why="z3 gave up within its budget", script=script(query.facts, query.goal))
        text = script(core, query.goal, query.comments, exact)
        word, why = self._opinion(text)
        if word == "sat":
            raise Disagreement(f"z3 says unsat and cvc5 says sat; do not believe either. The query:\n{text}")
        used = tuple(dict.fromkeys(name for name, _ in core))
        if word == "unsat":
            return Answer(PROVED, used, script=text)
        return Answer(UNKNOWN, used, why=f"cvc5 did not confirm: {why}", script=text)

    def _z3(self, query: Query, read: Z3Reader) -> tuple[Any, list[tuple[str, Term]], Any]:
        result, solver, proxies = self._check(query, read, z3.SimpleSolver())
        if result == z3.unknown:
            result, solver, proxies = self._check(query, read, z3.Solver())
        if result == z3.unsat:
            core = {str(proxy) for proxy in solver.unsat_core()}
            return result, [fact for proxy, fact in zip(proxies, query.facts, strict=True) if str(proxy) in core], None
        return result, [], solver.model() if result == z3.sat else None

    def _check(self, query: Query, read: Z3Reader, solver: Any) -> tuple[Any, Any, list[Any]]:
        solver.set("rlimit", Z3_BUDGET)
        proxies = [z3.Bool(f"fact {place}") for place in range(len(query.facts))]
        for fact in support([*(term for _, term in query.facts), query.goal]):
            solver.add(read(fact))
        for proxy, (_, term) in zip(proxies, query.facts, strict=True):
            solver.add(z3.Implies(proxy, read(term)))
        solver.add(read(terms.negation(query.goal)))
        return solver.check(*proxies), solver, proxies

    def satisfiable(self, facts: list[Term]) -> bool:
        """Whether z3 finds a state with these facts; a model is its own evidence."""
        solver = z3.SimpleSolver()
        solver.set("rlimit", Z3_BUDGET)
        for fact in [*support(facts), *facts]:
            solver.add(self.read(fact))
        return bool(solver.check() == z3.sat)


def _nonlinear(query: Query) -> bool:
    roots = [*(term for _, term in query.facts), query.goal]
    return any(term.op in ("times", "quotient") for term in terms.subterms(roots, set()))
