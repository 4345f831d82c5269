"""Opening a session: three paths, one list of conditions, in one order."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.errors import (
    DepositAboveMaximum,
    DepositBelowMinimum,
    DepositBelowProofInterval,
    HostNotActive,
    InsufficientBalance,
    InvalidDuration,
    MarketplacePaused,
    ModelNotApproved,
    ModelNotSupported,
    NativePriceBelowHostMinimum,
    PriceAboveMaximum,
    ProofIntervalAboveMaximum,
    ProofIntervalBelowMinimum,
    StablePriceBelowHostMinimum,
    TokenNotAccepted,
    ZeroPrice,
)
from spec.compute.types import JobType, SessionStatus
from spec.core import Movement
from spec.token_payments import TokenPullFailed
from tests.spec.compute.scene import (
    DAY,
    DEPOSIT,
    FAB,
    HOST,
    MARKET,
    MODEL,
    NATIVE_PRICE,
    NOW,
    OTHER,
    OWNER,
    SECOND,
    SHA,
    STABLE_PRICE,
    STRANGER,
    USDC,
    USER,
    ZERO,
    Scene,
    named,
)

TOP = 2**96 - 1
ETHER = 10**18
PATHS = ("coin", "token", "deposited coin", "deposited token")


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.must(OWNER, "add_trusted_model", "lab/large", "large.gguf", SHA)
    scene.must(USER, "deposit_native", value=2000 * ETHER)
    scene.must(USER, "deposit_token", USDC, 2 * 10**12)
    return scene


def terms(path: str, **changes: Any) -> dict[str, Any]:
    """Terms that every condition allows, but for the changes."""
    native = "coin" in path
    good = {"host": HOST, "price": NATIVE_PRICE if native else STABLE_PRICE, "duration": DAY, "interval": 100}
    return good | {"model": MODEL, "asset": ZERO if native else USDC, "deposit": DEPOSIT if native else 10**6} | changes


def arguments(path: str, **changes: Any) -> tuple[str, tuple[Any, ...], int]:
    """Action, arguments and coin of a path."""
    given = terms(path, **changes)
    deposit = given.pop("deposit")
    listed = tuple(given.values())
    if path == "coin":
        return "create_session_job_for_model", listed[:-1], deposit
    name = "create_session_job_for_model_with_token" if path == "token" else "create_session_from_deposit"
    return name, (*listed, deposit), 0


@pytest.mark.parametrize("path", PATHS)
def test_success_every_path(scene: Scene, path: str) -> None:
    held = scene.held()
    action, listed, value = arguments(path)
    outcome = scene.must(USER, action, *listed, value=value)
    assert (outcome.returned, held, scene.held()) == (1, (0, 0, 0), (0, 0, 0))
    assert named(outcome) == ["SessionJobCreated", "SessionJobCreatedForModel"]
    given = terms(path)
    assert outcome.events[0].values == (1, USER, HOST, given["deposit"])
    assert outcome.events[1].values == (1, MODEL, given["asset"], given["price"], DAY, 100)
    r = scene.session(1)
    assert (r.status, r.deposit, r.paid_in) == (SessionStatus.ACTIVE, given["deposit"], given["deposit"])
    assert (scene.view("open_sessions", HOST), scene.view("get_active_sessions_for_host", HOST, 0, 9)) == (1, (1,))
    assert (scene.view("job_type", 1), scene.view("next_job_id")) == (JobType.SESSION, 2)


def test_success_a_session_shows_everything(scene: Scene) -> None:
    job_id = scene.open()
    expected = (
        *(USER, HOST, ZERO, DEPOSIT, NATIVE_PRICE, 0, DAY, NOW, NOW, 100, SessionStatus.ACTIVE, 0, False, 0, MODEL),
        *(bytes(32), 0, 0, 0, 30),
    )
    assert scene.view("session_jobs", job_id) == scene.view("get_session_details", job_id) == expected
    assert scene.view("get_sessions", (job_id, 9))[1][10] == SessionStatus.NONE
    assert len(scene.view("session_jobs", 9)) == len(expected)
    assert scene.view("can_host_process_session", job_id, HOST) is True
    assert scene.view("can_host_process_session", job_id, OTHER) is False


CONDITIONS: list[tuple[dict[str, Any], Any, tuple[Any, ...]]] = [
    ({"price": 0, "duration": 0}, ZeroPrice, ()),
    ({"price": TOP + 1, "duration": 0}, PriceAboveMaximum, (TOP + 1, TOP)),
    ({"duration": 0, "interval": 0}, InvalidDuration, (0,)),
    ({"duration": 365 * DAY + 1, "interval": 0}, InvalidDuration, (365 * DAY + 1,)),
    ({"interval": 99, "host": STRANGER}, ProofIntervalBelowMinimum, (99, 100)),
    (
        {"interval": 2000 * 365 * DAY + 1, "host": STRANGER},
        ProofIntervalAboveMaximum,
        (2000 * 365 * DAY + 1, 2000 * 365 * DAY),
    ),
    ({"host": STRANGER, "model": SECOND}, HostNotActive, ()),
    ({"model": SECOND, "price": 1}, ModelNotSupported, ()),
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("changes", "error", "values"), CONDITIONS)
def test_invalid_terms(scene: Scene, path: str, changes: dict[str, Any], error: Any, values: tuple[Any, ...]) -> None:
    action, listed, value = arguments(path, **changes)
    scene.refuses(error, *values).call(USER, action, *listed, value=value)


@pytest.mark.parametrize("path", PATHS)
def test_invalid_deposits_and_prices(scene: Scene, path: str) -> None:
    native = "coin" in path
    least, greatest = (10**14, 1000 * ETHER) if native else (500_000, 10**12)
    cases: list[tuple[dict[str, Any], Any, tuple[Any, ...]]] = [
        ({"deposit": least - 1, "price": 0}, DepositBelowMinimum, ()),
        ({"deposit": greatest + 1, "price": 0}, DepositAboveMaximum, (greatest + 1, greatest)),
        (
            {"price": (NATIVE_PRICE if native else STABLE_PRICE) - 1},
            NativePriceBelowHostMinimum if native else StablePriceBelowHostMinimum,
            (),
        ),
        ({"deposit": least, "price": 10 * least + 1}, DepositBelowProofInterval, (99, 100)),
    ]
    for changes, error, values in cases:
        action, listed, value = arguments(path, **changes)
        scene.refuses(error, *values).call(USER, action, *listed, value=value)


@pytest.mark.parametrize("path", PATHS)
def test_invalid_model_host_and_pause(scene: Scene, path: str) -> None:
    action, listed, value = arguments(path)
    scene.must(OWNER, "deactivate_model", MODEL)
    scene.refuses(ModelNotApproved).call(USER, action, *listed, value=value)
    scene.must(OWNER, "slash_stake", HOST, 1, "cid", "late")
    scene.refuses(HostNotActive).call(USER, action, *listed, value=value)
    scene.must(OWNER, "pause")
    bad, listed, value = arguments(path, deposit=0)
    scene.refuses(MarketplacePaused).call(USER, bad, *listed, value=value)


@pytest.mark.parametrize("path", ["token", "deposited token"])
def test_invalid_tokens(scene: Scene, path: str) -> None:
    scene.must(OWNER, "remove_accepted_token", USDC)
    action, listed, value = arguments(path, deposit=10**18)
    scene.refuses(TokenNotAccepted, USDC).call(USER, action, *listed, value=value)


def test_invalid_token_path_with_coin(scene: Scene) -> None:
    action, listed, _ = arguments("token", asset=ZERO)
    scene.refuses(TokenNotAccepted, ZERO).call(USER, action, *listed)


def test_invalid_deposit_beyond_what_was_deposited(scene: Scene) -> None:
    for path, amount in (("deposited coin", 2000 * ETHER + 1), ("deposited token", 2 * 10**12 + 1)):
        action, listed, _ = arguments(path, deposit=amount)
        scene.refuses(InsufficientBalance).call(USER, action, *listed)


def test_success_a_token_with_a_fee_books_what_arrives(scene: Scene) -> None:
    scene.fee = 10
    action, listed, _ = arguments("token")
    outcome = scene.must(USER, action, *listed)
    assert outcome.movements == (Movement(USDC, USER, MARKET, 10**6, 10**6 - 10),)
    assert (outcome.events[0].values[3], scene.session(1).deposit, scene.held()) == (10**6 - 10, 10**6 - 10, (0, 0, 0))


def test_success_a_token_that_brings_more_books_what_was_asked(scene: Scene) -> None:
    scene.fee = -10
    action, listed, _ = arguments("token")
    scene.must(USER, action, *listed)
    assert scene.session(1).deposit == 10**6


def test_invalid_tokens_that_bring_too_little(scene: Scene) -> None:
    action, listed, _ = arguments("token", deposit=500_000, price=5_000_000)
    scene.fee = 1
    scene.refuses(DepositBelowMinimum).call(USER, action, *listed)
    scene.must(OWNER, "set_token_limits", USDC, 1, 10**12)
    scene.refuses(DepositBelowProofInterval, 99, 100).call(USER, action, *listed)
    scene.stuck = True
    scene.refuses(TokenPullFailed, USDC).call(USER, action, *listed)


def test_success_a_host_that_left_can_be_slashed_but_not_chosen(scene: Scene) -> None:
    scene.open()
    scene.must(HOST, "unregister_node")
    action, listed, value = arguments("coin")
    scene.refuses(HostNotActive).call(USER, action, *listed, value=value)
    scene.must(OWNER, "slash_stake", HOST, 500 * FAB, "cid", "left")
