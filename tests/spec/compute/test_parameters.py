"""What the marketplace's owner may set, within which bounds."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.errors import (
    EnforcedPause,
    ExpectedPause,
    InvalidDuration,
    InvalidLimits,
    OwnableUnauthorizedAccount,
    TokenAlreadyAccepted,
    TokenNotAccepted,
    TooManyTokens,
    ZeroAddress,
)
from tests.spec.compute.scene import DAY, NOW, OTHER, OWNER, STRANGER, TREASURY, USDC, USER, ZERO, Scene, named

TOP = 2**96 - 1


@pytest.fixture
def scene() -> Scene:
    return Scene(hosts=False)


def test_success_pause_and_its_clock(scene: Scene) -> None:
    assert named(scene.must(OWNER, "pause")) == ["Paused", "CircuitBreakerLevelSet"]
    scene.now += 3600
    assert (scene.view("paused"), scene.view("paused_total")) == (True, 3600)
    assert named(scene.must(OWNER, "unpause")) == ["Unpaused", "CircuitBreakerLevelSet"]
    scene.now += 5
    assert (scene.view("paused"), scene.view("paused_total")) == (False, 3600)
    scene.must(OWNER, "pause")
    scene.now += 2
    assert (scene.view("paused_total"), scene.state.paused_at) == (3602, NOW + 3605)


def test_success_tokens_come_and_go(scene: Scene) -> None:
    assert (scene.view("accepted_tokens", USDC), scene.view("accepted_tokens", ZERO)) == (True, False)
    assert (scene.view("token_min_deposits", USDC), scene.view("token_max_deposits", USDC)) == (500_000, 10**12)
    scene.must(OWNER, "set_token_limits", USDC, 1, TOP)
    scene.must(OWNER, "remove_accepted_token", USDC)
    assert scene.view("get_session_requirements", USDC) == (1, TOP, 100, 365 * DAY, 100, 30)
    assert scene.view("accepted_tokens", USDC) is False
    scene.must(OWNER, "add_accepted_token", USDC, 2, 3)
    assert (scene.view("token_min_deposits", USDC), scene.state.tokens_ever_accepted) == (2, 1)


def test_success_native_limits(scene: Scene) -> None:
    assert scene.view("get_session_requirements", ZERO)[:2] == (10**14, 1000 * 10**18)
    scene.must(OWNER, "set_token_limits", ZERO, 1, 2)
    assert (scene.view("token_min_deposits", ZERO), scene.view("token_max_deposits", ZERO)) == (1, 2)


def test_success_dispute_window_and_treasury(scene: Scene) -> None:
    scene.must(OWNER, "set_dispute_window", 7 * DAY)
    scene.must(OWNER, "set_treasury", USER)
    assert (scene.view("dispute_window"), scene.view("treasury"), scene.view("models_treasury")) == (
        7 * DAY,
        USER,
        TREASURY,
    )


@pytest.mark.parametrize(
    ("action", "arguments", "error", "values"),
    [
        ("unpause", (), ExpectedPause, ()),
        ("add_accepted_token", (ZERO, 0, 0), ZeroAddress, ()),
        ("add_accepted_token", (USDC, 0, 0), TokenAlreadyAccepted, (USDC,)),
        ("add_accepted_token", (OTHER, 0, 1), InvalidLimits, (0, 1)),
        ("add_accepted_token", (OTHER, 1, 1), InvalidLimits, (1, 1)),
        ("add_accepted_token", (OTHER, 1, TOP + 1), InvalidLimits, (1, TOP + 1)),
        ("remove_accepted_token", (OTHER,), TokenNotAccepted, (OTHER,)),
        ("set_token_limits", (OTHER, 0, 0), TokenNotAccepted, (OTHER,)),
        ("set_token_limits", (ZERO, 0, 1), InvalidLimits, (0, 1)),
        ("set_token_limits", (USDC, 1, TOP + 1), InvalidLimits, (1, TOP + 1)),
        ("set_dispute_window", (0,), InvalidDuration, (0,)),
        ("set_dispute_window", (7 * DAY + 1,), InvalidDuration, (7 * DAY + 1,)),
        ("set_treasury", (ZERO,), ZeroAddress, ()),
    ],
)
def test_invalid_parameters(
    scene: Scene, action: str, arguments: tuple[Any, ...], error: Any, values: tuple[Any, ...]
) -> None:
    scene.refuses(OwnableUnauthorizedAccount, STRANGER).call(STRANGER, action, *arguments)
    scene.refuses(error, *values).call(OWNER, action, *arguments)


def test_invalid_pause_twice(scene: Scene) -> None:
    scene.refuses(OwnableUnauthorizedAccount, STRANGER).call(STRANGER, "pause")
    scene.must(OWNER, "pause")
    scene.refuses(EnforcedPause).call(OWNER, "pause")


def test_invalid_token_beyond_the_list(scene: Scene) -> None:
    scene.state.tokens_ever_accepted = 65_535
    scene.refuses(TooManyTokens, 65_535).call(OWNER, "add_accepted_token", OTHER, 1, 2)
    scene.must(OWNER, "remove_accepted_token", USDC)
    scene.must(OWNER, "add_accepted_token", USDC, 1, 2)
