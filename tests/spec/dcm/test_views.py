"""What the contracts show of a state, for known ids and for unknown ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from spec.core import ZERO_ADDRESS, ZERO_WORD, Revert
from spec.dcm.errors import JobNotFinalized, JobNotFound, RequestNotFound
from spec.dcm.state import DCM, MAX_JOB_DURATION, STALL_TIMEOUT
from spec.dcm.state import MANAGER as ON_MANAGER
from spec.dcm.state import REGISTRY as ON_REGISTRY
from spec.dcm.types import RequestStatus
from spec.fhe import Cipher
from tests.spec.dcm.scene import BUYER, COUNT, ETHER, GWEI, ID, MANAGER, NOW, REGISTRY, SELLER, STRANGER, Scene

UNKNOWN = 99
SECOND, THIRD = 8, 9


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Two live datasets and a deleted one, a completed request, a running one and a direct job."""
    scene = Scene(((3,), (5,)), k=2, cooldown=60)
    scene.commit(SECOND)
    scene.commit(THIRD)
    scene.must(SELLER, "set_dataset_description", THIRD, "cities")
    scene.must(SELLER, "delete_dataset", SECOND)
    scene.fed(scene.request(scene.accepted()).job_id)
    scene.refusing = {BUYER}
    scene.must(SELLER, "finalize", 1)
    scene.refusing = set()
    scene.opened()
    scene.push(2, 0)
    scene.now = NOW + 60
    scene.accepted(7, 13)
    scene.must(BUYER, "set_direct_consent", THIRD, True)
    return scene


def shown(scene: Scene, view: str, *arguments: Any) -> Any:
    return DCM.views[view].run(scene.state, *arguments)


def test_success_registry(scene: Scene) -> None:
    first, third = (
        (scene.tree(i).root, 1, 2, SELLER, True, Cipher("euint32", k), c) for i, k, c in ((ID, 2, 60), (THIRD, 1, 0))
    )
    none = (ZERO_WORD, 0, 0, ZERO_ADDRESS, False, ZERO_WORD, 0)
    assert shown(scene, "get_job_manager") == MANAGER
    assert [shown(scene, "get_dataset", i) for i in (ID, THIRD, SECOND, UNKNOWN)] == [first, third, none, none]
    assert [shown(scene, "does_dataset_exist", i) for i in (ID, SECOND, UNKNOWN)] == [True, False, False]
    assert shown(scene, "get_dataset_count") == 2
    assert shown(scene, "get_all_dataset_ids") == (ID, THIRD)
    assert shown(scene, "get_all_datasets") == ((ID, THIRD), (first, third))
    assert shown(scene, "get_all_dataset_descriptions") == ((ID, THIRD), ("", "cities"))


@pytest.mark.parametrize(
    ("offset", "limit", "ids"), [(0, 1, (ID,)), (1, 5, (THIRD,)), (0, 0, ()), (2, 1, ()), (2**256 - 1, 2**256 - 1, ())]
)
def test_success_pages(scene: Scene, offset: int, limit: int, ids: tuple[int, ...]) -> None:
    assert shown(scene, "get_dataset_ids", offset, limit) == ids
    assert shown(scene, "get_datasets", offset, limit) == (ids, tuple(shown(scene, "get_dataset", i) for i in ids))


def test_success_facts_of_one_dataset(scene: Scene) -> None:
    assert [shown(scene, "get_dataset_description", i) for i in (THIRD, SECOND, UNKNOWN)] == ["cities", "", ""]
    owners = [(ID, SELLER), (ID, STRANGER), (SECOND, SELLER), (UNKNOWN, ZERO_ADDRESS)]
    assert [shown(scene, "is_dataset_owner", *pair) for pair in owners] == [True, False, False, False]
    counts = [(ID, 1), (ID, 2), (SECOND, 1), (UNKNOWN, 0)]
    assert [shown(scene, "is_row_schema_valid", *pair) for pair in counts] == [True, False, False, False]
    assert [shown(scene, "obligations", i) for i in (ID, SECOND, THIRD, UNKNOWN)] == [2, 0, 0, 0]


def test_success_parameters_of_the_manager(scene: Scene) -> None:
    expected = {
        "STALL_TIMEOUT": STALL_TIMEOUT,
        "MAX_JOB_DURATION": MAX_JOB_DURATION,
        "DATASET_REGISTRY": REGISTRY,
        "payment_threshold": ETHER // 20,
        "default_max_gas_price": 100 * GWEI,
        "next_request_id": 3,
        "next_job_id": 4,
        "total_credits": 400,
    }
    assert {view: shown(scene, view) for view in expected} == expected
    assert (STALL_TIMEOUT, MAX_JOB_DURATION) == (86_400, 2_592_000)


def test_success_jobs(scene: Scene) -> None:
    jobs = (1, 2, 3, UNKNOWN)
    assert [shown(scene, "job_buyer", i) for i in jobs] == [BUYER, SELLER, BUYER, ZERO_ADDRESS]
    assert [shown(scene, "job_dataset", i) for i in jobs] == [ID, ID, ID, 0]
    assert [shown(scene, "job_request", i) for i in jobs] == [1, 0, 2, 0]
    assert [shown(scene, "job_open", i) for i in jobs] == [False, True, True, False]
    assert [shown(scene, "get_job_progress", i) for i in jobs[:3]] == [(2, 2, 0), (2, 1, 1), (2, 0, 2)]
    assert shown(scene, "get_job_result", 1) == (True, Cipher("euint256", 2), Cipher("ebool", 0))


def test_success_requests(scene: Scene) -> None:
    assert shown(scene, "get_request", 1) == (ID, BUYER, COUNT, RequestStatus.COMPLETED, NOW, 1, 0, 0, 0)
    assert shown(scene, "get_request", 2) == (ID, BUYER, COUNT, RequestStatus.ACCEPTED, NOW + 60, 3, 7, 13, 0)
    root = scene.tree().root
    terms = (SELLER, 100 * GWEI, NOW + 60, root, 2, 1, 60, Cipher("euint32", 2))
    assert shown(scene, "get_request_terms", 2) == terms


def test_success_consent_cooldown_and_credit(scene: Scene) -> None:
    assert [shown(scene, "has_direct_consent", i, BUYER) for i in (THIRD, ID)] == [True, False]
    assert [shown(scene, "last_release", ID, a) for a in (BUYER, SELLER)] == [NOW, 0]
    assert [shown(scene, "live_job", ID, a) for a in (BUYER, SELLER, STRANGER)] == [3, 2, 0]
    assert [shown(scene, "credits", a) for a in (BUYER, SELLER)] == [400, 0]


@pytest.mark.parametrize(
    ("view", "argument", "error"),
    [
        ("get_job_progress", UNKNOWN, JobNotFound(UNKNOWN)),
        ("get_job_result", UNKNOWN, JobNotFound(UNKNOWN)),
        ("get_job_result", 2, JobNotFinalized(2)),
        ("get_request", UNKNOWN, RequestNotFound(UNKNOWN)),
        ("get_request_terms", 0, RequestNotFound(0)),
    ],
)
def test_invalid_view(scene: Scene, view: str, argument: int, error: Revert) -> None:
    with pytest.raises(type(error)) as refused:
        shown(scene, view, argument)
    assert refused.value.values == error.values


def test_success_every_view_belongs_to_one_of_the_contracts_and_is_read_here() -> None:
    assert {view.contract for view in DCM.views.values()} == {ON_REGISTRY, ON_MANAGER}
    source = Path(__file__).read_text()
    assert [name for name in DCM.views if f'"{name}"' not in source] == []
