"""Rosters: lists under keys, in the order that swap-and-pop leaves, undone like everything else."""

from __future__ import annotations

import pytest

from spec.core import Rosters
from spec.core.journal import JOURNAL


def filled() -> Rosters[str, int]:
    rosters: Rosters[str, int] = Rosters({"a": (1, 2, 3)})
    rosters.append("b", 1)
    return rosters


def test_success_each_key_has_its_own_list() -> None:
    rosters = filled()
    assert (rosters.members("a"), rosters.members("b"), rosters.members("c")) == ((1, 2, 3), (1,), ())
    assert (rosters.count("a"), ("a", 2) in rosters, ("b", 2) in rosters, ("c", 1) in rosters) == (
        3,
        True,
        False,
        False,
    )
    assert (rosters.count("a"), rosters.page("a", 1, 5)) == (3, (2, 3))
    assert rosters.page("a", 3, 5) == rosters.page("c", 0, 5) == ()


@pytest.mark.parametrize(("gone", "left"), [(1, (3, 2)), (2, (1, 3)), (3, (1, 2))])
def test_success_the_last_takes_the_place_of_one_that_leaves(gone: int, left: tuple[int, ...]) -> None:
    rosters = filled()
    rosters.remove("a", gone)
    assert rosters.members("a") == left
    assert dict(rosters.items()) == {"a": left, "b": (1,)}


def test_success_an_empty_list_is_no_item() -> None:
    rosters = filled()
    rosters.remove("b", 1)
    assert dict(rosters.items()) == {"a": (1, 2, 3)}


def test_success_many_keys_at_once() -> None:
    rosters = filled()
    rosters.join(("b", "c", "a"), 9)
    assert dict(rosters.items()) == {"a": (1, 2, 3, 9), "b": (1, 9), "c": (9,)}
    rosters.leave(("a", "b"), 1)
    assert dict(rosters.items()) == {"a": (9, 2, 3), "b": (9,), "c": (9,)}


def test_invalid_removal_of_a_stranger() -> None:
    for key in ("a", "c"):
        with pytest.raises(ValueError, match="not in"):
            filled().remove(key, 9)


def test_success_everything_is_undone() -> None:
    rosters = filled()
    JOURNAL.open()
    rosters.join(("b", "c"), 9)
    rosters.remove("a", 1)
    JOURNAL.rollback()
    assert (rosters.members("a"), rosters.members("b"), list(rosters._members)) == ((1, 2, 3), (1,), ["a", "b"])
