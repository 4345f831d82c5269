"""The triple of every action on requests: when it succeeds, what it does, what it may change."""

from __future__ import annotations

from properties.claims import Change, of, of_state, passes, whole
from properties.dcm.lemmas import PLAN
from properties.dcm.requests import received
from spec.core import Address, Message, Seconds, Step, Wei
from spec.dcm import params
from spec.dcm.state import MAX_JOB_DURATION, STALL_TIMEOUT, Request, State
from spec.dcm.types import JobParams, RequestStatus

PENDING, ACCEPTED, REJECTED = RequestStatus.PENDING, RequestStatus.ACCEPTED, RequestStatus.REJECTED

MONEY = ("base_fee", "compute_allowance", "gas_debt_to_seller")
CHARGE = ("compute_allowance", "gas_debt_to_seller", "charged", "paid_to_seller")


def is_live(s: State, dataset_id: int) -> bool:
    """The dataset was committed and not deleted."""
    return dataset_id in s.datasets and s.datasets[dataset_id].exists


def has_status(s: State, request_id: int, status: RequestStatus) -> bool:
    """The request exists and has this status."""
    return request_id in s.requests and s.requests[request_id].status == status


def buyer_may_start(s: State, m: Message, buyer: Address, dataset_id: int, cooldown_sec: Seconds) -> bool:
    """Without a cooldown always; with one, when the buyer has no live job there and the last release is old enough."""
    if cooldown_sec == 0:
        return True
    last = s.last_release[buyer, dataset_id]
    return s.live_job[buyer, dataset_id] == 0 and (last == 0 or m.now >= last + cooldown_sec)


def gas_at_capped_price(m: Message, r: Request) -> Wei:
    """What the seller's gas of this call costs, in wei."""
    return m.gas_used * min(m.gas_price, r.max_gas_price)


def charged_and_paid(step: Step, r: Request, before: Request, cost: Wei) -> bool:
    """`cost` left the allowance and joined the debt; the debt was paid at once if it reached the threshold."""
    debt = before.gas_debt_to_seller + cost
    due = debt if debt >= step.state.payment_threshold else 0
    return (
        r.charged == before.charged + cost
        and r.compute_allowance == before.compute_allowance - cost
        and r.gas_debt_to_seller == debt - due
        and r.paid_to_seller == before.paid_to_seller + due
        and received(step, r.seller) == due
    )


def both_received(step: Step, r: Request, to_seller: Wei, to_buyer: Wei) -> bool:
    """Seller and buyer got their parts; one account that is both got the sum."""
    if r.seller == r.buyer:
        return received(step, r.seller) == to_seller + to_buyer
    return received(step, r.seller) == to_seller and received(step, r.buyer) == to_buyer


def closed(r: Request, before: Request, status: RequestStatus, to_seller: Wei, to_buyer: Wei) -> bool:
    """A terminal status, nothing stored, and the two parts booked as paid."""
    return (
        r.status == status
        and r.base_fee == 0
        and r.compute_allowance == 0
        and r.gas_debt_to_seller == 0
        and r.paid_to_seller == before.paid_to_seller + to_seller
        and r.paid_to_buyer == before.paid_to_buyer + to_buyer
    )


# ---------------------------------------------------------------- submission

SUBMIT = PLAN.action("submit_request", "DCM-SEQ-01")
SUBMIT_AT = PLAN.action("submit_request_with_gas_price", "DCM-SEQ-01")


def can_submit(s: State, m: Message, dataset_id: int, job_params: JobParams, base_fee: Wei) -> bool:
    """The dataset is live, the coin covers the fee, the parameters can be computed."""
    if not is_live(s, dataset_id) or m.value < base_fee:
        return False
    return passes(params.validate, job_params, s.datasets[dataset_id].num_columns)


