// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint32, euint64, euint256} from "@fhevm/solidity/lib/FHE.sol";
import {JobParams, JobState, Op} from "../DcmTypes.sol";

/// @title From the aggregate to what the buyer may read: clamp, round, clamp again, then k-anonymity
/// @notice Bounds and bucket are plaintext, and zero means "unused". With fewer than max(k, 1) kept rows the result is
/// a sentinel and the overflow flag is false, because the flag alone would tell something about those rows.
library PostProcessing {
    /// @notice Released in place of a result that too few rows support; no 64-bit result equals it.
    uint256 internal constant SENTINEL = type(uint128).max;

    /// @notice Result and masked overflow flag of a job whose rows are all in, granted to this contract and `buyer`.
    /// @dev Both are results of a selection and so never one of the initial zeros that all jobs share.
    // The grants give back the handle they were given.
    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line unused-return,reentrancy-no-eth
    function release(JobState storage state, JobParams storage params, euint32 kAnonymity, address buyer)
        external
        returns (euint256 result, ebool isOverflow)
    {
        euint64 value = _clamp(_aggregate(state, params), params.clampMin, params.clampMax);
        if (params.roundBucket != 0) {
            value = _clamp(_round(value, params.roundBucket), params.clampMin, params.clampMax);
        }

        euint32 kept = state.kept;
        ebool isEnough = FHE.and(FHE.ge(kept, kAnonymity), FHE.ge(kept, 1));
        result = FHE.select(isEnough, FHE.asEuint256(value), FHE.asEuint256(SENTINEL));
        isOverflow = FHE.select(isEnough, state.isOverflow, FHE.asEbool(false));

        FHE.allowThis(result);
        FHE.allow(result, buyer);
        FHE.allowThis(isOverflow);
        FHE.allow(isOverflow, buyer);
    }

    /// @dev AVG_P divides by the plaintext divisor, rounding down.
    function _aggregate(JobState storage state, JobParams storage params) private returns (euint64) {
        Op op = params.op;
        if (op == Op.COUNT) return FHE.asEuint64(state.kept);
        if (op == Op.MIN) return state.minV;
        if (op == Op.MAX) return state.maxV;
        if (op == Op.AVG_P) return FHE.div(state.agg, params.divisor);
        return state.agg;
    }

    function _clamp(euint64 value, uint64 low, uint64 high) private returns (euint64) {
        if (low > 0) value = FHE.max(value, low);
        if (high > 0) value = FHE.min(value, high);
        return value;
    }

    /// @dev floor(min(value + floor(bucket / 2), 2^64 - 1) / bucket) · bucket: halves of an even bucket go up, and the
    /// addition saturates, where wrapping would turn the largest values into zero.
    // Rounding to a bucket is to divide first.
    // slither-disable-next-line divide-before-multiply
    function _round(euint64 value, uint64 bucket) private returns (euint64) {
        uint64 half = bucket / 2;
        euint64 raised = FHE.add(FHE.min(value, type(uint64).max - half), half);
        return FHE.mul(FHE.div(raised, bucket), bucket);
    }
}
