"""What hosts have earned: credited by the marketplace, asset by asset, and withdrawn by the hosts."""

from __future__ import annotations

from spec.compute.errors import InsufficientBalance, NotAuthorized, ZeroAmount
from spec.compute.events import EarningsCredited, EarningsWithdrawn
from spec.compute.slashing import refuse_rewiring
from spec.compute.state import COMPUTE, EARNINGS, NATIVE, State
from spec.core import ZERO_ADDRESS, Address, Message, Transfer, Wei, require
from spec.payments import InvalidRecipient, NothingToWithdraw, WithdrawalFailed
from spec.token_payments import NothingToWithdrawToken, TokenWithdrawalFailed


@COMPUTE.action(on=EARNINGS, payable=True)
def credit_earnings(s: State, m: Message, host: Address, amount: Wei, token: Address) -> None:
    """For the marketplace alone, whose own calls are part of its actions. No transaction comes from it.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=EARNINGS, function="withdraw")
def withdraw_earnings(s: State, m: Message) -> None:
    """Pays all the sender's coin to the sender.

    Errors, in order: NothingToWithdraw, WithdrawalFailed.
    """
    pay_all_coin(s, m, m.sender)


@COMPUTE.action(on=EARNINGS, function="withdrawTo")
def withdraw_earnings_to(s: State, m: Message, to: Address) -> None:
    """Pays all the sender's coin to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdraw, WithdrawalFailed.
    """
    # Verify
    require(to != ZERO_ADDRESS, InvalidRecipient)
    # Payments
    pay_all_coin(s, m, to)


@COMPUTE.action(on=EARNINGS, function="withdrawToken")
def withdraw_token_earnings(s: State, m: Message, token: Address) -> None:
    """Pays all that the sender has in a token to the sender; zero is the coin.

    Errors, in order: those of `pay_all`.
    """
    pay_all(s, m, token, m.sender)


@COMPUTE.action(on=EARNINGS, function="withdrawTokenTo")
def withdraw_token_earnings_to(s: State, m: Message, token: Address, to: Address) -> None:
    """Pays all that the sender has in a token to `to`; zero is the coin.

    Errors, in order: InvalidRecipient, those of `pay_all`.
    """
    # Verify
    require(to != ZERO_ADDRESS, InvalidRecipient)
    # Payments
    pay_all(s, m, token, to)


@COMPUTE.action(on=EARNINGS)
def withdraw_amount(s: State, m: Message, amount: Wei, token: Address) -> None:
    """Pays part of what the sender has in an asset to the sender.

    Errors, in order: ZeroAmount, InsufficientBalance, WithdrawalFailed, TokenWithdrawalFailed.
    """
    # Verify
    require(amount > 0, ZeroAmount)
    require(s.earnings[m.sender, token] >= amount, InsufficientBalance)
    # Payments
    if token == NATIVE:
        pay_out_coin(s, m, m.sender, amount)
    else:
        pay_out_token(s, m, token, m.sender, amount)


@COMPUTE.action(on=EARNINGS, function="setMarketplace")
def set_earnings_marketplace(s: State, m: Message, marketplace: Address) -> None:
    """The marketplace is wired for good; see `refuse_rewiring`."""
    refuse_rewiring(s, m, marketplace)


def book_earnings(s: State, m: Message, host: Address, asset: Address, amount: Wei) -> None:
    """Credits a host with what has arrived from the marketplace; nothing if nothing has."""
    if amount == 0:
        return
    s.earnings[host, asset] += amount
    s.total_earnings[asset] += amount
    s.earnings_held[asset] += amount
    m.emit(EarningsCredited(host, asset, amount))


def pay_all(s: State, m: Message, token: Address, to: Address) -> None:
    """Pays all that the sender has in an asset.

    Errors, in order: NothingToWithdraw, WithdrawalFailed; for a token NothingToWithdrawToken, TokenWithdrawalFailed.
    """
    if token == NATIVE:
        pay_all_coin(s, m, to)
        return
    amount = s.earnings[m.sender, token]
    require(amount > 0, NothingToWithdrawToken, token, m.sender)
    pay_out_token(s, m, token, to, amount)


def pay_all_coin(s: State, m: Message, to: Address) -> None:
    """Pays all the sender's coin.

    Errors, in order: NothingToWithdraw, WithdrawalFailed.
    """
    amount = s.earnings[m.sender, NATIVE]
    require(amount > 0, NothingToWithdraw, m.sender)
    pay_out_coin(s, m, to, amount)


def pay_out_coin(s: State, m: Message, to: Address, amount: Wei) -> None:
    """Pays coin that the sender has earned. Raises WithdrawalFailed."""
    # Verify
    require(m.accepts(to, all_gas=True), WithdrawalFailed, to, amount)
    # Effects
    take(s, m, NATIVE, amount)
    # Payments
    m.transfers.append(Transfer(to, amount))
    # Events
    m.emit(EarningsWithdrawn(m.sender, NATIVE, to, amount))


def pay_out_token(s: State, m: Message, token: Address, to: Address, amount: Wei) -> None:
    """Pays units of a token that the sender has earned. Raises TokenWithdrawalFailed."""
    # Verify
    moved, _ = m.move(token, s.host_earnings, to, amount, all_gas=True)
    require(moved, TokenWithdrawalFailed, token, to, amount)
    # Effects
    take(s, m, token, amount)
    # Events
    m.emit(EarningsWithdrawn(m.sender, token, to, amount))


def take(s: State, m: Message, asset: Address, amount: Wei) -> None:
    """Takes an amount out of the sender's earnings."""
    s.earnings[m.sender, asset] -= amount
    s.total_earnings[asset] -= amount
    s.earnings_held[asset] -= amount
