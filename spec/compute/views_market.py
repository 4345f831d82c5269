"""What the marketplace, the earnings and the proof system show: outputs in ABI order; zeros for what is unknown."""

from __future__ import annotations

from typing import Any

from spec.compute import hashing, parameters, proofs, running
from spec.compute.opening import MAX_DURATION, MIN_PROOF_INTERVAL, tokens_for
from spec.compute.proofs import MIN_PROVEN_TOKENS
from spec.compute.session_records import end_of, gross_of, idle_seconds, is_due, proof_timeout_of
from spec.compute.state import COMPUTE, EARNINGS, MARKET, PROOFS, State
from spec.compute.types import JobType, SessionStatus
from spec.core import ZERO_ADDRESS, ZERO_WORD, Address, Bytes32, Seconds, Uint256, Wei

SessionRow = tuple[Any, ...]

NO_SESSION: SessionRow = (
    *(ZERO_ADDRESS, ZERO_ADDRESS, ZERO_ADDRESS),
    *(0, 0, 0, 0, 0, 0, 0),
    *(SessionStatus.NONE, 0, False, 0),
    *(ZERO_WORD, ZERO_WORD),
    *(0, 0, 0, 0),
)
"""What an id without a session shows."""


# ---------------------------------------------------------------- sessions


@COMPUTE.view(on=MARKET)
def session_jobs(s: State, job_id: Uint256) -> SessionRow:
    """A session."""
    return session_row(s, job_id)


@COMPUTE.view(on=MARKET)
def get_session_details(s: State, job_id: Uint256) -> SessionRow:
    """A session."""
    return session_row(s, job_id)


@COMPUTE.view(on=MARKET)
def get_sessions(s: State, job_ids: tuple[Uint256, ...]) -> tuple[SessionRow, ...]:
    """Several sessions."""
    return tuple(session_row(s, job_id) for job_id in job_ids)


def session_row(s: State, job_id: Uint256) -> SessionRow:
    """What is shown of the session under an id."""
    if job_id not in s.sessions:
        return NO_SESSION
    r = s.sessions[job_id]
    return (
        r.depositor,
        r.host,
        r.payment_token,
        r.deposit,
        r.price_per_token,
        r.tokens_used,
        r.max_duration,
        r.start_time,
        r.last_proof_time,
        r.proof_interval,
        r.status,
        r.proof_count,
        r.final_claim_made,
        r.paused_before,
        r.model_id,
        r.last_proof_hash,
        r.paid_to_host,
        r.treasury_fee,
        r.refunded,
        r.dispute_window,
    )


def is_active(s: State, job_id: Uint256) -> bool:
    """Whether there is a session under an id that is not over."""
    return job_id in s.sessions and s.sessions[job_id].status == SessionStatus.ACTIVE


@COMPUTE.view(on=MARKET)
def job_type(s: State, job_id: Uint256) -> JobType:
    """What a job is."""
    return JobType.SESSION if job_id in s.sessions else JobType.SINGLE_PROMPT


@COMPUTE.view(on=MARKET)
def next_job_id(s: State) -> Uint256:
    """Id of the next job."""
    return s.next_session_id


@COMPUTE.view(on=MARKET)
def get_active_sessions_for_host(s: State, host: Address, offset: Uint256, limit: Uint256) -> tuple[int, ...]:
    """A page of a host's active sessions, in the order that ends leave."""
    return s.active_sessions.page(host, offset, limit)


@COMPUTE.view(on=MARKET)
def get_active_session_count(s: State, host: Address) -> Uint256:
    """How many sessions of a host are active."""
    return s.active_sessions.count(host)


@COMPUTE.view(on=MARKET)
def can_host_process_session(s: State, job_id: Uint256, host: Address, *, now: Seconds) -> bool:
    """Whether `host` could claim work now, if enough time has passed for it."""
    if running.is_paused(s, now) or not is_active(s, job_id):
        return False
    r = s.sessions[job_id]
    return r.host == host and now <= end_of(r) and not r.final_claim_made


@COMPUTE.view(on=MARKET)
def get_session_metrics(s: State, job_id: Uint256, *, now: Seconds) -> tuple[int, ...]:
    """Proven tokens, tokens left, owed to the host before the fee, refundable, proofs, idle seconds."""
    if job_id not in s.sessions:
        return 0, 0, 0, 0, 0, 0
    r = s.sessions[job_id]
    if r.status != SessionStatus.ACTIVE:
        return r.tokens_used, 0, 0, 0, r.proof_count, 0
    owed = gross_of(r)
    left = tokens_for(r.deposit, r.price_per_token) - r.tokens_used
    return r.tokens_used, left, owed, r.deposit - owed, r.proof_count, idle_seconds(s, r, now)


@COMPUTE.view(on=MARKET)
def get_session_requirements(s: State, asset: Address) -> tuple[int, ...]:
    """Least and greatest deposit, least proof interval, longest duration, least proven tokens, dispute window."""
    least, greatest = parameters.min_deposit(s, asset), parameters.max_deposit(s, asset)
    return least, greatest, MIN_PROOF_INTERVAL, MAX_DURATION, MIN_PROVEN_TOKENS, s.dispute_window


