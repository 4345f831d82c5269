"""Extension: by the depositor, in the session's own asset, within the bounds of a new session."""

from __future__ import annotations

import pytest

from spec.compute.errors import (
    DepositAboveMaximum,
    InvalidDuration,
    MarketplacePaused,
    NotDepositor,
    SessionExpired,
    SessionNotActive,
    TokenNotAccepted,
    ValueMismatch,
    ZeroAmount,
)
from spec.token_payments import TokenPullFailed
from tests.spec.compute.scene import DAY, DEPOSIT, HOST, NOW, OWNER, USDC, USER, Scene

YEAR = 365 * DAY
TOP = 1000 * 10**18


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.open()
    scene.open_with_token()
    return scene


def test_success_more_coin_and_time(scene: Scene) -> None:
    outcome = scene.must(USER, "extend_session", 1, 7, YEAR - DAY, value=7)
    assert [event.values for event in outcome.events] == [(1, DEPOSIT + 7, YEAR)]
    r = scene.session(1)
    assert (r.deposit, r.paid_in, r.max_duration, scene.held()) == (DEPOSIT + 7, DEPOSIT + 7, YEAR, (0, 0, 0))


def test_success_more_of_a_token_as_it_arrives(scene: Scene) -> None:
    scene.fee = 2
    outcome = scene.must(USER, "extend_session", 2, 7, 0)
    assert [event.values for event in outcome.events] == [(2, 10**6 + 5, DAY)]
    assert (scene.session(2).paid_in, scene.held()) == (10**6 + 5, (0, 0, 0))


def test_success_more_time_for_a_token_that_is_not_taken_any_more(scene: Scene) -> None:
    scene.must(OWNER, "remove_accepted_token", USDC)
    scene.must(OWNER, "set_token_limits", "0x" + "0" * 40, 1, 2)
    scene.stuck = True
    scene.must(USER, "extend_session", 2, 0, 1)
    scene.must(USER, "extend_session", 1, 0, 1)


def test_invalid_extensions_in_order(scene: Scene) -> None:
    scene.refuses(SessionNotActive).call(USER, "extend_session", 9, 0, 0)
    scene.refuses(NotDepositor, 1, HOST).call(HOST, "extend_session", 1, 0, 0)
    scene.refuses(ZeroAmount).call(USER, "extend_session", 1, 0, 0, value=5)
    scene.refuses(ValueMismatch, 5, 6).call(USER, "extend_session", 1, 6, 0, value=5)
    scene.refuses(ValueMismatch, 5, 0).call(USER, "extend_session", 2, 6, 0, value=5)
    more = TOP - DEPOSIT + 1
    scene.refuses(DepositAboveMaximum, TOP + 1, TOP).call(USER, "extend_session", 1, more, YEAR + 1, value=more)
    huge = 2**256 - 1
    scene.refuses(DepositAboveMaximum, huge, 10**12).call(USER, "extend_session", 2, huge, huge)
    scene.refuses(InvalidDuration, huge).call(USER, "extend_session", 2, 1, huge)
    scene.refuses(InvalidDuration, YEAR + 1).call(USER, "extend_session", 1, 0, YEAR + 1 - DAY)
    scene.stuck = True
    scene.refuses(TokenPullFailed, USDC).call(USER, "extend_session", 2, 1, 0)
    scene.must(OWNER, "remove_accepted_token", USDC)
    scene.refuses(TokenNotAccepted, USDC).call(USER, "extend_session", 2, 1, 0)
    scene.now = NOW + DAY + 1
    scene.refuses(SessionExpired, 1, NOW + DAY).call(USER, "extend_session", 1, 0, 0)
    scene.must(OWNER, "pause")
    scene.refuses(MarketplacePaused).call(USER, "extend_session", 9, 0, 0)
