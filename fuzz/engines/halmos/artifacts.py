"""The symbolic checks of a protocol, compiled and laid out as Halmos reads a build of forge.

The compile layer and its cache do the work; no forge is needed. Of the syntax tree Halmos reads which contracts a file
declares, so that is all the tree that is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.build import PROJECT_ROOT, Artifact, Artifacts, Settings, compile_sources
from fuzz.build.settings import LEAN_OUTPUTS
from fuzz.build.solc import solc_version
from fuzz.build.sources import closure, unit_name
from fuzz.lockstep.source import Patch
from properties.bytecode import SOLIDITY

OUTPUTS = (
    *LEAN_OUTPUTS,
    "devdoc",
    "evm.deployedBytecode.linkReferences",
    "evm.deployedBytecode.immutableReferences",
)
_CHECK = re.compile(r"^check_(?P<id>[A-Z]+_[A-Z]+_\d+)_\w+$")
_LIBRARY = re.compile(r"^library \w+", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """One symbolic test: which property it speaks of, and over what it quantifies."""

    contract: str
    name: str
    property: str
    bound: str


def folder_of(protocol: str) -> Path:
    """Where the symbolic checks of a protocol lie."""
    return SOLIDITY / "symbolic" / protocol


def checked_properties(protocol: str) -> frozenset[str]:
    """Ids that some check is named after, read from the sources without compiling them."""
    return frozenset().union(*(_checks_in(file) for file in sorted(folder_of(protocol).glob("*.sol"))))


def _checks_in(file: Path) -> frozenset[str]:
    names = re.findall(r"function (check_\w+)\(", file.read_text(encoding="utf-8"))
    return frozenset(id for name in names if (id := property_of(name)))


def _wanted(file: Path, wanted: Collection[str] | None) -> bool:
    checked = _checks_in(file)
    return bool(checked) if wanted is None else not checked.isdisjoint(wanted)


def property_of(name: str) -> str | None:
    """The property in the name of a check; None for a name that says none."""
    found = _CHECK.match(name)
    return found["id"].replace("_", "-") if found else None


def compile_checks(protocol: str, patches: Sequence[Patch] = (), wanted: Collection[str] | None = None) -> Artifacts:
    """Compile the files with checks of the wanted properties, or of all, and every project library they reach.

    patches: faults planted into the sources.
    """
    overlay: dict[str, str] = {}
    for patch in patches:
        text = overlay.get(patch.file) or (PROJECT_ROOT / patch.file).read_text()
        overlay[patch.file] = patch.applied(text)
    files = [file for file in sorted(folder_of(protocol).glob("*.sol")) if _wanted(file, wanted)]
    units = closure([unit_name(file) for file in files], overlay)
    libraries = [Path(unit) for unit, text in units.items() if unit.startswith("contracts/") and _LIBRARY.search(text)]
    return compile_sources([*files, *libraries], settings=Settings(outputs=OUTPUTS), overlay=overlay)


def checks_of(artifacts: Artifacts) -> list[Check]:
    """Every check in the artifacts, by contract and name."""
    return sorted(
        (
            Check(artifact.name, name, property_id, _bound(artifact, signature))
            for artifact in artifacts.all()
            if artifact.bytecode
            for signature in artifact.method_identifiers
            for name in [signature.split("(")[0]]
            if (property_id := property_of(name))
        ),
        key=lambda check: (check.contract, check.name),
    )


def write_build(artifacts: Artifacts, root: Path) -> None:
    """Write `out/<file>/<contract>.json` below `root`."""
    for artifact in artifacts.all():
        file = root / "out" / Path(artifact.source).name / f"{artifact.name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(_as_forge(artifact)))


def _bound(artifact: Artifact, signature: str) -> str:
    methods = artifact.raw.get("devdoc", {}).get("methods", {})
    return str(methods.get(signature, {}).get("custom:bound", ""))


def _as_forge(artifact: Artifact) -> dict[str, Any]:
    deployed = artifact.raw.get("evm", {}).get("deployedBytecode", {})
    declared = {
        "nodeType": "ContractDefinition",
        "id": 1,
        "name": artifact.name,
        "contractKind": "contract",
        "abstract": not artifact.bytecode,
        "nodes": [],
    }
    return {
        "abi": artifact.abi,
        "bytecode": {"object": "0x" + artifact.bytecode, "linkReferences": artifact.link_references},
        "deployedBytecode": {
            "object": "0x" + artifact.deployed,
            "linkReferences": deployed.get("linkReferences", {}),
            "immutableReferences": deployed.get("immutableReferences", {}),
        },
        "methodIdentifiers": artifact.method_identifiers,
        "metadata": {"compiler": {"version": solc_version()}},
        "id": 0,
        "ast": {"absolutePath": artifact.source, "nodeType": "SourceUnit", "id": 0, "nodes": [declared]},
    }
