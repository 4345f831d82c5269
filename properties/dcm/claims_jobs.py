"""The triple of every action on jobs and on credits: when it succeeds, what it does, what it may change."""

from __future__ import annotations

from typing import Any

from properties.claims import Change, of, of_state, passes, whole
from properties.dcm.claims_requests import (
    CHARGE,
    MONEY,
    both_received,
    buyer_may_start,
    charged_and_paid,
    closed,
    gas_at_capped_price,
    is_live,
)
from properties.dcm.lemmas import PLAN
from spec.core import ZERO_ADDRESS, Address, Message, Step
from spec.dcm import params
from spec.dcm.jobs import import_row, is_open, verify_membership
from spec.dcm.state import State
from spec.dcm.types import JobParams, RequestStatus

# ---------------------------------------------------------------- direct jobs

CONSENT = PLAN.action("set_direct_consent")
OPEN = PLAN.action("open_job")
CLOSE = PLAN.action("close_direct_job", "DCM-SEQ-04")


@CONSENT.succeeds_iff
def anybody_consents_to_a_live_dataset(s: State, m: Message, dataset_id: int, allowed: bool) -> bool:
    """Consent is the caller's own."""
    return is_live(s, dataset_id)


@CONSENT.effect
def consent_is_as_said(step: Step, dataset_id: int, allowed: bool) -> bool:
    """One for yes, zero for no."""
    return step.state.consents[dataset_id, step.message.sender] == (1 if allowed else 0)


@CONSENT.changes
def consent(s: State, m: Message, dataset_id: int, allowed: bool) -> list[Change]:
    """The caller's consent."""
    return [whole(s.consents, (dataset_id, m.sender))]


@OPEN.succeeds_iff
def owner_opens_for_a_consenting_buyer(
    s: State, m: Message, dataset_id: int, buyer: Address, job_params: JobParams
) -> bool:
    """By the owner, for somebody who agreed or for itself, inside no cooldown."""
    if not is_live(s, dataset_id):
        return False
    d = s.datasets[dataset_id]
    agreed = buyer == m.sender or s.consents[dataset_id, buyer] == 1
    runs = passes(params.validate, job_params, d.num_columns)
    free = buyer_may_start(s, m, buyer, dataset_id, d.cooldown_sec)
    return m.sender == d.owner and buyer != ZERO_ADDRESS and agreed and runs and free


@OPEN.effect
def opening_creates_a_direct_job(step: Step, dataset_id: int, buyer: Address, job_params: JobParams) -> bool:
    """A new job without request, under the dataset's terms, and one obligation more."""
    s = step.state
    job_id = step.before(s).next_job_id
    job, d = s.jobs[job_id], s.datasets[dataset_id]
    terms = (job.dataset_id, job.buyer, job.seller, job.row_count) == (dataset_id, buyer, d.owner, d.row_count)
    fresh = job.request_id == 0 and job.processed_rows == 0 and not job.is_finalized and not job.is_closed
    counted = s.obligations[dataset_id] == step.amount_before(s.obligations, dataset_id) + 1
    reserved = d.cooldown_sec == 0 or s.live_job[buyer, dataset_id] == job_id
    return terms and fresh and counted and reserved and s.next_job_id == job_id + 1


@OPEN.changes
def opening(s: State, m: Message, dataset_id: int, buyer: Address, job_params: JobParams) -> list[Change]:
    """A new job, the counter, the buyer's place."""
    return [
        whole(s.jobs, s.next_job_id),
        whole(s.obligations, dataset_id),
        whole(s.live_job, (buyer, dataset_id)),
        of_state("next_job_id"),
    ]


@CLOSE.succeeds_iff
def seller_closes_an_open_direct_job(s: State, m: Message, job_id: int) -> bool:
    """A job of a request ends with its request."""
    if job_id not in s.jobs:
        return False
    job = s.jobs[job_id]
    return m.sender == job.seller and job.request_id == 0 and not job.is_finalized and not job.is_closed


