"""One run of forge on the property contracts: its environment, its command, its answer.

Forge compiles nothing but the property contracts, once; what they install is read from files, so that a planted fault
costs no compilation there.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

from fuzz.build import PROJECT_ROOT, ToolchainError
from fuzz.build.settings import NODE_MODULES
from fuzz.engines.artifacts import ENGINES
from properties.bytecode import SOLIDITY

SOLC = PROJECT_ROOT / "fuzz" / "engines" / "solc.cjs"
CONTRACT = "ForgeInvariants"
CAMPAIGN = "invariant_properties"
REPLAY = "test_replay"
PATIENCE = 0.3
"""Seconds after which a run looks whether it is still wanted."""
SHOWN = 300
"""Characters of forge's last words that are told."""
ROOM = ENGINES / "forge"
"""The only folder that `foundry.toml` lets the property contracts read and write, with those beside it."""


class ForgeFailed(ToolchainError):
    """Forge gave no answer."""


@dataclass(frozen=True)
class Order:
    """What forge is to do.

    protocol: whose property contracts. code: folder of the bytecode to install. ignored: bits of properties not asked
    for. runs, depth: sequences, and calls in each. shrinks: tries of making a sequence shorter. corpus: folder kept
    between runs, or None. calls: sequence to replay instead of a campaign, as a file.
    """

    protocol: str
    code: Path
    seed: int = 0
    ignored: int = 0
    runs: int = 0
    depth: int = 0
    shrinks: int = 0
    corpus: Path | None = None
    calls: Path | None = None


@cache
def find_forge() -> Path | None:
    """The forge of the npm package for this machine; None where there is none."""
    return next(iter(sorted(NODE_MODULES.glob("@foundry-rs/*/bin/forge"))), None)


@cache
def forge_version() -> str:
    """Version of the npm package that holds forge."""
    found = find_forge()
    assert found is not None
    return str(json.loads((found.parents[1] / "package.json").read_text(encoding="utf-8"))["version"])


@contextmanager
def workroom() -> Iterator[Path]:
    """A folder of a run's own that the property contracts may write into; gone afterwards."""
    (ROOM / "runs").mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=ROOM / "runs"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def build(protocol: str) -> None:
    """Compiles the property contracts unless that was done; two processes never at once.

    Raises:
        ForgeFailed: They do not compile; the sentence holds the first error.
    """
    ROOM.mkdir(parents=True, exist_ok=True)
    with (ROOM / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [str(find_forge()), "build", *_options()]
        done = subprocess.run(command, env=_environment(protocol, {}), capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr + done.stdout).splitlines()
        said = next((line for line in lines if "rror" in line and not line.endswith(":")), "no word why")
        raise ForgeFailed(f"the property contracts of {protocol} do not compile under forge", said.strip(), None)


def forge(order: Order, room: Path, stop: Event | None = None) -> dict[str, Any]:
    """The result of the one test that an order is about, as forge's JSON tells it.

    stop: once set, forge is ended and gives no result.

    Raises:
        ForgeFailed: Forge stopped without a result.
    """
    test = REPLAY if order.calls else CAMPAIGN
    command = [str(find_forge()), "test", *_options(), "--json", "--fuzz-seed", str(order.seed)]
    command += ["--match-contract", f"^{CONTRACT}$", "--match-test", f"^{test}"]
    environment = _environment(order.protocol, settings(order, room))
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while True:
        try:
            stdout, stderr = process.communicate(timeout=PATIENCE)
            break
        except subprocess.TimeoutExpired:
            if stop is not None and stop.is_set():
                process.kill()
        except BaseException:
            process.kill()
            raise
    if order.corpus is not None:
        keep_corpus(order.corpus)
    return result_in(stdout, stderr, process.returncode)


def keep_corpus(corpus: Path) -> None:
    """Puts the sequences that a campaign has found where forge begins the next one: it reads one folder above."""
    for found in sorted(corpus.glob("*/*/worker*/corpus/*")):
        found.replace(found.parents[2] / found.name)


def result_in(stdout: str, stderr: str, status: int) -> dict[str, Any]:
    """The one test's result; it is the last line of what forge prints, after whatever it warns of."""
    lines = [line for line in stdout.splitlines() if line.startswith('{"')]
    try:
        (suite,) = json.loads(lines[-1]).values()
        (result,) = suite["test_results"].values()
    except (IndexError, ValueError, KeyError, TypeError, AttributeError):
        said = (stderr or stdout).strip().splitlines()
        why = said[-1][:SHOWN] if said else f"it ended with status {status}"
        raise ForgeFailed("forge gave no result", why, None) from None
    return dict(result)


def settings(order: Order, room: Path) -> dict[str, str]:
    """What an order means in environment variables."""
    found = {
        "LOCKSTEP_CODE": str(order.code),
        "LOCKSTEP_IGNORED": str(order.ignored),
        "LOCKSTEP_EXERCISED": str(room / "exercised"),
        "LOCKSTEP_CALLS": str(order.calls or ""),
        "FOUNDRY_INVARIANT_RUNS": str(order.runs),
        "FOUNDRY_INVARIANT_DEPTH": str(order.depth),
        "FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT": str(order.shrinks),
        "FOUNDRY_INVARIANT_FAILURE_PERSIST_DIR": str(room / "failures"),
    }
    if order.corpus is not None:
        found["FOUNDRY_INVARIANT_CORPUS_DIR"] = str(order.corpus)
    return found


def _options() -> list[str]:
    return ["--root", str(SOLIDITY), "--use", str(SOLC), "--offline"]


def _environment(protocol: str, more: Mapping[str, str]) -> dict[str, str]:
    """The user's own environment without settings for forge, which would change what is run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOUNDRY_", "DAPP_"))}
    folders = dict.fromkeys(("FOUNDRY_SRC", "FOUNDRY_TEST", "FOUNDRY_SCRIPT"), f"{protocol}/forge")
    built = {"FOUNDRY_OUT": str(ROOM / protocol / "out"), "FOUNDRY_CACHE_PATH": str(ROOM / protocol / "cache")}
    return {**kept, **folders, **built, **more}
