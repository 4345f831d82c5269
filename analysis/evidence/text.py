"""The evidence as fixed-width text: for logs, pipes and anything that is not a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.evidence.matrix import Matrix, Row, build_matrix
from analysis.evidence.records import Evidence


def render_text(evidence: Evidence) -> str:
    """Return the verdict, the table and the reasons of failure as plain text without colour."""
    matrix = build_matrix(evidence)
    lines = [heading(evidence), ""]
    lines += _table(matrix)
    lines += ["", matrix.summary(), *scores(evidence)]
    lines += closing(matrix)
    return "\n".join(lines) + "\n"


def heading(evidence: Evidence) -> str:
    """Return the line that says which run this was."""
    incomplete = "" if evidence.complete else ", incomplete"
    return f"Evidence: profile {evidence.profile}, seed {evidence.seed}, commit {evidence.commit[:12]}{incomplete}"


def scores(evidence: Evidence) -> list[str]:
    """Return a line for each bound up to which something was exhausted, and for each specification that was mutated."""
    bounds = [(cell.engine, cell.detail["bound"]) for cell in evidence.cells if cell.detail.get("bound")]
    return [
        *(f"{engine}: up to {bound}" for engine, bound in dict.fromkeys(bounds)),
        *(
            f"{score.killed} of {score.total} mutants of {name} noticed, {score.equivalent} change nothing"
            for name, score in evidence.mutants.items()
        ),
    ]


def closing(matrix: Matrix) -> list[str]:
    """Return the verdict of the run and its reasons, one line each."""
    if matrix.code == 0:
        return ["Verdict: good"]
    return ["Verdict: not good", *(f"  - {reason}" for reason in matrix.reasons)]


def notes(row: Row) -> Iterator[str]:
    """Yield a line for each cell that needs a word of its own: reasons and counterexamples."""
    for entry in row.entries:
        for cell in entry.cells:
            parts = [cell.reason or "", f"counterexample {cell.counterexample}" if cell.counterexample else ""]
            said = "; ".join(part for part in parts if part)
            if said:
                yield f"{cell.engine} {cell.verdict}: {said}"


def _table(matrix: Matrix) -> list[str]:
    lines: list[Sequence[str] | str] = [["property", *matrix.engines]]
    for group in matrix.groups:
        lines.append(f"{group.protocol} / {group.family}")
        for row in group.rows:
            lines.append([f"  {row.prop.id}", *(entry.text for entry in row.entries)])
            lines += [f"      {note}" for note in notes(row)]
    return _aligned(lines)


def _aligned(lines: list[Sequence[str] | str]) -> list[str]:
    rows = [line for line in lines if not isinstance(line, str)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = []
    for line in lines:
        if isinstance(line, str):
            padded.append(line)
        else:
            padded.append("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    return padded