def submitted(step: Step, dataset_id: int, job_params: JobParams, base_fee: Wei, max_gas_price: Wei) -> bool:
    """A new PENDING request with the terms of this moment, one more obligation, the coin booked."""
    s, m = step.state, step.message
    before = step.before(s)
    r, d = s.requests[before.next_request_id], s.datasets[dataset_id]
    terms = r.dataset_id == dataset_id and r.params == job_params and r.max_gas_price == max_gas_price
    parties = r.buyer == m.sender and r.seller == d.owner and r.timestamp == m.now
    money = r.base_fee == base_fee and r.compute_allowance == m.value - base_fee and r.gas_debt_to_seller == 0
    snapshot = (r.merkle_root, r.row_count, r.num_columns) == (d.merkle_root, d.row_count, d.num_columns)
    privacy = r.k_anonymity == d.k_anonymity and r.cooldown_sec == d.cooldown_sec
    counted = s.obligations[dataset_id] == step.amount_before(s.obligations, dataset_id) + 1
    booked = s.balance == before.balance + m.value and s.next_request_id == before.next_request_id + 1
    return terms and parties and money and snapshot and privacy and counted and booked and r.status == PENDING


def submission_changes(s: State, dataset_id: int) -> list[Change]:
    """One request, one counter, the books."""
    return [
        whole(s.requests, s.next_request_id),
        whole(s.obligations, dataset_id),
        of_state("next_request_id", "balance"),
    ]


@SUBMIT.succeeds_iff
def submits(s: State, m: Message, dataset_id: int, job_params: JobParams, base_fee: Wei) -> bool:
    """See `can_submit`."""
    return can_submit(s, m, dataset_id, job_params, base_fee)


@SUBMIT.effect
def submits_at_the_default_price(step: Step, dataset_id: int, job_params: JobParams, base_fee: Wei) -> bool:
    """The cap on the gas price is the owner's default."""
    return submitted(step, dataset_id, job_params, base_fee, step.state.default_max_gas_price)


@SUBMIT.changes
def submission(s: State, m: Message, dataset_id: int, job_params: JobParams, base_fee: Wei) -> list[Change]:
    """See `submission_changes`."""
    return submission_changes(s, dataset_id)


@SUBMIT_AT.succeeds_iff
def submits_at(s: State, m: Message, dataset_id: int, job_params: JobParams, base_fee: Wei, price: Wei) -> bool:
    """The price may be any."""
    return can_submit(s, m, dataset_id, job_params, base_fee)


@SUBMIT_AT.effect
def submits_at_the_buyers_price(step: Step, dataset_id: int, job_params: JobParams, base_fee: Wei, price: Wei) -> bool:
    """The cap on the gas price is the buyer's own."""
    return submitted(step, dataset_id, job_params, base_fee, price)


@SUBMIT_AT.changes
def submission_at(
    s: State, m: Message, dataset_id: int, job_params: JobParams, base_fee: Wei, price: Wei
) -> list[Change]:
    """See `submission_changes`."""
    return submission_changes(s, dataset_id)


# ---------------------------------------------------------------- acceptance

ACCEPT = PLAN.action("accept_request", "DCM-SEQ-01", "DCM-CON-03", "DCM-ARI-06")


@ACCEPT.succeeds_iff
def seller_accepts_what_is_pending(s: State, m: Message, request_id: int) -> bool:
    """By the seller, with the buyer's place free, and with an allowance that covers the gas."""
    if not has_status(s, request_id, PENDING):
        return False
    r = s.requests[request_id]
    free = buyer_may_start(s, m, r.buyer, r.dataset_id, r.cooldown_sec)
    return m.sender == r.seller and free and gas_at_capped_price(m, r) <= r.compute_allowance


