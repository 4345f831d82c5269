"""The escrow: disputes and rulings, fees and bonuses, credits, and what its owner sets."""

from __future__ import annotations

import pytest

from spec.compute.errors import NotAuthorized, OwnableUnauthorizedAccount, ZeroAddress, ZeroAmount
from spec.compute.job_errors import (
    DisputeExpired,
    DisputeStillOpen,
    EscrowNotActive,
    EscrowNotDisputed,
    EscrowNotFound,
    FeeAboveMaximum,
    InvalidJobStatus,
    InvalidWinner,
    NotEscrowParty,
)
from spec.compute.job_types import EscrowStatus, JobStatus
from spec.core import Transfer
from tests.spec.compute.scene import (
    ARBITER,
    DAY,
    DETAILS,
    ESCROW,
    ETHER,
    HOST,
    OWNER,
    REQUIREMENTS,
    STRANGER,
    TREASURY,
    USDC,
    USER,
    ZERO,
    Scene,
    events,
    named,
)

KEY = (1).to_bytes(32, "big")


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.post()
    scene.must(HOST, "claim_job", 1)
    scene.must(HOST, "submit_result", 1, "result", b"")
    scene.now += 60
    return scene


def test_success_a_ruling_for_the_host(scene: Scene) -> None:
    assert named(scene.must(HOST, "dispute_escrow", KEY)) == ["JobDisputed", "EscrowDisputed"]
    outcome = scene.must(ARBITER, "resolve_dispute", KEY, HOST)
    assert named(outcome) == ["ReputationUpdated", "JobPaid", "PaymentPushed", "EscrowReleased"]
    assert scene.view("get_escrow", KEY)[3:6] == (0, 500, EscrowStatus.RESOLVED)


def test_success_a_ruling_for_the_renter(scene: Scene) -> None:
    scene.must(USER, "dispute_escrow", KEY)
    outcome = scene.must(ARBITER, "resolve_dispute", KEY, USER)
    assert outcome.transfers == (Transfer(USER, ETHER, ESCROW),)
    assert scene.view("get_job", 1)[2] == JobStatus.REFUNDED


def test_success_the_default_comes_after_14_days(scene: Scene) -> None:
    scene.must(USER, "dispute_escrow", KEY)
    until = scene.now + 14 * DAY
    scene.now = until
    scene.refuses(DisputeStillOpen, KEY, until).call(STRANGER, "claim_dispute_default", KEY)
    scene.now += 1
    scene.refuses(DisputeExpired, KEY, until).call(ARBITER, "resolve_dispute", KEY, HOST)
    assert named(scene.must(STRANGER, "claim_dispute_default", KEY)) == [
        *("JobRefunded", "PaymentPushed"),
        "EscrowRefunded",
    ]


def test_invalid_disputes_in_order(scene: Scene) -> None:
    other = bytes(31) + b"\x09"
    scene.refuses(EscrowNotFound, other).call(USER, "dispute_escrow", other)
    scene.refuses(NotEscrowParty, KEY, STRANGER).call(STRANGER, "dispute_escrow", KEY)
    scene.refuses(EscrowNotDisputed, KEY, EscrowStatus.HELD).call(ARBITER, "resolve_dispute", KEY, HOST)
    scene.refuses(NotAuthorized).call(STRANGER, "resolve_dispute", KEY, HOST)
    scene.must(USER, "dispute_escrow", KEY)
    scene.refuses(EscrowNotActive, KEY, EscrowStatus.IN_DISPUTE).call(USER, "dispute_escrow", KEY)
    scene.refuses(InvalidWinner, STRANGER).call(ARBITER, "resolve_dispute", KEY, STRANGER)
    posted = scene.post()
    refusal = scene.refuses(InvalidJobStatus, posted, JobStatus.POSTED)
    refusal.call(USER, "dispute_escrow", posted.to_bytes(32, "big"))


def test_success_the_renter_releases_a_dispute_at_the_escrow(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(HOST, "release_escrow", KEY)
    scene.must(HOST, "dispute_escrow", KEY)
    scene.must(USER, "release_escrow", KEY)
    assert scene.view("get_job", 1)[2] == JobStatus.PAID


def test_success_a_bonus_is_at_most_the_fee_and_the_pool(scene: Scene) -> None:
    for _ in range(4):
        scene.now += 60
        scene.paid_job()
    assert named(scene.must(STRANGER, "fund_incentives", value=ETHER // 50)) == ["IncentivesFunded"]
    outcome = scene.must(USER, "release_payment", 1)
    assert list(events(outcome, "IncentivePaid")) == [(KEY, HOST, ETHER // 50)]
    assert outcome.transfers[0].amount == ETHER * 95 // 100 + ETHER // 50
    assert scene.view("incentive_pool") == 0


def test_success_fees_stay_as_they_were_at_creation(scene: Scene) -> None:
    scene.must(OWNER, "set_fee", 0)
    scene.must(USER, "release_payment", 1)
    assert named(scene.must(STRANGER, "withdraw_fees", ZERO)) == ["PaymentPushed", "FeesWithdrawn"]
    scene.refuses(ZeroAmount).call(STRANGER, "withdraw_fees", ZERO)


def test_success_refused_payments_become_credits(scene: Scene) -> None:
    scene.refusing = {HOST}
    scene.must(USER, "release_payment", 1)
    owed = scene.view("escrow_credits", HOST)
    assert (owed, scene.view("escrow_total_credits")) == (ETHER * 95 // 100,) * 2
    scene.refusing = set()
    assert scene.must(HOST, "withdraw_escrow_credit_to", STRANGER).transfers == (Transfer(STRANGER, owed),)


def test_success_a_token_that_is_stuck_becomes_a_credit(scene: Scene) -> None:
    job_id = scene.must(USER, "post_job_with_token", DETAILS, REQUIREMENTS, USDC, 1000).returned
    scene.now += 3601
    scene.stuck = True
    scene.must(STRANGER, "expire_job", job_id)
    assert scene.view("escrow_token_credits", USDC, USER) == 1000
    scene.stuck = False
    scene.must(USER, "withdraw_escrow_token_credit", USDC)
    assert scene.state.escrow_token_balances[USDC] == 0


def test_invalid_settings(scene: Scene) -> None:
    scene.refuses(FeeAboveMaximum, 1001, 1000).call(OWNER, "set_fee", 1001)
    scene.refuses(NotAuthorized).call(STRANGER, "set_fee", 1)
    scene.refuses(ZeroAddress).call(OWNER, "set_arbiter", ZERO)
    scene.refuses(ZeroAddress).call(OWNER, "set_escrow_treasury", ZERO)
    scene.refuses(OwnableUnauthorizedAccount, TREASURY).call(TREASURY, "set_escrow_treasury", TREASURY)
    scene.refuses(ZeroAmount).call(STRANGER, "fund_incentives")
