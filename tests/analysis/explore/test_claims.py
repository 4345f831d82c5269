"""Claims are checked as a monitor checks them, and a claim that had nothing to say is told."""

from __future__ import annotations

import pytest

from analysis.explore.search import explore
from properties.preset import Exit
from spec.core import Step
from tests.analysis.explore.mutated import mutated
from tests.analysis.explore.toy import Depot, Parcel, depot, depot_actions, depot_catalogue, late


def test_success_everything_holds_and_spoke() -> None:
    toy = depot()
    found = explore(toy, toy.presets[0])
    assert found.complete and not found.found and not found.silent(toy)


def test_a_clause_that_never_speaks_is_silent() -> None:
    catalogue = depot_catalogue()

    @catalogue.by_id("TOY-CON-01").on_step("fetch")
    def fetched_by_nobody(step: Step) -> bool | None:
        return None

    toy = depot(catalogue=catalogue)
    assert explore(toy, toy.presets[0]).silent(toy) == {"TOY-CON-01": ["fetched by nobody"]}


def test_a_clause_that_a_preset_omits_may_be_silent() -> None:
    catalogue = depot_catalogue()

    @catalogue.by_id("TOY-CON-01").on_step("fetch")
    def fetched_by_nobody(step: Step) -> bool | None:
        return None

    toy = depot(catalogue=catalogue, omits={"TOY-CON-01: fetched by nobody": "nobody is nobody"})
    assert not explore(toy, toy.presets[0]).silent(toy)


@pytest.mark.parametrize("scope", ["state", "record", "step", "refusal", "record step", "end"])
def test_a_failing_clause_of_every_scope_is_found_at_its_depth(scope: str) -> None:
    catalogue = depot_catalogue()
    declared = catalogue.by_id("TOY-CON-01")
    declared.clauses.clear()
    if scope == "state":
        declared.always(lambda_named(lambda s: s.next_id < 3))
    elif scope == "record":
        declared.for_each("parcels")(lambda_named(lambda s, key, parcel: key < 2))
    elif scope == "step":
        declared.on_step("leave")(lambda_named(lambda step: step.before(step.state).next_id < 2))
    elif scope == "refusal":
        declared.on_refusal("fetch")(lambda_named(lambda step: step.outcome.name != "TooEarly"))
    elif scope == "record step":
        declared.for_each_step("parcels")(lambda_named(lambda step, key, before, after: before.open == after.open))
    else:
        declared.at_end(lambda_named(lambda s: s.next_id == 1))
    toy = depot(catalogue=catalogue, exits=(), epilogue=(frozenset({"ann"}), frozenset({"fetch"})))
    found = explore(toy, toy.presets[0]).found
    depth = {"state": 2, "record": 2, "step": 2, "refusal": 2, "record step": 3, "end": 1}
    assert [one.length for one in found] == [depth[scope]]


def lambda_named(holds):  # type: ignore[no-untyped-def]  # any predicate
    holds.__name__ = "claim_of_the_test"
    return holds


def test_a_claim_about_records_at_rest_that_looks_at_the_call_is_judged_with_every_call() -> None:
    catalogue = depot_catalogue()

    @catalogue.by_id("TOY-CON-01").for_each_step("parcels")
    def only_fetching_happens_beside_a_parcel(step: Step, key: int, before: Parcel, after: Parcel) -> bool:
        return step.action.name == "fetch"

    toy = depot(catalogue=catalogue)
    found = explore(toy, toy.presets[0]).found
    assert [(one.length, one.failure.subject) for one in found] == [(2, "parcels[1]")]


def test_a_claim_that_cannot_be_evaluated_fails() -> None:
    catalogue = depot_catalogue()

    @catalogue.by_id("TOY-CON-01").always
    def first_parcel_is_open(s: Depot) -> bool:
        return s.parcels[1].open

    toy = depot(catalogue=catalogue)
    (found,) = explore(toy, toy.presets[0]).found
    assert found.length == 0 and "it could not be evaluated: KeyError" in found.failure.sentence()


def test_a_specification_that_crashes_is_a_finding() -> None:
    actions = depot_actions()
    with mutated(actions["fetch"].run, "parcel_id in s.parcels and", ""):
        toy = depot(actions)
        found = explore(toy, toy.presets[0]).found[0]
    assert found.length == 1 and found.failure.sentence().startswith("specification fails: fetch raised KeyError")


def test_a_deadlock_is_found_by_the_shortest_way() -> None:
    with mutated(late, "now >= since + WAIT", "False"):
        toy = depot(exits=())
        (found,) = explore(toy, toy.presets[0]).found
    assert found.failure.clause == "deadlock: no call succeeds, now or later"
    assert found.length == 3, "two parcels are left, then all that can happen is that time passes, once"


def test_coin_that_nobody_can_get_out_is_found() -> None:
    with mutated(late, ">=", ">"):
        toy = depot(stuck=None)
        (found,) = explore(toy, toy.presets[0]).found
    assert found.failure.clause == "out of reach: everybody gets everything back"
    assert found.length == 1


def test_what_the_movers_own_code_answers_is_theirs_to_choose() -> None:
    actions = depot_actions()
    blocking = "require(m.accepts(parcel.sender), Gone)\n    pay(s, m, parcel.sender, parcel.amount)"
    with mutated(actions["fetch"].run, "pay(s, m, parcel.sender, parcel.amount)", blocking):
        toy = depot(actions, stuck=None)
        assert not explore(toy, toy.presets[0]).found


def test_what_others_answer_is_chosen_against_the_movers() -> None:
    actions = depot_actions()
    other = "'0x' + ('b' if parcel.sender[2] == 'a' else 'a') * 40"
    blocking = f"require(m.accepts({other}), Gone)\n    pay(s, m, parcel.sender, parcel.amount)"
    with mutated(actions["fetch"].run, "pay(s, m, parcel.sender, parcel.amount)", blocking):
        mine = Exit("TOY-CON-01", "ann leaves alone", frozenset({"ann"}), frozenset({"fetch"}), has_left)
        toy = depot(actions, stuck=None, exits=(mine,), symmetries=())
        (found,) = explore(toy, toy.presets[0]).found
    assert found.failure.clause == "out of reach: ann leaves alone" and found.length == 1


def has_left(s: Depot) -> bool:
    return not any(parcel.open and parcel.sender[2] == "a" for parcel in s.parcels.values())
