"""The Foundry test of a counterexample, run: on the contracts as they are, or on others whose bytecode is given."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.counterexample.folder import STEPS, TRACE
from fuzz.counterexample.foundry_test import CONTRACT, REPRODUCTION
from fuzz.counterexample.trace import Trace
from fuzz.engines.adapter import Task
from fuzz.engines.artifacts import code_of, store
from fuzz.engines.forge.command import ROOM, SOLC, find_forge, result_in
from fuzz.errors import UserError
from fuzz.lockstep.source import Patch
from properties.bytecode import SOLIDITY, twins_of

PACKAGE = "property-contracts"
"""The name by which a generated test imports the property contracts."""
BITS = re.compile(r"0x[0-9a-f]{64}")
"""Broken properties, as the property contracts tell them."""
PERMISSIONS = re.compile(r"^fs_permissions = .*$", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """What forge says. reason: of a failed test, which call is amiss and how."""

    passed: bool
    reason: str


def run_foundry_test(folder: Path, patches: tuple[Patch, ...] = ()) -> Verdict:
    """Runs the test of a counterexample.

    Args:
        folder: Of the counterexample.
        patches: Faults to plant into the contracts.

    Raises:
        UserError: There is no such test, or no forge.
        ToolchainError: Something does not compile.
    """
    if not (folder / REPRODUCTION).is_file():
        what = f"{folder} has no {REPRODUCTION}"
        raise UserError(what, f"{STEPS} says why, or it is older than such tests", "replay it without --forge")
    if find_forge() is None:
        raise UserError(f"{REPRODUCTION} can't be run", "forge is missing", "run `make setup`")
    protocol = Trace.load(folder / TRACE).protocol
    twins = twins_of(protocol.name)
    assert twins is not None
    code = store(code_of(Task(protocol, twins, (), folder, patches=patches)))
    result = json_result(code, project_of(folder.resolve(), code))
    reason = BITS.sub(lambda found: ", ".join(twins.broken(int(found[0], 16))), str(result.get("reason") or ""))
    return Verdict(result.get("status") == "Success", reason)


def project_of(folder: Path, code: Path) -> Path:
    """The test of a counterexample with the property contracts, as a project of forge's that may read the bytecode.

    It is kept, so that the same test is compiled once.
    """
    room = ROOM / "reproductions" / folder.name
    shutil.copytree(SOLIDITY, room / PACKAGE, ignore=shutil.ignore_patterns("symbolic", ".*"), dirs_exist_ok=True)
    (room / "test").mkdir(exist_ok=True)
    shutil.copyfile(folder / REPRODUCTION, room / "test" / REPRODUCTION)
    settings = (SOLIDITY / "foundry.toml").read_text(encoding="utf-8")
    allowed = f'fs_permissions = [{{ access = "read", path = "{code.resolve()}" }}]'
    (room / "foundry.toml").write_text(PERMISSIONS.sub(lambda _: allowed, settings), encoding="utf-8")
    return room


def json_result(code: Path, room: Path) -> dict[str, Any]:
    """Forge's result of the one test of a project. Raises ForgeFailed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOUNDRY_", "DAPP_"))}
    more = {
        **dict.fromkeys(("FOUNDRY_SRC", "FOUNDRY_TEST", "FOUNDRY_SCRIPT"), "test"),
        "FOUNDRY_OPTIMIZER": "false",  # compiles twice as fast; the code under test comes as bytes
        "FOUNDRY_OUT": "out",
        "FOUNDRY_CACHE_PATH": "cache",
        "FOUNDRY_REMAPPINGS": f"{PACKAGE}/={PACKAGE}/",
        "LOCKSTEP_CODE": str(code.resolve()),
    }
    options = ["--root", str(room), "--use", str(SOLC), "--offline", "--json", "--match-contract", f"^{CONTRACT}$"]
    command = [str(find_forge()), "test", *options]
    done = subprocess.run(command, env={**kept, **more}, capture_output=True, text=True, check=False)
    return result_in(done.stdout, done.stderr, done.returncode)