@ACCEPT.effect
def acceptance_opens_the_job(step: Step, request_id: int) -> bool:
    """The request is ACCEPTED now, has a new job under its terms, and was charged."""
    s, m = step.state, step.message
    r = s.requests[request_id]
    before, job_id = step.before(r), step.before(s).next_job_id
    job = s.jobs[job_id]
    stamped = r.status == ACCEPTED and r.job_id == job_id and r.timestamp == m.now and r.accepted_at == m.now
    fresh = job.processed_rows == 0 and not job.is_finalized and not job.is_closed
    terms = (job.buyer, job.seller, job.dataset_id, job.row_count, job.request_id) == (
        r.buyer,
        r.seller,
        r.dataset_id,
        r.row_count,
        request_id,
    )
    reserved = r.cooldown_sec == 0 or s.live_job[r.buyer, r.dataset_id] == job_id
    charged = charged_and_paid(step, r, before, gas_at_capped_price(m, r))
    return stamped and fresh and terms and reserved and charged and s.next_job_id == job_id + 1


@ACCEPT.changes
def acceptance(s: State, m: Message, request_id: int) -> list[Change]:
    """The request, a new job, the buyer's place, the seller's credit, the books."""
    r = s.requests[request_id]
    return [
        of(s.requests, request_id, "status", "job_id", "timestamp", "accepted_at", *CHARGE),
        whole(s.jobs, s.next_job_id),
        whole(s.live_job, (r.buyer, r.dataset_id)),
        whole(s.credits, r.seller),
        of_state("next_job_id", "balance", "total_credits"),
    ]


# ---------------------------------------------------------------- exits before acceptance

REJECT = PLAN.action("reject_request", "DCM-SEQ-01", "DCM-ACC-01")
CANCEL = PLAN.action("cancel_request", "DCM-SEQ-01", "DCM-ACC-02", "DCM-LIV-02")


def gives_all_back(step: Step, request_id: int) -> bool:
    """REJECTED, the buyer has everything, the dataset one obligation less."""
    s = step.state
    r = s.requests[request_id]
    before = step.before(r)
    everything = before.base_fee + before.compute_allowance
    freed = s.obligations[r.dataset_id] == step.amount_before(s.obligations, r.dataset_id) - 1
    return closed(r, before, REJECTED, 0, everything) and received(step, r.buyer) == everything and freed


def exit_changes(s: State, request_id: int) -> list[Change]:
    """The request, the counter, the buyer's credit, the books."""
    r = s.requests[request_id]
    return [
        of(s.requests, request_id, "status", "paid_to_buyer", *MONEY),
        whole(s.obligations, r.dataset_id),
        whole(s.credits, r.buyer),
        of_state("balance", "total_credits"),
    ]


@REJECT.succeeds_iff
def seller_rejects_what_is_pending(s: State, m: Message, request_id: int) -> bool:
    """Nothing else is asked."""
    return has_status(s, request_id, PENDING) and m.sender == s.requests[request_id].seller


@REJECT.effect
def rejection_gives_all_back(step: Step, request_id: int) -> bool:
    """See `gives_all_back`."""
    return gives_all_back(step, request_id)


@REJECT.changes
def rejection(s: State, m: Message, request_id: int) -> list[Change]:
    """See `exit_changes`."""
    return exit_changes(s, request_id)


@CANCEL.succeeds_iff
def buyer_cancels_what_is_pending(s: State, m: Message, request_id: int) -> bool:
    """Nothing else is asked."""
    return has_status(s, request_id, PENDING) and m.sender == s.requests[request_id].buyer


@CANCEL.effect
def cancellation_gives_all_back(step: Step, request_id: int) -> bool:
    """See `gives_all_back`."""
    return gives_all_back(step, request_id)


@CANCEL.changes
def cancellation(s: State, m: Message, request_id: int) -> list[Change]:
    """See `exit_changes`."""
    return exit_changes(s, request_id)


# ---------------------------------------------------------------- while it is open

TOP_UP = PLAN.action("top_up_allowance", "DCM-ACC-02", "DCM-CON-02")
PAYOUT = PLAN.action("request_payout", "DCM-ACC-01")


