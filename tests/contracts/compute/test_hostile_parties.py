"""Tokens and payees that misbehave: nobody's refusal stops anybody else, and nothing is paid twice."""

from __future__ import annotations

import pytest

from fuzz.chain.cast import Mood
from fuzz.chain.cast import Outcome as PuppetOutcome
from tests.contracts.compute.exchange import COIN, DEPOSIT, STABLE_PRICE, TOKEN_DEPOSIT, Exchange, Moods, artifacts

SUCCEEDED = 3
RETURNS_FALSE = bytes.fromhex("5f5f5260205ff3")
"""A contract that answers every call with a word of zero."""
REFUSING = [Moods.FALSE, Moods.REVERT, Moods.BURN, Moods.BOMB]


def token_session(x: Exchange) -> int:
    job = x.open_with_token()
    x.prove(job, 333)
    x.world.advance(30)
    return job


@pytest.mark.parametrize("mood", REFUSING)
def test_invalid_deposit_of_a_token_that_refuses(x: Exchange, mood: int) -> None:
    x.set_token_mood(mood)
    expected = ("TokenPullFailed", (x.token.address,))
    assert x.refused(x.market, "depositToken", x.token.address, 5, by=x.depositor) == expected
    assert x.read(x.market, "totalUserDeposits", x.token.address) == 0


@pytest.mark.parametrize("mood", REFUSING)
def test_success_a_session_ends_though_its_token_refuses_and_all_is_credited(x: Exchange, mood: int) -> None:
    job, token = token_session(x), x.token.address
    x.set_token_mood(mood)
    receipt = x.do(x.market, "completeSessionJob", job, by=x.host)
    credited = ["TokenPaymentCredited", "TokenPaymentCredited", "SessionJobCompleted"]
    assert [name for name in x.events(receipt) if name != "Approval"] == credited
    assert x.read(x.market, "tokenCredits", token, x.host) == 600
    assert x.read(x.market, "tokenCredits", token, x.depositor) == TOKEN_DEPOSIT - 666
    assert x.read(x.token, "allowance", x.market.address, x.earnings.address) == 0
    failure = ("TokenWithdrawalFailed", (token, x.host, 600))
    if mood != Moods.BURN:
        assert x.refused(x.market, "withdrawTokenCredit", token, by=x.host) == failure
    x.set_token_mood(Moods.PLAIN)
    x.do(x.market, "withdrawTokenCredit", token, by=x.host)
    assert x.refused(x.market, "withdrawTokenCreditTo", token, COIN, by=x.host) == ("InvalidRecipient", ())
    x.do(x.market, "withdrawTokenCreditTo", token, x.outsider, by=x.depositor)
    assert x.read(x.token, "balanceOf", x.outsider) == TOKEN_DEPOSIT - 666
    assert x.read(x.market, "totalTokenCredits", token) == 0
    assert x.read(x.token, "balanceOf", x.market.address) == 66
    nothing = ("NothingToWithdrawToken", (token, x.host))
    assert x.refused(x.market, "withdrawTokenCredit", token, by=x.host) == nothing


def test_success_a_session_ends_though_its_token_refuses_approvals(x: Exchange) -> None:
    job, token = token_session(x), x.token.address
    x.world.install(token, RETURNS_FALSE)
    receipt = x.do(x.market, "completeSessionJob", job, by=x.host)
    assert x.events(receipt) == ["TokenPaymentCredited", "TokenPaymentCredited", "SessionJobCompleted"]
    assert x.read(x.market, "tokenCredits", token, x.host) == 600


def test_success_a_silent_token_is_as_good_as_any(x: Exchange) -> None:
    x.set_token_mood(Moods.SILENT)
    job = token_session(x)
    x.do(x.market, "completeSessionJob", job, by=x.host)
    x.do(x.earnings, "withdrawToken", x.token.address, by=x.host)
    assert x.read(x.token, "balanceOf", x.host) == 600


def test_success_a_token_with_a_fee_is_booked_as_it_arrives(x: Exchange) -> None:
    job = token_session(x)
    x.set_token_mood(Moods.FEE)
    x.do(x.market, "completeSessionJob", job, by=x.host)
    assert x.read(x.earnings, "getEarnings", x.host, x.token.address) == 594
    assert x.read(x.token, "balanceOf", x.earnings.address) == 594


@pytest.mark.parametrize("victim", ["depositor", "host"])
def test_success_a_blacklisted_party_concerns_nobody_else(x: Exchange, victim: str) -> None:
    job, token = token_session(x), x.token.address
    x.do(x.token, "setListed", x.cast[victim].address, True, by=x.owner)
    x.set_token_mood(Moods.BLACKLIST)
    x.do(x.market, "completeSessionJob", job, by=x.outsider if victim == "outsider" else x.host)
    refund_credited = x.read(x.market, "tokenCredits", token, x.depositor) != 0
    assert refund_credited == (victim == "depositor")
    assert x.read(x.earnings, "getEarnings", x.host, token) == 600
    if victim == "host":
        failure = ("TokenWithdrawalFailed", (token, x.host, 600))
        assert x.refused(x.earnings, "withdrawToken", token, by=x.host) == failure
        x.do(x.earnings, "withdrawTokenTo", token, x.outsider, by=x.host)


