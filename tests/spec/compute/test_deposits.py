"""Money that waits: funded ahead, owed after a refusal, accrued for the treasury, earned by hosts."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.errors import (
    InsufficientBalance,
    MarketplacePaused,
    NotAuthorized,
    TokenNotAccepted,
    ZeroAmount,
)
from spec.core import Transfer
from spec.payments import InvalidRecipient, NothingToWithdraw, WithdrawalFailed
from spec.token_payments import NothingToWithdrawToken, TokenPullFailed, TokenWithdrawalFailed
from tests.spec.compute.scene import HOST, OTHER, OWNER, RIVAL, STRANGER, TREASURY, USDC, USER, ZERO, Scene, named

PRICE = 10**13


@pytest.fixture
def scene() -> Scene:
    """A session in coin and one in the token, both over: the host has earned, fees have accrued."""
    scene = Scene()
    scene.open(price=PRICE)
    scene.open_with_token()
    scene.now += 60
    scene.prove(1, 1000)
    scene.prove(2, 1000)
    scene.now += 30
    scene.must(HOST, "complete_session_job", 1)
    scene.must(HOST, "complete_session_job", 2)
    return scene


# ---------------------------------------------------------------- funded ahead


def test_success_deposits_come_back_in_parts(scene: Scene) -> None:
    assert scene.must(USER, "deposit_native", value=10).events[0].values == (USER, ZERO, 10)
    scene.fee = 2
    assert scene.must(USER, "deposit_token", USDC, 12).events[0].values == (USER, USDC, 10)
    assert (scene.view("user_deposits", USER, USDC), scene.view("total_user_deposits", ZERO)) == (10, 10)
    assert named(scene.must(USER, "withdraw_native", 4)) == ["PaymentPushed", "WithdrawalProcessed"]
    scene.stuck, scene.refusing = True, {USER}
    assert named(scene.must(USER, "withdraw_token", USDC, 10)) == ["TokenPaymentCredited", "WithdrawalProcessed"]
    assert named(scene.must(USER, "withdraw_native", 6)) == ["PaymentCredited", "WithdrawalProcessed"]
    assert (scene.view("token_credits", USDC, USER), scene.view("credits", USER), scene.held()) == (10, 6, (0, 0, 0))


def test_success_withdrawal_while_paused_and_delisted(scene: Scene) -> None:
    scene.must(USER, "deposit_token", USDC, 5)
    scene.must(OWNER, "remove_accepted_token", USDC)
    scene.must(OWNER, "pause")
    scene.must(USER, "withdraw_token", USDC, 5)


def test_invalid_deposits(scene: Scene) -> None:
    scene.refuses(ZeroAmount).call(USER, "deposit_native")
    scene.refuses(TokenNotAccepted, ZERO).call(USER, "deposit_token", ZERO, 0)
    scene.refuses(ZeroAmount).call(USER, "deposit_token", USDC, 0)
    scene.fee = 5
    scene.refuses(ZeroAmount).call(USER, "deposit_token", USDC, 5)
    scene.stuck = True
    scene.refuses(TokenPullFailed, USDC).call(USER, "deposit_token", USDC, 5)
    scene.must(OWNER, "pause")
    scene.refuses(MarketplacePaused).call(USER, "deposit_native")
    scene.refuses(MarketplacePaused).call(USER, "deposit_token", ZERO, 0)


def test_invalid_withdrawals(scene: Scene) -> None:
    scene.refuses(ZeroAmount).call(USER, "withdraw_native", 0)
    scene.refuses(InsufficientBalance).call(USER, "withdraw_native", 1)
    scene.refuses(TokenNotAccepted, ZERO).call(USER, "withdraw_token", ZERO, 0)
    scene.refuses(ZeroAmount).call(USER, "withdraw_token", USDC, 0)
    scene.refuses(InsufficientBalance).call(USER, "withdraw_token", USDC, 1)


# ---------------------------------------------------------------- credits


def test_success_credits_are_withdrawn(scene: Scene) -> None:
    scene.stuck, scene.refusing = True, {USER}
    scene.must(USER, "deposit_native", value=6)
    scene.must(USER, "withdraw_native", 6)
    scene.refuses(WithdrawalFailed, USER, 6).call(USER, "withdraw")
    assert scene.must(USER, "withdraw_to", OTHER).transfers == (Transfer(OTHER, 6),)
    scene.refuses(NothingToWithdraw, USER).call(USER, "withdraw")
    scene.refuses(InvalidRecipient).call(USER, "withdraw_to", ZERO)


def test_invalid_withdrawals_of_token_credits(scene: Scene) -> None:
    scene.must(USER, "deposit_token", USDC, 5)
    scene.stuck = True
    scene.must(USER, "withdraw_token", USDC, 5)
    scene.refuses(InvalidRecipient).call(OTHER, "withdraw_token_credit_to", USDC, ZERO)
    scene.refuses(NothingToWithdrawToken, USDC, OTHER).call(OTHER, "withdraw_token_credit", USDC)
    scene.refuses(TokenWithdrawalFailed, USDC, USER, 5).call(USER, "withdraw_token_credit", USDC)
    scene.stuck = False
    assert named(scene.must(USER, "withdraw_token_credit", USDC)) == ["TokenCreditWithdrawn"]
    assert scene.held() == (0, 0, 0)


# ---------------------------------------------------------------- treasury


def test_success_treasury_takes_the_fees(scene: Scene) -> None:
    fees = 10**12, 200
    outcome = scene.must(TREASURY, "withdraw_all_treasury_fees", (USDC, ZERO, USDC, OTHER))
    assert named(outcome) == ["PaymentPushed", "TreasuryWithdrawn", "TokenPaymentPushed", "TreasuryWithdrawn"]
    assert [event.values[-1] for event in outcome.events] == [fees[0], fees[0], fees[1], fees[1]]
    assert (named(scene.must(TREASURY, "withdraw_all_treasury_fees", ())), scene.held()) == ([], (0, 0, 0))


def test_success_treasury_takes_one_asset(scene: Scene) -> None:
    assert named(scene.must(TREASURY, "withdraw_treasury_native")) == ["PaymentPushed", "TreasuryWithdrawn"]
    outcome = scene.must(TREASURY, "withdraw_treasury_tokens", USDC)
    assert named(outcome) == ["TokenPaymentPushed", "TreasuryWithdrawn"]
    scene.refuses(ZeroAmount).call(TREASURY, "withdraw_treasury_native")
    scene.refuses(ZeroAmount).call(TREASURY, "withdraw_treasury_tokens", USDC)


def test_invalid_calls_of_the_treasury(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(OWNER, "withdraw_treasury_native")
    scene.refuses(NotAuthorized).call(OWNER, "withdraw_treasury_tokens", ZERO)
    scene.refuses(NotAuthorized).call(OWNER, "withdraw_all_treasury_fees", ())
    scene.refuses(TokenNotAccepted, ZERO).call(TREASURY, "withdraw_treasury_tokens", ZERO)


# ---------------------------------------------------------------- earnings


def test_success_earnings_in_coin(scene: Scene) -> None:
    earned = 9 * 10**12
    assert (scene.view("get_earnings", HOST, ZERO), scene.view("total_earnings", ZERO)) == (earned, earned)
    outcome = scene.must(HOST, "withdraw_amount", 1, ZERO)
    assert (outcome.events[0].values, outcome.transfers) == ((HOST, ZERO, HOST, 1), (Transfer(HOST, 1),))
    scene.must(HOST, "withdraw_earnings_to", OTHER)
    assert (scene.view("get_earnings", HOST, ZERO), scene.state.earnings_held[ZERO]) == (0, 0)


def test_success_earnings_in_a_token(scene: Scene) -> None:
    assert scene.must(HOST, "withdraw_amount", 1, USDC).events[0].values == (HOST, USDC, HOST, 1)
    assert scene.must(HOST, "withdraw_token_earnings", USDC).events[0].values == (HOST, USDC, HOST, 1799)
    assert scene.state.earnings_held[USDC] == 0
    scene.must(HOST, "withdraw_token_earnings_to", ZERO, OTHER)
    scene.refuses(NothingToWithdraw, HOST).call(HOST, "withdraw_earnings")


WITHDRAWALS: list[tuple[str, tuple[Any, ...], Any, tuple[Any, ...]]] = [
    ("withdraw_earnings", (), NothingToWithdraw, (RIVAL,)),
    ("withdraw_earnings_to", (ZERO,), InvalidRecipient, ()),
    ("withdraw_earnings_to", (OTHER,), NothingToWithdraw, (RIVAL,)),
    ("withdraw_token_earnings", (USDC,), NothingToWithdrawToken, (USDC, RIVAL)),
    ("withdraw_token_earnings", (ZERO,), NothingToWithdraw, (RIVAL,)),
    ("withdraw_token_earnings_to", (USDC, ZERO), InvalidRecipient, ()),
    ("withdraw_token_earnings_to", (USDC, OTHER), NothingToWithdrawToken, (USDC, RIVAL)),
    ("withdraw_token_earnings_to", (ZERO, OTHER), NothingToWithdraw, (RIVAL,)),
    ("withdraw_amount", (0, USDC), ZeroAmount, ()),
    ("withdraw_amount", (1, USDC), InsufficientBalance, ()),
]


@pytest.mark.parametrize(("action", "arguments", "error", "values"), WITHDRAWALS)
def test_invalid_withdrawals_of_earnings(
    scene: Scene, action: str, arguments: tuple[Any, ...], error: Any, values: tuple[Any, ...]
) -> None:
    scene.refuses(error, *values).call(RIVAL, action, *arguments)


def test_invalid_withdrawals_that_nobody_takes(scene: Scene) -> None:
    earned = 9 * 10**12
    scene.stuck, scene.refusing = True, {HOST, STRANGER}
    scene.refuses(WithdrawalFailed, HOST, earned).call(HOST, "withdraw_earnings")
    scene.refuses(WithdrawalFailed, STRANGER, earned).call(HOST, "withdraw_earnings_to", STRANGER)
    scene.refuses(WithdrawalFailed, HOST, 5).call(HOST, "withdraw_amount", 5, ZERO)
    scene.refuses(TokenWithdrawalFailed, USDC, HOST, 1800).call(HOST, "withdraw_token_earnings", USDC)
    scene.refuses(TokenWithdrawalFailed, USDC, OTHER, 1800).call(HOST, "withdraw_token_earnings_to", USDC, OTHER)
    scene.refuses(TokenWithdrawalFailed, USDC, HOST, 5).call(HOST, "withdraw_amount", 5, USDC)
