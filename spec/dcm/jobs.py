"""Jobs: opened directly or by acceptance, fed row by row in order, finalized once."""

from __future__ import annotations

from dataclasses import replace

from spec.core import ZERO_ADDRESS, Address, Bytes32, ImportRefused, Message, Slot, Uint256, opaque, require
from spec.dcm import aggregation, cooldown, escrow, filter_vm, merkle, params, post_processing
from spec.dcm import row as row_codec
from spec.dcm.datasets import import_ciphertext, live_dataset
from spec.dcm.errors import (
    BuyerConsentMissing,
    IncompleteProcessing,
    InvalidBuyer,
    InvalidRowSchema,
    JobClosed,
    JobNotDirect,
    JobNotFound,
    NotDatasetOwner,
    NotJobParty,
    RowIndexOutOfBounds,
    RowOutOfOrder,
)
from spec.dcm.events import DirectConsentSet, DirectJobClosed, JobFinalized, JobOpened, RequestCompleted, RowPushed
from spec.dcm.state import DCM, MANAGER, Job, Request, State
from spec.dcm.types import JobParams, RequestStatus
from spec.fhe import Cipher

ACCUMULATORS = ("agg", "min_v", "max_v", "kept", "min_max_init", "is_overflow")
"""The encrypted accumulators of a job, as slots."""


@DCM.action(on=MANAGER)
def set_direct_consent(s: State, m: Message, dataset_id: Uint256, allowed: bool) -> None:
    """A buyer lets the dataset's owner open direct jobs for it, or no longer does.

    Errors: DatasetNotFound.
    """
    # Verify
    live_dataset(s, dataset_id)
    # Effects
    s.consents[dataset_id, m.sender] = 1 if allowed else 0
    # Events
    m.emit(DirectConsentSet(dataset_id, m.sender, allowed))


@DCM.action(on=MANAGER)
def open_job(s: State, m: Message, dataset_id: Uint256, buyer: Address, job_params: JobParams) -> Uint256:
    """The seller opens a job outside the escrow for a buyer who agreed. Returns the job id.

    Errors, in order: DatasetNotFound, NotDatasetOwner, InvalidBuyer, BuyerConsentMissing, those of
    `params.validate`, JobAlreadyLive, CooldownActive.
    """
    # Verify
    dataset = live_dataset(s, dataset_id)
    require(m.sender == dataset.owner, NotDatasetOwner, dataset_id, m.sender)
    require(buyer != ZERO_ADDRESS, InvalidBuyer)
    require(buyer == m.sender or s.consents[dataset_id, buyer] == 1, BuyerConsentMissing, dataset_id, buyer)
    params.validate(job_params, dataset.num_columns)
    cooldown.check(s, m, buyer, dataset_id, dataset.cooldown_sec)
    # Effects
    s.obligations[dataset_id] += 1
    return create(
        s,
        m,
        Job(
            dataset_id=dataset_id,
            buyer=buyer,
            seller=dataset.owner,
            params=job_params,
            merkle_root=dataset.merkle_root,
            row_count=dataset.row_count,
            num_columns=dataset.num_columns,
            k_anonymity=dataset.k_anonymity,
            cooldown_sec=dataset.cooldown_sec,
            request_id=0,
            accumulators=aggregation.Accumulators(),
        ),
    )


@DCM.action(on=MANAGER)
def close_direct_job(s: State, m: Message, job_id: Uint256) -> None:
    """The seller gives up a direct job, which no deadline would ever end.

    Errors, in order: JobNotFound, NotDatasetOwner, JobNotDirect, JobClosed.
    """
    # Verify
    job = stored_job(s, job_id)
    require(m.sender == job.seller, NotDatasetOwner, job.dataset_id, m.sender)
    require(job.request_id == 0, JobNotDirect, job_id)
    require(not (job.is_finalized or job.is_closed), JobClosed, job_id)
    # Effects
    job.is_closed = True
    s.obligations[job.dataset_id] -= 1
    cooldown.free(s, job)
    # Events
    m.emit(DirectJobClosed(job_id))


