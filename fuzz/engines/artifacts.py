"""The bytecode that property contracts install: the very bytes that the rest of the project runs, by name.

Hosts come as their package publishes them, but for the executor, which is ours with the plaintexts beside it. What
the protocol itself needs is named by its :class:`~properties.bytecode.Twins`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from fuzz.build import PROJECT_ROOT, compile_sources
from fuzz.chain.fhevm.hosts import published
from fuzz.engines.adapter import Task
from fuzz.lockstep.source import SessionSource
from properties.binding import EscrowProtocol

ENGINES = PROJECT_ROOT / "build" / "engines"
"""Where bytecode, caches and corpora of the engines lie."""
CORPUS = PROJECT_ROOT / "build" / "corpus"
"""What is kept between runs, by engine and protocol."""

EXECUTOR = Path("properties/solidity/fhevm/PlaintextExecutor.sol")
PUPPET = Path("contracts/cast/Puppet.sol")
TOKEN = Path("contracts/cast/MoodyToken.sol")
HOSTS = ("ACL", "InputVerifier", "HCULimit")


def code_of(task: Task) -> dict[str, bytes]:
    """Bytecode by name for one task, with the faults that it plants.

    Raises:
        ToolchainError: Something does not compile, or a package is missing.
        PatchMissed: A fault no longer fits its contract.
    """
    artifacts = SessionSource(task.protocol.name, task.patches).artifacts()
    return {**world_code(task.protocol), **task.twins.code(artifacts)}


def world_code(protocol: EscrowProtocol) -> dict[str, bytes]:
    """What every protocol's set-up installs: the puppet, foreign tokens, and with ciphertexts the hosts."""
    code = {"Puppet": compile_sources([PUPPET])["Puppet"].link()}
    if protocol.binding.cast.tokens:
        code["MoodyToken"] = compile_sources([TOKEN])["MoodyToken"].link()
    if protocol.binding.uses_fhe:
        code |= {name: bytes.fromhex(published(name).deployed) for name in HOSTS}
        code["PlaintextExecutor"] = bytes.fromhex(compile_sources([EXECUTOR])["PlaintextExecutor"].deployed)
    return code


def corpus_of(task: Task, tool: str) -> Path:
    """The folder of a tool's corpus: the one that is kept between runs, or an empty one of this run alone."""
    folder = CORPUS / tool / task.protocol.name if task.keeps_corpus else task.workdir / "corpus"
    if not task.keeps_corpus:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def store(code: Mapping[str, bytes], root: Path = ENGINES / "code") -> Path:
    """Writes bytecode as one file for each name, into a folder named by what is in it; returns the folder.

    The same code is written once, so that runs can share it.
    """
    digest = hashlib.sha256()
    for name in sorted(code):
        digest.update(name.encode() + b"\0" + hashlib.sha256(code[name]).digest())
    folder = root / digest.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in code.items():
        file = folder / f"{name}.bin"
        if not file.is_file() or file.read_bytes() != content:
            file.write_bytes(content)
    return folder
