"""Cooldown: one live job, and two releases a cooldown apart."""

from __future__ import annotations

import pytest

from spec.dcm.errors import CooldownActive, JobAlreadyLive
from tests.spec.dcm.scene import BUYER, COUNT, DAY, ID, NOW, OTHER, SELLER, Scene

COOLDOWN = 600
SECOND = 8


def released(cooldown: int = COOLDOWN) -> Scene:
    """The buyer has just got a result."""
    scene = Scene(((1,),), cooldown=cooldown)
    scene.fed(scene.opened(buyer=BUYER))
    scene.must(SELLER, "finalize", 1)
    return scene


def test_success_release_starts_the_cooldown_of_this_buyer_on_this_dataset() -> None:
    scene = released()
    scene.commit(SECOND, cooldown=COOLDOWN)
    assert dict(scene.state.last_release.items()) == {(BUYER, ID): NOW}
    scene.opened(buyer=OTHER)
    scene.must(BUYER, "set_direct_consent", SECOND, True)
    scene.must(SELLER, "open_job", SECOND, BUYER, COUNT)


@pytest.mark.parametrize("waited", [0, 1, COOLDOWN - 1])
def test_invalid_job_inside_the_cooldown(waited: int) -> None:
    scene = released()
    scene.submitted()
    scene.now = NOW + waited
    scene.refused(CooldownActive(NOW + COOLDOWN), SELLER, "open_job", ID, BUYER, COUNT)
    scene.refused(CooldownActive(NOW + COOLDOWN), SELLER, "accept_request", 1)


@pytest.mark.parametrize("waited", [COOLDOWN, COOLDOWN + 1])
def test_success_job_from_the_end_of_the_cooldown_on(waited: int) -> None:
    scene = released()
    scene.submitted()
    scene.now = NOW + waited
    scene.must(SELLER, "accept_request", 1)


def test_invalid_second_live_job_of_a_buyer() -> None:
    scene = Scene(cooldown=COOLDOWN)
    scene.accepted()
    scene.submitted()
    scene.must(BUYER, "set_direct_consent", ID, True)
    scene.refused(JobAlreadyLive(1), SELLER, "accept_request", 2)
    scene.refused(JobAlreadyLive(1), SELLER, "open_job", ID, BUYER, COUNT)


@pytest.mark.parametrize("end", ["close", "reclaim"])
def test_success_place_is_free_after_a_job_without_a_result(end: str) -> None:
    scene = Scene(cooldown=COOLDOWN)
    if end == "close":
        scene.must(SELLER, "close_direct_job", scene.opened(buyer=BUYER))
    else:
        scene.accepted()
        scene.now += DAY + 1
        scene.must(BUYER, "reclaim_stalled", 1)
    assert scene.state.last_release[BUYER, ID] == 0
    scene.opened(buyer=BUYER)


def test_success_without_a_cooldown_everything_is_allowed_and_nothing_written() -> None:
    scene = released(cooldown=0)
    scene.opened(buyer=BUYER)
    scene.accepted()
    assert (dict(scene.state.live_job.items()), dict(scene.state.last_release.items())) == ({}, {})


def test_success_cooldown_is_that_of_the_submission() -> None:
    scene = Scene(cooldown=COOLDOWN)
    scene.submitted()
    assert scene.request().cooldown_sec == COOLDOWN
    scene.must(SELLER, "accept_request", 1)
    assert scene.job().cooldown_sec == COOLDOWN


def test_success_seller_of_a_complete_job_is_never_cut_off_by_another_job() -> None:
    """The one live job finalizes whatever other datasets and buyers do meanwhile."""
    scene = Scene(((1,),), cooldown=COOLDOWN)
    scene.fed(scene.request(scene.accepted()).job_id)
    scene.fed(scene.opened(buyer=OTHER))
    scene.must(SELLER, "finalize", 2)
    scene.must(SELLER, "finalize", 1)
