"""What hosts charge at least: for all models, for one model, in one token. Per 1000 tokens of work."""

from __future__ import annotations

from spec.compute.errors import (
    ModelNotSupported,
    NativePriceAboveMaximum,
    NativePriceBelowMinimum,
    StablePriceAboveMaximum,
    StablePriceBelowMinimum,
    ZeroAddress,
)
from spec.compute.events import ModelPricingUpdated, PricingUpdated, TokenPricingUpdated
from spec.compute.node_book import model_price, offers, token_price, with_model_price, with_token_price
from spec.compute.node_records import registered_node
from spec.compute.state import COMPUTE, NATIVE, NODES, State
from spec.core import ZERO_ADDRESS, Address, Bytes32, Message, Uint256, require

MAX_NATIVE_PRICE = 22_727_272_727_273_000
"""Wei per 1000 tokens."""
MIN_STABLE_PRICE = 1
"""Base units of a token per 1000 tokens."""
MAX_STABLE_PRICE = 100_000_000


@COMPUTE.action(on=NODES)
def update_pricing_native(s: State, m: Message, price: Uint256) -> None:
    """A host sets its minimum in coin.

    Errors, in order: NotRegistered, those of `check_native_price`.
    """
    # Verify
    n = registered_node(s, m.sender)
    check_native_price(s, price)
    # Effects
    n.min_price_per_token_native = price
    # Events
    m.emit(PricingUpdated(m.sender, price, n.min_price_per_token_stable))


@COMPUTE.action(on=NODES)
def update_pricing_stable(s: State, m: Message, price: Uint256) -> None:
    """A host sets its minimum in tokens.

    Errors, in order: NotRegistered, those of `check_stable_price`.
    """
    # Verify
    n = registered_node(s, m.sender)
    check_stable_price(price)
    # Effects
    n.min_price_per_token_stable = price
    # Events
    m.emit(PricingUpdated(m.sender, n.min_price_per_token_native, price))


@COMPUTE.action(on=NODES)
def set_model_pricing(s: State, m: Message, model_id: Bytes32, native: Uint256, stable: Uint256) -> None:
    """A host sets its minima for one model; zero for none of its own.

    Errors, in order: NotRegistered, ModelNotSupported, those of `check_native_price` and `check_stable_price`.
    """
    # Verify
    n = registered_node(s, m.sender)
    require(offers(n.supported_models, model_id), ModelNotSupported)
    if native != 0:
        check_native_price(s, native)
    if stable != 0:
        check_stable_price(stable)
    # Effects
    n.model_prices = with_model_price(n.model_prices, model_id, native, stable)
    # Events
    m.emit(ModelPricingUpdated(m.sender, model_id, native, stable))


@COMPUTE.action(on=NODES)
def clear_model_pricing(s: State, m: Message, model_id: Bytes32) -> None:
    """A host has no minima of its own for a model any more.

    Errors, in order: NotRegistered, ModelNotSupported.
    """
    # Verify
    n = registered_node(s, m.sender)
    require(offers(n.supported_models, model_id), ModelNotSupported)
    # Effects
    n.model_prices = with_model_price(n.model_prices, model_id, 0, 0)
    # Events
    m.emit(ModelPricingUpdated(m.sender, model_id, 0, 0))


@COMPUTE.action(on=NODES)
def set_token_pricing(s: State, m: Message, token: Address, price: Uint256) -> None:
    """A host sets its minimum in one token, in place of that for tokens; zero for none of its own.

    Errors, in order: NotRegistered, ZeroAddress, StablePriceAboveMaximum.
    """
    # Verify
    n = registered_node(s, m.sender)
    require(token != ZERO_ADDRESS, ZeroAddress)
    require(price <= MAX_STABLE_PRICE, StablePriceAboveMaximum, price, MAX_STABLE_PRICE)
    # Effects
    n.token_prices = with_token_price(n.token_prices, token, price)
    # Events
    m.emit(TokenPricingUpdated(m.sender, token, price))


def check_native_price(s: State, price: Uint256) -> None:
    """Refuses a price in coin that is out of bounds.

    Errors, in order: NativePriceBelowMinimum, NativePriceAboveMaximum.
    """
    require(price >= s.min_native_price, NativePriceBelowMinimum)
    require(price <= MAX_NATIVE_PRICE, NativePriceAboveMaximum, price, MAX_NATIVE_PRICE)


def check_stable_price(price: Uint256) -> None:
    """Refuses a price in tokens that is out of bounds.

    Errors, in order: StablePriceBelowMinimum, StablePriceAboveMaximum.
    """
    require(price >= MIN_STABLE_PRICE, StablePriceBelowMinimum, price, MIN_STABLE_PRICE)
    require(price <= MAX_STABLE_PRICE, StablePriceAboveMaximum, price, MAX_STABLE_PRICE)


def price_of_host(s: State, host: Address, asset: Address) -> Uint256:
    """A host's minimum in an asset for models without one of their own; zero if it is not active."""
    if host not in s.nodes:
        return 0
    n = s.nodes[host]
    if asset == NATIVE:
        return n.min_price_per_token_native
    own = token_price(n.token_prices, asset)
    return own if own > 0 else n.min_price_per_token_stable


def price_of_model(s: State, host: Address, model_id: Bytes32, asset: Address) -> Uint256:
    """A host's minimum in an asset for one model: the higher of those that apply; zero if it is not active."""
    if host not in s.nodes:
        return 0
    own = model_price(s.nodes[host].model_prices, model_id)
    return max(own.native if asset == NATIVE else own.stable, price_of_host(s, host, asset))
