"""State of the dataset marketplace: what the two contracts store, and nothing else but ghosts."""

from __future__ import annotations

from dataclasses import field

from spec.core import (
    ZERO_ADDRESS,
    ZERO_WORD,
    Actions,
    Address,
    Bytes32,
    GhostWei,
    Ledger,
    Roster,
    Seconds,
    Store,
    Uint32,
    Uint256,
    Wei,
    record,
)
from spec.dcm.aggregation import Accumulators
from spec.dcm.types import JobParams, RequestStatus

DCM = Actions()
"""Every action and view of the dataset marketplace."""

REGISTRY = "DatasetRegistry"
MANAGER = "JobManager"

STALL_TIMEOUT = 24 * 60 * 60
"""Seconds without activity after which an accepted request can be reclaimed."""
MAX_JOB_DURATION = 30 * 24 * 60 * 60
"""Seconds after acceptance at which an accepted request can be reclaimed whatever the seller does."""
INITIAL_PAYMENT_THRESHOLD = 5 * 10**16
"""Wei of debt at which the seller is paid at once."""
MAX_PAYMENT_THRESHOLD = 10**18
INITIAL_MAX_GAS_PRICE = 100 * 10**9
"""Wei of gas price up to which a seller is reimbursed, unless the buyer says otherwise."""
MAX_DEFAULT_GAS_PRICE = 10_000 * 10**9
MAX_COLUMNS = 32
MAX_ROWS = 2**32 - 1


@record
class Dataset:
    """Commitment to an encrypted dataset. A deleted one stays as a tombstone: its id is never used again."""

    owner: Address
    merkle_root: Bytes32
    num_columns: Uint256
    row_count: Uint256
    k_anonymity: Uint32
    cooldown_sec: Uint32
    exists: bool = True
    description: str = ""


@record
class Request:
    """A buyer's escrowed request, with the terms it fixed at submission."""

    dataset_id: Uint256
    buyer: Address
    seller: Address
    params: JobParams
    timestamp: Seconds
    base_fee: Wei
    compute_allowance: Wei
    max_gas_price: Wei
    merkle_root: Bytes32
    row_count: Uint256
    num_columns: Uint256
    k_anonymity: Uint32
    cooldown_sec: Uint32
    status: RequestStatus = RequestStatus.PENDING
    job_id: Uint256 = 0
    accepted_at: Seconds = 0
    gas_debt_to_seller: Wei = 0
    deposited: GhostWei = 0
    agreed_fee: GhostWei = 0
    charged: GhostWei = 0
    paid_to_seller: GhostWei = 0
    paid_to_buyer: GhostWei = 0


@record
class Job:
    """A computation over one dataset, with a snapshot taken at creation. `request_id` is zero for a direct job."""

    dataset_id: Uint256
    buyer: Address
    seller: Address
    params: JobParams
    merkle_root: Bytes32
    row_count: Uint256
    num_columns: Uint256
    k_anonymity: Uint32
    cooldown_sec: Uint32
    request_id: Uint256
    accumulators: Accumulators
    processed_rows: Uint256 = 0
    is_finalized: bool = False
    is_closed: bool = False
    result: Uint256 = 0
    is_overflow: bool = False


@record
class State:
    """Both contracts. Addresses are those of the deployed contracts; `chain_id` is bound into every row's leaf."""

    chain_id: Uint256
    registry: Address
    manager: Address
    registry_owner: Address
    manager_owner: Address
    job_manager: Address = ZERO_ADDRESS
    datasets: Store[int, Dataset] = field(default_factory=Store)
    live_datasets: Roster[int] = field(default_factory=Roster)
    payment_threshold: Wei = INITIAL_PAYMENT_THRESHOLD
    default_max_gas_price: Wei = INITIAL_MAX_GAS_PRICE
    requests: Store[int, Request] = field(default_factory=Store)
    jobs: Store[int, Job] = field(default_factory=Store)
    next_request_id: Uint256 = 1
    next_job_id: Uint256 = 1
    obligations: Ledger[int] = field(default_factory=Ledger)
    consents: Ledger[tuple[int, str]] = field(default_factory=Ledger)
    last_release: Ledger[tuple[str, int]] = field(default_factory=Ledger)
    live_job: Ledger[tuple[str, int]] = field(default_factory=Ledger)
    balance: Wei = 0
    credits: Ledger[str] = field(default_factory=Ledger)
    total_credits: Wei = 0


NO_DATASET = (ZERO_WORD, 0, 0, ZERO_ADDRESS, False, ZERO_WORD, 0)
"""What the registry shows for an id without a dataset; its threshold is the handle that was never initialised."""
