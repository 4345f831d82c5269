"""`lockstep coverage`: which lines and branches of the contracts the lockstep engine reaches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from analysis.toolchain import ROOT
from lockstep.commands.verify import ProtocolOption, SeedOption
from lockstep.lookup import protocols_named
from lockstep.progress import ProgressDisplay

if TYPE_CHECKING:
    from fuzz.tracing.tally import FileCoverage
    from properties.binding import EscrowProtocol


def coverage(
    calls: Annotated[int, typer.Option(min=1, help="Calls of lockstep among which runs are chosen.")] = 12_000,
    protocol: ProtocolOption = None,
    seed: SeedOption = 0,
    output: Annotated[Path, typer.Option(file_okay=False, help="Folder for lcov.info.")] = ROOT / "build" / "coverage",
) -> int:
    """Record lockstep, replay the runs that showed something new on an EVM that traces; exit 1 for unexplained gaps."""
    from fuzz.tracing.lcov import lcov

    code = 0
    for chosen in protocols_named(protocol):
        files = _trace(chosen, seed, calls)
        target = output.resolve() / f"{chosen.name}.info"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(lcov(files))
        code = max(code, _say(chosen, files))
        print(f"LCOV: {target.relative_to(ROOT) if target.is_relative_to(ROOT) else target}")
    return code


def _trace(protocol: EscrowProtocol, seed: int, calls: int) -> list[FileCoverage]:
    from analysis.engine import Progress
    from fuzz.tracing.choosing import record
    from fuzz.tracing.survey import survey

    with ProgressDisplay(Console(stderr=True)) as display:
        recorded = record(
            protocol.name,
            seed,
            calls,
            lambda done, kept: display.show(
                "record", protocol.name, Progress(done, calls, covered=f"{kept} runs showed something new")
            ),
        )
        files = survey(
            protocol.binding.sources,
            recorded,
            lambda done, of: display.show("trace", protocol.name, Progress(done, of, "runs")),
        )
    replayed = sum(run.calls for run in recorded.runs)
    print(
        f"{protocol.name}: {recorded.tried:,} calls of lockstep (seed {seed}); {len(recorded.runs)} runs of "
        f"{replayed:,} calls show all that was seen, and were replayed on the tracing EVM."
    )
    return files


def _say(protocol: EscrowProtocol, files: Sequence[FileCoverage]) -> int:
    """Prints the table and what was not reached; 1 when a gap has no reason, or a reason no gap."""
    table = Table(box=None)
    for heading in ("file", "lines", "branches"):
        table.add_column(heading, justify="left" if heading == "file" else "right")
    for file in files:
        table.add_row(file.unit, _share(*file.line_count), _share(*file.branch_count))
    table.add_row("all", *(_share(*map(sum, zip(*counts, strict=True))) for counts in _counts(files)))
    Console().print(table)
    gaps = {f"{file.unit}: {text}" for file in files for text in file.gaps}
    for gap in sorted(gaps):
        print(
            f"not reached: {gap}\n    {protocol.unreached.get(gap, 'NO REASON GIVEN: add one, reach it, or remove it')}"
        )
    for stale in sorted(set(protocol.unreached) - gaps):
        print(f"reached after all, so the reason for it is to go: {stale}")
    return int(gaps != set(protocol.unreached))


def _counts(files: Sequence[FileCoverage]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    return [file.line_count for file in files], [file.branch_count for file in files]


def _share(reached: int, of: int) -> str:
    """`39/39 (100.0 %)`; a share is rounded down, so that 100 % means all."""
    return f"{reached}/{of} ({int(1000 * reached / of) / 10 if of else 100.0:.1f} %)"
