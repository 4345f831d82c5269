"""Two solvers: z3 answers, cvc5 confirms what z3 says cannot be.

Budgets are resource units, so that a verdict does not depend on how fast a machine is. A claim is `proved` only if both
say `unsat`. If one says `unsat` and the other `sat`, one of them is wrong, and the run fails.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
CVC5_SECONDS = 60
"""CPU that one query of cvc5 may use: no budget, but a net for steps that do not end; none of ours takes three."""


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


OTHER_MODELS = 4
"""How many further models z3 is asked for where one does not survive as plain values."""
RANDOM_PHASE = 5
"""z3's name for guessing anew what it can choose."""

PROVED, REFUTED, UNKNOWN = "proved", "refuted", "unknown"


class SecondOpinion:
    """The other process; a context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._owner = os.getpid()
        self._known: dict[str, tuple[str, str]] = {}
        self.asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> int:
        """Lets the process end, if there is one; its exit code."""
        if self._process is None:
            return 0
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        code = self._process.wait()
        self._process.stdout.close()
        self._process = None
        return code

    def __call__(self, text: str, options: dict[str, str] | None = None) -> tuple[str, str]:
        """`unsat`, `sat` or `unknown`, and why it is unknown."""
        identity = f"{options}{text}"
        if identity not in self._known:
            self._known[identity] = self._ask(text, options)
        return self._known[identity]

    def _ask(self, text: str, options: dict[str, str] | None) -> tuple[str, str]:
        if self._owner != os.getpid():  # a fork inherits the pipes, but they are its parent's
            self._process, self._owner = None, os.getpid()
        if self._process is None:
            command = [sys.executable, "-m", "analysis.prove.second_opinion"]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
        assert self._process.stdin and self._process.stdout
        self.asked += 1
        request = {"script": text, "limit": CVC5_BUDGET, "seconds": CVC5_SECONDS, "options": options}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            if self._end() == -signal.SIGXCPU:
                return "unknown", f"it took more than {CVC5_SECONDS} seconds of CPU within a step"
            return "unknown", "the second solver's process ended"
        said = json.loads(line)
        return said["answer"], said["why"]


@dataclass(frozen=True)
class Query:
    """Does the goal follow from the facts? comments: said on top of the script."""

    facts: tuple[tuple[str, Term], ...]
    goal: Term
    comments: tuple[str, ...] = ()


class Facts:
    """The facts of one path in z3, asserted once for all its goals."""

    def __init__(self, facts: tuple[tuple[str, Term], ...], read: Z3Reader, solver: Any, seed: int = 0) -> None:
        self._read = read
        self.solver = solver
        solver.set("rlimit", Z3_BUDGET)
        if seed:
            solver.set("random_seed", seed)
            solver.set("phase_selection", RANDOM_PHASE)
            facts = tuple(random.Random(seed).sample(facts, len(facts)))
        self._proxies = [read.tracked(term)[0] for _, term in facts]
        self._seen: set[Term] = set()
        self._named = {proxy.get_id(): fact for proxy, fact in zip(self._proxies, facts, strict=True)}
        for term in support((term for _, term in facts), self._seen):
            read.put(solver, read(term))
        for _, term in facts:
            read.put(solver, read.tracked(term)[1])

    def refute(self, goal: Term) -> tuple[Any, list[tuple[str, Term]], Any]:
        """z3's answer to "the facts and not the goal", with the facts that a contradiction needs, or a model."""
        self.solver.push()
        for term in support([goal], set(self._seen)):
            self._read.put(self.solver, self._read(term))
        self._read.put(self.solver, self._read(terms.negation(goal)))
        result = self.solver.check(*self._proxies)
        core: list[tuple[str, Term]] = []
        if result == z3.unsat:
            needed = {proxy.get_id() for proxy in self.solver.unsat_core()}
            core = [fact for identity, fact in self._named.items() if identity in needed]
        model = self.solver.model() if result == z3.sat else None
        self.solver.pop()
        return result, core, model


class Solvers:
    """Answers queries with both solvers.

    A proof is used again wherever the same goal meets all the facts that it needed.
    """

    def __init__(self, opinion: SecondOpinion) -> None:
        self._opinion = opinion
        self.read = Z3Reader()
        self._exactly = Z3Reader(exact=True)
        self._proofs: dict[Term, list[tuple[frozenset[Term], Answer]]] = {}
        self._latest: tuple[Any, Facts | None] = (None, None)

    def prove(self, query: Query) -> Answer:
        """Judges one query. Raises Disagreement."""
        if query.goal is terms.TRUE:
            return Answer(PROVED, why="nothing to show", asked=False)
        held = {term: name for name, term in reversed(query.facts)}
        if query.goal in held:
            return Answer(PROVED, (held[query.goal],), why="it is one of the facts", asked=False)
        for needed, answer in self._proofs.get(query.goal, []):
            if needed <= held.keys():
                return replace(answer, asked=False)
        return self._asked(query)

    def _asked(self, query: Query) -> Answer:
        if self._latest[0] is not query.facts:
            self._latest = (query.facts, Facts(query.facts, self.read, z3.SimpleSolver()))
        assert self._latest[1]
        result, core, model = self._latest[1].refute(query.goal)
        if result == z3.unknown:
            result, core, model = Facts(query.facts, self.read, z3.Solver()).refute(query.goal)
        exact = result == z3.sat and _nonlinear(query)
        if exact:
            result, core, model = Facts(query.facts, self._exactly, z3.Solver()).refute(query.goal)
        return self._judged(query, result, core, model, exact)

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
        if word != "unsat":
            return Answer(UNKNOWN, used, why=f"cvc5 did not confirm: {why}", script=text)
        answer = Answer(PROVED, used, script=text)
        self._proofs.setdefault(query.goal, []).append((frozenset(term for _, term in core), answer))
        return answer

    def other_models(self, query: Query) -> Iterator[Answer]:
        """Refutations of the same query by other models: which one z3 finds first depends on all it did before."""
        read, exact = (self._exactly, True) if _nonlinear(query) else (self.read, False)
        for seed in range(1, OTHER_MODELS + 1):
            result, _, model = Facts(query.facts, read, z3.SimpleSolver(), seed).refute(query.goal)
            if result == z3.sat:
                yield Answer(REFUTED, model=model, script=script(query.facts, query.goal, query.comments, exact))

    def satisfiable(self, facts: list[Term]) -> bool:
        """Whether z3 finds a state with these facts; a model is its own evidence."""
        solver = z3.SimpleSolver()
        solver.set("rlimit", Z3_BUDGET)
        for fact in [*support(facts), *facts]:
            self.read.put(solver, self.read(fact))
        return bool(solver.check() == z3.sat)

    def agree_on_text(self, text: str) -> bool:
        """Whether both solvers say `unsat` about a script. Raises Disagreement when they contradict each other."""
        solver = z3.Solver()
        solver.set("rlimit", Z3_BUDGET)
        solver.from_string(text)
        first, (second, _) = str(solver.check()), self._opinion(text)
        if {first, second} == {"sat", "unsat"}:
            raise Disagreement(f"z3 says {first} and cvc5 says {second}; do not believe either. The query:\n{text}")
        return first == second == "unsat"


def _nonlinear(query: Query) -> bool:
    roots = [*(term for _, term in query.facts), query.goal]
    return any(term.op in ("times", "quotient") for term in terms.subterms(roots, set()))
