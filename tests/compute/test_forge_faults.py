"""forge finds planted faults by the property contracts; the survey beside this file plants every one."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.engines.adapter import Found, Task
from fuzz.engines.forge.adapter import ForgeAdapter
from fuzz.engines.reproducer import reported
from properties.binding import PlantedFault
from properties.compute.bytecode import TWINS
from properties.protocols import load
from tests.compute.forge_survey import BLACK_BOX, EVERY, named
from tests.fuzz.engines.hunting import canary, hunt

COMPUTE = load("compute")
CALLS = 4_000
QUICK = ("signature of anybody", "executed before its time")
"""Beside the canaries, which are of money."""


def test_success_the_contracts_as_they_are_keep_every_property(tmp_path: Path) -> None:
    ids = TWINS.ids(COMPUTE.catalogue)
    task = Task(COMPUTE, TWINS, ids, tmp_path, calls=2_000, processes=2)
    campaign = ForgeAdapter().run(task)
    assert campaign.errors == ()
    assert {outcome.found for outcome in campaign.outcomes} == {Found.HELD}
    assert [outcome.property for outcome in campaign.outcomes] == list(ids)
    assert all(outcome.exercised for outcome in campaign.outcomes)


@pytest.mark.parametrize("fault", TWINS.canaries, ids=[fault.name for fault in TWINS.canaries])
def test_success_a_canary_is_found_and_lockstep_agrees(tmp_path: Path, fault: PlantedFault) -> None:
    task = canary("compute", fault, ForgeAdapter.canary_calls, tmp_path)
    outcome = ForgeAdapter().run(task).of(fault.property)
    assert outcome is not None and outcome.found is Found.FAILED and outcome.reproducer is not None
    assert outcome.reproducer.calls, outcome.reproducer.unmapped
    folder, sentence, names = reported(task, outcome.reproducer.calls, tmp_path)
    assert folder is not None and (folder / "trace.json").is_file(), sentence
    assert fault.property in names


@pytest.mark.parametrize("fault", named(QUICK), ids=[fault.name for fault in named(QUICK)])
def test_success_forge_finds_and_names_a_fault(tmp_path: Path, fault) -> None:
    campaign = hunt("compute", fault, CALLS, tmp_path)
    assert campaign.errors == ()
    assert campaign.failed() & set(fault.named)


def test_success_the_ten_are_planted_faults() -> None:
    assert set(BLACK_BOX) <= {fault.name for fault in EVERY}
    assert len(set(BLACK_BOX)) == 10
