"""Accumulators against exact integer arithmetic."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.dcm.aggregation import Accumulators, accumulate, result, weighted_row
from spec.dcm.types import Op

LIMIT = 2**64
VALUES = st.one_of(
    st.integers(0, 9), st.integers(0, LIMIT - 1), st.sampled_from([2**63, 2**63 - 1, LIMIT - 1, LIMIT // 3])
)
WEIGHTS = st.lists(st.one_of(st.integers(0, 3), st.integers(0, 65535)), min_size=3, max_size=3)
ROWS = st.lists(st.tuples(st.tuples(VALUES, VALUES, VALUES), st.booleans()), max_size=6)
EVEN = settings(max_examples=150, deadline=None, derandomize=True)


def run(op, rows, target=0, weights=(0, 0, 0)):
    acc = Accumulators()
    for fields, keep in rows:
        accumulate(op, acc, fields, keep, target, weights)
    return acc


def kept_values(rows, target):
    return [fields[target] for fields, keep in rows if keep]


@EVEN
@given(ROWS, st.integers(0, 2), st.sampled_from([Op.SUM, Op.AVG_P]), st.integers(1, 2**32 - 1))
def test_success_sum_wraps_and_flags_exactly_a_true_sum_that_does_not_fit(rows, target, op, divisor):
    acc = run(op, rows, target)
    true = sum(kept_values(rows, target))
    assert acc.agg == true % LIMIT
    assert acc.is_overflow == (true >= LIMIT)
    assert acc.kept == len(kept_values(rows, target))
    assert result(op, acc, divisor) == (true % LIMIT // divisor if op == Op.AVG_P else true % LIMIT)


@EVEN
@given(ROWS, WEIGHTS)
def test_success_weighted_sum_flags_exactly_a_true_sum_that_does_not_fit(rows, weights):
    acc = run(Op.WEIGHTED_SUM, rows, weights=weights)
    true = sum(w * f for fields, keep in rows if keep for w, f in zip(weights, fields, strict=True))
    assert acc.agg == true % LIMIT
    assert acc.is_overflow == (true >= LIMIT)
    assert result(Op.WEIGHTED_SUM, acc, 0) == true % LIMIT


@EVEN
@given(st.lists(VALUES, min_size=4, max_size=4), st.lists(st.integers(0, 65535), min_size=4, max_size=4))
def test_success_weighted_row_flags_exactly_a_true_row_that_does_not_fit(fields, weights):
    true = sum(w * f for w, f in zip(weights, fields, strict=True))
    assert weighted_row(fields, weights) == (true % LIMIT, true >= LIMIT)


@EVEN
@given(ROWS, st.integers(0, 2))
def test_success_extremes_are_those_of_the_kept_rows(rows, target):
    values = kept_values(rows, target)
    lowest, highest = run(Op.MIN, rows, target), run(Op.MAX, rows, target)
    assert result(Op.MIN, lowest, 0) == min(values, default=0)
    assert result(Op.MAX, highest, 0) == max(values, default=0)
    assert lowest.min_max_init == highest.min_max_init == bool(values)
    assert not lowest.is_overflow and not highest.is_overflow


@EVEN
@given(ROWS)
def test_success_count_is_the_number_of_kept_rows(rows):
    acc = run(Op.COUNT, rows)
    assert acc == Accumulators(kept=len(kept_values(rows, 0)))
    assert result(Op.COUNT, acc, 0) == acc.kept


@pytest.mark.parametrize(("weight", "largest"), [(2, 2**63 - 1), (3, (LIMIT - 1) // 3), (65535, (LIMIT - 1) // 65535)])
def test_success_product_overflow_begins_right_above_the_quotient(weight, largest):
    assert weighted_row((largest,), (weight,)) == (largest * weight, False)
    assert weighted_row((largest + 1,), (weight,)) == ((largest + 1) * weight % LIMIT, True)


def test_success_zero_weights_are_skipped_and_weight_one_never_overflows():
    assert weighted_row((LIMIT - 1, LIMIT - 1), (0, 0)) == (0, False)
    assert weighted_row((LIMIT - 1, LIMIT - 1), (0, 1)) == (LIMIT - 1, False)


def test_success_a_dropped_row_that_overflows_leaves_no_trace():
    rows = [((LIMIT - 1, LIMIT - 1, LIMIT - 1), False)]
    assert run(Op.WEIGHTED_SUM, rows, weights=(65535, 65535, 65535)) == Accumulators()
    assert run(Op.SUM, [((LIMIT - 1, 0, 0), True), *rows]).is_overflow is False


def test_success_the_flag_stays_when_the_wrapped_sum_grows_again():
    rows = [((LIMIT - 1, 0, 0), True), ((2, 0, 0), True), ((5, 0, 0), True)]
    acc = run(Op.SUM, rows)
    assert (acc.agg, acc.is_overflow) == (6, True)


def test_success_kept_is_32_bits_wide():
    acc = Accumulators(kept=2**32 - 1)
    accumulate(Op.COUNT, acc, (0,), True, 0, ())
    assert acc.kept == 0


def test_invalid_number_of_weights():
    with pytest.raises(ValueError, match="shorter"):
        weighted_row((1, 2), (1,))
