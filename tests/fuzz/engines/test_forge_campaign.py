"""forge on the real property contracts: silent on the contracts as they are, and not on planted faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.engines.adapter import Campaign, Found, Task
from fuzz.engines.forge.adapter import ForgeAdapter
from fuzz.engines.forge.command import Order, forge, settings
from fuzz.engines.reproducer import reported
from fuzz.lockstep.source import Patch
from properties.binding import PlantedFault
from properties.dcm.bytecode import TWINS
from properties.protocols import load

DCM = load("dcm")
ALL = TWINS.ids(DCM.catalogue)
SETTLEMENT = "contracts/dcm/RequestEscrow.sol"


def task(folder: Path, calls: int, *patches: Patch, **changes: object) -> Task:
    fields = {"seed": 0, "calls": calls, "processes": 2, "patches": patches, **changes}
    return Task(DCM, TWINS, ALL, folder, **fields)  # type: ignore[arg-type]  # of the right types


def planted(fault: PlantedFault) -> Patch:
    return Patch(fault.file, fault.find, fault.replace)


def test_success_the_contracts_as_they_are_keep_every_property(tmp_path: Path) -> None:
    campaign = ForgeAdapter().run(task(tmp_path, 400))
    assert campaign.errors == ()
    assert {outcome.found for outcome in campaign.outcomes} == {Found.HELD}
    assert [outcome.property for outcome in campaign.outcomes] == list(ALL)
    assert {outcome.calls for outcome in campaign.outcomes} == {400}
    assert sum((outcome.exercised or 0) > 0 for outcome in campaign.outcomes) >= 27
    assert campaign.coverage["carry_on"] > 60


@pytest.mark.parametrize("fault", TWINS.canaries, ids=[fault.name for fault in TWINS.canaries])
def test_success_a_canary_is_found_and_lockstep_agrees(tmp_path: Path, fault: PlantedFault) -> None:
    found = task(tmp_path, ForgeAdapter.canary_calls, planted(fault), stop_early=True)
    campaign = ForgeAdapter().run(found)
    assert fault.property in campaign.failed()
    outcome = campaign.of(fault.property)
    assert outcome is not None and outcome.reproducer is not None
    assert outcome.reproducer.calls, outcome.reproducer.unmapped
    folder, sentence, names = reported(found, outcome.reproducer.calls, tmp_path)
    assert folder is not None and (folder / "trace.json").is_file(), sentence
    assert fault.property in names


def test_success_a_second_round_looks_past_the_first_violation(tmp_path: Path) -> None:
    two = (
        Patch(SETTLEMENT, TWINS.canaries[0].find, TWINS.canaries[0].replace),
        Patch("contracts/dcm/lib/PostProcessing.sol", "FHE.allow(result, buyer);", "FHE.allow(result, msg.sender);"),
    )
    campaign = ForgeAdapter().run(task(tmp_path, 600, *two))
    assert campaign.failed() >= {"DCM-ACC-02", "DCM-PRI-02"}
    held = campaign.of("DCM-CON-02")
    assert held is not None and held.found is Found.HELD and held.calls > 600


def test_success_the_same_seed_finds_the_same(tmp_path: Path) -> None:
    def sequence() -> Campaign:
        return ForgeAdapter().run(task(tmp_path, 200, planted(TWINS.canaries[0])))

    first, second = sequence(), sequence()
    assert [o.reproducer for o in first.outcomes] == [o.reproducer for o in second.outcomes]
    assert [o.calls for o in first.outcomes] == [o.calls for o in second.outcomes]


def test_success_the_same_seed_makes_the_same_calls(tmp_path: Path) -> None:
    first, second = (ForgeAdapter().run(task(tmp_path, 400)) for _ in range(2))
    assert first.coverage == second.coverage
    assert [o.exercised for o in first.outcomes] == [o.exercised for o in second.outcomes]


def test_invalid_a_fault_that_does_not_fit_is_unknown_for_all(tmp_path: Path) -> None:
    campaign = ForgeAdapter().run(task(tmp_path, 100, Patch(SETTLEMENT, "no such text", "")))
    assert {outcome.found for outcome in campaign.outcomes} == {Found.UNKNOWN}
    assert "does not apply" in campaign.errors[0]


def test_invalid_missing_bytecode_stops_the_campaign(tmp_path: Path) -> None:
    result = forge(Order("dcm", tmp_path, runs=1, depth=1), tmp_path)
    assert result["status"] == "Failure"


def test_success_an_order_is_environment(tmp_path: Path) -> None:
    made = settings(Order("dcm", tmp_path, 5, 3, 2, 10, 7, tmp_path / "corpus"), tmp_path)
    assert made["LOCKSTEP_IGNORED"] == "3"
    assert (made["FOUNDRY_INVARIANT_RUNS"], made["FOUNDRY_INVARIANT_DEPTH"]) == ("2", "10")
    assert made["FOUNDRY_INVARIANT_CORPUS_DIR"].endswith("corpus")
