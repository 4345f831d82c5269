"""The one way in which coin leaves a contract: pushed with a bounded stipend, otherwise credited.

No party's code can block another party's payment: a push that fails becomes a credit of the payee, which the payee
withdraws on its own. Amounts are wei. The same module serves every contract that holds money; a state that pays has
the fields `balance`, `credits` and `total_credits`.
"""

from __future__ import annotations

from typing import Protocol

from spec.core import ZERO_ADDRESS, Address, Event, Ledger, Message, Revert, Transfer, Wei, require

PUSH_STIPEND = 50_000
"""Gas that a payee's code gets when coin is pushed to it."""


class PaymentPushed(Event):
    """The payee took the coin."""

    ARGS = ("payee", "amount")


class PaymentCredited(Event):
    """The payee refused the coin; it is kept as the payee's credit."""

    ARGS = ("payee", "amount")


class CreditWithdrawn(Event):
    """An account moved its whole credit to `to`."""

    ARGS = ("account", "to", "amount")


class NothingToWithdraw(Revert):
    """The caller has no credit."""

    ARGS = ("account",)


class InvalidRecipient(Revert):
    """Credit cannot be sent to the zero address."""


class WithdrawalFailed(Revert):
    """The recipient refused the coin, although it got all gas."""

    ARGS = ("to", "amount")


class Paying(Protocol):
    """State of a contract that holds coin.

    balance: wei the contract holds by its own books. credits: wei owed to each account after a refused push.
    """

    balance: int
    credits: Ledger[str]
    total_credits: int


def receive(s: Paying, m: Message) -> None:
    """Books the coin that came with the call."""
    s.balance += m.value


def pay(s: Paying, m: Message, payee: Address, amount: Wei, payer: Address = "") -> None:
    """Pays `amount` to `payee`: by push when the payee takes it, as a credit when it does not. Zero does nothing.

    payer: the contract that pays, where another was called.
    """
    if amount == 0:
        return
    if m.accepts(payee):
        s.balance -= amount
        m.transfers.append(Transfer(payee, amount, payer))
        m.emit(PaymentPushed(payee, amount))
    else:
        s.credits[payee] += amount
        s.total_credits += amount
        m.emit(PaymentCredited(payee, amount))


def withdraw_credit(s: Paying, m: Message, to: Address) -> None:
    """Moves the caller's whole credit to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdraw, WithdrawalFailed.
    """
    # Verify
    require(to != ZERO_ADDRESS, InvalidRecipient)
    amount = s.credits[m.sender]
    require(amount > 0, NothingToWithdraw, m.sender)
    require(m.accepts(to, all_gas=True), WithdrawalFailed, to, amount)
    # Effects
    s.credits[m.sender] = 0
    s.total_credits -= amount
    # Payments
    s.balance -= amount
    m.transfers.append(Transfer(to, amount))
    # Events
    m.emit(CreditWithdrawn(m.sender, to, amount))
