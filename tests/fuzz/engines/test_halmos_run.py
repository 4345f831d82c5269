"""Halmos itself: on checks that must pass and must not, and on the protocol's checks with faults in the contracts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fuzz.build import Settings, compile_sources
from fuzz.engines.adapter import Found
from fuzz.engines.halmos.adapter import LOOP, explored
from fuzz.engines.halmos.artifacts import OUTPUTS, checked_properties, checks_of, compile_checks, write_build
from properties.protocols import load
from tests.compute.forge_survey import EVERY as COMPUTE_FAULTS
from tests.dcm.faults import FAULTS as DCM_FAULTS
from tests.fuzz.engines.hunting import refute

UNIT = "properties/solidity/symbolic/Examples.sol"
EXAMPLES = """// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract Examples {
    /// @custom:bound any two numbers
    function check_ABC_ARI_01_addition_commutes(uint64 a, uint64 b) external pure {
        assert(uint256(a) + b == uint256(b) + a);
    }

    /// @custom:bound any number
    function check_ABC_ARI_02_halves_are_smaller(uint256 a) external pure {
        assert(a / 2 < a);
    }

    /// @custom:bound nothing at all
    function check_ABC_ARI_03_impossible(uint256 a) external pure {
        require(a < 5 && a > 7);
        assert(a == 6);
    }

    /// @custom:bound any number of rounds
    function check_ABC_ARI_04_rounds(uint256 rounds) external pure {
        uint256 done;
        while (done < rounds) ++done;
        assert(done == rounds);
    }
}
"""


def test_success_passes_refutes_and_knows_what_it_does_not_know(tmp_path: Path) -> None:
    artifacts = compile_sources([Path(UNIT)], settings=Settings(outputs=OUTPUTS), overlay={UNIT: EXAMPLES})
    write_build(artifacts, tmp_path)
    found, error = explored(checks_of(artifacts), tmp_path, tmp_path, width=0, loop=LOOP // 16)
    by_id = {one.check.property: one for one in found}
    assert error == ""
    assert by_id["ABC-ARI-01"].found is Found.BOUNDED
    assert by_id["ABC-ARI-02"].found is Found.FAILED and "a = 0" in by_id["ABC-ARI-02"].values
    assert by_id["ABC-ARI-03"].found is Found.UNKNOWN and "vacuous" in by_id["ABC-ARI-03"].why
    assert by_id["ABC-ARI-04"].found is Found.UNKNOWN and "loop" in by_id["ABC-ARI-04"].why


@pytest.mark.parametrize("name", ["dcm", "compute"])
def test_success_every_check_speaks_of_the_catalogue_and_states_its_bound(name: str) -> None:
    protocol = load(name)
    checks = checks_of(compile_checks(name))
    assert {check.property for check in checks} == checked_properties(name)
    assert [check for check in checks if check.property not in protocol.catalogue or not check.bound] == []


@pytest.mark.parametrize("name", ["dcm", "compute"])
def test_success_sources_and_artifacts_name_the_same_checks(name: str) -> None:
    folder = Path("properties/solidity/symbolic") / name
    named = {name for file in folder.glob("*.sol") for name in re.findall(r"function (check_\w+)\(", file.read_text())}
    assert named == {check.name for check in checks_of(compile_checks(name))}


@pytest.mark.parametrize(
    ("name", "fault", "property_id"),
    [
        ("dcm", "anybody cancels", "DCM-ACC-02"),
        ("dcm", "payees swapped at reclaim", "DCM-CON-05"),
        ("dcm", "siblings on the wrong side", "DCM-ARI-01"),
        ("dcm", "cooldown ends a second late", "DCM-PRI-03"),
        ("compute", "the host cancels", "SES-ACC-01"),
        ("compute", "earnings withdrawn twice", "SES-CON-04"),
        ("compute", "stake leaves while sessions are open", "SES-TIM-04"),
        ("compute", "the default a second early", "JOB-TIM-01"),
    ],
)
def test_success_a_planted_fault_is_refuted(name: str, fault: str, property_id: str, tmp_path: Path) -> None:
    faults = {"dcm": DCM_FAULTS, "compute": COMPUTE_FAULTS}[name]
    planted = next(one for one in faults if one.name == fault)
    campaign = refute(name, planted, property_id, tmp_path)
    assert campaign.errors == () and campaign.failed() == {property_id}
