"""The end of a run for prompt jobs and accounts: jobs end by the way that is open, everybody takes what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from properties.binding import Call
from properties.compute.actors import OUTSIDER, actor_at
from properties.compute.job_choices import in_status, proof_status
from properties.compute.job_recipes import EscrowId
from properties.recipe import NOBODY, Account
from spec.compute.escrow import DISPUTE_PERIOD
from spec.compute.job_records import ABANDON_AFTER, CHALLENGE_PERIOD
from spec.compute.job_types import ChallengeStatus, JobStatus, ProofStatus
from spec.compute.state import NATIVE, PromptJob
from spec.compute.streams import vested_at


def end_jobs(run: Any) -> Iterator[Call]:
    """Challenges lapse, disputes default, and jobs are paid where that is possible, or given back."""
    s = run.state
    for challenge_id, c in s.challenges.items():
        if c.status == ChallengeStatus.PENDING:
            yield Call(OUTSIDER, "expire_challenge", (challenge_id,), advance=until(run, c.deadline))
    for job_id, r in in_status(run, JobStatus.DISPUTED):
        moment = s.escrows[r.escrow_id].disputed_at + DISPUTE_PERIOD
        yield Call(OUTSIDER, "claim_dispute_default", (EscrowId(job_id),), advance=until(run, moment))
    for job_id, r in in_status(run, JobStatus.POSTED, JobStatus.CLAIMED, JobStatus.SUBMITTED):
        yield end_of_job(run, job_id, r)


def end_of_job(run: Any, job_id: int, r: PromptJob) -> Call:
    """The call by which a job ends that nobody disputes."""
    if r.status != JobStatus.SUBMITTED:
        return Call(OUTSIDER, "expire_job", (job_id,), advance=until(run, r.deadline))
    if proof_status(run, job_id) == ProofStatus.VERIFIED:
        moment = run.state.submitted_proofs[job_id].verified_at + CHALLENGE_PERIOD
        return Call(OUTSIDER, "release_payment", (job_id,), advance=until(run, moment))
    if not r.requires_proof:
        return Call(actor_at(run, r.renter), "release_payment", (job_id,))
    return Call(OUTSIDER, "expire_job", (job_id,), advance=until(run, r.submitted_at + ABANDON_AFTER))


def until(run: Any, moment: int) -> int:
    """Seconds to just after a moment."""
    return max(0, moment + 1 - int(run.world.now))


def take_from_escrow(run: Any) -> Iterator[Call]:
    """The escrow's fees, and what it owes after payments that failed."""
    s = run.state
    names = {NATIVE: NOBODY, **{one.address: one.name for one in run.tokens}}
    for asset, left in list(s.accrued_fees.items()):
        if left:
            yield Call(OUTSIDER, "withdraw_fees", (Account(names[asset]),))
    for account, left in list(s.escrow_credits.items()):
        if left:
            yield Call(actor_at(run, account), "withdraw_escrow_credit")
    for (token, account), left in list(s.escrow_token_credits.items()):
        if left:
            yield Call(actor_at(run, account), "withdraw_escrow_token_credit", (Account(names[token]),))


def take_from_accounts(run: Any) -> Iterator[Call]:
    """Streams are cancelled and drawn, deposits for keys and credits taken back."""
    s = run.state
    for stream_id, r in s.streams.items():
        if r.active and vested_at(r, run.world.now) < r.total_amount:
            yield Call(actor_at(run, r.payer), "cancel_payment_stream", (stream_id,))
        if vested_at(r, run.world.now) > r.withdrawn:
            yield Call(actor_at(run, r.recipient), "withdraw_from_stream", (stream_id,))
    for wallet, left in list(s.wallet_deposits.items()):
        if left:
            yield Call(actor_at(run, wallet), "withdraw_wallet_deposit", (left,))
    for account, left in list(s.integration_credits.items()):
        if left:
            yield Call(actor_at(run, account), "withdraw_integration_credit")
