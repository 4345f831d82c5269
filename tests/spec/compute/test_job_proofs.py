"""Proofs of prompt jobs, judged by verifiers, and challenges with a stake."""

from __future__ import annotations

import pytest
from eth_abi import encode

from spec.compute.errors import EmptyEvidence, NotAuthorized
from spec.compute.job_errors import (
    ChallengeExpired,
    ChallengeNotFound,
    ChallengeNotPending,
    ChallengePending,
    ChallengeStillOpen,
    ChallengeWindowClosed,
    EmptyProof,
    InvalidInstances,
    JobNotFound,
    NotAssignedHost,
    ProofAlreadySubmitted,
    ProofNotSubmitted,
    ProofNotVerified,
    ReleaseNotDue,
    SelfChallenge,
    SelfVerification,
    StakeBelowMinimum,
)
from spec.compute.job_types import ChallengeStatus, EzklProof, ProofStatus
from spec.core.keccak import keccak256
from tests.spec.compute.scene import (
    DAY,
    DETAILS,
    ETHER,
    FAB,
    HASH,
    HOST,
    JOB_PROOFS,
    OTHER,
    OWNER,
    REQUIREMENTS,
    RIVAL,
    STRANGER,
    USER,
    VERIFIER,
    Scene,
    named,
)

PROVED = REQUIREMENTS._replace(requires_proof=True, max_time_to_complete=30 * DAY)
PROOF = EzklProof((1, 2, 3), b"proof", b"key", *((place).to_bytes(32, "big") for place in (1, 2, 3)))
ENCODED = encode(["(uint256[],bytes,bytes,bytes32,bytes32,bytes32)"], [PROOF])
STAKE = 10 * FAB


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.must(USER, "post_job", DETAILS, PROVED, ETHER, value=ETHER)
    scene.must(HOST, "claim_job", 1)
    scene.must(HOST, "submit_proof", 1, PROOF)
    return scene


def verified(scene: Scene) -> None:
    scene.must(VERIFIER, "verify_proof", 1)


def challenged(scene: Scene) -> None:
    verified(scene)
    scene.must(OTHER, "challenge_proof", 1, HASH, STAKE)


def test_success_a_proof_is_paid_for_once_its_window_is_over(scene: Scene) -> None:
    assert scene.view("get_proof", 1) == (HOST, ProofStatus.UNCHECKED, 0, 0, keccak256(ENCODED))
    verified(scene)
    scene.must(HOST, "submit_result", 1, "result", ENCODED)
    scene.now += 3 * DAY
    scene.refuses(ReleaseNotDue, 1).call(USER, "release_payment", 1)
    scene.now += 1
    assert (scene.view("is_releasable", 1), scene.view("can_complete_job", 1)) == (True, True)
    scene.must(STRANGER, "release_payment", 1)


def test_success_delivery_is_paid_at_once_when_the_window_is_over(scene: Scene) -> None:
    verified(scene)
    scene.now += 3 * DAY + 1
    assert named(scene.must(HOST, "complete_job", 1, "result", ENCODED)) == [
        *("JobCompleted", "ReputationUpdated", "JobPaid"),
        *("PaymentPushed", "EscrowReleased"),
    ]


def test_success_a_rejected_proof_gives_the_renter_everything(scene: Scene) -> None:
    scene.must(HOST, "submit_result", 1, "result", ENCODED)
    assert named(scene.must(VERIFIER, "reject_proof", 1)) == ["ReputationUpdated", "ProofRejected"]
    scene.must(STRANGER, "expire_job", 1)


def test_invalid_proofs_in_order(scene: Scene) -> None:
    scene.refuses(JobNotFound, 9).call(HOST, "submit_proof", 9, PROOF)
    scene.refuses(NotAssignedHost, 1, RIVAL).call(RIVAL, "submit_proof", 1, PROOF)
    scene.refuses(ProofAlreadySubmitted, 1).call(HOST, "submit_proof", 1, PROOF)
    scene.must(HOST, "fail_job", 1)
    scene.must(RIVAL, "claim_job", 1)
    scene.refuses(InvalidInstances).call(RIVAL, "submit_proof", 1, PROOF._replace(instances=(1, 2)))
    scene.refuses(EmptyProof).call(RIVAL, "submit_proof", 1, PROOF._replace(vk=b""))
    scene.refuses(ProofNotSubmitted, 1).call(VERIFIER, "verify_proof", 1)
    scene.must(RIVAL, "submit_proof", 1, PROOF)


