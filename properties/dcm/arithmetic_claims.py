"""Aggregates and results as mathematics says: each claim runs the specification's own function on arbitrary numbers.

The accumulators of a job are claimed to be those of a true, unbounded aggregate T after every row: they are made from
any T, one row is added, and they have to be those of the new T. What opaque functions guarantee is claimed here too.
"""

from __future__ import annotations

from typing import Annotated, Any

from properties.dcm.lemmas import PLAN
from spec.core import Uint16, Uint32, Uint64, Uint256
from spec.core.types import Width
from spec.dcm import aggregation, params, post_processing
from spec.dcm.aggregation import Accumulators, accumulate, weighted_row
from spec.dcm.post_processing import MAX_VALUE, SENTINEL, Released, clamp, post_process, round_bucket
from spec.dcm.types import JobParams, Op

TrueTotal = Annotated[int, Width(128)]
"""A sum of at most 2^32 rows of 32 columns of 64-bit values with 16-bit weights, nowhere near its bound."""
RowCount = Annotated[int, Width(31)]

RUNS = "AccumulatorsAreTheTrueAggregate"


# ---------------------------------------------------------------- accumulators


def wrapped(total: int) -> Accumulators:
    """The accumulators of a true aggregate: its value modulo 2^64, and whether it fits."""
    return Accumulators(agg=total % 2**64, is_overflow=total >= 2**64)


def is_wrapped(acc: Accumulators, total: int) -> bool:
    """The accumulators are those of this aggregate."""
    return acc.agg == total % 2**64 and acc.is_overflow == (total >= 2**64)


@PLAN.arithmetic_claim("DCM-ARI-04", RUNS)
def sum_adds_the_field_of_a_kept_row(total: TrueTotal, value: Uint64, keep: bool) -> bool:
    """SUM and AVG_P: T becomes T + value, or stays."""
    acc = wrapped(total)
    accumulate(Op.SUM, acc, (value,), keep, 0, ())
    other = wrapped(total)
    accumulate(Op.AVG_P, other, (value,), keep, 0, ())
    after = total + value if keep else total
    return is_wrapped(acc, after) and is_wrapped(other, after)


@PLAN.arithmetic_claim("DCM-ARI-04", RUNS)
def weighted_sum_adds_the_row_of_a_kept_row(total: TrueTotal, value: Uint64, weight: Uint16, keep: bool) -> bool:
    """WEIGHTED_SUM: T becomes T + weight · value, or stays."""
    acc = wrapped(total)
    accumulate(Op.WEIGHTED_SUM, acc, (value,), keep, 0, (weight,))
    return is_wrapped(acc, total + weight * value if keep else total)


@PLAN.arithmetic_claim("DCM-ARI-04", RUNS)
def further_column_adds_its_product(columns: TrueTotal, value: Uint64, weight: Uint16) -> bool:
    """Within a row: the columns so far have any true sum, and enter as one column of weight 1 with it, wrapped.

    The loop keeps nothing else of them but a flag that it only ever raises: this is the step from n columns to n + 1.
    """
    row_sum, overflow = weighted_row((columns % 2**64, value), (1, weight))
    after = columns + weight * value
    return row_sum == after % 2**64 and (overflow or columns >= 2**64) == (after >= 2**64)


@PLAN.arithmetic_claim("DCM-ARI-04", RUNS)
def row_without_weights_adds_nothing(value: Uint64, other: Uint64) -> bool:
    """Columns of weight zero are skipped."""
    row_sum, overflow = weighted_row((value, other), (0, 0))
    return row_sum == 0 and overflow is False


@PLAN.arithmetic_claim("DCM-ARI-04", RUNS)
def minimum_is_the_least_kept_value(least: Uint64, any_kept: bool, value: Uint64, keep: bool) -> bool:
    """MIN: the least of the values kept; zero before the first."""
    acc = Accumulators(min_v=least if any_kept else 0, min_max_init=any_kept)
    accumulate(Op.MIN, acc, (value,), keep, 0, ())
    best = (min(least, value) if any_kept else value) if keep else (least if any_kept else 0)
    return acc.min_v == best and acc.min_max_init == (any_kept or keep)


