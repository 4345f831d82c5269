"""Prompt jobs: how they are posted, claimed, delivered, given back, paid, and given back to their renters."""

from __future__ import annotations

import pytest
from eth_abi import encode

from spec.compute.errors import HostNotActive, LengthMismatch, TokenNotAccepted, ZeroAmount
from spec.compute.job_errors import (
    DeliveryTooLate,
    EmptyPrompt,
    EmptyResult,
    FailedBefore,
    InvalidJobStatus,
    InvalidMaxTokens,
    JobAlreadyClaimed,
    JobDeadlinePassed,
    JobNotExpired,
    JobNotFound,
    NotAssignedHost,
    PaymentAboveMaximum,
    PaymentMismatch,
    ProofMismatch,
    RateLimitExceeded,
    ReleaseNotDue,
    ReputationBelowMinimum,
    SelfClaim,
    TextTooLong,
    TooManyJobs,
)
from spec.compute.job_types import JobStatus
from spec.compute.model_errors import EmptyModelName
from spec.core import Panic, Transfer
from spec.core.keccak import keccak256
from spec.token_payments import TokenPullFailed
from tests.spec.compute.scene import (
    DAY,
    DETAILS,
    ESCROW,
    ETHER,
    HOST,
    MARKET,
    NOW,
    OTHER,
    REQUIREMENTS,
    RIVAL,
    STRANGER,
    USDC,
    USER,
    ZERO,
    Scene,
    named,
)

MONTH = 30 * DAY
TYPES = ("(string,string,uint256,uint256,uint32,string)", "(uint256,uint256,uint256,bool)")


@pytest.fixture
def scene() -> Scene:
    return Scene()


def delivered(scene: Scene) -> int:
    job_id = scene.post()
    scene.must(HOST, "claim_job", job_id)
    scene.must(HOST, "submit_result", job_id, "result", b"")
    return job_id


def test_success_post_with_coin(scene: Scene) -> None:
    outcome = scene.must(USER, "post_job", DETAILS, REQUIREMENTS, 7, value=7)
    assert (outcome.returned, named(outcome)) == (1, ["EscrowCreated", "JobPosted"])
    assert outcome.transfers == (Transfer(ESCROW, 7, MARKET),)
    request = keccak256(encode(TYPES, [DETAILS, REQUIREMENTS]))
    assert scene.view("get_job", 1) == (
        *(USER, ZERO, JobStatus.POSTED, NOW + 3600, 0, False, 0),
        *(request, bytes(32)),
    )
    assert (scene.view("next_job_id"), scene.view("job_type", 1)) == (2, 0)
    assert (scene.view("total_escrowed", ZERO), scene.state.escrow_balance, scene.state.balance) == (7, 7, 0)


def test_success_post_with_a_token_books_what_arrives(scene: Scene) -> None:
    scene.fee = 3
    outcome = scene.must(USER, "post_job_with_token", DETAILS, REQUIREMENTS, USDC, 100)
    assert scene.view("total_escrowed", USDC) == 97
    assert outcome.events[1].values[4] == 97


def test_invalid_posts_with_a_token(scene: Scene) -> None:
    scene.refuses(TokenNotAccepted, ZERO).call(USER, "post_job_with_token", DETAILS, REQUIREMENTS, ZERO, 1)
    over = scene.refuses(PaymentAboveMaximum, 10**12 + 1, 10**12)
    over.call(USER, "post_job_with_token", DETAILS, REQUIREMENTS, USDC, 10**12 + 1)
    scene.fee = 1
    scene.refuses(ZeroAmount).call(USER, "post_job_with_token", DETAILS, REQUIREMENTS, USDC, 1)
    scene.stuck = True
    scene.refuses(TokenPullFailed, USDC).call(USER, "post_job_with_token", DETAILS, REQUIREMENTS, USDC, 1)


def test_invalid_terms_in_order(scene: Scene) -> None:
    scene.refuses(PaymentMismatch).call(USER, "post_job", DETAILS, REQUIREMENTS, 7, value=8)
    scene.refuses(ZeroAmount).call(USER, "post_job", DETAILS, REQUIREMENTS, 0)
    most = 1000 * ETHER
    over = scene.refuses(PaymentAboveMaximum, most + 1, most)
    over.call(USER, "post_job", DETAILS, REQUIREMENTS, most + 1, value=most + 1)
    wrong = DETAILS._replace(max_tokens=0, model_id="")
    scene.refuses(InvalidMaxTokens, 0, 10**6).call(USER, "post_job", wrong, REQUIREMENTS, 1, value=1)
    wrong = DETAILS._replace(model_id="", prompt="")
    scene.refuses(EmptyModelName).call(USER, "post_job", wrong, REQUIREMENTS, 1, value=1)
    wrong = DETAILS._replace(prompt="", result_format="x" * 257)
    scene.refuses(EmptyPrompt).call(USER, "post_job", wrong, REQUIREMENTS, 1, value=1)
    wrong = DETAILS._replace(result_format="x" * 257)
    scene.refuses(TextTooLong, 257, 256).call(USER, "post_job", wrong, REQUIREMENTS, 1, value=1)


