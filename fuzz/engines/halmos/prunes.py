"""Branches that Halmos did not follow because z3 called them impossible, so that another solver can look at each.

A green check stands on these answers as much as on its final queries: a path that is dropped wrongly is a violation
that nobody sees. What is kept of a branch is an unsatisfiable core, a small query which implies the large one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import z3

from fuzz.engines.halmos.solvers import LOGIC, SAT, UNSAT, Z3_BUDGET, ask_cvc5


@dataclass(frozen=True)
class Core:
    """A contradiction. text: its declarations and assertions as SMT-LIB. terms: kept alive, so that ids stay theirs."""

    ids: frozenset[int]
    text: str
    terms: tuple[Any, ...]


@dataclass
class Prunes:
    """The distinct cores behind the dropped branches of one check. dropped: how many branches there were."""

    dropped: int = 0
    cores: list[Core] = field(default_factory=list)
    coreless: int = 0

    def note(self, solver: Any, condition: Any) -> None:
        """z3 said that `condition` contradicts what `solver` holds."""
        self.dropped += 1
        if z3.is_false(condition):
            return
        facts = {fact.get_id(): fact for fact in (*solver.assertions(), condition)}
        if any(core.ids <= facts.keys() for core in self.cores):
            return
        core = core_of(list(facts.values()))
        if core is None:
            self.coreless += 1
        else:
            self.cores.append(core)

    def confirmed(self) -> dict[str, int]:
        """Ask cvc5 about every core: how many it confirms, contradicts and leaves open."""
        answers = [ask_cvc5(core.text) for core in self.cores]
        agreed, contradicted = answers.count(UNSAT), answers.count(SAT)
        return {
            "dropped": self.dropped,
            "cores": len(answers),
            "confirmed": agreed,
            "contradicted": contradicted,
            "open": len(answers) - agreed - contradicted + self.coreless,
        }


def core_of(assertions: list[Any]) -> Core | None:
    """A contradiction among these; None if z3 finds none within its budget."""
    solver = z3.SolverFor(LOGIC)
    solver.set("rlimit", Z3_BUDGET)
    named = {}
    for index, assertion in enumerate(assertions):
        name = z3.Bool(f"fact-{index}")
        named[name.get_id()] = assertion
        solver.assert_and_track(assertion, name)
    if solver.check() != z3.unsat:
        return None
    terms = tuple(named[name.get_id()] for name in solver.unsat_core())
    writer = z3.Solver()
    writer.add(*terms)
    text = str(writer.to_smt2()).replace("(check-sat)", "")
    return Core(frozenset(term.get_id() for term in terms), text, terms)
