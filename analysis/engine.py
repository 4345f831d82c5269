"""What an engine is: something that takes a job and returns cells of evidence.

To add one, write a subclass of :class:`Engine` and name it in ``analysis/engines.py``; nothing else
knows how many engines there are.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.evidence.records import Canary, Cell, CoverageTable, MutationScore
from analysis.evidence.verdict import Verdict
from analysis.profiles import Profile

if TYPE_CHECKING:
    from properties.binding import EscrowProtocol
    from properties.catalogue import Property


@dataclass(frozen=True)
class Availability:
    """Whether an engine can run here.

    Args:
        installed: Everything the engine needs is present.
        version: Version of the tool behind it, where it has one of its own.
        reason: Why it can't run; required when it is not installed.
        cost: What is lost without it, in a clause.
    """

    installed: bool
    version: str | None = None
    reason: str | None = None
    cost: str = ""

    def __post_init__(self) -> None:
        if not self.installed and not self.reason:
            raise ValueError("an engine that is not installed has to say why in `reason`")


@dataclass(frozen=True)
class Progress:
    """How far a job is, as an engine reports it every so often.

    Args:
        done: Units of work done so far.
        total: Units of work in all, or ``None`` where that is not known.
        unit: What is counted: ``calls``, ``states``, ``paths``.
        covered: Coverage in the engine's own terms, for example ``41/58 guards``.
        failures: Violations so far.
        note: What the engine is doing, in a few words.
    """

    done: int
    total: int | None = None
    unit: str = "calls"
    covered: str = ""
    failures: int = 0
    note: str = ""


def _silence(_: Progress) -> None:
    """Ignore progress: what a job does when nobody watches."""


@dataclass(frozen=True)
class Job:
    """One engine's work on one protocol.

    Args:
        protocol: The entry of the protocol registry.
        profile: Budgets, counted in calls, states and paths.
        seed: Where all randomness starts.
        workdir: A folder of the engine's own for whatever it leaves, counterexamples included.
        processes: How many processes it may use at once.
        properties: Ids to check, or ``None`` for all that the engine covers.
        options: What only some engines understand, such as ``driver``.
        report: To be called with :class:`Progress` every so often.
    """

    protocol: EscrowProtocol
    profile: Profile
    seed: int
    workdir: Path
    processes: int = 1
    properties: frozenset[str] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    report: Callable[[Progress], None] = _silence

    def wants(self, property_id: str) -> bool:
        """Whether the job is to check this property."""
        return self.properties is None or property_id in self.properties


@dataclass(frozen=True)
class EngineResult:
    """What an engine found out about one protocol.

    Args:
        cells: Verdicts; every property that the engine covers and the job wants gets at least one.
        canaries: Faults planted on purpose, and whether they were found.
        coverage: What was reached; guards named as unreached fail the run.
        counterexamples: Folders of counterexamples, absolute or relative to the root of the project.
        errors: Sentences about what went wrong; each fails the run.
        mutants: How many planted faults the checks killed, where the engine counted that.
        interrupted: The engine was stopped by the user and these are its results so far.
    """

    cells: tuple[Cell, ...] = ()
    canaries: tuple[Canary, ...] = ()
    coverage: tuple[CoverageTable, ...] = ()
    counterexamples: tuple[Path, ...] = ()
    errors: tuple[str, ...] = ()
    mutants: MutationScore | None = None
    interrupted: bool = False


def not_run(engine: Engine, job: Job, reason: str) -> EngineResult:
    """Says of every property that the engine would check why it did not: for want of something the protocol lacks."""
    wanted = [prop for prop in job.protocol.catalogue if job.wants(prop.id) and engine.covers(prop)]
    return EngineResult(
        cells=tuple(Cell(prop.id, engine.name, prop.target, Verdict.NOT_RUN, reason=reason) for prop in wanted)
    )


class Engine(typing.Protocol):
    """The interface of every engine; subclass it by name to inherit :meth:`covers`.

    weight: what a run of it costs beside the other engines, roughly, in tens of seconds; heavy ones begin first.
    """

    name: str
    kind: str
    weight: int = 1

    def available(self) -> Availability:
        """Say whether the engine can run here, quickly and without side effects."""
        ...

    def covers(self, prop: Property) -> bool:
        """Whether the engine can check ``prop``; used to say `not-run` where it can't run."""
        del prop
        return True

    def run(self, job: Job) -> EngineResult:
        """Do the work; the same job gives the same result, but for the seconds.

        On KeyboardInterrupt an engine may return what it has with ``interrupted=True``.
        """
        ...
