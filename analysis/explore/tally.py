"""What a search counted, added up over levels and processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analysis.explore.claims import Failure

Edge = tuple[str, str, str, str]
"""Name of a lifecycle, status before, action, status after."""
Path = bytes
"""How a state is reached: one code for each move, from the first state on."""


@dataclass(frozen=True, order=True)
class Found:
    """A failure and the path to it: of all paths to the same clause the shortest, of the shortest the first.

    world: which of the preset's worlds the path is in.
    """

    length: int
    path: Path
    failure: Failure
    world: str


@dataclass
class Tally:
    """Counts and findings.

    transitions: state and move pairs that were followed. learned: runs of the specification for them. spoke: clauses
    that had something to say. edges: what moved records from status to status. cut: attempts that led out of the
    bound, by world. found: the first path to each failing clause.
    """

    transitions: int = 0
    learned: int = 0
    spoke: set[tuple[str, str]] = field(default_factory=set)
    edges: set[Edge] = field(default_factory=set)
    cut: set[tuple[str, int]] = field(default_factory=set)
    found: dict[tuple[str, str], Found] = field(default_factory=dict)

    def note(self, failure: Failure, path: Path, length: int, world: str) -> None:
        """Keeps a failure if no better path to the same clause is known."""
        self._keep(Found(length, path, failure, world))

    def _keep(self, found: Found) -> None:
        named = (found.failure.property, found.failure.clause)
        if named not in self.found or found < self.found[named]:
            self.found[named] = found

    def add(self, other: Tally) -> None:
        """Takes over what another level or process counted."""
        self.transitions += other.transitions
        self.learned += other.learned
        self.spoke |= other.spoke
        self.edges |= other.edges
        self.cut |= other.cut
        for found in other.found.values():
            self._keep(found)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, without findings: a search that found something is over."""
        return {
            "transitions": self.transitions,
            "learned": self.learned,
            "spoke": sorted(map(list, self.spoke)),
            "edges": sorted(map(list, self.edges)),
            "cut": sorted(map(list, self.cut)),
        }

    @staticmethod
    def from_json(document: dict[str, Any]) -> Tally:
        """The opposite of `to_json`."""
        return Tally(
            document["transitions"],
            document["learned"],
            {(id, clause) for id, clause in document["spoke"]},
            {(a, b, c, d) for a, b, c, d in document["edges"]},
            {(world, item) for world, item in document["cut"]},
        )
