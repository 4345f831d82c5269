"""What each row adds to a job, and the aggregate at its end: the meaning of the encrypted accumulators.

Sums are 64-bit and wrap, `kept` is 32-bit. `is_overflow` says that a wrapped sum is not the true one. It is raised
by kept rows only, for SUM, AVG_P and WEIGHTED_SUM, and never lowered:

- SUM, AVG_P: the new aggregate is below the old, a carry.
- WEIGHTED_SUM: a product field · weight does not fit, which is field > floor((2^64 - 1) / weight); a partial sum of the
  row carries; the aggregate carries. Columns of weight 0 are skipped: dividing by their weight has no meaning.

As addends are not negative, the flag is raised exactly if the true aggregate is 2^64 or more. MIN and MAX remember
whether a row was kept before; without one the value stays 0. The operations are those of `spec.fhe`, in the order of
the contract, so that the same text runs on symbolic values.
"""

from collections.abc import Sequence
from typing import Any

from spec import fhe
from spec.core.opaque import opaque
from spec.core.record import record
from spec.core.types import Uint32, Uint64
from spec.dcm.types import Op

VALUE_BITS = 64
KEPT_BITS = 32
MAX_VALUE = 2**64 - 1


@record
class Accumulators:
    """Running state of a job; all start at zero or false."""

    agg: Uint64 = 0
    min_v: Uint64 = 0
    max_v: Uint64 = 0
    kept: Uint32 = 0
    min_max_init: bool = False
    is_overflow: bool = False


def _or(a: Any, b: Any) -> Any:
    return fhe.select(a, True, b)


def _and(a: Any, b: Any) -> Any:
    return fhe.select(a, b, False)


def accumulate(
    op: Op, acc: Accumulators, fields: Sequence[Any], keep: Any, target_field: int, weights: Sequence[int]
) -> None:
    """Update the accumulators by one row of 64-bit fields, which the filter keeps or not.

    `target_field` counts for SUM, AVG_P, MIN and MAX, `weights` (one for each field) for WEIGHTED_SUM.
    """
    acc.kept = fhe.add(acc.kept, fhe.select(keep, 1, 0), KEPT_BITS)
    if op == Op.SUM or op == Op.AVG_P:
        acc.is_overflow = _or(acc.is_overflow, _add_kept(acc, fields[target_field], keep))
    elif op == Op.WEIGHTED_SUM:
        row_sum, row_overflow = weighted_row(fields, weights)
        carry = _add_kept(acc, row_sum, keep)
        acc.is_overflow = _or(acc.is_overflow, _and(keep, _or(row_overflow, carry)))
    elif op == Op.MIN:
        value = fields[target_field]
        acc.min_v = _extreme(acc, fhe.minimum(acc.min_v, value), acc.min_v, value, keep)
        acc.min_max_init = _or(acc.min_max_init, keep)
    elif op == Op.MAX:
        value = fields[target_field]
        acc.max_v = _extreme(acc, fhe.maximum(acc.max_v, value), acc.max_v, value, keep)
        acc.min_max_init = _or(acc.min_max_init, keep)


def _add_kept(acc: Accumulators, value: Any, keep: Any) -> Any:
    """Add the value of a kept row to the aggregate and return whether it carried."""
    before = acc.agg
    acc.agg = fhe.add(before, fhe.select(keep, value, 0), VALUE_BITS)
    return fhe.lt(acc.agg, before)


def _extreme(acc: Accumulators, extreme: Any, current: Any, value: Any, keep: Any) -> Any:
    """The current extreme after a row: the first kept value replaces the initial 0, later ones compete with it."""
    candidate = fhe.select(acc.min_max_init, extreme, value)
    return fhe.select(keep, candidate, current)


def weighted_row(fields: Sequence[Any], weights: Sequence[int]) -> tuple[Any, Any]:
    """Wrapped weighted sum of a row, and whether its true value is 2^64 or more; (0, False) if all weights are 0."""
    row_sum: Any = 0
    overflow: Any = False
    started = False
    for value, weight in zip(fields, weights, strict=True):
        if weight == 0:
            continue
        product = fhe.mul(value, weight, VALUE_BITS)
        if weight > 1:
            overflow = _or(overflow, fhe.gt(value, MAX_VALUE // weight))
        if started:
            before = row_sum
            row_sum = fhe.add(before, product, VALUE_BITS)
            overflow = _or(overflow, fhe.lt(row_sum, before))
        else:
            row_sum = product
            started = True
    return row_sum, overflow


@opaque()
def result(op: Op, acc: Accumulators, divisor: int) -> Uint64:
    """The aggregate before post-processing, 64-bit; AVG_P divides the sum by the plaintext divisor, rounding down."""
    if op == Op.COUNT:
        return acc.kept
    if op == Op.AVG_P:
        return fhe.div(acc.agg, divisor, VALUE_BITS)
    if op == Op.MIN:
        return acc.min_v
    if op == Op.MAX:
        return acc.max_v
    return acc.agg
