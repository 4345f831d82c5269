"""Choices about prompt jobs that several draws make: which job, who its parties are, when something is possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from properties.binding import Chooser
from properties.compute.actors import DEPOSITORS, HOSTS, actor_at
from properties.compute.choices import HUGE
from spec.compute.breaker_levels import COOLDOWN, NORMAL
from spec.compute.escrow import DISPUTE_PERIOD
from spec.compute.job_records import ABANDON_AFTER, CHALLENGE_PERIOD, is_late
from spec.compute.job_types import ChallengeStatus, EscrowStatus, JobStatus, ProofStatus
from spec.compute.job_work import CLAIM_INTERVAL
from spec.compute.posting import HOUR, MINUTE, POSTS_PER_MINUTE
from spec.compute.running import is_paused
from spec.compute.state import PromptJob
from spec.core import ZERO_ADDRESS

OPEN = (JobStatus.POSTED, JobStatus.CLAIMED, JobStatus.SUBMITTED, JobStatus.DISPUTED)

Fits = Callable[[int, PromptJob], bool]


def some_job(chooser: Chooser, run: Any, label: str, fits: Fits) -> int | None:
    """Mostly a job that fits, sometimes any, seldom an id without one; None while there is none."""
    jobs = run.state.prompt_jobs
    if not len(jobs):
        return None
    fitting = tuple(id for id, r in jobs.items() if fits(id, r))
    if fitting and chooser.chance(f"{label}: fitting", 92):
        return chooser.pick(f"{label}: which", fitting)
    if chooser.chance(f"{label}: known id", 85):
        return chooser.pick(f"{label}: any", tuple(id for id, _ in jobs.items()))
    return chooser.pick(f"{label}: unknown", (0, run.state.next_session_id, HUGE))


def in_status(run: Any, *statuses: JobStatus) -> tuple[tuple[int, PromptJob], ...]:
    """Jobs in one of the states, with their ids."""
    return tuple((id, r) for id, r in run.state.prompt_jobs.items() if r.status in statuses)


def renter_of(run: Any, job_id: int) -> str:
    """Name of a job's renter; some renter's for a job that does not exist."""
    jobs = run.state.prompt_jobs
    return actor_at(run, jobs[job_id].renter) if job_id in jobs else DEPOSITORS[0]


def worker_of(run: Any, job_id: int) -> str:
    """Name of a job's host; some host's while there is none."""
    jobs = run.state.prompt_jobs
    known = job_id in jobs and jobs[job_id].host != ZERO_ADDRESS
    return actor_at(run, jobs[job_id].host) if known else HOSTS[0]


def proof_status(run: Any, job_id: int) -> ProofStatus:
    """What is known of the proof of a job's present host."""
    s = run.state
    if job_id not in s.submitted_proofs or s.submitted_proofs[job_id].host != s.prompt_jobs[job_id].host:
        return ProofStatus.NO_PROOF
    status: ProofStatus = s.submitted_proofs[job_id].status
    return status


def lacks_proof(run: Any, job_id: int, r: PromptJob) -> bool:
    """Whether a job's host should submit a proof."""
    return r.requires_proof and r.status in OPEN[1:3] and proof_status(run, job_id) == ProofStatus.NO_PROOF


def is_deliverable(run: Any, job_id: int, r: PromptJob) -> bool:
    """Whether a job's host can deliver."""
    claimed = r.status == JobStatus.CLAIMED and run.world.now <= r.deadline
    return claimed and not lacks_proof(run, job_id, r)


def is_overdue(run: Any, job_id: int, r: PromptJob) -> bool:
    """Whether a job can be taken back from its host, but for waiting."""
    disproved = r.requires_proof and proof_status(run, job_id) == ProofStatus.INVALID
    return is_late(r, run.world.now) or (r.status == JobStatus.SUBMITTED and disproved)


def job_moments(run: Any) -> Iterator[int]:
    """Every moment at which something about prompt jobs or the breaker becomes possible or impossible."""
    s, now = run.state, run.world.now
    for job_id, r in in_status(run, *OPEN):
        yield r.deadline
        if r.status == JobStatus.SUBMITTED:
            yield r.submitted_at + ABANDON_AFTER
        if proof_status(run, job_id) == ProofStatus.VERIFIED:
            yield s.submitted_proofs[job_id].verified_at + CHALLENGE_PERIOD
    for e in s.escrows.values():
        if e.status == EscrowStatus.IN_DISPUTE:
            yield e.disputed_at + DISPUTE_PERIOD
    for c in s.challenges.values():
        if c.status == ChallengeStatus.PENDING:
            yield c.deadline
    yield from breaker_moments(run)
    yield from ((now // MINUTE + 1) * MINUTE, (now // HOUR + 1) * HOUR)


def breaker_moments(run: Any) -> Iterator[int]:
    """The same for the breaker alone."""
    s, now = run.state, run.world.now
    yield s.tightened_at + COOLDOWN
    if s.pause_ends:
        yield s.pause_ends
    if s.automatic:
        yield s.tightened_at + s.recovery_period
    if s.breaker_level != NORMAL:
        yield from (last + CLAIM_INTERVAL for _, last in s.last_claim.items() if last + CLAIM_INTERVAL > now)


def throttled(run: Any) -> tuple[str, ...]:
    """Hosts that have just claimed a job, while the breaker makes them wait."""
    s = run.state
    if s.breaker_level == NORMAL or is_paused(s, run.world.now):
        return ()
    recent = (host for host, last in s.last_claim.items() if run.world.now < last + CLAIM_INTERVAL)
    return tuple(actor_at(run, host) for host in recent)


def hasty(run: Any, posts: int = POSTS_PER_MINUTE - 1) -> tuple[str, ...]:
    """Renters that have posted so much within the minute; mostly one post less than they may."""
    s, minute = run.state, run.world.now // MINUTE
    accounts = ((name, run.cast[name].address) for name in DEPOSITORS)
    return tuple(n for n, a in accounts if s.post_minute[a] == minute and s.posts_in_minute[a] >= posts)


def is_slowed(run: Any) -> bool:
    """Whether the breaker slows claims down, stops one of the functions, or everything."""
    s = run.state
    stopped = any(flag for _, flag in s.paused_functions.items())
    return bool(stopped or s.breaker_level != NORMAL or is_paused(s, run.world.now))
