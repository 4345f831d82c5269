"""The one way in which foreign tokens come into a contract and leave it: pulled as measured, pushed or credited.

A token's code is not ours: it may fail, take a fee, or call back. So what is pulled is booked as it arrives, and a push
that fails becomes a credit of the payee, which the payee withdraws on its own. Amounts are in the token's base units. A
state that pays has the fields `token_balances`, `token_credits` (token, account) and `total_token_credits`.
"""

from __future__ import annotations

from typing import Protocol

from spec.core import ZERO_ADDRESS, Address, Event, Ledger, Message, Revert, Wei, require
from spec.payments import InvalidRecipient

PUSH_TOKEN_GAS = 150_000
"""Gas that a token's code gets when it is asked to pay somebody else."""


class TokenPaymentPushed(Event):
    """The token moved to the payee."""

    ARGS = ("token", "payee", "amount")


class TokenPaymentCredited(Event):
    """The token refused to move; the amount is kept as the payee's credit."""

    ARGS = ("token", "payee", "amount")


class TokenCreditWithdrawn(Event):
    """An account moved its whole credit in a token to `to`."""

    ARGS = ("token", "account", "to", "amount")


class NothingToWithdrawToken(Revert):
    """The caller has no credit in this token."""

    ARGS = ("token", "account")


class TokenWithdrawalFailed(Revert):
    """The token refused to move, although it got all gas."""

    ARGS = ("token", "to", "amount")


class TokenPullFailed(Revert):
    """The token refused to move from the caller."""

    ARGS = ("token",)


class PayingTokens(Protocol):
    """State of a contract that holds foreign tokens.

    token_balances: units the contract holds by its own books. token_credits: units owed to each account after a push
    that failed.
    """

    token_balances: Ledger[str]
    token_credits: Ledger[tuple[str, str]]
    total_token_credits: Ledger[str]


def pull(s: PayingTokens, m: Message, holder: Address, token: Address, amount: Wei) -> Wei:
    """Pulls `amount` from the sender to `holder`, the contract; returns what arrived, never more than was asked.

    Errors: TokenPullFailed.
    """
    moved, arrived = m.move(token, m.sender, holder, amount, all_gas=True)
    require(moved, TokenPullFailed, token)
    received = min(arrived, amount)
    s.token_balances[token] += received
    return received


def pay_token(s: PayingTokens, m: Message, holder: Address, token: Address, payee: Address, amount: Wei) -> None:
    """Pays from `holder`: by push when the token moves, as a credit when it does not. Zero does nothing."""
    if amount == 0:
        return
    moved, _ = m.move(token, holder, payee, amount)
    if moved:
        s.token_balances[token] -= amount
        m.emit(TokenPaymentPushed(token, payee, amount))
    else:
        credit_token(s, m, token, payee, amount)


def credit_token(s: PayingTokens, m: Message, token: Address, payee: Address, amount: Wei) -> None:
    """Keeps what a token refused to move as the payee's credit."""
    s.token_credits[token, payee] += amount
    s.total_token_credits[token] += amount
    m.emit(TokenPaymentCredited(token, payee, amount))


def take_token_credit(s: PayingTokens, m: Message, holder: Address, token: Address, to: Address) -> None:
    """Moves the caller's whole credit in a token from `holder` to `to`.

    Errors, in order: InvalidRecipient, NothingToWithdrawToken, TokenWithdrawalFailed.
    """
    # Verify
    require(to != ZERO_ADDRESS, InvalidRecipient)
    amount = s.token_credits[token, m.sender]
    require(amount > 0, NothingToWithdrawToken, token, m.sender)
    moved, _ = m.move(token, holder, to, amount, all_gas=True)
    require(moved, TokenWithdrawalFailed, token, to, amount)
    # Effects
    s.token_credits[token, m.sender] = 0
    s.total_token_credits[token] -= amount
    s.token_balances[token] -= amount
    # Events
    m.emit(TokenCreditWithdrawn(token, m.sender, to, amount))