@TOP_UP.succeeds_iff
def buyer_tops_up_what_is_open(s: State, m: Message, request_id: int) -> bool:
    """With coin, before or after acceptance."""
    if request_id not in s.requests:
        return False
    r = s.requests[request_id]
    return (r.status == PENDING or r.status == ACCEPTED) and m.sender == r.buyer and m.value > 0


@TOP_UP.effect
def top_up_adds_to_the_allowance(step: Step, request_id: int) -> bool:
    """Allowance, deposit and balance grow by the coin."""
    s, m = step.state, step.message
    r = s.requests[request_id]
    before = step.before(r)
    grown = r.compute_allowance == before.compute_allowance + m.value and r.deposited == before.deposited + m.value
    return grown and s.balance == step.before(s).balance + m.value


@TOP_UP.changes
def top_up(s: State, m: Message, request_id: int) -> list[Change]:
    """The request and the books."""
    return [of(s.requests, request_id, "compute_allowance", "deposited"), of_state("balance")]


@PAYOUT.succeeds_iff
def seller_asks_for_the_debt(s: State, m: Message, request_id: int) -> bool:
    """Of an accepted request, also without debt."""
    return has_status(s, request_id, ACCEPTED) and m.sender == s.requests[request_id].seller


@PAYOUT.effect
def payout_is_the_debt(step: Step, request_id: int) -> bool:
    """The whole debt, once."""
    r = step.state.requests[request_id]
    before = step.before(r)
    due = before.gas_debt_to_seller
    paid = r.paid_to_seller == before.paid_to_seller + due and received(step, r.seller) == due
    return paid and r.gas_debt_to_seller == 0


@PAYOUT.changes
def payout(s: State, m: Message, request_id: int) -> list[Change]:
    """The debt, the seller's credit, the books."""
    return [
        of(s.requests, request_id, "gas_debt_to_seller", "paid_to_seller"),
        whole(s.credits, s.requests[request_id].seller),
        of_state("balance", "total_credits"),
    ]


# ---------------------------------------------------------------- reclaiming

RECLAIM = PLAN.action(
    "reclaim_stalled", "DCM-SEQ-01", "DCM-ACC-02", "DCM-TIM-01", "DCM-TIM-02", "DCM-LIV-02", "DCM-CON-05"
)


@RECLAIM.succeeds_iff
def buyer_reclaims_what_stalled(s: State, m: Message, request_id: int) -> bool:
    """More than a day after the last activity, or more than thirty days after acceptance."""
    if not has_status(s, request_id, ACCEPTED):
        return False
    r = s.requests[request_id]
    late = m.now > r.timestamp + STALL_TIMEOUT or m.now > r.accepted_at + MAX_JOB_DURATION
    return m.sender == r.buyer and late


@RECLAIM.effect
def reclaiming_pays_debt_and_rest(step: Step, request_id: int) -> bool:
    """The seller gets the debt, the buyer fee and allowance, the buyer's place is free again."""
    s = step.state
    r = s.requests[request_id]
    before = step.before(r)
    debt, rest = before.gas_debt_to_seller, before.base_fee + before.compute_allowance
    freed = s.obligations[r.dataset_id] == step.amount_before(s.obligations, r.dataset_id) - 1
    place = r.cooldown_sec == 0 or s.live_job[r.buyer, r.dataset_id] == 0
    return closed(r, before, REJECTED, debt, rest) and both_received(step, r, debt, rest) and freed and place


@RECLAIM.changes
def reclaiming(s: State, m: Message, request_id: int) -> list[Change]:
    """The request, the counter, the buyer's place, both credits, the books."""
    r = s.requests[request_id]
    return [
        of(s.requests, request_id, "status", "paid_to_seller", "paid_to_buyer", *MONEY),
        whole(s.obligations, r.dataset_id),
        whole(s.live_job, (r.buyer, r.dataset_id)),
        whole(s.credits, r.seller),
        whole(s.credits, r.buyer),
        of_state("balance", "total_credits"),
    ]