def test_success_three_posts_a_minute_and_ten_an_hour(scene: Scene) -> None:
    scene.now = NOW // 3600 * 3600
    for count in range(10):
        scene.now += 60 if count % 3 == 0 else 0
        scene.post(payment=1)
        if count % 3 == 2:
            scene.refuses(RateLimitExceeded).call(USER, "post_job", DETAILS, REQUIREMENTS, 1, value=1)
    scene.now += 60
    scene.refuses(RateLimitExceeded).call(USER, "post_job", DETAILS, REQUIREMENTS, 1, value=1)
    scene.post(by=OTHER)
    scene.now = (scene.now // 3600 + 1) * 3600
    scene.post(payment=1)
    assert scene.view("post_counts", USER) == (scene.now // 60, 1, scene.now // 3600, 1)


def test_success_and_invalid_batches(scene: Scene) -> None:
    two = ((DETAILS,) * 2, (REQUIREMENTS,) * 2)
    assert scene.must(USER, "batch_post_jobs", *two, (3, 4), value=7).returned == (1, 2)
    assert scene.view("post_counts", USER)[1] == 1
    scene.refuses(LengthMismatch).call(USER, "batch_post_jobs", *two, (3,), value=3)
    scene.refuses(TooManyJobs, 0, 100).call(USER, "batch_post_jobs", (), (), ())
    scene.refuses(PaymentMismatch).call(USER, "batch_post_jobs", *two, (3, 4), value=8)
    scene.refuses(Panic, 0x11).call(USER, "batch_post_jobs", *two, (2**256 - 1, 1), value=8)


def test_invalid_claims_in_order(scene: Scene) -> None:
    scene.refuses(JobNotFound, 9).call(HOST, "claim_job", 9)
    job_id = scene.post()
    scene.refuses(HostNotActive).call(STRANGER, "claim_job", job_id)
    scene.register(USER)
    scene.refuses(SelfClaim, job_id).call(USER, "claim_job", job_id)
    scene.must(HOST, "claim_job", job_id)
    scene.refuses(JobAlreadyClaimed).call(RIVAL, "claim_job", job_id)
    scene.must(HOST, "fail_job", job_id)
    scene.refuses(FailedBefore).call(HOST, "claim_job", job_id)
    scene.now += 3601
    scene.refuses(JobDeadlinePassed).call(RIVAL, "claim_job", job_id)
    picky = REQUIREMENTS._replace(min_reputation_score=101)
    chosen = scene.must(USER, "post_job", DETAILS, picky, 1, value=1).returned
    scene.refuses(ReputationBelowMinimum, 100, 101).call(RIVAL, "claim_job", chosen)


def test_invalid_deliveries_in_order(scene: Scene) -> None:
    proved = REQUIREMENTS._replace(requires_proof=True)
    job_id = scene.must(USER, "post_job", DETAILS, proved, 1, value=1).returned
    scene.must(HOST, "claim_job", job_id)
    scene.refuses(NotAssignedHost, job_id, RIVAL).call(RIVAL, "submit_result", job_id, "result", b"")
    scene.refuses(EmptyResult).call(HOST, "submit_result", job_id, "", b"")
    scene.refuses(TextTooLong, 257, 256).call(HOST, "submit_result", job_id, "x" * 257, b"")
    scene.refuses(ProofMismatch, job_id).call(HOST, "complete_job", job_id, "result", b"")
    scene.now += 3601
    scene.refuses(DeliveryTooLate).call(HOST, "submit_result", job_id, "", b"")
    again = delivered(scene)
    scene.refuses(InvalidJobStatus, again, JobStatus.SUBMITTED).call(HOST, "submit_result", again, "", b"")


def test_success_the_renter_pays_and_the_stake_waits(scene: Scene) -> None:
    job_id = delivered(scene)
    scene.must(HOST, "unregister_node")
    assert scene.view("open_jobs", HOST) == 1
    scene.now += 60
    outcome = scene.must(USER, "release_payment", job_id)
    assert named(outcome) == ["ReputationUpdated", "JobPaid", "PaymentPushed", "EscrowReleased"]
    assert outcome.transfers == (Transfer(HOST, ETHER * 95 // 100, ESCROW),)
    assert (scene.view("open_jobs", HOST), scene.view("last_session_end", HOST)) == (0, scene.now)
    assert scene.view("accrued_fees", ZERO) == ETHER * 5 // 100


def test_invalid_releases(scene: Scene) -> None:
    job_id = delivered(scene)
    scene.refuses(JobNotFound, 9).call(USER, "release_payment", 9)
    for caller in (HOST, STRANGER):
        scene.refuses(ReleaseNotDue, job_id).call(caller, "release_payment", job_id)
    scene.must(USER, "batch_release_payments", (job_id,))
    scene.refuses(InvalidJobStatus, job_id, JobStatus.PAID).call(USER, "release_payment", job_id)
    scene.refuses(TooManyJobs, 101, 100).call(USER, "batch_release_payments", (job_id,) * 101)


def test_success_expiry_of_what_is_late_and_of_what_is_left(scene: Scene) -> None:
    posted, claimed, left = scene.post(), scene.post(), scene.post()
    scene.must(HOST, "claim_job", claimed)
    scene.must(RIVAL, "claim_job", left)
    scene.must(RIVAL, "submit_result", left, "result", b"")
    scene.now += 3600
    scene.refuses(JobNotExpired, posted).call(STRANGER, "expire_job", posted)
    scene.now += 1
    assert named(scene.must(STRANGER, "expire_job", posted)) == [
        *("JobExpired", "JobRefunded"),
        *("PaymentPushed", "EscrowRefunded"),
    ]
    assert "ReputationUpdated" in named(scene.must(STRANGER, "expire_job", claimed))
    scene.now = NOW + MONTH
    scene.refuses(JobNotExpired, left).call(STRANGER, "expire_job", left)
    scene.now += 1
    assert scene.view("is_expirable", left) is True
    assert "ReputationUpdated" not in named(scene.must(STRANGER, "expire_job", left))
    scene.refuses(InvalidJobStatus, left, JobStatus.REFUNDED).call(STRANGER, "expire_job", left)
    assert (scene.state.escrow_balance, scene.view("total_escrowed", ZERO)) == (0, 0)
