"""The engine `lockstep`: every property checked after every call, and the chain compared with the specification."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.metadata import version

from analysis.engine import Availability, Engine, EngineResult, Job, Progress
from analysis.evidence.records import Canary, Cell
from analysis.evidence.verdict import Verdict
from analysis.lockstep.findings import Shown, blamed, show
from analysis.lockstep.tables import ENGINE, tables, unmet
from fuzz.drivers.native import Explored
from fuzz.drivers.shards import Shard, directed_shards, explore, hypothesis_shards, native_shards, together
from fuzz.lockstep.source import Patch, SessionSource
from properties.catalogue import Property

CANARY_CALLS = 20_000
"""Calls within which a planted fault must be found."""
WHOLE_RUN = 20_000
"""Native calls from which on every guard must have been failed."""
EFFORTS = 12
"""How often runs are made that care for the actions whose guards chance has not failed."""


class LockstepEngine(Engine):
    """Specification against bytecode."""

    name = ENGINE
    kind = "spec against bytecode"
    weight = 9

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
        shown = list(show(job, explored.found))
        whole = _is_whole(job) and not explored.found
        return EngineResult(
            cells=tuple(_cells(job, explored, shown, seconds)),
            canaries=() if interrupted else tuple(_canaries(job)),
            coverage=tuple(tables(job.protocol, explored.coverage, whole=whole and not interrupted)),
            counterexamples=tuple(one.folder for one in shown),
            errors=tuple(_errors(shown)),
            interrupted=interrupted,
        )


def _is_whole(job: Job) -> bool:
    """Whether the run is long enough to ask for every guard."""
    return "driver" not in job.options and job.profile.calls >= WHOLE_RUN


def _explore(job: Job, source: SessionSource) -> tuple[Explored, bool]:
    """Both drivers, whose shards share the processes; then, in a whole run, what chance has left out.

    Returns what they did, and whether the user stopped them.
    """
    driver = job.options.get("driver", "both")
    work: list[Shard] = []
    if driver in ("both", "hypothesis"):
        work += hypothesis_shards(source, job.profile.examples, job.profile.steps, job.seed)
    if driver in ("both", "native"):
        work += native_shards(source, job.profile.calls, job.seed)
    done, so_far = Explored(), Explored()

    def tell(explored: Explored) -> None:
        nonlocal so_far
        so_far = together((done, explored))
        covered = f"{len(so_far.coverage.guards)} guards failed, {len(so_far.coverage.outcomes)} outcomes"
        job.report(Progress(so_far.calls, None, "calls", covered, len(so_far.found), "lockstep"))

    try:
        done.merge(together(explore(work, job.processes, tell)))
        for effort in range(EFFORTS if _is_whole(job) and not done.found else 0):
            left = unmet(job.protocol, done.coverage)
            if not left:
                break
            done.merge(together(explore(directed_shards(source, left, job.seed, effort), job.processes, tell)))
        return done, False
    except KeyboardInterrupt:
        return so_far, True


def _cells(job: Job, explored: Explored, shown: list[Shown], seconds: float) -> Iterator[Cell]:
    violated = {one.contradicts: one for one in reversed(shown)}
    for prop in job.protocol.catalogue:
        if job.wants(prop.id):
            yield _cell(prop, explored, violated.get(prop.id), seconds)


def _cell(prop: Property, explored: Explored, violation: Shown | None, seconds: float) -> Cell:
    exercised = explored.exercised[prop.id]
    detail = {"calls": explored.calls, "exercised": exercised, "bound": None}
    if violation is not None:
        folder, reason = str(violation.folder), violation.sentence
        return Cell(prop.id, ENGINE, prop.target, Verdict.VIOLATED, detail, seconds, folder, reason)
    if prop.accepted_risk is not None:
        return Cell(prop.id, ENGINE, prop.target, Verdict.ACCEPTED_RISK, detail, seconds, reason=prop.accepted_risk)
    if not exercised:
        reason = "no call gave it anything to say"
        return Cell(prop.id, ENGINE, prop.target, Verdict.VACUOUS, detail, seconds, reason=reason)
    return Cell(prop.id, ENGINE, prop.target, Verdict.FUZZED, detail, seconds)


def _errors(shown: list[Shown]) -> Iterator[str]:
    """Findings that no listed property names, and findings that a replay does not show, fail the run as well."""
    for one in shown:
        if one.trouble is not None:
            yield one.trouble
        elif one.contradicts is None:
            yield f"{one.sentence} (see {one.folder.name})"


def _canaries(job: Job) -> Iterator[Canary]:
    """Each planted fault, and whether it was found under the name of its property."""
    for fault in job.protocol.canaries:
        started = time.perf_counter()
        source = SessionSource(job.protocol.name, (Patch(fault.file, fault.find, fault.replace),))
        shards = native_shards(source, CANARY_CALLS, job.seed)
        found = any(blamed(job, one.finding) == fault.property for shard in shards for one in shard.work().found)
        yield Canary(ENGINE, job.protocol.name, found, round(time.perf_counter() - started, 3), fault.name)
