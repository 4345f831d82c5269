"""The triple of the actions on sessions: when each succeeds, what it does, what it may change."""

from __future__ import annotations

from properties.claims import Change, of, of_state, whole
from properties.compute.lemmas import PLAN
from spec.compute.hashing import parse_proof, proof_digest
from spec.compute.running import is_paused, paused_total_at
from spec.compute.state import Session, State
from spec.compute.types import SessionStatus
from spec.core import Message, Step, Wei
from spec.core.signing import is_canonical

PRECISION = 1_000
BASIS_POINTS = 10_000
TOKENS_PER_SECOND = 2_000


def is_active(s: State, job_id: int) -> bool:
    """The session exists and is not over."""
    return job_id in s.sessions and s.sessions[job_id].status == SessionStatus.ACTIVE


def proven(r: Session) -> Wei:
    """Price of the proven work."""
    return r.tokens_used * r.price_per_token // PRECISION


def running_since_the_last_proof(s: State, m: Message, r: Session) -> int:
    """Seconds since the last proof in which the marketplace was not paused."""
    paused = paused_total_at(s, m.now)
    return m.now - r.last_proof_time - (paused - r.paused_before)


def is_overdue(s: State, m: Message, r: Session) -> bool:
    """Its time is over, or nothing was proven for three intervals, and for five minutes, of running time."""
    idle = running_since_the_last_proof(s, m, r)
    return m.now > r.start_time + r.max_duration or (idle > 3 * r.proof_interval and idle > 300)


def settled(step: Step, job_id: int, status: SessionStatus, gross: Wei) -> bool:
    """The session is over; host, treasury and depositor have their parts; the lists and counters know it."""
    s = step.state
    r = s.sessions[job_id]
    before = step.before(r)
    fee = gross * s.fee_bps // BASIS_POINTS
    divided = r.treasury_fee == fee and r.paid_to_host == gross - fee and r.refunded == before.deposit - gross
    asset = r.payment_token
    accrued = s.accumulated_treasury[asset] == step.amount_before(s.accumulated_treasury, asset) + fee
    counted = s.open_sessions[r.host] == step.amount_before(s.open_sessions, r.host) - 1
    over = r.status == status and r.deposit == 0 and (r.host, job_id) not in s.active_sessions
    return divided and accrued and counted and over and s.last_session_end[r.host] == step.message.now


def settlement(s: State, job_id: int) -> list[Change]:
    """The session, its place on the list, the host's counters and earnings, the credits, and the books of its asset."""
    r = s.sessions[job_id]
    asset = r.payment_token
    return [
        of(s.sessions, job_id, "status", "paid_to_host", "treasury_fee", "refunded", "early_fee", "deposit"),
        whole(s.active_sessions, (r.host, job_id)),
        whole(s.open_sessions, r.host),
        whole(s.last_session_end, r.host),
        whole(s.accumulated_treasury, asset),
        whole(s.earnings, (r.host, asset)),
        whole(s.total_earnings, asset),
        whole(s.earnings_held, asset),
        whole(s.credits, r.depositor),
        whole(s.token_credits, (asset, r.host)),
        whole(s.token_credits, (asset, r.depositor)),
        whole(s.total_token_credits, asset),
        whole(s.token_balances, asset),
        of_state("balance", "total_credits"),
    ]


# ---------------------------------------------------------------- ends

COMPLETE = PLAN.action("complete_session_job", "SES-CON-01", "SES-ACC-01", "SES-TIM-02", "SES-LIV-02", "SES-SEQ-01")
CANCEL = PLAN.action("cancel_session", "SES-CON-01", "SES-CON-07", "SES-ACC-01", "SES-LIV-02", "SES-SEQ-01")
TIMEOUT = PLAN.action("trigger_session_timeout", "SES-CON-01", "SES-TIM-03", "SES-LIV-02", "SES-SEQ-01")


@COMPLETE.succeeds_iff
def a_party_completes_after_the_window(s: State, m: Message, job_id: int) -> bool:
    """By host or depositor, the session's own window after the last claim; nothing else can prevent it."""
    if not is_active(s, job_id):
        return False
    r = s.sessions[job_id]
    return (m.sender == r.host or m.sender == r.depositor) and m.now >= r.last_proof_time + r.dispute_window


@COMPLETE.effect
def completion_settles_the_proven_work(step: Step, job_id: int) -> bool:
    """See `settled`."""
    return settled(step, job_id, SessionStatus.COMPLETED, proven(step.before(step.state.sessions[job_id])))


@COMPLETE.changes
def completion(s: State, m: Message, job_id: int) -> list[Change]:
    """See `settlement`."""
    return settlement(s, job_id)


@CANCEL.succeeds_iff
def the_depositor_cancels_at_any_time(s: State, m: Message, job_id: int) -> bool:
    """Nothing else can prevent it."""
    return is_active(s, job_id) and m.sender == s.sessions[job_id].depositor


