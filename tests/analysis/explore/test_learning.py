"""What is learned from one state holds wherever the same is read, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from analysis.explore.footprint import Footprints, Item, Learned
from analysis.explore.layout import ABSENT, Layout, Vector, freeze, thaw
from analysis.explore.nature import Answer, Nature, alternatives, code_of, move_of
from analysis.explore.symmetry import composed, group_of, inverse
from analysis.explore.watched import BeyondBound, Watch
from properties.errors import UserError
from spec.core.journal import JOURNAL
from tests.analysis.explore.toy import ADDRESSES, Depot, Parcel

UNIVERSE = {"parcels": (1, 2), "credits": tuple(ADDRESSES.values())}


def filled() -> Depot:
    s = Depot(balance=5, next_id=2)
    s.parcels.insert(1, Parcel(ADDRESSES["ann"], 3, 7))
    s.credits[ADDRESSES["bob"]] = 2
    return s


def watched() -> tuple[Watch, Layout, Vector]:
    layout = Layout(filled(), UNIVERSE)
    return Watch(layout), layout, layout.encode(filled())


def named(watch: Watch) -> list[tuple[str, int]]:
    return [(str(watch.layout.slots[slot]), place) for slot, place, _ in watch.reads]


def test_success_a_vector_is_a_state_again() -> None:
    layout = Layout(filled(), UNIVERSE)
    again = layout.decode(layout.encode(filled()))
    assert layout.encode(again) == layout.encode(filled())
    assert again.parcels[1] == Parcel(ADDRESSES["ann"], 3, 7) and 2 not in again.parcels
    assert again.credits[ADDRESSES["bob"]] == 2 and again.balance == 5


def test_success_numbers_are_the_same_in_another_process() -> None:
    one, two = Layout(filled(), UNIVERSE), Layout(Depot(), UNIVERSE)
    vector = one.encode(filled())
    two.learn(one.news({}))
    assert two.encode(two.decode(vector)) == vector == two.own(vector)


def test_success_frozen_records_thaw() -> None:
    parcel = Parcel(ADDRESSES["ann"], 3, 7)
    assert thaw(freeze(parcel)) == parcel and hash(freeze(parcel))


def test_invalid_keys_without_room_are_refused() -> None:
    state = filled()
    state.parcels.insert(9, Parcel(ADDRESSES["ann"], 1, 1))
    with pytest.raises(UserError, match=r"the preset has no room for parcels\[9\]"):
        Layout(state, UNIVERSE).encode(state)
    with pytest.raises(UserError, match="the preset has no room for 'parcels'"):
        Layout(state, {})


def test_success_reading_is_noted_once_and_in_order() -> None:
    watch, _, vector = watched()
    watch.forget()
    state = watch.state(vector)
    assert state.parcels[1].amount + state.parcels[1].amount + state.balance == 11
    assert named(watch) == [("parcels[1]", 0), ("parcels[1]", 2), ("balance", 0)]


def test_success_iteration_reads_gaps_too() -> None:
    watch, _, vector = watched()
    watch.forget()
    assert list(watch.state(vector).parcels) == [1]
    assert named(watch) == [("parcels[1]", 0), ("parcels[2]", 0)]


def test_success_totals_of_ledgers_read_every_amount() -> None:
    watch, _, vector = watched()
    watch.forget()
    assert watch.state(vector).credits.total() == 2
    assert len(named(watch)) == 2


def test_success_what_was_written_is_told() -> None:
    watch, layout, vector = watched()
    state = watch.state(vector)
    JOURNAL.open()
    state.parcels[1].amount = 4
    state.parcels.insert(2, Parcel(ADDRESSES["bob"], 1, 1))
    state.credits[ADDRESSES["bob"]] -= 2
    state.balance += 0
    written = watch.written(JOURNAL.close())
    assert {str(layout.slots[slot]): now for slot, now in written.items()} == {
        "parcels[1]": {2: 4},
        "parcels[2]": (True, ADDRESSES["bob"], 1, 1, True),
        "balance": (5,),
        f"credits[{ADDRESSES['bob']}]": (0,),
    }


def test_success_writing_reads_what_was_there() -> None:
    watch, _, vector = watched()
    state = watch.state(vector)
    watch.forget()
    JOURNAL.open()
    state.parcels[1].since = 9
    JOURNAL.close()
    assert named(watch) == [("parcels[1]", 0), ("parcels[1]", 3)]


def test_success_a_part_of_a_record_changes_the_record_and_nothing_that_was_not_read() -> None:
    watch, _, vector = watched()
    state = watch.state(vector)
    assert state.parcels[1].open
    assert watch.written([(setattr, Depot(), "balance", 0)]) == {}


def test_invalid_keys_beyond_the_universe_leave_the_bound() -> None:
    watch, _, vector = watched()
    state = watch.state(vector)
    with pytest.raises(BeyondBound):
        state.parcels.insert(3, Parcel(ADDRESSES["bob"], 1, 1))
    with pytest.raises(BeyondBound):
        state.credits["nobody"] = 1
    assert 3 not in state.parcels and state.credits["nobody"] == 0


VALUES = [{number: (number,) for number in range(10)}] * 3


class Items:
    """Items that look at slot 0, and at slot 1 only if that holds an even number."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, items: Sequence[Item], vector: Vector) -> Iterator[Learned]:
        for item in items:
            self.runs += 1
            even = vector[0] % 2 == 0
            reads = [(0, 0, 0), (1, 0, 0)] if even else [(0, 0, 0)]
            yield item, reads, (), (item[0], vector[0], vector[1]) if even else None


