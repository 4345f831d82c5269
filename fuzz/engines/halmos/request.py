"""What the process in which Halmos runs is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """One run. root: holds `out/` with the artifacts. checks: test functions of the contract, by name.

    answer: the file that the findings are written to. width: most paths of a check, 0 for all of them. loop: how often
    a loop with a symbolic condition is unrolled.
    """

    root: str
    contract: str
    checks: tuple[str, ...]
    answer: str
    width: int
    loop: int

    def arguments(self) -> list[str]:
        """The command line of Halmos. Its solver is replaced; naming z3 keeps it from looking for another."""
        names = "|".join(self.checks)
        return [
            *("--root", self.root, "--contract", self.contract, "--match-test", f"^({names})\\("),
            *("--solver", "z3", "--solver-timeout-assertion", "0", "--solver-threads", "1"),
            *("--loop", str(self.loop), "--width", str(self.width)),
            *("--json-output", self.answer, "--no-status", "--early-exit"),
        ]
