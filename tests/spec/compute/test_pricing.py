"""Minimum prices: bounds, and which of them applies to a session."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.errors import (
    ModelNotSupported,
    NativePriceAboveMaximum,
    NativePriceBelowMinimum,
    NotRegistered,
    StablePriceAboveMaximum,
    StablePriceBelowMinimum,
    ZeroAddress,
)
from tests.spec.compute.scene import HOST, MODEL, NATIVE_PRICE, SECOND, STABLE_PRICE, STRANGER, USDC, ZERO, Scene

NATIVE_MAX, STABLE_MAX = 22_727_272_727_273_000, 100_000_000


def test_success_the_highest_minimum_that_applies() -> None:
    scene = Scene()

    def prices() -> tuple[int, ...]:
        general = (scene.view("get_node_pricing", HOST, asset) for asset in (ZERO, USDC))
        return (*general, *(scene.view("get_model_pricing", HOST, MODEL, asset) for asset in (ZERO, USDC)))

    assert prices() == (NATIVE_PRICE, STABLE_PRICE, NATIVE_PRICE, STABLE_PRICE)
    scene.must(HOST, "set_token_pricing", USDC, 1)
    assert prices() == (NATIVE_PRICE, 1, NATIVE_PRICE, 1)
    scene.must(HOST, "set_model_pricing", MODEL, NATIVE_PRICE - 1, 7)
    assert prices() == (NATIVE_PRICE, 1, NATIVE_PRICE, 7)
    assert scene.view("host_terms", HOST, MODEL, USDC) == (True, True, 7)
    scene.must(HOST, "set_model_pricing", MODEL, NATIVE_PRICE + 1, 0)
    assert prices() == (NATIVE_PRICE, 1, NATIVE_PRICE + 1, 1)
    assert scene.must(HOST, "clear_model_pricing", MODEL).events[0].values == (HOST, MODEL, 0, 0)
    scene.must(HOST, "set_token_pricing", USDC, 0)
    assert prices() == (NATIVE_PRICE, STABLE_PRICE, NATIVE_PRICE, STABLE_PRICE)
    scene.must(HOST, "update_pricing_native", NATIVE_MAX)
    assert scene.must(HOST, "update_pricing_stable", STABLE_MAX).events[0].values == (HOST, NATIVE_MAX, STABLE_MAX)
    assert prices() == (NATIVE_MAX, STABLE_MAX, NATIVE_MAX, STABLE_MAX)
    scene.must(HOST, "unregister_node")
    assert prices() == (0, 0, 0, 0)
    assert scene.view("get_model_pricing", STRANGER, MODEL, ZERO) == scene.view("get_node_pricing", STRANGER, ZERO) == 0
    assert scene.view("host_terms", STRANGER, MODEL, ZERO) == (False, False, 0)


@pytest.mark.parametrize(
    ("action", "arguments", "error", "values"),
    [
        ("update_pricing_native", (227_272,), NativePriceBelowMinimum, ()),
        ("update_pricing_native", (NATIVE_MAX + 1,), NativePriceAboveMaximum, (NATIVE_MAX + 1, NATIVE_MAX)),
        ("update_pricing_stable", (0,), StablePriceBelowMinimum, (0, 1)),
        ("update_pricing_stable", (STABLE_MAX + 1,), StablePriceAboveMaximum, (STABLE_MAX + 1, STABLE_MAX)),
        ("set_model_pricing", (SECOND, 1, 0), ModelNotSupported, ()),
        ("set_model_pricing", (MODEL, 1, STABLE_MAX + 1), NativePriceBelowMinimum, ()),
        ("set_model_pricing", (MODEL, NATIVE_MAX + 1, 0), NativePriceAboveMaximum, (NATIVE_MAX + 1, NATIVE_MAX)),
        ("set_model_pricing", (MODEL, 0, STABLE_MAX + 1), StablePriceAboveMaximum, (STABLE_MAX + 1, STABLE_MAX)),
        ("clear_model_pricing", (SECOND,), ModelNotSupported, ()),
        ("set_token_pricing", (ZERO, STABLE_MAX + 1), ZeroAddress, ()),
        ("set_token_pricing", (USDC, STABLE_MAX + 1), StablePriceAboveMaximum, (STABLE_MAX + 1, STABLE_MAX)),
    ],
)
def test_invalid_prices(action: str, arguments: tuple[Any, ...], error: Any, values: tuple[Any, ...]) -> None:
    scene = Scene()
    scene.refuses(NotRegistered).call(STRANGER, action, *arguments)
    scene.refuses(error, *values).call(HOST, action, *arguments)
