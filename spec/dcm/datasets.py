"""Datasets: wiring of the registry, commitment, deletion, description."""

from __future__ import annotations

from spec.core import (
    ZERO_ADDRESS,
    ZERO_WORD,
    Address,
    Bytes32,
    ImportRefused,
    Message,
    Slot,
    Uint32,
    Uint256,
    require,
)
from spec.dcm.errors import (
    DatasetAlreadyExists,
    DatasetInUse,
    DatasetNotFound,
    InvalidJobManagerAddress,
    InvalidMerkleRoot,
    InvalidNumColumns,
    InvalidRowCount,
    JobManagerAlreadySet,
    JobManagerNotSet,
    NotDatasetOwner,
    OwnableUnauthorizedAccount,
    RowCountExceedsUint32Max,
)
from spec.dcm.events import DatasetCommitted, DatasetDeleted, DatasetDescriptionSet, JobManagerSet
from spec.dcm.state import DCM, MAX_COLUMNS, MAX_ROWS, REGISTRY, Dataset, State
from spec.fhe import Cipher


@DCM.action(on=REGISTRY)
def set_job_manager(s: State, m: Message, job_manager: Address) -> None:
    """Wires the manager, once.

    Errors, in order: OwnableUnauthorizedAccount, InvalidJobManagerAddress, JobManagerAlreadySet.
    """
    # Verify
    require(m.sender == s.registry_owner, OwnableUnauthorizedAccount, m.sender)
    require(job_manager != ZERO_ADDRESS, InvalidJobManagerAddress)
    require(s.job_manager == ZERO_ADDRESS, JobManagerAlreadySet, s.job_manager)
    # Effects
    s.job_manager = job_manager
    # Events
    m.emit(JobManagerSet(job_manager))


@DCM.action(on=REGISTRY)
def commit_dataset(
    s: State,
    m: Message,
    dataset_id: Uint256,
    row_count: Uint256,
    merkle_root: Bytes32,
    num_columns: Uint256,
    k_anonymity: Bytes32,
    input_proof: bytes,
    cooldown_sec: Uint32,
) -> None:
    """Commits a dataset under a fresh id; the sender becomes its owner.

    Errors, in order: JobManagerNotSet, InvalidRowCount, RowCountExceedsUint32Max, InvalidMerkleRoot,
    InvalidNumColumns, DatasetAlreadyExists, then the host's refusal of the encrypted threshold.
    """
    # Verify
    require(s.job_manager != ZERO_ADDRESS, JobManagerNotSet)
    require(row_count > 0, InvalidRowCount)
    require(row_count <= MAX_ROWS, RowCountExceedsUint32Max, row_count)
    require(merkle_root != ZERO_WORD, InvalidMerkleRoot)
    require(0 < num_columns <= MAX_COLUMNS, InvalidNumColumns, num_columns)
    require(dataset_id not in s.datasets, DatasetAlreadyExists, dataset_id)
    threshold = import_ciphertext(m, "euint32", k_anonymity, input_proof)
    # Effects
    s.datasets.insert(dataset_id, Dataset(m.sender, merkle_root, num_columns, row_count, threshold.value, cooldown_sec))
    s.live_datasets.append(dataset_id)
    m.grant(threshold_slot(dataset_id), s.registry, m.sender, s.job_manager)
    # Events
    m.emit(DatasetCommitted(dataset_id, merkle_root, num_columns, row_count, m.sender, threshold, cooldown_sec))


@DCM.action(on=REGISTRY)
def delete_dataset(s: State, m: Message, dataset_id: Uint256) -> None:
    """Deletes a dataset that no open request or job refers to. Its id stays taken.

    Errors, in order: DatasetNotFound, NotDatasetOwner, DatasetInUse.
    """
    # Verify
    dataset = live_dataset(s, dataset_id)
    require(m.sender == dataset.owner, NotDatasetOwner, dataset_id, m.sender)
    require(s.obligations[dataset_id] == 0, DatasetInUse, dataset_id, s.obligations[dataset_id])
    # Effects
    dataset.exists = False
    dataset.description = ""
    s.live_datasets.remove(dataset_id)
    # Events
    m.emit(DatasetDeleted(dataset_id, m.sender))


@DCM.action(on=REGISTRY)
def set_dataset_description(s: State, m: Message, dataset_id: Uint256, description: str) -> None:
    """Replaces the free-text description.

    Errors, in order: DatasetNotFound, NotDatasetOwner.
    """
    # Verify
    dataset = live_dataset(s, dataset_id)
    require(m.sender == dataset.owner, NotDatasetOwner, dataset_id, m.sender)
    # Effects
    dataset.description = description
    # Events
    m.emit(DatasetDescriptionSet(dataset_id, description))


def live_dataset(s: State, dataset_id: Uint256) -> Dataset:
    """The dataset under an id. Raises DatasetNotFound for an id never used or deleted."""
    require(dataset_id in s.datasets, DatasetNotFound, dataset_id)
    dataset = s.datasets[dataset_id]
    require(dataset.exists, DatasetNotFound, dataset_id)
    return dataset


def import_ciphertext(m: Message, type_name: str, handle: Bytes32, proof: bytes) -> Cipher:
    """The plaintext behind an encrypted input of the sender. Raises ImportRefused when the host would refuse it."""
    value = m.environment.imports(type_name, handle, proof)
    if value is None:
        raise ImportRefused(handle.hex())
    return Cipher(type_name, value)


def threshold_slot(dataset_id: Uint256) -> Slot:
    """The ciphertext of a dataset's k-anonymity threshold."""
    return Slot("threshold", (dataset_id,))
