"""What constructors refuse. Lockstep starts from a deployed marketplace, so nothing else asks."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.chain.cast import Cast
from fuzz.chain.errors import CallFailed
from fuzz.chain.world import World
from tests.contracts.compute.exchange import COIN, Refusal, artifacts

PART = "0x" + "11" * 20
"""Any address: constructors do not call what they are given."""

HIGHEST_PRICE = 22_727_272_727_273_000

COMPLETE: dict[str, tuple[Any, ...]] = {
    "ModelRegistry": (PART, PART),
    "NodeRegistry": (PART, PART, PART, 227_273),
    "ReputationSystem": (PART,),
    "PaymentEscrow": (PART, PART, PART, 1_000),
    "JobProofs": (PART, PART, PART),
    "PromptJobs": (PART, PART, PART, PART),
    "JobMarketplace": (PART, PART, PART, PART, PART, 3_000, PART),
    "AccountIntegration": (PART,),
    "Governance": (PART, 50_400),
    "SessionAccount": (PART, PART, PART),
}
"""Arguments with which each contract can be deployed."""

MISSING = [
    (name, place) for name, whole in COMPLETE.items() for place, given in enumerate(whole) if isinstance(given, str)
]


def construct(name: str, arguments: tuple[Any, ...]) -> Refusal | None:
    """Deploys a contract; the error with which its constructor reverts, ``None`` if it does not."""
    world = World()
    owner = Cast(world, ("owner",), [])["owner"].address
    try:
        world.deploy(artifacts()[name], *arguments, sender=owner)
    except CallFailed as failure:
        assert failure.reverted is not None, failure
        return failure.reverted.name, tuple(failure.reverted.args)
    return None


@pytest.mark.parametrize("name", COMPLETE)
def test_success_with_every_part(name: str) -> None:
    assert construct(name, COMPLETE[name]) is None


@pytest.mark.parametrize(("name", "place"), MISSING)
def test_invalid_without_a_part(name: str, place: int) -> None:
    whole = COMPLETE[name]
    assert construct(name, (*whole[:place], COIN, *whole[place + 1 :])) == ("ZeroAddress", ())


def test_invalid_fee_and_least_price_out_of_bounds() -> None:
    assert construct("JobMarketplace", (*[PART] * 5, 3_001, PART)) == ("FeeAboveMaximum", (3_001, 3_000))
    assert construct("PaymentEscrow", (*[PART] * 3, 1_001)) == ("FeeAboveMaximum", (1_001, 1_000))
    for period in (0, 1_000_001):
        assert construct("Governance", (PART, period)) == ("InvalidLimits", (period, 1_000_000))
    for price in (0, HIGHEST_PRICE + 1):
        refused = construct("NodeRegistry", (*COMPLETE["NodeRegistry"][:-1], price))
        assert refused == ("InvalidLimits", (price, HIGHEST_PRICE))
    assert construct("NodeRegistry", (*COMPLETE["NodeRegistry"][:-1], HIGHEST_PRICE)) is None