@CANCEL.effect
def cancellation_settles_with_an_interval(step: Step, job_id: int) -> bool:
    """One interval more than was proven, as far as the deposit goes; none if the host failed or left."""
    s = step.state
    before = step.before(s.sessions[job_id])
    node = s.nodes[before.host]
    failed = is_overdue(s, step.message, before) or not node.active or node.staked_amount < 1000 * 10**18
    interval = before.proof_interval * before.price_per_token // PRECISION
    gross = proven(before) if failed else min(before.deposit, proven(before) + interval)
    return settled(step, job_id, SessionStatus.CANCELLED, gross)


@CANCEL.changes
def cancellation(s: State, m: Message, job_id: int) -> list[Change]:
    """See `settlement`."""
    return settlement(s, job_id)


@TIMEOUT.succeeds_iff
def anybody_times_out_what_is_overdue(s: State, m: Message, job_id: int) -> bool:
    """Whoever cares; time in which the marketplace is paused is no idleness."""
    return is_active(s, job_id) and is_overdue(s, m, s.sessions[job_id])


@TIMEOUT.effect
def timeout_settles_the_proven_work(step: Step, job_id: int) -> bool:
    """See `settled`."""
    return settled(step, job_id, SessionStatus.TIMED_OUT, proven(step.before(step.state.sessions[job_id])))


@TIMEOUT.changes
def timeout(s: State, m: Message, job_id: int) -> list[Change]:
    """See `settlement`."""
    return settlement(s, job_id)


# ---------------------------------------------------------------- proofs of work

PROVE = PLAN.action("submit_proof_of_work", "SES-ACC-01", "SES-SEQ-02", "SES-TIM-01", "SES-ARI-01", "SES-LIV-01")


@PROVE.succeeds_iff
def the_host_proves_what_it_signed_and_the_deposit_covers(
    s: State, m: Message, job_id: int, tokens_claimed: int, proof: bytes
) -> bool:
    """While running and in time, within rate and deposit, signed for exactly this number of this session."""
    if is_paused(s, m.now) or not is_active(s, job_id):
        return False
    r = s.sessions[job_id]
    in_time = m.now <= r.start_time + r.max_duration and not r.final_claim_made
    total = r.tokens_used + tokens_claimed
    affordable = total <= r.deposit * PRECISION // r.price_per_token
    possible = 0 < tokens_claimed <= TOKENS_PER_SECOND * (m.now - r.last_proof_time)
    parsed, seq = parse_proof(proof), r.proof_count + 1
    digest = proof_digest(s.chain_id, s.marketplace, job_id, r.host, seq, tokens_claimed, total, parsed.proof_hash)
    signed = is_canonical(parsed.signature) and m.signer(digest, parsed.signature) == r.host
    return m.sender == r.host and in_time and affordable and possible and signed


@PROVE.effect
def the_claim_is_counted(step: Step, job_id: int, tokens_claimed: int, proof: bytes) -> bool:
    """Tokens, number and time of the claim; a small one is the last."""
    s = step.state
    r = s.sessions[job_id]
    before = step.before(r)
    added = r.tokens_used == before.tokens_used + tokens_claimed and r.proof_count == before.proof_count + 1
    stamped = r.last_proof_time == step.message.now and r.paused_before == paused_total_at(s, step.message.now)
    last = r.final_claim_made == (tokens_claimed < 100)
    return added and stamped and last and s.consumed[job_id, r.proof_count] == 1


@PROVE.changes
def the_claim(s: State, m: Message, job_id: int, tokens_claimed: int, proof: bytes) -> list[Change]:
    """What the session says of proofs, and the number."""
    r = s.sessions[job_id]
    fields = ("tokens_used", "last_proof_time", "paused_before", "proof_count", "last_proof_hash", "final_claim_made")
    return [of(s.sessions, job_id, *fields), whole(s.consumed, (job_id, r.proof_count + 1))]


# ---------------------------------------------------------------- more deposit, more time

EXTEND = PLAN.action("extend_session", "SES-CON-07", "SES-ACC-01")


@EXTEND.changes
def extension(s: State, m: Message, job_id: int, additional_deposit: int, additional_duration: int) -> list[Change]:
    """Deposit and duration of the session, and the books of its asset."""
    return [
        of(s.sessions, job_id, "deposit", "paid_in", "max_duration"),
        whole(s.token_balances, s.sessions[job_id].payment_token),
        of_state("balance"),
    ]


# ---------------------------------------------------------------- creation from what was deposited

SPEND = PLAN.action("create_session_from_deposit", "SES-CON-02", "SES-CON-03")


@SPEND.effect
def the_deposit_becomes_the_sessions(step: Step, *terms: object) -> bool:
    """What the session has, the user has less; no coin and no token moves."""
    s, user = step.state, step.message.sender
    r = s.sessions[step.before(s).next_session_id]
    asset = r.payment_token
    spent = step.amount_before(s.user_deposits, (user, asset)) - s.user_deposits[user, asset]
    nothing_moved = s.balance == step.before(s).balance and not step.outcome.transfers and not step.outcome.movements
    return r.depositor == user and r.deposit == spent and r.paid_in == spent and nothing_moved and r.deposit > 0
