"""Numbers worth trying: edges, neighbours, constants of specification and bytecode, values seen before."""

from __future__ import annotations

import random
from types import ModuleType

import pytest

from fuzz.drivers.values import SEEN, Numbers, constants_in, constants_of

TOP = 2**256 - 1


def drawn(
    low: int, high: int, near: tuple[int, ...] = (), dictionary: tuple[int, ...] = (), count: int = 400
) -> list[int]:
    numbers = Numbers(random.Random(3), dictionary)
    return [numbers.draw(low, high, near) for _ in range(count)]


@pytest.mark.parametrize(
    ("low", "high"), [(0, 0), (5, 5), (0, 1), (3, 9), (0, 2**64 - 1), (0, TOP), (10**9, 10**9 + 2)]
)
def test_success_every_number_is_in_the_range(low: int, high: int) -> None:
    assert all(low <= number <= high for number in drawn(low, high, (low - 3, high + 3, 7), (0, TOP)))


def test_success_edges_and_their_neighbours_are_tried() -> None:
    assert {100, 101, 999, 1000} <= set(drawn(100, 1000))


def test_success_near_values_and_their_neighbours_are_tried_often() -> None:
    found = drawn(0, TOP, near=(5_000,))
    assert {4_999, 5_000, 5_001} <= set(found)
    assert sum(4_999 <= number <= 5_001 for number in found) > 100


def test_success_constants_of_the_dictionary_are_tried() -> None:
    assert {86_399, 86_400, 86_401} <= set(drawn(0, TOP, dictionary=(86_400,)))


def test_success_values_seen_before_come_again() -> None:
    numbers = Numbers(random.Random(3), ())
    for _ in range(SEEN):
        numbers.draw(123_456, 123_456, ())
    assert {123_455, 123_456, 123_457} <= {numbers.draw(0, TOP, ()) for _ in range(200)}


def test_success_uniform_and_small_numbers_are_among_them() -> None:
    found = drawn(0, TOP)
    assert any(2**200 < number < TOP - 1 for number in found)
    assert any(1 < number < 2**32 for number in found)


def test_success_same_seed_draws_the_same_numbers() -> None:
    assert drawn(0, TOP, (7,), (8,)) == drawn(0, TOP, (7,), (8,))
    assert drawn(0, TOP, (7,), (8,)) == drawn(0, TOP, (7,), (8, 8))


# ---------------------------------------------------------------- dictionaries


def test_success_constants_of_modules_are_their_named_integers() -> None:
    module = ModuleType("made_up")
    vars(module).update(TIMEOUT=86_400, FLAG=True, NAME="x", RATIO=1.5, limit=7)
    assert constants_of([module]) == {86_400, 7}


def test_success_constants_of_bytecode_are_its_pushes() -> None:
    code = bytes.fromhex(
        "60ff"  # PUSH1 255
        "61abcd"  # PUSH2
        "01"  # ADD
        "63a9059cbb"  # PUSH4, a selector
        "6f"
        + "11" * 16  # PUSH16, the longest that counts
        + "70"
        + "22" * 17  # PUSH17
        + "7f"
        + "33" * 32  # PUSH32
        + "5f"  # PUSH0
        "6261"  # PUSH3, cut off by the end
    )
    assert constants_in(code) == {0xFF, 0xABCD, int("11" * 16, 16), 0x61}


def test_success_data_of_a_push_is_not_read_as_instructions() -> None:
    assert constants_in(bytes.fromhex("6160ff6005")) == {0x60FF, 5}
    assert constants_in(b"") == set()
