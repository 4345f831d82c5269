"""Records check widths and can be put back."""

from __future__ import annotations

import pytest

from spec.core import Bytes32, GhostWei, Panic, Uint8, Uint64, record
from spec.core.journal import JOURNAL, undo_all
from spec.core.record import describe, fields_of


@record
class Coin:
    side: Uint8
    worth: Uint64 = 5
    owed: GhostWei = 0
    mark: Bytes32 = bytes(32)
    name: str = ""


@pytest.mark.parametrize(("side", "worth"), [(0, 0), (255, 2**64 - 1)])
def test_success_values_at_the_edges_of_their_width(side: int, worth: int) -> None:
    coin = Coin(side, worth)
    coin.side, coin.worth = side, worth
    assert (coin.side, coin.worth) == (side, worth)


@pytest.mark.parametrize("value", [-1, 256])
def test_invalid_value_outside_its_width(value: int) -> None:
    coin = Coin(1)
    with pytest.raises(Panic) as refused:
        coin.side = value
    assert refused.value.values == (0x11,)
    assert coin.side == 1
    with pytest.raises(Panic):
        Coin(value)


def test_success_words_without_a_width_are_not_checked() -> None:
    coin = Coin(1)
    coin.name, coin.mark = "penny", bytes(4)
    assert (coin.name, coin.mark) == ("penny", bytes(4))


def test_success_changes_are_undone_newest_first() -> None:
    coin = Coin(1, 2)
    JOURNAL.open()
    coin.side = 7
    coin.side = 9
    coin.worth = 3
    changes = JOURNAL.close()
    assert [(key, previous) for _, _, key, previous in changes] == [("side", 1), ("side", 7), ("worth", 2)]
    undo_all(changes)
    assert (coin.side, coin.worth) == (1, 2)


def test_success_nothing_is_recorded_without_a_journal_or_while_a_record_is_made() -> None:
    coin = Coin(1)
    coin.side = 2
    JOURNAL.open()
    Coin(3)
    assert JOURNAL.close() == []


def test_success_refused_value_leaves_no_trace_in_the_journal() -> None:
    coin = Coin(1)
    JOURNAL.open()
    with pytest.raises(Panic):
        coin.side = 256
    assert JOURNAL.close() == []


def test_success_fields_tell_width_and_ghosts() -> None:
    side, worth, owed, mark, name = fields_of(Coin)
    assert [field.name for field in (side, worth, owed, mark, name)] == ["side", "worth", "owed", "mark", "name"]
    assert (side.width and side.width.bits, worth.width and worth.width.bits) == (8, 64)
    assert (mark.width, name.width) == (None, None)
    assert [field.ghost for field in fields_of(Coin)] == [False, False, True, False, False]


def test_invalid_field_without_a_width() -> None:
    class Loose:
        __annotations__ = {"amount": int}

    with pytest.raises(TypeError, match=r"Loose\.amount is a bare int; give it a width"):
        record(Loose)


def test_success_description_is_that_of_the_dataclass() -> None:
    assert describe(Coin) == fields_of(Coin)
