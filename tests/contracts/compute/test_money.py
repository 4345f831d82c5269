"""Deposits made ahead, host earnings, the treasury, and the owner's parameters."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.chain.cast import Mood
from tests.contracts.compute.exchange import COIN, DEPOSIT, Exchange, Refusal, artifacts, text

AMOUNT_MAX = 2**96 - 1


def earned(x: Exchange) -> None:
    """Let the host earn 900,000 wei and 600 tokens, and the treasury 100,000 and 66."""
    for job, tokens in ((x.open(), 1_000), (x.open_with_token(), 333)):
        x.prove(job, tokens)
        x.world.advance(30)
        x.do(x.market, "completeSessionJob", job, by=x.host)


def test_success_deposits_come_back_also_during_a_pause(x: Exchange) -> None:
    token = x.token.address
    receipt = x.do(x.market, "depositNative", by=x.depositor, value=10)
    assert x.event(receipt, "DepositReceived") == {"user": x.depositor, "asset": COIN, "amount": 10}
    x.do(x.market, "depositToken", token, 20, by=x.depositor)
    x.do(x.market, "pause", by=x.owner)
    x.do(x.market, "removeAcceptedToken", token, by=x.owner)
    receipt = x.do(x.market, "withdrawNative", 10, by=x.depositor)
    assert x.events(receipt) == ["PaymentPushed", "WithdrawalProcessed"]
    receipt = x.do(x.market, "withdrawToken", token, 19, by=x.depositor)
    assert x.events(receipt) == ["Transfer", "TokenPaymentPushed", "WithdrawalProcessed"]
    assert x.read(x.market, "userDeposits", x.depositor, token) == 1
    assert x.read(x.market, "totalUserDeposits", token) == 1
    assert x.world.balance(x.market.address) == 0


def test_invalid_withdrawal_with_too_little_gas_says_so(x: Exchange) -> None:
    token = x.token.address
    x.do(x.market, "depositToken", token, 20, by=x.depositor)
    call = x.market.encode("withdrawToken", token, 20)
    receipt = x.world.transact(x.depositor, x.market.address, call, gas=150_000)
    assert x.refusal(receipt) == ("InsufficientGasForPayment", ())
    receipt = x.world.transact(x.depositor, x.market.address, call, gas=250_000)
    assert "TokenPaymentPushed" in x.events(receipt)


def test_invalid_deposits_and_withdrawals(x: Exchange) -> None:
    token = x.token.address

    def refused(*call: Any, value: int = 0) -> Refusal:
        return x.refused(x.market, *call, by=x.depositor, value=value)

    assert refused("depositNative") == ("ZeroAmount", ())
    assert refused("depositToken", COIN, 0) == ("TokenNotAccepted", (COIN,))
    assert refused("depositToken", token, 0) == ("ZeroAmount", ())
    assert refused("withdrawNative", 0) == ("ZeroAmount", ())
    assert refused("withdrawNative", 1) == text("Insufficient balance")
    assert refused("withdrawToken", COIN, 0) == ("TokenNotAccepted", (COIN,))
    assert refused("withdrawToken", token, 0) == ("ZeroAmount", ())
    assert refused("withdrawToken", token, 1) == text("Insufficient balance")
    x.do(x.market, "pause", by=x.owner)
    assert refused("depositNative") == text("Paused")
    assert refused("depositToken", COIN, 0) == text("Paused")


def test_success_hosts_withdraw_all_or_a_part_here_or_there(x: Exchange) -> None:
    earned(x)
    token = x.token.address
    receipt = x.do(x.earnings, "withdrawAmount", 100_000, COIN, by=x.host)
    assert x.event(receipt, "EarningsWithdrawn") == {"host": x.host, "token": COIN, "to": x.host, "amount": 100_000}
    x.do(x.earnings, "withdrawTo", x.outsider, by=x.host)
    x.do(x.earnings, "withdrawAmount", 100, token, by=x.host)
    x.do(x.earnings, "withdrawTokenTo", token, x.outsider, by=x.host)
    assert x.read(x.token, "balanceOf", x.outsider) == 500
    assert [x.read(x.earnings, "totalEarnings", asset) for asset in (COIN, token)] == [0, 0]
    assert x.world.balance(x.earnings.address) == x.read(x.token, "balanceOf", x.earnings.address) == 0


def test_success_address_zero_is_the_coin_in_every_withdrawal_of_earnings(x: Exchange) -> None:
    earned(x)
    assert x.refused(x.earnings, "withdrawToken", COIN, by=x.outsider) == ("NothingToWithdraw", (x.outsider,))
    x.do(x.earnings, "withdrawToken", COIN, by=x.host)
    assert x.world.balance(x.earnings.address) == 0


def test_invalid_withdrawals_of_earnings(x: Exchange) -> None:
    earned(x)
    token = x.token.address

    def refused(*call: Any, by: str = "") -> Refusal:
        return x.refused(x.earnings, *call, by=by or x.host)

    assert refused("withdraw", by=x.outsider) == ("NothingToWithdraw", (x.outsider,))
    assert refused("withdrawToken", token, by=x.outsider) == ("NothingToWithdrawToken", (token, x.outsider))
    assert refused("withdrawTo", COIN, by=x.outsider) == ("InvalidRecipient", ())
    assert refused("withdrawTokenTo", token, COIN, by=x.outsider) == ("InvalidRecipient", ())
    assert refused("withdrawAmount", 0, COIN) == ("ZeroAmount", ())
    assert refused("withdrawAmount", 900_001, COIN) == text("Insufficient balance")
    x.cast.set_mood("puppet", Mood.REFUSE)
    assert refused("withdrawTo", x.puppet) == ("WithdrawalFailed", (x.puppet, 900_000))
    assert x.refused(x.earnings, "creditEarnings", x.host, 1, COIN, by=x.owner, value=2) == text("Unauthorized")


def test_success_the_treasury_takes_its_fees_and_no_more(x: Exchange) -> None:
    x.do(x.market, "depositNative", by=x.depositor, value=DEPOSIT)
    earned(x)
    token = x.token.address
    calls: list[tuple[Any, ...]] = [
        ("withdrawTreasuryNative",),
        ("withdrawTreasuryTokens", COIN),
        ("withdrawAllTreasuryFees", []),
    ]
    for call in calls:
        assert x.refused(x.market, *call, by=x.owner) == text("Unauthorized")
    refused = x.refused(x.market, "withdrawTreasuryTokens", COIN, by=x.treasury)
    assert refused == ("TokenNotAccepted", (COIN,))
    x.do(x.market, "withdrawTreasuryNative", by=x.treasury)
    assert x.refused(x.market, "withdrawTreasuryNative", by=x.treasury) == ("ZeroAmount", ())
    x.do(x.market, "withdrawTreasuryTokens", token, by=x.treasury)
    assert x.refused(x.market, "withdrawTreasuryTokens", token, by=x.treasury) == ("ZeroAmount", ())
    assert x.events(x.do(x.market, "withdrawAllTreasuryFees", [token], by=x.treasury)) == []
    assert x.world.balance(x.market.address) == DEPOSIT
    assert x.read(x.token, "balanceOf", x.treasury) == 66


def test_success_a_treasury_that_refuses_is_credited(x: Exchange) -> None:
    earned(x)
    x.do(x.market, "setTreasury", x.puppet, by=x.owner)
    x.cast.set_mood("puppet", Mood.REFUSE)
    receipt = x.as_puppet(x.market, "withdrawAllTreasuryFees", [x.token.address])
    names = ["PaymentCredited", "TreasuryWithdrawn", "Transfer", "TokenPaymentPushed", "TreasuryWithdrawn"]
    assert x.events(receipt) == names
    assert x.read(x.market, "credits", x.puppet) == 100_000


@pytest.mark.parametrize(
    "call",
    [
        ("addAcceptedToken", COIN, 0, 0),
        ("removeAcceptedToken", COIN),
        ("setTokenLimits", COIN, 0, 0),
        ("setDisputeWindow", 0),
        ("setTreasury", COIN),
        ("pause",),
        ("unpause",),
    ],
)
def test_invalid_parameters_by_anybody_but_the_owner(x: Exchange, call: tuple[Any, ...]) -> None:
    assert x.refused(x.market, *call, by=x.host) == ("OwnableUnauthorizedAccount", (x.host,))


def test_invalid_parameters(x: Exchange) -> None:
    token = x.token.address

    def refused(*call: Any) -> Refusal:
        return x.refused(x.market, *call, by=x.owner)

    assert refused("addAcceptedToken", COIN, 0, 0) == ("ZeroAddress", ())
    assert refused("addAcceptedToken", token, 0, 0) == ("TokenAlreadyAccepted", (token,))
    for limits in ((0, 5), (5, 5), (1, AMOUNT_MAX + 1)):
        assert refused("addAcceptedToken", x.fab.address, *limits) == ("InvalidLimits", limits)
        assert refused("setTokenLimits", COIN, *limits) == ("InvalidLimits", limits)
    assert refused("setTokenLimits", x.fab.address, 0, 0) == ("TokenNotAccepted", (x.fab.address,))
    assert refused("removeAcceptedToken", COIN) == ("TokenNotAccepted", (COIN,))
    assert refused("setDisputeWindow", 0) == ("InvalidDuration", (0,))
    assert refused("setDisputeWindow", 7 * 86_400 + 1) == ("InvalidDuration", (7 * 86_400 + 1,))
    assert refused("setTreasury", COIN) == ("ZeroAddress", ())
    assert refused("unpause") == ("ExpectedPause", ())
    x.do(x.market, "pause", by=x.owner)
    assert refused("pause") == ("EnforcedPause", ())
    for part in (x.nodes, x.earnings, x.proofs):
        again = ("MarketplaceAlreadySet", (x.market.address,))
        assert x.refused(part, "setMarketplace", x.owner, by=x.owner) == again
        assert x.refused(part, "setMarketplace", COIN, by=x.owner) == ("ZeroAddress", ())
        assert x.refused(part, "setMarketplace", COIN, by=x.host)[0] == "OwnableUnauthorizedAccount"


def test_success_a_token_that_returns_keeps_what_it_was_called(x: Exchange) -> None:
    job, token = x.open_with_token(), x.token.address
    x.do(x.market, "removeAcceptedToken", token, by=x.owner)
    assert not x.read(x.market, "acceptedTokens", token)
    x.do(x.market, "addAcceptedToken", x.fab.address, 1, 2, by=x.owner)
    x.do(x.market, "addAcceptedToken", token, 3, AMOUNT_MAX, by=x.owner)
    assert x.read(x.market, "getSessionRequirements", token) == (3, AMOUNT_MAX, 100, 31_536_000, 100, 30)
    assert x.session(job)["paymentToken"] == token
    assert x.session(x.open_with_token())["paymentToken"] == token


def test_invalid_credit_of_earnings_that_are_not_sent(x: Exchange) -> None:
    earnings, token = x.world.deploy(artifacts()["HostEarnings"], sender=x.owner), x.token.address
    x.do(earnings, "setMarketplace", x.depositor, by=x.owner)

    def refused(*call: Any, value: int) -> Refusal:
        return x.refused(earnings, "creditEarnings", *call, by=x.depositor, value=value)

    assert refused(x.host, 5, COIN, value=4) == ("ValueMismatch", (4, 5))
    assert refused(x.host, 5, token, value=5) == ("ValueMismatch", (5, 0))


def test_success_a_token_of_which_nothing_arrives_is_not_credited(x: Exchange) -> None:
    earnings, token = x.world.deploy(artifacts()["HostEarnings"], sender=x.owner), x.token.address
    x.do(earnings, "setMarketplace", x.depositor, by=x.owner)
    x.do(x.token, "approve", earnings.address, 2**256 - 1, by=x.depositor)
    receipt = x.do(earnings, "creditEarnings", x.host, 0, token, by=x.depositor)
    assert "EarningsCredited" not in x.events(receipt)
    assert x.read(earnings, "getEarnings", x.host, token) == 0
