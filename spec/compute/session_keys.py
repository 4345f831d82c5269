"""Session keys: what a wallet lets another account do for it, for how long, and for how much coin.

A wallet is whoever calls: an account with a key of its own, or a smart account.
"""

from __future__ import annotations

from spec.compute.account_errors import (
    BudgetAboveMaximum,
    BudgetExceeded,
    ExpiryInPast,
    ExpiryTooFar,
    InvalidSelectorCount,
    InvalidSessionKey,
    SelectorNotAllowed,
    UnknownSessionKey,
)
from spec.compute.account_events import SessionKeyAdded, SessionKeyRevoked, SessionKeyUsed
from spec.compute.errors import ZeroAddress
from spec.compute.selectors import CLAIM_JOB
from spec.compute.state import ACCOUNTS, COMPUTE, State
from spec.compute.state_governance import SessionKey
from spec.core import ZERO_ADDRESS, Address, Message, Seconds, Wei, opaque, require
from spec.core.types import Selector

MAX_KEY_DURATION = 30 * 24 * 60 * 60
MAX_SELECTORS = 8
MAX_BUDGET = 2**96 - 1
"""Wei."""

# ---------------------------------------------------------------- naming and forgetting


@COMPUTE.action(on=ACCOUNTS)
def add_session_key(s: State, m: Message, key: Address, expires: Seconds) -> None:
    """Lets a key claim jobs for the sender, and spend nothing.

    Errors, in order: those of `add_key`.
    """
    add_key(s, m, key, expires, (CLAIM_JOB,), 0)


@COMPUTE.action(on=ACCOUNTS)
def add_scoped_session_key(
    s: State, m: Message, key: Address, expires: Seconds, selectors: tuple[Selector, ...], budget: Wei
) -> None:
    """Lets a key call some functions of the marketplace for the sender, and spend so much of its deposit.

    Errors, in order: those of `add_key`.
    """
    add_key(s, m, key, expires, selectors, budget)


@COMPUTE.action(on=ACCOUNTS)
def revoke_session_key(s: State, m: Message, key: Address) -> None:
    """Forgets a key at once.

    Errors: UnknownSessionKey.
    """
    # Verify
    require(is_known(s, m.sender, key), UnknownSessionKey, m.sender, key)
    # Effects
    k = s.session_keys[m.sender, key]
    k.expires = 0
    k.budget = 0
    k.selectors = ()
    # Events
    m.emit(SessionKeyRevoked(m.sender, key))


# ---------------------------------------------------------------- use


@COMPUTE.action(on=ACCOUNTS)
def charge_session_key(s: State, m: Message, key: Address, selector: Selector, amount: Wei) -> Seconds:
    """Takes from the budget of a key of the sender, a smart account that checks an operation.

    Returns the last second of the key, which is not looked at here; zero, and nothing changes, if the key may not.

    Errors: none.
    """
    # Verify
    if not is_known(s, m.sender, key):
        return 0
    k = s.session_keys[m.sender, key]
    if not in_scope(k.selectors, selector) or amount > k.budget:
        return 0
    # Effects and events
    spend(m, m.sender, key, k, selector, amount)
    return k.expires


def use_key(s: State, m: Message, wallet: Address, selector: Selector, amount: Wei) -> None:
    """The sender acts for a wallet as one of its keys.

    Errors, in order: InvalidSessionKey, SelectorNotAllowed, BudgetExceeded.
    """
    # Verify
    require(is_valid(s, wallet, m.sender, m.now), InvalidSessionKey, wallet, m.sender)
    k = s.session_keys[wallet, m.sender]
    require(in_scope(k.selectors, selector), SelectorNotAllowed, selector)
    require(amount <= k.budget, BudgetExceeded, amount, k.budget)
    # Effects and events
    spend(m, wallet, m.sender, k, selector, amount)


def spend(m: Message, wallet: Address, key: Address, k: SessionKey, selector: Selector, amount: Wei) -> None:
    """Takes from a key's budget, and says what for."""
    k.budget -= amount
    m.emit(SessionKeyUsed(wallet, key, selector, amount))


# ---------------------------------------------------------------- records


def add_key(s: State, m: Message, key: Address, expires: Seconds, selectors: tuple[Selector, ...], budget: Wei) -> None:
    """Names a key of the sender, in place of what it could do before.

    Errors, in order: ZeroAddress, ExpiryInPast, ExpiryTooFar, InvalidSelectorCount, BudgetAboveMaximum.
    """
    # Verify
    require(key != ZERO_ADDRESS, ZeroAddress)
    require(expires > m.now, ExpiryInPast, expires)
    last = m.now + MAX_KEY_DURATION
    require(expires <= last, ExpiryTooFar, expires, last)
    check_selectors(selectors)
    require(budget <= MAX_BUDGET, BudgetAboveMaximum, budget, MAX_BUDGET)
    # Effects
    if (m.sender, key) not in s.session_keys:
        s.session_keys.insert((m.sender, key), SessionKey(0, 0, ()))
    k = s.session_keys[m.sender, key]
    k.expires = expires
    k.budget = budget
    k.selectors = selectors
    # Events
    m.emit(SessionKeyAdded(m.sender, key, expires, selectors, budget))


@opaque(raises=(InvalidSelectorCount,))
def check_selectors(selectors: tuple[Selector, ...]) -> None:
    """Raises InvalidSelectorCount unless there are one to eight."""
    require(0 < len(selectors) <= MAX_SELECTORS, InvalidSelectorCount, len(selectors), MAX_SELECTORS)


def is_known(s: State, wallet: Address, key: Address) -> bool:
    """Whether a wallet has named a key and not forgotten it; it may have expired."""
    return (wallet, key) in s.session_keys and s.session_keys[wallet, key].expires != 0


def is_valid(s: State, wallet: Address, key: Address, now: Seconds) -> bool:
    """Whether a key may act for a wallet at a time."""
    return is_known(s, wallet, key) and now <= s.session_keys[wallet, key].expires


@opaque()
def in_scope(selectors: tuple[Selector, ...], selector: Selector) -> bool:
    """Whether a function is one of those that a key calls."""
    return selector in selectors
