"""The money of a request: charges, payouts and the end, function by function."""

from __future__ import annotations

import pytest

from spec.core import Message, Panic, Transfer
from spec.core.message import Environment
from spec.dcm import escrow
from spec.dcm.errors import InsufficientAllowance
from spec.dcm.events import GasCharged, SellerPaid
from spec.dcm.state import Request
from spec.dcm.types import RequestStatus
from spec.payments import PaymentCredited, PaymentPushed
from tests.spec.dcm.scene import BUYER, ID, SELLER, Scene


def escrowed(allowance: int = 400, debt: int = 0, cap: int = 5) -> tuple[Scene, Request]:
    """A request with a fee of 100 and the given amounts, its coin in the manager."""
    scene = Scene()
    scene.submitted(100, allowance + debt)
    r = scene.request()
    r.compute_allowance, r.gas_debt_to_seller, r.charged, r.max_gas_price = allowance, debt, debt, cap
    return scene, r


def seller(gas_used: int = 10, gas_price: int = 3, refusing: tuple[str, ...] = ()) -> Message:
    accepts = Environment(gas_used, lambda account, all_gas: account not in refusing)
    return Message(SELLER, gas_price=gas_price, environment=accepts)


@pytest.mark.parametrize(("gas_price", "cap", "price"), [(3, 5, 3), (5, 5, 5), (6, 5, 5), (0, 5, 0), (3, 0, 0)])
def test_success_price_is_the_lower_of_transaction_and_cap(gas_price: int, cap: int, price: int) -> None:
    _, r = escrowed(cap=cap)
    assert escrow.gas_cost(seller(10, gas_price), r) == (price, 10 * price)


@pytest.mark.parametrize(("allowance", "left"), [(400, 370), (30, 0)])
def test_success_charge_moves_the_cost_from_allowance_to_debt(allowance: int, left: int) -> None:
    scene, r = escrowed(allowance, debt=7)
    m = seller()
    escrow.charge(scene.state, m, 1, r)
    assert (r.compute_allowance, r.gas_debt_to_seller, r.charged, r.base_fee) == (left, 37, 37, 100)
    assert (m.events, m.transfers, scene.state.balance) == ([GasCharged(1, 10, 3, 30)], [], 107 + allowance)


def test_invalid_charge_above_the_allowance() -> None:
    scene, r = escrowed(29)
    with pytest.raises(InsufficientAllowance) as refused:
        escrow.charge(scene.state, seller(), 1, r)
    assert refused.value.values == (1, 30, 29)
    assert (r.compute_allowance, r.gas_debt_to_seller) == (29, 0)


@pytest.mark.parametrize(("allowance", "cost"), [(400, 30), (30, 30), (29, 29), (0, 0)])
def test_success_charge_at_most_takes_what_is_there(allowance: int, cost: int) -> None:
    scene, r = escrowed(allowance)
    m = seller()
    escrow.charge_at_most(scene.state, m, 1, r)
    assert (r.compute_allowance, r.gas_debt_to_seller, r.charged) == (allowance - cost, cost, cost)
    assert m.events == [GasCharged(1, 10, 3, cost)]


@pytest.mark.parametrize(
    ("debt", "threshold", "paid"), [(29, 30, 0), (30, 30, 30), (31, 30, 31), (0, 30, 0), (0, 0, 0), (1, 0, 1)]
)
def test_success_debt_is_paid_whole_from_the_threshold_on(debt: int, threshold: int, paid: int) -> None:
    scene, r = escrowed(debt=debt)
    scene.state.payment_threshold = threshold
    m = seller()
    escrow.pay_debt_at_threshold(scene.state, m, 1, r)
    assert (r.gas_debt_to_seller, r.paid_to_seller) == (debt - paid, paid)
    assert m.transfers == ([Transfer(SELLER, paid)] if paid else [])
    assert m.events == ([PaymentPushed(SELLER, paid), SellerPaid(1, SELLER, paid)] if paid else [])


def test_success_refusing_seller_is_owed_a_credit_and_counts_as_paid() -> None:
    scene, r = escrowed(debt=30)
    m = seller(refusing=(SELLER,))
    escrow.pay_debt(scene.state, m, 1, r)
    assert (r.gas_debt_to_seller, r.paid_to_seller, scene.state.credits[SELLER]) == (0, 30, 30)
    assert (m.transfers, scene.state.balance) == ([], 530)
    assert m.events == [PaymentCredited(SELLER, 30), SellerPaid(1, SELLER, 30)]


@pytest.mark.parametrize("status", [RequestStatus.REJECTED, RequestStatus.COMPLETED])
def test_success_close_leaves_nothing_stored(status: RequestStatus) -> None:
    scene, r = escrowed(debt=30)
    escrow.close(scene.state, r, status)
    assert (r.status, r.base_fee, r.compute_allowance, r.gas_debt_to_seller) == (status, 0, 0, 0)
    assert scene.state.obligations[ID] == 0


def test_invalid_close_without_an_obligation_is_a_panic() -> None:
    scene, r = escrowed()
    escrow.close(scene.state, r, RequestStatus.REJECTED)
    with pytest.raises(Panic):
        escrow.close(scene.state, r, RequestStatus.REJECTED)


@pytest.mark.parametrize("refuses", [False, True])
def test_success_refund_reaches_the_buyer_or_becomes_a_credit(refuses: bool) -> None:
    scene, r = escrowed()
    escrow.refund(scene.state, seller(refusing=(BUYER,) if refuses else ()), r, 500)
    assert r.paid_to_buyer == 500
    assert (scene.state.credits[BUYER], scene.state.balance) == ((500, 500) if refuses else (0, 0))
