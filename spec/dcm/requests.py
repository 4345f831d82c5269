"""Requests: PENDING -> ACCEPTED -> COMPLETED, or REJECTED by seller or buyer, or because the seller stalled."""

from __future__ import annotations

from spec.core import Message, Seconds, Uint256, Wei, require
from spec.dcm import cooldown, escrow, jobs, params
from spec.dcm.datasets import live_dataset
from spec.dcm.errors import (
    InsufficientPayment,
    NotDatasetOwner,
    NotRequestBuyer,
    NotStalled,
    RequestNotAccepted,
    RequestNotFound,
    RequestNotPending,
    ZeroTopUp,
)
from spec.dcm.events import (
    AllowanceToppedUp,
    RequestAccepted,
    RequestCancelled,
    RequestClosed,
    RequestRejected,
    RequestStalled,
    RequestSubmitted,
)
from spec.dcm.state import DCM, MANAGER, MAX_JOB_DURATION, STALL_TIMEOUT, Request, State
from spec.dcm.types import CloseReason, JobParams, RequestStatus
from spec.payments import receive


@DCM.action(on=MANAGER, payable=True)
def submit_request(s: State, m: Message, dataset_id: Uint256, job_params: JobParams, base_fee: Wei) -> Uint256:
    """Escrows `base_fee` and, with the rest of the coin, an allowance for the seller's gas. Returns the request id.

    Errors, in order: DatasetNotFound, InsufficientPayment, those of `params.validate`.
    """
    return submit(s, m, dataset_id, job_params, base_fee, s.default_max_gas_price)


@DCM.action(on=MANAGER, payable=True)
def submit_request_with_gas_price(
    s: State, m: Message, dataset_id: Uint256, job_params: JobParams, base_fee: Wei, max_gas_price: Wei
) -> Uint256:
    """As `submit_request`, with the buyer's own cap on the gas price that is reimbursed, in wei."""
    return submit(s, m, dataset_id, job_params, base_fee, max_gas_price)


def submit(
    s: State, m: Message, dataset_id: Uint256, job_params: JobParams, base_fee: Wei, max_gas_price: Wei
) -> Uint256:
    """Stores a PENDING request whose terms nobody can change any more: seller, commitment, threshold, gas price."""
    # Verify
    dataset = live_dataset(s, dataset_id)
    require(m.value >= base_fee, InsufficientPayment, m.value, base_fee)
    params.validate(job_params, dataset.num_columns)
    # Effects
    receive(s, m)
    request_id = s.next_request_id
    s.next_request_id += 1
    s.requests.insert(
        request_id,
        Request(
            dataset_id=dataset_id,
            buyer=m.sender,
            seller=dataset.owner,
            params=job_params,
            timestamp=m.now,
            base_fee=base_fee,
            compute_allowance=m.value - base_fee,
            max_gas_price=max_gas_price,
            merkle_root=dataset.merkle_root,
            row_count=dataset.row_count,
            num_columns=dataset.num_columns,
            k_anonymity=dataset.k_anonymity,
            cooldown_sec=dataset.cooldown_sec,
            deposited=m.value,
            agreed_fee=base_fee,
        ),
    )
    s.obligations[dataset_id] += 1
    # Events
    m.emit(RequestSubmitted(request_id, dataset_id, m.sender))
    return request_id


@DCM.action(on=MANAGER)
def accept_request(s: State, m: Message, request_id: Uint256) -> Uint256:
    """The seller takes the request on; its job is opened and the gas is charged. Returns the job id.

    Errors, in order: RequestNotFound, RequestNotPending, NotDatasetOwner, JobAlreadyLive, CooldownActive,
    InsufficientAllowance.
    """
    # Verify
    r = stored_request(s, request_id)
    require(r.status == RequestStatus.PENDING, RequestNotPending, request_id, r.status)
    require(m.sender == r.seller, NotDatasetOwner, r.dataset_id, m.sender)
    cooldown.check(s, m, r.buyer, r.dataset_id, r.cooldown_sec)
    # Effects
    job_id = jobs.create_for_request(s, m, request_id, r)
    r.status = RequestStatus.ACCEPTED
    r.job_id = job_id
    r.timestamp = m.now
    r.accepted_at = m.now
    escrow.charge(s, m, request_id, r)
    # Payments
    escrow.pay_debt_at_threshold(s, m, request_id, r)
    # Events
    m.emit(RequestAccepted(request_id, job_id))
    return job_id


