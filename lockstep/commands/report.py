"""`lockstep report`: every report anew from the evidence of the last run."""

from __future__ import annotations

from analysis.evidence import EvidenceStore
from analysis.toolchain import ROOT
from lockstep.commands.verify import OutputOption
from lockstep.running import present


def report(output: OutputOption = ROOT / "build") -> int:
    """Render the evidence of the last run again, as table, HTML, Markdown and JUnit XML."""
    return present(EvidenceStore(output).load(), output)
