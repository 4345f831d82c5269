"""Every predicate is seen to hold on the specification, and to fail on a specification with a bug in it."""

from __future__ import annotations

import pytest

from properties.compute.protocol import PROTOCOL
from tests.properties.compute import lives, lives_governance, lives_jobs, seeded_governance, seeded_jobs
from tests.properties.compute.lives import live
from tests.properties.compute.seeded import SEEDED

LIVES = (*lives.LIVES, *lives_jobs.LIVES, *lives_governance.LIVES)
PLANTED_IN = (seeded_governance, seeded_jobs)
"""Modules whose import plants bugs, besides that of the sessions."""
NEAR = {"SES": (lives.__name__,), "JOB": (lives_jobs.__name__, lives_governance.__name__)}
"""Lives that are tried first, by the beginning of a property's id."""
BY_ID = sorted({id for id, _ in SEEDED})


@pytest.mark.parametrize("life", LIVES, ids=[life.__name__ for life in LIVES])
def test_success_specification_as_it_is(life: object) -> None:
    scene, why = live(life)
    assert why == ""
    assert scene.violations == []


def test_success_lives_give_every_property_something_to_say() -> None:
    exercised = {id for life in LIVES for id in live(life)[0].monitor.exercised}
    assert {prop.id for prop in PROTOCOL.catalogue if prop.clauses} <= exercised


@pytest.mark.parametrize("id", BY_ID)
def test_invalid_specification_is_caught_by_each_clause_of(id: str) -> None:
    for clause in (clause for known, clause in SEEDED if known == id):
        with pytest.MonkeyPatch.context() as patch:
            SEEDED[id, clause](patch)
            found: set[tuple[str, str]] = set()
            for life in sorted(LIVES, key=lambda life: life.__module__ not in NEAR[id[:3]]):
                found |= {(v.property, v.clause) for v in live(life)[0].violations}
                if (id, clause) in found:
                    break
        assert (id, clause) in found, f"{clause!r} did not fail; what failed: {sorted(found)}"


def test_no_clause_lacks_a_bug_that_it_catches() -> None:
    clauses = {(prop.id, clause.name) for prop in PROTOCOL.catalogue for clause in prop.clauses}
    assert clauses - set(SEEDED) == set(), "add a bug to tests/properties/compute/seeded.py for each of these clauses"
    assert set(SEEDED) - clauses == set(), "these clauses do not exist any more; remove their bugs"
