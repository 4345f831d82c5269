"""The property contracts of a protocol as a folder that stands alone: sources, and the bytecode under test as source.

Engines that can't read files get the bytecode in a generated contract. The folder needs no package and no remapping, so
a tool that was built elsewhere can run it as it is: `python -m fuzz.engines.standalone PROTOCOL FOLDER` writes it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from fuzz.engines.adapter import Task
from fuzz.engines.artifacts import code_of
from fuzz.errors import UserError
from properties.bytecode import SOLIDITY, twins_of
from properties.protocols import load

SHARED = (
    "Vm.sol",
    "CodeSource.sol",
    "Journal.sol",
    "fhevm/Hosts.sol",
    "fhevm/Encryption.sol",
    "cast/Troupe.sol",
    "cast/Foreign.sol",
)
"""What every protocol's property contracts import. The executor is there as bytecode."""

HEAD = """// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {CodeSource} from "../../CodeSource.sol";

/// @title The bytecode under test, generated from the compiled contracts
abstract contract EmbeddedCode is CodeSource {
    function _code(string memory name) internal pure override returns (bytes memory) {
        bytes32 asked = keccak256(bytes(name));
"""
TAIL = """        revert CodeMissing(name);
    }
}
"""


def standalone(task: Task, target: Path) -> Path:
    """Writes the folder, with the faults that the task plants; returns the file of the generated contract.

    Raises:
        ToolchainError: Something does not compile.
        PatchMissed: A fault no longer fits its contract.
    """
    protocol = task.protocol.name
    for name in SHARED:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SOLIDITY / name, place)
    skipped = shutil.ignore_patterns("forge", ".*")
    shutil.copytree(task.twins.folder, target / protocol, ignore=skipped, dirs_exist_ok=True)
    generated = target / "generated" / protocol / "Code.sol"
    generated.parent.mkdir(parents=True, exist_ok=True)
    generated.write_text(embedded(code_of(task)), encoding="utf-8")
    return generated


def embedded(code: Mapping[str, bytes]) -> str:
    """The generated contract: every piece of bytecode as a literal, found by its name."""
    cases = [f'        if (asked == keccak256("{name}")) return hex"{code[name].hex()}";\n' for name in sorted(code)]
    return HEAD + "".join(cases) + TAIL


def main(words: list[str]) -> None:
    """Writes the folder of a protocol."""
    if len(words) != 2:
        raise SystemExit("usage: python -m fuzz.engines.standalone PROTOCOL FOLDER")
    name, folder = words
    try:
        protocol, twins = load(name), twins_of(name)
        if twins is None:
            raise UserError(f"protocol {name} has no property contracts", None, "write them in properties/solidity")
        standalone(Task(protocol, twins, (), Path(folder)), Path(folder))
    except UserError as failure:
        raise SystemExit(str(failure)) from None


if __name__ == "__main__":
    main(sys.argv[1:])
