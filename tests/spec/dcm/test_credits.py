"""Credits of refused pushes, from the call that owes them to the one that pays them."""

from __future__ import annotations

from spec.core import ZERO_ADDRESS, Transfer
from spec.payments import (
    CreditWithdrawn,
    InvalidRecipient,
    NothingToWithdraw,
    PaymentCredited,
    WithdrawalFailed,
)
from tests.spec.dcm.scene import BUYER, OTHER, SELLER, Scene, names


def owed(amount: int = 500) -> Scene:
    """A buyer who refused the refund of a rejected request."""
    scene = Scene()
    scene.submitted(100, amount - 100)
    scene.refusing = {BUYER}
    scene.must(SELLER, "reject_request", 1)
    return scene


def test_success_refused_refund_is_a_credit() -> None:
    scene = Scene()
    scene.submitted(100, 400)
    scene.refusing = {BUYER}
    outcome = scene.must(SELLER, "reject_request", 1)
    assert (scene.state.credits[BUYER], scene.state.total_credits, scene.state.balance) == (500, 500, 500)
    assert (outcome.transfers, outcome.events[0]) == ((), PaymentCredited(BUYER, 500))


def test_success_withdraw_pays_the_whole_credit() -> None:
    scene = owed()
    scene.refusing = set()
    outcome = scene.must(BUYER, "withdraw")
    assert (scene.state.credits[BUYER], scene.state.total_credits, scene.state.balance) == (0, 0, 0)
    assert (outcome.transfers, outcome.events) == ((Transfer(BUYER, 500),), (CreditWithdrawn(BUYER, BUYER, 500),))


def test_success_withdraw_to_another_account() -> None:
    scene = owed()
    outcome = scene.must(BUYER, "withdraw_to", OTHER)
    assert (outcome.transfers, outcome.events) == ((Transfer(OTHER, 500),), (CreditWithdrawn(BUYER, OTHER, 500),))


def test_success_credits_of_several_payees_are_kept_apart() -> None:
    scene = Scene()
    scene.submitted()
    scene.gas_used, scene.gas_price = 10, 3
    scene.must(SELLER, "accept_request", 1)
    scene.now += 90_000
    scene.refusing = {BUYER, SELLER}
    outcome = scene.must(BUYER, "reclaim_stalled", 1)
    assert tuple(names(outcome))[:3] == ("PaymentCredited", "SellerPaid", "PaymentCredited")
    assert (scene.state.credits[SELLER], scene.state.credits[BUYER], scene.state.total_credits) == (30, 470, 500)
    scene.refusing = set()
    scene.must(SELLER, "withdraw")
    assert (scene.state.credits[BUYER], scene.state.total_credits, scene.state.balance) == (470, 470, 470)


def test_invalid_withdraw_in_the_order_of_its_guards() -> None:
    scene = owed()
    scene.refused(NothingToWithdraw(OTHER), OTHER, "withdraw")
    scene.refused(WithdrawalFailed(BUYER, 500), BUYER, "withdraw")


def test_invalid_withdraw_to_in_the_order_of_its_guards() -> None:
    scene = owed()
    scene.refused(InvalidRecipient(), OTHER, "withdraw_to", ZERO_ADDRESS)
    scene.refused(NothingToWithdraw(OTHER), OTHER, "withdraw_to", BUYER)
    scene.refused(WithdrawalFailed(BUYER, 500), BUYER, "withdraw_to", BUYER)


def test_invalid_second_withdrawal() -> None:
    scene = owed()
    scene.must(BUYER, "withdraw_to", OTHER)
    scene.refused(NothingToWithdraw(BUYER), BUYER, "withdraw_to", OTHER)
