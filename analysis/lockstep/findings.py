"""What lockstep found: one counterexample for each kind of finding, under the property it contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.engine import Job
from fuzz.counterexample import NotReproducible, report
from fuzz.drivers.native import Found
from fuzz.lockstep.runner import Finding
from fuzz.lockstep.source import SessionSource
from properties.binding import Divergence

MOST_KINDS = 8
"""Kinds of findings that are written; a contract so faulty that there are more is mended one by one."""

Kind = tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A finding with the folder of its counterexample. `contradicts`: the property, None when nothing names it."""

    found: Found
    folder: Path
    contradicts: str | None
    trouble: str | None = None

    @property
    def sentence(self) -> str:
        """One line a stranger understands."""
        return self.found.finding.sentence()


def kind_of(finding: Finding) -> Kind:
    """Findings of one kind have one cause, most likely."""
    if isinstance(finding, Divergence):
        return (finding.comparison, finding.action, finding.error or finding.subject.partition("(")[0])
    return (finding.property, finding.clause)


def blamed(job: Job, finding: Finding) -> str | None:
    """The listed property that a finding contradicts."""
    name = job.protocol.binding.blame(finding) if isinstance(finding, Divergence) else finding.property
    return name if name is not None and name in job.protocol.catalogue and job.wants(name) else None


def show(job: Job, found: Sequence[Found]) -> Iterator[Shown]:
    """Writes the shortest run of each kind, shortest kinds first."""
    shortest: dict[Kind, Found] = {}
    for one in sorted(found, key=lambda one: len(one.calls)):
        shortest.setdefault(kind_of(one.finding), one)
    for one in list(shortest.values())[:MOST_KINDS]:
        yield _written(job, one)


def _written(job: Job, one: Found) -> Shown:
    """A finding that a replay does not show keeps its calls, and is an error of the run."""
    name = blamed(job, one.finding)
    try:
        root = job.workdir / "counterexamples"
        folder = report(SessionSource(job.protocol.name), one.calls, one.finding, job.seed, root)
    except NotReproducible as failure:
        return Shown(one, failure.folder, name, str(failure))
    return Shown(one, folder, name)
