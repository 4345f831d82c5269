"""Scores: outcomes, ratings, decay and slashes, refused in the contract's order."""

from __future__ import annotations

import pytest

from spec.compute.errors import NotAuthorized, OwnableUnauthorizedAccount, ZeroAddress, ZeroAmount
from spec.compute.governance_errors import (
    AlreadyRated,
    HostMismatch,
    InvalidRating,
    JobNotPaid,
    NoDecayDue,
    NotRenter,
    UnknownHost,
)
from spec.compute.governance_events import HostRated, ReputationDecayed, ReputationUpdated
from spec.compute.job_errors import TextTooLong
from tests.spec.compute.scene import (
    DAY,
    GOVERNANCE,
    HOST,
    MARKET,
    OWNER,
    RIVAL,
    STRANGER,
    USER,
    ZERO,
    Scene,
)

MONTH = 30 * DAY


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.must(OWNER, "set_reporter", USER, True)
    return scene


def test_success_outcomes_count_once(scene: Scene) -> None:
    assert (scene.view("get_reputation", HOST), scene.view("get_reputation", STRANGER)) == (100, 0)
    assert scene.must(USER, "record_job_completion", HOST, 7, True).events == (ReputationUpdated(HOST, 7, True, 110),)
    assert scene.must(USER, "record_job_completion", HOST, 7, False).events == ()
    scene.must(USER, "record_job_completion", HOST, 8, False)
    assert scene.view("get_reputation", HOST) == 90
    assert (scene.view("has_outcome", 7, HOST), scene.view("has_outcome", 7, RIVAL)) == (True, False)


def test_success_a_score_is_never_below_zero(scene: Scene) -> None:
    for job_id in range(6):
        scene.must(USER, "record_job_completion", HOST, job_id, False)
    assert scene.view("get_reputation", HOST) == 0


def test_success_a_paid_job_counts_and_is_rated(scene: Scene) -> None:
    job_id = scene.paid_job()
    outcome = scene.must(USER, "rate_host", HOST, job_id, 5, "fine")
    assert outcome.events == (HostRated(HOST, job_id, USER, 5, "fine", 114),)
    assert (scene.view("get_rating", HOST), scene.view("is_rated", job_id)) == ((5, 1), True)
    scene.must(USER, "rate_host", HOST, scene.paid_job(), 4, "")
    scene.must(USER, "rate_host", HOST, scene.paid_job(), 1, "")
    assert (scene.view("get_reputation", HOST), scene.view("get_rating", HOST)) == (136, (3, 3))


def test_success_decay_for_full_months(scene: Scene) -> None:
    scene.must(USER, "record_job_completion", HOST, 7, True)
    scene.now += 2 * MONTH + 5
    assert scene.must(STRANGER, "apply_reputation_decay", HOST).events == (ReputationDecayed(HOST, 99),)
    assert scene.view("last_activity", HOST) == scene.now - 5
    scene.now += 25 * MONTH
    scene.must(USER, "record_job_completion", HOST, 8, True)
    assert scene.view("get_reputation", HOST) == 10


def test_success_a_slash_takes_decay_first(scene: Scene) -> None:
    scene.must(USER, "record_job_completion", HOST, 7, True)
    scene.now += MONTH
    scene.must(GOVERNANCE, "slash_reputation", HOST, 4)
    assert scene.view("get_reputation", HOST) == 101
    scene.must(OWNER, "slash_reputation", HOST, 1000)
    assert (scene.view("get_reputation", HOST), scene.view("is_eligible_for_incentives", HOST)) == (0, False)


def test_invalid_outcomes_and_losses(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(STRANGER, "record_job_completion", HOST, 7, True)
    scene.refuses(NoDecayDue, HOST).call(STRANGER, "apply_reputation_decay", HOST)
    scene.refuses(NotAuthorized).call(STRANGER, "slash_reputation", HOST, 0)
    scene.refuses(ZeroAmount).call(OWNER, "slash_reputation", HOST, 0)
    scene.refuses(UnknownHost, HOST).call(OWNER, "slash_reputation", HOST, 1)
    scene.must(USER, "record_job_completion", HOST, 7, True)
    scene.now += MONTH - 1
    scene.refuses(NoDecayDue, HOST).call(STRANGER, "apply_reputation_decay", HOST)
    scene.refuses(OwnableUnauthorizedAccount, STRANGER).call(STRANGER, "set_reporter", ZERO, True)
    scene.refuses(ZeroAddress).call(OWNER, "set_reporter", ZERO, True)


def test_invalid_ratings(scene: Scene) -> None:
    waiting = scene.post()
    job_id = scene.paid_job()
    scene.refuses(InvalidRating, 0).call(USER, "rate_host", HOST, job_id, 0, "x" * 1001)
    scene.refuses(InvalidRating, 6).call(USER, "rate_host", HOST, job_id, 6, "")
    scene.refuses(TextTooLong, 1001, 1000).call(USER, "rate_host", HOST, 99, 1, "x" * 1001)
    scene.refuses(JobNotPaid, 99).call(USER, "rate_host", HOST, 99, 1, "")
    scene.refuses(JobNotPaid, waiting).call(USER, "rate_host", HOST, waiting, 1, "")
    scene.refuses(NotRenter, job_id, STRANGER).call(STRANGER, "rate_host", RIVAL, job_id, 1, "")
    scene.refuses(HostMismatch, job_id, RIVAL).call(USER, "rate_host", RIVAL, job_id, 1, "")
    scene.must(USER, "rate_host", HOST, job_id, 3, "")
    scene.refuses(AlreadyRated, job_id).call(USER, "rate_host", HOST, job_id, 3, "")


def test_success_the_marketplace_always_reports(scene: Scene) -> None:
    scene.must(OWNER, "set_reporter", MARKET, False)
    scene.paid_job()
    assert (scene.view("get_reputation", HOST), scene.view("is_reporter", MARKET)) == (110, False)
