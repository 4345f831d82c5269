"""The two numbers that the manager's owner may set, each within a bound."""

from __future__ import annotations

from spec.core import Message, Wei, require
from spec.dcm.errors import OwnableUnauthorizedAccount, ParameterOutOfBounds
from spec.dcm.events import DefaultMaxGasPriceUpdated, ThresholdUpdated
from spec.dcm.state import DCM, MANAGER, MAX_DEFAULT_GAS_PRICE, MAX_PAYMENT_THRESHOLD, State


@DCM.action(on=MANAGER)
def set_payment_threshold(s: State, m: Message, new_threshold: Wei) -> None:
    """Sets the debt, in wei, at which the seller is paid at once; zero pays after every charge.

    Errors, in order: OwnableUnauthorizedAccount, ParameterOutOfBounds.
    """
    # Verify
    require(m.sender == s.manager_owner, OwnableUnauthorizedAccount, m.sender)
    require(new_threshold <= MAX_PAYMENT_THRESHOLD, ParameterOutOfBounds, new_threshold, MAX_PAYMENT_THRESHOLD)
    # Effects
    s.payment_threshold = new_threshold
    # Events
    m.emit(ThresholdUpdated(new_threshold))


@DCM.action(on=MANAGER)
def set_default_max_gas_price(s: State, m: Message, new_price: Wei) -> None:
    """Sets the cap, in wei, on the reimbursed gas price of requests that name none; later requests only.

    Errors, in order: OwnableUnauthorizedAccount, ParameterOutOfBounds.
    """
    # Verify
    require(m.sender == s.manager_owner, OwnableUnauthorizedAccount, m.sender)
    require(new_price <= MAX_DEFAULT_GAS_PRICE, ParameterOutOfBounds, new_price, MAX_DEFAULT_GAS_PRICE)
    # Effects
    s.default_max_gas_price = new_price
    # Events
    m.emit(DefaultMaxGasPriceUpdated(new_price))
