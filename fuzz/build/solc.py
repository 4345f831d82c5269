"""The Solidity compiler: solcjs, kept warm in one Node process for each Python process.

No native solc is needed. The first compilation starts Node (about half a second to load the
compiler); the later ones reuse it. A cache hit (see :mod:`fuzz.build.cache`) starts nothing.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import IO, Any

from fuzz.build.errors import NodeMissing, SolcCrashed, SolcMissing
from fuzz.build.settings import NODE_MODULES

OLDEST_NODE = 20
_WORKER = Path(__file__).with_name("solc_worker.cjs")


@cache
def solc_version(package: Path = NODE_MODULES / "solc") -> str:
    """Return the version of the installed npm package, without starting it.

    Raises:
        SolcMissing: The package is not installed.
    """
    try:
        return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])
    except FileNotFoundError:
        raise SolcMissing(
            "the Solidity compiler is missing", f"there is no npm package at {package}", "run `npm ci`"
        ) from None


def find_node() -> str:
    """Return the path of a Node that is new enough.

    Raises:
        NodeMissing: No ``node`` on PATH, or one older than :data:`OLDEST_NODE`.
    """
    node = shutil.which("node")
    remedy = f"install Node {OLDEST_NODE} or newer and put it on PATH"
    if node is None:
        raise NodeMissing("Node is missing", "there is no `node` on PATH, and the Solidity compiler runs on it", remedy)
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = re.match(r"v(\d+)\.", said)
    if major is None or int(major[1]) < OLDEST_NODE:
        raise NodeMissing(
            f"Node at {node} is too old",
            f"it says {said or 'nothing'}, and the Solidity compiler needs {OLDEST_NODE} or newer",
            remedy,
        )
    return node


class SolcWorker:
    """One warm compiler process. Use :func:`compile_standard_json`, which shares one."""

    def __init__(self) -> None:
        solc_version()
        node = find_node()
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        self._process = subprocess.Popen(
            [node, str(_WORKER), str(NODE_MODULES / "solc")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )

    def compile(self, request: dict[str, Any]) -> dict[str, Any]:
        """Compile one standard-JSON request.

        Raises:
            SolcCrashed: The process ended without an answer.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            answer = stdout.readline()
        except BrokenPipeError:
            answer = b""
        if not answer.endswith(b"\n"):
            raise SolcCrashed("the Solidity compiler stopped without an answer", self._last_words(), "run again")
        return json.loads(answer)

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"node ended with status {self._process.returncode}"

    def close(self) -> None:
        """End the process; it keeps nothing that could be lost."""
        self._process.kill()
        self._process.wait()
        self._errors.close()


_shared: SolcWorker | None = None
_owner = 0  # the process that started it: a forked child must not write into its parent's pipe
_lock = threading.Lock()


def compile_standard_json(request: dict[str, Any]) -> dict[str, Any]:
    """Compile one standard-JSON request in the shared warm process.

    Raises:
        ToolchainError: Node or solc is missing, or the process crashed.
    """
    global _shared, _owner
    with _lock:
        if _shared is None or _owner != os.getpid():
            _shared, _owner = SolcWorker(), os.getpid()
            atexit.register(_shared.close)
        try:
            return _shared.compile(request)
        except SolcCrashed:
            _shared = None
            raise
