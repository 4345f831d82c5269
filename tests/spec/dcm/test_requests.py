"""Requests: effects, events, and every guard in its order."""

from __future__ import annotations

import pytest

from spec.core import Transfer
from spec.dcm.errors import (
    CannotDivideByZero,
    CooldownActive,
    DatasetNotFound,
    DivisorNotUsed,
    InsufficientAllowance,
    InsufficientPayment,
    InvalidClampRange,
    InvalidFieldIndex,
    JobAlreadyLive,
    NotDatasetOwner,
    NotRequestBuyer,
    NotStalled,
    RequestNotAccepted,
    RequestNotFound,
    RequestNotPending,
    WeightsLengthMismatch,
    ZeroTopUp,
)
from spec.dcm.events import (
    AllowanceToppedUp,
    GasCharged,
    JobOpened,
    RequestAccepted,
    RequestCancelled,
    RequestClosed,
    RequestRejected,
    RequestStalled,
    RequestSubmitted,
    SellerPaid,
)
from spec.dcm.filter_vm import FilterBytecodeTooLong
from spec.dcm.state import INITIAL_MAX_GAS_PRICE, MAX_JOB_DURATION, STALL_TIMEOUT
from spec.dcm.types import CloseReason, FilterProg, JobParams, Op, RequestStatus
from spec.payments import PaymentPushed
from tests.spec.dcm.scene import BUYER, COUNT, ID, NOW, RIVAL, SELLER, STRANGER, Scene

UNKNOWN = 99
SUBMISSIONS = (("submit_request", ()), ("submit_request_with_gas_price", (9,)))


# ---------------------------------------------------------------- submission


@pytest.mark.parametrize(("action", "cap"), SUBMISSIONS)
def test_success_submission_fixes_the_terms(action: str, cap: tuple[int, ...]) -> None:
    scene = Scene(k=3, cooldown=60)
    outcome = scene.must(BUYER, action, ID, COUNT, 100, *cap, value=500)
    r, d = scene.request(), scene.state.datasets[ID]
    assert outcome.returned == 1
    assert (r.dataset_id, r.buyer, r.seller, r.params, r.status) == (ID, BUYER, SELLER, COUNT, RequestStatus.PENDING)
    assert (r.base_fee, r.compute_allowance, r.gas_debt_to_seller, r.job_id) == (100, 400, 0, 0)
    assert (r.timestamp, r.accepted_at, r.max_gas_price) == (NOW, 0, cap[0] if cap else INITIAL_MAX_GAS_PRICE)
    assert (r.merkle_root, r.row_count, r.num_columns) == (d.merkle_root, 2, 1)
    assert (r.k_anonymity, r.cooldown_sec) == (3, 60)
    assert (r.deposited, r.agreed_fee, r.charged, r.paid_to_seller, r.paid_to_buyer) == (500, 100, 0, 0, 0)
    assert (scene.state.balance, scene.state.obligations[ID], scene.state.next_request_id) == (500, 1, 2)
    assert outcome.events == (RequestSubmitted(1, ID, BUYER),)


def test_success_fee_may_take_all_the_coin_and_may_be_nothing() -> None:
    scene = Scene()
    scene.must(BUYER, "submit_request", ID, COUNT, 7, value=7)
    scene.must(BUYER, "submit_request", ID, COUNT, 0)
    assert (scene.request(1).compute_allowance, scene.request(2).compute_allowance) == (0, 0)


