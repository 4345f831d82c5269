"""Hosts: who becomes one, what they offer, and how long their stake stays and can be slashed."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.errors import (
    AlreadyRegistered,
    DuplicateModel,
    EmptyApiUrl,
    EmptyEvidence,
    EmptyMetadata,
    EmptyReason,
    MarketplaceAlreadySet,
    ModelNotApproved,
    NativePriceAboveMaximum,
    NativePriceBelowMinimum,
    NoModels,
    NotAuthorized,
    NothingStaked,
    NotRegistered,
    OwnableUnauthorizedAccount,
    SessionsStillOpen,
    SlashAboveMaximum,
    SlashTooSoon,
    StablePriceAboveMaximum,
    StablePriceBelowMinimum,
    StakeLocked,
    StillRegistered,
    TooManyModels,
    ZeroAddress,
    ZeroAmount,
)
from spec.compute.model_errors import ERC20InsufficientAllowance, ERC20InsufficientBalance
from tests.spec.compute.scene import (
    DAY,
    FAB,
    HOST,
    MARKET,
    MODEL,
    NATIVE_PRICE,
    NODES,
    NOW,
    OTHER,
    OWNER,
    RIVAL,
    SECOND,
    SHA,
    STABLE_PRICE,
    STRANGER,
    TREASURY,
    USER,
    ZERO,
    Scene,
    named,
)

STAKE = 1000 * FAB
BLANK = (ZERO, 0, False, "", "", (), 0, 0)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.must(OWNER, "add_trusted_model", "lab/large", "large.gguf", SHA)
    return scene


# ---------------------------------------------------------------- registration


def test_success_registration(scene: Scene) -> None:
    outcome = scene.register(OTHER, MODEL, SECOND)
    assert named(outcome) == ["Transfer", "NodeRegistered"]
    assert outcome.events[-1].values == (OTHER, STAKE, "a host", (MODEL, SECOND))
    expected = (OTHER, STAKE, True, "a host", "https://host", (MODEL, SECOND), NATIVE_PRICE, STABLE_PRICE)
    assert scene.view("get_node_full_info", OTHER) == expected
    assert (scene.view("is_active_node", OTHER), scene.view("node_supports_model", OTHER, SECOND)) == (True, True)
    assert (scene.view("get_active_nodes", 0, 9), scene.view("get_active_node_count")) == ((HOST, RIVAL, OTHER), 3)
    assert scene.view("get_nodes_for_model", SECOND, 0, 9) == (OTHER,)
    assert (scene.view("get_node_count_for_model", MODEL), scene.held()) == (3, (0, 0, 0))
    assert scene.view("get_node_full_info", STRANGER) == BLANK


GOOD: dict[str, Any] = {"metadata": "m", "url": "u", "models": (MODEL,), "native": NATIVE_PRICE, "stable": 1}
NATIVE_MAX, STABLE_MAX = 22_727_272_727_273_000, 100_000_000
MANY = tuple(bytes([number]) * 32 for number in range(33))


@pytest.mark.parametrize(
    ("changes", "error", "values"),
    [
        ({"metadata": "", "url": ""}, EmptyMetadata, ()),
        ({"url": "", "models": ()}, EmptyApiUrl, ()),
        ({"models": (), "native": 0}, NoModels, ()),
        ({"models": MANY, "native": 0}, TooManyModels, (33, 32)),
        ({"native": 227_272, "stable": 0}, NativePriceBelowMinimum, ()),
        ({"native": NATIVE_MAX + 1, "stable": 0}, NativePriceAboveMaximum, (NATIVE_MAX + 1, NATIVE_MAX)),
        ({"stable": 0, "models": (MANY[0],)}, StablePriceBelowMinimum, (0, 1)),
        ({"stable": STABLE_MAX + 1, "models": (MANY[0],)}, StablePriceAboveMaximum, (STABLE_MAX + 1, STABLE_MAX)),
        ({"models": (MODEL, MODEL, MANY[0])}, DuplicateModel, (MODEL,)),
        ({"models": (MODEL, MANY[0], MODEL)}, ModelNotApproved, ()),
    ],
)
def test_invalid_registrations(scene: Scene, changes: dict[str, Any], error: Any, values: tuple[Any, ...]) -> None:
    scene.refuses(error, *values).call(OTHER, "register_node", *(GOOD | changes).values())


def test_invalid_registration_without_stake_or_twice(scene: Scene) -> None:
    scene.refuses(AlreadyRegistered).call(HOST, "register_node", "", "", (), 0, 0)
    scene.refuses(ERC20InsufficientAllowance, NODES, 0, STAKE).call(STRANGER, "register_node", *GOOD.values())
    scene.must(STRANGER, "approve", NODES, STAKE)
    scene.refuses(ERC20InsufficientBalance, STRANGER, 0, STAKE).call(STRANGER, "register_node", *GOOD.values())
    scene.must(OWNER, "deactivate_model", MODEL)
    scene.refuses(ModelNotApproved).call(OTHER, "register_node", *GOOD.values())


def test_success_leaving_and_coming_back_before_the_stake_is_out(scene: Scene) -> None:
    scene.must(HOST, "set_token_pricing", OTHER, 9)
    outcome = scene.must(HOST, "unregister_node")
    assert outcome.events[-1].values == (HOST, NOW + 7 * DAY)
    assert scene.view("get_node_full_info", HOST) == (HOST, STAKE, False, "a host", "https://host", (), 0, 0)
    assert (scene.view("get_active_nodes", 0, 9), scene.view("get_nodes_for_model", MODEL, 0, 9)) == ((RIVAL,),) * 2
    assert scene.view("withdrawable_after", HOST) == NOW + 7 * DAY
    scene.must(OWNER, "slash_stake", HOST, 300 * FAB, "cid", "late")
    outcome = scene.register(HOST, SECOND)
    assert outcome.events[0].values == (HOST, NODES, 300 * FAB)
    assert scene.view("get_node_pricing", HOST, OTHER) == STABLE_PRICE
    assert (scene.node().unbonding_since, scene.view("withdrawable_after", HOST), scene.held()) == (0, 0, (0, 0, 0))
    scene.must(HOST, "unregister_node")
    assert named(scene.register(HOST)) == ["NodeRegistered"]


# ---------------------------------------------------------------- stake


def test_success_stake_leaves_after_a_week(scene: Scene) -> None:
    scene.must(HOST, "unregister_node")
    scene.now += 7 * DAY
    assert named(scene.must(HOST, "withdraw_stake")) == ["Transfer", "StakeWithdrawn"]
    assert (scene.view("get_node_full_info", HOST), scene.view("withdrawable_after", HOST)) == (BLANK, 0)
    assert (scene.view("balance_of", HOST), scene.held()) == (150_000 * FAB, (0, 0, 0))


def test_invalid_withdrawals_of_stake(scene: Scene) -> None:
    scene.refuses(NothingStaked, STRANGER).call(STRANGER, "withdraw_stake")
    scene.refuses(StillRegistered, HOST).call(HOST, "withdraw_stake")
    job_id = scene.open()
    scene.must(HOST, "unregister_node")
    scene.now += 7 * DAY
    scene.refuses(SessionsStillOpen, HOST, 1).call(HOST, "withdraw_stake")
    scene.must(STRANGER, "trigger_session_timeout", job_id)
    assert (scene.view("open_sessions", HOST), scene.view("last_session_end", HOST)) == (0, scene.now)
    until = scene.now + 7 * DAY
    scene.now = until - 1
    scene.refuses(StakeLocked, until).call(HOST, "withdraw_stake")
    scene.must(OWNER, "slash_stake", HOST, 1, "cid", "late")
    scene.refuses(StakeLocked, until - 1 + 7 * DAY).call(HOST, "withdraw_stake")
    scene.now += 7 * DAY
    scene.must(HOST, "withdraw_stake")
    scene.refuses(NothingStaked, HOST).call(HOST, "withdraw_stake")


def test_success_more_stake(scene: Scene) -> None:
    outcome = scene.must(HOST, "stake", 5)
    assert (named(outcome), outcome.events[-1].values) == (["Transfer", "StakeAdded"], (HOST, 5, STAKE + 5))


# ---------------------------------------------------------------- what a host says of itself


def test_success_updates(scene: Scene) -> None:
    scene.must(HOST, "update_metadata", "better")
    scene.must(HOST, "update_api_url", "https://better")
    scene.must(HOST, "set_model_pricing", MODEL, NATIVE_MAX, 0)
    assert named(scene.must(HOST, "update_supported_models", (SECOND,))) == ["SupportedModelsUpdated"]
    assert scene.view("get_node_full_info", HOST)[3:6] == ("better", "https://better", (SECOND,))
    assert scene.view("get_node_models", HOST) == (SECOND,)
    assert scene.view("get_nodes_for_model", MODEL, 0, 9) == (RIVAL,)
    scene.must(HOST, "update_supported_models", (MODEL, SECOND))
    assert scene.view("get_nodes_for_model", MODEL, 0, 9) == (RIVAL, HOST)
    assert scene.view("get_model_pricing", HOST, MODEL, ZERO) == NATIVE_PRICE


@pytest.mark.parametrize(
    ("action", "arguments", "error", "values"),
    [
        ("update_metadata", ("",), EmptyMetadata, ()),
        ("update_api_url", ("",), EmptyApiUrl, ()),
        ("update_supported_models", ((),), NoModels, ()),
        ("update_supported_models", (MANY,), TooManyModels, (33, 32)),
        ("update_supported_models", ((MODEL, MODEL),), DuplicateModel, (MODEL,)),
        ("update_supported_models", ((MANY[0],),), ModelNotApproved, ()),
        ("stake", (0,), ZeroAmount, ()),
    ],
)
def test_invalid_updates(
    scene: Scene, action: str, arguments: tuple[Any, ...], error: Any, values: tuple[Any, ...]
) -> None:
    scene.refuses(NotRegistered).call(STRANGER, action, *arguments)
    scene.refuses(error, *values).call(HOST, action, *arguments)


def test_invalid_unregistration_and_stake_of_strangers(scene: Scene) -> None:
    scene.refuses(NotRegistered).call(STRANGER, "unregister_node")
    scene.must(HOST, "unregister_node")
    scene.refuses(NotRegistered).call(HOST, "unregister_node")
    scene.must(RIVAL, "approve", NODES, 0)
    scene.refuses(ERC20InsufficientAllowance, NODES, 0, 1).call(RIVAL, "stake", 1)
    scene.must(RIVAL, "approve", NODES, 10**30)
    held = scene.view("balance_of", RIVAL)
    scene.refuses(ERC20InsufficientBalance, RIVAL, held, held + 1).call(RIVAL, "stake", held + 1)


# ---------------------------------------------------------------- slashing


def test_success_slash_goes_to_the_treasury(scene: Scene) -> None:
    outcome = scene.must(OWNER, "slash_stake", HOST, 500 * FAB, "cid", "late")
    assert named(outcome) == ["Transfer", "SlashExecuted"]
    assert outcome.events[1].values == (HOST, 500 * FAB, 500 * FAB, "cid", "late")
    assert (scene.view("balance_of", TREASURY), scene.view("last_slash_time", HOST)) == (500 * FAB, NOW)
    assert (scene.view("is_active_node", HOST), scene.node().active, scene.held()) == (False, True, (0, 0, 0))
    scene.must(HOST, "stake", 500 * FAB)
    assert scene.view("is_active_node", HOST) is True


def test_success_slash_that_leaves_too_little_unregisters(scene: Scene) -> None:
    for amount in (500, 250, 125):
        assert named(scene.must(OWNER, "slash_stake", HOST, amount * FAB, "cid", "late")) == [
            "Transfer",
            "SlashExecuted",
        ]
        scene.now += DAY
    outcome = scene.must(OWNER, "slash_stake", HOST, 62 * FAB, "cid", "late")
    assert named(outcome) == ["Transfer", "SlashExecuted", "NodeUnregistered", "HostAutoUnregistered"]
    assert outcome.events[3].values == (HOST, 63 * FAB)
    scene.now += DAY
    assert named(scene.must(OWNER, "slash_stake", HOST, 1, "cid", "late")) == ["Transfer", "SlashExecuted"]


def test_invalid_slashes(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(HOST, "slash_stake", RIVAL, 0, "", "")
    scene.refuses(NothingStaked, USER).call(OWNER, "slash_stake", USER, 0, "", "")
    scene.refuses(EmptyEvidence).call(OWNER, "slash_stake", HOST, 0, "", "")
    scene.refuses(EmptyReason).call(OWNER, "slash_stake", HOST, 0, "cid", "")
    scene.refuses(ZeroAmount).call(OWNER, "slash_stake", HOST, 0, "cid", "late")
    half = 500 * FAB
    scene.refuses(SlashAboveMaximum, half + 1, half).call(OWNER, "slash_stake", HOST, half + 1, "cid", "late")
    scene.must(OWNER, "slash_stake", HOST, 1, "cid", "late")
    scene.now += DAY - 1
    scene.refuses(SlashTooSoon, NOW + DAY).call(OWNER, "slash_stake", HOST, 1, "cid", "late")
    scene.now += 1
    scene.must(OWNER, "slash_stake", HOST, 1, "cid", "late")


def test_success_authority_and_treasury_change(scene: Scene) -> None:
    scene.must(OWNER, "set_slashing_authority", STRANGER)
    scene.must(OWNER, "set_nodes_treasury", USER)
    scene.must(STRANGER, "slash_stake", HOST, 1, "cid", "late")
    assert (scene.view("slashing_authority"), scene.view("nodes_treasury")) == (STRANGER, USER)


@pytest.mark.parametrize("action", ["set_slashing_authority", "set_nodes_treasury"])
def test_invalid_parameters(scene: Scene, action: str) -> None:
    scene.refuses(OwnableUnauthorizedAccount, HOST).call(HOST, action, ZERO)
    scene.refuses(ZeroAddress).call(OWNER, action, ZERO)


@pytest.mark.parametrize("contract", ["nodes", "earnings", "proofs"])
def test_invalid_rewiring(scene: Scene, contract: str) -> None:
    action = f"set_{contract}_marketplace"
    scene.refuses(OwnableUnauthorizedAccount, HOST).call(HOST, action, ZERO)
    scene.refuses(ZeroAddress).call(OWNER, action, ZERO)
    scene.refuses(MarketplaceAlreadySet, MARKET).call(OWNER, action, STRANGER)


def test_invalid_calls_that_are_the_marketplaces(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(OWNER, "session_opened", HOST)
    scene.refuses(NotAuthorized).call(OWNER, "session_closed", HOST)
    scene.refuses(NotAuthorized).call(OWNER, "consume", 1, HOST, 1, 1, 1, SHA, b"")
    scene.refuses(NotAuthorized).call(OWNER, "credit_earnings", HOST, 1, ZERO, value=2)
