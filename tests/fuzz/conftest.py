"""One booted chain for the whole session; each test that asks for it gets it fresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from fuzz.build import Artifacts, compile_sources
from fuzz.chain import fhevm
from fuzz.chain.cast import Cast
from fuzz.chain.fhevm import Fhevm
from fuzz.chain.world import Snapshot, World


class Stage(NamedTuple):
    """A chain with fhevm, two accounts and two puppets."""

    world: World
    fhevm: Fhevm
    cast: Cast


@pytest.fixture(scope="session")
def _booted() -> tuple[Stage, Snapshot]:
    world = World()
    booted = fhevm.boot(world, seed=1)
    cast = Cast(world, ["alice", "bob"], ["petra", "quentin"])
    return Stage(world, booted, cast), world.snapshot()


@pytest.fixture
def stage(_booted: tuple[Stage, Snapshot]) -> Iterator[Stage]:
    """The booted chain, as it was right after booting."""
    stage, start = _booted
    stage.world.restore(start)
    yield stage
    stage.world.restore(start)


def compile_text(source: str, name: str = "contracts/inline/Test.sol") -> Artifacts:
    """Compile Solidity text that stands in a test."""
    header = "// SPDX-License-Identifier: AGPL-3.0-only\npragma solidity ^0.8.24;\n"
    return compile_sources([Path(name)], overlay={name: header + source})


@pytest.fixture(scope="session")
def solidity():  # type: ignore[no-untyped-def]  # a function as a fixture
    """Compile Solidity text: `solidity(source)["Name"]`."""
    return compile_text
