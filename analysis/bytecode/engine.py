"""One engine of the table for each adapter: runs it on the property contracts, and says what its outcomes are worth."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from analysis.bytecode.violations import Violation, written
from analysis.engine import Availability, Engine, EngineResult, Job, Progress
from analysis.evidence.records import Canary, Cell
from analysis.evidence.verdict import Verdict
from fuzz.engines.adapter import Adapter, Campaign, Found, Outcome, Task
from fuzz.lockstep.source import Patch
from properties.binding import PlantedFault
from properties.bytecode import Twins, twins_of
from properties.catalogue import Property

DEEP = "deep"
"""The profile in which the slow engines run too."""


class BytecodeEngine(Engine):
    """An adapter as an engine.

    Args:
        adapter: The tool behind it, whose name and kind the engine takes.
    """

    def __init__(self, adapter: Adapter) -> None:
        self.adapter = adapter
        self.name = adapter.name
        self.kind = adapter.kind
        self.weight = adapter.weight

    def available(self) -> Availability:
        """Whatever the adapter says of its tool."""
        tool = self.adapter.available()
        return Availability(tool.installed, tool.version, tool.reason, tool.cost)

    def covers(self, prop: Property) -> bool:
        """Properties that the adapter can check on the protocol's property contracts."""
        twins = twins_of(prop.protocol)
        return twins is not None and self.adapter.can_check(twins, prop.id)

    def run(self, job: Job) -> EngineResult:
        """The campaign, then the canaries; nothing for a protocol without property contracts."""
        twins = twins_of(job.protocol.name)
        if twins is None:
            return EngineResult()
        wanted = tuple(prop.id for prop in job.protocol.catalogue if job.wants(prop.id) and self.covers(prop))
        if self.adapter.deep_only and job.profile.name != DEEP:
            return EngineResult(cells=tuple(self._postponed(job, id) for id in wanted))
        task = self._task(job, twins, wanted)
        campaign = self.adapter.run(task)
        violations = {one.property: one for one in written(task, self.name, campaign, job.workdir)}
        canaries = tuple(self._canary(job, twins, fault) for fault in self.adapter.canaries(twins))
        cells = tuple(self._cell(job, outcome, campaign, violations) for outcome in campaign.outcomes)
        missed = [canary.fault for canary in canaries if not canary.found]
        return EngineResult(
            cells=tuple(void(cell, missed) for cell in cells) if missed else cells,
            canaries=canaries,
            counterexamples=tuple(one.folder for one in violations.values() if one.folder is not None),
            errors=campaign.errors,
        )

    def _task(self, job: Job, twins: Twins, properties: tuple[str, ...], fault: PlantedFault | None = None) -> Task:
        """The campaign on the contracts as they are, or the search for one planted fault."""
        folder = job.workdir / ("campaign" if fault is None else f"canary {fault.name}".replace(" ", "-"))
        folder.mkdir(parents=True, exist_ok=True)
        total = calls_of(job) if fault is None else self.adapter.canary_calls

        def tell(done: int) -> None:
            job.report(Progress(done, total or None, "calls" if total else "paths", note=self.name))

        return Task(
            job.protocol,
            twins,
            properties,
            folder,
            seed=job.seed,
            calls=total,
            paths=job.profile.paths if fault is None else self.adapter.canary_paths or job.profile.paths,
            processes=job.processes,
            patches=() if fault is None else (Patch(fault.file, fault.find, fault.replace),),
            stop_early=fault is not None,
            keeps_corpus=fault is None and job.profile.keeps_corpus,
            tell=tell,
        )

    def _canary(self, job: Job, twins: Twins, fault: PlantedFault) -> Canary:
        """Whether a planted fault is found under the name of its property."""
        started = time.perf_counter()
        asked = (fault.property,) if self.adapter.can_check(twins, fault.property) else ()
        campaign = self.adapter.run(self._task(job, twins, asked, fault))
        seconds = round(time.perf_counter() - started, 3)
        return Canary(self.name, job.protocol.name, fault.property in campaign.failed(), seconds, fault.name)

    def _cell(self, job: Job, outcome: Outcome, campaign: Campaign, violations: dict[str, Violation]) -> Cell:
        target = job.protocol.catalogue.by_id(outcome.property).target
        verdict, reason = judged(outcome)
        folder = None
        if outcome.property in violations:
            violation = violations[outcome.property]
            reason, folder = violation.sentence, str(violation.folder) if violation.folder else None
        seconds = outcome.seconds or campaign.seconds
        return Cell(outcome.property, self.name, target, verdict, detail_of(outcome), seconds, folder, reason)

    def _postponed(self, job: Job, id: str) -> Cell:
        reason = f"{self.name} is slow and runs in profile {DEEP} only"
        return Cell(id, self.name, job.protocol.catalogue.by_id(id).target, Verdict.NOT_RUN, reason=reason)


def calls_of(job: Job) -> int:
    """Calls of a fuzzer on the property contracts: half of the native loop's, for one costs twice as much here."""
    return job.profile.calls // 2


def judged(outcome: Outcome) -> tuple[Verdict, str | None]:
    """What an outcome is worth. A silence about a property that never had anything to say is no evidence."""
    if outcome.found is Found.FAILED:
        return Verdict.VIOLATED, outcome.detail
    if outcome.found is Found.BOUNDED:
        return Verdict.EXHAUSTED, None
    if outcome.found is Found.UNKNOWN:
        return Verdict.UNKNOWN, outcome.detail
    if outcome.exercised == 0 or not outcome.calls:
        return Verdict.UNKNOWN, f"none of {outcome.calls} calls gave it anything to say"
    return Verdict.FUZZED, None


def void(cell: Cell, missed: list[str]) -> Cell:
    """A cell of an engine that missed a planted fault: its silence means nothing."""
    if not cell.verdict.green:
        return cell
    reason = f"void, because {cell.engine} did not find the planted fault {missed[0]!r}"
    return replace(cell, verdict=Verdict.UNKNOWN, reason=reason)


def detail_of(outcome: Outcome) -> dict[str, object]:
    """The extent of a verdict, for the table."""
    return dict(_extent(outcome))


def _extent(outcome: Outcome) -> Iterator[tuple[str, object]]:
    yield "bound", outcome.bound or None
    if outcome.calls:
        yield "calls", outcome.calls
    if outcome.paths:
        yield "paths", outcome.paths
    if outcome.exercised is not None:
        yield "exercised", outcome.exercised
    if outcome.reproducer is not None:
        yield "reproducer", outcome.reproducer.raw
