"""Client code in Node: one module is run as its own process, with the address of whoever answers its questions."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from fuzz.build.settings import PROJECT_ROOT
from fuzz.build.solc import find_node

_PATIENCE = 60


def run_module(module: Path, service: str) -> subprocess.CompletedProcess[str]:
    """Run a module of client code to its end and return what it printed, whatever comes of it.

    Args:
        module: The `.mjs` file.
        service: Address that serves the run's set-up.
    """
    return subprocess.run(
        [find_node(), str(module)],
        env=os.environ | {"CLIENT_SERVICE": service},
        cwd=PROJECT_ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE,
        check=False,
    )
