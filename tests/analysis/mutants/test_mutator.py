"""The mutator changes one place at a time, names it, and leaves the function as it was afterwards."""

from __future__ import annotations

import sys

import pytest

from analysis.mutants.mutator import mutants_of
from analysis.mutants.survey import sample
from analysis.mutants.trial import in_place, try_mutant


def overdue(now: int, deadline: int) -> bool:
    """A small function with a comparison and a constant."""
    grace = 1
    return now > deadline + grace


def own_mutants() -> list:
    return [m for m in mutants_of([sys.modules[__name__]]) if m.function == "overdue"]


def test_success_every_place_is_changed_once() -> None:
    assert {m.id.split("overdue: ")[1] for m in own_mutants()} == {
        "dropped statement: grace = 1 -> pass",
        "constant: 1 -> 2",
        "comparison: now > deadline + grace -> now >= deadline + grace",
        "operator: deadline + grace -> deadline - grace",
    }


def test_success_a_mutant_is_in_place_for_a_while_only() -> None:
    later = next(m for m in own_mutants() if m.kind == "comparison")
    assert not overdue(6, 5)
    with in_place(later):
        assert overdue(6, 5)
    assert not overdue(6, 5)


def test_success_the_first_catcher_that_notices_is_named() -> None:
    wrong = next(m for m in own_mutants() if m.kind == "operator")
    catchers = {
        "blind": lambda _: None,
        "sharp": lambda _: "early" if overdue(6, 6) else None,
        "sharp, longer": lambda _: "never asked",
        "last": lambda mutant: mutant.kind,
    }
    trial = try_mutant(wrong, catchers)
    assert (trial.caught_by, trial.sign, dict(trial.signs)) == ("sharp", "early", {"sharp": "early"})
    assert dict(try_mutant(wrong, catchers, every=True).signs) == {"sharp": "early", "last": "operator"}
    nobody = try_mutant(wrong, {"blind": lambda _: None})
    assert (nobody.caught_by, nobody.sign) == (None, "")


@pytest.mark.parametrize(("most", "seed"), [(0, 0), (1, 0), (2, 7), (4, 1), (99, 3)])
def test_success_a_sample_is_even_and_repeatable(most: int, seed: int) -> None:
    mutants = own_mutants()
    places = sample(mutants, most, seed)
    assert places == sample(mutants, most, seed)
    assert len(places) == min(most, len(mutants)) == len(set(places))
