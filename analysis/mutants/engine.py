"""The engine `mutants`: does anything notice when the specification itself is wrong?"""

from __future__ import annotations

from collections import Counter

from analysis.engine import Availability, Engine, EngineResult, Job, Progress
from analysis.evidence.records import CoverageTable, MutationScore
from analysis.mutants.survey import Survey, survey
from analysis.mutants.trial import Trial
from properties.catalogue import Property

ENGINE = "mutants"


class MutantsEngine(Engine):
    """Automatic faults in the specification, each to be caught by lockstep, by exploration or by a proof."""

    name = ENGINE
    kind = "faults in the specification"
    weight = 10

    def available(self) -> Availability:
        """Always there."""
        return Availability(True, cost="nobody knows whether a wrong specification would be noticed")

    def covers(self, prop: Property) -> bool:
        """No property by itself: this engine judges the others."""
        return False

    def run(self, job: Job) -> EngineResult:
        """Tries a sample of the mutants, or all of them, as the profile says."""
        if not job.profile.mutants or job.properties is not None or not job.protocol.mutated_in:
            return EngineResult()
        found = survey(
            job.protocol.name,
            job.profile.mutants,
            job.seed,
            job.processes,
            lambda done, of: job.report(Progress(done, of, "mutants", note="faults in the specification")),
            every=bool(job.options.get("all_catchers")),
        )
        found.keep(job.workdir / "mutants.json")
        explained, trials, survivors = job.protocol.equivalent, found.trials, found.survivors
        caught = [trial for trial in trials if trial.caught_by is not None]
        unexplained = [trial for trial in survivors if trial.id not in explained]
        wrong = [trial for trial in caught if trial.id in explained]
        equivalent = len(survivors) - len(unexplained)
        return EngineResult(
            coverage=(
                _by_catcher(job, found),
                *([_matrix(job, found)] if found.every else []),
                _survivors(job, survivors),
            ),
            errors=(
                *(f"mutant survives and nobody says why: {trial.id}" for trial in unexplained),
                *(f"mutant is called equivalent but was caught ({trial.sign}): {trial.id}" for trial in wrong),
            ),
            mutants=MutationScore(killed=len(caught), total=len(trials), equivalent=equivalent),
        )


def _by_catcher(job: Job, found: Survey) -> CoverageTable:
    counts = Counter((trial.kind, trial.caught_by or "survived") for trial in found.trials)
    return CoverageTable(
        ENGINE,
        job.protocol.name,
        f"mutants of the specification: {len(found.trials)} of {found.total} tried, by who caught them first",
        ("kind of fault", "caught by", "mutants"),
        tuple((kind, catcher, count) for (kind, catcher), count in sorted(counts.items())),
    )


def _matrix(job: Job, found: Survey) -> CoverageTable:
    """Which catcher notices which mutant."""
    rows = []
    for trial in found.trials:
        rows.append((trial.id, *("caught" if name in trial.signs else "-" for name in found.catchers)))
    return CoverageTable(
        ENGINE, job.protocol.name, "who catches which mutant", ("mutant", *found.catchers), tuple(rows)
    )


def _survivors(job: Job, survivors: list[Trial]) -> CoverageTable:
    return CoverageTable(
        ENGINE,
        job.protocol.name,
        "mutants that nothing caught",
        ("mutant", "why that is no fault"),
        tuple((trial.id, job.protocol.equivalent.get(trial.id, "unexplained")) for trial in survivors),
    )
