"""Installs what the two locks name, into .venv and node_modules of this folder, and nothing twice.

A stamp beside each holds a digest of the lock and of what ran it. While the digest fits, nothing is
installed and nothing is asked of any registry.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
MODULES = ROOT / "node_modules"
STAMP = ".lockstep-stamp"
BAD_TOOLCHAIN = 2


def main() -> int:
    """Bring both folders up to date with their locks."""
    install_python()
    install_npm()
    return 0


def install_python() -> None:
    """Make .venv and install requirements.lock, every file checked against its hash."""
    digest = digest_of(["requirements.lock", "pyproject.toml"], [sys.version, str(ROOT)])
    if fresh(VENV / STAMP, digest):
        return
    python = VENV / "bin" / "python"
    clear = ["--clear"] if python.exists() and version_of(python) != sys.version else []
    say("installing Python packages into .venv")
    run([sys.executable, "-m", "venv", *clear, str(VENV)], "the virtual environment can't be made")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    lock = ["--require-hashes", "--requirement", "requirements.lock"]
    run([*pip, *lock], "the packages of requirements.lock can't be installed")
    # setuptools warns every user of an editable installation; nothing here is theirs to mend
    editable = ["--no-deps", "--no-build-isolation", "--editable", "."]
    run([*pip, *editable], "lockstep itself can't be installed", {"PYTHONWARNINGS": "ignore"})
    (VENV / STAMP).write_text(digest, encoding="utf-8")


def install_npm() -> None:
    """Install package-lock.json, every file checked against its hash, and run no package's scripts."""
    digest = digest_of(["package-lock.json", "package.json"], [str(ROOT)])
    if fresh(MODULES / STAMP, digest):
        return
    say("installing npm packages into node_modules")
    run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        "the packages of package-lock.json can't be installed",
    )
    (MODULES / STAMP).write_text(digest, encoding="utf-8")


def digest_of(files: Sequence[str], context: Sequence[str]) -> str:
    """Return a digest over the contents of ``files`` and over ``context``."""
    digest = hashlib.sha256()
    for name in files:
        digest.update((ROOT / name).read_bytes() + b"\0")
    for text in context:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest() + "\n"


def fresh(stamp: Path, digest: str) -> bool:
    """Whether the last installation was of exactly this."""
    return stamp.exists() and stamp.read_text(encoding="utf-8") == digest


def version_of(python: Path) -> str:
    """Return ``sys.version`` of another interpreter, or nothing if it does not run."""
    answer = subprocess.run(
        [str(python), "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False
    )
    return answer.stdout.removesuffix("\n")


def run(command: Sequence[str], fault: str, environment: Mapping[str, str] | None = None) -> None:
    """Run ``command`` in the root of the project, or end with one sentence and exit code 2."""
    try:
        variables = {**os.environ, **(environment or {})}
        status = subprocess.run(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, check=False).returncode
    except OSError as error:
        status, fault = 1, f"{fault} ({error.strerror})"
    if status != 0:
        print(f"setup: {fault}; see above, and check that the package registries can be reached.", file=sys.stderr)
        sys.exit(BAD_TOOLCHAIN)


def say(text: str) -> None:
    """Tell the user why this takes a while."""
    print(f"setup: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
