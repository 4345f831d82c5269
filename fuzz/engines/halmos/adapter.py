"""The adapter: compile the checks, run Halmos on each contract of checks in a process of its own, collect."""

from __future__ import annotations

import importlib.metadata
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from fuzz.build import PROJECT_ROOT, CompileError, ToolchainError
from fuzz.engines.adapter import Adapter, Campaign, Task, Tool
from fuzz.engines.halmos.artifacts import Check, checked_properties, checks_of, compile_checks, write_build
from fuzz.engines.halmos.reading import Finding, findings, outcomes
from fuzz.engines.halmos.request import Request
from properties.bytecode import Twins

LOOP = 64
"""Symbolic loops are unrolled this often; a check whose loop goes on is unknown."""


class HalmosAdapter(Adapter):
    """Symbolic tests of single actions and short sequences, on the compiled contracts."""

    name = "halmos"
    kind = "symbolic execution of bytecode"
    weight = 5

    def available(self) -> Tool:
        """Halmos and both solvers are packages of the environment."""
        missing = [name for name in ("halmos", "z3-solver", "cvc5") if _version(name) is None]
        cost = "no symbolic check of the bytecode"
        if missing:
            return Tool(False, reason=f"{', '.join(missing)} is not installed; run `make setup`", cost=cost)
        return Tool(True, _version("halmos"), cost=cost)

    def can_check(self, twins: Twins, property_id: str) -> bool:
        """Whether a symbolic check is named after the property."""
        return property_id in checked_properties(twins.protocol)

    def run(self, task: Task) -> Campaign:
        """Run every check of the wanted properties."""
        started = time.perf_counter()
        wanted = [id for id in task.properties if self.can_check(task.twins, id)]
        try:
            artifacts = compile_checks(task.twins.protocol, task.patches, wanted)
        except (CompileError, ToolchainError) as fault:
            return Campaign(tuple(outcomes([], wanted)), errors=(str(fault),))
        checks = [check for check in checks_of(artifacts) if check.property in wanted]
        root = (task.workdir / "build").resolve()
        shutil.rmtree(root, ignore_errors=True)
        write_build(artifacts, root)
        by_contract = [list(group) for _, group in itertools.groupby(checks, key=lambda check: check.contract)]
        with ThreadPoolExecutor(max(1, task.processes)) as pool:
            runs = list(pool.map(lambda group: explored(group, root, task.workdir, task.paths, LOOP), by_contract))
        found = [finding for findings_, _ in runs for finding in findings_]
        task.tell(sum(one.paths for one in found))
        return Campaign(
            tuple(outcomes(found, wanted)),
            errors=tuple(error for _, error in runs if error),
            command=("halmos", "with z3 and cvc5", "--loop", str(LOOP), "--width", str(task.paths)),
            seconds=round(time.perf_counter() - started, 3),
        )


def explored(checks: Sequence[Check], root: Path, folder: Path, width: int, loop: int) -> tuple[list[Finding], str]:
    """The findings on the checks of one contract, and a sentence about what went wrong with the run.

    root: holds the artifacts. folder: takes request, answer and log. width: most paths of a check, 0 for all. loop: how
    often a loop with a symbolic condition is unrolled.
    """
    contract = checks[0].contract
    answer, asked = folder / f"{contract}.json", folder / f"{contract}.request.json"
    answer.unlink(missing_ok=True)
    queries = (folder / "queries").resolve()  # Halmos writes each into a file of the folder for temporary ones
    queries.mkdir(exist_ok=True)
    names = tuple(check.name for check in checks)
    request = Request(str(root), contract, names, str(answer.resolve()), width, loop)
    asked.write_text(json.dumps(asdict(request)), encoding="utf-8")
    log = folder / f"{contract}.log"
    with log.open("w") as stream:
        command = [sys.executable, "-m", "fuzz.engines.halmos.explore", str(asked.resolve())]
        environment = {**os.environ, "TMPDIR": str(queries)}
        status = subprocess.run(
            command, cwd=PROJECT_ROOT, env=environment, stdout=stream, stderr=subprocess.STDOUT, check=False
        )
    try:
        return findings(checks, json.loads(answer.read_text(encoding="utf-8")), width), ""
    except (OSError, ValueError) as fault:
        why = f"{contract}: no readable answer (status {status.returncode}, {fault}); see {log.name}"
        return findings(checks, {}, width), why


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
