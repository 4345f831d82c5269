"""`lockstep engines`: which engines there are, whether each can run here, and what each can check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from analysis.engine import Engine
from analysis.engines import ENGINES
from properties.protocols import PROTOCOLS, load


@dataclass(frozen=True)
class Row:
    """One engine. checks: for each protocol, of how many of its properties the engine can say something."""

    name: str
    kind: str
    version: str
    state: str
    installed: bool
    checks: str


def engines() -> int:
    """List the engines: what is installed, its version, and what it can check."""
    _print([row_of(engine) for engine in ENGINES], Console())
    return 0


def row_of(engine: Engine) -> Row:
    """What the engine says of itself, and of how many properties it speaks."""
    here = engine.available()
    counts = []
    for name in PROTOCOLS:
        catalogue = load(name).catalogue
        covered = sum(engine.covers(prop) for prop in catalogue)
        if covered:
            counts.append(f"{name} {covered} of {len(catalogue)}")
    state = "present" if here.installed else f"{here.reason}; without it {here.cost}"
    return Row(
        engine.name, engine.kind, here.version or "-", state, here.installed, ", ".join(counts) or "none of its own"
    )


def _print(rows: Sequence[Row], console: Console) -> None:
    headers = ("engine", "kind", "version", "properties", "state")
    if not console.is_terminal:
        for row in rows:
            print("  ".join((row.name.ljust(10), row.kind.ljust(38), row.version.ljust(8), row.checks, row.state)))
        return
    table = Table(header_style="bold")
    for header in headers:
        table.add_column(header)
    for row in rows:
        style = "green" if row.installed else "yellow"
        texts = [escape(text) for text in (row.name, row.kind, row.version, row.checks, row.state)]
        table.add_row(*texts[:-1], f"[{style}]{texts[-1]}[/]")
    console.print(table)