@PLAN.arithmetic_claim("DCM-ARI-04", RUNS)
def maximum_is_the_greatest_kept_value(greatest: Uint64, any_kept: bool, value: Uint64, keep: bool) -> bool:
    """MAX: the greatest of the values kept; zero before the first."""
    acc = Accumulators(max_v=greatest if any_kept else 0, min_max_init=any_kept)
    accumulate(Op.MAX, acc, (value,), keep, 0, ())
    best = (max(greatest, value) if any_kept else value) if keep else (greatest if any_kept else 0)
    return acc.max_v == best and acc.min_max_init == (any_kept or keep)


@PLAN.arithmetic_claim("DCM-ARI-04", RUNS)
def every_operation_counts_kept_rows(kept: RowCount, value: Uint64, keep: bool) -> bool:
    """The count grows by one with each kept row and cannot wrap; COUNT touches nothing else."""
    for op in (Op.SUM, Op.AVG_P, Op.COUNT, Op.MIN, Op.MAX):
        acc = Accumulators(kept=kept)
        accumulate(op, acc, (value,), keep, 0, ())
        if acc.kept != (kept + 1 if keep else kept):
            return False
        if op == Op.COUNT and (acc.agg != 0 or acc.is_overflow):
            return False
    return True


# ---------------------------------------------------------------- results


@PLAN.arithmetic_claim("DCM-ARI-05")
def rounding_is_to_the_nearest_multiple(value: Uint64, bucket: Uint32) -> bool:
    """floor(min(value + floor(bucket/2), 2^64 - 1) / bucket) · bucket, with unbounded arithmetic."""
    if bucket == 0:
        return round_bucket(value, bucket) == value
    raised = min(value + bucket // 2, MAX_VALUE)
    return round_bucket(value, bucket) == raised // bucket * bucket


@PLAN.arithmetic_claim("DCM-ARI-05")
def result_stays_within_the_clamp(value: Uint64, low: Uint64, high: Uint64, bucket: Uint32) -> bool:
    """Whatever is rounded in between, the last clamp holds; a bound of zero is none."""
    if high > 0 and low > high:
        return True
    result = post_process(value, low, high, bucket)
    return low <= result <= (high if high > 0 else MAX_VALUE)


@PLAN.arithmetic_claim("DCM-ARI-05")
def clamping_within_the_bounds_changes_nothing(value: Uint64, low: Uint64, high: Uint64) -> bool:
    """A value that lies in the interval is its own clamp."""
    inside = low <= value and (high == 0 or value <= high)
    return clamp(value, low, high) == value if inside else True


# ---------------------------------------------------------------- contracts of opaque functions


def raw_result_fits(result: Any, op: Op, acc: Accumulators, divisor: int) -> bool:
    """An aggregate before post-processing is a 64-bit number."""
    return 0 <= result <= MAX_VALUE


def divisor_is_there(op: Op, acc: Accumulators, divisor: int) -> bool:
    """AVG_P divides by it."""
    return divisor != 0 if op == Op.AVG_P else True


PLAN.contract(aggregation.result, Op, Accumulators, Uint32, requires=divisor_is_there, ensures=raw_result_fits)


def bounds_are_in_order(
    value: Any, is_overflow: Any, kept: Any, k: Any, clamp_min: int, clamp_max: int, bucket: int
) -> bool:
    """What submission checked."""
    return clamp_max == 0 or clamp_min <= clamp_max


def released_is_masked_and_clamped(
    released: Released, value: Any, is_overflow: Any, kept: Any, k: Any, clamp_min: int, clamp_max: int, bucket: int
) -> bool:
    """Too few rows: sentinel and false. Otherwise: a 64-bit result in the interval, and the flag itself."""
    if kept < max(k, 1):
        return released.result == SENTINEL and not released.is_overflow
    inside = clamp_min <= released.result <= (clamp_max if clamp_max > 0 else MAX_VALUE)
    return inside and released.is_overflow == is_overflow


PLAN.contract(
    post_processing.release,
    Uint64,
    bool,
    Uint32,
    Uint32,
    Uint64,
    Uint64,
    Uint32,
    requires=bounds_are_in_order,
    ensures=released_is_masked_and_clamped,
    supports=("DCM-ARI-05",),
)


def accepted_parameters_are_valid(_nothing: None, p: JobParams, num_columns: int) -> bool:
    """The divisor is there for AVG_P alone, and the clamp's bounds are in order."""
    divided = p.divisor != 0 if p.op == Op.AVG_P else p.divisor == 0
    return divided and (p.clamp_max == 0 or p.clamp_min <= p.clamp_max)


PLAN.contract(params.validate, JobParams, Uint256, ensures=accepted_parameters_are_valid)
