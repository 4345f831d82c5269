"""What a view read, and what a call wrote, in the same terms: a view is asked again exactly when it may differ."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.lockstep.reading import NotedState, written
from spec.core import Outcome, Revert
from spec.dcm.state import DCM
from tests.spec.dcm.scene import BUYER, COUNT, ID, SELLER, Scene


def read(scene: Scene, view: str, *arguments: Any) -> tuple[Any, set[object]]:
    notes: Any = NotedState(scene.state)
    try:
        shown = DCM.views[view].run(notes, *arguments)
    except Revert as refused:
        shown = (type(refused), refused.values)
    return shown, notes.reads


def touched(scene: Scene, outcome: Outcome, view: str, *arguments: Any) -> bool:
    """Whether the call wrote something that the view reads."""
    return not read(scene, view, *arguments)[1].isdisjoint(set(written(scene.state, outcome.changes)))


def scene_with_everything() -> Scene:
    scene = Scene(cooldown=60)
    scene.fed(scene.request(scene.accepted()).job_id)
    scene.must(SELLER, "finalize", 1)
    return scene


ASKED = (
    ("get_job_manager", ()),
    ("get_dataset", (ID,)),
    ("get_dataset", (99,)),
    ("get_all_dataset_descriptions", ()),
    ("get_dataset_ids", (0, 2)),
    ("get_dataset_count", ()),
    ("next_request_id", ()),
    ("job_open", (1,)),
    ("get_job_progress", (9,)),
    ("get_job_result", (1,)),
    ("get_request", (1,)),
    ("live_job", (ID, BUYER)),
    ("credits", (BUYER,)),
)


@pytest.mark.parametrize(("view", "arguments"), ASKED, ids=[view for view, _ in ASKED])
def test_success_noted_views_show_what_plain_views_show(view: str, arguments: tuple[Any, ...]) -> None:
    scene = scene_with_everything()
    try:
        plain = DCM.views[view].run(scene.state, *arguments)
    except Revert as refused:
        plain = (type(refused), refused.values)
    shown, reads = read(scene, view, *arguments)
    assert shown == plain
    assert reads


def test_success_views_are_touched_by_what_they_show_and_by_nothing_else() -> None:
    scene = Scene()
    described = scene.must(SELLER, "set_dataset_description", ID, "x")
    assert touched(scene, described, "get_dataset_description", ID)
    assert touched(scene, described, "get_all_dataset_descriptions")
    assert not touched(scene, described, "get_dataset_description", 99)
    assert not touched(scene, described, "next_request_id")
    submitted = scene.must(BUYER, "submit_request", ID, COUNT, 1, value=3)
    assert touched(scene, submitted, "get_request", 1)
    assert touched(scene, submitted, "obligations", ID)
    assert touched(scene, submitted, "next_request_id")
    assert not touched(scene, submitted, "obligations", 99)
    assert not touched(scene, submitted, "get_request", 2)
    accepted = scene.must(SELLER, "accept_request", 1)
    assert touched(scene, accepted, "get_request", 1)
    assert touched(scene, accepted, "job_open", 1)
    assert not touched(scene, accepted, "get_dataset", ID)
    row = scene.push(1, 0).outcome
    assert touched(scene, row, "get_job_progress", 1)
    assert not touched(scene, row, "credits", BUYER)


def test_success_every_view_that_a_call_changes_was_touched_by_it() -> None:
    """Over a whole life: a view whose value moved had read something that the call wrote."""
    scene = Scene(cooldown=60)
    views = [(view, args) for view, args in ASKED] + [("get_request_terms", (1,)), ("total_credits", ())]
    steps: tuple[tuple[Any, ...], ...] = (
        (SELLER, "set_dataset_description", ID, "x"),
        (BUYER, "submit_request", ID, COUNT, 0),
        (SELLER, "accept_request", 1),
        scene_row(scene, 0),
        scene_row(scene, 1),
        (SELLER, "finalize", 1),
        (SELLER, "delete_dataset", ID),
    )
    for sender, action, *arguments in steps:
        before = {asked: read(scene, asked[0], *asked[1]) for asked in views}
        wrote = set(written(scene.state, scene.must(sender, action, *arguments).changes))
        for asked, (shown, reads) in before.items():
            if read(scene, asked[0], *asked[1])[0] != shown:
                assert not reads.isdisjoint(wrote), (action, asked)


def scene_row(scene: Scene, index: int) -> tuple[Any, ...]:
    return (SELLER, "push_row", 1, scene.rows[index], scene.tree().proof(index), index)
