"""Guided sequences: contracts whose steps Manticore sends, compiled for the last EVM that it knows.

A sequence says in its tags of which property it speaks and over what; its functions `step1…` to `step3…` take unknown
arguments and, where payable, unknown coin; `holds()` is asked at the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.build import PROJECT_ROOT, Artifact, Settings, compile_sources
from fuzz.build.settings import LEAN_OUTPUTS
from fuzz.engines.manticore.deployed import deployed
from fuzz.lockstep.source import Patch
from properties.binding import PlantedFault
from properties.bytecode import SOLIDITY

FORK = "paris"
"""Manticore has no PUSH0, MCOPY or transient storage, so the same sources are compiled for this fork."""
UNUSED_LIBRARY = "0x" + "00" * 18 + "dead"
"""Where libraries would lie that no step of a sequence calls."""
_STEP = re.compile(r"^step(\d)_\w+$")
_TAGS = re.compile(r"@custom:property (?P<id>[A-Z]+-[A-Z]+-\d+)")
_WIDTH = re.compile(r"^(?:uint(?P<bits>\d+)|(?P<bool>bool))$")


class UnfitSequence(TypeError):
    """A guided contract that could not be sent as it is written."""


@dataclass(frozen=True)
class Guided:
    """One sequence, ready to be sent. code: its creation code. steps: as the process inside reads them."""

    name: str
    property: str
    bound: str
    code: bytes
    steps: tuple[Mapping[str, Any], ...]
    holds: str

    def request(self, solver_seconds: int) -> dict[str, Any]:
        """What the process inside is asked."""
        address, accounts = deployed(self.code)
        return {
            "address": address,
            "accounts": accounts,
            "steps": list(self.steps),
            "holds": self.holds,
            "solver_seconds": solver_seconds,
        }


def guided_properties(protocol: str) -> frozenset[str]:
    """Ids that some sequence speaks of, read from the sources without compiling them."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(_folder(protocol).glob("*.sol"))]
    return frozenset(found["id"] for text in texts for found in _TAGS.finditer(text))


def planted_in(protocol: str) -> tuple[PlantedFault, ...]:
    """The faults that the sequences must find, as `canaries.json` beside them tells."""
    file = _folder(protocol) / "canaries.json"
    told = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    return tuple(PlantedFault(**fault) for fault in told)


def sequences_of(protocol: str, patches: Sequence[Patch] = ()) -> list[Guided]:
    """Every sequence of a protocol, faults planted, by name.

    Raises:
        CompileError: Solc refuses the sources.
        UnfitSequence: A sequence has a step with an argument of another type than unsigned numbers and truth values.
    """
    overlay: dict[str, str] = {}
    for patch in patches:
        text = overlay.get(patch.file) or (PROJECT_ROOT / patch.file).read_text(encoding="utf-8")
        overlay[patch.file] = patch.applied(text)
    settings = Settings(evm_version=FORK, outputs=(*LEAN_OUTPUTS, "devdoc"))
    artifacts = compile_sources(sorted(_folder(protocol).glob("*.sol")), settings=settings, overlay=overlay)
    found = [_guided(artifact) for artifact in artifacts.all() if "custom:property" in _tags(artifact)]
    return sorted(found, key=lambda guided: guided.name)


def _folder(protocol: str) -> Path:
    return SOLIDITY / "symbolic" / protocol / "guided"


def _tags(artifact: Artifact) -> Mapping[str, str]:
    found: Mapping[str, str] = artifact.raw.get("devdoc", {})
    return found


def _guided(artifact: Artifact) -> Guided:
    tags = _tags(artifact)
    functions = sorted((one for one in artifact.abi if _STEP.match(one.get("name", ""))), key=lambda one: one["name"])
    if not functions or "holds()" not in artifact.method_identifiers:
        raise UnfitSequence(f"{artifact.name} has no step or no `holds()`; give it both")
    return Guided(
        artifact.name,
        tags["custom:property"],
        tags.get("custom:bound", ""),
        artifact.link(dict.fromkeys(artifact.libraries, UNUSED_LIBRARY)),
        tuple(_step(artifact, function) for function in functions),
        artifact.method_identifiers["holds()"],
    )


def _step(artifact: Artifact, function: Mapping[str, Any]) -> Mapping[str, Any]:
    signature = f"{function['name']}({','.join(given['type'] for given in function['inputs'])})"
    return {
        "name": function["name"],
        "selector": artifact.method_identifiers[signature],
        "arguments": [[given["name"], width_of(artifact.name, given["type"])] for given in function["inputs"]],
        "payable": function["stateMutability"] == "payable",
    }


def width_of(contract: str, kind: str) -> int:
    """Bits of a step's argument. Raises UnfitSequence."""
    found = _WIDTH.match(kind)
    if found is None:
        raise UnfitSequence(f"{contract} takes a {kind}; steps take unsigned numbers and truth values alone")
    return 1 if found["bool"] else int(found["bits"])
