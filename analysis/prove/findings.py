"""What became of each obligation, as plain data that can cross from one process to another."""

from __future__ import annotations

from dataclasses import dataclass, field

PROVED, REFUTED, UNKNOWN, VACUOUS = "proved", "refuted", "unknown", "vacuous"

_GRAVITY = {PROVED: 0, UNKNOWN: 1, VACUOUS: 2, REFUTED: 3}


def gravest(verdicts: list[str]) -> str:
    """The least reassuring verdict; `proved` for none."""
    return max(verdicts, key=_GRAVITY.__getitem__, default=PROVED)


@dataclass
class Finding:
    """One obligation with its verdict.

    kind: which sort of obligation. subject: the claim. place: the action, or what else it was shown of.
    why: the reason, where it is not proved. used: names of the facts that the proofs needed, sorted.
    queries: asked of both solvers. paths: that had something to show. counterexample: a readable state, or empty.
    reproduced: the counterexample, run on plain values, does fail. reachability: whether a run from the initial state
    was found that contradicts the claim, and how far was looked. way: that run, line by line. scripts: the queries in
    SMT-LIB.
    """

    kind: str
    subject: str
    place: str
    verdict: str = PROVED
    why: str = ""
    used: tuple[str, ...] = ()
    queries: int = 0
    paths: int = 0
    counterexample: str = ""
    reproduced: bool = False
    reachability: str = ""
    way: tuple[str, ...] = ()
    scripts: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the inventory calls it."""
        return f"{self.kind} | {self.subject} | {self.place}"

    def told(self) -> str:
        """The counterexample with the way that leads to it."""
        parts = [self.counterexample, self.reachability, *(f"  {line}" for line in self.way)]
        return "\n".join(part for part in parts if part)

    def worsen(self, verdict: str, why: str) -> None:
        """Takes a graver verdict with its reason; keeps the graver of the two."""
        if _GRAVITY[verdict] > _GRAVITY[self.verdict]:
            self.verdict, self.why = verdict, why


@dataclass
class Batch:
    """What one task found. spoke: claims over steps that met a case to which they apply."""

    findings: list[Finding] = field(default_factory=list)
    spoke: set[str] = field(default_factory=set)
    axioms_used: set[str] = field(default_factory=set)
