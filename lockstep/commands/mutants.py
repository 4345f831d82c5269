"""`lockstep mutants`: faults written into the specification by a program, and who notices each."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer
from rich.console import Console

from lockstep.commands.verify import ProcessesOption, ProtocolOption
from lockstep.lookup import protocols_named
from lockstep.progress import ProgressDisplay

EVERY = 10**9


def mutants(
    protocol: ProtocolOption = None,
    most: Annotated[int, typer.Option(min=1, help="Try an even sample of so many; all without it.")] = EVERY,
    seed: Annotated[int, typer.Option(min=0, help="Where all randomness starts.")] = 0,
    processes: ProcessesOption = 1,
) -> int:
    """Try every mutant of the specification; exit 1 when one survives and nobody says why."""
    from analysis.engine import Progress
    from analysis.mutants.engine import ENGINE
    from analysis.mutants.survey import survey

    unexplained = 0
    for chosen in protocols_named(protocol):
        name = chosen.name
        with ProgressDisplay(Console(stderr=True)) as display:

            def show(done: int, of: int, name: str = name, display: ProgressDisplay = display) -> None:
                display.show(ENGINE, name, Progress(done, of, "mutants"))

            trials, total = survey(name, most, seed, processes, show)
        print(f"{name}: {len(trials)} of {total} mutants tried")
        for catcher, count in Counter(
            f"caught by {t.caught_by}" if t.caught_by else "survived" for t in trials
        ).items():
            print(f"  {count:5d}  {catcher}")
        for trial in trials:
            if trial.caught_by is None:
                reason = chosen.equivalent.get(trial.id)
                unexplained += reason is None
                print(f"survived: {trial.id}: {reason or 'unexplained'}")
    return 1 if unexplained else 0
