"""Running engines, several at a time where the plan says so, and keeping their evidence after each."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.engine import Availability, Engine, EngineResult, Job, Progress
from analysis.evidence.records import Cell, EngineError, EngineRecord, Evidence, MeaninglessRecord, PropertyRecord
from analysis.evidence.store import EvidenceStore, write_atomically
from analysis.evidence.verdict import Verdict
from analysis.profiles import Profile
from analysis.side_by_side import Report, Work, Workshop
from fuzz.errors import UserError

if TYPE_CHECKING:
    from properties.binding import EscrowProtocol
    from properties.catalogue import Property

Watch = Callable[[str, str, Progress], None]
"""Called with engine, protocol and progress."""
Place = tuple[int, int]
"""Which protocol and which engine of a plan."""


class Interrupted(BaseException):
    """The user stopped the run; the evidence so far is written and marked incomplete."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__("interrupted")
        self.evidence = evidence


@dataclass(frozen=True)
class Plan:
    """What to run on what.

    Args:
        engines: In the order in which they run.
        protocols: Entries of the protocol registry.
        profile: Budgets of every engine.
        seed: Where all randomness starts.
        root: Root of the project; paths in the evidence are relative to it.
        output: Folder that receives the evidence.
        processes: How many engines may work at a time; where there are fewer, how many processes each may use.
        properties: Ids to check, or ``None`` for all.
        options: Handed on to every engine.
        commit: Which sources were checked.
        toolchain: Tools and versions, for the record.
    """

    engines: Sequence[Engine]
    protocols: Sequence[EscrowProtocol]
    profile: Profile
    seed: int
    root: Path
    output: Path
    processes: int = 1
    properties: frozenset[str] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    commit: str = "unknown"
    toolchain: Mapping[str, str] = field(default_factory=dict)

    def jobs(self) -> list[Place]:
        """Every engine on every protocol, in the order of the evidence."""
        return [(protocol, engine) for protocol in range(len(self.protocols)) for engine in range(len(self.engines))]

    def chosen(self, protocol: EscrowProtocol) -> list[Property]:
        """Return the properties of ``protocol`` that this plan checks."""
        return [prop for prop in protocol.catalogue if self.properties is None or prop.id in self.properties]


