"""Deposits for later sessions: funded ahead, taken back at any time. And credits that a payee's code has refused."""

from __future__ import annotations

from spec.compute.errors import InsufficientBalance, TokenNotAccepted, ZeroAmount
from spec.compute.events import DepositReceived, WithdrawalProcessed
from spec.compute.parameters import check_token
from spec.compute.running import check_running_function
from spec.compute.settlement import pay_asset
from spec.compute.state import COMPUTE, MARKET, NATIVE, State
from spec.core import Address, Message, Wei, require
from spec.payments import receive, withdraw_credit
from spec.token_payments import pull, take_token_credit


@COMPUTE.action(on=MARKET, payable=True)
def deposit_native(s: State, m: Message) -> None:
    """Funds later sessions with the coin sent along.

    Errors, in order: those of `check_running_function`, ZeroAmount.
    """
    # Verify
    check_running_function(s, m, "depositNative")
    require(m.value > 0, ZeroAmount)
    # Effects
    receive(s, m)
    book_deposit(s, m.sender, NATIVE, m.value)
    # Events
    m.emit(DepositReceived(m.sender, NATIVE, m.value))


@COMPUTE.action(on=MARKET)
def deposit_token(s: State, m: Message, token: Address, amount: Wei) -> None:
    """Funds later sessions with what arrives of a token.

    Errors, in order: those of `check_running_function`, TokenNotAccepted, ZeroAmount, TokenPullFailed, and ZeroAmount
    if nothing arrives.
    """
    # Verify
    check_running_function(s, m, "depositToken")
    check_token(s, token)
    require(amount > 0, ZeroAmount)
    received = pull(s, m, s.marketplace, token, amount)
    require(received > 0, ZeroAmount)
    # Effects
    book_deposit(s, m.sender, token, received)
    # Events
    m.emit(DepositReceived(m.sender, token, received))


@COMPUTE.action(on=MARKET)
def withdraw_native(s: State, m: Message, amount: Wei) -> None:
    """Takes back coin that was funded ahead.

    Errors, in order: ZeroAmount, InsufficientBalance.
    """
    withdraw_deposit(s, m, NATIVE, amount)


@COMPUTE.action(on=MARKET)
def withdraw_token(s: State, m: Message, token: Address, amount: Wei) -> None:
    """Takes back units of a token that were funded ahead, whether or not the token is still taken.

    Errors, in order: TokenNotAccepted, ZeroAmount, InsufficientBalance.
    """
    # Verify
    require(token != NATIVE, TokenNotAccepted, token)
    # Payments
    withdraw_deposit(s, m, token, amount)


@COMPUTE.action(on=MARKET)
def withdraw(s: State, m: Message) -> None:
    """Pays the sender's whole credit in coin to the sender.

    Errors, in order: NothingToWithdraw, WithdrawalFailed.
    """
    withdraw_credit(s, m, m.sender)


@COMPUTE.action(on=MARKET)
def withdraw_to(s: State, m: Message, to: Address) -> None:
    """Pays the sender's whole credit in coin to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdraw, WithdrawalFailed.
    """
    withdraw_credit(s, m, to)


@COMPUTE.action(on=MARKET)
def withdraw_token_credit(s: State, m: Message, token: Address) -> None:
    """Pays the sender's whole credit in a token to the sender.

    Errors, in order: NothingToWithdrawToken, TokenWithdrawalFailed.
    """
    take_token_credit(s, m, s.marketplace, token, m.sender)


@COMPUTE.action(on=MARKET)
def withdraw_token_credit_to(s: State, m: Message, token: Address, to: Address) -> None:
    """Pays the sender's whole credit in a token to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdrawToken, TokenWithdrawalFailed.
    """
    take_token_credit(s, m, s.marketplace, token, to)


def book_deposit(s: State, user: Address, asset: Address, amount: Wei) -> None:
    """Adds to what a user has funded ahead."""
    s.user_deposits[user, asset] += amount
    s.total_user_deposits[asset] += amount


def withdraw_deposit(s: State, m: Message, asset: Address, amount: Wei) -> None:
    """Takes back what the sender has funded ahead.

    Errors, in order: ZeroAmount, InsufficientBalance.
    """
    # Verify
    require(amount > 0, ZeroAmount)
    require(s.user_deposits[m.sender, asset] >= amount, InsufficientBalance)
    # Effects
    s.user_deposits[m.sender, asset] -= amount
    s.total_user_deposits[asset] -= amount
    # Payments
    pay_asset(s, m, asset, m.sender, amount)
    # Events
    m.emit(WithdrawalProcessed(m.sender, asset, amount))
