"""The evidence on a terminal: the table in colour, or plain text where the output is not one."""

from __future__ import annotations

from collections.abc import Collection

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from analysis.evidence.matrix import Matrix, build_matrix
from analysis.evidence.records import Evidence
from analysis.evidence.text import closing, heading, notes, render_text, scores, shared_reasons
from analysis.evidence.verdict import Verdict

STYLES = {
    Verdict.PROVED: "bold green",
    Verdict.EXHAUSTED: "green",
    Verdict.FUZZED: "green",
    Verdict.CHECKED: "green",
    Verdict.ACCEPTED_RISK: "magenta",
    Verdict.NOT_RUN: "dim",
    Verdict.UNKNOWN: "yellow",
    Verdict.VACUOUS: "bold yellow",
    Verdict.VIOLATED: "bold red",
}


def print_evidence(evidence: Evidence, console: Console) -> None:
    """Print the table, the summary and the reasons of failure on ``console``."""
    if not console.is_terminal:
        console.file.write(render_text(evidence))
        console.file.flush()
        return
    matrix = build_matrix(evidence)
    console.print(escape(heading(evidence)), style="bold", highlight=False)
    console.print(_table(matrix, shared_reasons(evidence)))
    for line in (matrix.summary(), *scores(evidence)):
        console.print(escape(line), highlight=False)
    for line in closing(matrix):
        console.print(escape(line), style="green" if matrix.code == 0 else "red", highlight=False)


def _table(matrix: Matrix, shared: Collection[tuple[str, str]]) -> Table:
    table = Table(show_lines=False, header_style="bold", expand=False)
    table.add_column("property", no_wrap=True)
    table.add_column("statement", ratio=1, max_width=60)
    for engine in matrix.engines:
        table.add_column(escape(engine), no_wrap=True)
    for group in matrix.groups:
        table.add_section()
        table.add_row(f"[bold]{escape(group.protocol)} / {escape(group.family)}[/bold]")
        for row in group.rows:
            entries = [_entry(entry.text, entry.verdict) for entry in row.entries]
            table.add_row(escape(row.prop.id), escape(row.prop.statement), *entries)
            for note in notes(row, shared):
                table.add_row("", f"[dim]{escape(note)}[/dim]")
    return table


def _entry(text: str, verdict: Verdict | None) -> str:
    return f"[{STYLES[verdict]}]{escape(text)}[/]" if verdict else f"[dim]{text}[/dim]"
