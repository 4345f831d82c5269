"""Bugs of prompt jobs, their escrow and proofs, and the breaker, one for each of their predicates."""

from __future__ import annotations

from typing import Any

from spec.compute import (
    breaker,
    breaker_levels,
    challenges,
    errors,
    escrow,
    escrow_books,
    job_ends,
    job_proofs,
    job_work,
    posting,
    running,
)
from spec.compute import job_errors as refusals
from spec.compute.fab import send_fab
from spec.compute.job_types import ChallengeStatus, EscrowStatus, JobStatus
from spec.compute.state import NATIVE, Challenge
from spec.core import Message
from spec.payments import pay
from tests.properties.compute.seeded import SEEDS
from tests.spec.compute.scene import STRANGER, USDC

without, after, instead = SEEDS.without, SEEDS.after, SEEDS.instead

# ---------------------------------------------------------------- lifecycle


def post_again(s: Any, m: Message, key: bytes) -> None:
    s.prompt_jobs[s.escrows[key].job_id].status = JobStatus.POSTED


def prolong(s: Any, m: Message, job_id: int) -> None:
    s.prompt_jobs[job_id].deadline += 1


def keep_the_host(s: Any, m: Message, job_id: int) -> None:
    s.prompt_jobs[job_id].host = m.sender


def forget_the_verifiers(s: Any, m: Message, challenge_id: int, success: bool) -> None:
    s.verifiers[m.sender] = 0


def count_twice(s: Any, m: Message, job_id: int) -> None:
    s.open_jobs[m.sender] += 1


def verify_again(s: Any, m: Message, job_id: int) -> None:
    for p in s.submitted_proofs.values():
        p.verified_at += 1


def never(*_: Any) -> bool:
    return False


def always(*_: Any) -> bool:
    return True


def nothing(*_: Any) -> None:
    """What should happen does not."""


after("dispute_escrow", post_again, ("JOB-SEQ-01", "the status follows the edges of jobs"))
after("claim_job", prolong, ("JOB-SEQ-01", "what was agreed stays"))
after("fail_job", keep_the_host, ("JOB-SEQ-01", "a job has a host while somebody works"))
after("claim_job", count_twice, ("JOB-SEQ-01", "each hosts jobs are counted"))
instead(job_work, "note_job_opened", nothing, ("JOB-SEQ-01", "no host is left out"))
without(job_work, refusals.FailedBefore, ("JOB-SEQ-01", "whoever gave a job back stays away"))
instead(
    job_ends,
    "is_late",
    never,
    ("JOB-SEQ-01", "a job can always end"),
    ("JOB-CON-02", "nothing is left but the pool"),
)
instead(
    job_ends,
    "is_due",
    always,
    ("JOB-SEQ-02", "PaidAfterTheWindow"),
    ("JOB-SEQ-02", "paid by a ruling or a proof"),
    ("JOB-ACC-02", "somebody else agreed"),
    ("JOB-ACC-02", "the renter or the proof released"),
)
without(job_proofs, refusals.SelfVerification, ("JOB-ACC-02", "no party judges"))
after("resolve_challenge", forget_the_verifiers, ("JOB-ACC-02", "no party rules"))
after("claim_job", verify_again, ("JOB-SEQ-02", "a proof is verified now or not at all"))


# ---------------------------------------------------------------- escrow


def pay_both(s: Any, m: Message, job_id: int) -> None:
    s.escrows[s.prompt_jobs[job_id].escrow_id].paid_to_host += 1


def charge_more(s: Any, m: Message, job_id: int) -> None:
    e = s.escrows[s.prompt_jobs[job_id].escrow_id]
    e.fee += 1
    e.paid_to_host -= 1


def new_fee_for_all(s: Any, m: Message, fee_bps: int) -> None:
    for e in s.escrows.values():
        e.fee_bps = fee_bps


