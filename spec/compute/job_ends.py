"""How prompt jobs end. None of it can be paused. A job is closed first, for host and breaker; then it is paid."""

from __future__ import annotations

from spec.compute.breaker_levels import count_failure, count_haste, count_success
from spec.compute.errors import NotAuthorized
from spec.compute.escrow_books import pay_back, pay_for_work
from spec.compute.job_errors import InvalidJobStatus, JobNotExpired, ReleaseNotDue, TooManyJobs
from spec.compute.job_events import JobExpired, JobPaid, JobRefunded
from spec.compute.job_records import is_abandoned, is_disproved, is_due, is_late, known_job
from spec.compute.job_types import EscrowStatus, JobOutcome, JobStatus
from spec.compute.nodes import note_job_closed
from spec.compute.reputation import note_outcome
from spec.compute.state import COMPUTE, MARKET, PromptJob, State
from spec.core import ZERO_ADDRESS, Address, Message, Uint256, each, opaque, require

QUICK_RELEASE = 30
"""Seconds after delivery in which nobody can have read the result."""
MAX_BATCH = 100


@COMPUTE.action(on=MARKET)
def release_payment(s: State, m: Message, job_id: Uint256) -> None:
    """The renter pays the host, of a disputed job too; or anyone does once it is due.

    Errors, in order: those of `close_released`.
    """
    release(s, m, job_id)


@COMPUTE.action(on=MARKET)
def batch_release_payments(s: State, m: Message, job_ids: tuple[Uint256, ...]) -> None:
    """Pays the hosts of up to a hundred jobs, all or none.

    Errors, in order: TooManyJobs, job by job those of `close_released`.
    """
    # Verify
    check_batch_size(job_ids)
    # Payments
    for job_id in each(job_ids, Uint256):
        release(s, m, job_id)


@opaque(raises=(TooManyJobs,))
def check_batch_size(job_ids: tuple[int, ...]) -> None:
    """Raises TooManyJobs for none, and for more than a hundred."""
    require(0 < len(job_ids) <= MAX_BATCH, TooManyJobs, len(job_ids), MAX_BATCH)


@COMPUTE.action(on=MARKET)
def expire_job(s: State, m: Message, job_id: Uint256) -> None:
    """Anyone gives the renter back what was not delivered in time, or wrongly proved, or left alone for 30 days.

    Errors, in order: JobNotFound, InvalidJobStatus, JobNotExpired.
    """
    # Verify
    r = known_job(s, job_id)
    open_ = r.status in (JobStatus.POSTED, JobStatus.CLAIMED, JobStatus.SUBMITTED)
    require(open_, InvalidJobStatus, job_id, r.status)
    late, disproved = is_late(r, m.now), is_disproved(s, job_id, r)
    require(late or disproved or is_abandoned(s, job_id, r, m.now), JobNotExpired, job_id)
    # Payments
    failed = disproved or r.status == JobStatus.CLAIMED
    give_back(s, m, job_id, r, JobOutcome.FAILURE if failed else JobOutcome.UNKNOWN)


def give_back(s: State, m: Message, job_id: Uint256, r: PromptJob, outcome: JobOutcome) -> None:
    """A job is over without payment."""
    m.emit(JobExpired(job_id))
    close_job(s, m, job_id, r, JobStatus.REFUNDED, outcome)
    pay_back(s, m, r.escrow_id, EscrowStatus.RETURNED)


def release(s: State, m: Message, job_id: Uint256) -> None:
    """The sender has the host of a job paid; errors are those of `close_released`."""
    r = close_released(s, m, job_id)
    pay_for_work(s, m, r.escrow_id, EscrowStatus.RELEASED)


def close_released(s: State, m: Message, job_id: Uint256) -> PromptJob:
    """Closes a job that the sender may release. Returns it.

    Errors, in order: JobNotFound, InvalidJobStatus, ReleaseNotDue.
    """
    # Verify
    r = known_job(s, job_id)
    by_renter = m.sender == r.renter
    require(is_payable(r, by_renter), InvalidJobStatus, job_id, r.status)
    require(is_free_or_due(s, job_id, r, m), ReleaseNotDue, job_id)
    # Effects
    note_haste(s, m, r, by_renter)
    close_job(s, m, job_id, r, JobStatus.PAID, JobOutcome.SUCCESS)
    return r


def is_payable(r: PromptJob, by_renter: bool) -> bool:
    """Whether a job can be paid for: it is delivered, or its own renter gives in to a dispute."""
    return r.status == JobStatus.SUBMITTED or (by_renter and r.status == JobStatus.DISPUTED)


def is_free_or_due(s: State, job_id: Uint256, r: PromptJob, m: Message) -> bool:
    """Whether the renter pays who asked for no proof, or the proof can't be challenged any more."""
    free = m.sender == r.renter and not r.requires_proof
    return free or is_due(s, job_id, r, m.now)


def note_haste(s: State, m: Message, r: PromptJob, by_renter: bool) -> None:
    """Tells the breaker when a renter pays for what nobody can have read yet."""
    if by_renter and m.now < r.submitted_at + QUICK_RELEASE:
        count_haste(s, m)


def close_job(s: State, m: Message, job_id: Uint256, r: PromptJob, status: JobStatus, outcome: JobOutcome) -> None:
    """Ends a job for everybody but the escrow, which pays next."""
    r.status = status
    if r.host != ZERO_ADDRESS:
        note_job_closed(s, m, r.host)
    report_outcome(s, m, job_id, r.host, outcome)
    if status == JobStatus.PAID:
        m.emit(JobPaid(job_id, r.host))
    else:
        m.emit(JobRefunded(job_id, r.renter))


def report_outcome(s: State, m: Message, job_id: Uint256, host: Address, outcome: JobOutcome) -> None:
    """Tells the breaker and the reputation what a job says about its host. Nothing, if it says nothing."""
    if outcome == JobOutcome.UNKNOWN:
        return
    success = outcome == JobOutcome.SUCCESS
    if success:
        count_success(s)
    else:
        count_failure(s, m)
    note_outcome(s, m, host, job_id, success)


# ---------------------------------------------------------------- for the escrow alone


@COMPUTE.action(on=MARKET)
def escrow_releasing(s: State, m: Message, job_id: Uint256, renter: Address) -> None:
    """For the escrow alone, whose own calls are part of its actions. No transaction comes from it.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=MARKET)
def escrow_disputed(s: State, m: Message, job_id: Uint256, by: Address) -> None:
    """For the escrow alone, as `escrow_releasing`.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=MARKET)
def escrow_settled(s: State, m: Message, job_id: Uint256, to_host: bool, outcome: JobOutcome) -> None:
    """For the escrow alone, as `escrow_releasing`.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()
