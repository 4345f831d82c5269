"""What `verify` and `fuzz` share: run a plan with progress, write the reports, judge the evidence."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from analysis.evidence import Evidence, exit_status, write_reports
from analysis.evidence.store import EvidenceStore
from analysis.evidence.terminal import print_evidence
from analysis.verification import Interrupted, Plan, verify
from lockstep.progress import ProgressDisplay

INTERRUPTED = 130


def carry_out(plan: Plan) -> int:
    """Run ``plan``, write every report and print the table; return the exit code."""
    try:
        with ProgressDisplay(Console(stderr=True)) as display:
            evidence = verify(plan, display.show)
    except Interrupted as stop:
        present(stop.evidence, plan.output)
        return INTERRUPTED
    return present(evidence, plan.output)


def present(evidence: Evidence, output: Path) -> int:
    """Write every report into ``output``, print the table and return the exit code of the evidence."""
    files = [EvidenceStore(output).path, *write_reports(evidence, output)]
    print_evidence(evidence, Console(soft_wrap=False))
    print("Written: " + ", ".join(shown(file) for file in files))
    code, _ = exit_status(evidence)
    return code


def shown(path: Path) -> str:
    """Name ``path`` from the current folder where that is possible."""
    resolved, here = path.resolve(), Path.cwd()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(path)
