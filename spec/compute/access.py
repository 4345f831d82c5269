"""Who may set what: the owner alone, or the owner and whoever governs a contract."""

from __future__ import annotations

from spec.compute.errors import NotAuthorized, OwnableUnauthorizedAccount, ZeroAddress
from spec.compute.state import State
from spec.core import ZERO_ADDRESS, Address, Message, require


def check_owner(s: State, m: Message) -> None:
    """Raises OwnableUnauthorizedAccount unless the owner calls."""
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)


def check_owner_or(s: State, m: Message, other: Address) -> None:
    """Raises NotAuthorized unless the owner calls, or the other account."""
    require(m.sender == s.owner or m.sender == other, NotAuthorized)


def check_owner_sets(s: State, m: Message, account: Address) -> None:
    """The owner names an account.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    check_owner(s, m)
    require(account != ZERO_ADDRESS, ZeroAddress)
