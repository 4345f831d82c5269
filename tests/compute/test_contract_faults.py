"""Every planted fault in the contracts is found, and reported under a name that tells what is wrong.

Runs care for the part of the marketplace in which the fault lies, so that few calls find it.
"""

from __future__ import annotations

import pytest

from fuzz.drivers.native import run_stream
from fuzz.lockstep.runner import Finding, Runner
from fuzz.lockstep.session import Session
from fuzz.lockstep.source import Patch, SessionSource
from properties.binding import Divergence
from properties.compute import carrying
from properties.compute.protocol import PROTOCOL
from tests.compute import faults, faults_governance, faults_jobs
from tests.compute.faults import Fault

FAULTS = (*faults.FAULTS, *faults_jobs.FAULTS, *faults_governance.FAULTS)
STREAMS = 14
CALLS = 2_500
"""Calls of one stream."""
SEED = 1


def faulty(fault: Fault) -> Session:
    """A session of the contracts with one fault."""
    return SessionSource(PROTOCOL.name, (Patch(fault.file, fault.find, fault.replace),)).boot(SEED)


def names_of(finding: Finding) -> set[str]:
    """Under which names a finding is reported."""
    if not isinstance(finding, Divergence):
        return {finding.property}
    blamed = PROTOCOL.binding.blame(finding)
    return {finding.comparison} | ({blamed} if blamed else set())


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_planted_fault_is_found_and_named(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "FOCUS", (fault.focus,))
    runner = Runner(faulty(fault))
    told: list[str] = []
    for stream in sorted(range(STREAMS), key=lambda stream: stream != fault.stream):
        for found in run_stream(runner, SEED, stream, CALLS, most_findings=1).found:
            if names_of(found.finding) & set(fault.named):
                return
            told.append(found.finding.sentence()[:300])
    pytest.fail(f"{fault.name}: not reported as any of {fault.named}, but: {told or 'nothing'}")
