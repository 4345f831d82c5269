"""Wiring, commitment, deletion and description of datasets: effects, events, and every guard in its order."""

from __future__ import annotations

import pytest

from spec.core import ZERO_ADDRESS, ZERO_WORD, Grant, ImportRefused, Slot
from spec.core.errors import NotPayable
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
from spec.fhe import Cipher
from tests.spec.dcm.scene import ID, MANAGER, OWNER, PROOF, REGISTRY, RIVAL, SELLER, STRANGER, Scene, handle_of

ROOT = b"\x07" * 32
UNKNOWN = 99


# ---------------------------------------------------------------- wiring


def test_success_set_job_manager() -> None:
    scene = Scene(committed=False)
    outcome = scene.must(OWNER, "set_job_manager", MANAGER)
    assert scene.state.job_manager == MANAGER
    assert outcome.events == (JobManagerSet(MANAGER),)


def test_invalid_set_job_manager_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.refused(OwnableUnauthorizedAccount(STRANGER), STRANGER, "set_job_manager", ZERO_ADDRESS)
    scene.refused(InvalidJobManagerAddress(), OWNER, "set_job_manager", ZERO_ADDRESS)
    scene.refused(JobManagerAlreadySet(MANAGER), OWNER, "set_job_manager", MANAGER)


# ---------------------------------------------------------------- commitment


def commitment(**changes: object) -> tuple[object, ...]:
    """Arguments that succeed in a wired scene, but for the changes."""
    terms = {
        "dataset_id": 1,
        "row_count": 4,
        "merkle_root": ROOT,
        "num_columns": 2,
        "k_anonymity": handle_of("euint32", 3),
        "input_proof": PROOF,
        "cooldown_sec": 60,
    }
    return tuple((terms | changes).values())


def wired() -> Scene:
    scene = Scene(committed=False)
    scene.must(OWNER, "set_job_manager", MANAGER)
    return scene


def test_success_commit_dataset() -> None:
    scene = wired()
    outcome = scene.must(RIVAL, "commit_dataset", *commitment())
    d = scene.state.datasets[1]
    assert (d.owner, d.merkle_root, d.num_columns, d.row_count) == (RIVAL, ROOT, 2, 4)
    assert (d.k_anonymity, d.cooldown_sec, d.exists, d.description) == (3, 60, True, "")
    assert tuple(scene.state.live_datasets) == (1,)
    assert outcome.events == (DatasetCommitted(1, ROOT, 2, 4, RIVAL, Cipher("euint32", 3), 60),)
    slot = Slot("threshold", (1,))
    assert outcome.grants == (Grant(slot, REGISTRY), Grant(slot, RIVAL), Grant(slot, MANAGER))


@pytest.mark.parametrize(
    "change", [{"row_count": 1}, {"row_count": 2**32 - 1}, {"num_columns": 1}, {"num_columns": 32}]
)
def test_success_commit_at_the_limits(change: dict[str, int]) -> None:
    wired().must(SELLER, "commit_dataset", *commitment(**change))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"row_count": 0}, InvalidRowCount()),
        ({"row_count": 2**32}, RowCountExceedsUint32Max(2**32)),
        ({"merkle_root": ZERO_WORD}, InvalidMerkleRoot()),
        ({"num_columns": 0}, InvalidNumColumns(0)),
        ({"num_columns": 33}, InvalidNumColumns(33)),
    ],
    ids=["no row", "more rows than the counter holds", "no commitment", "no column", "too many columns"],
)
def test_invalid_commitment(change: dict[str, object], error: InvalidRowCount) -> None:
    wired().refused(error, SELLER, "commit_dataset", *commitment(**change))


@pytest.mark.parametrize(
    "change", [{"input_proof": b""}, {"k_anonymity": handle_of("euint64", 3)}], ids=["not signed", "of another type"]
)
def test_invalid_commitment_with_a_threshold_that_the_host_refuses(change: dict[str, object]) -> None:
    scene = wired()
    outcome = scene.call(SELLER, "commit_dataset", *commitment(**change))
    assert isinstance(outcome.error, ImportRefused)
    assert 1 not in scene.state.datasets


