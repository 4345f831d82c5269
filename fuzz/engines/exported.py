"""The property contracts compiled and exported for tools that read crytic-compile's own format.

A tool that is given the export needs neither a compiler nor the network, and fuzzes exactly what was compiled here.
"""

from __future__ import annotations

import json
import posixpath
from pathlib import Path
from typing import Any

from crytic_compile import CryticCompile
from crytic_compile.compilation_unit import CompilationUnit
from crytic_compile.compiler.compiler import CompilerVersion
from crytic_compile.platform.solc_standard_json import SolcStandardJson, parse_standard_json_output
from crytic_compile.platform.standard import generate_standard_export

from fuzz.build import CompileError, Settings
from fuzz.build.solc import compile_standard_json, solc_version
from fuzz.build.sources import imports_of
from fuzz.engines.adapter import Task
from fuzz.engines.standalone import standalone

EXPORT = "contracts_export.json"
"""By this ending crytic-compile knows its own format."""
RUNS = 1
OUTPUTS = (
    "abi",
    "devdoc",
    "userdoc",
    "evm.bytecode.object",
    "evm.bytecode.sourceMap",
    "evm.deployedBytecode.object",
    "evm.deployedBytecode.sourceMap",
)


def exported(task: Task, folder: Path, entry: str) -> Path:
    """Writes the stand-alone property contracts into `folder`, compiles `entry` there and exports it.

    entry: the file of the tool's contracts, from the folder. Returns the export.

    Raises:
        ToolchainError: Something does not compile, or the compiler is missing.
    """
    standalone(task, folder)
    sources = {
        file.relative_to(folder).as_posix(): {"content": file.read_text(encoding="utf-8")}
        for file in sorted(folder.rglob("*.sol"))
    }
    settings = Settings(optimizer_runs=RUNS).standard_json([])
    settings["outputSelection"] = {"*": {"": ["ast"], "*": list(OUTPUTS)}}
    reached = _reached(entry, sources)
    answer = compile_standard_json({"language": "Solidity", "sources": reached, "settings": settings})
    errors = [error["formattedMessage"] for error in answer.get("errors", []) if error["severity"] == "error"]
    if errors:
        raise CompileError([entry], errors)
    target = folder / EXPORT
    target.write_text(json.dumps(generate_standard_export(CryticCompile(Answered(answer, folder)))), encoding="utf-8")
    return target


class Answered(SolcStandardJson):
    """A platform of crytic-compile whose compilation has already happened."""

    def __init__(self, answer: dict[str, Any], folder: Path) -> None:
        super().__init__({})
        self._answer = answer
        self._folder = folder

    def compile(self, crytic_compile: CryticCompile, **_: Any) -> None:
        """Hand the compiler's answer over."""
        unit = CompilationUnit(crytic_compile, "standard_json")
        unit.compiler_version = CompilerVersion("solc", solc_version(), optimized=True, optimize_runs=RUNS)
        parse_standard_json_output(self._answer, unit, solc_working_dir=str(self._folder))


def _reached(entry: str, sources: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The sources that an entry imports, relative paths followed, so that nothing else is compiled."""
    found: dict[str, dict[str, str]] = {}
    pending = [entry]
    while pending:
        unit = pending.pop()
        if unit in found:
            continue
        found[unit] = sources[unit]
        imported = imports_of(sources[unit]["content"])
        pending += [posixpath.normpath(posixpath.join(posixpath.dirname(unit), path)) for path in imported]
    return found
