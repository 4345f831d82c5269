"""cvc5, in a process of its own, as the second solver. One JSON line in, one out.

In: {"script": SMT-LIB text, "limit": resource units, "seconds": of CPU}. Out: {"answer": "unsat" | "sat" | "unknown",
"why": text}. A question that takes all its seconds ends the process: cvc5 counts its steps, but a single step can take
for ever when the fractions in its tableau grow.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time

import cvc5


def answer(script: str, limit: int, options: dict[str, str] | None = None) -> tuple[str, str]:
    """What cvc5 says about a script with one `check-sat`."""
    manager = cvc5.TermManager()
    solver = cvc5.Solver(manager)
    solver.setOption("rlimit-per", str(limit))
    for name, value in (options or {}).items():
        solver.setOption(name, value)
    symbols = cvc5.SymbolManager(manager)
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "query")
    said = ""
    while True:
        command = parser.nextCommand()
        if command.isNull():
            break
        said = str(command.invoke(solver, symbols)).strip() or said
    word = said.splitlines()[-1] if said else ""
    return (word, "") if word in ("sat", "unsat") else ("unknown", said or "no answer")


def grant(seconds: int) -> None:
    """Lets this process use so much more CPU; then the system ends it."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


def serve() -> None:
    """Answers until the input ends."""
    for line in sys.stdin:  # ends when the prover does
        asked = json.loads(line)
        grant(asked["seconds"])
        try:
            word, why = answer(asked["script"], asked["limit"], asked.get("options"))
        except RuntimeError as fault:
            word, why = "unknown", " ".join(str(fault).split())[:300]
        print(json.dumps({"answer": word, "why": why}), flush=True)


if __name__ == "__main__":
    serve()
