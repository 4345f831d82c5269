"""The table that people read, property by engine, before anything decides how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.evidence.judgement import exit_status
from analysis.evidence.records import Cell, Evidence, PropertyRecord
from analysis.evidence.verdict import Verdict, worst


@dataclass(frozen=True)
class Entry:
    """One field of the table: all cells of one property by one engine, the worst of them shown."""

    verdict: Verdict | None
    extent: str
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The verdict with its extent, or a dash where the engine said nothing."""
        if self.verdict is None:
            return "-"
        return f"{self.verdict} {self.extent}".strip()


@dataclass(frozen=True)
class Row:
    """One property and what each engine says of it, in the order of the columns."""

    prop: PropertyRecord
    entries: tuple[Entry, ...]

    @property
    def state(self) -> str:
        """``good``, ``bad`` or ``risk``: how the property counts in the verdict of the run."""
        verdicts = [entry.verdict for entry in self.entries if entry.verdict]
        if any(verdict.failing for verdict in verdicts):
            return "bad"
        if self.prop.accepted_risk or Verdict.ACCEPTED_RISK in verdicts:
            return "risk"
        return "good" if any(cell.verdict.green for entry in self.entries for cell in entry.cells) else "bad"


@dataclass(frozen=True)
class Group:
    """The properties of one family of one protocol."""

    protocol: str
    family: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole table with its summary and with the reasons of failure."""

    engines: tuple[str, ...]
    groups: tuple[Group, ...]
    code: int
    reasons: tuple[str, ...]

    @property
    def rows(self) -> list[Row]:
        """All rows, group after group."""
        return [row for group in self.groups for row in group.rows]

    def summary(self) -> str:
        """One line: how many properties are green, accepted as risks, or neither."""
        states = [row.state for row in self.rows]
        parts = [f"{states.count('good')} of {_count(len(states), 'property', 'properties')} green"]
        if states.count("risk"):
            parts.append(_count(states.count("risk"), "accepted risk", "accepted risks"))
        if states.count("bad"):
            parts.append(f"{states.count('bad')} not green")
        return ", ".join(parts)


def build_matrix(evidence: Evidence) -> Matrix:
    """Arrange ``evidence`` as property by engine, grouped by protocol and family in order of appearance."""
    spoke = {cell.engine for cell in evidence.cells}
    engines = tuple(name for name in evidence.engine_names() if name in spoke or not spoke)
    groups: dict[tuple[str, str], list[Row]] = {}
    for prop in evidence.properties:
        cells = evidence.cells_of(prop.id)
        entries = tuple(_entry([cell for cell in cells if cell.engine == engine]) for engine in engines)
        groups.setdefault((prop.protocol, prop.family), []).append(Row(prop, entries))
    code, reasons = exit_status(evidence)
    arranged = tuple(Group(protocol, family, tuple(rows)) for (protocol, family), rows in groups.items())
    return Matrix(engines, arranged, code, tuple(reasons))


def describe_extent(detail: Mapping[str, Any], *, short: bool = False) -> str:
    """Say the extent of a verdict: ``40,000 calls``, ``up to 2 requests``; without the bound of a count if short."""
    parts = []
    for key in ("calls", "states", "paths"):
        if isinstance(detail.get(key), int):
            parts.append(f"{detail[key]:,} {key}")
    if detail.get("bound") and (not parts or not short):
        parts.append(f"up to {detail['bound']}")
    return ", ".join(parts)


def _entry(cells: list[Cell]) -> Entry:
    if not cells:
        return Entry(None, "", ())
    verdict = worst([cell.verdict for cell in cells])
    shown = next(cell for cell in cells if cell.verdict is verdict)
    extent = describe_extent(shown.detail, short=True) if verdict.green else ""
    return Entry(verdict, extent, tuple(cells))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
