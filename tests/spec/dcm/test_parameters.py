"""The two numbers that the owner sets, each within a bound."""

from __future__ import annotations

import pytest

from spec.dcm.errors import OwnableUnauthorizedAccount, ParameterOutOfBounds
from spec.dcm.events import DefaultMaxGasPriceUpdated, ThresholdUpdated
from spec.dcm.state import MAX_DEFAULT_GAS_PRICE, MAX_PAYMENT_THRESHOLD
from tests.spec.dcm.scene import ETHER, GWEI, OWNER, SELLER, Scene

PARAMETERS = (
    ("set_payment_threshold", "payment_threshold", MAX_PAYMENT_THRESHOLD, ThresholdUpdated),
    ("set_default_max_gas_price", "default_max_gas_price", MAX_DEFAULT_GAS_PRICE, DefaultMaxGasPriceUpdated),
)


def test_success_documented_initial_values_and_bounds() -> None:
    state = Scene().state
    assert (state.payment_threshold, state.default_max_gas_price) == (ETHER // 20, 100 * GWEI)
    assert (MAX_PAYMENT_THRESHOLD, MAX_DEFAULT_GAS_PRICE) == (ETHER, 10_000 * GWEI)


@pytest.mark.parametrize(("action", "name", "most", "event"), PARAMETERS)
def test_success_set_up_to_the_bound(action: str, name: str, most: int, event: type[ThresholdUpdated]) -> None:
    scene = Scene()
    for value in (0, 1, most):
        outcome = scene.must(OWNER, action, value)
        assert getattr(scene.state, name) == value
        assert outcome.events == (event(value),)


@pytest.mark.parametrize(("action", "name", "most", "event"), PARAMETERS)
def test_invalid_parameter_in_the_order_of_its_guards(
    action: str, name: str, most: int, event: type[ThresholdUpdated]
) -> None:
    scene = Scene()
    scene.refused(OwnableUnauthorizedAccount(SELLER), SELLER, action, most + 1)
    scene.refused(ParameterOutOfBounds(most + 1, most), OWNER, action, most + 1)


def test_success_new_default_price_leaves_older_requests_alone() -> None:
    scene = Scene()
    scene.submitted()
    scene.must(OWNER, "set_default_max_gas_price", 7)
    scene.submitted()
    assert (scene.request(1).max_gas_price, scene.request(2).max_gas_price) == (100 * GWEI, 7)