@pytest.mark.parametrize(("action", "cap"), SUBMISSIONS)
def test_invalid_submission_in_the_order_of_its_guards(action: str, cap: tuple[int, ...]) -> None:
    """Every wrong parameter at once; one after the other is mended."""
    scene = Scene()
    too_long = FilterProg(bytes(513))
    p = JobParams(Op.AVG_P, 4, (1, 2), 0, 9, 8, 0, too_long)
    scene.refused(DatasetNotFound(UNKNOWN), BUYER, action, UNKNOWN, p, 8, *cap, value=7)
    scene.refused(InsufficientPayment(7, 8), BUYER, action, ID, p, 8, *cap, value=7)
    scene.refused(CannotDivideByZero(), BUYER, action, ID, p, 7, *cap, value=7)
    p = p._replace(op=Op.SUM, divisor=5)
    scene.refused(DivisorNotUsed(5), BUYER, action, ID, p, 7, *cap, value=7)
    p = p._replace(divisor=0)
    scene.refused(InvalidFieldIndex(4, 1), BUYER, action, ID, p, 7, *cap, value=7)
    p = p._replace(target_field=0)
    scene.refused(InvalidClampRange(9, 8), BUYER, action, ID, p, 7, *cap, value=7)
    p = p._replace(clamp_max=9)
    scene.refused(FilterBytecodeTooLong(513, 512), BUYER, action, ID, p, 7, *cap, value=7)
    p = p._replace(filter=FilterProg())
    scene.refused(WeightsLengthMismatch(0, 2), BUYER, action, ID, p, 7, *cap, value=7)
    scene.must(BUYER, action, ID, p._replace(weights=()), 7, *cap, value=7)


def test_invalid_request_on_a_deleted_dataset() -> None:
    scene = Scene()
    scene.must(SELLER, "delete_dataset", ID)
    scene.refused(DatasetNotFound(ID), BUYER, "submit_request", ID, COUNT, 0)


# ---------------------------------------------------------------- acceptance


def test_success_accept_request() -> None:
    scene = Scene()
    scene.submitted()
    scene.now, scene.gas_used, scene.gas_price = NOW + 5, 10, 3
    outcome = scene.must(SELLER, "accept_request", 1)
    r, job = scene.request(), scene.job()
    assert (outcome.returned, r.job_id, r.status) == (1, 1, RequestStatus.ACCEPTED)
    assert (r.timestamp, r.accepted_at) == (NOW + 5, NOW + 5)
    assert (r.compute_allowance, r.gas_debt_to_seller, r.charged) == (370, 30, 30)
    assert (job.request_id, job.buyer, job.seller, job.params) == (1, BUYER, SELLER, COUNT)
    assert (job.merkle_root, job.row_count, job.num_columns) == (r.merkle_root, r.row_count, r.num_columns)
    assert (scene.state.next_job_id, scene.state.obligations[ID]) == (2, 1)
    assert outcome.events == (JobOpened(1, ID, BUYER), GasCharged(1, 10, 3, 30), RequestAccepted(1, 1))


def test_success_accepting_pays_at_once_a_debt_at_the_threshold() -> None:
    scene = Scene()
    scene.state.payment_threshold = 30
    scene.submitted()
    scene.gas_used, scene.gas_price = 10, 3
    outcome = scene.must(SELLER, "accept_request", 1)
    assert scene.request().gas_debt_to_seller == 0
    assert outcome.transfers == (Transfer(SELLER, 30),)
    assert outcome.events == (
        JobOpened(1, ID, BUYER),
        GasCharged(1, 10, 3, 30),
        PaymentPushed(SELLER, 30),
        SellerPaid(1, SELLER, 30),
        RequestAccepted(1, 1),
    )


def test_invalid_accept_request_in_the_order_of_its_guards() -> None:
    scene = Scene(cooldown=1000)
    scene.fed(scene.request(scene.accepted()).job_id)
    scene.must(SELLER, "finalize", 1)
    scene.submitted(allowance=29)
    scene.gas_used, scene.gas_price = 10, 3
    scene.refused(RequestNotFound(UNKNOWN), STRANGER, "accept_request", UNKNOWN)
    scene.refused(RequestNotPending(1, RequestStatus.COMPLETED), STRANGER, "accept_request", 1)
    scene.refused(NotDatasetOwner(ID, STRANGER), STRANGER, "accept_request", 2)
    scene.state.live_job[BUYER, ID] = 5
    scene.refused(JobAlreadyLive(5), SELLER, "accept_request", 2)
    scene.state.live_job[BUYER, ID] = 0
    scene.refused(CooldownActive(NOW + 1000), SELLER, "accept_request", 2)
    scene.now = NOW + 1000
    scene.refused(InsufficientAllowance(2, 30, 29), SELLER, "accept_request", 2)
    scene.gas_price = 2
    scene.must(SELLER, "accept_request", 2)