@CLOSE.effect
def closing_ends_the_job(step: Step, job_id: int) -> bool:
    """Closed, one obligation less, the buyer's place free."""
    s = step.state
    job = s.jobs[job_id]
    freed = s.obligations[job.dataset_id] == step.amount_before(s.obligations, job.dataset_id) - 1
    return job.is_closed and freed and (job.cooldown_sec == 0 or s.live_job[job.buyer, job.dataset_id] == 0)


@CLOSE.changes
def closing(s: State, m: Message, job_id: int) -> list[Change]:
    """The job, the counter, the buyer's place."""
    job = s.jobs[job_id]
    return [
        of(s.jobs, job_id, "is_closed"),
        whole(s.obligations, job.dataset_id),
        whole(s.live_job, (job.buyer, job.dataset_id)),
    ]


# ---------------------------------------------------------------- rows

PUSH = PLAN.action("push_row", "DCM-SEQ-02", "DCM-SEQ-04", "DCM-CON-03", "DCM-ARI-06", "DCM-TIM-01")


@PUSH.succeeds_iff
def seller_pushes_the_next_row(
    s: State, m: Message, job_id: int, row_packed: bytes, merkle_proof: tuple[bytes, ...], row_index: int
) -> bool:
    """The next committed row of an open job, with an allowance that covers the gas."""
    if job_id not in s.jobs or not is_open(s, s.jobs[job_id]):
        return False
    job = s.jobs[job_id]
    if row_index != job.processed_rows or row_index >= job.row_count or m.sender != job.seller:
        return False
    if not passes(verify_membership, s, job, row_packed, merkle_proof, row_index):
        return False
    if not passes(import_row, s, replayed(m), job, row_packed):
        return False
    if job.request_id == 0:
        return True
    r = s.requests[job.request_id]
    return gas_at_capped_price(m, r) <= r.compute_allowance


def replayed(m: Message) -> Message:
    """The same message with lists of its own, so that a check leaves nothing behind."""
    return Message(m.sender, m.value, m.now, m.gas_price, m.environment, m.block)


@PUSH.effect
def row_is_counted_and_charged(step: Step, job_id: int, *_row: Any) -> bool:
    """One row more; for a request the activity is stamped and the gas charged."""
    s, m = step.state, step.message
    job = s.jobs[job_id]
    if job.processed_rows != step.before(job).processed_rows + 1:
        return False
    if job.request_id == 0:
        return True
    r = s.requests[job.request_id]
    return r.timestamp == m.now and charged_and_paid(step, r, step.before(r), gas_at_capped_price(m, r))


@PUSH.changes
def row(s: State, m: Message, job_id: int, *_row: Any) -> list[Change]:
    """The job's progress; the request's times and money; the seller's credit; the books."""
    job = s.jobs[job_id]
    return [
        of(s.jobs, job_id, "processed_rows", "accumulators"),
        of(s.requests, job.request_id, "timestamp", *CHARGE),
        whole(s.credits, job.seller),
        of_state("balance", "total_credits"),
    ]


# ---------------------------------------------------------------- finalization

FINALIZE = PLAN.action("finalize", "DCM-SEQ-01", "DCM-SEQ-03", "DCM-SEQ-04", "DCM-LIV-03", "DCM-CON-04")


@FINALIZE.succeeds_iff
def party_finalizes_a_complete_open_job(s: State, m: Message, job_id: int) -> bool:
    """By seller or buyer; no gas cost, no receiver and no time can prevent it."""
    if job_id not in s.jobs or not is_open(s, s.jobs[job_id]):
        return False
    job = s.jobs[job_id]
    return (m.sender == job.seller or m.sender == job.buyer) and job.processed_rows == job.row_count


