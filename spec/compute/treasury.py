"""The treasury takes the fees that have accrued, and nothing else."""

from __future__ import annotations

from spec.compute.errors import NotAuthorized, TokenNotAccepted, ZeroAmount
from spec.compute.events import TreasuryWithdrawn
from spec.compute.settlement import pay_asset
from spec.compute.state import COMPUTE, MARKET, NATIVE, State
from spec.core import Address, Message, each, require


@COMPUTE.action(on=MARKET)
def withdraw_treasury_native(s: State, m: Message) -> None:
    """The treasury takes the fees in coin.

    Errors, in order: NotAuthorized, ZeroAmount.
    """
    # Verify
    require(m.sender == s.treasury, NotAuthorized)
    require(s.accumulated_treasury[NATIVE] > 0, ZeroAmount)
    # Payments
    pay_fees(s, m, NATIVE)


@COMPUTE.action(on=MARKET)
def withdraw_treasury_tokens(s: State, m: Message, token: Address) -> None:
    """The treasury takes the fees in a token.

    Errors, in order: NotAuthorized, TokenNotAccepted, ZeroAmount.
    """
    # Verify
    require(m.sender == s.treasury, NotAuthorized)
    require(token != NATIVE, TokenNotAccepted, token)
    require(s.accumulated_treasury[token] > 0, ZeroAmount)
    # Payments
    pay_fees(s, m, token)


@COMPUTE.action(on=MARKET)
def withdraw_all_treasury_fees(s: State, m: Message, tokens: tuple[Address, ...]) -> None:
    """The treasury takes the fees in coin, then those in each token; where there are none, nothing happens.

    Errors: NotAuthorized.
    """
    # Verify
    require(m.sender == s.treasury, NotAuthorized)
    # Payments
    pay_fees(s, m, NATIVE)
    for token in each(tokens, Address):
        pay_fees(s, m, token)


def pay_fees(s: State, m: Message, asset: Address) -> None:
    """Pays all fees in an asset to the treasury and says so; nothing if there are none."""
    amount = s.accumulated_treasury[asset]
    if amount == 0:
        return
    s.accumulated_treasury[asset] = 0
    pay_asset(s, m, asset, s.treasury, amount)
    m.emit(TreasuryWithdrawn(asset, amount))
