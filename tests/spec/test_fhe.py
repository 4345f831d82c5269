"""Homomorphic operations on plaintexts, against what they mean bit by bit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec import fhe

EVEN = settings(max_examples=120, deadline=None, derandomize=True)
WIDTHS = st.sampled_from(sorted(set(fhe.BITS.values()) - {1}))


@st.composite
def words(draw: st.DrawFn) -> tuple[int, int, int]:
    """Two values of one width, edges among them."""
    bits = draw(WIDTHS)
    value = st.one_of(st.sampled_from((0, 1, 2**bits - 1, 2 ** (bits - 1))), st.integers(0, 2**bits - 1))
    return draw(value), draw(value), bits


def digits(value: int, bits: int) -> str:
    return format(value, f"0{bits}b")


@EVEN
@given(words())
def test_success_arithmetic_wraps(drawn: tuple[int, int, int]) -> None:
    a, b, bits = drawn
    assert fhe.add(a, b, bits) == int(digits(a + b, bits)[-bits:], 2)
    assert fhe.mul(a, b, bits) == int(digits(a * b, bits)[-bits:], 2)
    assert fhe.add(fhe.sub(a, b, bits), b, bits) == a
    assert fhe.add(a, fhe.neg(a, bits), bits) == 0
    assert 0 <= fhe.sub(a, b, bits) < 2**bits
    if b:
        assert fhe.div(a, b, bits) * b + fhe.rem(a, b, bits) == a


@EVEN
@given(words())
def test_success_shifts_and_rotations_move_digits(drawn: tuple[int, int, int]) -> None:
    a, b, bits = drawn
    text, by = digits(a, bits), b % bits
    assert digits(fhe.shl(a, b, bits), bits) == text[by:] + "0" * by
    assert digits(fhe.shr(a, b, bits), bits) == "0" * by + text[: bits - by]
    assert digits(fhe.rotl(a, b, bits), bits) == text[by:] + text[:by]
    assert digits(fhe.rotr(a, b, bits), bits) == text[bits - by :] + text[: bits - by]


@EVEN
@given(words())
def test_success_bitwise_operations_are_digit_by_digit(drawn: tuple[int, int, int]) -> None:
    a, b, bits = drawn
    pairs = list(zip(digits(a, bits), digits(b, bits), strict=True))
    assert digits(fhe.bit_and(a, b), bits) == "".join("1" if p == ("1", "1") else "0" for p in pairs)
    assert digits(fhe.bit_or(a, b), bits) == "".join("1" if "1" in p else "0" for p in pairs)
    assert digits(fhe.bit_xor(a, b), bits) == "".join("1" if p[0] != p[1] else "0" for p in pairs)
    assert digits(fhe.invert(a, bits), bits) == "".join("0" if p[0] == "1" else "1" for p in pairs)


@EVEN
@given(words())
def test_success_comparison_is_unsigned_and_total(drawn: tuple[int, int, int]) -> None:
    a, b, _ = drawn
    assert [fhe.lt(a, b), fhe.eq(a, b), fhe.gt(a, b)].count(True) == 1
    assert fhe.le(a, b) == (fhe.lt(a, b) or fhe.eq(a, b)) == (not fhe.gt(a, b))
    assert fhe.ge(a, b) == (not fhe.lt(a, b))
    assert fhe.ne(a, b) == (not fhe.eq(a, b))
    assert sorted((fhe.minimum(a, b), fhe.maximum(a, b))) == sorted((a, b))
    assert fhe.minimum(a, b) <= fhe.maximum(a, b)


@pytest.mark.parametrize(("condition", "chosen"), [(True, 3), (False, 4)])
def test_success_choice(condition: bool, chosen: int) -> None:
    assert fhe.select(condition, 3, 4) == chosen


@pytest.mark.parametrize(("value", "bits", "cast"), [(0x1FF, 8, 0xFF), (0xFF, 64, 0xFF), (2**32, 32, 0)])
def test_success_cast_truncates_and_extends_with_zeros(value: int, bits: int, cast: int) -> None:
    assert fhe.cast(value, bits) == cast


def test_invalid_division_by_zero_has_no_meaning() -> None:
    with pytest.raises(ZeroDivisionError):
        fhe.div(1, 0, 8)
    with pytest.raises(ZeroDivisionError):
        fhe.rem(1, 0, 8)


def test_success_boolean_not() -> None:
    assert (fhe.invert(0, 1), fhe.invert(1, 1)) == (1, 0)
