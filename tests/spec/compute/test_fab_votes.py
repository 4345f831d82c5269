"""Votes of FAB: whoever is delegated to has them, at the end of each block."""

from __future__ import annotations

import pytest

from spec.compute.events import Transfer
from spec.compute.governance_errors import ERC5805FutureLookup
from spec.compute.governance_events import DelegateChanged, DelegateVotesChanged
from tests.spec.compute.scene import FAB, OTHER, STRANGER, USER, ZERO, Scene

HELD = 150_000 * FAB


@pytest.fixture
def scene() -> Scene:
    return Scene(hosts=False)


def test_success_delegation_moves_votes(scene: Scene) -> None:
    assert scene.must(USER, "delegate", USER).events == (
        DelegateChanged(USER, ZERO, USER),
        DelegateVotesChanged(USER, 0, HELD),
    )
    scene.block += 1
    assert scene.must(USER, "delegate", OTHER).events == (
        DelegateChanged(USER, USER, OTHER),
        DelegateVotesChanged(USER, HELD, 0),
        DelegateVotesChanged(OTHER, 0, HELD),
    )
    assert (scene.view("delegates", USER), scene.view("current_votes", OTHER)) == (OTHER, HELD)
    assert scene.must(USER, "delegate", OTHER).events == (DelegateChanged(USER, OTHER, OTHER),)


def test_success_votes_follow_transfers(scene: Scene) -> None:
    scene.must(USER, "delegate", USER)
    assert scene.must(USER, "transfer", OTHER, 5).events == (
        Transfer(USER, OTHER, 5),
        DelegateVotesChanged(USER, HELD, HELD - 5),
    )
    scene.must(OTHER, "delegate", STRANGER)
    assert scene.must(OTHER, "transfer", USER, 5).events[1:] == (
        DelegateVotesChanged(STRANGER, HELD + 5, HELD),
        DelegateVotesChanged(USER, HELD - 5, HELD),
    )
    assert scene.must(OTHER, "transfer", OTHER, 5).events == (Transfer(OTHER, OTHER, 5),)


def test_success_the_past_stays(scene: Scene) -> None:
    scene.must(USER, "delegate", USER)
    scene.must(USER, "transfer", OTHER, 1)
    scene.block += 2
    scene.must(USER, "transfer", OTHER, HELD - 1)
    scene.block += 1
    votes = [scene.view("get_past_votes", USER, scene.block - age) for age in (1, 2, 3, 4)]
    assert votes == [0, HELD - 1, HELD - 1, 0]
    assert scene.view("num_checkpoints", USER) == 2
    supply = [scene.view("get_past_total_supply", scene.block - age) for age in (1, 3, 4)]
    assert supply == [1_000_000 * FAB, 1_000_000 * FAB, 0]


def test_invalid_looking_ahead(scene: Scene) -> None:
    for view, arguments in (("get_past_votes", (USER, scene.block)), ("get_past_total_supply", (scene.block,))):
        with pytest.raises(ERC5805FutureLookup):
            scene.view(view, *arguments)
