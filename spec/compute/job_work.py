"""How hosts take prompt jobs, deliver them, or give them back. Only taking them can be paused."""

from __future__ import annotations

from spec.compute.breaker_levels import NORMAL
from spec.compute.errors import HostNotActive, NotAuthorized
from spec.compute.escrow_books import pay_for_work
from spec.compute.job_ends import close_job, report_outcome
from spec.compute.job_errors import (
    ClaimTooSoon,
    DeliveryTooLate,
    EmptyResult,
    FailedBefore,
    JobAlreadyClaimed,
    JobDeadlinePassed,
    ProofMismatch,
    ReputationBelowMinimum,
    SelfClaim,
    TextTooLong,
)
from spec.compute.job_events import JobClaimed, JobCompleted, JobFailed
from spec.compute.job_hashing import bytes_hash_of, result_hash_of
from spec.compute.job_records import claimed_job, has_own_proof, is_due, known_job
from spec.compute.job_types import EscrowStatus, JobOutcome, JobStatus
from spec.compute.node_records import is_eligible
from spec.compute.nodes import note_job_closed, note_job_opened
from spec.compute.reputation import score_of
from spec.compute.running import check_open
from spec.compute.state import COMPUTE, MARKET, PromptJob, State
from spec.compute.texts import check_length
from spec.core import ZERO_ADDRESS, Address, Message, Seconds, Uint256, opaque, require

CLAIM_INTERVAL = 300
"""Seconds between a host's claims while the breaker throttles."""
MAX_RESULT = 256
"""Bytes."""


@COMPUTE.action(on=MARKET)
def claim_job(s: State, m: Message, job_id: Uint256) -> None:
    """The sender takes a posted job.

    Errors, in order: those of `check_open` and `take_job`.
    """
    # Verify
    check_open(s, m, "claimJob")
    # Effects
    take_job(s, m, m.sender, job_id)


@COMPUTE.action(on=MARKET)
def claim_job_for(s: State, m: Message, host: Address, job_id: Uint256) -> None:
    """For the contract of accounts alone, whose own calls are part of its actions. No transaction comes from it.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


def claim_job_of(s: State, m: Message, host: Address, job_id: Uint256) -> None:
    """The contract of accounts takes a posted job for `host`.

    Errors, in order: those of `check_open` and `take_job`.
    """
    # Verify
    check_open(s, m, "claimJobFor")
    # Effects
    take_job(s, m, host, job_id)


def take_job(s: State, m: Message, host: Address, job_id: Uint256) -> None:
    """A host takes a posted job.

    Errors, in order: JobNotFound, those of `check_claim`.
    """
    # Verify
    r = known_job(s, job_id)
    check_claim(s, m, host, job_id, r)
    # Effects
    r.status = JobStatus.CLAIMED
    r.host = host
    s.last_claim[host] = m.now
    s.escrows[r.escrow_id].host = host
    note_job_opened(s, host)
    # Events
    m.emit(JobClaimed(job_id, host))


def check_claim(s: State, m: Message, host: Address, job_id: Uint256, r: PromptJob) -> None:
    """A host may take a job, and the job waits for one.

    Errors, in order: ClaimTooSoon, JobDeadlinePassed, JobAlreadyClaimed, HostNotActive, SelfClaim, FailedBefore,
    ReputationBelowMinimum.
    """
    require(not is_too_soon(s, host, m.now), ClaimTooSoon)
    require(m.now <= r.deadline, JobDeadlinePassed)
    require(r.status == JobStatus.POSTED, JobAlreadyClaimed)
    require(is_eligible(s, host), HostNotActive)
    require(host != r.renter, SelfClaim, job_id)
    require(s.failed_jobs[job_id, host] == 0, FailedBefore)
    score = score_of(s, host)
    require(score >= r.min_reputation, ReputationBelowMinimum, score, r.min_reputation)


def is_too_soon(s: State, host: Address, now: Seconds) -> bool:
    """Whether the breaker throttles, and the host has claimed a moment ago."""
    last = s.last_claim[host]
    return s.breaker_level != NORMAL and last != 0 and now < last + CLAIM_INTERVAL


@COMPUTE.action(on=MARKET)
def submit_result(s: State, m: Message, job_id: Uint256, result_cid: str, proof: bytes) -> None:
    """The host of a job delivers it. `proof` is the encoded proof that it submitted, where one is required.

    Errors, in order: those of `deliver`.
    """
    deliver(s, m, job_id, result_cid, proof)


@COMPUTE.action(on=MARKET)
def complete_job(s: State, m: Message, job_id: Uint256, result_cid: str, proof: bytes) -> None:
    """The host of a job delivers it, and is paid at once if its proof can't be challenged any more.

    Errors, in order: those of `deliver`.
    """
    # Effects
    r = deliver(s, m, job_id, result_cid, proof)
    # Payments
    if is_due(s, job_id, r, m.now):
        close_job(s, m, job_id, r, JobStatus.PAID, JobOutcome.SUCCESS)
        pay_for_work(s, m, r.escrow_id, EscrowStatus.RELEASED)


def deliver(s: State, m: Message, job_id: Uint256, result_cid: str, proof: bytes) -> PromptJob:
    """The host of a claimed job says where the result is. Returns the job.

    Errors, in order: those of `claimed_job`, DeliveryTooLate, those of `check_result`, ProofMismatch.
    """
    # Verify
    r = claimed_job(s, m, job_id)
    require(m.now <= r.deadline, DeliveryTooLate)
    check_result(result_cid)
    if r.requires_proof:
        proved = has_own_proof(s, job_id, r) and s.submitted_proofs[job_id].proof_hash == bytes_hash_of(proof)
        require(proved, ProofMismatch, job_id)
    # Effects
    r.status = JobStatus.SUBMITTED
    r.submitted_at = m.now
    r.result_hash = result_hash_of(result_cid)
    # Events
    m.emit(JobCompleted(job_id, result_cid))
    return r


@opaque(raises=(EmptyResult, TextTooLong))
def check_result(result_cid: str) -> None:
    """A result is somewhere, and where that is said is not too long.

    Errors, in order: EmptyResult, TextTooLong.
    """
    require(result_cid != "", EmptyResult)
    check_length(result_cid, MAX_RESULT)


@COMPUTE.action(on=MARKET)
def fail_job(s: State, m: Message, job_id: Uint256) -> None:
    """The host of a claimed job gives it back; others may claim it until its deadline.

    Errors, in order: those of `claimed_job`.
    """
    # Verify
    r = claimed_job(s, m, job_id)
    # Effects
    r.status = JobStatus.POSTED
    r.host = ZERO_ADDRESS
    s.failed_jobs[job_id, m.sender] = 1
    s.escrows[r.escrow_id].host = ZERO_ADDRESS
    note_job_closed(s, m, m.sender)
    report_outcome(s, m, job_id, m.sender, JobOutcome.FAILURE)
    # Events
    m.emit(JobFailed(job_id, m.sender))
