"""What a buyer may ask of a dataset: everything that could make a row revert is refused before anything is paid."""

from __future__ import annotations

from spec.core import Uint256, opaque, require
from spec.dcm import compute_budget, filter_vm
from spec.dcm.errors import (
    CannotDivideByZero,
    DivisorNotUsed,
    InvalidClampRange,
    InvalidFieldIndex,
    WeightsLengthMismatch,
)
from spec.dcm.types import TARGETED, JobParams, Op

PROGRAM_ERRORS = (WeightsLengthMismatch, *filter_vm.ERRORS, compute_budget.ComputeLimitExceeded)
"""Every error that `validate_programs` raises."""


@opaque(raises=(CannotDivideByZero, DivisorNotUsed, InvalidFieldIndex, InvalidClampRange, *PROGRAM_ERRORS))
def validate(params: JobParams, num_columns: Uint256) -> None:
    """Accepts parameters with which every row of a dataset of `num_columns` columns can be processed.

    Errors, in order: CannotDivideByZero, DivisorNotUsed, InvalidFieldIndex, InvalidClampRange,
    FilterBytecodeTooLong, FilterConstsTooLong, WeightsLengthMismatch, those of the filter program,
    ComputeLimitExceeded.
    """
    if params.op == Op.AVG_P:
        require(params.divisor != 0, CannotDivideByZero)
    else:
        require(params.divisor == 0, DivisorNotUsed, params.divisor)
    if params.op in TARGETED:
        require(params.target_field < num_columns, InvalidFieldIndex, params.target_field, num_columns)
    if params.clamp_max > 0:
        require(params.clamp_min <= params.clamp_max, InvalidClampRange, params.clamp_min, params.clamp_max)
    validate_programs(params, num_columns)


@opaque(raises=PROGRAM_ERRORS)
def validate_programs(params: JobParams, num_columns: Uint256) -> None:
    """The part of `validate` that looks into byte strings and lists."""
    filter_vm.validate_lengths(params.filter.bytecode, params.filter.consts)
    expected = num_columns if params.op == Op.WEIGHTED_SUM else 0
    require(len(params.weights) == expected, WeightsLengthMismatch, expected, len(params.weights))
    filter_vm.validate(params.filter.bytecode, params.filter.consts, num_columns)
    compute_budget.require_runnable(params, num_columns)
