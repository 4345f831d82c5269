"""What the contracts show: each view as a function of the state, outputs in ABI order."""

from __future__ import annotations

from typing import Any

from spec.core import Address, Uint256, require
from spec.dcm.errors import JobNotFinalized
from spec.dcm.jobs import is_open, stored_job
from spec.dcm.requests import stored_request
from spec.dcm.state import DCM, MANAGER, MAX_JOB_DURATION, NO_DATASET, REGISTRY, STALL_TIMEOUT, State
from spec.fhe import Cipher

DatasetRow = tuple[Any, ...]


# ---------------------------------------------------------------- registry


@DCM.view(on=REGISTRY)
def get_job_manager(s: State) -> Address:
    """The wired manager; zero before."""
    return s.job_manager


@DCM.view(on=REGISTRY)
def get_dataset(s: State, dataset_id: Uint256) -> DatasetRow:
    """Commitment of a dataset; zeros if there is none."""
    if not does_dataset_exist(s, dataset_id):
        return NO_DATASET
    d = s.datasets[dataset_id]
    threshold = Cipher("euint32", d.k_anonymity)
    return (d.merkle_root, d.num_columns, d.row_count, d.owner, True, threshold, d.cooldown_sec)


@DCM.view(on=REGISTRY)
def does_dataset_exist(s: State, dataset_id: Uint256) -> bool:
    """True for a committed dataset that was not deleted."""
    return dataset_id in s.datasets and s.datasets[dataset_id].exists


@DCM.view(on=REGISTRY)
def is_dataset_owner(s: State, dataset_id: Uint256, account: Address) -> bool:
    """True only for an existing dataset and its owner."""
    return does_dataset_exist(s, dataset_id) and s.datasets[dataset_id].owner == account


@DCM.view(on=REGISTRY)
def is_row_schema_valid(s: State, dataset_id: Uint256, field_count: Uint256) -> bool:
    """True only for an existing dataset with that many columns."""
    return does_dataset_exist(s, dataset_id) and s.datasets[dataset_id].num_columns == field_count


@DCM.view(on=REGISTRY)
def get_dataset_description(s: State, dataset_id: Uint256) -> str:
    """Free text; empty if there is no dataset."""
    return s.datasets[dataset_id].description if dataset_id in s.datasets else ""


@DCM.view(on=REGISTRY)
def get_dataset_count(s: State) -> Uint256:
    """Number of live datasets."""
    return len(s.live_datasets)


@DCM.view(on=REGISTRY)
def get_dataset_ids(s: State, offset: Uint256, limit: Uint256) -> tuple[int, ...]:
    """A page of live ids."""
    return s.live_datasets.page(offset, limit)


@DCM.view(on=REGISTRY)
def get_all_dataset_ids(s: State) -> tuple[int, ...]:
    """All live ids, in the order that swap-and-pop leaves."""
    return tuple(s.live_datasets)


@DCM.view(on=REGISTRY)
def get_all_dataset_descriptions(s: State) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """All live ids and their descriptions."""
    ids = tuple(s.live_datasets)
    return ids, tuple(s.datasets[i].description for i in ids)


@DCM.view(on=REGISTRY)
def get_all_datasets(s: State) -> tuple[tuple[int, ...], tuple[DatasetRow, ...]]:
    """All live ids and their commitments."""
    ids = tuple(s.live_datasets)
    return ids, tuple(get_dataset(s, i) for i in ids)


@DCM.view(on=REGISTRY)
def get_datasets(s: State, offset: Uint256, limit: Uint256) -> tuple[tuple[int, ...], tuple[DatasetRow, ...]]:
    """A page of live ids and their commitments."""
    ids = s.live_datasets.page(offset, limit)
    return ids, tuple(get_dataset(s, i) for i in ids)


# ---------------------------------------------------------------- manager: constants and parameters


@DCM.view(on=MANAGER, name="STALL_TIMEOUT")
def stall_timeout(s: State) -> Uint256:
    """Seconds without activity before a reclaim."""
    return STALL_TIMEOUT


@DCM.view(on=MANAGER, name="MAX_JOB_DURATION")
def max_job_duration(s: State) -> Uint256:
    """Seconds after acceptance before a reclaim."""
    return MAX_JOB_DURATION


@DCM.view(on=MANAGER, name="DATASET_REGISTRY")
def dataset_registry(s: State) -> Address:
    """The registry, immutable."""
    return s.registry


@DCM.view(on=MANAGER)
def payment_threshold(s: State) -> Uint256:
    """Debt at which the seller is paid at once, in wei."""
    return s.payment_threshold


