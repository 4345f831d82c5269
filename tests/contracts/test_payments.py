"""The one way to pay, on the deployed manager: push, credit, withdraw, and nobody can starve a push of gas."""

from __future__ import annotations

import pytest

from fuzz.chain.cast import Cast, Mood, Outcome
from fuzz.chain.receipt import Receipt
from spec.dcm.types import JobParams, Op
from tests.contracts.market import Market

ESCROW = 3_000
"""Wei that the puppet escrows: 1,000 as base fee, the rest as allowance."""


class Escrow:
    """A request of a puppet's, still pending."""

    def __init__(self, market: Market, mood: Mood) -> None:
        self.market = market
        self.cast = Cast(market.world, puppets=["payee"])
        self.payee = self.cast["payee"].address
        market.commit(1, [b"\x00"], 1)
        submitted = market.must(self.act("submitRequest", 1, JobParams(Op.COUNT), 1_000, value=ESCROW))
        self.request = market.argument(submitted, "RequestSubmitted", "requestId")
        self.cast.set_mood("payee", mood)

    def act(self, function: str, *args: object, value: int = 0) -> Receipt:
        """Call the manager as the puppet."""
        manager = self.market.manager
        return self.cast.send("payee", manager.address, manager.encode(function, *args), value)

    def reject(self, gas: int = 1_000_000) -> Receipt:
        """Reject the request, which pays the puppet."""
        call = self.market.manager.encode("rejectRequest", self.request)
        return self.market.world.transact(self.market.seller, self.market.manager.address, call, gas=gas)

    def credits(self) -> tuple[int, int]:
        """The puppet's credit and the sum of all."""
        read, manager = self.market.world.read, self.market.manager
        return read(manager, "credits", self.payee), read(manager, "totalCredits")


@pytest.mark.parametrize("mood", [Mood.ACCEPT, Mood.BOMB])
def test_success_a_payee_that_accepts_is_paid_at_once(mood: Mood) -> None:
    escrow = Escrow(Market(), mood)
    before = escrow.market.world.balance(escrow.payee)
    receipt = escrow.market.must(escrow.reject())
    assert escrow.market.argument(receipt, "PaymentPushed", "amount") == ESCROW
    assert escrow.market.world.balance(escrow.payee) == before + ESCROW
    assert escrow.credits() == (0, 0)


@pytest.mark.parametrize("mood", [Mood.REFUSE, Mood.BURN, Mood.REVERT_BOMB])
def test_success_a_payee_that_refuses_is_credited_and_can_withdraw_elsewhere(mood: Mood) -> None:
    escrow = Escrow(Market(), mood)
    market = escrow.market
    receipt = market.must(escrow.reject())
    assert market.argument(receipt, "PaymentCredited", "amount") == ESCROW
    assert escrow.credits() == (ESCROW, ESCROW)
    assert not escrow.act("withdraw").success
    assert market.refusal(escrow.act("withdrawTo", "0x" + "00" * 20)) == ("InvalidRecipient", ())
    before = market.world.balance(market.buyer)
    market.must(escrow.act("withdrawTo", market.buyer))
    assert market.world.balance(market.buyer) == before + ESCROW
    assert market.world.balance(market.manager.address) == 0
    assert escrow.credits() == (0, 0)
    assert market.refusal(escrow.act("withdraw")) == ("NothingToWithdraw", (escrow.payee,))


def test_invalid_withdrawal_to_a_payee_that_still_refuses() -> None:
    escrow = Escrow(Market(), Mood.REFUSE)
    escrow.market.must(escrow.reject())
    assert escrow.market.refusal(escrow.act("withdraw")) == ("WithdrawalFailed", (escrow.payee, ESCROW))
    assert escrow.credits() == (ESCROW, ESCROW)


def test_invalid_payment_with_too_little_gas_is_refused_and_never_becomes_a_credit() -> None:
    escrow = Escrow(Market(), Mood.ACCEPT)
    world, outcomes = escrow.market.world, set()
    for gas in range(40_000, 250_000, 2_000):
        snapshot = world.snapshot()
        receipt = escrow.reject(gas)
        if receipt.success:
            outcomes.add("pushed" if escrow.credits() == (0, 0) else "credited")
        elif receipt.revert is not None:
            outcomes.add(escrow.market.refusal(receipt))
        world.restore(snapshot, keep=False)
    assert outcomes == {"pushed", ("InsufficientGasForPayment", ())}


def test_invalid_call_back_during_a_payment() -> None:
    escrow = Escrow(Market(), Mood.REENTER)
    manager = escrow.market.manager
    # Cheap enough for the stipend, and allowed at any other time.
    escrow.cast.set_call_back("payee", manager.address, manager.encode("setDirectConsent", 1, True))
    escrow.market.must(escrow.reject())
    assert escrow.cast.outcome("payee") == Outcome.FAILED
    assert not escrow.market.world.read(manager, "hasDirectConsent", 1, escrow.payee)
    escrow.market.must(escrow.act("setDirectConsent", 1, True))