def test_invalid_judgements(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(STRANGER, "verify_proof", 1)
    scene.must(OWNER, "set_verifier", USER, True)
    scene.refuses(SelfVerification, 1).call(USER, "reject_proof", 1)
    scene.must(OWNER, "set_verifier", USER, False)
    scene.refuses(NotAuthorized).call(USER, "batch_verify_proofs", (1,))
    verified(scene)
    scene.refuses(ProofNotSubmitted, 1).call(VERIFIER, "verify_proof", 1)


def test_success_a_right_challenge_gets_stake_and_reward(scene: Scene) -> None:
    challenged(scene)
    before = scene.view("balance_of", OTHER)
    outcome = scene.must(VERIFIER, "resolve_challenge", 1, True)
    assert named(outcome) == ["Transfer", "Transfer", "ChallengeSlashed", "ReputationUpdated", "ChallengeResolved"]
    assert scene.view("balance_of", OTHER) == before + STAKE + 20 * FAB
    assert (scene.view("get_proof", 1)[1], scene.view("total_staked")) == (ProofStatus.INVALID, 0)
    assert scene.node().staked_amount == 980 * FAB


def test_success_a_wrong_challenge_pays_the_host(scene: Scene) -> None:
    challenged(scene)
    before = scene.view("balance_of", HOST)
    scene.must(VERIFIER, "resolve_challenge", 1, False)
    assert (scene.view("balance_of", HOST), scene.view("balance_of", JOB_PROOFS)) == (before + STAKE, 0)
    assert scene.view("get_challenge", 1)[5] == ChallengeStatus.FAILED


def test_success_no_reward_within_a_day_of_a_slash(scene: Scene) -> None:
    scene.must(OWNER, "slash_stake", HOST, FAB, "evidence", "reason")
    challenged(scene)
    outcome = scene.must(VERIFIER, "resolve_challenge", 1, True)
    assert outcome.events[-1].values == (1, True, 0)


def test_success_silence_gives_the_stake_back(scene: Scene) -> None:
    challenged(scene)
    deadline = scene.now + 3 * DAY
    scene.now = deadline
    scene.refuses(ChallengeStillOpen, 1, deadline).call(STRANGER, "expire_challenge", 1)
    scene.now += 1
    scene.refuses(ChallengeExpired, 1, deadline).call(VERIFIER, "resolve_challenge", 1, True)
    assert named(scene.must(STRANGER, "expire_challenge", 1)) == ["Transfer", "ChallengeLapsed"]
    scene.refuses(ChallengeNotPending, 1, ChallengeStatus.EXPIRED).call(STRANGER, "expire_challenge", 1)
    assert scene.view("can_complete_job", 1) is True


def test_success_a_ruling_on_a_former_host_leaves_the_new_proof(scene: Scene) -> None:
    challenged(scene)
    scene.must(HOST, "fail_job", 1)
    scene.must(RIVAL, "claim_job", 1)
    scene.must(RIVAL, "submit_proof", 1, PROOF)
    scene.must(VERIFIER, "resolve_challenge", 1, True)
    assert scene.view("get_proof", 1)[:2] == (RIVAL, ProofStatus.UNCHECKED)


def test_invalid_challenges_in_order(scene: Scene) -> None:
    scene.refuses(ProofNotVerified, 1).call(OTHER, "challenge_proof", 1, HASH, STAKE)
    verified(scene)
    until = scene.now + 3 * DAY
    scene.refuses(SelfChallenge, 1).call(HOST, "challenge_proof", 1, bytes(32), 0)
    scene.refuses(EmptyEvidence).call(OTHER, "challenge_proof", 1, bytes(32), 0)
    scene.refuses(StakeBelowMinimum, STAKE - 1, STAKE).call(OTHER, "challenge_proof", 1, HASH, STAKE - 1)
    scene.must(OTHER, "challenge_proof", 1, HASH, STAKE)
    scene.refuses(ChallengePending, 1, 1).call(RIVAL, "challenge_proof", 1, HASH, STAKE)
    scene.now = until + 1
    scene.refuses(ChallengeWindowClosed, 1, until).call(RIVAL, "challenge_proof", 1, HASH, STAKE)
    scene.refuses(ChallengeNotFound, 2).call(VERIFIER, "resolve_challenge", 2, True)
