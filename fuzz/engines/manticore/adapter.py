"""The adapter: compile the guided sequences for Manticore's EVM, run each in its environment, collect the verdicts."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fuzz.build import PROJECT_ROOT, CompileError, ToolchainError
from fuzz.engines.adapter import Adapter, Campaign, Found, Outcome, Reproducer, Task, Tool
from fuzz.engines.manticore.sequences import FORK, Guided, UnfitSequence, guided_properties, planted_in, sequences_of
from properties.binding import PlantedFault
from properties.bytecode import Twins

ENVIRONMENT = PROJECT_ROOT / "tools" / "manticore" / ".venv"
LOCK = PROJECT_ROOT / "tools" / "manticore" / "requirements.lock"
INSIDE = Path(__file__).with_name("inside.py")
SOLVER_SECONDS = 600
"""Manticore's solver knows no other budget than time; one query that takes longer makes its sequence unknown."""
WHY_UNMAPPED = "the sequence runs on a contract of its own, compiled for another fork"


@dataclass(frozen=True)
class Said:
    """What one process said of one sequence."""

    guided: Guided
    verdict: str
    states: int
    why: str
    values: tuple[str, ...]
    seconds: float


class ManticoreAdapter(Adapter):
    """Short symbolic sequences with Manticore, profile `deep`."""

    name = "manticore"
    kind = "guided symbolic sequences"
    deep_only = True

    def available(self) -> Tool:
        """Its environment, made by `make manticore`."""
        cost = "no second symbolic engine on the money paths"
        if not (ENVIRONMENT / "bin" / "python").is_file():
            return Tool(False, reason="its environment is not there; run `make manticore`", cost=cost)
        return Tool(True, _locked_version(), cost=cost)

    def can_check(self, twins: Twins, property_id: str) -> bool:
        """Whether a guided sequence speaks of the property."""
        return property_id in guided_properties(twins.protocol)

    def canaries(self, twins: Twins) -> tuple[PlantedFault, ...]:
        """Faults on the money paths, kept beside the sequences: those of other engines lie elsewhere."""
        return planted_in(twins.protocol)

    def run(self, task: Task) -> Campaign:
        """Run every sequence of the wanted properties."""
        started = time.perf_counter()
        wanted = [id for id in task.properties if self.can_check(task.twins, id)]
        try:
            sequences = [one for one in sequences_of(task.twins.protocol, task.patches) if one.property in wanted]
        except (CompileError, ToolchainError, UnfitSequence) as fault:
            return Campaign(tuple(outcome(id, []) for id in wanted), errors=(str(fault),))
        with ThreadPoolExecutor(max(1, task.processes)) as pool:
            said = list(pool.map(lambda guided: _run(task, guided), sequences))
        task.tell(sum(one.states for one in said))
        outcomes = tuple(outcome(id, [one for one in said if one.guided.property == id]) for id in wanted)
        return Campaign(outcomes, command=("manticore", FORK), seconds=round(time.perf_counter() - started, 3))


def _run(task: Task, guided: Guided) -> Said:
    folder = task.workdir.resolve()
    asked, answer = folder / f"{guided.name}.request.json", folder / f"{guided.name}.json"
    answer.unlink(missing_ok=True)
    asked.write_text(json.dumps(guided.request(SOLVER_SECONDS)), encoding="utf-8")
    command = [str(ENVIRONMENT / "bin" / "python"), str(INSIDE), str(asked), str(answer)]
    with (folder / f"{guided.name}.log").open("w") as log:
        status = subprocess.run(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, check=False)
    return said_in(guided, answer, status.returncode)


def said_in(guided: Guided, answer: Path, status: int) -> Said:
    """The answer of a process; unknown where there is none."""
    try:
        heard = json.loads(answer.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Said(guided, "unknown", 0, f"the process ended with status {status} and gave no answer", (), 0.0)
    values = tuple(str(value) for value in heard.get("values", ()))
    seconds = float(heard.get("seconds", 0.0))
    return Said(guided, heard["verdict"], int(heard.get("states", 0)), heard.get("why", ""), values, seconds)


def outcome(id: str, said: Sequence[Said]) -> Outcome:
    """One outcome for a property: the worst of its sequences."""
    states, seconds = sum(one.states for one in said), round(sum(one.seconds for one in said), 1)
    violated = next((one for one in said if one.verdict == "violated"), None)
    if violated:
        text = f"{violated.guided.name}: {'; '.join(violated.values)}"
        reproducer = Reproducer(raw=text, unmapped=WHY_UNMAPPED)
        return Outcome(id, Found.FAILED, paths=states, detail=text, seconds=seconds, reproducer=reproducer)
    if not said or any(one.verdict != "held" for one in said):
        why = "; ".join(f"{one.guided.name}: {one.why}" for one in said if one.verdict != "held") or "nothing was run"
        return Outcome(id, Found.UNKNOWN, paths=states, detail=why, seconds=seconds)
    bounds = "; ".join(one.guided.bound for one in said)
    detail = f"on contracts that inherit the code under test without ciphertexts, compiled for {FORK}"
    bound = f"{bounds} ({detail})"
    return Outcome(id, Found.BOUNDED, paths=states, bound=bound, exercised=states, detail=detail, seconds=seconds)


def _locked_version() -> str:
    lines = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if line.startswith("manticore==")]
    return lines[0].removeprefix("manticore==").split()[0] if lines else "unknown"
