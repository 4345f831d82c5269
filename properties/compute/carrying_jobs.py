"""Which calls carry prompt jobs, their proofs and the breaker on, so that late states are reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from properties.compute.job_choices import (
    hasty,
    in_status,
    is_deliverable,
    is_overdue,
    is_slowed,
    lacks_proof,
    proof_status,
    throttled,
)
from spec.compute.breaker_levels import NORMAL
from spec.compute.job_types import ChallengeStatus, JobStatus, ProofStatus
from spec.compute.job_work import CLAIM_INTERVAL
from spec.compute.running import is_paused

FEW = 2
"""Failures that a run sees now and then."""
STOPPED = {
    "createSessionJobForModel": ("create_session_job_for_model",),
    "createSessionJobForModelWithToken": ("create_session_job_for_model_with_token",),
    "createSessionFromDeposit": ("create_session_from_deposit",),
    "extendSession": ("extend_session",),
    "depositNative": ("deposit_native",),
    "depositToken": ("deposit_token",),
    "postJob": ("post_job", "batch_post_jobs", "create_job_via_account", "execute_batch"),
    "postJobWithToken": ("post_job_with_token",),
    "batchPostJobs": ("batch_post_jobs",),
    "createJobFor": ("create_job_via_account", "create_job_via_session_key"),
    "claimJob": ("claim_job", "execute_batch"),
    "claimJobFor": ("claim_job_via_session_key",),
}
"""Actions worth trying while a function is paused."""
MANY = 5
"""Jobs that wait for a host beyond which a run rather carries them on."""


def advancing_jobs(run: Any) -> Iterator[str]:
    """Jobs are posted while few wait, and taken, proved, delivered and ended."""
    posted, now = in_status(run, JobStatus.POSTED), run.world.now
    yield from ("post_job", "post_job_with_token", "batch_post_jobs", "create_job_via_account") if hasty(run) else ()
    if len(posted) < MANY:
        yield ("post_job_with_token", "post_job", "post_job", "batch_post_jobs", "post_job")[now % 5]
    if any(now <= r.deadline for _, r in posted):
        yield from ("claim_job", "claim_job")
    claimed = in_status(run, JobStatus.CLAIMED)
    if claimed and now % 6 == 0:
        yield "fail_job"
    if claimed and now % 5 == 1:
        yield "set_fee"
    if any(is_deliverable(run, id, r) for id, r in claimed):
        yield from ("complete_job" if now % 4 == 0 else "submit_result", "submit_result")
    if any(is_overdue(run, id, r) for id, r in run.state.prompt_jobs.items()):
        yield "expire_job"
    yield from advancing_ends(run)
    yield from advancing_proofs(run)


def advancing_ends(run: Any) -> Iterator[str]:
    """What was delivered is paid or disputed, and money leaves the escrow."""
    s, now = run.state, run.world.now
    delivered = in_status(run, JobStatus.SUBMITTED)
    if delivered:
        yield ("release_payment", "release_escrow", "dispute_escrow", "set_fee")[now % 4]
        if now % 2:
            yield "dispute_escrow"
    if any(not r.requires_proof for _, r in delivered):
        yield "release_payment" if now % 3 else "batch_release_payments"
    if now % 6 == 2 and any(flag for _, flag in s.rated_jobs.items()):
        yield "rate_host"
    if in_status(run, JobStatus.DISPUTED):
        yield "resolve_dispute" if now % 3 else "claim_dispute_default"
    if any(left for _, left in s.accrued_fees.items()) and now % 4 == 0:
        yield "withdraw_fees"
    if any(left for _, left in s.escrow_credits.items()):
        yield "withdraw_escrow_credit" if now % 2 else "withdraw_escrow_credit_to"
    if any(left for _, left in s.escrow_token_credits.items()):
        yield from ("withdraw_escrow_token_credit", "withdraw_escrow_token_credit_to")
    if s.incentive_pool == 0:
        yield "fund_incentives"


def advancing_proofs(run: Any) -> Iterator[str]:
    """Proofs are submitted, judged, doubted and ruled on."""
    s, now = run.state, run.world.now
    jobs = tuple(s.prompt_jobs.items())
    if not jobs:
        yield "post_job"
    if any(lacks_proof(run, id, r) for id, r in jobs):
        yield from ("submit_proof", "submit_proof")
    statuses = tuple(proof_status(run, id) for id, r in jobs if r.status in (JobStatus.CLAIMED, JobStatus.SUBMITTED))
    if ProofStatus.UNCHECKED in statuses:
        if now % 4 == 0:
            yield "set_verifier"
        yield ("verify_proof", "verify_proof", "reject_proof", "batch_verify_proofs", "verify_proof")[now % 5]
        if now % 6 == 1:
            yield "set_reporter"
    if any(c.status == ChallengeStatus.PENDING for c in s.challenges.values()) and now % 4 == 1:
        yield "set_reporter"
    if s.reporters[s.job_proofs] == 0:
        yield from ("reject_proof", "resolve_challenge", "resolve_challenge")
    if ProofStatus.VERIFIED in statuses:
        yield "challenge_proof"
    if any(c.status == ChallengeStatus.PENDING for c in s.challenges.values()):
        yield ("resolve_challenge", "resolve_challenge", "expire_challenge", "challenge_proof")[now % 4]


def advancing_breaker(run: Any) -> Iterator[str]:
    """Whatever is slowed down or paused goes on again, mostly."""
    s, now = run.state, run.world.now
    if s.automatic and s.breaker_level != NORMAL:
        yield from ("auto_recover", "auto_recover") if s.recovery_period else ("set_auto_recovery_period",)
    elif is_paused(s, now):
        yield from ("unpause", "unpause")
    if s.breaker_level != NORMAL and now % 3 == 0:
        yield "set_circuit_breaker_level"
    if throttled(run):
        yield from ("claim_job", "claim_job", "claim_job_via_session_key", "execute_batch")
    elif any(last + CLAIM_INTERVAL > now for _, last in s.last_claim.items()) and now % 5 == 2:
        yield "set_circuit_breaker_level"
    for name in (name for name, flag in s.paused_functions.items() if flag):
        yield from ("unpause_function", *STOPPED[name])
    if s.failure_threshold > FEW and now % 5 == 0:
        yield "set_failure_threshold"
    if s.recovery_period == 0 and now % 5 == 1:
        yield "set_auto_recovery_period"
    if now % 7 == 0:
        yield "set_market_governance" if s.market_governance == s.governance else "emergency_pause_for"
    if not is_slowed(run) and now % 11 == 0:
        yield ("pause", "set_circuit_breaker_level", "pause_function", "pause_function")[now % 4]
