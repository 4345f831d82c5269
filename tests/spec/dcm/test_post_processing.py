"""Clamp, rounding and the release under k-anonymity."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.dcm.post_processing import SENTINEL, clamp, post_process, release, round_bucket

TOP = 2**64 - 1
VALUES = st.one_of(st.integers(0, 200), st.integers(TOP - 200, TOP), st.integers(0, TOP))
BUCKETS = st.one_of(st.integers(0, 12), st.integers(0, 2**32 - 1))
EVEN = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.mark.parametrize(("value", "rounded"), [(23, 20), (24, 20), (25, 30), (27, 30), (0, 0), (4, 0), (5, 10)])
def test_success_published_rounding_to_ten(value, rounded):
    assert round_bucket(value, 10) == rounded


@pytest.mark.parametrize(("value", "rounded"), [(0, 0), (1, 0), (2, 3), (3, 3), (4, 3), (5, 6)])
def test_success_rounding_to_an_odd_bucket(value, rounded):
    assert round_bucket(value, 3) == rounded


def test_success_rounding_saturates_at_the_top():
    assert round_bucket(TOP, 10) == TOP // 10 * 10
    assert round_bucket(TOP - 1, 2**32 - 1) == TOP // (2**32 - 1) * (2**32 - 1)


@EVEN
@given(VALUES, BUCKETS)
def test_success_rounding_is_the_saturating_formula(value, bucket):
    expected = value if bucket == 0 else min(value + bucket // 2, TOP) // bucket * bucket
    assert round_bucket(value, bucket) == expected
    assert round_bucket(value, 1) == value


@pytest.mark.parametrize(
    ("value", "low", "high", "clamped"),
    [(5, 0, 0, 5), (5, 7, 0, 7), (5, 0, 3, 3), (5, 4, 6, 5), (TOP, 0, 0, TOP), (5, 6, 6, 6)],
)
def test_success_clamp_with_unused_bounds(value, low, high, clamped):
    assert clamp(value, low, high) == clamped


def test_success_rounding_does_not_leave_the_clamp():
    assert round_bucket(clamp(95, 0, 95), 10) == 100
    assert post_process(95, 0, 95, 10) == 95
    assert post_process(11, 11, 0, 10) == 11


def test_success_the_first_clamp_comes_before_rounding():
    assert post_process(200, 0, 93, 10) == 90


@EVEN
@given(VALUES, st.integers(0, TOP), st.integers(0, TOP), BUCKETS)
def test_success_processed_values_lie_in_the_clamp(value, first, second, bucket):
    low, high = min(first, second), max(first, second)
    processed = post_process(value, low, high, bucket)
    assert processed >= low
    assert high == 0 or processed <= high
    assert processed <= TOP


@EVEN
@given(VALUES, st.booleans(), st.integers(0, 5), st.integers(0, 5), BUCKETS)
def test_success_released_exactly_with_enough_rows(value, overflow, kept, k, bucket):
    released = release(value, overflow, kept, k, 0, 0, bucket)
    if kept >= max(k, 1):
        assert released == (round_bucket(value, bucket), overflow)
    else:
        assert released == (SENTINEL, False)


def test_invalid_release_of_no_rows_even_without_a_threshold():
    assert release(0, False, 0, 0) == (2**128 - 1, False)
    assert release(7, True, 1, 0) == (7, True)


def test_success_no_result_looks_like_the_sentinel():
    assert SENTINEL == 2**128 - 1
    assert post_process(TOP, 0, 0, 0) < SENTINEL
