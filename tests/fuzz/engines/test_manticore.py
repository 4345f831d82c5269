"""Guided sequences as Manticore gets them, and what its answers mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fuzz.build import PROJECT_ROOT
from fuzz.engines.adapter import Found
from fuzz.engines.manticore import adapter
from fuzz.engines.manticore.adapter import ManticoreAdapter, Said, outcome, said_in
from fuzz.engines.manticore.deployed import constants, deployed
from fuzz.engines.manticore.sequences import (
    Guided,
    UnfitSequence,
    guided_properties,
    planted_in,
    sequences_of,
    width_of,
)
from properties.protocols import load

GUIDED = Guided("GuidedPayment", "ABC-CON-01", "a payment of any size", b"", (), "00000000")
LACKING = {0x5C, 0x5D, 0x5E, 0x5F}
"""TLOAD, TSTORE, MCOPY and PUSH0."""
each = pytest.mark.parametrize("name", ["dcm", "compute"])
STORES_AND_RETURNS = bytes.fromhex("602a600755" + "600160116000396001" + "6000f3") + b"\x5b"
"""A constructor that writes 42 into slot 7 and leaves one byte of code."""


def said(verdict: str, **more: object) -> Said:
    values = {"states": 3, "why": "", "values": (), "seconds": 1.0} | more
    return Said(GUIDED, verdict, **values)  # type: ignore[arg-type]  # a table of fields


@each
def test_success_sequences_are_of_the_catalogue_at_most_three_steps_and_bounded(name: str) -> None:
    protocol = load(name)
    sequences = sequences_of(name)
    assert {one.property for one in sequences} == guided_properties(name)
    assert all(one.property in protocol.catalogue and one.bound and 1 <= len(one.steps) <= 3 for one in sequences)


@each
def test_success_two_faults_are_planted_one_behind_a_sequence_and_both_fit(name: str) -> None:
    planted = planted_in(name)
    assert sorted(fault.deep for fault in planted) == [False, True]
    for fault in planted:
        assert fault.property in guided_properties(name)
        assert (PROJECT_ROOT / fault.file).read_text().count(fault.find) == 1


@each
def test_success_no_sequence_holds_an_instruction_that_manticore_lacks(name: str) -> None:
    for guided in sequences_of(name):
        _, accounts = deployed(guided.code)
        for account in accounts:
            assert instructions(bytes.fromhex(account["code"])).isdisjoint(LACKING)


def instructions(code: bytes) -> set[int]:
    """Opcodes up to the metadata, data of pushes skipped."""
    found: set[int] = set()
    end, at = len(code) - 2 - int.from_bytes(code[-2:], "big"), 0
    while at < end:
        if code[at] == 0xFE:  # what follows is never run
            break
        found.add(code[at])
        at += 1 + (code[at] - 0x5F if 0x60 <= code[at] <= 0x7F else 0)
    return found


def test_success_a_deployed_contract_is_read_off_with_its_storage() -> None:
    address, accounts = deployed(STORES_AND_RETURNS)
    (account,) = accounts
    assert account["address"].lower() == address.lower()
    assert (account["code"], account["storage"]) == ("5b", {"0x7": "0x2a"})


def test_success_constants_of_code_are_found_wherever_they_begin() -> None:
    assert (7 << 200) in constants(b"\x01\x7f" + (7 << 200).to_bytes(32, "big") + b"\x00")


def test_success_a_held_sequence_is_bounded_and_says_its_fork() -> None:
    found = outcome("ABC-CON-01", [said("held")])
    assert found.found is Found.BOUNDED and "any size" in found.bound and "paris" in found.bound


def test_success_a_violated_sequence_shows_its_values() -> None:
    found = outcome("ABC-CON-01", [said("held"), said("violated", values=("step1_pay(7)",))])
    assert found.found is Found.FAILED and "step1_pay(7)" in found.detail


@pytest.mark.parametrize("why", ["2 states were given up", "SolverError: timeout"])
def test_invalid_any_doubt_makes_the_property_unknown(why: str) -> None:
    found = outcome("ABC-CON-01", [said("held"), said("unknown", why=why)])
    assert found.found is Found.UNKNOWN and why in found.detail


def test_invalid_a_process_without_an_answer_is_unknown(tmp_path: Path) -> None:
    assert said_in(GUIDED, tmp_path / "none.json", 137).verdict == "unknown"
    (tmp_path / "answer.json").write_text(json.dumps({"verdict": "held", "states": 2, "seconds": 3.5}))
    assert said_in(GUIDED, tmp_path / "answer.json", 0).states == 2


def test_invalid_without_its_environment_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(adapter, "ENVIRONMENT", tmp_path)
    tool = ManticoreAdapter().available()
    assert not tool.installed and "make manticore" in str(tool.reason)


def test_invalid_arguments_of_other_types_are_refused() -> None:
    with pytest.raises(UnfitSequence):
        width_of("GuidedPayment", "bytes32")
