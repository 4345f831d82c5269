"""One session for each planted fault; a reset makes it as new."""

from __future__ import annotations

import pytest

from fuzz.lockstep.session import Session
from tests.fuzz.counterexample.planted import SEED, SWAPPED, UNGUARDED, faulty


@pytest.fixture(scope="session")
def swapped() -> Session:
    return faulty(SWAPPED).boot(SEED)


@pytest.fixture(scope="session")
def unguarded() -> Session:
    return faulty(UNGUARDED).boot(SEED)


@pytest.fixture(scope="session")
def correct() -> Session:
    return faulty().boot(SEED)
