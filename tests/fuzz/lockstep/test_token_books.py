"""What accounts should hold of foreign tokens, beside what they hold: agreement, and each way to disagree."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from fuzz.chain.cast import Cast
from fuzz.chain.tokens import Tokens
from fuzz.chain.world import World
from fuzz.lockstep.token_books import TokenBooks
from properties.binding import Call, Divergence
from spec.core import Movement

CALL = Call("alice", "pay")
STRANGER = "0x" + "ee" * 20


class Scene:
    """Two accounts, of which one counts as the contract `Till`, and one token."""

    def __init__(self) -> None:
        self.world = World()
        self.cast = Cast(self.world, ["alice", "till"])
        self.alice, self.till = (actor.address for actor in self.cast)
        self.tokens = Tokens(self.world, ("usdc",), (self.alice, self.till), funds=100)
        self.token = self.tokens["usdc"]
        self.held = {("Till", "usdc"): 100}
        session: Any = SimpleNamespace(
            world=self.world,
            actors={self.alice: self.cast["alice"]},
            addresses={self.till: "Till"},
            tokens=self.tokens,
            contracts={"Till": SimpleNamespace(address=self.till)},
            binding=SimpleNamespace(held_tokens=lambda _: self.held),
            views=SimpleNamespace(answers=self.answers),
            name_of=lambda address: {self.alice: "alice", self.till: "Till"}.get(address, "usdc"),
        )
        self.books = TokenBooks(session)
        self.books.reset()

    def answers(self, calldata: bytes) -> Iterator[bytes]:
        """What the lens would answer: for each call a flag and a length in four bytes, and what it returned."""
        while calldata:
            end = 22 + int.from_bytes(calldata[20:22], "big")
            returned = self.world.call("0x" + calldata[:20].hex(), calldata[22:end])
            yield b"\x01" + len(returned).to_bytes(3, "big") + returned
            calldata = calldata[end:]

    def pay(self, payer: str, payee: str, amount: int) -> None:
        self.world.send(self.token.contract, "transfer", payee, amount, sender=payer)

    def says(self) -> list[str]:
        return [found.sentence() for found in self.books.compare(CALL) if isinstance(found, Divergence)]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_success_both_sides_agree(scene: Scene) -> None:
    scene.pay(scene.alice, scene.till, 7)
    scene.books.settle([Movement(scene.token.address, scene.alice, scene.till, 7, 7)])
    scene.held["Till", "usdc"] = 107
    assert scene.says() == []


def test_success_an_account_that_was_paid_is_known_from_then_on(scene: Scene) -> None:
    scene.pay(scene.alice, STRANGER, 7)
    scene.books.settle([Movement(scene.token.address, scene.alice, STRANGER, 7, 7)])
    assert (scene.says(), scene.books.expected[scene.token.address, STRANGER]) == ([], 7)
    scene.pay(scene.alice, STRANGER, 1)
    assert scene.says()[1] == "pay: balance of usdc in usdc differ: specification says 7 usdc, chain says 8 usdc"


def test_success_tokens_that_are_not_cast_are_left_out(scene: Scene) -> None:
    scene.books.settle([Movement(STRANGER, scene.alice, scene.till, 7, 7)])
    assert scene.says() == []


def test_invalid_balance(scene: Scene) -> None:
    scene.books.settle([Movement(scene.token.address, scene.alice, scene.till, 7, 6)])
    assert scene.says() == [
        "pay: balance of alice in usdc differ: specification says 93 usdc, chain says 100 usdc",
        "pay: balance of Till in usdc differ: specification says 106 usdc, chain says 100 usdc",
    ]


def test_invalid_books_of_a_contract(scene: Scene) -> None:
    scene.held["Till", "usdc"] = 99
    expected = "pay: balance of Till by its own books in usdc differ: specification says 99 usdc, chain says 100 usdc"
    assert scene.says() == [expected]