def test_invalid_calls_back_while_tokens_move(x: Exchange) -> None:
    # As the token, which has deposited something of its own to withdraw.
    token = x.token.address
    job = token_session(x)
    for call in (
        x.market.encode("completeSessionJob", job),
        x.market.encode("withdrawNative", 1),
        x.market.encode("depositToken", token, 1),
        x.market.encode("withdrawTokenCredit", token),
    ):
        x.do(x.token, "setCallBack", x.market.address, call, by=x.owner)
        x.set_token_mood(Moods.REENTER)
        x.do(x.market, "depositToken", token, 10, by=x.depositor)
        assert x.read(x.token, "outcome") != SUCCEEDED
    x.do(x.market, "completeSessionJob", job, by=x.host)
    assert x.read(x.token, "outcome") != SUCCEEDED
    assert x.read(x.market, "userDeposits", x.depositor, token) == 40
    assert x.read(x.token, "balanceOf", x.market.address) == 40 + 66


def test_invalid_withdrawal_of_earnings_while_others_are_measured(x: Exchange) -> None:
    token = x.token.address
    earnings = x.world.deploy(artifacts()["HostEarnings"], sender=x.owner)
    x.do(earnings, "setMarketplace", x.depositor, by=x.owner)
    x.do(x.token, "approve", earnings.address, 2**256 - 1, by=x.depositor)
    x.do(earnings, "creditEarnings", token, 70, token, by=x.depositor)  # the token is a host, too
    x.do(x.token, "setCallBack", earnings.address, earnings.encode("withdrawTokenTo", token, x.outsider), by=x.owner)
    x.set_token_mood(Moods.REENTER)
    x.do(earnings, "creditEarnings", x.host, 100, token, by=x.depositor)
    assert x.read(x.token, "outcome") != SUCCEEDED
    assert x.read(earnings, "getEarnings", x.host, token) == 100


def test_success_a_call_back_that_donates_is_not_booked(x: Exchange) -> None:
    x.do(x.token, "setCallBack", x.token.address, x.token.encode("mint", x.market.address, 10**30), by=x.owner)
    x.set_token_mood(Moods.REENTER)
    job = x.open_with_token()
    assert x.read(x.token, "outcome") == SUCCEEDED
    assert x.session(job)["deposit"] == TOKEN_DEPOSIT


def test_invalid_deposit_while_balances_shrink(x: Exchange) -> None:
    x.do(x.market, "depositToken", x.token.address, 40, by=x.depositor)
    x.do(x.token, "setCallBack", x.token.address, x.token.encode("rebase", 1, 2), by=x.owner)
    x.set_token_mood(Moods.REENTER)
    assert x.refused(x.market, "depositToken", x.token.address, 5, by=x.depositor) == ("ZeroAmount", ())
    assert x.read(x.market, "userDeposits", x.depositor, x.token.address) == 40


def test_success_a_rebase_shows_why_such_tokens_must_not_be_accepted(x: Exchange) -> None:
    job = token_session(x)
    x.do(x.token, "rebase", 1, 2, by=x.owner)
    x.do(x.market, "completeSessionJob", job, by=x.host)
    owed = x.read(x.market, "totalTokenCredits", x.token.address) + 66
    assert owed > x.read(x.token, "balanceOf", x.market.address)


@pytest.mark.parametrize("mood", [Mood.REFUSE, Mood.BURN, Mood.REVERT_BOMB, Mood.HUNGRY])
def test_success_a_session_ends_though_its_depositor_refuses_coin(x: Exchange, mood: Mood) -> None:
    receipt = x.as_puppet(x.market, "createSessionJobForModel", *x.ask.args, value=DEPOSIT)
    job = x.event(receipt, "SessionJobCreated")["jobId"]
    x.prove(job, 1_000)
    x.cast.set_mood("puppet", mood)
    x.world.advance(301)
    receipt = x.do(x.market, "triggerSessionTimeout", job, by=x.outsider)
    assert "PaymentCredited" in x.events(receipt)
    assert x.read(x.market, "credits", x.puppet) == DEPOSIT - 10**6
    assert x.read(x.earnings, "getEarnings", x.host, COIN) == 900_000
    x.do(x.earnings, "withdraw", by=x.host)
    x.as_puppet(x.market, "withdrawTo", x.outsider)
    assert x.world.balance(x.market.address) == 100_000


def test_invalid_call_back_of_a_depositor_while_it_is_paid(x: Exchange) -> None:
    x.as_puppet(x.market, "depositNative", value=100)
    x.cast.set_mood("puppet", Mood.REENTER)
    x.cast.set_call_back("puppet", x.market.address, x.market.encode("withdrawNative", 50))
    assert x.as_puppet(x.market, "withdrawNative", 50).success
    assert x.cast.outcome("puppet") == PuppetOutcome.FAILED
    assert x.read(x.market, "userDeposits", x.puppet, COIN) == 50


def test_success_a_token_session_of_a_contract_is_refunded(x: Exchange) -> None:
    call = (*x.ask._replace(price=STABLE_PRICE).args, x.token.address, TOKEN_DEPOSIT)
    receipt = x.as_puppet(x.market, "createSessionJobForModelWithToken", *call)
    job = x.event(receipt, "SessionJobCreated")["jobId"]
    before = x.read(x.token, "balanceOf", x.puppet)
    receipt = x.as_puppet(x.market, "cancelSession", job)
    assert x.event(receipt, "SessionJobCancelled") == {
        "jobId": job,
        "hostPayment": 180,
        "fee": 200,
        "refund": TOKEN_DEPOSIT - 200,
    }
    assert x.read(x.token, "balanceOf", x.puppet) == before + TOKEN_DEPOSIT - 200
