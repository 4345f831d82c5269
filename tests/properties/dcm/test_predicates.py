"""Every predicate is seen to hold on the specification, and to fail on a specification with a bug in it."""

from __future__ import annotations

import pytest

from properties.protocols import load
from tests.properties.dcm.lives import LIVES, live
from tests.properties.dcm.seeded import SEEDED

CATALOGUE = load("dcm").catalogue
BY_ID = sorted({id for id, _ in SEEDED})


@pytest.mark.parametrize(("begin", "life"), LIVES, ids=[life.__name__ for _, life in LIVES])
def test_success_specification_as_it_is(begin: object, life: object) -> None:
    scene, why = live(begin, life)
    assert why == ""
    assert scene is not None
    assert scene.violations == []


def test_success_lives_give_every_property_something_to_say() -> None:
    exercised = {id for begin, life in LIVES for id in live(begin, life)[0].monitor.exercised}
    assert {prop.id for prop in CATALOGUE if prop.clauses} <= exercised


@pytest.mark.parametrize("id", BY_ID)
def test_invalid_specification_is_caught_by_each_clause_of(id: str) -> None:
    for clause in (clause for known, clause in SEEDED if known == id):
        with pytest.MonkeyPatch.context() as patch:
            SEEDED[id, clause](patch)
            scenes = [live(begin, life)[0] for begin, life in LIVES]
        found = {(v.property, v.clause) for scene in scenes if scene is not None for v in scene.violations}
        assert (id, clause) in found, f"{clause!r} did not fail; what failed: {sorted(found)}"


def test_no_clause_lacks_a_bug_that_it_catches() -> None:
    """A property without clauses is an accepted risk; every clause of every other one is seen to fail above."""
    clauses = {(prop.id, clause.name) for prop in CATALOGUE for clause in prop.clauses}
    assert clauses - set(SEEDED) == set(), "add a bug to tests/properties/dcm/seeded.py for each of these clauses"
    assert set(SEEDED) - clauses == set(), "these clauses do not exist any more; remove their bugs"
    assert [prop.id for prop in CATALOGUE if not prop.clauses and prop.accepted_risk is None] == []
