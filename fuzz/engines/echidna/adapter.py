"""The adapter: export the property contracts, let Echidna fuzz them, replay what it falsifies."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from fuzz.engines.adapter import Adapter, Campaign, Task, Tool
from fuzz.engines.artifacts import code_of, corpus_of, store
from fuzz.engines.attribution import Falsification, outcomes_of, unknown
from fuzz.engines.echidna.command import Start, command, find_start, write_config
from fuzz.engines.echidna.reading import UnreadableOutput, campaign_in
from fuzz.engines.exported import exported
from fuzz.engines.handlers import handlers_of
from fuzz.errors import UserError

COST = "no second fuzzer on the property contracts"
MOST_WORKERS = 4


class EchidnaAdapter(Adapter):
    """Property fuzzing with Echidna, profile `deep`."""

    name = "echidna"
    kind = "property fuzzing of bytecode"
    canary_calls = 20_000
    deep_only = True

    def available(self) -> Tool:
        """A binary, or docker with the image; neither is started here."""
        start = find_start()
        if isinstance(start, str):
            return Tool(False, reason=start, cost=COST)
        return Tool(True, start.version, cost=COST)

    def run(self, task: Task) -> Campaign:
        """One campaign for all properties; the one that a sequence breaks is found by replaying it."""
        started = time.perf_counter()
        start = find_start()
        wanted = tuple(id for id in task.properties if self.can_check(task.twins, id))
        if isinstance(start, str):
            return Campaign(unknown(wanted, start), (start,))
        try:
            return self._fuzzed(task, start, wanted, started)
        except (UserError, UnreadableOutput) as fault:
            return Campaign(unknown(wanted, str(fault)), (str(fault),))

    def _fuzzed(self, task: Task, start: Start, wanted: tuple[str, ...], started: float) -> Campaign:
        protocol = task.protocol.name
        folder = task.workdir / "contracts"
        exported(task, folder, f"{protocol}/embedded/EchidnaAdapter.sol")
        corpus = corpus_of(task, "echidna")
        write_config(folder / "echidna.yaml", self._settings(task, start, corpus))
        line = command(start, folder.resolve(), corpus.resolve())
        done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
        (task.workdir / "echidna.log").write_text(done.stdout + done.stderr, encoding="utf-8")
        found = campaign_in(done.stdout, handlers_of(protocol))
        task.tell(task.calls)
        sequences = [Falsification(one.raw, one.sent, one.why) for one in found.falsified]
        outcomes, doubts = outcomes_of(task, store(code_of(task)), wanted, sequences, task.calls)
        seconds = round(time.perf_counter() - started, 3)
        return Campaign(outcomes, (*found.trouble, *doubts), tuple(line), seconds)

    def _settings(self, task: Task, start: Start, corpus: Path) -> dict[str, object]:
        return {
            "testLimit": max(1, task.calls),
            "seed": task.seed,
            "workers": min(MOST_WORKERS, max(1, task.processes)),
            "stopOnFail": task.stop_early,
            "corpusDir": "/corpus" if start.image else str(corpus.resolve()),
        }