@DCM.action(on=MANAGER)
def push_row(
    s: State, m: Message, job_id: Uint256, row_packed: bytes, merkle_proof: tuple[Bytes32, ...], row_index: Uint256
) -> None:
    """The seller feeds the next committed row; the filter decides whether it counts. The gas is charged.

    Errors, in order: JobNotFound, JobClosed, RowOutOfOrder, RowIndexOutOfBounds, NotDatasetOwner, InvalidProofLength,
    MerkleVerificationFailed, those of the row grammar, InvalidRowSchema, the host's refusal of a field,
    InsufficientAllowance.
    """
    # Verify
    job = open_stored_job(s, job_id)
    require(row_index == job.processed_rows, RowOutOfOrder, job.processed_rows, row_index)
    require(row_index < job.row_count, RowIndexOutOfBounds, row_index, job.row_count)
    require(m.sender == job.seller, NotDatasetOwner, job.dataset_id, m.sender)
    verify_membership(s, job, row_packed, merkle_proof, row_index)
    values = import_row(s, m, job, row_packed)
    # Effects
    job.accumulators = accumulate(job, values)
    job.processed_rows += 1
    grant_accumulators(s, m, job_id)
    if job.request_id != 0:
        r = s.requests[job.request_id]
        r.timestamp = m.now
        escrow.charge(s, m, job.request_id, r)
        # Payments
        escrow.pay_debt_at_threshold(s, m, job.request_id, r)
    # Events
    m.emit(RowPushed(job_id))


@DCM.action(on=MANAGER)
def finalize(s: State, m: Message, job_id: Uint256) -> None:
    """Seller or buyer releases the result to the buyer and, for a request, settles. Only the seller's gas is charged.

    Errors, in order: JobNotFound, JobClosed, NotJobParty, IncompleteProcessing.
    """
    # Verify
    job = open_stored_job(s, job_id)
    require(m.sender == job.seller or m.sender == job.buyer, NotJobParty, job_id, m.sender)
    require(job.processed_rows == job.row_count, IncompleteProcessing, job.processed_rows, job.row_count)
    # Effects
    release(s, m, job_id, job)
    cooldown.stamp(s, m, job)
    if job.request_id != 0:
        settle(s, m, job_id, job.request_id, s.requests[job.request_id])
    else:
        s.obligations[job.dataset_id] -= 1
    # Events
    m.emit(
        JobFinalized(job_id, job.buyer, Cipher("euint256", job.result), Cipher("ebool", 1 if job.is_overflow else 0))
    )


def settle(s: State, m: Message, job_id: Uint256, request_id: Uint256, r: Request) -> None:
    """Completes a request: the seller gets fee and debt in one payment, the buyer what is left of the allowance."""
    # Effects
    if m.sender == r.seller:
        escrow.charge_at_most(s, m, request_id, r)
    to_seller = r.base_fee + r.gas_debt_to_seller
    to_buyer = r.compute_allowance
    escrow.close(s, r, RequestStatus.COMPLETED)
    # Payments
    escrow.pay_seller(s, m, request_id, r, to_seller)
    escrow.refund(s, m, r, to_buyer)
    # Events
    m.emit(RequestCompleted(request_id, job_id))


def create_for_request(s: State, m: Message, request_id: Uint256, r: Request) -> Uint256:
    """Opens the job of an accepted request, from the terms fixed at submission."""
    return create(
        s,
        m,
        Job(
            dataset_id=r.dataset_id,
            buyer=r.buyer,
            seller=r.seller,
            params=r.params,
            merkle_root=r.merkle_root,
            row_count=r.row_count,
            num_columns=r.num_columns,
            k_anonymity=r.k_anonymity,
            cooldown_sec=r.cooldown_sec,
            request_id=request_id,
            accumulators=aggregation.Accumulators(),
        ),
    )


