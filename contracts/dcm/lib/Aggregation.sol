// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint32, euint64} from "@fhevm/solidity/lib/FHE.sol";
import {JobParams, JobState, Op} from "../DcmTypes.sol";
import {FilterVM} from "./FilterVM.sol";

/// @title What each row adds to a job
/// @notice Sums wrap at 2^64. `isOverflow` is raised, by kept rows only and for good, when a wrapped sum is not the
/// true one. MIN and MAX remember whether a row was kept before. Columns of weight zero are skipped.
/// @dev Only this contract is ever allowed an accumulator: the initial ones are handles that all jobs share.
/// `ComputeBudget` prices exactly these operations. External functions for the size of the caller.
library Aggregation {
    /// @dev The weighted sum of one row modulo 2^64, and whether it wrapped.
    struct WeightedRow {
        euint64 sum;
        ebool isOverflow;
        bool isStarted;
    }

    /// @notice Encrypted zeros for a new job.
    // The grants give back the handle they were given.
    // slither-disable-next-line unused-return
    function start(JobState storage state) external {
        euint64 zero = FHE.asEuint64(0);
        ebool no = FHE.asEbool(false);
        state.agg = zero;
        state.minV = zero;
        state.maxV = zero;
        state.kept = FHE.asEuint32(0);
        state.minMaxInit = no;
        state.isOverflow = no;
        FHE.allowThis(zero);
        FHE.allowThis(state.kept);
        FHE.allowThis(no);
    }

    /// @notice Adds a row of validated width to the accumulators, as far as the validated filter keeps it.
    // The grants give back the handle they were given.
    // slither-disable-next-line unused-return
    function addRow(JobState storage state, JobParams storage params, euint64[] memory fields) external {
        ebool keep = FilterVM.run(params.filter, fields);
        state.kept = FHE.add(state.kept, FHE.select(keep, FHE.asEuint32(1), FHE.asEuint32(0)));
        FHE.allowThis(state.kept);

        Op op = params.op;
        if (op == Op.SUM || op == Op.AVG_P) {
            _addSum(state, keep, fields[params.targetField]);
        } else if (op == Op.WEIGHTED_SUM) {
            _addWeighted(state, keep, params.weights, fields);
        } else if (op == Op.MIN) {
            _addMin(state, keep, fields[params.targetField]);
        } else if (op == Op.MAX) {
            _addMax(state, keep, fields[params.targetField]);
        }
    }

    // ------------------------------------------------------------------ sums

    // The grants give back the handle they were given.
    // slither-disable-next-line unused-return
    function _addSum(JobState storage state, ebool keep, euint64 value) private {
        ebool carry = _addKept(state, keep, value);
        state.isOverflow = FHE.or(state.isOverflow, carry);
        FHE.allowThis(state.isOverflow);
    }

    // The grants give back the handle they were given.
    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line unused-return,reentrancy-no-eth
    function _addWeighted(JobState storage state, ebool keep, uint16[] memory weights, euint64[] memory fields)
        private
    {
        WeightedRow memory row = _weightedRow(weights, fields);
        ebool carry = _addKept(state, keep, row.sum);
        ebool wrapped = FHE.and(keep, FHE.or(row.isOverflow, carry));
        state.isOverflow = FHE.or(state.isOverflow, wrapped);
        FHE.allowThis(state.isOverflow);
    }

    /// @dev A sum of addends wraps exactly if it ends below where it started.
    // The grants give back the handle they were given.
    // slither-disable-next-line unused-return
    function _addKept(JobState storage state, ebool keep, euint64 value) private returns (ebool carry) {
        euint64 before = state.agg;
        euint64 agg = FHE.add(before, FHE.select(keep, value, FHE.asEuint64(0)));
        state.agg = agg;
        FHE.allowThis(agg);
        return FHE.lt(agg, before);
    }

    function _weightedRow(uint16[] memory weights, euint64[] memory fields) private returns (WeightedRow memory row) {
        for (uint256 i; i < weights.length; ++i) {
            if (weights[i] != 0) _addColumn(row, fields[i], weights[i]);
        }
        if (!row.isStarted) {
            row.sum = FHE.asEuint64(0);
            row.isOverflow = FHE.asEbool(false);
        }
    }

    /// @dev field · weight exceeds 2^64 - 1 exactly if field > floor((2^64 - 1) / weight): a comparison with a plaintext
    /// instead of a division of ciphertexts. A weight of 1 cannot overflow.
    function _addColumn(WeightedRow memory row, euint64 field, uint64 weight) private {
        euint64 product = FHE.mul(field, weight);
        if (!row.isStarted) {
            row.isStarted = true;
            row.sum = product;
            row.isOverflow = weight > 1 ? _exceeds(field, weight) : FHE.asEbool(false);
            return;
        }
        if (weight > 1) row.isOverflow = FHE.or(row.isOverflow, _exceeds(field, weight));
        euint64 before = row.sum;
        row.sum = FHE.add(before, product);
        row.isOverflow = FHE.or(row.isOverflow, FHE.lt(row.sum, before));
    }

    function _exceeds(euint64 field, uint64 weight) private returns (ebool) {
        return FHE.gt(field, type(uint64).max / weight);
    }

    // ------------------------------------------------------------------ extremes

    // The grants give back the handle they were given.
    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line unused-return,reentrancy-no-eth
    function _addMin(JobState storage state, ebool keep, euint64 value) private {
        euint64 current = state.minV;
        state.minV = _extreme(state, keep, current, value, FHE.min(current, value));
        FHE.allowThis(state.minV);
        _markInit(state, keep);
    }

    // The grants give back the handle they were given.
    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line unused-return,reentrancy-no-eth
    function _addMax(JobState storage state, ebool keep, euint64 value) private {
        euint64 current = state.maxV;
        state.maxV = _extreme(state, keep, current, value, FHE.max(current, value));
        FHE.allowThis(state.maxV);
        _markInit(state, keep);
    }

    /// @dev The first kept row counts whatever the zero that stands there before it.
    function _extreme(JobState storage state, ebool keep, euint64 current, euint64 value, euint64 better)
        private
        returns (euint64)
    {
        euint64 candidate = FHE.select(state.minMaxInit, better, value);
        return FHE.select(keep, candidate, current);
    }

    // The grants give back the handle they were given.
    // slither-disable-next-line unused-return
    function _markInit(JobState storage state, ebool keep) private {
        state.minMaxInit = FHE.or(state.minMaxInit, keep);
        FHE.allowThis(state.minMaxInit);
    }
}