def verify(plan: Plan, watch: Watch | None = None) -> Evidence:
    """Run every engine of ``plan`` on every protocol, saving the evidence after each.

    Raises:
        Interrupted: The user pressed Ctrl-C; it carries the evidence so far.
        UserError: There is nothing to run.
    """
    availability = {engine.name: engine.available() for engine in plan.engines}
    run = _Run(plan, _blank(plan, availability), watch)
    at_once = min(plan.processes, len(plan.jobs()))
    alone = replace(plan, processes=plan.processes // at_once)
    works = {place: partial(_attend, alone, place, availability) for place in longest_first(plan)}
    finished = run.one_by_one(works) if at_once == 1 else Workshop(at_once, run.keep, run.watch).run(works)
    if not finished:
        raise Interrupted(run.evidence)
    return run.finish()


class _Run:
    """The evidence of a run as it comes in, on disk after each engine; its order is that of the plan."""

    def __init__(self, plan: Plan, blank: Evidence, watch: Watch | None) -> None:
        self._plan = plan
        self._blank = blank
        self._watch = watch
        self._results: dict[Place, EngineResult] = {}
        self._store = EvidenceStore(plan.output)
        self.evidence = blank
        self._store.save(blank)

    def keep(self, place: Place, result: EngineResult) -> None:
        """Adds one engine's result on one protocol."""
        self._results[place] = result
        self.evidence = self._blank
        for (protocol, engine), known in sorted(self._results.items()):
            name = self._plan.engines[engine].name
            self.evidence = _add(self._plan, self.evidence, name, self._plan.protocols[protocol], known)
        self._store.save(self.evidence)

    def watch(self, place: Place, progress: Progress) -> None:
        """Tells whoever watches."""
        if self._watch:
            protocol, engine = place
            self._watch(self._plan.engines[engine].name, self._plan.protocols[protocol].name, progress)

    def one_by_one(self, works: Mapping[Place, Work]) -> bool:
        """Does everything in this process, in the order of the plan; False when the user stopped it."""
        for place in sorted(works):
            try:
                result = works[place](partial(self.watch, place))
            except KeyboardInterrupt:
                result = EngineResult(interrupted=True)
            self.keep(place, result)
            if result.interrupted:
                return False
        return True

    def finish(self) -> Evidence:
        """The whole evidence."""
        self.evidence = self.evidence.with_changes(complete=True)
        self._store.save(self.evidence)
        return self.evidence


def longest_first(plan: Plan) -> list[Place]:
    """The order in which work begins where several work at a time, so that they end together."""
    return sorted(plan.jobs(), key=lambda place: -plan.engines[place[1]].weight)


def _blank(plan: Plan, availability: Mapping[str, Availability]) -> Evidence:
    if not plan.engines or not plan.protocols:
        missing = "engine" if plan.protocols else "protocol"
        raise UserError(f"no {missing} is registered", remedy="check the checkout: it is not whole")
    engines = tuple(
        EngineRecord(engine.name, engine.kind, here.installed, here.version, here.reason, here.cost)
        for engine in plan.engines
        for here in [availability[engine.name]]
    )
    return Evidence(
        commit=plan.commit,
        seed=plan.seed,
        profile=plan.profile.name,
        toolchain=dict(plan.toolchain),
        engines=engines,
        properties=tuple(PropertyRecord.of(prop) for protocol in plan.protocols for prop in plan.chosen(protocol)),
    )


def _attend(plan: Plan, place: Place, availability: Mapping[str, Availability], report: Report) -> EngineResult:
    """Run one engine, or say for each property it covers why it did not run."""
    protocol, engine = plan.protocols[place[0]], plan.engines[place[1]]
    here = availability[engine.name]
    covered = [prop for prop in plan.chosen(protocol) if engine.covers(prop)]
    if not here.installed:
        reason = here.reason or "not installed"
        return EngineResult(cells=tuple(_not_run(prop, engine.name, reason) for prop in covered))
    workdir = plan.output / engine.name / protocol.name
    workdir.mkdir(parents=True, exist_ok=True)
    job = Job(
        protocol=protocol,
        profile=plan.profile,
        seed=plan.seed,
        workdir=workdir,
        processes=plan.processes,
        properties=plan.properties,
        options=plan.options,
        report=report,
    )
    started = time.perf_counter()
    result = _guarded(engine, job)
    seconds = round(time.perf_counter() - started, 3)
    return replace(
        result, cells=tuple(cell if cell.seconds else replace(cell, seconds=seconds) for cell in result.cells)
    )


def _guarded(engine: Engine, job: Job) -> EngineResult:
    """Turn whatever an engine raises into an error of the evidence; the other engines still run."""
    try:
        return engine.run(job)
    except MeaninglessRecord as fault:
        return EngineResult(errors=(f"it returned a record without meaning: {fault.sentence()}",))
    except UserError:
        raise
    except Exception as fault:
        log = job.workdir / "traceback.txt"
        write_atomically(log, traceback.format_exc())
        text = " ".join(str(fault).split())[:300]
        return EngineResult(errors=(f"{type(fault).__name__}: {text} (traceback in {log.name} of its output folder)",))


def _not_run(prop: Property, engine: str, reason: str) -> Cell:
    return Cell(prop.id, engine, prop.target, Verdict.NOT_RUN, reason=reason)


def _add(plan: Plan, evidence: Evidence, engine: str, protocol: EscrowProtocol, result: EngineResult) -> Evidence:
    """Return ``evidence`` with one engine's result, cells of unlisted properties turned into errors."""
    listed = {prop.id for prop in evidence.properties}
    errors = [EngineError(engine, protocol.name, message) for message in result.errors]
    strangers = sorted({cell.property for cell in result.cells} - listed)
    errors += [
        EngineError(engine, protocol.name, f"it spoke of {name}, which nobody asked about") for name in strangers
    ]
    cells = [_relative_cell(cell, plan.root) for cell in result.cells if cell.property in listed]
    mutants = dict(evidence.mutants) | ({protocol.name: result.mutants} if result.mutants else {})
    return evidence.with_changes(
        cells=(*evidence.cells, *cells),
        canaries=(*evidence.canaries, *result.canaries),
        coverage=(*evidence.coverage, *result.coverage),
        counterexamples=(*evidence.counterexamples, *(_relative(path, plan.root) for path in result.counterexamples)),
        errors=(*evidence.errors, *errors),
        mutants=mutants,
    )


def _relative_cell(cell: Cell, root: Path) -> Cell:
    return replace(cell, counterexample=_relative(Path(cell.counterexample), root)) if cell.counterexample else cell


def _relative(path: Path, root: Path) -> str:
    """Name ``path`` from the root of the project, so that no path of a machine enters the evidence."""
    resolved = path if path.is_absolute() else root / path
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else path.name
