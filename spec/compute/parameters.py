"""What the marketplace's owner may set: tokens with their limits, dispute window, treasury."""

from __future__ import annotations

from spec.compute.errors import (
    InvalidDuration,
    InvalidLimits,
    OwnableUnauthorizedAccount,
    TokenAlreadyAccepted,
    TokenNotAccepted,
    TooManyTokens,
    ZeroAddress,
)
from spec.compute.events import (
    AcceptedTokenAdded,
    AcceptedTokenRemoved,
    DisputeWindowSet,
    TokenLimitsSet,
    TreasurySet,
)
from spec.compute.state import COMPUTE, MARKET, NATIVE, State
from spec.core import ZERO_ADDRESS, Address, Message, Seconds, Wei, require

MAX_AMOUNT = 2**96 - 1
"""Greatest deposit limit and greatest price, in base units: a session's amounts are stored in 96 bits."""
MAX_TOKENS = 65_535
"""Tokens that may ever be accepted."""
MAX_DISPUTE_WINDOW = 7 * 24 * 60 * 60


@COMPUTE.action(on=MARKET)
def add_accepted_token(s: State, m: Message, token: Address, minimum: Wei, maximum: Wei) -> None:
    """The owner allows sessions and deposits in a token. It must not change balances by itself.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress, TokenAlreadyAccepted, InvalidLimits, TooManyTokens.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(token != ZERO_ADDRESS, ZeroAddress)
    require(s.accepted_tokens[token] == 0, TokenAlreadyAccepted, token)
    require(0 < minimum < maximum <= MAX_AMOUNT, InvalidLimits, minimum, maximum)
    is_new = s.token_max_deposits[token] == 0
    require(not is_new or s.tokens_ever_accepted < MAX_TOKENS, TooManyTokens, MAX_TOKENS)
    # Effects
    s.accepted_tokens[token] = 1
    s.token_min_deposits[token] = minimum
    s.token_max_deposits[token] = maximum
    s.tokens_ever_accepted += 1 if is_new else 0
    # Events
    m.emit(AcceptedTokenAdded(token, minimum, maximum))


@COMPUTE.action(on=MARKET)
def remove_accepted_token(s: State, m: Message, token: Address) -> None:
    """The owner stops new sessions and deposits in a token; its limits stay as they were.

    Errors, in order: OwnableUnauthorizedAccount, TokenNotAccepted.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    check_token(s, token)
    # Effects
    s.accepted_tokens[token] = 0
    # Events
    m.emit(AcceptedTokenRemoved(token))


@COMPUTE.action(on=MARKET)
def set_token_limits(s: State, m: Message, asset: Address, minimum: Wei, maximum: Wei) -> None:
    """The owner changes the limits of a session's deposit; zero is the native coin.

    Errors, in order: OwnableUnauthorizedAccount, TokenNotAccepted, InvalidLimits.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    check_asset(s, asset)
    require(0 < minimum < maximum <= MAX_AMOUNT, InvalidLimits, minimum, maximum)
    # Effects
    if asset == NATIVE:
        s.native_min_deposit = minimum
        s.native_max_deposit = maximum
    else:
        s.token_min_deposits[asset] = minimum
        s.token_max_deposits[asset] = maximum
    # Events
    m.emit(TokenLimitsSet(asset, minimum, maximum))


@COMPUTE.action(on=MARKET)
def set_dispute_window(s: State, m: Message, duration: Seconds) -> None:
    """The owner sets how long after the last proof later sessions wait before they can be completed.

    Errors, in order: OwnableUnauthorizedAccount, InvalidDuration.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(0 < duration <= MAX_DISPUTE_WINDOW, InvalidDuration, duration)
    # Effects
    s.dispute_window = duration
    # Events
    m.emit(DisputeWindowSet(duration))


@COMPUTE.action(on=MARKET)
def set_treasury(s: State, m: Message, treasury: Address) -> None:
    """The owner says who withdraws the fees.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(treasury != ZERO_ADDRESS, ZeroAddress)
    # Effects
    s.treasury = treasury
    # Events
    m.emit(TreasurySet(treasury))


def check_token(s: State, token: Address) -> None:
    """Raises TokenNotAccepted for a token that is not on the list, and for zero."""
    require(s.accepted_tokens[token] == 1, TokenNotAccepted, token)


def check_asset(s: State, asset: Address) -> None:
    """Raises TokenNotAccepted for a token that is not on the list; the native coin is always taken."""
    require(asset == NATIVE or s.accepted_tokens[asset] == 1, TokenNotAccepted, asset)


def min_deposit(s: State, asset: Address) -> Wei:
    """Least deposit of a session."""
    return s.native_min_deposit if asset == NATIVE else s.token_min_deposits[asset]


def max_deposit(s: State, asset: Address) -> Wei:
    """Greatest deposit of a session."""
    return s.native_max_deposit if asset == NATIVE else s.token_max_deposits[asset]
