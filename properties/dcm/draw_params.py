"""Job parameters for calls: valid ones near the edges, and one for each reason of refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from properties.binding import Chooser
from properties.dcm.programs import FLAWED, draw_program
from spec.dcm.types import FilterProg, JobParams, Op

MAX64 = 2**64 - 1
WIDE = 12
"""Columns from which on a weighted sum with a large filter is too much to compute."""


def draw_params(chooser: Chooser, run: Any, dataset_id: int, action: str) -> JobParams:
    """Parameters for a dataset: valid in most cases."""
    columns = run.state.datasets[dataset_id].num_columns if dataset_id in run.state.datasets else 1
    seen = values_of(run, dataset_id)
    op = Op[chooser.pick("params: op", tuple(op.name for op in Op))]
    clamp_min, clamp_max = clamp(chooser, seen)
    params = JobParams(
        op=op,
        target_field=chooser.integer("params: column", 0, columns - 1),
        weights=weights(chooser, columns) if op == Op.WEIGHTED_SUM else (),
        divisor=chooser.integer("params: divisor", 1, 2**32 - 1, (1, 2, 3)) if op == Op.AVG_P else 0,
        clamp_min=clamp_min,
        clamp_max=clamp_max,
        round_bucket=chooser.integer("params: bucket", 0, 2**32 - 1, (0, 1, 2, 5, 10)),
        filter=draw_program(chooser, columns, seen),
    )
    if columns > WIDE and chooser.chance("params: heavy", 30):
        return heavy(params, columns)
    return spoil(chooser, params, columns, action) if chooser.chance("params: spoiled", 22) else params


def weights(chooser: Chooser, columns: int) -> tuple[int, ...]:
    """One weight for each column, zero and one among them."""
    return tuple(chooser.integer("params: weight", 0, 2**16 - 1, (0, 1, 2)) for _ in range(columns))


def clamp(chooser: Chooser, seen: tuple[int, ...]) -> tuple[int, int]:
    """Clamp bounds in order; zero is unused."""
    if chooser.chance("params: no clamp", 50):
        return 0, 0
    bounds = sorted(chooser.integer("params: clamp", 0, MAX64, (1, *seen)) for _ in range(2))
    kind = chooser.pick("params: clamp kind", ("both", "lower", "upper"))
    return (bounds[0] if kind != "upper" else 0, bounds[1] if kind != "lower" else 0)


def spoil(chooser: Chooser, params: JobParams, columns: int, action: str) -> JobParams:
    """The same parameters with one thing wrong; guidance learns for each action what it has not seen refused yet."""
    if chooser.chance("params: bad filter", 55):
        return params._replace(filter=FLAWED[chooser.pick(f"{action}: filter flaw", tuple(FLAWED))])
    spoiled: dict[str, Callable[[], JobParams]] = {
        "no divisor": lambda: params._replace(op=Op.AVG_P, divisor=0, weights=()),
        "unused divisor": lambda: params._replace(op=Op.COUNT, divisor=7, weights=()),
        "column out of range": lambda: params._replace(
            op=Op.SUM, weights=(), divisor=0, target_field=chooser.integer("params: bad column", columns, 65_535)
        ),
        "clamp reversed": lambda: params._replace(clamp_min=2, clamp_max=1),
        "weights missing": lambda: params._replace(op=Op.WEIGHTED_SUM, divisor=0, weights=(1,) * (columns - 1)),
        "weights unused": lambda: params._replace(op=Op.MAX, divisor=0, weights=(1,)),
        "too much to compute": lambda: heavy(params, columns),
    }
    return spoiled[chooser.pick(f"{action}: flaw", tuple(spoiled))]()


def heavy(params: JobParams, columns: int) -> JobParams:
    """A weighted sum over all columns with the largest filter: too much for wide datasets."""
    compare = bytes.fromhex("01000002000010")
    bytecode = compare + (compare + b"\x20") * 63
    return params._replace(op=Op.WEIGHTED_SUM, divisor=0, weights=(3,) * columns, filter=FilterProg(bytecode, (5,)))


def values_of(run: Any, dataset_id: int) -> tuple[int, ...]:
    """Plaintexts that occur in a dataset, and their sums: where comparisons and clamps turn."""
    contents = run.memory.plain.get(dataset_id)
    if contents is None:
        return ()
    flat = tuple(value for row in contents.rows for value in row)
    return (*flat, sum(flat) % 2**64)
