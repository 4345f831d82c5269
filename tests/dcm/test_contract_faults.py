"""Every planted fault in the contracts is found, and reported under a name that tells what is wrong."""

from __future__ import annotations

import pytest

from fuzz.drivers.shards import explore, native_shards, together
from fuzz.lockstep.runner import Finding
from fuzz.lockstep.source import Patch, SessionSource
from properties.binding import Divergence
from properties.protocols import load
from tests.dcm.faults import FAULTS, Fault

CALLS = 7_500
SEED = 1


def names_of(finding: Finding) -> set[str]:
    """Under which names a finding is reported."""
    if not isinstance(finding, Divergence):
        return {finding.property}
    blamed = load("dcm").binding.blame(finding)
    return {finding.comparison} | ({blamed} if blamed else set())


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_planted_fault_is_found_and_named(fault: Fault) -> None:
    source = SessionSource("dcm", (Patch(fault.file, fault.find, fault.replace),))
    explored = together(explore(native_shards(source, CALLS, SEED), processes=1))
    assert explored.found, f"{fault.name}: nothing found in {explored.calls} calls"
    reported = set().union(*(names_of(found.finding) for found in explored.found))
    assert reported & set(fault.named), f"{fault.name}: reported as {sorted(reported)}: " + "; ".join(
        found.finding.sentence()[:300] for found in explored.found
    )
