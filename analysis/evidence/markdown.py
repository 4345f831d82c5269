"""The evidence as Markdown, for pull requests and job summaries."""

from __future__ import annotations

from analysis.evidence.matrix import Matrix, build_matrix
from analysis.evidence.records import CoverageTable, Evidence
from analysis.evidence.text import closing, heading, notes


def render_markdown(evidence: Evidence) -> str:
    """Return the verdict, the table by family, the notes, the coverage and the toolchain."""
    matrix = build_matrix(evidence)
    lines = ["# Evidence", "", heading(evidence), ""]
    lines += _verdict(matrix)
    lines += _families(matrix)
    for table in evidence.coverage:
        lines += _coverage(table)
    if evidence.canaries:
        lines += _canaries(evidence)
    if evidence.mutants:
        lines += _mutants(evidence)
    lines += ["## Toolchain", "", *_rows(["tool", "version"], [list(pair) for pair in evidence.toolchain.items()])]
    return "\n".join(lines).rstrip() + "\n"


def _verdict(matrix: Matrix) -> list[str]:
    verdict, *reasons = closing(matrix)
    return [f"**{verdict}**: {matrix.summary()}", "", *(_escape(reason.strip()) for reason in reasons), ""]


def _families(matrix: Matrix) -> list[str]:
    lines: list[str] = []
    for group in matrix.groups:
        lines += [f"## {_escape(group.protocol)}: {_escape(group.family)}", ""]
        rows = [[f"`{row.prop.id}`", row.prop.statement, *(e.text for e in row.entries)] for row in group.rows]
        lines += _rows(["property", "statement", *matrix.engines], rows)
        said = [f"- `{row.prop.id}` {_escape(note)}" for row in group.rows for note in notes(row)]
        lines += [*said, ""] if said else []
    return lines


def _coverage(table: CoverageTable) -> list[str]:
    lines = [f"## {_escape(table.protocol)}: {_escape(table.title)} ({_escape(table.engine)})", ""]
    lines += _rows(list(table.headers), [[str(value) for value in row] for row in table.rows])
    if table.unreached:
        lines += ["Never reached: " + ", ".join(f"`{guard}`" for guard in table.unreached), ""]
    return lines


def _canaries(evidence: Evidence) -> list[str]:
    rows = [[c.engine, c.protocol, c.fault or "-", "found" if c.found else "MISSED"] for c in evidence.canaries]
    return ["## Canaries", "", *_rows(["engine", "protocol", "planted fault", "result"], rows)]


def _mutants(evidence: Evidence) -> list[str]:
    rows = [[name, str(s.killed), str(s.total), str(s.equivalent)] for name, s in evidence.mutants.items()]
    return ["## Mutants", "", *_rows(["protocol", "killed", "total", "equivalent"], rows)]


def _rows(headers: list[str], rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(_escape(header) for header in headers) + " |", "|" + " --- |" * len(headers)]
    lines += ["| " + " | ".join(_escape(value) for value in row) + " |" for row in rows]
    return [*lines, ""]


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