# ---------------------------------------------------------------- rejection and cancellation


@pytest.mark.parametrize(
    ("action", "sender", "first", "reason"),
    [
        ("reject_request", SELLER, RequestRejected, CloseReason.SELLER_REJECTED),
        ("cancel_request", BUYER, RequestCancelled, CloseReason.BUYER_CANCELLED),
    ],
)
def test_success_pending_request_ends_with_everything_back(
    action: str, sender: str, first: type[RequestRejected], reason: CloseReason
) -> None:
    scene = Scene()
    scene.submitted(100, 400)
    outcome = scene.must(sender, action, 1)
    r = scene.request()
    assert (r.status, r.base_fee, r.compute_allowance, r.paid_to_buyer) == (RequestStatus.REJECTED, 0, 0, 500)
    assert (scene.state.balance, scene.state.obligations[ID]) == (0, 0)
    assert outcome.transfers == (Transfer(BUYER, 500),)
    assert outcome.events == (PaymentPushed(BUYER, 500), first(1), RequestClosed(1, reason, 0, 500))


@pytest.mark.parametrize(
    ("action", "error"),
    [("reject_request", NotDatasetOwner(ID, STRANGER)), ("cancel_request", NotRequestBuyer(2, STRANGER))],
)
def test_invalid_end_of_a_pending_request_in_the_order_of_its_guards(action: str, error: NotRequestBuyer) -> None:
    scene = Scene()
    scene.accepted()
    scene.submitted()
    scene.refused(RequestNotFound(UNKNOWN), STRANGER, action, UNKNOWN)
    scene.refused(RequestNotPending(1, RequestStatus.ACCEPTED), STRANGER, action, 1)
    scene.refused(error, STRANGER, action, 2)


@pytest.mark.parametrize(("action", "wrong"), [("reject_request", BUYER), ("cancel_request", SELLER)])
def test_invalid_end_of_a_pending_request_by_the_other_side(action: str, wrong: str) -> None:
    scene = Scene()
    scene.submitted()
    assert scene.call(wrong, action, 1).name in ("NotDatasetOwner", "NotRequestBuyer")


# ---------------------------------------------------------------- top-up


@pytest.mark.parametrize("accepted", [False, True])
def test_success_top_up_before_and_after_acceptance(accepted: bool) -> None:
    scene = Scene()
    request_id = scene.accepted() if accepted else scene.submitted()
    outcome = scene.must(BUYER, "top_up_allowance", request_id, value=50)
    r = scene.request()
    assert (r.compute_allowance, r.deposited, r.base_fee, scene.state.balance) == (450, 550, 100, 550)
    assert outcome.events == (AllowanceToppedUp(1, 50),)


def test_invalid_top_up_allowance_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.submitted()
    scene.must(BUYER, "cancel_request", 1)
    scene.submitted()
    scene.refused(RequestNotFound(UNKNOWN), STRANGER, "top_up_allowance", UNKNOWN)
    scene.refused(NotRequestBuyer(1, STRANGER), STRANGER, "top_up_allowance", 1)
    scene.refused(RequestNotAccepted(1, RequestStatus.REJECTED), BUYER, "top_up_allowance", 1)
    scene.refused(ZeroTopUp(2), BUYER, "top_up_allowance", 2)


# ---------------------------------------------------------------- payout on demand


def test_success_request_payout() -> None:
    scene = Scene()
    scene.submitted()
    scene.gas_used, scene.gas_price = 10, 3
    scene.must(SELLER, "accept_request", 1)
    outcome = scene.must(SELLER, "request_payout", 1)
    assert (scene.request().gas_debt_to_seller, scene.request().paid_to_seller, scene.state.balance) == (0, 30, 470)
    assert outcome.events == (PaymentPushed(SELLER, 30), SellerPaid(1, SELLER, 30))
    again = scene.must(SELLER, "request_payout", 1)
    assert (again.events, again.transfers) == ((), ())


