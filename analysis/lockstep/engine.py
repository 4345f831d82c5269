"""The engine `lockstep`: every property checked after every call, and the chain compared with the specification."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from analysis.engine import Availability, Engine, EngineResult, Job, Progress
from analysis.evidence.records import Canary, Cell
from analysis.evidence.verdict import Verdict
from analysis.lockstep.tables import ENGINE, tables
from fuzz.counterexample import NotReproducible, report
from fuzz.drivers import native, stateful
from fuzz.drivers.native import Explored, Found
from fuzz.lockstep.runner import Finding, Runner
from fuzz.lockstep.source import Patch, SessionSource
from properties.binding import Divergence, PlantedFault
from properties.catalogue import Property

CANARY_CALLS = 5_000
"""Calls within which a planted fault must be found."""
WHOLE_RUN = 20_000
"""Native calls from which on every guard must have been failed."""


class LockstepEngine(Engine):
    """Specification against bytecode."""

    name = ENGINE
    kind = "spec against bytecode"

    def available(self) -> Availability:
        """Always there: pyrevm comes with the lock file."""
        return Availability(True, version("pyrevm"), cost="nothing ties the specification to the bytecode")

    def covers(self, prop: Property) -> bool:
        """Every property with a clause."""
        return bool(prop.clauses)

    def run(self, job: Job) -> EngineResult:
        """Both drivers, then the canaries."""
        started = time.perf_counter()
        source = SessionSource(job.protocol.name)
        explored, interrupted = _explore(job, source)
        seconds = round(time.perf_counter() - started, 3)
        folders = {key: _write(job, found) for key, found in _distinct(explored.found).items()}
        whole = "driver" not in job.options and job.profile.calls >= WHOLE_RUN and not explored.found
        return EngineResult(
            cells=tuple(_cells(job, explored, folders, seconds)),
            canaries=() if interrupted else tuple(_canaries(job)),
            coverage=tuple(tables(job.protocol, explored.coverage, whole=whole and not interrupted)),
            counterexamples=tuple(folders.values()),
            errors=tuple(_unnamed(job, explored, folders)),
            interrupted=interrupted,
        )


def _explore(job: Job, source: SessionSource) -> tuple[Explored, bool]:
    driver = job.options.get("driver", "both")
    total = Explored()
    try:
        if driver in ("both", "native"):
            total = native.explore(source, job.profile.calls, job.seed, job.processes, _native_progress(job))
        if driver in ("both", "hypothesis") and not total.found:
            runner = Runner(source.boot(job.seed))
            drawn = stateful.explore(runner, job.profile.examples, job.profile.steps, job.seed, _stateful_progress(job))
            total.merge(drawn)
    except KeyboardInterrupt:
        return total, True
    return total, False


def _native_progress(job: Job) -> Callable[[Explored], None]:
    def show(explored: Explored) -> None:
        covered = f"{len(explored.coverage.guards)} guards failed, {len(explored.coverage.outcomes)} outcomes"
        job.report(Progress(explored.calls, job.profile.calls, "calls", covered, len(explored.found), "native loop"))

    return show


def _stateful_progress(job: Job) -> Callable[[Explored], None]:
    def show(explored: Explored) -> None:
        job.report(Progress(explored.runs, job.profile.examples, "runs", f"{explored.calls} calls", 0, "Hypothesis"))

    return show


Key = tuple[str, ...]


def _key(finding: Finding) -> Key:
    if isinstance(finding, Divergence):
        return (finding.comparison, finding.action, finding.error or finding.subject.partition("(")[0])
    return (finding.property, finding.clause)


def _distinct(found: list[Found]) -> dict[Key, Found]:
    """The shortest run for each kind of finding."""
    shortest: dict[Key, Found] = {}
    for one in found:
        key = _key(one.finding)
        if key not in shortest or len(one.calls) < len(shortest[key].calls):
            shortest[key] = one
    return shortest


def _write(job: Job, found: Found) -> Path:
    """The counterexample's folder; a finding that a replay does not show keeps its calls, and says so there."""
    try:
        return report(SessionSource(job.protocol.name), found.calls, found.finding, job.seed, job.workdir)
    except NotReproducible as failure:
        return failure.folder


def blamed(job: Job, finding: Finding) -> str | None:
    """The property that a finding contradicts."""
    return job.protocol.binding.blame(finding) if isinstance(finding, Divergence) else finding.property


def _cells(job: Job, explored: Explored, folders: dict[Key, Path], seconds: float) -> Iterator[Cell]:
    violated: dict[str, tuple[Found, Path]] = {}
    for key, found in _distinct(explored.found).items():
        violated.setdefault(blamed(job, found.finding) or "", (found, folders[key]))
    for prop in job.protocol.catalogue:
        if not job.wants(prop.id):
            continue
        detail = {"calls": explored.calls, "exercised": explored.exercised[prop.id], "bound": None}
        if prop.id in violated:
            found, folder = violated[prop.id]
            yield Cell(
                prop.id, ENGINE, prop.target, Verdict.VIOLATED, detail, seconds, str(folder), found.finding.sentence()
            )
        elif prop.accepted_risk is not None:
            yield Cell(prop.id, ENGINE, prop.target, Verdict.ACCEPTED_RISK, detail, seconds, reason=prop.accepted_risk)
        elif not explored.exercised[prop.id]:
            yield Cell(
                prop.id, ENGINE, prop.target, Verdict.VACUOUS, detail, seconds, reason="no call gave it anything to say"
            )
        else:
            yield Cell(prop.id, ENGINE, prop.target, Verdict.FUZZED, detail, seconds)


def _unnamed(job: Job, explored: Explored, folders: dict[Key, Path]) -> Iterator[str]:
    """Findings that contradict no listed property still fail the run, under the name of their comparison."""
    for key, found in _distinct(explored.found).items():
        name = blamed(job, found.finding)
        if name is None or name not in job.protocol.catalogue or not job.wants(name):
            yield f"{found.finding.sentence()} (see {folders[key].name})"


def _canaries(job: Job) -> Iterator[Canary]:
    for fault in job.protocol.canaries:
        started = time.perf_counter()
        explored = native.explore(_planted(job, fault), CANARY_CALLS, job.seed, 1, lambda _: None)
        named = [found for found in explored.found if blamed(job, found.finding) == fault.property]
        yield Canary(ENGINE, job.protocol.name, bool(named), round(time.perf_counter() - started, 3), fault.name)


def _planted(job: Job, fault: PlantedFault) -> SessionSource:
    return SessionSource(job.protocol.name, (Patch(fault.file, fault.find, fault.replace),))
