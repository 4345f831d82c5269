"""The money of a request: gas charges against the allowance, payouts of the debt, and the terminal settlement."""

from __future__ import annotations

from spec.core import Address, Message, Uint256, Wei, require
from spec.dcm.errors import InsufficientAllowance
from spec.dcm.events import GasCharged, SellerPaid
from spec.dcm.state import Request, State
from spec.dcm.types import RequestStatus
from spec.payments import pay


def gas_cost(m: Message, r: Request) -> tuple[Wei, Wei]:
    """Price and cost, in wei, of the gas that this call has used: no more than the price the buyer agreed to."""
    price = min(m.gas_price, r.max_gas_price)
    return price, m.gas_used * price


def charge(s: State, m: Message, request_id: Uint256, r: Request) -> None:
    """Charges the seller's gas to the allowance. Raises InsufficientAllowance when it does not cover it."""
    price, cost = gas_cost(m, r)
    require(cost <= r.compute_allowance, InsufficientAllowance, request_id, cost, r.compute_allowance)
    book(m, request_id, r, price, cost)


def charge_at_most(s: State, m: Message, request_id: Uint256, r: Request) -> None:
    """Charges the seller's gas as far as the allowance goes: a finished job always settles."""
    price, cost = gas_cost(m, r)
    book(m, request_id, r, price, min(cost, r.compute_allowance))


def book(m: Message, request_id: Uint256, r: Request, price: Wei, cost: Wei) -> None:
    """Moves `cost` from allowance to debt."""
    r.compute_allowance -= cost
    r.gas_debt_to_seller += cost
    r.charged += cost
    m.emit(GasCharged(request_id, m.gas_used, price, cost))


def pay_debt_at_threshold(s: State, m: Message, request_id: Uint256, r: Request) -> None:
    """Pays the whole debt once it reaches the threshold, so that the seller's exposure stays below it."""
    if r.gas_debt_to_seller >= s.payment_threshold:
        pay_debt(s, m, request_id, r)


def pay_debt(s: State, m: Message, request_id: Uint256, r: Request) -> None:
    """Pays the whole debt to the seller; nothing happens when there is none."""
    amount = r.gas_debt_to_seller
    r.gas_debt_to_seller = 0
    pay_seller(s, m, request_id, r, amount)


def pay_seller(s: State, m: Message, request_id: Uint256, r: Request, amount: Wei) -> None:
    """Pays the seller on account of a request and says so."""
    if amount == 0:
        return
    r.paid_to_seller += amount
    pay(s, m, r.seller, amount)
    m.emit(SellerPaid(request_id, r.seller, amount))


def close(s: State, r: Request, status: RequestStatus) -> None:
    """Enters a terminal status: nothing stays stored, and the dataset has one obligation less."""
    r.status = status
    r.base_fee = 0
    r.compute_allowance = 0
    r.gas_debt_to_seller = 0
    s.obligations[r.dataset_id] -= 1


def refund(s: State, m: Message, r: Request, amount: Wei) -> None:
    """Pays the buyer on account of a request."""
    r.paid_to_buyer += amount
    buyer: Address = r.buyer
    pay(s, m, buyer, amount)
