"""`lockstep replay`: a counterexample again, step by step, on the bytecode of today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from fuzz.counterexample import Replay, ReplayedStep

REPRODUCED = 1
GONE = 0


def replay(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Folder of a counterexample, or its trace.json.")],
    forge: Annotated[bool, typer.Option("--forge", help="Run its Foundry test on the property contracts.")] = False,
) -> int:
    """Replay a counterexample and print each step with what it changed; 1 if it still violates."""
    if forge:
        return _under_forge(path if path.is_dir() else path.parent)
    from fuzz.counterexample import replay as replay_trace

    outcome = replay_trace(path)
    console = Console(highlight=False, soft_wrap=True)
    for line in describe(outcome):
        console.print(line, markup=False)
    return REPRODUCED if outcome.violation else GONE


def _under_forge(folder: Path) -> int:
    from fuzz.counterexample.foundry_run import run_foundry_test

    verdict = run_foundry_test(folder)
    print("Under forge: the test passes." if verdict.passed else f"Under forge: {verdict.reason}.")
    return GONE if verdict.passed else REPRODUCED


def describe(outcome: Replay) -> Iterator[str]:
    """Yield the lines that tell the replay: each step, its outcome, its state diff, and the end."""
    for step in outcome.steps:
        yield from _step(step)
    yield ""
    yield f"Violated: {outcome.violation}" if outcome.violation else "No violation: the fault is gone."


def _step(step: ReplayedStep) -> Iterator[str]:
    yield f"{step.index}. {step.sentence} -> {step.outcome}"
    for change in step.changes:
        yield f"     {change.name}: {change.before} -> {change.after}"