def pay_once_more(s: Any, m: Message, token: str) -> None:
    for e in s.escrows.values():
        if e.status == EscrowStatus.RELEASED:
            e.paid_to_host += 1


def call_it_paid(s: Any, m: Message, key: bytes) -> None:
    s.prompt_jobs[s.escrows[key].job_id].status = JobStatus.PAID


def pay_a_stranger(s: Any, m: Message, asset: str, payee: str, amount: int) -> None:
    if asset == NATIVE:
        pay(escrow_books.EscrowTill(s), m, STRANGER, amount, s.payment_escrow)
    else:
        s.escrow_token_balances[asset] -= amount


def credit_a_stranger(s: Any, m: Message, job_id: int) -> None:
    s.escrow_credits[STRANGER] += 1


def credit_a_strangers_tokens(s: Any, m: Message, job_id: int) -> None:
    s.escrow_token_credits[USDC, STRANGER] += 1


def invent_a_bonus(s: Any, m: Message) -> None:
    s.incentive_pool += 1


def invent_a_token(s: Any, m: Message, *_: Any) -> None:
    s.escrow_token_balances[USDC] += 1


def escrow_twice(s: Any, m: Message, *_: Any) -> None:
    s.total_escrowed[NATIVE] += 1
    s.escrow_balance += 1


def take_from_the_pool(s: Any, m: Message, token: str) -> None:
    s.incentive_pool -= min(1, s.incentive_pool)


def pull_nominal(s: Any, m: Message, holder: str, token: str, amount: int) -> int:
    m.move(token, m.sender, holder, amount, all_gas=True)
    s.token_balances[token] += amount
    return amount


def begin_anew(s: Any, m: Message, arbiter: str) -> None:
    for e in s.escrows.values():
        if e.disputed_at:
            e.disputed_at += 1


def owe_more(s: Any, m: Message, *_: Any) -> None:
    s.accrued_fees[USDC] += 1


def mint_some(s: Any, m: Message, *_: Any) -> None:
    s.fab_balances[STRANGER] += 1


after("post_job_with_token", owe_more, ("JOB-CON-05", "tokens that came are owed or gone"))
after("challenge_proof", mint_some, ("JOB-CON-05", "fab changes hands and is owed"))
after("expire_job", pay_both, ("JOB-CON-01", "a record pays one side"))
after("release_payment", charge_more, ("JOB-CON-01", "the fee is that of creation"))
after("set_fee", new_fee_for_all, ("JOB-CON-01", "the terms of a record stay"))
after("withdraw_fees", pay_once_more, ("JOB-CON-01", "what has paid pays no more"))
after("claim_dispute_default", call_it_paid, ("JOB-CON-01", "job and money agree"))
instead(
    escrow_books,
    "pay_from_escrow",
    pay_a_stranger,
    ("JOB-CON-01", "a party gets what its records say"),
    ("JOB-CON-01", "nobody else is paid"),
)
after("expire_job", credit_a_stranger, ("JOB-CON-01", "nobody else has a credit"))
after("release_payment", credit_a_strangers_tokens, ("JOB-CON-01", "nobody else has a token credit"))
after("fund_incentives", invent_a_bonus, ("JOB-CON-02", "the escrows coin is what is owed"))
after("post_job_with_token", invent_a_token, ("JOB-CON-02", "the escrows tokens are what is owed"))
after("post_job", escrow_twice, ("JOB-CON-02", "the sum of records is true"))
instead(escrow, "pay_from_escrow", pay_a_stranger, ("JOB-CON-02", "fees leave to the treasury"))
after("withdraw_fees", take_from_the_pool, ("JOB-CON-02", "the pool leaves as bonuses"))
instead(escrow_books, "pull", pull_nominal, ("JOB-CON-02", "the escrow books what arrives"))
without(escrow, refusals.DisputeExpired, ("JOB-TIM-01", "the ruling was in time"))
without(escrow, refusals.DisputeStillOpen, ("JOB-TIM-01", "the default came after the ruling time"))
instead(escrow, "DISPUTE_PERIOD", 30 * 86_400, ("JOB-TIM-01", "a dispute can always end"))
after("set_arbiter", begin_anew, ("JOB-TIM-01", "a dispute begins once"))
without(
    posting,
    refusals.PaymentMismatch,
    ("JOB-CON-05", "what came is owed or gone"),
    ("JOB-CON-05", "books rise by what came"),
)


