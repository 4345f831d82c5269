"""What is shown of prompt jobs, the breaker, the escrow and proofs: outputs in ABI order; zeros for what is unknown."""

from __future__ import annotations

from typing import Any

from spec.compute import job_records
from spec.compute.job_types import ChallengeStatus, EscrowStatus, JobStatus, ProofStatus
from spec.compute.state import COMPUTE, ESCROW, JOB_PROOFS, MARKET, NODES, State
from spec.core import ZERO_ADDRESS, ZERO_WORD, Address, Bytes32, Seconds, Uint256, Wei

Row = tuple[Any, ...]

NO_JOB: Row = (ZERO_ADDRESS, ZERO_ADDRESS, JobStatus.NONE, 0, 0, False, 0, ZERO_WORD, ZERO_WORD)
NO_ESCROW: Row = (ZERO_ADDRESS, ZERO_ADDRESS, ZERO_ADDRESS, 0, 0, EscrowStatus.NO_RECORD, 0)
NO_PROOF: Row = (ZERO_ADDRESS, ProofStatus.NO_PROOF, 0, 0, ZERO_WORD)
NO_CHALLENGE: Row = (0, ZERO_ADDRESS, ZERO_ADDRESS, 0, 0, ChallengeStatus.NO_CHALLENGE, ZERO_WORD)

# ---------------------------------------------------------------- breaker


@COMPUTE.view(on=MARKET)
def circuit_breaker_level(s: State) -> Uint256:
    """Normal, throttled or paused."""
    return s.breaker_level


@COMPUTE.view(on=MARKET)
def get_circuit_breaker_metrics(s: State) -> tuple[int, int, int, int]:
    """Failed and paid jobs and hasty releases since the last pause; when the last failure or haste was."""
    return s.failures, s.successes, s.suspicious, s.last_incident


@COMPUTE.view(on=MARKET)
def tightened_at(s: State) -> Seconds:
    """When the breaker was last tightened."""
    return s.tightened_at


@COMPUTE.view(on=MARKET)
def pause_ends(s: State) -> Seconds:
    """When a running or past pause for a time ends; zero for other pauses."""
    return s.pause_ends


@COMPUTE.view(on=MARKET)
def is_function_paused(s: State, name: str) -> bool:
    """Whether a function is paused by its own name."""
    return s.paused_functions[name] == 1


@COMPUTE.view(on=MARKET)
def failure_threshold(s: State) -> Uint256:
    """So many failures pause the marketplace."""
    return s.failure_threshold


@COMPUTE.view(on=MARKET)
def auto_recovery_period(s: State) -> Seconds:
    """Seconds after an automatic raise until anybody may undo it; zero for never."""
    return s.recovery_period


@COMPUTE.view(on=MARKET)
def guardian(s: State) -> Address:
    """Who may tighten the breaker besides the owner."""
    return s.guardian


@COMPUTE.view(on=MARKET, function="governance")
def governance_of_market(s: State) -> Address:
    """Which governance the marketplace listens to."""
    return s.market_governance


@COMPUTE.view(on=MARKET)
def account_integration(s: State) -> Address:
    """Which contract may act for others."""
    return s.account_integration


# ---------------------------------------------------------------- prompt jobs


@COMPUTE.view(on=MARKET)
def get_job(s: State, job_id: Uint256) -> Row:
    """A prompt job."""
    if job_id not in s.prompt_jobs:
        return NO_JOB
    r = s.prompt_jobs[job_id]
    return (
        r.renter,
        r.host,
        r.status,
        r.deadline,
        r.submitted_at,
        r.requires_proof,
        r.min_reputation,
        r.request_hash,
        r.result_hash,
    )


@COMPUTE.view(on=MARKET)
def is_releasable(s: State, job_id: Uint256, *, now: Seconds) -> bool:
    """Whether anyone may have a job's host paid."""
    if job_id not in s.prompt_jobs:
        return False
    r = s.prompt_jobs[job_id]
    return r.status == JobStatus.SUBMITTED and job_records.is_due(s, job_id, r, now)


@COMPUTE.view(on=MARKET)
def is_expirable(s: State, job_id: Uint256, *, now: Seconds) -> bool:
    """Whether anyone may give a job's renter everything back."""
    if job_id not in s.prompt_jobs:
        return False
    r = s.prompt_jobs[job_id]
    late, disproved = job_records.is_late(r, now), job_records.is_disproved(s, job_id, r)
    return late or disproved or job_records.is_abandoned(s, job_id, r, now)


@COMPUTE.view(on=MARKET)
def has_failed(s: State, job_id: Uint256, host: Address) -> bool:
    """Whether a host gave a job back."""
    return s.failed_jobs[job_id, host] == 1


@COMPUTE.view(on=MARKET)
def last_claim(s: State, host: Address) -> Seconds:
    """When a host last claimed a job; zero if never."""
    return s.last_claim[host]


@COMPUTE.view(on=MARKET)
def post_counts(s: State, renter: Address) -> tuple[int, int, int, int]:
    """Minute and hour of the clock in which a renter last posted, each with how often."""
    return s.post_minute[renter], s.posts_in_minute[renter], s.post_hour[renter], s.posts_in_hour[renter]


@COMPUTE.view(on=NODES)
def open_jobs(s: State, host: Address) -> Uint256:
    """Prompt jobs of a host that are not over."""
    return s.open_jobs[host]