def test_invalid_request_payout_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.submitted()
    scene.refused(RequestNotFound(UNKNOWN), STRANGER, "request_payout", UNKNOWN)
    scene.refused(NotDatasetOwner(ID, STRANGER), STRANGER, "request_payout", 1)
    scene.refused(RequestNotAccepted(1, RequestStatus.PENDING), SELLER, "request_payout", 1)


# ---------------------------------------------------------------- reclaim


def stalled(cooldown: int = 0) -> Scene:
    """An accepted request with a debt of 30, whose seller does nothing more."""
    scene = Scene(cooldown=cooldown)
    scene.submitted()
    scene.gas_used, scene.gas_price = 10, 3
    scene.must(SELLER, "accept_request", 1)
    scene.now = NOW + STALL_TIMEOUT + 1
    return scene


def test_success_reclaim_stalled() -> None:
    scene = stalled(cooldown=60)
    assert scene.state.live_job[BUYER, ID] == 1
    outcome = scene.must(BUYER, "reclaim_stalled", 1)
    r = scene.request()
    assert (r.status, r.base_fee, r.compute_allowance, r.gas_debt_to_seller) == (RequestStatus.REJECTED, 0, 0, 0)
    assert (r.paid_to_seller, r.paid_to_buyer, scene.state.balance) == (30, 470, 0)
    assert (scene.state.obligations[ID], scene.state.live_job[BUYER, ID]) == (0, 0)
    assert outcome.transfers == (Transfer(SELLER, 30), Transfer(BUYER, 470))
    assert outcome.events == (
        PaymentPushed(SELLER, 30),
        SellerPaid(1, SELLER, 30),
        PaymentPushed(BUYER, 470),
        RequestStalled(1),
        RequestClosed(1, CloseReason.STALLED, 30, 470),
    )


def test_invalid_reclaim_stalled_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.submitted()
    scene.accepted()
    scene.refused(RequestNotFound(UNKNOWN), STRANGER, "reclaim_stalled", UNKNOWN)
    scene.refused(NotRequestBuyer(1, STRANGER), STRANGER, "reclaim_stalled", 1)
    scene.refused(RequestNotAccepted(1, RequestStatus.PENDING), BUYER, "reclaim_stalled", 1)
    scene.refused(NotStalled(2, NOW + STALL_TIMEOUT), BUYER, "reclaim_stalled", 2)


def test_invalid_reclaim_in_the_last_second_of_the_seller() -> None:
    scene = stalled()
    scene.now -= 1
    scene.refused(NotStalled(1, NOW + STALL_TIMEOUT), BUYER, "reclaim_stalled", 1)


def test_success_hard_deadline_ends_even_an_active_seller() -> None:
    scene = Scene()
    scene.accepted()
    scene.now = NOW + MAX_JOB_DURATION
    scene.push(1, 0)
    scene.refused(NotStalled(1, NOW + MAX_JOB_DURATION), BUYER, "reclaim_stalled", 1)
    scene.now += 1
    scene.must(BUYER, "reclaim_stalled", 1)


def test_success_row_gives_the_seller_another_day() -> None:
    scene = Scene()
    scene.accepted()
    scene.now = NOW + STALL_TIMEOUT
    scene.push(1, 0)
    scene.now = NOW + 2 * STALL_TIMEOUT
    scene.refused(NotStalled(1, NOW + 2 * STALL_TIMEOUT), BUYER, "reclaim_stalled", 1)
    scene.now += 1
    scene.must(BUYER, "reclaim_stalled", 1)


@pytest.mark.parametrize("action", ["accept_request", "reject_request", "cancel_request", "reclaim_stalled"])
def test_invalid_step_after_the_end(action: str) -> None:
    scene = Scene()
    scene.submitted()
    scene.must(BUYER, "cancel_request", 1)
    for sender in (BUYER, SELLER, RIVAL):
        assert not scene.call(sender, action, 1).ok
    assert scene.request().status == RequestStatus.REJECTED
