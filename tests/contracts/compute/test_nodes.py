"""Hosts: registration, offers and lists, stake and slashing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.compute.exchange import COIN, DAY, FAB, PRICE, STABLE_PRICE, Exchange, Refusal, text

MAX_NATIVE, MAX_STABLE = 22_727_272_727_273_000, 100_000_000


def add_models(x: Exchange, count: int) -> list[bytes]:
    names = [f"m{i}" for i in range(count)]
    x.do(x.models, "batchAddTrustedModels", names, names, [bytes(32)] * count, by=x.owner)
    return [x.read(x.models, "getModelId", name, name) for name in names]


def hosts_of(x: Exchange, model: bytes) -> list[str]:
    return list(x.read(x.nodes, "getNodesForModel", model, 0, 99))


def test_success_registration_is_shown_in_the_documented_order(x: Exchange) -> None:
    info = (x.host, 1_000 * FAB, True, "meta", "https://host", (x.model,), PRICE, STABLE_PRICE)
    assert x.read(x.nodes, "getNodeFullInfo", x.host) == info
    assert x.read(x.nodes, "getNodeFullInfo", x.outsider) == (COIN, 0, False, "", "", (), 0, 0)
    assert x.read(x.nodes, "isActiveNode", x.host)
    assert x.read(x.nodes, "nodeSupportsModel", x.host, x.model)
    assert x.read(x.nodes, "getActiveNodes", 0, 9) == (x.host,)
    assert x.read(x.fab, "balanceOf", x.nodes.address) == 1_000 * FAB


def test_invalid_registration_in_the_order_of_its_checks(x: Exchange) -> None:
    good: dict[str, Any] = {"meta": "m", "url": "u", "models": [x.model], "native": PRICE, "stable": 1}

    def refused(by: str = "", **changed: Any) -> Refusal:
        return x.refused(x.nodes, "registerNode", *(good | changed).values(), by=by or x.outsider)

    assert refused(by=x.host, meta="") == text("Already registered")
    assert refused(meta="", url="") == text("Empty metadata")
    assert refused(url="", models=[]) == ("EmptyApiUrl", ())
    assert refused(models=[], native=0) == text("Must support at least one model")
    assert refused(models=[x.model] * 33, native=0) == ("TooManyModels", (33, 32))
    assert refused(native=227_272, stable=0) == text("Native price below minimum")
    above = ("NativePriceAboveMaximum", (MAX_NATIVE + 1, MAX_NATIVE))
    assert refused(native=MAX_NATIVE + 1) == above
    assert refused(stable=0) == ("StablePriceBelowMinimum", (0, 1))
    assert refused(stable=MAX_STABLE + 1) == ("StablePriceAboveMaximum", (MAX_STABLE + 1, MAX_STABLE))
    assert refused(models=[x.model, x.model, bytes(32)]) == ("DuplicateModel", (x.model,))
    assert refused(models=[bytes(32), bytes(32)]) == text("Model not approved")
    assert refused() == ("ERC20InsufficientAllowance", (x.nodes.address, 0, 1_000 * FAB))


def test_success_lists_stay_whole_as_hosts_come_and_go(x: Exchange) -> None:
    a, b, c = add_models(x, 3)
    x.register(x.depositor, (a, b))
    x.register(x.outsider, (b, x.model, a))
    assert hosts_of(x, b) == [x.depositor, x.outsider]
    x.do(x.nodes, "updateSupportedModels", [b, c], by=x.depositor)
    assert hosts_of(x, a) == [x.outsider]
    assert hosts_of(x, b) == [x.outsider, x.depositor]
    assert hosts_of(x, c) == [x.depositor]
    x.do(x.nodes, "unregisterNode", by=x.host)
    assert x.read(x.nodes, "getActiveNodes", 0, 9) == (x.outsider, x.depositor)
    assert hosts_of(x, x.model) == [x.outsider]
    x.do(x.nodes, "unregisterNode", by=x.outsider)
    assert hosts_of(x, b) == [x.depositor]
    assert x.read(x.nodes, "getActiveNodeCount") == 1
    assert x.read(x.nodes, "getNodeModels", x.depositor) == (b, c)
    assert x.read(x.nodes, "getNodeCountForModel", a) == 0


def test_success_the_highest_price_that_applies_counts(x: Exchange) -> None:
    token = x.token.address

    def prices() -> list[int]:
        of_host = [x.read(x.nodes, "getNodePricing", x.host, asset) for asset in (COIN, token)]
        return of_host + [x.read(x.nodes, "getModelPricing", x.host, x.model, asset) for asset in (COIN, token)]

    assert prices() == [PRICE, STABLE_PRICE, PRICE, STABLE_PRICE]
    x.do(x.nodes, "setModelPricing", x.model, PRICE - 1, STABLE_PRICE + 1, by=x.host)
    x.do(x.nodes, "setTokenPricing", token, STABLE_PRICE - 1, by=x.host)
    assert prices() == [PRICE, STABLE_PRICE - 1, PRICE, STABLE_PRICE + 1]
    x.do(x.nodes, "updatePricingNative", PRICE + 9, by=x.host)
    x.do(x.nodes, "updatePricingStable", STABLE_PRICE + 9, by=x.host)
    x.do(x.nodes, "setTokenPricing", token, 0, by=x.host)
    assert prices() == [PRICE + 9, STABLE_PRICE + 9, PRICE + 9, STABLE_PRICE + 9]
    x.do(x.nodes, "setTokenPricing", token, 50_000, by=x.host)
    x.do(x.nodes, "setModelPricing", x.model, MAX_NATIVE, 60_000, by=x.host)
    x.do(x.nodes, "unregisterNode", by=x.host)
    assert prices() == [0, 0, 0, 0]
    x.do(x.nodes, "registerNode", "m", "u", [x.model], PRICE, STABLE_PRICE, by=x.host)
    assert prices() == [PRICE, STABLE_PRICE, PRICE, STABLE_PRICE]


def test_success_a_model_that_stays_keeps_its_price_and_one_that_goes_loses_it(x: Exchange) -> None:
    (other,) = add_models(x, 1)
    x.do(x.nodes, "updateSupportedModels", [x.model, other], by=x.host)
    for model in (x.model, other):
        x.do(x.nodes, "setModelPricing", model, MAX_NATIVE, 0, by=x.host)
    x.do(x.nodes, "updateSupportedModels", [other], by=x.host)
    x.do(x.nodes, "updateSupportedModels", [x.model, other], by=x.host)
    assert x.read(x.nodes, "getModelPricing", x.host, x.model, COIN) == PRICE
    assert x.read(x.nodes, "getModelPricing", x.host, other, COIN) == MAX_NATIVE
    x.do(x.nodes, "clearModelPricing", other, by=x.host)
    assert x.read(x.nodes, "getModelPricing", x.host, other, COIN) == PRICE


@pytest.mark.parametrize(
    "call",
    [
        ("unregisterNode",),
        ("stake", 0),
        ("updateMetadata", ""),
        ("updateApiUrl", ""),
        ("updateSupportedModels", []),
        ("updatePricingNative", 0),
        ("updatePricingStable", 0),
        ("setModelPricing", bytes(32), 1, 0),
        ("clearModelPricing", bytes(32)),
        ("setTokenPricing", COIN, 2**255),
    ],
)
def test_invalid_calls_of_one_who_is_no_host(x: Exchange, call: tuple[Any, ...]) -> None:
    assert x.refused(x.nodes, *call, by=x.outsider) == text("Not registered")


def test_invalid_offers(x: Exchange) -> None:
    def refused(*call: Any) -> Refusal:
        return x.refused(x.nodes, *call, by=x.host)

    assert refused("stake", 0) == ("ZeroAmount", ())
    assert refused("updateMetadata", "") == text("Empty metadata")
    assert refused("updateApiUrl", "") == ("EmptyApiUrl", ())
    assert refused("updateSupportedModels", []) == text("Must support at least one model")
    assert refused("updateSupportedModels", [x.model, x.model]) == ("DuplicateModel", (x.model,))
    assert refused("updatePricingNative", 227_272) == text("Native price below minimum")
    assert refused("updatePricingStable", 0) == ("StablePriceBelowMinimum", (0, 1))
    assert refused("setModelPricing", bytes(32), 1, 0) == text("Host does not support model")
    assert refused("setModelPricing", x.model, 1, 2**255) == text("Native price below minimum")
    assert refused("setModelPricing", x.model, 0, 2**255)[0] == "StablePriceAboveMaximum"
    assert refused("clearModelPricing", bytes(32)) == text("Host does not support model")
    assert refused("setTokenPricing", COIN, 2**255) == ("ZeroAddress", ())
    assert refused("setTokenPricing", x.token.address, 2**255)[0] == "StablePriceAboveMaximum"


def test_success_stake_leaves_after_the_last_session_and_the_unbonding_time(x: Exchange) -> None:
    job = x.open()
    assert x.refused(x.nodes, "withdrawStake", by=x.host) == ("StillRegistered", (x.host,))
    assert x.refused(x.nodes, "withdrawStake", by=x.outsider) == ("NothingStaked", (x.outsider,))
    receipt = x.do(x.nodes, "unregisterNode", by=x.host)
    assert x.event(receipt, "NodeUnregistered")["withdrawableAfter"] == x.world.now + 7 * DAY
    x.world.advance(30 * DAY)
    assert x.refused(x.nodes, "withdrawStake", by=x.host) == ("SessionsStillOpen", (x.host, 1))
    x.do(x.market, "triggerSessionTimeout", job, by=x.outsider)
    until = x.world.now + 7 * DAY
    assert x.read(x.nodes, "withdrawableAfter", x.host) == until
    assert x.refused(x.nodes, "withdrawStake", by=x.host) == ("StakeLocked", (until,))
    x.world.advance(7 * DAY)
    before = x.read(x.fab, "balanceOf", x.host)
    x.do(x.nodes, "withdrawStake", by=x.host)
    assert x.read(x.fab, "balanceOf", x.host) == before + 1_000 * FAB
    assert x.read(x.nodes, "getNodeFullInfo", x.host) == (COIN, 0, False, "", "", (), 0, 0)
    assert x.read(x.nodes, "withdrawableAfter", x.host) == 0


def test_success_unbonding_stake_counts_when_a_host_comes_back(x: Exchange) -> None:
    again = ("registerNode", "m", "u", [x.model], PRICE, STABLE_PRICE)
    before = x.read(x.fab, "balanceOf", x.host)
    x.do(x.nodes, "unregisterNode", by=x.host)
    assert x.events(x.do(x.nodes, *again, by=x.host)) == ["NodeRegistered"]
    assert x.read(x.fab, "balanceOf", x.host) == before
    x.do(x.nodes, "slashStake", x.host, 300 * FAB, "cid", "why", by=x.owner)
    x.do(x.nodes, "unregisterNode", by=x.host)
    assert x.event(x.do(x.nodes, *again, by=x.host), "NodeRegistered")["stakedAmount"] == 1_000 * FAB
    assert x.read(x.fab, "balanceOf", x.host) == before - 300 * FAB


def test_success_slashing_halves_at_most_once_a_day_and_also_while_unbonding(x: Exchange) -> None:
    stake = 1_000 * FAB

    def slash(amount: int) -> list[str]:
        return x.events(x.do(x.nodes, "slashStake", x.host, amount, "cid", "why", by=x.owner))

    for _ in range(3):
        stake //= 2
        assert slash(stake) == ["Transfer", "SlashExecuted"]
        too_soon = ("SlashTooSoon", (x.world.now + DAY,))
        x.world.advance(DAY - 1)
        assert x.refused(x.nodes, "slashStake", x.host, 1, "cid", "why", by=x.owner) == too_soon
        x.world.advance(1)
        assert not x.read(x.nodes, "isActiveNode", x.host)
    names = ["Transfer", "SlashExecuted", "NodeUnregistered", "HostAutoUnregistered"]
    assert slash(stake - 100 * FAB + 1) == names
    x.world.advance(DAY)
    assert slash(1) == ["Transfer", "SlashExecuted"]
    assert x.read(x.nodes, "withdrawableAfter", x.host) == x.world.now + 7 * DAY
    held = x.read(x.fab, "balanceOf", x.nodes.address)
    assert x.read(x.fab, "balanceOf", x.treasury) == 1_000 * FAB - held


def test_invalid_slashing_in_the_order_of_its_checks(x: Exchange) -> None:
    def refused(host: str, amount: int, cid: str, why: str, by: str = "") -> Refusal:
        return x.refused(x.nodes, "slashStake", host, amount, cid, why, by=by or x.owner)

    assert refused(x.outsider, 0, "", "", by=x.host) == text("Unauthorized")
    assert refused(x.outsider, 0, "", "") == ("NothingStaked", (x.outsider,))
    assert refused(x.host, 0, "", "") == ("EmptyEvidence", ())
    assert refused(x.host, 0, "c", "") == ("EmptyReason", ())
    assert refused(x.host, 0, "c", "w") == ("ZeroAmount", ())
    assert refused(x.host, 500 * FAB + 1, "c", "w") == ("SlashAboveMaximum", (500 * FAB + 1, 500 * FAB))
    x.do(x.nodes, "setSlashingAuthority", x.outsider, by=x.owner)
    assert refused(x.host, 1, "c", "w") == text("Unauthorized")
    assert x.refused(x.nodes, "setTreasury", COIN, by=x.owner) == ("ZeroAddress", ())
    assert x.refused(x.nodes, "setSlashingAuthority", COIN, by=x.owner) == ("ZeroAddress", ())


@pytest.mark.parametrize("function", ["sessionOpened", "sessionClosed"])
def test_invalid_counting_of_sessions_by_anybody_but_the_marketplace(x: Exchange, function: str) -> None:
    assert x.refused(x.nodes, function, x.host, by=x.owner) == text("Unauthorized")
