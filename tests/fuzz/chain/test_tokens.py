"""Foreign tokens: what is known of a mood in advance is what happens."""

from __future__ import annotations

import pytest

from fuzz.chain.cast import Cast
from fuzz.chain.errors import ChainError
from fuzz.chain.tokens import TokenMood, Tokens
from fuzz.chain.world import World

FUNDS = 10_000


@pytest.fixture
def market() -> tuple[World, Tokens, list[str]]:
    world = World()
    accounts = [actor.address for actor in Cast(world, ["alice", "bob"])]
    return world, Tokens(world, ("usdc", "weird"), accounts, funds=FUNDS), accounts


def test_success_everybody_starts_with_every_token(market: tuple[World, Tokens, list[str]]) -> None:
    world, tokens, accounts = market
    assert (len(tokens), "usdc" in tokens, "gold" in tokens) == (2, True, False)
    for token in tokens:
        assert tokens.at(token.address) is token
        assert [world.read(token.contract, "balanceOf", account) for account in accounts] == [FUNDS, FUNDS]
    assert tokens.at(accounts[0]) is None


@pytest.mark.parametrize("mood", TokenMood, ids=lambda mood: mood.name)
@pytest.mark.parametrize("listed", [False, True], ids=["unlisted", "listed"])
def test_success_what_arrives_is_foretold(
    market: tuple[World, Tokens, list[str]], mood: TokenMood, listed: bool
) -> None:
    world, tokens, (alice, bob) = market
    token = tokens["usdc"]
    tokens.set_listed("usdc", bob, listed)
    tokens.set_mood("usdc", mood)
    foretold = token.arriving(alice, bob, 150)
    receipt = world.send(token.contract, "transfer", bob, 150, sender=alice)
    got = world.read(token.contract, "balanceOf", bob) - FUNDS
    assert got == (foretold or 0)
    assert receipt.success or foretold is None
    assert (mood is TokenMood.BLACKLIST and listed) <= (foretold is None)


def test_success_moods_go_back_with_the_world(market: tuple[World, Tokens, list[str]]) -> None:
    world, tokens, (alice, bob) = market
    start = world.snapshot()
    tokens.set_mood("usdc", TokenMood.REVERT)
    tokens.set_mood("weird", TokenMood.BLACKLIST)
    tokens.set_listed("weird", bob, True)
    assert [token.arriving(alice, bob, 1) for token in tokens] == [None, None]
    world.restore(start)
    assert [token.mood for token in tokens] == [TokenMood.PLAIN] * 2
    assert [token.arriving(alice, bob, 1) for token in tokens] == [1, 1]


def test_success_a_re_entering_token_calls_back(market: tuple[World, Tokens, list[str]]) -> None:
    world, tokens, (alice, bob) = market
    token = tokens["usdc"]
    tokens.set_mood("usdc", TokenMood.REENTER)
    tokens.set_call_back("usdc", token.address, token.contract.encode("mint", bob, 5))
    assert world.send(token.contract, "transfer", bob, 1, sender=alice).success
    assert world.read(token.contract, "balanceOf", bob) == FUNDS + 6


def test_invalid_token_that_is_not_cast(market: tuple[World, Tokens, list[str]]) -> None:
    with pytest.raises(ChainError, match="token gold is not cast"):
        market[1].set_mood("gold", TokenMood.FEE)