def test_invalid_commit_dataset_in_the_order_of_its_guards() -> None:
    scene = Scene(committed=False)
    wrong = {"row_count": 0, "merkle_root": ZERO_WORD, "num_columns": 33, "input_proof": b""}
    scene.refused(JobManagerNotSet(), SELLER, "commit_dataset", *commitment(**wrong))
    scene.must(OWNER, "set_job_manager", MANAGER)
    scene.must(SELLER, "commit_dataset", *commitment())
    scene.refused(InvalidRowCount(), SELLER, "commit_dataset", *commitment(**wrong))
    wrong["row_count"] = 2**32
    scene.refused(RowCountExceedsUint32Max(2**32), SELLER, "commit_dataset", *commitment(**wrong))
    wrong["row_count"] = 1
    scene.refused(InvalidMerkleRoot(), SELLER, "commit_dataset", *commitment(**wrong))
    wrong["merkle_root"] = ROOT
    scene.refused(InvalidNumColumns(33), SELLER, "commit_dataset", *commitment(**wrong))
    wrong["num_columns"] = 1
    scene.refused(DatasetAlreadyExists(1), SELLER, "commit_dataset", *commitment(**wrong))
    assert scene.call(SELLER, "commit_dataset", *commitment(**wrong, dataset_id=2)).name == "ImportRefused"


# ---------------------------------------------------------------- deletion


def test_success_delete_dataset_leaves_a_tombstone() -> None:
    scene = Scene()
    scene.must(SELLER, "set_dataset_description", ID, "cities")
    outcome = scene.must(SELLER, "delete_dataset", ID)
    d = scene.state.datasets[ID]
    assert (d.exists, d.description, d.owner) == (False, "", SELLER)
    assert tuple(scene.state.live_datasets) == ()
    assert outcome.events == (DatasetDeleted(ID, SELLER),)


def test_invalid_id_of_a_deleted_dataset_is_never_given_again() -> None:
    scene = Scene()
    scene.must(SELLER, "delete_dataset", ID)
    scene.refused(DatasetAlreadyExists(ID), SELLER, "commit_dataset", *scene.terms())


def test_invalid_delete_dataset_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.submitted()
    scene.refused(DatasetNotFound(UNKNOWN), STRANGER, "delete_dataset", UNKNOWN)
    scene.refused(NotDatasetOwner(ID, RIVAL), RIVAL, "delete_dataset", ID)
    scene.refused(DatasetInUse(ID, 1), SELLER, "delete_dataset", ID)


@pytest.mark.parametrize("end", ["reject_request", "finalize", "close_direct_job"])
def test_success_deletion_once_the_last_obligation_ended(end: str) -> None:
    scene = Scene()
    argument = {
        "reject_request": scene.submitted,
        "finalize": lambda: scene.fed(scene.opened()),
        "close_direct_job": scene.opened,
    }[end]()
    scene.refused(DatasetInUse(ID, 1), SELLER, "delete_dataset", ID)
    scene.must(SELLER, end, argument)
    scene.must(SELLER, "delete_dataset", ID)


def test_invalid_second_deletion() -> None:
    scene = Scene()
    scene.must(SELLER, "delete_dataset", ID)
    scene.refused(DatasetNotFound(ID), SELLER, "delete_dataset", ID)


# ---------------------------------------------------------------- description


def test_success_set_dataset_description() -> None:
    scene = Scene()
    outcome = scene.must(SELLER, "set_dataset_description", ID, "cities")
    assert scene.state.datasets[ID].description == "cities"
    assert outcome.events == (DatasetDescriptionSet(ID, "cities"),)


def test_invalid_set_dataset_description_in_the_order_of_its_guards() -> None:
    scene = Scene()
    scene.refused(DatasetNotFound(UNKNOWN), STRANGER, "set_dataset_description", UNKNOWN, "x")
    scene.refused(NotDatasetOwner(ID, STRANGER), STRANGER, "set_dataset_description", ID, "x")
    scene.must(SELLER, "delete_dataset", ID)
    scene.refused(DatasetNotFound(ID), SELLER, "set_dataset_description", ID, "x")


@pytest.mark.parametrize(
    ("action", "arguments"),
    [("delete_dataset", (ID,)), ("set_dataset_description", (ID, "x")), ("set_job_manager", (MANAGER,))],
)
def test_invalid_coin_sent_to_the_registry(action: str, arguments: tuple[object, ...]) -> None:
    Scene().refused(NotPayable(), SELLER, action, *arguments, value=1)
