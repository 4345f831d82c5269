"""Every planted fault in the contracts is found, and reported under a name that tells what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fuzz.drivers.shards import native_shards
from fuzz.lockstep.runner import Finding
from fuzz.lockstep.source import Patch, SessionSource
from properties.binding import Divergence
from properties.protocols import load
from tests.dcm.faults import FAULTS, Fault

CALLS = 12_500
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
    told: list[str] = []
    shards = native_shards(source, CALLS, SEED, most_findings=2)
    soonest = replace(shards[fault.stream], most_findings=1)
    for shard in (soonest, *shards):
        for found in shard.work().found:
            if names_of(found.finding) & set(fault.named):
                return
            told.append(found.finding.sentence()[:300])
    pytest.fail(f"{fault.name}: not reported as any of {fault.named} in {CALLS} calls, but: {told or 'nothing'}")