@COMPUTE.view(on=NODES, function="jobProofs")
def job_proofs_of_nodes(s: State) -> Address:
    """Whom the registry of hosts knows as the contract of proofs."""
    return s.job_proofs


# ---------------------------------------------------------------- escrow


@COMPUTE.view(on=ESCROW)
def get_escrow(s: State, job_id: Bytes32) -> Row:
    """The money of a prompt job."""
    if job_id not in s.escrows:
        return NO_ESCROW
    e = s.escrows[job_id]
    return e.renter, e.host, e.token, e.amount, e.fee_bps, e.status, e.disputed_at


@COMPUTE.view(on=ESCROW)
def fee_basis_points(s: State) -> Uint256:
    """Fee of new records, in 1/10000."""
    return s.escrow_fee_bps


@COMPUTE.view(on=ESCROW)
def accrued_fees(s: State, token: Address) -> Wei:
    """Fees that have not gone to the treasury."""
    return s.accrued_fees[token]


@COMPUTE.view(on=ESCROW)
def total_escrowed(s: State, token: Address) -> Wei:
    """Sum of all records that have not paid."""
    return s.total_escrowed[token]


@COMPUTE.view(on=ESCROW)
def incentive_pool(s: State) -> Wei:
    """Coin left for bonuses."""
    return s.incentive_pool


@COMPUTE.view(on=ESCROW)
def arbiter(s: State) -> Address:
    """Who rules."""
    return s.arbiter


@COMPUTE.view(on=ESCROW, function="treasury")
def escrow_treasury(s: State) -> Address:
    """Where fees go."""
    return s.escrow_treasury


@COMPUTE.view(on=ESCROW, function="governance")
def governance_of_escrow(s: State) -> Address:
    """Which governance the escrow listens to."""
    return s.escrow_governance


@COMPUTE.view(on=ESCROW, function="marketplace")
def marketplace_of_escrow(s: State) -> Address:
    """Whom the escrow knows as marketplace."""
    return s.marketplace


@COMPUTE.view(on=ESCROW, function="credits")
def escrow_credits(s: State, account: Address) -> Wei:
    """Wei owed to an account after refused pushes."""
    return s.escrow_credits[account]


@COMPUTE.view(on=ESCROW, function="totalCredits")
def escrow_total_credits(s: State) -> Wei:
    """Sum of all credits in coin."""
    return s.escrow_total_credits


@COMPUTE.view(on=ESCROW, function="tokenCredits")
def escrow_token_credits(s: State, token: Address, account: Address) -> Wei:
    """Units of a token owed to an account after pushes that failed."""
    return s.escrow_token_credits[token, account]


@COMPUTE.view(on=ESCROW, function="totalTokenCredits")
def escrow_total_token_credits(s: State, token: Address) -> Wei:
    """Sum of all credits in a token."""
    return s.escrow_total_token_credits[token]


# ---------------------------------------------------------------- proofs


@COMPUTE.view(on=JOB_PROOFS)
def get_proof(s: State, job_id: Uint256) -> Row:
    """The proof of the host that submitted last."""
    if job_id not in s.submitted_proofs:
        return NO_PROOF
    p = s.submitted_proofs[job_id]
    return p.host, p.status, p.verified_at, p.challenge_id, p.proof_hash


@COMPUTE.view(on=JOB_PROOFS)
def proof_state(s: State, job_id: Uint256, host: Address, *, now: Seconds) -> Row:
    """What the proof of a host is worth: status, due, challenged, hash."""
    if job_id not in s.submitted_proofs or s.submitted_proofs[job_id].host != host:
        return ProofStatus.NO_PROOF, False, False, ZERO_WORD
    p = s.submitted_proofs[job_id]
    challenged = p.challenge_id != 0
    past = p.status == ProofStatus.VERIFIED and now > p.verified_at + job_records.CHALLENGE_PERIOD
    return p.status, past and not challenged, challenged, p.proof_hash


@COMPUTE.view(on=JOB_PROOFS)
def can_complete_job(s: State, job_id: Uint256, *, now: Seconds) -> bool:
    """Whether the proof of a job's present host can't be challenged any more."""
    return job_id in s.prompt_jobs and job_records.is_due(s, job_id, s.prompt_jobs[job_id], now)


@COMPUTE.view(on=JOB_PROOFS)
def get_challenge(s: State, challenge_id: Uint256) -> Row:
    """A challenge."""
    if challenge_id not in s.challenges:
        return NO_CHALLENGE
    c = s.challenges[challenge_id]
    return c.job_id, c.host, c.challenger, c.stake, c.deadline, c.status, c.evidence_hash


@COMPUTE.view(on=JOB_PROOFS)
def total_staked(s: State) -> Uint256:
    """Stakes of all pending challenges, in base units of FAB."""
    return s.total_staked


@COMPUTE.view(on=JOB_PROOFS)
def next_challenge_id(s: State) -> Uint256:
    """Id of the next challenge."""
    return s.next_challenge_id


@COMPUTE.view(on=JOB_PROOFS)
def is_verifier(s: State, account: Address) -> bool:
    """Whether an account judges proofs."""
    return s.verifiers[account] == 1


@COMPUTE.view(on=JOB_PROOFS, function="marketplace")
def marketplace_of_job_proofs(s: State) -> Address:
    """Whom the contract of proofs knows as marketplace."""
    return s.marketplace
