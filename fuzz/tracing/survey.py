"""Line and branch coverage of a protocol's contracts under lockstep, from recording to the tally of each file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.build import PROJECT_ROOT, Settings
from fuzz.build.compile import answer_to, standard_json
from fuzz.build.settings import LEAN_OUTPUTS
from fuzz.build.sources import unit_name
from fuzz.tracing.choosing import Recorded
from fuzz.tracing.client import JUMPI, Notes, TracingClient
from fuzz.tracing.code_map import Range, code_map
from fuzz.tracing.recording import Deployed
from fuzz.tracing.statements import source_of
from fuzz.tracing.tally import FileCoverage, Ran, tally

MAPS = ("evm.bytecode.sourceMap", "evm.deployedBytecode.sourceMap")
CAST = "contracts/cast/"
"""Actors of tests: they are no contracts of a protocol."""


@dataclass(frozen=True)
class Compiled:
    """What the compiler knows of a protocol's contracts beside their code."""

    contracts: Mapping[str, Mapping[str, Any]]
    trees: Mapping[str, Any]
    texts: Mapping[str, bytes]


def compiled(files: Sequence[Path]) -> Compiled:
    """Source maps and syntax trees of the project's own sources; the bytecode is that of the fast chain."""
    entries = sorted({unit_name(file, None) for file in files})
    request = standard_json(entries, Settings(), None)
    own = [unit for unit in request["sources"] if (PROJECT_ROOT / unit).is_file() and not unit.startswith(CAST)]
    request["settings"]["outputSelection"] = {
        unit: {"*": [*LEAN_OUTPUTS, *MAPS] if unit in entries else [], "": ["ast"]} for unit in own
    }
    answer = answer_to(entries, request)
    texts = {unit: (PROJECT_ROOT / unit).read_bytes() for unit in own}
    return Compiled(answer["contracts"], {unit: answer["sources"][unit] for unit in own}, texts)


def survey(
    files: Sequence[Path], recorded: Recorded, progress: Callable[[int, int], None] = lambda done, all: None
) -> list[FileCoverage]:
    """Replays recorded runs on the tracing client, and says what they reached of each source file."""
    sources = compiled(files)
    client = TracingClient()
    client.replay(recorded.boot, lambda deployed: _known(sources, deployed))
    for done, run in enumerate(recorded.runs, 1):
        start = client.snapshot()
        client.replay(run.operations)
        client.restore(start)
        progress(done, len(recorded.runs))
    ran = Ran()
    for deployed, notes in client.created.values():
        _add(ran, sources, deployed, notes, "bytecode")
    for deployed, notes in client.watched.values():
        _add(ran, sources, deployed, notes, "deployedBytecode")
    tallied = (
        tally(source_of(unit, tree["ast"]), sources.texts[unit], ran) for unit, tree in sorted(sources.trees.items())
    )
    return [file for file in tallied if file.lines]


def _known(sources: Compiled, deployed: Deployed) -> bool:
    return deployed.artifact.name in sources.contracts.get(deployed.artifact.source, {})


def _add(ran: Ran, sources: Compiled, deployed: Deployed, notes: Notes, kind: str) -> None:
    raw = sources.contracts[deployed.artifact.source][deployed.artifact.name]["evm"][kind]
    code: dict[int, Range] = code_map(raw["object"], raw["sourceMap"])
    plain = raw["object"]
    jumpis = [counter for counter in code if plain[2 * counter : 2 * counter + 2] == f"{JUMPI:02x}"]
    ran.add(code, jumpis, notes)
