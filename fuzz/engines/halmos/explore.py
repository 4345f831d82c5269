"""The process in which Halmos runs: `python -m fuzz.engines.halmos.explore <request.json>`.

Halmos explores as published. Five things are arranged around it: it builds nothing, because the artifacts are made
already; its queries go to two solvers instead of one; its branch solver gets a budget in resource units instead of a
millisecond, so that two runs follow the same paths; each branch that this solver rules out is noted for confirmation;
and where states are copied, z3's terms are shared, because they never change.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import halmos.__main__ as halmos_main
import halmos.sevm as halmos_sevm
import halmos.solve as halmos_solve
import z3

from fuzz.engines.halmos.judge import Judge, as_solver_output
from fuzz.engines.halmos.prunes import Prunes
from fuzz.engines.halmos.request import Request

BRANCH_BUDGET = 4_000
"""Resource units of z3 for one branch; what it can't decide is followed both ways."""
NO_CLOCK = 2**32 - 1


class Watch:
    """Notes the branches that the solver rules out, check by check."""

    def __init__(self) -> None:
        self.prunes: dict[str, Prunes] = {}
        self._now = Prunes()

    def install(self) -> None:
        """Put the watch between Halmos and its branch solver."""
        check, run_test, make = halmos_sevm.Path.check, halmos_main.run_test, halmos_main.mk_solver

        def watched(path: Any, condition: Any) -> Any:
            answer = check(path, condition)
            if answer == z3.unsat:
                self._now.note(path.solver, condition)
            return answer

        def named(context: Any) -> Any:
            self._now = self.prunes[context.info.sig] = Prunes()
            return run_test(context)

        def budgeted(*arguments: Any, **named_arguments: Any) -> Any:
            solver = make(*arguments, **named_arguments)
            solver.set(timeout=NO_CLOCK, rlimit=BRANCH_BUDGET)
            return solver

        halmos_sevm.Path.check = watched
        halmos_main.run_test = named
        halmos_main.mk_solver = budgeted
        z3.AstRef.__deepcopy__ = lambda term, memo: term


def send_queries_to(judge: Judge) -> None:
    """Replace the solver process that Halmos starts for each query."""

    def solved(context: Any) -> Any:
        halmos_solve.dump(context)
        if context.solving_ctx.executor.is_shutdown():
            return halmos_solve.SolverOutput.from_error("stopped", context.path_id, str(context.dump_file))
        answer = judge.ask(context.dump_file.read_text())
        return halmos_solve.SolverOutput.from_result(as_solver_output(answer), "solvers contradict", 0, context)

    halmos_solve.solve_low_level = solved
    halmos_main.solve_low_level = solved


def explore(request: Request) -> int:
    """Run Halmos, then add to its answer what the solvers said of its queries and of the branches it dropped."""
    halmos_main.subprocess = SimpleNamespace(run=lambda command: SimpleNamespace(returncode=0))
    watch = Watch()
    watch.install()
    answer = Path(request.answer)
    with Judge() as judge:
        send_queries_to(judge)
        status = halmos_main._main(request.arguments()).exitcode
    found = json.loads(answer.read_text()) if answer.is_file() else {"test_results": {}}
    found["prunes"] = {name: prunes.confirmed() for name, prunes in watch.prunes.items()}
    found["queries"] = judge.said
    answer.write_text(json.dumps(found))
    return int(status)


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text())
    sys.exit(explore(Request(**{**asked, "checks": tuple(asked["checks"])})))
