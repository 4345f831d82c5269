"""The judge of Halmos' queries: z3 and cvc5 in a process of their own, so that they share nothing with the exploration.

One JSON line in, one out: {"query": SMT-LIB text} and {"z3": word, "cvc5": word, "verdict": word, "model": text}.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from threading import Lock
from types import TracebackType
from typing import Self

from fuzz.engines.halmos.solvers import SAT, Opinions, opinions


@dataclass
class Judge:
    """The process, started with the first query; a context manager. said: the words of both solvers, by number."""

    said: dict[str, int] = field(default_factory=dict)
    _process: subprocess.Popen[str] | None = None
    _lock: Lock = field(default_factory=Lock)

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

    def ask(self, query: str) -> Opinions:
        """Both solvers' words; `unknown` twice if the process died."""
        with self._lock:
            answer = self._answer(query)
            words = f"z3 {answer.z3}, cvc5 {answer.cvc5}"
            self.said[words] = self.said.get(words, 0) + 1
            return answer

    def _answer(self, query: str) -> Opinions:
        if self._process is None:
            command = [sys.executable, "-m", "fuzz.engines.halmos.judge"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"query": query}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            self._process = None
            return Opinions("unknown", "unknown")
        heard = json.loads(line)
        return Opinions(heard["z3"], heard["cvc5"], heard["model"])


def as_solver_output(answer: Opinions) -> str:
    """The answer as a solver prints it. A contradiction is none of the words that Halmos knows, hence an error."""
    return f"{answer.verdict}\n" + (answer.model if answer.verdict == SAT else "")


def serve() -> None:
    """Answers until the input ends."""
    for line in sys.stdin:
        answer = opinions(json.loads(line)["query"])
        print(json.dumps({"z3": answer.z3, "cvc5": answer.cvc5, "model": answer.model}), flush=True)


if __name__ == "__main__":
    serve()
