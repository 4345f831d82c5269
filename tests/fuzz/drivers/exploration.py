"""What the drivers' tests explore, and how two explorations are compared."""

from __future__ import annotations

from typing import Any

from fuzz.drivers.native import Explored
from fuzz.lockstep.source import SessionSource
from tests.fuzz.lockstep.faults import FAULTS

SOURCE = SessionSource("dcm")
FAULTY = SessionSource("dcm", FAULTS)
"""The contracts with several faults in them."""


def summary(explored: Explored) -> Any:
    """Everything that an exploration reports, comparable."""
    found = [(one.calls, one.finding, one.stream) for one in explored.found]
    coverage = explored.coverage
    counts = (coverage.outcomes, coverage.guards, coverage.transitions, explored.exercised)
    return explored.calls, explored.runs, found, *(dict(count) for count in counts)