@COMPUTE.view(on=MARKET)
def get_proof_digest(s: State, job_id: Uint256, tokens_claimed: Uint256, proof_hash: Bytes32) -> Bytes32:
    """What a host signs to claim so many tokens with a session's next proof."""
    if job_id not in s.sessions:
        return ZERO_WORD
    return proofs.next_digest(s, job_id, s.sessions[job_id], tokens_claimed, proof_hash)


@COMPUTE.view(on=MARKET)
def is_timed_out(s: State, job_id: Uint256, *, now: Seconds) -> bool:
    """Whether a session is due for timeout."""
    return is_active(s, job_id) and is_due(s, s.sessions[job_id], now)


@COMPUTE.view(on=MARKET)
def proof_timeout(s: State, job_id: Uint256) -> Seconds:
    """Idle seconds after which a session is due for timeout."""
    return proof_timeout_of(s.sessions[job_id]) if job_id in s.sessions else 0


# ---------------------------------------------------------------- money and parameters


@COMPUTE.view(on=MARKET)
def user_deposits(s: State, user: Address, asset: Address) -> Wei:
    """What a user has deposited for later sessions."""
    return s.user_deposits[user, asset]


@COMPUTE.view(on=MARKET)
def total_user_deposits(s: State, asset: Address) -> Wei:
    """Sum of all users' deposits for later sessions."""
    return s.total_user_deposits[asset]


@COMPUTE.view(on=MARKET)
def accumulated_treasury(s: State, asset: Address) -> Wei:
    """Fees that the treasury has not taken."""
    return s.accumulated_treasury[asset]


@COMPUTE.view(on=MARKET)
def treasury(s: State) -> Address:
    """Who takes the fees."""
    return s.treasury


@COMPUTE.view(on=MARKET)
def fee_bps(s: State) -> Uint256:
    """The fee's share, in 1/10000."""
    return s.fee_bps


@COMPUTE.view(on=MARKET)
def token_min_deposits(s: State, asset: Address) -> Wei:
    """Least deposit of a session."""
    return parameters.min_deposit(s, asset)


@COMPUTE.view(on=MARKET)
def token_max_deposits(s: State, asset: Address) -> Wei:
    """Greatest deposit of a session."""
    return parameters.max_deposit(s, asset)


@COMPUTE.view(on=MARKET)
def accepted_tokens(s: State, token: Address) -> bool:
    """Whether a token is on the list; the coin is not."""
    return s.accepted_tokens[token] == 1


@COMPUTE.view(on=MARKET)
def dispute_window(s: State) -> Seconds:
    """Seconds that later sessions wait after the last proof before they can be completed."""
    return s.dispute_window


@COMPUTE.view(on=MARKET)
def paused(s: State, *, now: Seconds) -> bool:
    """Whether nothing new may begin."""
    return running.is_paused(s, now)


@COMPUTE.view(on=MARKET)
def paused_total(s: State, *, now: Seconds) -> Seconds:
    """Seconds of all pauses."""
    return running.paused_total_at(s, now)


@COMPUTE.view(on=MARKET)
def credits(s: State, account: Address) -> Wei:
    """Wei owed to an account after refused pushes."""
    return s.credits[account]


@COMPUTE.view(on=MARKET)
def total_credits(s: State) -> Wei:
    """Sum of all credits in coin."""
    return s.total_credits


@COMPUTE.view(on=MARKET)
def token_credits(s: State, token: Address, account: Address) -> Wei:
    """Units of a token owed to an account after pushes that failed."""
    return s.token_credits[token, account]


@COMPUTE.view(on=MARKET)
def total_token_credits(s: State, token: Address) -> Wei:
    """Sum of all credits in a token."""
    return s.total_token_credits[token]


# ---------------------------------------------------------------- earnings and proofs


@COMPUTE.view(on=EARNINGS)
def get_earnings(s: State, host: Address, token: Address) -> Wei:
    """What a host has earned and not withdrawn."""
    return s.earnings[host, token]


@COMPUTE.view(on=EARNINGS)
def total_earnings(s: State, token: Address) -> Wei:
    """Sum of all hosts' earnings."""
    return s.total_earnings[token]


@COMPUTE.view(on=PROOFS)
def proof_digest(
    s: State,
    job_id: Uint256,
    host: Address,
    seq: Uint256,
    tokens_claimed: Uint256,
    cumulative_tokens: Uint256,
    proof_hash: Bytes32,
) -> Bytes32:
    """What a host signs for a proof."""
    return hashing.proof_digest(
        s.chain_id, s.marketplace, job_id, host, seq, tokens_claimed, cumulative_tokens, proof_hash
    )


@COMPUTE.view(on=PROOFS)
def is_consumed(s: State, job_id: Uint256, seq: Uint256) -> bool:
    """Whether a session's proof of that number has been taken."""
    return s.consumed[job_id, seq] == 1
