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
from properties.dcm.bytecode import LIBRARIES, LIBRARIES_AT
from properties.protocols import load
from tests.properties.solidity.watched import DCM, EVERY, Watched

HANDLER = re.compile(r"function ([a-z_]+)\([^)]*\)\s+public")
each = pytest.mark.parametrize("watched", EVERY, ids=[watched.name for watched in EVERY])


def selectors(unit: str, contract: str) -> dict[str, str]:
    return compile_sources([SOLIDITY / unit])[contract].method_identifiers


@each
def test_success_every_property_is_watched_or_excused(watched: Watched) -> None:
    assert mismatches(watched.twins, watched.ids, watched.text("Properties.sol")) == []


@each
def test_success_echidna_asks_for_every_property(watched: Watched) -> None:
    asked = re.findall(r"function echidna_(\w+)\(\)", watched.text("embedded/EchidnaAdapter.sol"))
    assert {name.replace("_", "-") for name in asked} == set(watched.twins.ids(load(watched.name).catalogue))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t, ids, s: (t, [*ids, "DCM-NEW-01"], s), "DCM-NEW-01 has no function property_DCM_NEW_01"),
        (lambda t, ids, s: (t, ids[1:], s), f"the bit of {DCM.ids[0]} has no entry in the catalogue"),
        (lambda t, ids, s: (t, ids, s + "function property_DCM_X_09()"), "property_DCM_X_09 has no entry"),
        (lambda t, ids, s: (replace(t, unseen={}), ids, s), "DCM-PRI-04 has no bit"),
        (
            lambda t, ids, s: (replace(t, unseen={**t.unseen, ids[0]: "why"}), ids, s),
            f"{DCM.ids[0]} is excused and has",
        ),
        (lambda t, ids, s: (replace(t, unseen={**t.unseen, "DCM-X-01": "why"}), ids, s), "DCM-X-01 is excused and"),
    ],
)
def test_invalid_a_difference_is_named(change, said: str) -> None:
    twins, ids, sources = change(DCM.twins, DCM.ids, DCM.text("Properties.sol"))
    assert any(said in sentence for sentence in mismatches(twins, ids, sources))


def test_success_a_protocol_without_property_contracts_has_none() -> None:
    assert isinstance(twins_of("dcm"), Twins)
    assert twins_of("nothing_of_that_name") is None


@each
def test_success_bits_are_distinct_and_fit_a_word(watched: Watched) -> None:
    assert sorted(watched.twins.bits.values()) == list(range(len(watched.twins.bits)))
    by_bit = {bit: id for id, bit in watched.twins.bits.items()}
    assert watched.twins.broken(0b101) == (by_bit[0], by_bit[2])


@each
def test_success_each_action_has_a_clamped_and_an_unclamped_handler(watched: Watched) -> None:
    actions = {action.name for action in load(watched.name).actions}
    clamped = set(HANDLER.findall(watched.text(*watched.clamped)))
    unclamped = {name.removeprefix("any_") for name in HANDLER.findall(watched.text(*watched.unclamped))}
    assert unclamped == actions == watched.readers
    assert clamped >= actions - watched.without


@each
def test_success_forge_calls_every_handler(watched: Watched) -> None:
    handlers = set(HANDLER.findall(watched.text(*watched.clamped, *watched.unclamped)))
    assert set(re.findall(r"this\.(\w+)\.selector", watched.text("forge/ForgeInvariants.t.sol"))) == handlers


@each
def test_success_signatures_are_those_of_the_contracts(watched: Watched) -> None:
    contracts = compile_sources(list(load(watched.name).binding.sources))
    for seen, contract in watched.seen:
        known = contracts[contract].method_identifiers
        for signature, selector in selectors(f"{watched.name}/Market.sol", seen).items():
            assert known.get(signature) == selector, signature


def test_success_addresses_and_keys_are_those_of_the_project() -> None:
    hosts = (SOLIDITY / "fhevm/Hosts.sol").read_text().lower()
    for address in (ACL, EXECUTOR, INPUT_VERIFIER, HCU_LIMIT, INPUT_VERIFICATION):
        assert address in hosts
    assert f"gateway_chain_id = {GATEWAY_CHAIN_ID};" in hosts
    setup = DCM.text("Setup.sol")
    assert f"LIBRARIES_AT = 0x{LIBRARIES_AT:x};" in setup
    assert re.findall(r'"(\w+)"', re.search(r"libraries = \[(.*)\]", setup)[1]) == list(LIBRARIES)
    assert contracts_libraries() == list(LIBRARIES)


def contracts_libraries() -> list[str]:
    return compile_sources(list(load("dcm").binding.sources))["JobManager"].libraries


@each
def test_success_actors_are_the_cast_in_order(watched: Watched) -> None:
    cast, actors = load(watched.name).binding.cast, watched.text("Actors.sol")
    assert tuple(re.findall(r'_castAccount\("(\w+)"\)', actors)) == cast.accounts
    assert tuple(re.findall(r'_castPuppet\("(\w+)"\)', actors)) == cast.puppets
    assert tuple(re.findall(r'_castToken\("(\w+)"\)', actors)) == cast.tokens
    numbers = re.findall(r"uint256 internal constant (\w+) = (\d+);", actors)
    numbered = [name.lower() for name, number in numbers if int(number) < 90]
    everyone = [*cast.accounts, *cast.puppets]
    assert numbered[: len(everyone)] == everyone


@each
def test_success_no_file_needs_a_package(watched: Watched) -> None:
    for file in (*SOLIDITY.glob("*.sol"), *SOLIDITY.glob("cast/*.sol"), *(SOLIDITY / watched.name).rglob("*.sol")):
        assert all(path.startswith(".") for path in imports_of(file.read_text())), file.name
