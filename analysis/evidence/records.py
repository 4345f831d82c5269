"""The records that every engine returns and every report is rendered from.

A record that would say less than it claims is refused when it is made: a reason that is missing, a
green verdict without its extent, a violation with nothing to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analysis.evidence.verdict import Verdict
from fuzz.errors import UserError

if TYPE_CHECKING:
    from properties.catalogue import Property

SCHEMA_VERSION = 1


class MeaninglessRecord(UserError):
    """A record of evidence that claims more than it says; a fault of the engine that made it."""


@dataclass(frozen=True)
class PropertyRecord:
    """A property as the evidence lists it, so that a report can be read without the catalogue."""

    id: str
    family: str
    protocol: str
    statement: str
    remedy: str = ""
    shape: str = ""
    target: str = ""
    accepted_risk: str | None = None

    @classmethod
    def of(cls, prop: Property) -> PropertyRecord:
        """Take over what the evidence needs from a property of the catalogue."""
        return cls(
            id=prop.id,
            family=str(prop.family),
            protocol=prop.protocol,
            statement=prop.statement,
            remedy=prop.remedy,
            shape=str(prop.shape),
            target=prop.target,
            accepted_risk=prop.accepted_risk,
        )


@dataclass(frozen=True)
class Cell:
    """One engine's verdict on one property over one target.

    Args:
        property: Id of the property.
        engine: Name of the engine.
        target: What was examined: a contract or a module of the specification.
        verdict: The engine's word.
        detail: The extent of the verdict, as plain JSON: ``calls`` for fuzzed, ``bound`` for exhausted.
        seconds: Wall time, the only field that may differ between two runs from one seed.
        counterexample: Folder of the counterexample, relative to the root of the project.
        reason: Why, in a sentence; required where the verdict alone means nothing.

    Raises:
        MeaninglessRecord: The verdict lacks its reason, its extent or its counterexample.
    """

    property: str
    engine: str
    target: str
    verdict: Verdict
    detail: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    counterexample: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "verdict", Verdict(self.verdict))
        if self.verdict.needs_reason and not (self.reason or "").strip():
            raise self._refusal("has no reason", "say why in `reason`")
        if self.verdict is Verdict.VIOLATED and not (self.counterexample or self.reason):
            raise self._refusal("shows nothing", "give `counterexample` or `reason`")
        if self.verdict is Verdict.FUZZED and not _positive(self.detail.get("calls")):
            raise self._refusal("made no calls", "give the number of calls as detail['calls']")
        if self.verdict is Verdict.EXHAUSTED and not self.detail.get("bound"):
            raise self._refusal("names no bound", "give the bound of the search as detail['bound']")

    def _refusal(self, why: str, remedy: str) -> MeaninglessRecord:
        return MeaninglessRecord(f"the {self.verdict} cell of {self.property} by {self.engine} {why}", remedy=remedy)


def _positive(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


@dataclass(frozen=True)
class Canary:
    """A fault planted on purpose, and whether the engine found it.

    An engine that does not find its canary proves nothing by its silence.
    """

    engine: str
    protocol: str
    found: bool
    seconds: float = 0.0
    fault: str = ""


@dataclass(frozen=True)
class CoverageTable:
    """What a run reached, as a table that every renderer can print.

    ``unreached`` names the guards that the run had to reach and did not; each of them fails the run,
    because a guard that nobody met was not tested.
    """

    engine: str
    protocol: str
    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    unreached: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.headers):
                raise MeaninglessRecord(
                    f"a row of the coverage table {self.title!r} has {len(row)} cells, its header {len(self.headers)}",
                    remedy="give every row as many cells as there are headers",
                )


@dataclass(frozen=True)
class EngineError:
    """An engine that did not do its work: whatever it left out can't be counted."""

    engine: str
    protocol: str
    message: str


@dataclass(frozen=True)
class EngineRecord:
    """Which engine, of which kind and version, or why it was not there and what that costs."""

    name: str
    kind: str
    installed: bool
    version: str | None = None
    reason: str | None = None
    cost: str = ""


@dataclass(frozen=True)
class MutationScore:
    """How many planted faults the checks kill; equivalent ones change nothing and are not counted."""

    killed: int
    total: int
    equivalent: int = 0


@dataclass(frozen=True)
class Evidence:
    """Everything one run found out; all reports are rendered from it."""

    commit: str
    seed: int
    profile: str
    toolchain: Mapping[str, str] = field(default_factory=dict)
    engines: tuple[EngineRecord, ...] = ()
    properties: tuple[PropertyRecord, ...] = ()
    cells: tuple[Cell, ...] = ()
    canaries: tuple[Canary, ...] = ()
    mutants: Mapping[str, MutationScore] = field(default_factory=dict)
    coverage: tuple[CoverageTable, ...] = ()
    errors: tuple[EngineError, ...] = ()
    counterexamples: tuple[str, ...] = ()
    complete: bool = False
    schema: int = SCHEMA_VERSION

    def with_changes(self, **changes: Any) -> Evidence:
        """Return a copy with the named fields replaced."""
        return replace(self, **changes)

    def cells_of(self, property_id: str) -> list[Cell]:
        """Return the cells of one property, in the order the engines ran."""
        return [cell for cell in self.cells if cell.property == property_id]

    def engine_names(self) -> list[str]:
        """Return the engines that appear, registered order first, then any that only left cells."""
        return list(dict.fromkeys([*(engine.name for engine in self.engines), *(cell.engine for cell in self.cells)]))
