"""Looking up prompt jobs: their records, and what proofs and time have done to them."""

from __future__ import annotations

from spec.compute.job_errors import InvalidJobStatus, JobNotFound, NotAssignedHost
from spec.compute.job_types import JobStatus, ProofStatus
from spec.compute.state import PromptJob, State
from spec.core import Message, Seconds, Uint256, require

CHALLENGE_PERIOD = 3 * 24 * 60 * 60
"""Seconds in which a verified proof can be challenged, and in which a challenge can be ruled on."""
ABANDON_AFTER = 30 * 24 * 60 * 60
"""Seconds after which what nobody paid or disputed is the renter's again."""


def known_job(s: State, job_id: Uint256) -> PromptJob:
    """The job under an id. Raises JobNotFound."""
    require(job_id in s.prompt_jobs, JobNotFound, job_id)
    return s.prompt_jobs[job_id]


def claimed_job(s: State, m: Message, job_id: Uint256) -> PromptJob:
    """A job in the hands of the sender.

    Errors, in order: JobNotFound, NotAssignedHost, InvalidJobStatus.
    """
    r = known_job(s, job_id)
    require(m.sender == r.host, NotAssignedHost, job_id, m.sender)
    require(r.status == JobStatus.CLAIMED, InvalidJobStatus, job_id, r.status)
    return r


def has_own_proof(s: State, job_id: Uint256, r: PromptJob) -> bool:
    """Whether the present host of a job has submitted a proof."""
    return job_id in s.submitted_proofs and s.submitted_proofs[job_id].host == r.host


def is_due(s: State, job_id: Uint256, r: PromptJob, now: Seconds) -> bool:
    """Whether the host's proof is verified and can't be challenged any more."""
    if not has_own_proof(s, job_id, r):
        return False
    p = s.submitted_proofs[job_id]
    past = p.status == ProofStatus.VERIFIED and now > p.verified_at + CHALLENGE_PERIOD
    return past and p.challenge_id == 0


def is_challenged(s: State, job_id: Uint256, r: PromptJob) -> bool:
    """Whether a challenge of the host's proof is pending."""
    return has_own_proof(s, job_id, r) and s.submitted_proofs[job_id].challenge_id != 0


def is_disproved(s: State, job_id: Uint256, r: PromptJob) -> bool:
    """Whether the proof that a delivered job requires is invalid."""
    proved = r.status == JobStatus.SUBMITTED and r.requires_proof and has_own_proof(s, job_id, r)
    return proved and s.submitted_proofs[job_id].status == ProofStatus.INVALID


def is_abandoned(s: State, job_id: Uint256, r: PromptJob, now: Seconds) -> bool:
    """Whether a delivered job was neither paid nor disputed for 30 days, nor will anybody but the renter pay it."""
    waited = r.status == JobStatus.SUBMITTED and now > r.submitted_at + ABANDON_AFTER
    return waited and not is_due(s, job_id, r, now) and not is_challenged(s, job_id, r)


def is_late(r: PromptJob, now: Seconds) -> bool:
    """Whether a job was not delivered in time."""
    return r.status in (JobStatus.POSTED, JobStatus.CLAIMED) and now > r.deadline
