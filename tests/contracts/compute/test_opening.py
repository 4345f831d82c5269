"""How sessions begin and grow: what is booked, and every refusal in the documented order."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.chain.receipt import Receipt
from tests.contracts.compute.exchange import (
    COIN,
    DEPOSIT,
    PRICE,
    STABLE_PRICE,
    TOKEN_DEPOSIT,
    Exchange,
    Moods,
    Refusal,
    text,
)

YEAR = 31_536_000
MAX_INTERVAL = 2_000 * YEAR
MAX_AMOUNT = 2**96 - 1


def create(x: Exchange, value: int = DEPOSIT, **terms: Any) -> Receipt:
    return x.send(x.market, "createSessionJobForModel", *x.ask._replace(**terms).args, by=x.depositor, value=value)


def create_with(x: Exchange, deposit: int = TOKEN_DEPOSIT, token: str = "", **terms: Any) -> Receipt:
    ask = x.ask._replace(price=STABLE_PRICE)._replace(**terms)
    call = (*ask.args, token or x.token.address, deposit)
    return x.send(x.market, "createSessionJobForModelWithToken", *call, by=x.depositor)


def test_success_a_session_in_coin_is_recorded_and_listed(x: Exchange) -> None:
    receipt = create(x)
    assert x.events(receipt) == ["SessionJobCreated", "SessionJobCreatedForModel"]
    s = x.session(1)
    assert s == {
        "depositor": x.depositor,
        "host": x.host,
        "paymentToken": COIN,
        "deposit": DEPOSIT,
        "pricePerToken": PRICE,
        "tokensUsed": 0,
        "maxDuration": 3_600,
        "startTime": x.world.now,
        "lastProofTime": x.world.now,
        "proofInterval": 100,
        "status": 1,
        "proofCount": 0,
        "finalClaimMade": False,
        "pausedBefore": 0,
        "modelId": x.model,
        "lastProofHash": bytes(32),
        "paidToHost": 0,
        "treasuryFee": 0,
        "refunded": 0,
        "disputeWindow": 30,
    }
    assert x.read(x.market, "getActiveSessionsForHost", x.host, 0, 10) == (1,)
    assert x.read(x.market, "canHostProcessSession", 1, x.host)
    assert not x.read(x.market, "canHostProcessSession", 1, x.outsider)
    assert x.read(x.market, "getSessionMetrics", 1) == (0, DEPOSIT * 1_000 // PRICE, 0, DEPOSIT, 0, 0)
    assert not any(v for v in x.session(2).values() if v not in (COIN, bytes(32)))


def test_success_the_greatest_of_everything_fits_its_field(x: Exchange) -> None:
    x.do(x.market, "setTokenLimits", COIN, 1, MAX_AMOUNT, by=x.owner)
    x.do(x.market, "setDisputeWindow", 7 * 86_400, by=x.owner)
    x.do(x.market, "pause", by=x.owner)
    x.world.advance(10**6)
    x.do(x.market, "unpause", by=x.owner)
    x.world.set_balance(x.depositor, 2**96)
    job = x.open(MAX_AMOUNT, price=PRICE, duration=YEAR, interval=MAX_INTERVAL)
    s = x.session(job)
    assert (s["deposit"], s["maxDuration"], s["proofInterval"]) == (MAX_AMOUNT, YEAR, MAX_INTERVAL)
    assert (s["disputeWindow"], s["pausedBefore"], s["pricePerToken"]) == (7 * 86_400, 10**6, PRICE)
    assert (s["depositor"], s["host"], s["modelId"]) == (x.depositor, x.host, x.model)


def test_success_a_session_from_a_deposit(x: Exchange) -> None:
    x.do(x.market, "depositNative", by=x.depositor, value=DEPOSIT + 5)
    x.do(x.market, "createSessionFromDeposit", *x.ask.args, COIN, DEPOSIT, by=x.depositor)
    assert x.session(1)["deposit"] == DEPOSIT
    assert x.read(x.market, "userDeposits", x.depositor, COIN) == 5
    assert x.read(x.market, "totalUserDeposits", COIN) == 5
    call = (*x.ask.args, COIN, DEPOSIT)
    refused = x.refused(x.market, "createSessionFromDeposit", *call, by=x.depositor)
    assert refused == text("Insufficient balance")


REFUSALS: list[tuple[int, dict[str, Any], Refusal | None]] = [
    (10**14 - 1, {"price": 0}, text("Deposit below minimum")),
    (10**21 + 1, {"price": 0}, ("DepositAboveMaximum", (10**21 + 1, 10**21))),
    (DEPOSIT, {"price": 0, "duration": 0}, ("ZeroPrice", ())),
    (DEPOSIT, {"price": 2**96, "duration": 0}, ("PriceAboveMaximum", (2**96, MAX_AMOUNT))),
    (DEPOSIT, {"duration": 0, "interval": 0}, ("InvalidDuration", (0,))),
    (DEPOSIT, {"duration": YEAR + 1}, ("InvalidDuration", (YEAR + 1,))),
    (DEPOSIT, {"interval": 99, "host": COIN}, ("ProofIntervalBelowMinimum", (99, 100))),
    (
        DEPOSIT,
        {"interval": MAX_INTERVAL + 1, "host": COIN},
        ("ProofIntervalAboveMaximum", (MAX_INTERVAL + 1, MAX_INTERVAL)),
    ),
    (DEPOSIT, {"host": COIN, "model": bytes(32)}, text("Host not active")),
    (DEPOSIT, {"model": bytes(32), "price": 1}, text("Host does not support model")),
    (DEPOSIT, {"price": PRICE - 1, "interval": 10**9}, text("Price below host minimum (native)")),
    (DEPOSIT, {"price": 10**16}, None),
    (DEPOSIT, {"price": 10**16 + 1}, ("DepositBelowProofInterval", (99, 100))),
]


@pytest.mark.parametrize(("value", "terms", "refusal"), REFUSALS)
def test_invalid_creation_in_coin(x: Exchange, value: int, terms: dict[str, Any], refusal: Refusal | None) -> None:
    assert x.refusal(create(x, value, **terms)) == refusal


def test_invalid_creation_while_paused_with_a_dropped_model_or_a_slashed_host(x: Exchange) -> None:
    x.do(x.models, "deactivateModel", x.model, by=x.owner)
    assert x.refusal(create(x)) == text("Model not approved")
    x.do(x.models, "reactivateModel", x.model, by=x.owner)
    x.do(x.nodes, "slashStake", x.host, 10**18, "cid", "reason", by=x.owner)
    assert x.refusal(create(x)) == text("Host not active")
    x.do(x.market, "pause", by=x.owner)
    assert x.refusal(create(x, 0)) == text("Paused")
    assert x.refusal(create_with(x, 0, token=COIN)) == text("Paused")


def test_invalid_creation_in_tokens(x: Exchange) -> None:
    other = x.fab.address
    assert x.refusal(create_with(x, token=other)) == ("TokenNotAccepted", (other,))
    assert x.refusal(create_with(x, token=COIN)) == ("TokenNotAccepted", (COIN,))
    assert x.refusal(create_with(x, 499_999)) == text("Deposit below minimum")
    assert x.refusal(create_with(x, 10**12 + 1)) == ("DepositAboveMaximum", (10**12 + 1, 10**12))
    assert x.refusal(create_with(x, price=STABLE_PRICE - 1)) == text("Price below host minimum (stable)")
    x.set_token_mood(Moods.REVERT)
    assert x.refusal(create_with(x)) == ("TokenPullFailed", (x.token.address,))


def test_success_what_arrives_is_the_deposit_and_must_be_enough(x: Exchange) -> None:
    x.set_token_mood(Moods.FEE)
    assert x.refusal(create_with(x, 500_000)) == text("Deposit below minimum")
    assert x.refusal(create_with(x, 600_000, price=6_000_000)) == ("DepositBelowProofInterval", (99, 100))
    assert x.refusal(create_with(x, 600_000)) is None
    assert x.session(1)["deposit"] == 594_000
    assert x.read(x.token, "balanceOf", x.market.address) == 594_000


def test_success_a_price_of_the_model_or_token_goes_above_the_hosts_own(x: Exchange) -> None:
    x.do(x.nodes, "setModelPricing", x.model, PRICE + 5, 0, by=x.host)
    x.do(x.nodes, "setTokenPricing", x.token.address, STABLE_PRICE + 7, by=x.host)
    assert x.refusal(create(x, price=PRICE + 4)) == text("Price below host minimum (native)")
    assert x.refusal(create(x, price=PRICE + 5)) is None
    assert x.refusal(create_with(x, price=STABLE_PRICE + 6)) == text("Price below host minimum (stable)")
    assert x.refusal(create_with(x, price=STABLE_PRICE + 7)) is None


# ------------------------------------------------------------------ extension


def test_success_extension_adds_deposit_and_time(x: Exchange) -> None:
    job, tokens = x.open(), x.open_with_token()
    receipt = x.do(x.market, "extendSession", job, 7, 11, by=x.depositor, value=7)
    assert x.event(receipt, "SessionJobExtended") == {"jobId": job, "deposit": DEPOSIT + 7, "maxDuration": 3_611}
    x.set_token_mood(Moods.FEE)
    x.do(x.market, "extendSession", tokens, 1_000, 0, by=x.depositor)
    assert x.session(tokens)["deposit"] == TOKEN_DEPOSIT + 990
    x.do(x.market, "removeAcceptedToken", x.token.address, by=x.owner)
    x.do(x.market, "extendSession", tokens, 0, 1, by=x.depositor)
    x.set_token_mood(Moods.PLAIN)
    x.world.advance(30)
    x.do(x.market, "completeSessionJob", tokens, by=x.depositor)
    assert x.read(x.token, "balanceOf", x.market.address) == 0


def test_invalid_extension(x: Exchange) -> None:
    job, tokens = x.open(), x.open_with_token()

    def refused(job_id: int, deposit: int, duration: int, value: int = 0, by: str = "") -> Refusal:
        return x.refused(x.market, "extendSession", job_id, deposit, duration, by=by or x.depositor, value=value)

    assert refused(9, 0, 0) == text("Session not active")
    assert refused(job, 0, 0, by=x.host) == ("NotDepositor", (job, x.host))
    assert refused(job, 0, 0, 1) == ("ZeroAmount", ())
    assert refused(job, 5, 0, 6) == ("ValueMismatch", (6, 5))
    assert refused(tokens, 5, 0, 5) == ("ValueMismatch", (5, 0))
    assert refused(tokens, 2**256 - 1, 0) == ("DepositAboveMaximum", (2**256 - 1, 10**12))
    assert refused(tokens, 10**12, 0) == ("DepositAboveMaximum", (10**12 + TOKEN_DEPOSIT, 10**12))
    assert refused(job, 0, 2**256 - 1) == ("InvalidDuration", (2**256 - 1,))
    assert refused(job, 0, YEAR) == ("InvalidDuration", (YEAR + 3_600,))
    x.do(x.market, "removeAcceptedToken", x.token.address, by=x.owner)
    assert refused(tokens, 5, 0) == ("TokenNotAccepted", (x.token.address,))
    end = x.session(job)["startTime"] + 3_600
    x.world.advance(3_601)
    assert refused(job, 1, 0, 1) == ("SessionExpired", (job, end))
    x.do(x.market, "pause", by=x.owner)
    assert refused(job, 1, 0, 1) == text("Paused")
