"""Stores, ledgers and rosters: what they hold, what they refuse, and that every change can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.core import Ledger, Panic, Roster, Store
from spec.core.journal import JOURNAL

TOP = 2**256 - 1


@pytest.fixture
def rolled_back() -> Iterator[Callable[[], None]]:
    JOURNAL.open()
    yield JOURNAL.rollback
    JOURNAL.entries = None


# ---------------------------------------------------------------- stores


def test_success_store_keeps_insertion_order_and_totals() -> None:
    store: Store[int, int] = Store({9: 1})
    store.insert(3, 20)
    store.insert(5, 300)
    assert (list(store), list(store.items()), list(store.values())) == (
        [9, 3, 5],
        [(9, 1), (3, 20), (5, 300)],
        [1, 20, 300],
    )
    assert (len(store), 3 in store, 4 in store, store[5]) == (3, True, False, 300)
    assert store.total(lambda amount: amount) == 321


def test_invalid_key_inserted_twice() -> None:
    store: Store[int, int] = Store({9: 1})
    with pytest.raises(KeyError, match="already stored"):
        store.insert(9, 2)
    assert store[9] == 1


def test_invalid_lookup_of_a_key_never_inserted() -> None:
    with pytest.raises(KeyError):
        Store()[1]


def test_success_insertion_is_undone(rolled_back: Callable[[], None]) -> None:
    store: Store[int, int] = Store({9: 1})
    store.insert(3, 20)
    rolled_back()
    assert list(store.items()) == [(9, 1)]


# ---------------------------------------------------------------- ledgers


def test_success_ledger_holds_zero_under_every_absent_key() -> None:
    ledger: Ledger[str] = Ledger({"a": 5})
    ledger["b"] = TOP
    ledger["a"] -= 5
    assert (ledger["a"], ledger["b"], ledger["c"]) == (0, TOP, 0)
    assert list(ledger) == ["a", "b"]
    assert list(ledger.items()) == [("a", 0), ("b", TOP)]
    assert ledger.total() == TOP


@pytest.mark.parametrize("amount", [-1, TOP + 1])
def test_invalid_amount_outside_256_bits(amount: int) -> None:
    ledger: Ledger[str] = Ledger({"a": 5})
    with pytest.raises(Panic):
        ledger["a"] = amount
    assert ledger["a"] == 5


def test_success_amounts_are_undone_and_new_keys_forgotten(rolled_back: Callable[[], None]) -> None:
    ledger: Ledger[str] = Ledger({"a": 5})
    ledger["a"] = 6
    ledger["b"] = 1
    ledger["b"] = 2
    rolled_back()
    assert list(ledger.items()) == [("a", 5)]


# ---------------------------------------------------------------- rosters


@pytest.mark.parametrize(("removed", "left"), [(1, (4, 2, 3)), (2, (1, 4, 3)), (3, (1, 2, 4)), (4, (1, 2, 3))])
def test_success_last_key_fills_the_gap(removed: int, left: tuple[int, ...]) -> None:
    roster = Roster((1, 2, 3, 4))
    roster.remove(removed)
    assert tuple(roster) == left
    assert len(roster) == 3


def test_invalid_removal_of_an_absent_key(rolled_back: Callable[[], None]) -> None:
    roster = Roster((1, 2))
    with pytest.raises(ValueError, match="3"):
        roster.remove(3)
    assert tuple(roster) == (1, 2)


def test_success_pages_end_where_the_roster_ends() -> None:
    roster = Roster((1, 2, 3))
    assert [roster.page(0, 2), roster.page(2, 5), roster.page(3, 1), roster.page(TOP, TOP)] == [(1, 2), (3,), (), ()]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 6), max_size=12))
def test_success_roster_is_the_set_and_is_undone(toggled: list[int]) -> None:
    roster: Roster[int] = Roster((9, 8))
    members = {9, 8}
    JOURNAL.open()
    for key in toggled:
        (roster.remove if key in members else roster.append)(key)
        members ^= {key}
        assert set(roster) == members
        assert len(roster) == len(members)
    JOURNAL.rollback()
    assert tuple(roster) == (9, 8)
