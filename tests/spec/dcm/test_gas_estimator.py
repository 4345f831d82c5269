"""The gas estimate: published values, its domain, monotony, exact allowance."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.dcm.gas_estimator import (
    FILTER_BYTES,
    OutsideCalibratedDomain,
    estimate_job_allowance,
    estimate_job_gas,
)
from spec.dcm.types import Op

OPERATIONS = {
    Op.COUNT: 0,
    Op.SUM: 0.18367148,
    Op.AVG_P: 0.18604887,
    Op.WEIGHTED_SUM: 1.05067793,
    Op.MIN: 0.16035151,
    Op.MAX: 0.16046606,
}


@pytest.mark.parametrize(
    ("inputs", "gas"),
    [
        ((25, 10, Op.COUNT, 0), 11_273_368),
        ((25, 10, Op.COUNT, 7), 12_330_965),
        ((100, 10, Op.COUNT, 7), 87_638_365),
        ((4, 1, Op.COUNT, 0), 3_041_198),
        ((50, 15, Op.SUM, 7), 38_258_413),
    ],
)
def test_success_published_estimates(inputs, gas):
    assert estimate_job_gas(*inputs) == gas


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.integers(1, 100), st.integers(1, 32), st.sampled_from(Op), st.integers(0, 30))
def test_success_estimate_follows_the_regression(rows, columns, op, filter_bytes):
    exponent = 14.71635363 + 0.03171097 * rows + 0.08678983 * columns - 0.00055629 * rows * columns
    expected = math.exp(exponent + 0.01281007 * filter_bytes + OPERATIONS[op])
    assert estimate_job_gas(rows, columns, op, filter_bytes) == pytest.approx(expected, rel=1e-12, abs=1)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.integers(1, 400), st.integers(1, 32), st.sampled_from(Op), st.integers(0, 510))
def test_success_estimate_grows_with_rows_and_filter(rows, columns, op, filter_bytes):
    gas = estimate_job_gas(rows, columns, op, filter_bytes, extrapolate=True)
    assert gas < estimate_job_gas(rows + 1, columns, op, filter_bytes, extrapolate=True)
    assert gas < estimate_job_gas(rows, columns, op, filter_bytes + 1, extrapolate=True)


def test_success_extrapolation_is_linear():
    edge = estimate_job_gas(100, 3, Op.SUM)
    assert estimate_job_gas(1000, 3, Op.SUM, extrapolate=True) == pytest.approx(10 * edge, abs=5)
    assert estimate_job_gas(100, 3, Op.SUM, extrapolate=True) == edge
    step = estimate_job_gas(9, 3, Op.SUM, 31, extrapolate=True) - estimate_job_gas(9, 3, Op.SUM, 30)
    far = estimate_job_gas(9, 3, Op.SUM, 130, extrapolate=True) - estimate_job_gas(9, 3, Op.SUM, 30)
    assert far == pytest.approx(100 * step, abs=100)


def test_success_allowance_is_exactly_twice_the_cost():
    price = 123_456_789_012_345_678_901
    assert estimate_job_allowance(25, 10, Op.COUNT, 7, price) == 2 * 12_330_965 * price
    assert estimate_job_allowance(25, 10, Op.COUNT, FILTER_BYTES["simple"], 0) == 0


@pytest.mark.parametrize("inputs", [(0, 1, 0), (101, 1, 0), (1, 0, 0), (1, 33, 0), (1, 1, -1), (1, 1, 31), (-5, 1, 0)])
def test_invalid_input_outside_the_calibrated_domain(inputs):
    rows, columns, filter_bytes = inputs
    with pytest.raises(OutsideCalibratedDomain, match="was measured for"):
        estimate_job_gas(rows, columns, Op.COUNT, filter_bytes)


@pytest.mark.parametrize("inputs", [(0, 1, 0), (1, 33, 0), (1, 1, -1)])
def test_invalid_input_that_no_extrapolation_reaches(inputs):
    rows, columns, filter_bytes = inputs
    with pytest.raises(OutsideCalibratedDomain):
        estimate_job_gas(rows, columns, Op.COUNT, filter_bytes, extrapolate=True)


def test_invalid_refusal_names_the_remedy():
    with pytest.raises(OutsideCalibratedDomain, match=r"1000 rows: .* from 1 to 100; pass extrapolate=True"):
        estimate_job_gas(1000, 3, Op.COUNT)


def test_invalid_negative_price():
    with pytest.raises(ValueError, match="not negative"):
        estimate_job_allowance(1, 1, Op.COUNT, 0, -1)
