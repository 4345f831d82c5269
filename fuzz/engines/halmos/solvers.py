"""z3 and cvc5 on one SMT-LIB query, each within a budget of resource units, so that no verdict depends on a clock."""

from __future__ import annotations

from dataclasses import dataclass

import cvc5
import z3

Z3_BUDGET = 10_000_000
"""Resource units of z3 for one query."""
CVC5_BUDGET = 2_000_000
"""Resource units of cvc5 for one attempt at a query."""
CVC5_ATTEMPTS: tuple[dict[str, str], ...] = ({}, {"solve-bv-as-int": "sum"})
"""Option sets that cvc5 is tried with, in this order; the second closes multiplications of wide words."""
LOGIC = "QF_AUFBV"
COMMANDS = ("(check-sat)", "(get-model)", "(get-unsat-core)", "(set-logic ")
SAT, UNSAT, UNKNOWN = "sat", "unsat", "unknown"


@dataclass(frozen=True)
class Opinions:
    """What both solvers say of one query. model: z3's, as SMT-LIB text, where it says `sat`."""

    z3: str
    cvc5: str
    model: str = ""

    @property
    def disagree(self) -> bool:
        """One of the two is wrong, so nothing that either says can be believed."""
        return {self.z3, self.cvc5} == {SAT, UNSAT}

    @property
    def verdict(self) -> str:
        """`unsat` needs both; `sat` needs one, because a model is its own evidence; anything else is `unknown`."""
        if self.disagree:
            return "disagreement"
        if SAT in (self.z3, self.cvc5):
            return SAT if self.model else UNKNOWN
        return UNSAT if self.z3 == self.cvc5 == UNSAT else UNKNOWN


def opinions(query: str) -> Opinions:
    """Ask both solvers about the assertions of an SMT-LIB text; the second only where the first has an answer."""
    text = assertions_of(query)
    first, model = ask_z3(text)
    return Opinions(first, UNKNOWN if first == UNKNOWN else ask_cvc5(text), model)


def assertions_of(query: str) -> str:
    """The text without its commands: declarations and assertions alone."""
    return "\n".join(line for line in query.splitlines() if not line.strip().startswith(COMMANDS))


def ask_z3(text: str) -> tuple[str, str]:
    """z3's word and, with `sat`, its model."""
    solver = z3.SolverFor(LOGIC)
    solver.set("rlimit", Z3_BUDGET)
    try:
        solver.from_string(text)
        word = str(solver.check())
    except z3.Z3Exception:
        return UNKNOWN, ""
    return word, str(solver.model().sexpr()) if word == SAT else ""


def ask_cvc5(text: str) -> str:
    """cvc5's word; `unknown` too where it does not read the text."""
    for options in CVC5_ATTEMPTS:
        word = _attempt_cvc5(text, options)
        if word != UNKNOWN:
            return word
    return UNKNOWN


def _attempt_cvc5(text: str, options: dict[str, str]) -> str:
    manager = cvc5.TermManager()
    solver = cvc5.Solver(manager)
    solver.setOption("rlimit-per", str(CVC5_BUDGET))
    for name, value in options.items():
        solver.setOption(name, value)
    symbols = cvc5.SymbolManager(manager)
    parser = cvc5.InputParser(solver, symbols)
    logic = "ALL" if options else LOGIC
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, f"(set-logic {logic})\n{text}\n(check-sat)\n", "query")
    said = ""
    try:
        while not (command := parser.nextCommand()).isNull():
            said = str(command.invoke(solver, symbols)).strip() or said
    except RuntimeError:  # cvc5's exceptions derive from it: an operator or option that it lacks
        return UNKNOWN
    word = said.splitlines()[-1] if said else ""
    return word if word in (SAT, UNSAT) else UNKNOWN
