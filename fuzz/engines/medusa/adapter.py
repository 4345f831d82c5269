"""The adapter: export the property contracts, let Medusa fuzz them, replay what it falsifies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

from fuzz.engines.adapter import Adapter, Campaign, Task, Tool
from fuzz.engines.artifacts import code_of, corpus_of, store
from fuzz.engines.attribution import Falsification, outcomes_of, unknown
from fuzz.engines.exported import EXPORT, exported
from fuzz.engines.handlers import handlers_of
from fuzz.engines.medusa.reading import campaign_in
from fuzz.errors import UserError

CONFIG = Path(__file__).resolve().parents[1] / "configs" / "medusa.json"
MISSING = "there is no `medusa` on PATH"
COST = "no third fuzzer on the property contracts"


class MedusaAdapter(Adapter):
    """Property fuzzing with Medusa, profile `deep`. Medusa takes no seed: two runs differ."""

    name = "medusa"
    kind = "property fuzzing of bytecode"
    canary_calls = 20_000
    deep_only = True

    def available(self) -> Tool:
        """Whether a `medusa` is on PATH."""
        binary = shutil.which("medusa")
        return Tool(True, version_of(binary), cost=COST) if binary else Tool(False, reason=MISSING, cost=COST)

    def run(self, task: Task) -> Campaign:
        """One campaign for all properties."""
        binary = shutil.which("medusa")
        wanted = tuple(id for id in task.properties if self.can_check(task.twins, id))
        if not binary:
            return Campaign(unknown(wanted, MISSING), (MISSING,))
        try:
            return _fuzzed(task, binary, wanted)
        except UserError as fault:
            return Campaign(unknown(wanted, str(fault)), (str(fault),))


def _fuzzed(task: Task, binary: str, wanted: tuple[str, ...]) -> Campaign:
    started = time.perf_counter()
    protocol = task.protocol.name
    folder = task.workdir / "contracts"
    exported(task, folder, f"{protocol}/embedded/MedusaTester.sol")
    (folder / "medusa.json").write_text(json.dumps(config_for(task), indent=2), encoding="utf-8")
    line = [binary, "fuzz", "--config", "medusa.json", "--compilation-target", EXPORT]
    # Medusa asks crytic-compile to read the export; ours is beside the Python that runs this.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        line, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    log = done.stdout + done.stderr
    (task.workdir / "medusa.log").write_text(log, encoding="utf-8")
    found = campaign_in(log, handlers_of(protocol))
    task.tell(found.calls)
    if found.trouble:
        return Campaign(unknown(wanted, found.trouble[0]), found.trouble, tuple(line))
    sequences = [Falsification(one.raw, one.sent, one.why, one.property) for one in found.failed]
    outcomes, doubts = outcomes_of(task, store(code_of(task)), wanted, sequences, found.calls)
    return Campaign(outcomes, doubts, tuple(line), round(time.perf_counter() - started, 3))


def config_for(task: Task) -> dict[str, Any]:
    """The shipped configuration with the run's own budget and corpus."""
    config: dict[str, Any] = json.loads(CONFIG.read_text(encoding="utf-8"))
    fuzzing = config["fuzzing"]
    fuzzing["testLimit"] = max(1, task.calls)
    fuzzing["workers"] = max(1, task.processes)
    fuzzing["corpusDirectory"] = str(corpus_of(task, "medusa").resolve())
    fuzzing["testing"]["stopOnFailedTest"] = task.stop_early
    return config


@cache
def version_of(binary: str) -> str:
    """What the binary says of itself."""
    said = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return said.rpartition(" ")[2] or "unknown"
