"""`lockstep mutants`: faults written into the specification by a program, and who notices each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from analysis.toolchain import ROOT
from lockstep.commands.verify import ProcessesOption, ProtocolOption
from lockstep.lookup import protocols_named
from lockstep.progress import ProgressDisplay

if TYPE_CHECKING:
    from analysis.mutants.survey import Survey

EVERY = 10**9


def mutants(
    protocol: ProtocolOption = None,
    most: Annotated[int, typer.Option(min=1, help="Try an even sample of so many; all without it.")] = EVERY,
    seed: Annotated[int, typer.Option(min=0, help="Where all randomness starts.")] = 0,
    processes: ProcessesOption = 1,
    all_catchers: Annotated[
        bool, typer.Option("--all-catchers", help="Ask everybody about each mutant, not only until one notices it.")
    ] = False,
    output: Annotated[Path, typer.Option(file_okay=False, help="Folder for what is kept.")] = ROOT
    / "build"
    / "mutants",
) -> int:
    """Try every mutant of the specification; exit 1 when one survives and nobody says why."""
    from analysis.engine import Progress
    from analysis.mutants.engine import ENGINE
    from analysis.mutants.survey import survey

    code = 0
    for chosen in protocols_named(protocol):
        name = chosen.name
        with ProgressDisplay(Console(stderr=True)) as display:

            def show(done: int, of: int, name: str = name, display: ProgressDisplay = display) -> None:
                display.show(ENGINE, name, Progress(done, of, "mutants"))

            found = survey(name, most, seed, processes, show, every=all_catchers)
        kept = output.resolve() / f"{name}.json"
        found.keep(kept)
        print("\n".join(_lines(found, chosen.equivalent)))
        print(f"How each showed: {kept.relative_to(Path.cwd()) if kept.is_relative_to(Path.cwd()) else kept}")
        code = max(code, int(any(trial.id not in chosen.equivalent for trial in found.survivors)))
    return code


def _lines(found: Survey, equivalent: Mapping[str, str]) -> Iterator[str]:
    yield f"{found.protocol}: {len(found.trials)} of {found.total} mutants tried"
    if found.every:
        for catcher, caught, alone in found.caught():
            yield f"  {caught:5d}  noticed by {catcher}, {alone} of them by nobody else"
    else:
        firsts = Counter(f"caught by {trial.caught_by}" for trial in found.trials if trial.caught_by)
        yield from (f"  {count:5d}  {catcher}" for catcher, count in firsts.items())
    yield f"  {len(found.survivors):5d}  survived"
    yield from (f"survived: {trial.id}: {equivalent.get(trial.id, 'unexplained')}" for trial in found.survivors)
