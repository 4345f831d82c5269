"""Challenges of verified proofs: a stake goes back to whoever was right, and to the host if the challenge was wrong."""

from __future__ import annotations

from spec.compute.errors import EmptyEvidence
from spec.compute.fab import pull_fab, send_fab
from spec.compute.job_errors import (
    ChallengeExpired,
    ChallengeNotFound,
    ChallengeNotPending,
    ChallengePending,
    ChallengeStillOpen,
    ChallengeWindowClosed,
    ProofNotVerified,
    SelfChallenge,
    SelfVerification,
    StakeBelowMinimum,
)
from spec.compute.job_events import ChallengeLapsed, ChallengeResolved, ProofChallenged
from spec.compute.job_proofs import check_open_job, check_verifier
from spec.compute.job_records import CHALLENGE_PERIOD
from spec.compute.job_types import ChallengeStatus, JobStatus, ProofStatus
from spec.compute.reputation import record_outcome
from spec.compute.slashing import slash_for
from spec.compute.state import COMPUTE, JOB_PROOFS, Challenge, JobProof, State
from spec.core import ZERO_WORD, Bytes32, Message, Uint256, require

CHALLENGE_STAKE_MIN = 10 * 10**18
"""Base units of FAB."""
CHALLENGE_REWARD = 20 * 10**18
"""Base units of FAB, out of the host's stake, as far as a slash may go."""


@COMPUTE.action(on=JOB_PROOFS)
def challenge_proof(s: State, m: Message, job_id: Uint256, evidence_hash: Bytes32, stake: Uint256) -> Uint256:
    """Anyone but the host doubts a verified proof, within three days, with a stake in FAB. Returns the challenge's id.

    Errors, in order: those of `challengeable_proof`, SelfChallenge, EmptyEvidence, StakeBelowMinimum,
    ERC20InsufficientAllowance, ERC20InsufficientBalance.
    """
    # Verify
    p = challengeable_proof(s, m, job_id)
    require(m.sender != p.host, SelfChallenge, job_id)
    require(evidence_hash != ZERO_WORD, EmptyEvidence)
    require(stake >= CHALLENGE_STAKE_MIN, StakeBelowMinimum, stake, CHALLENGE_STAKE_MIN)
    pull_fab(s, m, s.job_proofs, stake)
    # Effects
    challenge_id = s.next_challenge_id
    s.next_challenge_id += 1
    deadline = m.now + CHALLENGE_PERIOD
    p.challenge_id = challenge_id
    s.total_staked += stake
    s.challenges.insert(challenge_id, Challenge(job_id, p.host, m.sender, stake, deadline, evidence_hash))
    # Events
    m.emit(ProofChallenged(challenge_id, job_id, m.sender, evidence_hash, stake, deadline))
    return challenge_id


def challengeable_proof(s: State, m: Message, job_id: Uint256) -> JobProof:
    """A verified proof of the present host of a job that is not over, which nobody doubts yet.

    Errors, in order: ProofNotVerified, InvalidJobStatus, ChallengeWindowClosed, ChallengePending.
    """
    require(job_id in s.submitted_proofs, ProofNotVerified, job_id)
    p, r = s.submitted_proofs[job_id], s.prompt_jobs[job_id]
    require(p.status == ProofStatus.VERIFIED and p.host == r.host, ProofNotVerified, job_id)
    if r.status != JobStatus.DISPUTED:
        check_open_job(job_id, r.status)
    until = p.verified_at + CHALLENGE_PERIOD
    require(m.now <= until, ChallengeWindowClosed, job_id, until)
    require(p.challenge_id == 0, ChallengePending, job_id, p.challenge_id)
    return p


@COMPUTE.action(on=JOB_PROOFS)
def resolve_challenge(s: State, m: Message, challenge_id: Uint256, success: bool) -> None:
    """A verifier who is no party rules on a challenge, within three days.

    Errors, in order: NotAuthorized, ChallengeNotFound, ChallengeNotPending, ChallengeExpired, SelfVerification.
    """
    # Verify
    check_verifier(s, m)
    c = pending_challenge(s, challenge_id)
    require(m.now <= c.deadline, ChallengeExpired, challenge_id, c.deadline)
    parties = (c.challenger, c.host, s.prompt_jobs[c.job_id].renter)
    require(m.sender not in parties, SelfVerification, c.job_id)
    # Effects
    end_challenge(s, challenge_id, c, ChallengeStatus.SUCCESSFUL if success else ChallengeStatus.FAILED)
    # Payments
    if success:
        uphold(s, m, c)
    else:
        c.forfeited = c.stake
        send_fab(s, m, s.job_proofs, c.host, c.stake)
    # Events
    m.emit(ChallengeResolved(challenge_id, success, c.rewarded))


def uphold(s: State, m: Message, c: Challenge) -> None:
    """The challenger was right: the stake goes back, with a reward out of the host's."""
    c.returned = c.stake
    send_fab(s, m, s.job_proofs, c.challenger, c.stake)
    c.rewarded = slash_for(s, m, c.host, CHALLENGE_REWARD, c.challenger)
    record_outcome(s, m, s.job_proofs, c.host, c.job_id, False)


@COMPUTE.action(on=JOB_PROOFS)
def expire_challenge(s: State, m: Message, challenge_id: Uint256) -> None:
    """Anyone gives the stake back when nobody has ruled in time; the proof stays valid.

    Errors, in order: ChallengeNotFound, ChallengeNotPending, ChallengeStillOpen.
    """
    # Verify
    c = pending_challenge(s, challenge_id)
    require(m.now > c.deadline, ChallengeStillOpen, challenge_id, c.deadline)
    # Effects
    end_challenge(s, challenge_id, c, ChallengeStatus.EXPIRED)
    # Payments
    c.returned = c.stake
    send_fab(s, m, s.job_proofs, c.challenger, c.stake)
    # Events
    m.emit(ChallengeLapsed(challenge_id))


def pending_challenge(s: State, challenge_id: Uint256) -> Challenge:
    """A challenge that waits for a ruling.

    Errors, in order: ChallengeNotFound, ChallengeNotPending.
    """
    require(challenge_id in s.challenges, ChallengeNotFound, challenge_id)
    c = s.challenges[challenge_id]
    require(c.status == ChallengeStatus.PENDING, ChallengeNotPending, challenge_id, c.status)
    return c


def end_challenge(s: State, challenge_id: Uint256, c: Challenge, status: ChallengeStatus) -> None:
    """Frees the stake; the proof is invalid if the challenge was right, and the proof still that of the same host."""
    c.status = status
    s.total_staked -= c.stake
    p = s.submitted_proofs[c.job_id]
    if p.challenge_id == challenge_id:
        p.challenge_id = 0
        if status == ChallengeStatus.SUCCESSFUL:
            p.status = ProofStatus.INVALID