@FINALIZE.effect
def finalization_releases_and_settles(step: Step, job_id: int) -> bool:
    """A result; the cooldown starts; for a request the seller gets fee and charges, the buyer the rest."""
    s, m = step.state, step.message
    job = s.jobs[job_id]
    key = (job.buyer, job.dataset_id)
    cooled = job.cooldown_sec == 0 or (s.last_release[key] == m.now and s.live_job[key] == 0)
    freed = s.obligations[job.dataset_id] == step.amount_before(s.obligations, job.dataset_id) - 1
    if not (job.is_finalized and cooled and freed):
        return False
    if job.request_id == 0:
        return True
    r = s.requests[job.request_id]
    before = step.before(r)
    cost = min(gas_at_capped_price(m, r), before.compute_allowance) if m.sender == r.seller else 0
    to_seller = before.base_fee + before.gas_debt_to_seller + cost
    to_buyer = before.compute_allowance - cost
    paid = closed(r, before, RequestStatus.COMPLETED, to_seller, to_buyer)
    return paid and r.charged == before.charged + cost and both_received(step, r, to_seller, to_buyer)


@FINALIZE.changes
def finalization(s: State, m: Message, job_id: int) -> list[Change]:
    """The job's result; the request; the counter; cooldown and place; both credits; the books."""
    job = s.jobs[job_id]
    return [
        of(s.jobs, job_id, "is_finalized", "result", "is_overflow"),
        of(s.requests, job.request_id, "status", "charged", "paid_to_seller", "paid_to_buyer", *MONEY),
        whole(s.obligations, job.dataset_id),
        whole(s.last_release, (job.buyer, job.dataset_id)),
        whole(s.live_job, (job.buyer, job.dataset_id)),
        whole(s.credits, job.seller),
        whole(s.credits, job.buyer),
        of_state("balance", "total_credits"),
    ]


# ---------------------------------------------------------------- credits

WITHDRAW = PLAN.action("withdraw", "DCM-LIV-01", "DCM-LIV-02")
WITHDRAW_TO = PLAN.action("withdraw_to", "DCM-LIV-01", "DCM-LIV-02")


def can_withdraw(s: State, m: Message, to: Address) -> bool:
    """There is a credit, and the recipient, which the caller chose, takes coin."""
    return to != ZERO_ADDRESS and s.credits[m.sender] > 0 and m.accepts(to, all_gas=True)


def took_out(step: Step, to: Address) -> bool:
    """The whole credit left, to that recipient alone."""
    s, m = step.state, step.message
    amount = step.amount_before(s.credits, m.sender)
    moved = s.balance == step.before(s).balance - amount and s.total_credits == step.before(s).total_credits - amount
    out = step.outcome.transfers
    return moved and s.credits[m.sender] == 0 and len(out) == 1 and out[0].to == to and out[0].amount == amount


def withdrawal_changes(s: State, m: Message) -> list[Change]:
    """The caller's credit and the books."""
    return [whole(s.credits, m.sender), of_state("balance", "total_credits")]


@WITHDRAW.succeeds_iff
def creditor_withdraws(s: State, m: Message) -> bool:
    """See `can_withdraw`."""
    return can_withdraw(s, m, m.sender)


@WITHDRAW.effect
def withdrawal_is_the_whole_credit(step: Step) -> bool:
    """See `took_out`."""
    return took_out(step, step.message.sender)


@WITHDRAW.changes
def withdrawal(s: State, m: Message) -> list[Change]:
    """See `withdrawal_changes`."""
    return withdrawal_changes(s, m)


@WITHDRAW_TO.succeeds_iff
def creditor_withdraws_to(s: State, m: Message, to: Address) -> bool:
    """See `can_withdraw`."""
    return can_withdraw(s, m, to)


@WITHDRAW_TO.effect
def withdrawal_goes_where_it_was_sent(step: Step, to: Address) -> bool:
    """See `took_out`."""
    return took_out(step, to)


@WITHDRAW_TO.changes
def withdrawal_to(s: State, m: Message, to: Address) -> list[Change]:
    """See `withdrawal_changes`."""
    return withdrawal_changes(s, m)
