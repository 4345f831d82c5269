"""Every file that is rendered from the evidence, written in one go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analysis.evidence.html import render_html
from analysis.evidence.junit import render_junit
from analysis.evidence.markdown import render_markdown
from analysis.evidence.records import Evidence
from analysis.evidence.store import write_atomically

RENDERERS: dict[str, Callable[[Evidence], str]] = {
    "junit.xml": render_junit,
    "evidence.md": render_markdown,
    "evidence.html": render_html,
}


def write_reports(evidence: Evidence, folder: Path) -> list[Path]:
    """Render ``evidence`` into ``folder`` in every format; return the files, in order of name."""
    written = []
    for name, render in sorted(RENDERERS.items()):
        write_atomically(folder / name, render(evidence))
        written.append(folder / name)
    return written