def create(s: State, m: Message, job: Job) -> Uint256:
    """Stores a job with encrypted zeros as accumulators and announces it first of all. Returns its id."""
    job_id = s.next_job_id
    s.next_job_id += 1
    s.jobs.insert(job_id, job)
    cooldown.reserve(s, job_id, job)
    m.emit(JobOpened(job_id, job.dataset_id, job.buyer))
    grant_accumulators(s, m, job_id)
    return job_id


def release(s: State, m: Message, job_id: Uint256, job: Job) -> None:
    """Computes the result, post-processes and masks it, and lets the buyer decrypt it and its overflow flag."""
    p = job.params
    raw = aggregation.result(p.op, job.accumulators, p.divisor)
    released = post_processing.release(
        raw,
        job.accumulators.is_overflow,
        job.accumulators.kept,
        job.k_anonymity,
        p.clamp_min,
        p.clamp_max,
        p.round_bucket,
    )
    job.result, job.is_overflow = released.result, released.is_overflow
    job.is_finalized = True
    m.grant(Slot("result", (job_id,)), s.manager, job.buyer)
    m.grant(Slot("overflow", (job_id,)), s.manager, job.buyer)


def is_open(s: State, job: Job) -> bool:
    """True while rows or the finalization of a job can still succeed."""
    if job.is_finalized or job.is_closed:
        return False
    return job.request_id == 0 or s.requests[job.request_id].status == RequestStatus.ACCEPTED


def stored_job(s: State, job_id: Uint256) -> Job:
    """The job under an id. Raises JobNotFound."""
    require(job_id in s.jobs, JobNotFound, job_id)
    return s.jobs[job_id]


def open_stored_job(s: State, job_id: Uint256) -> Job:
    """The job under an id, still open. Raises JobNotFound, JobClosed."""
    job = stored_job(s, job_id)
    require(is_open(s, job), JobClosed, job_id)
    return job


def grant_accumulators(s: State, m: Message, job_id: Uint256) -> None:
    """The manager keeps permission on its own accumulators; nobody else ever gets any."""
    for name in ACCUMULATORS:
        m.grant(Slot(name, (job_id,)), s.manager)


@opaque(raises=(merkle.InvalidProofLength, merkle.MerkleVerificationFailed))
def verify_membership(
    s: State, job: Job, row_packed: bytes, merkle_proof: tuple[Bytes32, ...], row_index: Uint256
) -> None:
    """Accepts exactly the row that was committed at this index."""
    hashing = merkle.bound_hashing(s.chain_id, s.registry, job.dataset_id)
    merkle.verify(hashing, job.merkle_root, job.row_count, row_packed, merkle_proof, row_index)


@opaque(raises=(*row_codec.ERRORS, InvalidRowSchema, ImportRefused), appends=("grants",))
def import_row(s: State, m: Message, job: Job, row_packed: bytes) -> tuple[int, ...]:
    """Plaintexts of a row's fields, each granted to manager and seller once widened to 64 bits."""
    fields = row_codec.parse(row_packed)
    require(len(fields) == job.num_columns, InvalidRowSchema, job.num_columns, len(fields))
    values = []
    for field in fields:
        value = import_ciphertext(m, row_codec.TYPES[field.tag], field.handle, field.proof)
        m.grant(Slot("field", (field.handle,)), s.manager, job.seller)
        values.append(value.value)
    return tuple(values)


@opaque()
def accumulate(job: Job, values: tuple[int, ...]) -> aggregation.Accumulators:
    """The accumulators after a row, kept or not as the filter says."""
    p = job.params
    keep = filter_vm.evaluate(p.filter.bytecode, p.filter.consts, values)
    after = replace(job.accumulators)
    aggregation.accumulate(p.op, after, values, keep, p.target_field, p.weights)
    return after
