"""The evidence as one self-contained HTML page that also prints well."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from analysis.evidence.matrix import build_matrix, describe_extent
from analysis.evidence.records import Evidence
from analysis.evidence.verdict import Verdict

TEMPLATES = Path(__file__).parent / "templates"


def render_html(evidence: Evidence) -> str:
    """Return the page; it loads nothing from anywhere and needs no script."""
    return _template().render(
        evidence=evidence,
        matrix=build_matrix(evidence),
        verdicts=list(Verdict),
        describe_extent=describe_extent,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("evidence.html.j2")