def test_success_the_same_reading_is_not_run_again() -> None:
    items = Items()
    known = Footprints(2, items, VALUES)
    assert known.results((2, 5, 0)) == [(0, 2, 5), (1, 2, 5)]
    assert known.results((2, 5, 9)) == [(0, 2, 5), (1, 2, 5)] and items.runs == 2
    assert known.results((2, 6, 9)) == [(0, 2, 6), (1, 2, 6)] and items.runs == 4
    assert known.results((3, 6, 9)) == [] and items.runs == 6
    assert known.results((3, 1, 1)) == [] and items.runs == 6


def test_success_every_answer_is_followed_once() -> None:
    nature, seen, pending = Nature(), [], [()]
    while pending:
        given = pending.pop()
        nature.start(given)
        first = nature.choose("first", 3)
        second = nature.choose("second", 2) if first == 1 else None
        seen.append((first, second))
        pending += alternatives(given, nature.answers)
    assert sorted(seen, key=str) == [(0, None), (1, 0), (1, 1), (2, None)]


def test_success_codes_of_moves_are_read_back() -> None:
    answers = (Answer("a", 3, 2), Answer("b", 2, 1))
    item, chosen = move_of(code_of(77, answers))
    assert item == 77 and chosen == (2, 1, 0, 0, 0, 0, 0, 0)


def test_invalid_too_many_answers_are_refused() -> None:
    with pytest.raises(UserError, match="asks the environment too much"):
        code_of(1, [Answer("a", 2, 0)] * 9)
    with pytest.raises(UserError, match="asks the environment too much"):
        code_of(1, [Answer("a", 5, 0)])


def test_invalid_a_claim_asks_the_environment() -> None:
    nature = Nature()
    nature.start(())
    nature.seal()
    with pytest.raises(UserError, match="a claim asks the environment about 'gas'"):
        nature.choose("gas", 2)


def test_success_neighbours_generate_the_whole_group() -> None:
    swaps = ({"id": {1: 2, 2: 1}}, {"id": {2: 3, 3: 2}})
    group = group_of(swaps)
    assert len(group) == 6
    for one in group:
        assert composed(one, inverse(one)) == {}


def test_success_a_gap_has_its_own_value() -> None:
    layout = Layout(Depot(), UNIVERSE)
    slot = layout.where["parcels", 2]
    assert layout.value(slot, layout.encode(Depot())) == ABSENT
