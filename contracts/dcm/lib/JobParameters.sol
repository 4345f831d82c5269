// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FilterProg, JobParams, Op} from "../DcmTypes.sol";
import {IJobManager} from "../IJobManager.sol";
import {ComputeBudget} from "./ComputeBudget.sol";
import {FilterVM} from "./FilterVM.sol";

/// @title What a buyer may ask of a dataset
/// @notice Everything that could make a row revert is refused here, before anything is paid.
library JobParameters {
    /// @notice Most bytes of a filter program.
    uint256 internal constant MAX_BYTECODE = 512;

    /// @notice Most constants of a filter program.
    uint256 internal constant MAX_CONSTS = 64;

    /// @notice Accepts parameters with which every row of a dataset of `numColumns` columns can be processed.
    /// @dev Errors in this order: CannotDivideByZero, DivisorNotUsed, InvalidFieldIndex, InvalidClampRange,
    /// FilterBytecodeTooLong, FilterConstsTooLong, WeightsLengthMismatch, those of `FilterVMErrors`,
    /// ComputeLimitExceeded. External for the size of its callers.
    function verify(JobParams calldata params, uint256 numColumns) external pure {
        _verifyNumbers(params, numColumns);
        _verifyLengths(params, numColumns);
        FilterVM.validate(params.filter, numColumns);
        ComputeBudget.verify(params, numColumns);
    }

    /// @notice Copies parameters into the storage of the calling contract. External for the size of its callers.
    function store(JobParams storage target, JobParams calldata params) external {
        target.op = params.op;
        target.targetField = params.targetField;
        target.divisor = params.divisor;
        target.clampMin = params.clampMin;
        target.clampMax = params.clampMax;
        target.roundBucket = params.roundBucket;
        target.weights = params.weights;
        target.filter.bytecode = params.filter.bytecode;
        target.filter.consts = params.filter.consts;
    }

    function _verifyNumbers(JobParams calldata params, uint256 numColumns) private pure {
        Op op = params.op;
        if (op == Op.AVG_P && params.divisor == 0) revert IJobManager.CannotDivideByZero();
        if (op != Op.AVG_P && params.divisor != 0) revert IJobManager.DivisorNotUsed(params.divisor);
        bool isTargeted = op == Op.SUM || op == Op.AVG_P || op == Op.MIN || op == Op.MAX;
        if (isTargeted && params.targetField >= numColumns) {
            revert IJobManager.InvalidFieldIndex(params.targetField, numColumns);
        }
        if (params.clampMax > 0 && params.clampMin > params.clampMax) {
            revert IJobManager.InvalidClampRange(params.clampMin, params.clampMax);
        }
    }

    function _verifyLengths(JobParams calldata params, uint256 numColumns) private pure {
        FilterProg calldata filter = params.filter;
        if (filter.bytecode.length > MAX_BYTECODE) {
            revert IJobManager.FilterBytecodeTooLong(filter.bytecode.length, MAX_BYTECODE);
        }
        if (filter.consts.length > MAX_CONSTS) {
            revert IJobManager.FilterConstsTooLong(filter.consts.length, MAX_CONSTS);
        }
        uint256 expected = params.op == Op.WEIGHTED_SUM ? numColumns : 0;
        if (params.weights.length != expected) {
            revert IJobManager.WeightsLengthMismatch(expected, params.weights.length);
        }
    }
}
