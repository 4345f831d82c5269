"""The smallest subset: it reaches everything, none is smaller, and it is the same every time."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from fuzz.corpus.minimising import Chosen, smallest


def of(**members: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(reached) for name, reached in members.items()}


def brute(reaches: dict[str, frozenset[str]]) -> int:
    """The least number, by trying everything."""
    everything = frozenset().union(*reaches.values())
    sizes = range(len(reaches) + 1)
    return next(
        size
        for size in sizes
        if any(frozenset().union(*some) == everything for some in combinations(reaches.values(), size))
    )


@pytest.mark.parametrize(
    ("reaches", "names"),
    [
        (of(), ()),
        (of(a="x"), ("a",)),
        (of(a="x", b="x"), ("a",)),
        (of(a="x", b="xy", c="y"), ("b",)),
        (of(a="12", b="34", c="135", d="246"), ("a", "b", "c", "d")[2:]),
        (of(greedy="1234", a="125", b="346"), ("a", "b")),
    ],
)
def test_success_what_stays(reaches: dict[str, frozenset[str]], names: tuple[str, ...]) -> None:
    assert smallest(reaches) == Chosen(names, True)


@pytest.mark.parametrize("seed", range(30))
def test_success_no_subset_is_smaller(seed: int) -> None:
    drawn = random.Random(seed)
    reaches = {str(n): frozenset(drawn.sample("abcdefghij", drawn.randint(1, 4))) for n in range(9)}
    chosen = smallest(reaches)
    kept = frozenset().union(*(reaches[name] for name in chosen.names))
    assert kept == frozenset().union(*reaches.values())
    assert chosen.smallest and len(chosen.names) == brute(reaches)


def test_success_the_order_of_sets_decides_nothing() -> None:
    names = [smallest({str(n): frozenset({(n, "x"), (n + k, "x")}) for n in range(12)}).names for k in (1, 1, 1)]
    assert len(set(names)) == 1


def test_invalid_a_search_that_is_cut_off_says_so_and_loses_nothing() -> None:
    reaches = of(a="5678", b="1479", c="13", d="68", e="27", f="1246", g="357")
    chosen = smallest(reaches, most_tries=0)
    assert not chosen.smallest and smallest(reaches).smallest
    assert frozenset().union(*(reaches[name] for name in chosen.names)) == frozenset("123456789")
