"""What one pushed row costs the coprocessor, to refuse at submission a job that no row could ever pass.

The coprocessor counts homomorphic compute units (HCU). In one transaction the sum over all operations must stay below
20,000,000, and the depth of every result, its own price plus the largest depth among its operands, below 5,000,000.
Prices and limits are those of `HCULimit.sol` in @fhevm/host-contracts 0.10.0. "Scalar" has a plaintext operand.

`row_cost` is a closed formula over the operations that the contract performs for a row; the contract computes the same
integers. `total` is exact, save that every column counts as widened although an euint64 needs no cast. `depth` is an
upper bound: it assumes that all connectives of the filter lie on one path, below its dearest comparison.

With d for the depth of the filter's answer, n columns, u weights above 0, v weights above 1:

| part         | total                                                        | depth                                  |
|--------------|--------------------------------------------------------------|----------------------------------------|
| columns      | n·CAST                                                       | CAST                                   |
| filter       | Σ count·price                                                | d = CAST + max(compared prices)        |
|              |                                                              |     + Σ count·price over AND, OR, NOT  |
| empty filter | TRIVIAL                                                      | d = TRIVIAL                            |
| kept rows    | 2·TRIVIAL + SELECT + ADD_32                                  | d + SELECT + ADD_32                    |
| SUM, AVG_P   | TRIVIAL + SELECT + ADD_64 + LT_64 + OR                       | d + SELECT + ADD_64 + LT_64 + OR       |
| WEIGHTED_SUM | u·MUL + v·GT + (u-1)·(ADD_64 + LT_64 + OR)                   | max(d, CAST + MUL + (u-1)·ADD_64)      |
|              | + OR for each weight above 1 but the first used              |                                        |
|              | + TRIVIAL if the first used weight is 1                      |                                        |
|              | (all of the above is 2·TRIVIAL if u = 0)                     | (d if u = 0)                           |
|              | + TRIVIAL + SELECT + ADD_64 + LT_64 + 2·OR + AND             | + SELECT + ADD_64 + LT_64 + 2·OR + AND |
| MIN, MAX     | MIN or MAX + 2·SELECT + OR                                   | max(d, CAST + MIN or MAX + SELECT)     |
|              |                                                              | + SELECT                               |

The depth of a row is the largest of these. Each row is taken to be pushed in a transaction of its own: a caller that
pushes several in one transaction shares the limits among them.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spec.core.errors import Revert, require
from spec.dcm.filter_vm import COMPARISONS, Opcode
from spec.dcm.filter_vm import cost as opcode_counts
from spec.dcm.types import JobParams, Op

MAX_TOTAL = 20_000_000
MAX_DEPTH = 5_000_000

CAST = 32
TRIVIAL = 32
SELECT = 55_000
ADD_32 = 125_000
ADD_64 = 162_000
LT_64 = 146_000
MIN_64 = 219_000
MAX_64 = 218_000
MUL_64_SCALAR = 365_000
GT_64_SCALAR = 117_000
AND_BOOL = 25_000
OR_BOOL = 24_000
NOT_BOOL = 2

OPCODE_PRICE: dict[Opcode, int] = {
    Opcode.PUSH_FIELD: 0,
    Opcode.PUSH_CONST: 0,
    Opcode.GT: GT_64_SCALAR,
    Opcode.GE: 116_000,
    Opcode.LT: 118_000,
    Opcode.LE: 119_000,
    Opcode.EQ: 83_000,
    Opcode.NE: 84_000,
    Opcode.AND: AND_BOOL,
    Opcode.OR: OR_BOOL,
    Opcode.NOT: NOT_BOOL,
}
"""Price of each filter opcode: comparisons are scalar on euint64, AND and OR take two ebool."""

ADD_KEPT_64 = SELECT + ADD_64 + LT_64
"""Adding a value under `keep` and finding its carry; also the depth of that chain."""


class ComputeLimitExceeded(Revert):
    """`ComputeLimitExceeded(uint256 total, uint256 depth)`: the coprocessor would refuse every row of the job."""

    ARGS = ("total", "depth")


class Cost(NamedTuple):
    """Homomorphic compute units: the sum over all operations, and a bound on the longest chain of them."""

    total: int
    depth: int


def row_cost(op: Op, num_columns: int, weights: Sequence[int], opcodes: Mapping[Opcode, int]) -> Cost:
    """Cost of one pushed row. `weights` count for WEIGHTED_SUM only; `opcodes` are all 0 for an empty filter."""
    keep = filter_cost(opcodes)
    update = _update_cost(op, weights, keep.depth)
    kept_depth = keep.depth + SELECT + ADD_32
    total = num_columns * CAST + keep.total + 2 * TRIVIAL + SELECT + ADD_32 + update.total
    return Cost(total, max(kept_depth, update.depth))


def filter_cost(opcodes: Mapping[Opcode, int]) -> Cost:
    """Cost of deciding whether the row is kept, without the casts of its columns."""
    total = sum(OPCODE_PRICE[opcode] * count for opcode, count in opcodes.items())
    if total == 0:
        return Cost(TRIVIAL, TRIVIAL)
    compared = [(OPCODE_PRICE[opcode], count) for opcode, count in opcodes.items() if opcode in COMPARISONS]
    connectives = total - sum(price * count for price, count in compared)
    dearest = max((price for price, count in compared if count > 0), default=0)
    return Cost(total, CAST + dearest + connectives)


def _update_cost(op: Op, weights: Sequence[int], keep_depth: int) -> Cost:
    """Cost of the accumulators other than the number of kept rows."""
    if op == Op.SUM or op == Op.AVG_P:
        return Cost(TRIVIAL + ADD_KEPT_64 + OR_BOOL, keep_depth + ADD_KEPT_64 + OR_BOOL)
    if op == Op.WEIGHTED_SUM:
        row = _weighted_row_cost(weights)
        tail = ADD_KEPT_64 + 2 * OR_BOOL + AND_BOOL
        return Cost(row.total + TRIVIAL + tail, max(keep_depth, row.depth) + tail)
    if op == Op.MIN or op == Op.MAX:
        extreme = MIN_64 if op == Op.MIN else MAX_64
        return Cost(extreme + 2 * SELECT + OR_BOOL, max(keep_depth, CAST + extreme + SELECT) + SELECT)
    return Cost(0, 0)


def _weighted_row_cost(weights: Sequence[int]) -> Cost:
    """Cost of the weighted sum of a row; its depth is that of the sum, which always exceeds what its flag adds."""
    used = [weight for weight in weights if weight > 0]
    if not used:
        return Cost(2 * TRIVIAL, TRIVIAL)
    total = len(used) * MUL_64_SCALAR + (len(used) - 1) * (ADD_64 + LT_64 + OR_BOOL)
    checked = sum(1 for weight in used if weight > 1)
    total += checked * GT_64_SCALAR
    total += (checked - 1) * OR_BOOL if used[0] > 1 else checked * OR_BOOL + TRIVIAL
    return Cost(total, CAST + MUL_64_SCALAR + (len(used) - 1) * ADD_64)


def require_runnable(params: JobParams, num_columns: int) -> None:
    """Refuse a job, its filter validated, whose rows exceed a limit of the coprocessor; raises ComputeLimitExceeded."""
    cost = row_cost(params.op, num_columns, params.weights, opcode_counts(params.filter.bytecode))
    require(cost.total < MAX_TOTAL and cost.depth < MAX_DEPTH, ComputeLimitExceeded, cost.total, cost.depth)
