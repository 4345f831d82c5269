"""What is installed here: for `lockstep doctor`, and for the record in the evidence."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PYTHON_NEEDED = (3, 11)
NODE_NEEDED = 20

# Packages whose version can change a verdict, and so belong into the record of a run.
RECORDED_PACKAGES = (
    "pyrevm",
    "hypothesis",
    "z3-solver",
    "cvc5",
    "slither-analyzer",
    "crytic-compile",
    "halmos",
    "eth-abi",
)

# What installs the rest has no influence on a run, and a user may well have a newer one.
INSTALLERS = frozenset({"pip", "setuptools", "wheel"})

# Engines that no registry of packages ships: used where they are, never required.
OUTSIDE_TOOLS = {
    "docker": (("version", "--format", "{{.Server.Version}}"), "no engine that comes as a container image can run"),
    "echidna": (("--version",), "no second fuzzer searches the property contracts for other sequences"),
    "medusa": (("--version",), "no parallel fuzzer searches the property contracts for other sequences"),
}


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report.

    Args:
        name: The tool or package.
        version: Its version, or ``None`` where it is missing or unfit.
        needed: `make verify` can't do without it.
        cost: What its absence costs, in a clause.
        problem: What is wrong, where something is.
    """

    name: str
    version: str | None
    needed: bool
    cost: str
    problem: str | None = None

    @property
    def fit(self) -> bool:
        """Whether the tool is there in a version that works."""
        return self.version is not None and self.problem is None


def examine(root: Path = ROOT) -> list[Finding]:
    """Look at everything that Lockstep uses; needed things first, nothing is installed or changed."""
    return [python(), node(), *python_packages(root), *npm_packages(root), *outside_tools()]


def recorded_versions(root: Path = ROOT) -> dict[str, str]:
    """Return tool and version of everything whose version can change a verdict, sorted by name."""
    found = {finding.name: finding.version for finding in (python(), node(), *npm_packages(root)) if finding.version}
    for name in RECORDED_PACKAGES:
        version = installed_version(name)
        if version:
            found[name] = version
    return dict(sorted(found.items()))


def python() -> Finding:
    """Return the running Python; the lock is resolved for one minor version."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    wanted = ".".join(str(part) for part in PYTHON_NEEDED)
    problem = None if sys.version_info[:2] == PYTHON_NEEDED else f"Python {wanted} is needed"
    return Finding("python", version, True, "nothing runs", problem)


def node() -> Finding:
    """Return the Node.js on PATH, which runs the Solidity compiler."""
    cost = "no contract can be compiled"
    version = tool_version("node", "--version")
    if version is None:
        return Finding("node", None, True, cost, "not on PATH")
    problem = None if int(version.split(".")[0]) >= NODE_NEEDED else f"Node.js {NODE_NEEDED} or later is needed"
    return Finding("node", version, True, cost, problem)


def python_packages(root: Path) -> Iterator[Finding]:
    """Yield one line for all pins of requirements.lock, or one for each that does not hold."""
    locked = locked_versions(root / "requirements.lock")
    pins = {name: pin for name, pin in locked if name not in INSTALLERS}
    wrong = [(name, pin, here) for name, pin in pins.items() if (here := installed_version(name)) != pin]
    cost = "the runs are not those of the lock"
    for name, pin, here in wrong:
        problem = f"{here} is installed, the lock says {pin}" if here else "not installed"
        yield Finding(name, here, True, cost, problem)
    if not wrong:
        yield Finding("python packages", f"all {len(pins)} as locked", True, cost)


def locked_versions(lock: Path) -> Iterator[tuple[str, str]]:
    """Yield name and version of each pin in a file written by pip-compile."""
    text = lock.read_text(encoding="utf-8") if lock.exists() else ""
    for match in re.finditer(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        yield match.group(1), match.group(2)


def npm_packages(root: Path) -> Iterator[Finding]:
    """Yield each package that package.json names, optional ones as not needed."""
    manifest = json.loads((root / "package.json").read_text(encoding="utf-8"))
    for name, pin in manifest.get("dependencies", {}).items():
        yield _npm_package(root, name, pin, needed=True, cost="no contract can be compiled")
    for name, pin in manifest.get("optionalDependencies", {}).items():
        tool = "anvil" if "anvil" in name else "forge"
        cost = (
            "gas, fees and nonces are not checked on a full node"
            if tool == "anvil"
            else "no invariant fuzzing by Foundry, and the Solidity format is not checked"
        )
        yield _npm_package(root, name, pin, needed=False, cost=cost)


def _npm_package(root: Path, name: str, pin: str, *, needed: bool, cost: str) -> Finding:
    manifest = root / "node_modules" / name / "package.json"
    if not manifest.exists():
        return Finding(name, None, needed, cost, "not installed")
    here = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    problem = None if here == pin else f"{here} is installed, package.json says {pin}"
    return Finding(name, here, needed, cost, problem)


def outside_tools() -> Iterator[Finding]:
    """Yield the tools that are used if they happen to be on PATH."""
    for name, (arguments, cost) in OUTSIDE_TOOLS.items():
        version = tool_version(name, *arguments)
        problem = None
        if version is None:
            problem = (
                "on PATH, but it gives no version (is its service running?)" if shutil.which(name) else "not on PATH"
            )
        yield Finding(name, version, False, cost, problem)


def installed_version(package: str) -> str | None:
    """Return the version of an installed Python package, or ``None``."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def tool_version(command: str, *arguments: str) -> str | None:
    """Ask a program on PATH for its version; ``None`` where it is missing or does not answer."""
    path = shutil.which(command)
    if path is None:
        return None
    try:
        answer = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\d+(?:\.\d+)+\S*", answer.stdout)
    return number.group(0) if number else None


def commit_of(root: Path = ROOT) -> str:
    """Return the git commit of the sources, ``+changes`` appended where the tree differs, or ``unknown``."""
    head = _git(root, "rev-parse", "HEAD")
    if not head:
        return "unknown"
    return f"{head}+changes" if _git(root, "status", "--porcelain") else head


def _git(root: Path, *arguments: str) -> str:
    command: Iterable[str] = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(list(command), capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
