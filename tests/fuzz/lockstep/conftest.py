"""One session of the marketplace, and one runner on it; `play` makes them as new."""

from __future__ import annotations

import pytest

from fuzz.lockstep.runner import Runner
from fuzz.lockstep.session import Session
from fuzz.lockstep.source import SessionSource


@pytest.fixture(scope="session")
def session() -> Session:
    return SessionSource("dcm").boot(5)


@pytest.fixture
def runner(session: Session) -> Runner:
    runner = Runner(session)
    runner.reset()
    return runner
