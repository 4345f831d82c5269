"""The engine `explore`: every state of a small configuration."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from analysis.engine import Availability, Engine, EngineResult, Job, Progress, not_run
from analysis.evidence.records import Canary, Cell, CoverageTable
from analysis.evidence.verdict import Verdict
from analysis.explore.claims import FOLLOWS_RUNS
from analysis.explore.presets import FOR_PROFILE, preset_named
from analysis.explore.search import Exploration, explore
from analysis.explore.tally import Found
from analysis.explore.trace import retell, write
from properties.binding import EscrowProtocol
from properties.catalogue import Property, Scope
from properties.preset import Preset

ENGINE = "explore"


class ExploreEngine(Engine):
    """The specification, exhaustively, in small scope."""

    name = ENGINE
    kind = "exhaustive search of the specification"
    weight = 4

    def available(self) -> Availability:
        """Always there: it is part of the project."""
        return Availability(True, cost="no interleaving is known to be safe, only those that were drawn")

    def covers(self, prop: Property) -> bool:
        """Every property with a clause that can be told from states and steps."""
        return any(clause.scope is not Scope.TRACE for clause in prop.clauses)

    def run(self, job: Job) -> EngineResult:
        """Searches the profile's preset, then the smallest one with a fault planted in it."""
        if not job.protocol.presets:
            return not_run(self, job, f"{job.protocol.name} declares no preset to explore")
        preset = preset_named(job.protocol, str(job.options.get("preset", FOR_PROFILE[job.profile.name])))
        started = time.perf_counter()
        result = explore(
            job.protocol,
            preset,
            processes=job.processes,
            cap=int(job.options.get("states", job.profile.states)),
            wanted=job.properties,
            folder=job.workdir / preset.name,
            resume=bool(job.options.get("resume")),
            watch=lambda so_far: job.report(progress_of(so_far)),
        )
        seconds = round(time.perf_counter() - started, 3)
        folders = {found.failure.property: _write(job, preset, found) for found in reversed(result.found)}
        return EngineResult(
            cells=tuple(_cells(job, result, folders, seconds)),
            canaries=() if result.interrupted else tuple(canaries(job.protocol)),
            coverage=(table(job.protocol, result),),
            counterexamples=tuple(folders.values()),
            errors=tuple(_errors(job, result)),
            interrupted=result.interrupted,
        )


def progress_of(result: Exploration) -> Progress:
    """How far a search is; nobody knows how many states there are."""
    covered = f"depth {result.depth}, {result.transitions:,} transitions"
    return Progress(result.states, None, "states", covered, len(result.tally.found), result.preset.name)


def _write(job: Job, preset: Preset, found: Found) -> Path:
    return write(retell(job.protocol, preset, found), job.workdir / f"counterexample-{found.failure.property}")


def extent(result: Exploration) -> dict[str, object]:
    """What a verdict of the search covers."""
    return {
        "preset": result.preset.name,
        "bound": result.preset.bound,
        "states": result.states,
        **({"worlds": dict(result.worlds)} if len(result.worlds) > 1 else {}),
        "transitions": result.transitions,
        "depth": result.depth,
    }


def _cells(job: Job, result: Exploration, folders: dict[str, Path], seconds: float) -> Iterator[Cell]:
    silent = result.silent(job.protocol)
    first = {found.failure.property: found for found in reversed(result.found)}
    for prop in job.protocol.catalogue:
        if not job.wants(prop.id) or not any(clause.scope is not Scope.TRACE for clause in prop.clauses):
            continue
        detail = extent(result) | left_out(prop, result.preset)
        verdict, reason = verdict_on(prop, result, silent.get(prop.id, []), first.get(prop.id))
        where = str(folders[prop.id]) if prop.id in folders else None
        yield Cell(prop.id, ENGINE, prop.target, verdict, detail, seconds, where, reason)


def left_out(prop: Property, preset: Preset) -> dict[str, object]:
    """Clauses that the search did not check, with the reason."""
    reasons = {clause.name: FOLLOWS_RUNS for clause in prop.clauses if clause.scope is Scope.TRACE}
    for clause in prop.clauses:
        reason = preset.omits.get(f"{prop.id}: {clause.name}")
        if reason:
            reasons[clause.name] = reason
    return {"not_checked": reasons} if reasons else {}


def verdict_on(
    prop: Property, result: Exploration, silent: list[str], found: Found | None
) -> tuple[Verdict, str | None]:
    """What a search says of one property, and why where that has to be said."""
    if found is not None:
        return Verdict.VIOLATED, found.failure.sentence()
    if prop.accepted_risk is not None:
        return Verdict.ACCEPTED_RISK, prop.accepted_risk
    if prop.id in result.preset.omits:
        return Verdict.NOT_RUN, result.preset.omits[prop.id]
    if result.tally.found:
        return Verdict.UNKNOWN, "the search stopped at the violation of another property"
    if not result.complete:
        stopped = "it was interrupted" if result.interrupted else "the budget of states was spent"
        return Verdict.UNKNOWN, f"{stopped} after {result.states:,} states, before the space was exhausted"
    if silent:
        return Verdict.VACUOUS, f"never had anything to say: {'; '.join(silent)}"
    return Verdict.EXHAUSTED, None


def _errors(job: Job, result: Exploration) -> Iterator[str]:
    for found in result.found:
        if found.failure.property not in job.protocol.catalogue:
            yield retell(job.protocol, result.preset, found).sentence()
    known = {prop.id for prop in job.protocol.catalogue}
    known |= {f"{prop.id}: {clause.name}" for prop in job.protocol.catalogue for clause in prop.clauses}
    for name in sorted(set(result.preset.omits) - known):
        yield f"preset {result.preset.name} omits {name!r}, which the catalogue does not list"


def canaries(protocol: EscrowProtocol) -> Iterator[Canary]:
    """Plants the fault of the smallest preset in the specification and searches for it."""
    smallest = protocol.presets[0]
    if smallest.planted is None:
        return
    started = time.perf_counter()
    with smallest.planted.plant():
        found = explore(protocol, smallest).found
        confirmed = bool(found) and retell(protocol, smallest, found[0]).confirmed
    seconds = round(time.perf_counter() - started, 3)
    yield Canary(ENGINE, protocol.name, confirmed, seconds, smallest.planted.fault)


def table(protocol: EscrowProtocol, result: Exploration) -> CoverageTable:
    """Which action moved records of each lifecycle from where to where."""
    lines = tuple(sorted(result.tally.edges))
    return CoverageTable(
        ENGINE, protocol.name, f"lifecycles in {result.preset.name}", ("lifecycle", "from", "action", "to"), lines
    )
