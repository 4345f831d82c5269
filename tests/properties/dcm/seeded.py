"""Bugs of the specification, one for each predicate, each in one function; planted for the time of a test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pytest import MonkeyPatch

from properties.dcm import requests as request_properties
from spec.core import Grant, Message, Outcome, Panic, Slot, Transfer, perform, require
from spec.dcm import (
    aggregation,
    compute_budget,
    cooldown,
    datasets,
    escrow,
    gas_estimator,
    jobs,
    params,
    post_processing,
    requests,
)
from spec.dcm import row as row_codec
from spec.dcm.errors import (
    BuyerConsentMissing,
    DatasetInUse,
    IncompleteProcessing,
    JobManagerAlreadySet,
    NotDatasetOwner,
    NotRequestBuyer,
    NotStalled,
    RequestNotPending,
)
from spec.dcm.post_processing import Released
from spec.dcm.state import DCM, STALL_TIMEOUT, Request
from spec.dcm.types import RequestStatus
from spec.payments import PaymentCredited, WithdrawalFailed
from tests.properties.seeding import Seeds
from tests.spec.dcm import scene as scenes
from tests.spec.dcm.scene import STRANGER

SEEDS = Seeds(DCM)
SEEDED = SEEDS.plants
breaks, without, after, instead = SEEDS.breaks, SEEDS.without, SEEDS.after, SEEDS.instead


# ---------------------------------------------------------------- missing guards

without(requests, NotDatasetOwner, ("DCM-ACC-01", "caller was the seller of the request"))
without(requests, NotRequestBuyer, ("DCM-ACC-02", "caller was the buyer"))
without(requests, RequestNotPending, ("DCM-SEQ-01", "status follows the lifecycle"))
without(requests, NotStalled, ("DCM-TIM-01", "reclaim came late enough"))
without(jobs, IncompleteProcessing, ("DCM-SEQ-03", "job was complete and not final"))
without(jobs, BuyerConsentMissing, ("DCM-PRI-03", "direct job has the buyers consent"))
without(datasets, JobManagerAlreadySet, ("DCM-PRI-05", "manager is wired once"))
without(compute_budget, compute_budget.ComputeLimitExceeded, ("DCM-LIV-04", "accepted parameters can run"))
without(
    datasets,
    DatasetInUse,
    ("DCM-SEQ-05", "used dataset is live"),
    ("DCM-SEQ-05", "open request matches its dataset"),
    ("DCM-SEQ-05", "open direct job matches its dataset"),
)
instead(jobs, "is_open", lambda s, job: True, ("DCM-SEQ-04", "job was open"))
instead(
    jobs,
    "verify_membership",
    lambda *_: None,
    ("DCM-ARI-01", "accepted row is unique for its index"),
    ("DCM-ARI-01", "accepted row folds to the committed root"),
)
instead(params, "validate_programs", lambda *_: None, ("DCM-ARI-03", "program of a job is valid"))
instead(
    cooldown,
    "check",
    lambda *_: None,
    ("DCM-PRI-03", "ReleasesAreACooldownApart"),
    ("DCM-PRI-03", "release lies a cooldown after the last"),
)


# ---------------------------------------------------------------- money


def refund_half(s: Any, m: Message, r: Request, amount: int) -> None:
    r.paid_to_buyer += amount // 2
    escrow.pay(s, m, r.buyer, amount // 2)


def pay_seller_twice(s: Any, m: Message, request_id: int, r: Request, amount: int) -> None:
    r.paid_to_seller += 2 * amount
    escrow.pay(s, m, r.seller, amount)


def close_keeping(s: Any, r: Request, status: RequestStatus) -> None:
    r.status = status
    s.obligations[r.dataset_id] -= 1


def close_without_obligation(s: Any, r: Request, status: RequestStatus) -> None:
    r.status = status
    r.base_fee = r.compute_allowance = r.gas_debt_to_seller = 0


def book_debt_alone(m: Message, request_id: int, r: Request, price: int, cost: int) -> None:
    r.gas_debt_to_seller += cost
    r.charged += cost


def pay_when_above(s: Any, m: Message, request_id: int, r: Request) -> None:
    if r.gas_debt_to_seller > s.payment_threshold:
        escrow.pay_debt(s, m, request_id, r)


def credit_without_total(s: Any, m: Message, payee: str, amount: int) -> None:
    s.credits[payee] += amount
    m.emit(PaymentCredited(payee, amount))


def pay_a_stranger(s: Any, m: Message, payee: str, amount: int) -> None:
    s.balance -= amount
    m.transfers.append(Transfer(STRANGER, amount))


def pay_or_fail(s: Any, m: Message, payee: str, amount: int) -> None:
    require(m.accepts(payee), WithdrawalFailed, payee, amount)
    s.balance -= amount
    m.transfers.append(Transfer(payee, amount))


def credit_a_stranger(s: Any, m: Message, payee: str, amount: int) -> None:
    s.credits[STRANGER] += amount
    s.total_credits += amount
    m.emit(PaymentCredited(payee, amount))


def receive_nothing(s: Any, m: Message) -> None:
    """The coin comes and no book says so."""


def receive_twice(s: Any, m: Message) -> None:
    s.balance += 2 * m.value


def uncapped(m: Message, r: Request) -> tuple[int, int]:
    return m.gas_price, m.gas_used * m.gas_price


instead(escrow, "refund", refund_half, ("DCM-CON-02", "paid and held is deposited"))
instead(
    escrow,
    "pay_seller",
    pay_seller_twice,
    ("DCM-CON-04", "completion pays fee and charges"),
    ("DCM-CON-05", "reclaim pays debt and rest"),
)
instead(escrow, "close", close_keeping, ("DCM-CON-06", "closed request holds nothing"))
instead(
    escrow,
    "close",
    close_without_obligation,
    ("DCM-SEQ-05", "obligations are open requests and direct jobs"),
)
instead(escrow, "book", book_debt_alone, ("DCM-CON-03", "charges come from the allowance"))
instead(escrow, "pay_debt_at_threshold", pay_when_above, ("DCM-ARI-07", "debt is below the threshold"))
instead(escrow, "pay", credit_without_total, ("DCM-CON-01", "total credits is their sum"))
instead(escrow, "pay", pay_a_stranger, ("DCM-ACC-01", "seller money goes to the seller"))
instead(
    escrow,
    "pay",
    pay_or_fail,
    ("DCM-LIV-01", "refusal was not because of a payee"),
    ("DCM-LIV-02", "buyer can leave alone"),
)
instead(escrow, "pay", credit_a_stranger, ("DCM-LIV-01", "refused push became a credit"))
instead(
    requests,
    "receive",
    receive_nothing,
    ("DCM-CON-01", "balance is what is owed"),
    ("DCM-CON-02", "coin out is booked on requests or credits"),
)
instead(requests, "receive", receive_twice, ("DCM-LIV-02", "everyone left with everything"))
instead(
    escrow,
    "gas_cost",
    uncapped,
    ("DCM-CON-03", "charge moves allowance to debt"),
    ("DCM-ARI-06", "charge is the sellers gas at the capped price"),
)
instead(escrow, "charge_at_most", escrow.charge, ("DCM-LIV-03", "seller of a complete job can finalize"))


def charge_the_buyers_call(s: Any, m: Message, job_id: int) -> None:
    r = s.requests[s.jobs[job_id].request_id] if s.jobs[job_id].request_id else None
    if r and m.sender != r.seller:
        r.charged += 1


after("finalize", charge_the_buyers_call, ("DCM-ARI-06", "others gas costs nothing"))


# ---------------------------------------------------------------- times and statuses


def without_hard_deadline(r: Request) -> int:
    return r.timestamp + STALL_TIMEOUT


def a_second_later(r: Request) -> int:
    return request_properties.reclaimable_after(r) + 1


@breaks(("DCM-TIM-02", "buyer can leave after thirty days"))
def plant_endless_activity(patch: MonkeyPatch) -> None:
    patch.setattr(requests, "reclaimable_after", without_hard_deadline)
    patch.setattr(request_properties, "reclaimable_after", without_hard_deadline)


def accepted_later(s: Any, m: Message, request_id: int) -> None:
    s.requests[request_id].accepted_at += 1


def accepted_anew(s: Any, m: Message, job_id: int, *_: Any) -> None:
    request_id = s.jobs[job_id].request_id
    if request_id:
        s.requests[request_id].accepted_at = m.now


def born_completed(*arguments: Any, **fields: Any) -> Request:
    return Request(*arguments, **fields, status=RequestStatus.COMPLETED)


instead(requests, "reclaimable_after", a_second_later, ("DCM-TIM-01", "reclaim by the buyer was refused in time only"))
after("accept_request", accepted_later, ("DCM-TIM-02", "acceptance time is the present"))
after("push_row", accepted_anew, ("DCM-TIM-02", "acceptance time never moves"))
instead(requests, "Request", born_completed, ("DCM-SEQ-01", "new request is pending"))


# ---------------------------------------------------------------- datasets, jobs, results


def move_the_root(s: Any, m: Message, dataset_id: int, _: str) -> None:
    s.datasets[dataset_id].merkle_root = b"\x01" * 32


def count_another_row(s: Any, m: Message, job_id: int, *_: Any) -> None:
    s.jobs[job_id].processed_rows += 1


def change_results(s: Any, m: Message, *_: Any) -> None:
    for job in s.jobs.values():
        if job.is_finalized:
            job.result += 1


def forget_the_last_grant(s: Any, m: Message, *_: Any) -> None:
    m.grants.pop()


def reserve_and_stamp(s: Any, job_id: int, job: Any) -> None:
    s.last_release[job.buyer, job.dataset_id] = 1


def grant_everybody(s: Any, m: Message, job_id: int) -> None:
    m.grant(Slot("agg", (job_id,)), s.manager, STRANGER)


def ungranted_row(s: Any, m: Message, job: Any, packed: bytes) -> tuple[int, ...]:
    return (1,) * len(row_codec.parse(packed))


def arithmetic_failure(job: Any, values: Any) -> aggregation.Accumulators:
    raise Panic(0x12)


def keep_twice(job: Any, values: Any) -> aggregation.Accumulators:
    return replace(job.accumulators, kept=job.accumulators.kept + 2)


def keep_all(job: Any, values: Any) -> aggregation.Accumulators:
    changed = replace(job.accumulators)
    aggregation.accumulate(job.params.op, changed, values, True, job.params.target_field, job.params.weights)
    return changed


def release_always(value: int, is_overflow: bool, *_: Any) -> Released:
    return Released(value, is_overflow)


def drop_the_flag(value: int, is_overflow: bool, *_: Any) -> Released:
    return Released(value, False)


def leaky(action: Any, state: Any, message: Message, arguments: Any) -> Outcome:
    """An interpreter that does not undo what a refused call did."""
    outcome = perform(action, state, message, arguments)
    if outcome.ok:
        return outcome
    kept = Grant(Slot("field", (b"",)), message.sender)
    return replace(outcome, changes=[(setattr, state, "balance", 0)], grants=(kept,))


after("set_dataset_description", move_the_root, ("DCM-SEQ-05", "commitment never changes"))
after(
    "push_row",
    count_another_row,
    ("DCM-SEQ-02", "rows stay within the dataset"),
    ("DCM-SEQ-02", "next row came in"),
)
after("set_direct_consent", change_results, ("DCM-SEQ-03", "results never change"))
after("commit_dataset", forget_the_last_grant, ("DCM-PRI-05", "manager is allowed the threshold"))
instead(cooldown, "reserve", reserve_and_stamp, ("DCM-PRI-03", "cooldown starts by release alone"))
instead(jobs, "grant_accumulators", grant_everybody, ("DCM-PRI-02", "every grant is in the table"))
instead(jobs, "import_row", ungranted_row, ("DCM-ARI-02", "accepted row has a field for each column"))
instead(jobs, "accumulate", arithmetic_failure, ("DCM-LIV-04", "refusal of a row is never arithmetic"))
instead(jobs, "accumulate", keep_twice, ("DCM-ARI-03", "no more rows kept than processed"))
instead(jobs, "accumulate", keep_all, ("DCM-ARI-04", "AccumulatorsAreTheTrueAggregate"))
instead(
    post_processing,
    "release",
    release_always,
    ("DCM-PRI-01", "too few rows release nothing"),
    ("DCM-ARI-05", "released result is within the clamp"),
)
instead(post_processing, "release", drop_the_flag, ("DCM-PRI-01", "enough rows release the flag"))
instead(gas_estimator, "ALLOWANCE_FACTOR", 1, ("DCM-ARI-08", "estimate is monotone and allowance is twice"))
instead(
    scenes,
    "perform",
    leaky,
    ("DCM-ARI-01", "refusal of a row names its reason"),
    ("DCM-ARI-02", "malformed row is refused whole"),
)


# ---------------------------------------------------------------- left undone


def forget_the_row(s: Any, m: Message, job_id: int, *_: Any) -> None:
    request_id = s.jobs[job_id].request_id
    if request_id:
        s.requests[request_id].timestamp -= 1


def stamp_and_keep_the_place(s: Any, m: Message, job: Any) -> None:
    if job.cooldown_sec > 0:
        s.last_release[job.buyer, job.dataset_id] = m.now


after("push_row", forget_the_row, ("DCM-TIM-01", "activity is noted"))
after("finalize", lambda s, m, *_: m.grants.clear(), ("DCM-PRI-02", "buyer may decrypt what was released"))
instead(escrow, "charge", lambda *_: None, ("DCM-ARI-06", "seller is reimbursed in full"))
instead(cooldown, "stamp", stamp_and_keep_the_place, ("DCM-PRI-03", "place is held by the live job alone"))
