"""The evidence as fixed-width text: for logs, pipes and anything that is not a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from analysis.evidence.matrix import Matrix, Row, build_matrix
from analysis.evidence.records import Evidence
from analysis.evidence.verdict import Verdict

MOST_BOUNDS = 3
"""Bounds of one engine that are listed below the table."""


def render_text(evidence: Evidence) -> str:
    """Return the verdict, the table and the reasons of failure as plain text without colour."""
    matrix = build_matrix(evidence)
    lines = [heading(evidence), ""]
    lines += _table(matrix, shared_reasons(evidence))
    lines += ["", matrix.summary(), *scores(evidence)]
    lines += closing(matrix)
    return "\n".join(lines) + "\n"


def heading(evidence: Evidence) -> str:
    """Return the line that says which run this was."""
    incomplete = "" if evidence.complete else ", incomplete"
    return f"Evidence: profile {evidence.profile}, seed {evidence.seed}, commit {evidence.commit[:12]}{incomplete}"


def scores(evidence: Evidence) -> list[str]:
    """Return a line for each bound, each reason that many properties share, and each specification that was mutated."""
    return [
        *_bounds(evidence),
        *(
            f"{engine} {Verdict.NOT_RUN} for {count} properties: {reason}"
            for (engine, reason), count in shared_reasons(evidence).items()
        ),
        *(
            f"{score.killed} of {score.total} mutants of {name} noticed, {score.equivalent} change nothing"
            for name, score in evidence.mutants.items()
        ),
    ]


def _bounds(evidence: Evidence) -> Iterator[str]:
    """The bounds of each engine; where every property has its own, where to read them."""
    bounds: dict[str, list[str]] = {}
    for cell in evidence.cells:
        bound = cell.detail.get("bound")
        if bound and bound not in bounds.setdefault(cell.engine, []):
            bounds[cell.engine].append(bound)
    for engine, known in bounds.items():
        if len(known) > MOST_BOUNDS:
            yield f"{engine}: each property up to a bound of its own, which `lockstep explain ID` shows"
        else:
            yield from (f"{engine}: up to {bound}" for bound in known)


def shared_reasons(evidence: Evidence) -> dict[tuple[str, str], int]:
    """Why engines did not run, where the reason is the same for several properties; and for how many."""
    counts = Counter((cell.engine, cell.reason or "") for cell in evidence.cells if cell.verdict is Verdict.NOT_RUN)
    return {said: count for said, count in counts.items() if count > 1}


def closing(matrix: Matrix) -> list[str]:
    """Return the verdict of the run and its reasons, one line each."""
    if matrix.code == 0:
        return ["Verdict: good"]
    return ["Verdict: not good", *(f"  - {reason}" for reason in matrix.reasons)]


def notes(row: Row, shared: Collection[tuple[str, str]] = ()) -> Iterator[str]:
    """Yield a line for each cell that needs a word of its own: reasons that are its own, and counterexamples."""
    for entry in row.entries:
        for cell in entry.cells:
            if cell.verdict is Verdict.NOT_RUN and (cell.engine, cell.reason or "") in shared:
                continue
            parts = [cell.reason or "", f"counterexample {cell.counterexample}" if cell.counterexample else ""]
            said = "; ".join(part for part in parts if part)
            if said:
                yield f"{cell.engine} {cell.verdict}: {said}"


def _table(matrix: Matrix, shared: Collection[tuple[str, str]]) -> list[str]:
    lines: list[Sequence[str] | str] = [["property", *matrix.engines]]
    for group in matrix.groups:
        lines.append(f"{group.protocol} / {group.family}")
        for row in group.rows:
            lines.append([f"  {row.prop.id}", *(entry.text for entry in row.entries)])
            lines += [f"      {note}" for note in notes(row, shared)]
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
