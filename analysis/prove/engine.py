"""The engine `prove`: every property by induction over the specification's own functions, by two solvers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from analysis.engine import Availability, Engine, EngineResult, Job, Progress, not_run
from analysis.evidence.records import Canary, Cell, CoverageTable
from analysis.evidence.verdict import Verdict as Word
from analysis.prove.findings import PROVED, REFUTED, UNKNOWN, VACUOUS, Batch
from analysis.prove.goals import TRIPLE
from analysis.prove.inventory import differences
from analysis.prove.reaching import look_for_ways
from analysis.prove.tasks import Task, perform_all, tasks_of, theory_of
from analysis.prove.verdicts import Report, Verdict
from properties.catalogue import Property
from properties.errors import UserError

ENGINE = "prove"
WORDS = {PROVED: Word.PROVED, REFUTED: Word.VIOLATED, UNKNOWN: Word.UNKNOWN, VACUOUS: Word.VACUOUS}
LONGEST_REASON = 400


class NothingToProve(UserError):
    """The protocol states no claims."""


class ProveEngine(Engine):
    """Induction over the specification."""

    name = ENGINE
    kind = "induction over the specification"
    weight = 8

    def available(self) -> Availability:
        """Always there: both solvers come with the lock file."""
        return Availability(True, version("z3-solver"), cost="nothing holds for any number of records and any amounts")

    def covers(self, prop: Property) -> bool:
        """Every property with a clause that is not an accepted risk."""
        return bool(prop.clauses) and prop.accepted_risk is None

    def run(self, job: Job) -> EngineResult:
        """Every obligation of the protocol; the cells are those of the wanted properties."""
        if job.protocol.claims is None:
            return not_run(self, job, f"{job.protocol.name} states no claims to prove")
        started = time.perf_counter()
        report = prove(job)
        seconds = round(time.perf_counter() - started, 3)
        wanted = [prop for prop in job.protocol.catalogue if self.covers(prop) and job.wants(prop.id)]
        verdicts = [report.verdict(prop) for prop in wanted]
        for verdict in verdicts:
            _keep_files(job, verdict)
        return EngineResult(
            cells=tuple(_cell(prop, verdict) for prop, verdict in zip(wanted, verdicts, strict=True)),
            canaries=tuple(_canaries(job, report, seconds)),
            coverage=tuple(_tables(job, report)),
            errors=(*report.errors(), *_pinned(job, report)),
        )


def prove(job: Job, *, keep_scripts: bool = False) -> Report:
    """Proves everything and reports progress, one unit for each task."""
    plan = job.protocol.claims
    if plan is None:
        raise NothingToProve(f"{job.protocol.name} has nothing to prove", "it states no claims", "see docs/proofs.md")
    theory = theory_of(job.protocol, plan)
    total, counts = len(tasks_of(theory)), {"done": 0, "refuted": 0, "proved": 0}

    def done(task: Task, batch: Batch) -> None:
        counts["done"] += 1
        if task.kind != "plant":
            counts["refuted"] += sum(finding.verdict == REFUTED for finding in batch.findings)
            counts["proved"] += sum(finding.verdict == PROVED for finding in batch.findings)
        covered = f"{counts['proved']} proved"
        job.report(Progress(counts["done"], total, "tasks", covered, counts["refuted"], f"{task.kind} {task.name}"))

    batches = perform_all(
        theory, job.processes, max_paths=max(job.profile.paths, 200), keep_scripts=keep_scripts, done=done
    )
    report = Report(theory, batches)
    if counts["refuted"]:
        job.report(Progress(total, total, "tasks", "", counts["refuted"], "is there a way to what was refuted?"))
        look_for_ways(theory, report.findings)
    return report


def _pinned(job: Job, report: Report) -> Iterator[str]:
    if not job.options.get("ignore_inventory"):
        yield from differences(job.protocol.name, report.findings)


def _cell(prop: Property, verdict: Verdict) -> Cell:
    shown = next((finding for finding in verdict.findings if finding.counterexample), None)
    reason = " ".join(verdict.why.split())[:LONGEST_REASON] or None
    if verdict.verdict == REFUTED and shown:
        reason = f"{reason}; {' / '.join(line.strip() for line in shown.told().splitlines())}"
    return Cell(prop.id, ENGINE, prop.target, WORDS[verdict.verdict], _detail(verdict), reason=reason)


def _detail(verdict: Verdict) -> dict[str, Any]:
    """What was shown and on what it rests."""
    chain = "environment: "
    guarantees = [name.removeprefix(chain) for name in verdict.rests_on if name.startswith(chain)]
    detail: dict[str, Any] = {
        "obligations": len(verdict.findings),
        "proved": sum(finding.verdict == PROVED for finding in verdict.findings),
        "paths": sum(finding.paths for finding in verdict.findings),
        "queries": sum(finding.queries for finding in verdict.findings),
        "assumptions": [name for name in verdict.uses if not name.startswith(chain)],
        "rests_on": sum(not name.startswith(chain) for name in verdict.rests_on),
        "guarantees": guarantees,
        "solvers": {"z3": version("z3-solver"), "cvc5": version("cvc5")},
    }
    reachability = [f"{finding.name}: {finding.reachability}" for finding in verdict.findings if finding.reachability]
    if reachability:
        detail["reachability"] = reachability
    if verdict.restated:
        detail["restated"] = list(verdict.restated)
    return detail


def _keep_files(job: Job, verdict: Verdict) -> None:
    """Leaves the readable counterexamples in the engine's folder."""
    for number, finding in enumerate(f for f in verdict.findings if f.counterexample):
        path = job.workdir / f"{verdict.property}-{number}.txt"
        path.write_text(f"{finding.name}\n\n{finding.told()}\n", encoding="utf-8")


def _canaries(job: Job, report: Report, seconds: float) -> Iterator[Canary]:
    plant = job.protocol.claims.plant if job.protocol.claims else None
    if plant:
        found = any(finding.verdict == REFUTED and finding.reproduced for finding in report.planted)
        yield Canary(ENGINE, job.protocol.name, found, seconds, plant.fault)


def _tables(job: Job, report: Report) -> Iterator[CoverageTable]:
    rows = []
    for action in job.protocol.actions:
        words = [action.name]
        for kind in TRIPLE:
            found = [f for f in report.findings if f.kind == kind and f.place == action.name]
            words.append(found[0].verdict if found else "not stated")
        rows.append(tuple(words))
    yield CoverageTable(ENGINE, job.protocol.name, "the triple of each action", ("action", *TRIPLE), tuple(rows))
    idle = tuple((name,) for name in report.idle())
    yield CoverageTable(ENGINE, job.protocol.name, "assumptions that no proof needs", ("assumption",), idle)
