"""Compile Solidity files to artifacts, through the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fuzz.build.artifact import Artifact, Artifacts
from fuzz.build.cache import cached, key_of
from fuzz.build.errors import CompileError
from fuzz.build.settings import Settings
from fuzz.build.solc import compile_standard_json, solc_version
from fuzz.build.sources import closure, unit_name


def compile_sources(
    entry_files: Sequence[Path], *, settings: Settings | None = None, overlay: Mapping[str, str] | None = None
) -> Artifacts:
    """Compile files of the project or of its packages.

    The second compilation of the same texts under the same settings comes from ``build/cache/solc`` and
    starts no process.

    Args:
        entry_files: Paths, absolute or from the project root; artifacts are made for the contracts these declare.
        settings: Compiler settings; the default ones if left out.
        overlay: Source texts by unit name that replace the files on disk (mutants) or stand for ones that
            do not exist; no artifacts are made for a unit only because it is named here.

    Raises:
        CompileError: Solc refuses the sources.
        ToolchainError: A file, Node or solc is missing.
    """
    entries = sorted({unit_name(file, overlay) for file in entry_files})
    request = standard_json(entries, settings or Settings(), overlay)
    return artifacts_of(answer_to(entries, request))


def answer_to(entries: list[str], request: dict[str, Any]) -> dict[str, Any]:
    """Solc's answer to a standard-JSON request, `contracts` and `sources`, from the cache when it is there.

    Raises:
        CompileError: Solc refuses the sources.
    """
    return cached(key_of(solc_version(), request), lambda: _compile(entries, request))


def artifacts_of(answer: Mapping[str, Any]) -> Artifacts:
    """The contracts in an answer of solc."""
    return Artifacts(
        [_artifact(name, source, raw) for source, of in answer["contracts"].items() for name, raw in of.items()]
    )


def standard_json(entries: list[str], settings: Settings, overlay: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the complete standard-JSON request for source units, for tools that call solc themselves."""
    return {
        "language": "Solidity",
        "sources": {unit: {"content": text} for unit, text in closure(entries, overlay).items()},
        "settings": settings.standard_json(entries),
    }


def _compile(entries: list[str], request: dict[str, Any]) -> dict[str, Any]:
    answer = compile_standard_json(request)
    errors = [error["formattedMessage"] for error in answer.get("errors", []) if error["severity"] == "error"]
    if errors:
        raise CompileError(entries, errors)
    return {"contracts": answer.get("contracts", {}), "sources": answer.get("sources", {})}


def _artifact(name: str, source: str, raw: dict[str, Any]) -> Artifact:
    evm = raw.get("evm", {})
    creation = evm.get("bytecode", {})
    return Artifact(
        name=name,
        source=source,
        abi=raw.get("abi", []),
        bytecode=creation.get("object", ""),
        link_references=creation.get("linkReferences", {}),
        deployed=evm.get("deployedBytecode", {}).get("object", ""),
        storage_layout=raw.get("storageLayout", {"storage": [], "types": None}),
        method_identifiers=evm.get("methodIdentifiers", {}),
        raw=raw,
    )