@DCM.view(on=MANAGER)
def default_max_gas_price(s: State) -> Uint256:
    """Cap on the reimbursed gas price of requests that name none, in wei."""
    return s.default_max_gas_price


@DCM.view(on=MANAGER)
def next_request_id(s: State) -> Uint256:
    """Id of the next request."""
    return s.next_request_id


@DCM.view(on=MANAGER)
def next_job_id(s: State) -> Uint256:
    """Id of the next job."""
    return s.next_job_id


# ---------------------------------------------------------------- manager: jobs


@DCM.view(on=MANAGER)
def job_buyer(s: State, job_id: Uint256) -> Address:
    """Buyer of a job; zero if there is none."""
    return s.jobs[job_id].buyer if job_id in s.jobs else NO_DATASET[3]


@DCM.view(on=MANAGER)
def job_dataset(s: State, job_id: Uint256) -> Uint256:
    """Dataset of a job; zero if there is none."""
    return s.jobs[job_id].dataset_id if job_id in s.jobs else 0


@DCM.view(on=MANAGER)
def job_request(s: State, job_id: Uint256) -> Uint256:
    """Request of a job; zero for a direct job or none."""
    return s.jobs[job_id].request_id if job_id in s.jobs else 0


@DCM.view(on=MANAGER)
def job_open(s: State, job_id: Uint256) -> bool:
    """True while rows or the finalization can still succeed."""
    return job_id in s.jobs and is_open(s, s.jobs[job_id])


@DCM.view(on=MANAGER)
def get_job_progress(s: State, job_id: Uint256) -> tuple[int, int, int]:
    """Rows in total, processed, remaining. Reverts JobNotFound."""
    job = stored_job(s, job_id)
    return job.row_count, job.processed_rows, job.row_count - job.processed_rows


@DCM.view(on=MANAGER)
def get_job_result(s: State, job_id: Uint256) -> tuple[bool, Cipher, Cipher]:
    """True, the result and its overflow flag. Reverts JobNotFound, JobNotFinalized."""
    job = stored_job(s, job_id)
    require(job.is_finalized, JobNotFinalized, job_id)
    return True, Cipher("euint256", job.result), Cipher("ebool", 1 if job.is_overflow else 0)


# ---------------------------------------------------------------- manager: requests and money


@DCM.view(on=MANAGER)
def get_request(s: State, request_id: Uint256) -> tuple[Any, ...]:
    """The request. Reverts RequestNotFound."""
    r = stored_request(s, request_id)
    return (
        r.dataset_id,
        r.buyer,
        r.params,
        r.status,
        r.timestamp,
        r.job_id,
        r.base_fee,
        r.compute_allowance,
        r.gas_debt_to_seller,
    )


@DCM.view(on=MANAGER)
def get_request_terms(s: State, request_id: Uint256) -> tuple[Any, ...]:
    """What the request fixed at submission. Reverts RequestNotFound."""
    r = stored_request(s, request_id)
    threshold = Cipher("euint32", r.k_anonymity)
    return (
        r.seller,
        r.max_gas_price,
        r.accepted_at,
        r.merkle_root,
        r.row_count,
        r.num_columns,
        r.cooldown_sec,
        threshold,
    )


@DCM.view(on=MANAGER)
def has_direct_consent(s: State, dataset_id: Uint256, buyer: Address) -> bool:
    """Whether the buyer lets the dataset's owner open direct jobs."""
    return s.consents[dataset_id, buyer] == 1


@DCM.view(on=MANAGER)
def obligations(s: State, dataset_id: Uint256) -> Uint256:
    """Open requests and direct jobs on a dataset."""
    return s.obligations[dataset_id]


@DCM.view(on=MANAGER)
def last_release(s: State, dataset_id: Uint256, buyer: Address) -> Uint256:
    """Time of the last release under a cooldown; zero if none."""
    return s.last_release[buyer, dataset_id]


@DCM.view(on=MANAGER)
def live_job(s: State, dataset_id: Uint256, buyer: Address) -> Uint256:
    """The job in the buyer's one place on a dataset with a cooldown; zero if none."""
    return s.live_job[buyer, dataset_id]


@DCM.view(on=MANAGER)
def credits(s: State, account: Address) -> Uint256:
    """Wei owed to an account after refused pushes."""
    return s.credits[account]


@DCM.view(on=MANAGER)
def total_credits(s: State) -> Uint256:
    """Sum of all credits, in wei."""
    return s.total_credits
