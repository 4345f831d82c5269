"""`lockstep explore`: every state of a small configuration of the specification."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from analysis.toolchain import ROOT
from fuzz.errors import UserError
from lockstep.commands.verify import ProcessesOption, ProtocolOption
from lockstep.lookup import protocols_named
from lockstep.progress import ProgressDisplay

if TYPE_CHECKING:
    from analysis.explore.search import Exploration
    from properties.binding import EscrowProtocol

INTERRUPTED = 130


def explore(
    preset: Annotated[str, typer.Argument(help="Which configuration: tiny, ci or deep.")] = "tiny",
    protocol: ProtocolOption = None,
    processes: ProcessesOption = 1,
    states: Annotated[int, typer.Option(min=1, help="States after which to give up.")] = 5_000_000,
    resume: Annotated[bool, typer.Option(help="Go on where an interrupted search was stopped.")] = False,
    picture: Annotated[bool, typer.Option(help="Draw the lifecycles that were found, as .dot and .svg.")] = False,
    output: Annotated[Path, typer.Option(file_okay=False, help="Folder for what is kept.")] = ROOT
    / "build"
    / "explore",
) -> int:
    """Search every interleaving of a small configuration; exit 1 with the shortest trace of a violation."""
    code = 0
    for chosen in protocols_named(protocol):
        if protocol is None and not chosen.presets:
            print(f"{chosen.name}: not run, because it declares no preset (docs/exploration.md).")
            continue
        code = max(code, _explore(chosen, preset, processes, states, resume, picture, output.resolve()))
    return code


def _explore(
    protocol: EscrowProtocol, name: str, processes: int, states: int, resume: bool, picture: bool, output: Path
) -> int:
    from analysis.explore import pictures, presets, search
    from analysis.explore.engine import ENGINE, progress_of

    if not protocol.presets:
        raise UserError(f"{protocol.name} has nothing to explore", "it declares no preset", "see docs/exploration.md")
    preset = presets.preset_named(protocol, name)
    folder = output / f"{protocol.name}-{preset.name}"
    started = time.perf_counter()
    with ProgressDisplay(Console(stderr=True)) as display:
        result = search.explore(
            protocol,
            preset,
            processes=processes,
            cap=states,
            folder=folder,
            resume=resume,
            watch=lambda so_far: display.show(ENGINE, protocol.name, progress_of(so_far)),
        )
    _say(protocol, result, time.perf_counter() - started)
    if picture:
        for file in pictures.write(protocol, result, output):
            print(f"Drawn: {file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file}")
    if result.interrupted:
        return INTERRUPTED
    return 1 if result.found or not result.complete or result.silent(protocol) else 0


def _say(protocol: EscrowProtocol, result: Exploration, seconds: float) -> None:
    from analysis.explore.trace import retell

    rate = result.states / seconds if seconds else 0
    print(f"{protocol.name} {result.preset.name}: {result.preset.bound}.")
    print(
        f"{result.states:,} states, {result.transitions:,} transitions, depth {result.depth}, in {seconds:.1f} s: "
        f"{rate:,.0f} states/s"
    )
    for found in result.found:
        told = retell(protocol, result.preset, found)
        print("\n".join(["", *told.lines()]))
    if result.found:
        return
    if not result.complete:
        print("Not finished: every state so far is in order. Go on with --resume.")
        return
    silent = result.silent(protocol)
    for id, clauses in silent.items():
        print(f"{id} is vacuous here: {'; '.join(clauses)}")
    for omitted, reason in result.preset.omits.items():
        print(f"Not looked at: {omitted} ({reason}).")
    if not silent:
        print("Exhausted: every property holds in every state within the bound.")
