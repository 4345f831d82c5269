"""Catalogue and Solidity say the same: properties, actions, actors, addresses and signatures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from fuzz.build import compile_sources
from fuzz.build.host_addresses import ACL, EXECUTOR, HCU_LIMIT, INPUT_VERIFIER
from fuzz.build.sources import imports_of
from fuzz.chain.fhevm.hosts import GATEWAY_CHAIN_ID, INPUT_VERIFICATION
from properties.bytecode import SOLIDITY, Twins, mismatches, twins_of
from properties.dcm.actors import CAST
from properties.dcm.bytecode import LIBRARIES, LIBRARIES_AT, READERS, TWINS
from properties.protocols import load

DCM = load("dcm")
IDS = [prop.id for prop in DCM.catalogue]


def text(*names: str) -> str:
    return "\n".join((SOLIDITY / name).read_text() for name in names)


def selectors(unit: str, contract: str) -> dict[str, str]:
    return compile_sources([SOLIDITY / unit])[contract].method_identifiers


def test_success_every_property_is_watched_or_excused() -> None:
    assert mismatches(TWINS, IDS, text("dcm/Properties.sol")) == []


def test_success_echidna_asks_for_every_property() -> None:
    asked = re.findall(r"function echidna_(\w+)\(\)", text("dcm/embedded/EchidnaAdapter.sol"))
    assert {name.replace("_", "-") for name in asked} == set(TWINS.ids(DCM.catalogue))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t, ids, s: (t, [*ids, "DCM-NEW-01"], s), "DCM-NEW-01 has no function property_DCM_NEW_01"),
        (lambda t, ids, s: (t, ids[1:], s), f"the bit of {IDS[0]} has no entry in the catalogue"),
        (lambda t, ids, s: (t, ids, s + "function property_DCM_X_09()"), "property_DCM_X_09 has no entry"),
        (lambda t, ids, s: (replace(t, unseen={}), ids, s), "DCM-PRI-04 has no bit"),
        (lambda t, ids, s: (replace(t, unseen={**t.unseen, IDS[0]: "why"}), ids, s), f"{IDS[0]} is excused and has"),
        (lambda t, ids, s: (replace(t, unseen={**t.unseen, "DCM-X-01": "why"}), ids, s), "DCM-X-01 is excused and"),
    ],
)
def test_invalid_a_difference_is_named(change, said: str) -> None:
    twins, ids, sources = change(TWINS, IDS, text("dcm/Properties.sol"))
    assert any(said in sentence for sentence in mismatches(twins, ids, sources))


def test_success_a_protocol_without_property_contracts_has_none() -> None:
    assert isinstance(twins_of("dcm"), Twins)
    assert twins_of("nothing_of_that_name") is None


def test_success_bits_are_distinct_and_fit_a_word() -> None:
    assert sorted(TWINS.bits.values()) == list(range(len(TWINS.bits)))
    assert TWINS.broken(0b101) == (IDS[0], "DCM-CON-03")


def test_success_each_action_has_a_clamped_and_an_unclamped_handler() -> None:
    actions = {action.name for action in DCM.actions}
    clamped = set(re.findall(r"function ([a-z_]+)\([^)]*\)\s+public", text("dcm/Handlers.sol")))
    unclamped = set(re.findall(r"function any_([a-z_]+)\([^)]*\)\s+public", text("dcm/UnclampedHandlers.sol")))
    assert unclamped == actions == set(READERS)
    assert clamped >= actions - {"set_job_manager"}, "the scene wires the manager, and nobody can do so again"


def test_success_forge_calls_every_handler() -> None:
    sources = text("dcm/Handlers.sol", "dcm/UnclampedHandlers.sol")
    handlers = set(re.findall(r"function ([a-z_]+)\([^)]*\)\s+public", sources))
    assert set(re.findall(r"this\.(\w+)\.selector", text("dcm/forge/ForgeInvariants.t.sol"))) == handlers


def test_success_signatures_are_those_of_the_contracts() -> None:
    contracts = compile_sources(list(DCM.binding.sources))
    for seen, contract in (("IMarket", "JobManager"), ("IRegistry", "DatasetRegistry")):
        known = contracts[contract].method_identifiers
        for signature, selector in selectors("dcm/Market.sol", seen).items():
            assert known.get(signature) == selector, signature


def test_success_addresses_and_keys_are_those_of_the_project() -> None:
    hosts = text("fhevm/Hosts.sol").lower()
    for address in (ACL, EXECUTOR, INPUT_VERIFIER, HCU_LIMIT, INPUT_VERIFICATION):
        assert address in hosts
    assert f"gateway_chain_id = {GATEWAY_CHAIN_ID};" in hosts
    setup = text("dcm/Setup.sol")
    assert f"LIBRARIES_AT = 0x{LIBRARIES_AT:x};" in setup
    assert re.findall(r'"(\w+)"', re.search(r"libraries = \[(.*)\]", setup)[1]) == list(LIBRARIES)
    assert contracts_libraries() == list(LIBRARIES)


def contracts_libraries() -> list[str]:
    return compile_sources(list(DCM.binding.sources))["JobManager"].libraries


def test_success_actors_are_the_cast_in_order() -> None:
    actors = text("dcm/Actors.sol")
    assert tuple(re.findall(r'_castAccount\("(\w+)"\)', actors)) == CAST.accounts
    assert tuple(re.findall(r'_castPuppet\("(\w+)"\)', actors)) == CAST.puppets


def test_success_no_file_needs_a_package() -> None:
    for file in (*SOLIDITY.glob("*.sol"), *SOLIDITY.glob("cast/*.sol"), *(SOLIDITY / "dcm").rglob("*.sol")):
        assert all(path.startswith(".") for path in imports_of(file.read_text())), file.name
