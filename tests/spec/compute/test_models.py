"""Models of the owner: added, added in batches, deactivated; fees swept; and ids that no two models share."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.errors import LengthMismatch, OwnableUnauthorizedAccount, ZeroAddress
from spec.compute.hashing import model_id_of
from spec.compute.model_errors import EmptyModelName, ModelExists, ModelNotFound, NothingToSweep, ProposalLive
from spec.compute.types import Tier
from tests.spec.compute.scene import (
    DAY,
    FAB,
    MODEL,
    NOW,
    OWNER,
    SECOND,
    SHA,
    STRANGER,
    TREASURY,
    USER,
    ZERO,
    Scene,
    named,
)


@pytest.fixture
def scene() -> Scene:
    return Scene(hosts=False)


def test_success_trusted_model(scene: Scene) -> None:
    assert scene.view("get_model", MODEL) == ("lab/tiny", "tiny.gguf", SHA, Tier.TRUSTED, True, NOW)
    assert (scene.view("get_model_count"), scene.view("get_model_ids", 0, 9)) == (1, (MODEL,))
    assert (scene.view("approval_of", MODEL), scene.view("model_id_at", 0)) == ((True, 0), MODEL)
    assert scene.view("get_model", SECOND) == ("", "", bytes(32), 0, False, 0)
    assert scene.view("approval_of", SECOND) == (False, 0)


def test_success_batch_leaves_what_is_there(scene: Scene) -> None:
    scene.propose()
    repos, files = ("lab/tiny", "lab/new", "lab/large", "lab/new"), ("tiny.gguf", "f", "large.gguf", "f")
    outcome = scene.must(OWNER, "batch_add_trusted_models", repos, files, (SHA,) * 4)
    assert named(outcome) == ["ModelAdded"]
    assert scene.view("get_model_ids", 0, 9) == (MODEL, model_id_of("lab/new", "f"))


def test_success_deactivation_is_undone(scene: Scene) -> None:
    assert named(scene.must(OWNER, "deactivate_model", MODEL)) == ["ModelDeactivated"]
    assert scene.view("is_model_approved", MODEL) is False
    assert named(scene.must(OWNER, "reactivate_model", MODEL)) == ["ModelReactivated"]
    assert scene.view("is_model_approved", MODEL) is True


def test_success_fees_of_lapsed_proposals_are_swept(scene: Scene) -> None:
    scene.propose()
    scene.now += 10 * DAY + 1
    scene.must(STRANGER, "lapse_proposal", SECOND)
    assert scene.view("sweepable_fees") == 100 * FAB
    assert named(scene.must(STRANGER, "sweep_fees")) == ["Transfer", "FeesSwept"]
    assert (scene.view("balance_of", TREASURY), scene.view("sweepable_fees"), scene.held()) == (100 * FAB, 0, (0, 0, 0))
    scene.refuses(NothingToSweep).call(STRANGER, "sweep_fees")


def test_success_treasury_is_set(scene: Scene) -> None:
    scene.must(OWNER, "set_models_treasury", STRANGER)
    assert (scene.view("models_treasury"), scene.view("treasury"), scene.view("nodes_treasury")) == (
        STRANGER,
        TREASURY,
        TREASURY,
    )


@pytest.mark.parametrize(
    ("sender", "action", "arguments", "error", "values"),
    [
        (USER, "add_trusted_model", ("", "", SHA), OwnableUnauthorizedAccount, (USER,)),
        (OWNER, "add_trusted_model", ("", "f", SHA), EmptyModelName, ()),
        (OWNER, "add_trusted_model", ("r", "", SHA), EmptyModelName, ()),
        (OWNER, "add_trusted_model", ("lab/tiny", "tiny.gguf", SHA), ModelExists, (MODEL,)),
        (USER, "batch_add_trusted_models", ((), (), ()), OwnableUnauthorizedAccount, (USER,)),
        (OWNER, "batch_add_trusted_models", (("",), (), ()), LengthMismatch, ()),
        (OWNER, "batch_add_trusted_models", (("r", "r"), ("f", ""), (SHA, SHA)), EmptyModelName, ()),
        (USER, "deactivate_model", (MODEL,), OwnableUnauthorizedAccount, (USER,)),
        (OWNER, "deactivate_model", (SECOND,), ModelNotFound, (SECOND,)),
        (USER, "reactivate_model", (MODEL,), OwnableUnauthorizedAccount, (USER,)),
        (OWNER, "reactivate_model", (SECOND,), ModelNotFound, (SECOND,)),
        (USER, "set_models_treasury", (ZERO,), OwnableUnauthorizedAccount, (USER,)),
        (OWNER, "set_models_treasury", (ZERO,), ZeroAddress, ()),
    ],
)
def test_invalid_calls(
    scene: Scene, sender: str, action: str, arguments: Any, error: Any, values: tuple[Any, ...]
) -> None:
    scene.refuses(error, *values).call(sender, action, *arguments)


def test_invalid_model_with_an_open_proposal_even_after_it_lapsed(scene: Scene) -> None:
    scene.propose()
    scene.now += 100 * DAY
    scene.refuses(ProposalLive, SECOND).call(OWNER, "add_trusted_model", "lab/large", "large.gguf", SHA)
    scene.must(USER, "lapse_proposal", SECOND)
    scene.must(OWNER, "add_trusted_model", "lab/large", "large.gguf", SHA)


def test_success_ids_carry_lengths() -> None:
    assert model_id_of("a/b", "c") != model_id_of("a", "b/c")
