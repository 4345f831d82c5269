"""From the aggregate to what the buyer may read: clamp, round, clamp again, then k-anonymity.

Bounds and bucket are plaintext and 0 means "unused". Rounding saturates at the top of the 64-bit range, where wrapping
would turn the largest results into 0. It can leave the clamp interval, hence the second clamp. A job that kept fewer
than k rows releases the sentinel and no overflow flag, because the flag alone would tell something about those rows.
"""

from typing import Any, NamedTuple

from spec import fhe
from spec.core.opaque import opaque
from spec.core.types import Uint256

VALUE_BITS = 64
MAX_VALUE = 2**64 - 1
SENTINEL = 2**128 - 1
"""Released in place of a result that too few rows support; no 64-bit result equals it."""

MINIMUM_K = 1


class Released(NamedTuple):
    """What the buyer can decrypt: a 256-bit result and the overflow flag."""

    result: Uint256
    is_overflow: bool


def clamp(value: Any, low: int, high: int) -> Any:
    """The value within [low, high]; a bound of 0 is unused. Needs low <= high where high is used."""
    if low > 0:
        value = fhe.maximum(value, low)
    if high > 0:
        value = fhe.minimum(value, high)
    return value


def round_bucket(value: Any, bucket: int) -> Any:
    """floor(min(value + floor(bucket/2), 2^64 - 1) / bucket) · bucket; halves go up for an even bucket, 0 is unused."""
    if bucket == 0:
        return value
    raised = fhe.add(value, bucket // 2, VALUE_BITS)
    saturated = fhe.select(fhe.lt(raised, value), MAX_VALUE, raised)
    return fhe.mul(fhe.div(saturated, bucket, VALUE_BITS), bucket, VALUE_BITS)


def post_process(value: Any, clamp_min: int, clamp_max: int, bucket: int) -> Any:
    """The value clamped, rounded, and clamped again."""
    return clamp(round_bucket(clamp(value, clamp_min, clamp_max), bucket), clamp_min, clamp_max)


@opaque()
def release(
    value: Any, is_overflow: Any, kept: Any, k: Any, clamp_min: int = 0, clamp_max: int = 0, bucket: int = 0
) -> Released:
    """The post-processed value and the flag if at least max(k, 1) rows were kept, else the sentinel and false."""
    enough = fhe.ge(kept, fhe.maximum(k, MINIMUM_K))
    processed = post_process(value, clamp_min, clamp_max, bucket)
    return Released(fhe.select(enough, processed, SENTINEL), fhe.select(enough, is_overflow, False))
