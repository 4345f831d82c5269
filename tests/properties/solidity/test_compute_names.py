"""What the compute contracts' handlers call by number is what the trace calls by name."""

from __future__ import annotations

import re

from fuzz.chain.cast import FUNDS, Mood
from fuzz.chain.tokens import DECIMALS, FEE_DIVISOR, MOVES, TokenMood
from properties.bytecode import SOLIDITY
from properties.compute import opening
from properties.compute.actors import ACCOUNTS, FAB_FUNDS, FAB_UNIT, PUPPETS
from properties.compute.bytecode import FLAWS, NUMBERED, TWINS
from properties.compute.choices import MODEL_NAMES
from properties.compute.recipes import PROOF_FLAWS
from tests.properties.solidity.watched import COMPUTE

TEXT = COMPUTE.text("Setup.sol", "Actors.sol", "ProofActions.sol", "RegistryHandlers.sol")
FOREIGN = (SOLIDITY / "cast" / "Foreign.sol").read_text()
TROUPE = (SOLIDITY / "cast" / "Troupe.sol").read_text()


def names_in(array: str, text: str) -> list[str]:
    found = re.search(rf"string\[\d+\] memory {array}\s*=\s*\[(.*?)\]", text, re.DOTALL)
    assert found is not None
    return re.findall(r'"(\w+)"', found[1])


def test_success_moods_have_their_numbers() -> None:
    assert names_in("names", FOREIGN) == [mood.name for mood in TokenMood]
    assert names_in("names", COMPUTE.text("Actors.sol")) == [mood.name for mood in Mood]
    assert f"TOKEN_MOODS = {len(TokenMood)};" in FOREIGN and f"MOODS = {len(Mood)};" in TEXT
    constants = {"PLAIN": TokenMood.PLAIN, "FEE": TokenMood.FEE, "SILENT": TokenMood.SILENT}
    constants |= {"BLACKLIST": TokenMood.BLACKLIST, "CALLS_BACK": TokenMood.REENTER}
    for name, mood in constants.items():
        assert f"uint8 internal constant {name} = {int(mood)};" in FOREIGN
    assert {TokenMood.PLAIN, TokenMood.FEE, TokenMood.SILENT, TokenMood.REENTER} == set(MOVES)


def test_success_flaws_of_proofs_have_their_numbers() -> None:
    numbers = re.findall(r"uint8 internal constant (\w+) = (\d+);", COMPUTE.text("ProofActions.sol"))
    assert [int(number) for _, number in numbers] == list(range(len(FLAWS) + 2))
    assert [name for name, _ in numbers][-2:] == ["REPLAYED", "PROOF_FLAWS"]
    assert len(FLAWS) == len(PROOF_FLAWS) + 1


def test_success_everybody_starts_with_the_same() -> None:
    given = {who.lower(): int(amount.replace("_", "")) for who, amount in re.findall(r"_give\((\w+), ([\d_]+)\)", TEXT)}
    assert {name: amount * FAB_UNIT for name, amount in given.items()} == FAB_FUNDS
    assert "FUNDS = 10 ** 24;" in TROUPE and FUNDS == 10**24
    assert f"DECIMALS = {DECIMALS};" in FOREIGN and f"FEE_DIVISOR = {FEE_DIVISOR};" in FOREIGN


def test_success_the_scene_is_the_opening_of_every_run() -> None:
    assert (*ACCOUNTS, *PUPPETS) == NUMBERED
    assert f"MIN_NATIVE_PRICE = {opening.MIN_NATIVE_PRICE:_};" in TEXT and f"FEE_BPS = {opening.FEE_BPS:_};" in TEXT
    limits = re.findall(r"_acceptToken\(OWNER, (STABLE|MOODY), 10 \*\* (\d+), 10 \*\* (\d+)\)", TEXT)
    assert {name.lower(): (10 ** int(a), 10 ** int(b)) for name, a, b in limits} == opening.LIMITS
    prices = re.findall(r'"(\w+) of the start", url, \w+, ([\d_]+), ([\d_]+)', TEXT)
    assert {name: (int(a), int(b)) for name, a, b in prices} == opening.PRICES
    named = re.findall(r'return (?:number == 3 \? )?\("([^"]+)", "([^"]+)"\)(?: : \("([^"]+)", "([^"]+)"\))?;', TEXT)
    pairs = [pair for a, b, c, d in named for pair in ((a, b), (c, d)) if pair[0]]
    assert tuple(pairs) == MODEL_NAMES


def test_success_all_of_the_catalogue_is_watched() -> None:
    assert dict(TWINS.unseen) == {}
