"""The engine `slither`: what reading the source says, by Slither's own detectors and the pack."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.engine import Availability, Engine, EngineResult, Job, Progress
from analysis.evidence.records import Canary, Cell, CoverageTable
from analysis.evidence.verdict import Verdict
from analysis.slither.compile import is_project_source, slither_of
from analysis.slither.plugin import detectors
from analysis.slither.run import Finding, built_in_detectors, findings
from analysis.slither.sarif import sarif
from analysis.slither.supports import Supports, supports_of
from fuzz.build import PROJECT_ROOT
from properties.binding import EscrowProtocol, PlantedFault
from properties.catalogue import Property

ENGINE = "slither"
SARIF = "slither.sarif"
"""File in the engine's folder that code scanning takes."""


class SlitherEngine(Engine):
    """Detectors over the source of the contracts."""

    name = ENGINE
    kind = "detectors over the source"
    weight = 2

    def available(self) -> Availability:
        """Always there: Slither comes with the lock file."""
        return Availability(True, version("slither-analyzer"), cost="no known pattern of fault is looked for")

    def covers(self, prop: Property) -> bool:
        """Every property that some detector may speak for; which ones do is the protocol's table."""
        return prop.accepted_risk is None and any(str(prop.family) in cls.PROPERTIES for cls in detectors())

    def run(self, job: Job) -> EngineResult:
        """All detectors once, then the planted faults."""
        started = time.perf_counter()
        table = supports_of(job.protocol)
        job.report(Progress(0, 1 + len(table.planted), "sources", note="reading the source"))
        found = _look(job.protocol)
        _keep_sarif(job.workdir, found)
        seconds = round(time.perf_counter() - started, 3)
        unanswered = [finding for finding in found if not finding.is_suppressed]
        job.report(Progress(1, 1 + len(table.planted), "sources", failures=len(unanswered)))
        return EngineResult(
            cells=tuple(_cells(job, table, found, seconds)),
            canaries=tuple(_canaries(job, table)),
            coverage=tuple(_tables(job.protocol, found)),
            errors=tuple(_errors(table, found)),
        )


def _look(protocol: EscrowProtocol) -> list[Finding]:
    """Every finding about a protocol's contracts."""
    return findings(slither_of(protocol.binding.sources, is_ours=is_project_source))


def _keep_sarif(workdir: Path, found: list[Finding]) -> None:
    workdir.mkdir(parents=True, exist_ok=True)
    log = sarif(found, [*detectors(), *built_in_detectors()])
    (workdir / SARIF).write_text(json.dumps(log, indent=1) + "\n", encoding="utf-8")


def _cells(job: Job, table: Supports, found: list[Finding], seconds: float) -> Iterator[Cell]:
    for prop in job.protocol.catalogue:
        ids = table.detectors.get(prop.id, ())
        if ids and job.wants(prop.id):
            about = [finding for finding in found if finding.detector in ids]
            yield _cell(prop, ids, about, seconds)


def _cell(prop: Property, ids: tuple[str, ...], about: list[Finding], seconds: float) -> Cell:
    detail: dict[str, Any] = {
        "detectors": list(ids),
        "suppressed": [_told(finding) for finding in about if finding.is_suppressed],
    }
    open_ones = [finding for finding in about if not finding.is_suppressed]
    if not open_ones:
        return Cell(prop.id, ENGINE, prop.target, Verdict.CHECKED, detail, seconds)
    detail["findings"] = [_told(finding) for finding in open_ones]
    return Cell(prop.id, ENGINE, prop.target, Verdict.VIOLATED, detail, seconds, reason=_told(open_ones[0]))


def _told(finding: Finding) -> str:
    told = f"{finding.detector} at {finding.file}:{finding.line}: {finding.text}"
    return f"{told} (excused: {finding.reason})" if finding.is_suppressed else told


def _errors(table: Supports, found: list[Finding]) -> Iterator[str]:
    """Findings that no cell shows, and excuses without a reason."""
    shown = {id_ for ids in table.detectors.values() for id_ in ids}
    for finding in found:
        place = f"{finding.detector} at {finding.file}:{finding.line}"
        if finding.is_suppressed and not finding.reason:
            yield f"{place} is suppressed without a reason; write one into the comment line above"
        elif not finding.is_suppressed and finding.detector not in shown:
            yield f"{place}: {finding.text}; correct it, or suppress it at the line with the reason"


def _tables(protocol: EscrowProtocol, found: list[Finding]) -> Iterator[CoverageTable]:
    rows = tuple(
        (f"{finding.file}:{finding.line}", finding.detector, finding.reason or "none given")
        for finding in found
        if finding.is_suppressed
    )
    yield CoverageTable(
        ENGINE, protocol.name, "findings that the source excuses", ("place", "detector", "reason"), rows
    )


def _canaries(job: Job, table: Supports) -> Iterator[Canary]:
    """Whether each planted fault is found; the order is that of the table."""
    seen = {fault.name: canary for group in apart(table) for fault, canary in _planted(job, table, group)}
    yield from (seen[fault.name] for fault in table.planted)


def apart(table: Supports) -> list[list[PlantedFault]]:
    """The planted faults in groups of which each is read once: no two in a group have a detector in common."""
    groups: list[list[PlantedFault]] = []
    for fault in table.planted:
        asked = set(table.detectors[fault.property])
        for group in groups:
            if not any(asked & set(table.detectors[other.property]) for other in group):
                group.append(fault)
                break
        else:
            groups.append([fault])
    return groups


def _planted(job: Job, table: Supports, group: list[PlantedFault]) -> Iterator[tuple[PlantedFault, Canary]]:
    started = time.perf_counter()
    overlay: dict[str, str] = {}
    for fault in group:
        overlay[fault.file] = _with(fault, overlay.get(fault.file))
    target = slither_of(job.protocol.binding.sources, overlay=overlay, is_ours=is_project_source)
    asked = {id_ for fault in group for id_ in table.detectors[fault.property]}
    found = findings(target, [cls for cls in detectors() if cls.ARGUMENT in asked], built_in=False)
    told = {(file, finding.detector) for finding in found if not finding.is_suppressed for file in finding.files}
    seconds = round(time.perf_counter() - started, 3)
    for fault in group:
        hit = any((fault.file, id_) in told for id_ in table.detectors[fault.property])
        yield fault, Canary(ENGINE, job.protocol.name, hit, seconds, fault.name)


def _with(fault: PlantedFault, text: str | None = None) -> str:
    """The text of a source with the fault in it."""
    text = text or (PROJECT_ROOT / fault.file).read_text(encoding="utf-8")
    if text.count(fault.find) != 1:
        raise ValueError(
            f"the planted fault {fault.name!r} fits {text.count(fault.find)} places of {fault.file}, not 1"
        )
    return text.replace(fault.find, fault.replace)
