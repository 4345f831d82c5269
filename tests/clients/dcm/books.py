"""Who must have gained what: a run's transactions, added up by the documented payment rules alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from fuzz.chain.abi import Event
from tests.clients.chain import Mined
from tests.clients.dcm.market import Market, Run

_BASE_FEE_WORD = 2


@dataclass
class Escrow:
    """What a request holds, in wei."""

    base_fee: int = 0
    allowance: int = 0
    debt: int = 0


class Books:
    """The payment rules, applied to each transaction in order.

    Attributes:
        gains: Wei that each account has gained since the run began, gas included.
        charged: Wei charged for the seller's gas, by request.
        paid_at_threshold: How often a debt was paid because it had reached the threshold.
    """

    def __init__(self, market: Market, run: Run) -> None:
        self._market = market
        self._threshold = market.chain.read(market.manager, "paymentThreshold")
        self._escrows: dict[int, Escrow] = {}
        self.gains: Counter[str] = Counter()
        self.charged: defaultdict[int, int] = defaultdict(int)
        self.paid_at_threshold = 0
        for transaction in run.transactions:
            self._take(transaction)

    def _take(self, transaction: Mined) -> None:
        self.gains[transaction.sender] -= transaction.gas_used * transaction.gas_price + transaction.value
        self.gains[self._market.manager.address] += transaction.value
        events = {event.name: event for event in self._market.chain.decoded(transaction)}
        request_id = next((event.args["requestId"] for event in events.values() if "requestId" in event.args), None)
        if request_id is not None:
            escrow = self._escrows.setdefault(request_id, Escrow())
            self._apply(transaction, request_id, escrow, events)

    def _apply(self, transaction: Mined, request_id: int, escrow: Escrow, events: dict[str, Event]) -> None:
        if "RequestSubmitted" in events:
            word = transaction.data[4 + 32 * _BASE_FEE_WORD :][:32]
            escrow.base_fee = int.from_bytes(word, "big")
            escrow.allowance = transaction.value - escrow.base_fee
        if "AllowanceToppedUp" in events:
            escrow.allowance += transaction.value
        if "GasCharged" in events:
            self._charge(transaction, request_id, escrow, events["GasCharged"].args)
        if "RequestCompleted" in events:
            self._end(escrow, to_seller=escrow.base_fee + escrow.debt, to_buyer=escrow.allowance)
        elif "RequestStalled" in events:
            self._end(escrow, to_seller=escrow.debt, to_buyer=escrow.base_fee + escrow.allowance)
        elif {"RequestRejected", "RequestCancelled"} & set(events):
            self._end(escrow, to_seller=0, to_buyer=escrow.base_fee + escrow.allowance)
        elif "GasCharged" in events and escrow.debt >= self._threshold:
            self.paid_at_threshold += 1
            self._pay_debt(escrow)
        elif set(events) == {"PaymentPushed", "SellerPaid"}:  # the seller asked for it
            self._pay_debt(escrow)

    def _charge(self, transaction: Mined, request_id: int, escrow: Escrow, charge: dict[str, Any]) -> None:
        assert charge["gasPrice"] == transaction.gas_price
        assert 0 < charge["gasUsed"] < transaction.gas_used, "only what was used inside the call is reimbursed"
        cost = charge["gasUsed"] * charge["gasPrice"]
        assert charge["cost"] == cost
        escrow.allowance -= cost
        escrow.debt += cost
        self.charged[request_id] += cost

    def _pay_debt(self, escrow: Escrow) -> None:
        self._pay(self._market.seller, escrow.debt)
        escrow.debt = 0

    def _end(self, escrow: Escrow, to_seller: int, to_buyer: int) -> None:
        self._pay(self._market.seller, to_seller)
        self._pay(self._market.buyer, to_buyer)
        escrow.base_fee = escrow.allowance = escrow.debt = 0

    def _pay(self, account: str, amount: int) -> None:
        self.gains[self._market.manager.address] -= amount
        self.gains[account] += amount

    @property
    def escrowed(self) -> int:
        """Wei that the manager still holds for open requests."""
        return sum(escrow.base_fee + escrow.allowance + escrow.debt for escrow in self._escrows.values())