# ---------------------------------------------------------------- challenges


def count_more(s: Any, m: Message, *_: Any) -> None:
    s.total_staked += 1


def give_to_both(s: Any, m: Message, challenge_id: int, success: bool) -> None:
    c = s.challenges[challenge_id]
    c.returned = c.forfeited = c.stake


def prolong_challenges(s: Any, m: Message, *_: Any) -> None:
    for c in s.challenges.values():
        c.deadline += 1


def keep_some(s: Any, m: Message, challenge_id: int) -> None:
    send_fab(s, m, s.challenges[challenge_id].challenger, STRANGER, 1)


def never_lapse(s: Any, challenge_id: int, c: Challenge, status: ChallengeStatus) -> None:
    if status == ChallengeStatus.EXPIRED:
        raise errors.NotAuthorized()
    right_end(s, challenge_id, c, status)


def slash_again(s: Any, m: Message, host: str, wanted: int, challenger: str) -> int:
    s.nodes[host].staked_amount -= wanted
    send_fab(s, m, s.node_registry, challenger, wanted)
    return wanted


right_end = challenges.end_challenge

after("challenge_proof", count_more, ("JOB-CON-03", "the total is the pending stakes"))
after("resolve_challenge", give_to_both, ("JOB-CON-03", "a stake leaves to one side"))
after("set_verifier", prolong_challenges, ("JOB-CON-03", "what is ruled stays"))
after("expire_challenge", keep_some, ("JOB-CON-03", "the fab moves with the stakes"))
instead(challenges, "end_challenge", never_lapse, ("JOB-TIM-02", "a challenge can always end"))
without(challenges, refusals.ChallengeStillOpen, ("JOB-TIM-02", "silence gives the stake back"))
without(challenges, refusals.ChallengeExpired, ("JOB-TIM-02", "the ruling came in time"))
without(challenges, refusals.ChallengeWindowClosed, ("JOB-TIM-02", "three days for a ruling"))
without(
    challenges,
    refusals.ChallengePending,
    ("JOB-TIM-02", "none was pending"),
    ("JOB-TIM-02", "a pending challenge is named by its proof"),
)
instead(challenges, "slash_for", slash_again, ("SES-ARI-04", "a reward is at most half and once a day"))


# ---------------------------------------------------------------- breaker


def forget_the_time(s: Any, m: Message, *_: Any) -> None:
    s.tightened_at = 0


def forget_the_pause(s: Any, m: Message, reason: str) -> None:
    s.paused_at = 0


without(
    breaker_levels,
    refusals.CooldownNotElapsed,
    ("JOB-SEQ-03", "LoosenedLate"),
    ("JOB-SEQ-03", "nothing is loosened within the hour"),
)
after("pause_function", forget_the_time, ("JOB-SEQ-03", "functions go on after the hour"))
without(
    running,
    refusals.ContractPaused,
    ("JOB-SEQ-03", "PausesAreEffective"),
    ("JOB-SEQ-03", "nothing begins while it is stopped"),
)
after("pause", forget_the_time, ("JOB-SEQ-03", "tightening is noted"))
without(breaker, refusals.CannotSkipLevels, ("JOB-SEQ-03", "by hand one step up"))
without(breaker, errors.NotAuthorized, ("JOB-SEQ-03", "who may tighten tightened"))
without(breaker, refusals.RecoveryNotDue, ("JOB-SEQ-03", "what somebody set is not recovered"))
after("emergency_pause", forget_the_pause, ("JOB-SEQ-03", "the highest level is a pause without end"))