@DCM.action(on=MANAGER)
def reject_request(s: State, m: Message, request_id: Uint256) -> None:
    """The seller declines a pending request; the buyer gets everything back.

    Errors, in order: RequestNotFound, RequestNotPending, NotDatasetOwner.
    """
    # Verify
    r = stored_request(s, request_id)
    require(r.status == RequestStatus.PENDING, RequestNotPending, request_id, r.status)
    require(m.sender == r.seller, NotDatasetOwner, r.dataset_id, m.sender)
    # Effects
    to_buyer = r.base_fee + r.compute_allowance
    escrow.close(s, r, RequestStatus.REJECTED)
    # Payments
    escrow.refund(s, m, r, to_buyer)
    # Events
    m.emit(RequestRejected(request_id))
    m.emit(RequestClosed(request_id, CloseReason.SELLER_REJECTED, 0, to_buyer))


@DCM.action(on=MANAGER)
def cancel_request(s: State, m: Message, request_id: Uint256) -> None:
    """The buyer withdraws a pending request and gets everything back.

    Errors, in order: RequestNotFound, RequestNotPending, NotRequestBuyer.
    """
    # Verify
    r = stored_request(s, request_id)
    require(r.status == RequestStatus.PENDING, RequestNotPending, request_id, r.status)
    require(m.sender == r.buyer, NotRequestBuyer, request_id, m.sender)
    # Effects
    to_buyer = r.base_fee + r.compute_allowance
    escrow.close(s, r, RequestStatus.REJECTED)
    # Payments
    escrow.refund(s, m, r, to_buyer)
    # Events
    m.emit(RequestCancelled(request_id))
    m.emit(RequestClosed(request_id, CloseReason.BUYER_CANCELLED, 0, to_buyer))


@DCM.action(on=MANAGER, payable=True)
def top_up_allowance(s: State, m: Message, request_id: Uint256) -> None:
    """The buyer adds to the allowance, before or after acceptance.

    Errors, in order: RequestNotFound, NotRequestBuyer, RequestNotAccepted, ZeroTopUp.
    """
    # Verify
    r = stored_request(s, request_id)
    require(m.sender == r.buyer, NotRequestBuyer, request_id, m.sender)
    require(is_open(r), RequestNotAccepted, request_id, r.status)
    require(m.value > 0, ZeroTopUp, request_id)
    # Effects
    receive(s, m)
    r.compute_allowance += m.value
    r.deposited += m.value
    # Events
    m.emit(AllowanceToppedUp(request_id, m.value))


@DCM.action(on=MANAGER)
def request_payout(s: State, m: Message, request_id: Uint256) -> None:
    """Pays the seller the debt before it reaches the threshold; without debt nothing happens.

    Errors, in order: RequestNotFound, NotDatasetOwner, RequestNotAccepted.
    """
    # Verify
    r = stored_request(s, request_id)
    require(m.sender == r.seller, NotDatasetOwner, r.dataset_id, m.sender)
    require(r.status == RequestStatus.ACCEPTED, RequestNotAccepted, request_id, r.status)
    # Payments
    escrow.pay_debt(s, m, request_id, r)


@DCM.action(on=MANAGER)
def reclaim_stalled(s: State, m: Message, request_id: Uint256) -> None:
    """The buyer leaves a stalled request: the seller keeps the debt earned, the buyer gets fee and allowance back.

    Errors, in order: RequestNotFound, NotRequestBuyer, RequestNotAccepted, NotStalled.
    """
    # Verify
    r = stored_request(s, request_id)
    require(m.sender == r.buyer, NotRequestBuyer, request_id, m.sender)
    require(r.status == RequestStatus.ACCEPTED, RequestNotAccepted, request_id, r.status)
    require(m.now > reclaimable_after(r), NotStalled, request_id, reclaimable_after(r))
    # Effects
    to_seller = r.gas_debt_to_seller
    to_buyer = r.base_fee + r.compute_allowance
    escrow.close(s, r, RequestStatus.REJECTED)
    cooldown.free(s, s.jobs[r.job_id])
    # Payments
    escrow.pay_seller(s, m, request_id, r, to_seller)
    escrow.refund(s, m, r, to_buyer)
    # Events
    m.emit(RequestStalled(request_id))
    m.emit(RequestClosed(request_id, CloseReason.STALLED, to_seller, to_buyer))


def stored_request(s: State, request_id: Uint256) -> Request:
    """The request under an id. Raises RequestNotFound."""
    require(request_id in s.requests, RequestNotFound, request_id)
    return s.requests[request_id]


def is_open(r: Request) -> bool:
    """True while the request holds the buyer's money."""
    return r.status == RequestStatus.PENDING or r.status == RequestStatus.ACCEPTED


def reclaimable_after(r: Request) -> Seconds:
    """Last second in which an accepted request is the seller's: a day after the last activity, or the hard deadline."""
    return min(r.timestamp + STALL_TIMEOUT, r.accepted_at + MAX_JOB_DURATION)
