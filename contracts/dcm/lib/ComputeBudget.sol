// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobParams, Op} from "../DcmTypes.sol";
import {IJobManager} from "../IJobManager.sol";
import {FilterVM} from "./FilterVM.sol";

/// @title What one row costs the coprocessor
/// @notice The coprocessor counts homomorphic compute units. In one transaction the sum over all operations must stay
/// below 20,000,000, and the depth of every result, its own price plus the largest depth among its operands, below
/// 5,000,000. Here a job that no row could ever pass is refused before anything is paid.
/// @dev Prices and limits are those of HCULimit in @fhevm/host-contracts 0.10.0. `total` is exact, save that every
/// column counts as widened. `depth` is an upper bound: all connectives of the filter on one path, below its dearest
/// comparison. The operations are those of `Aggregation.addRow` and `FilterVM.run`.
library ComputeBudget {
    uint256 private constant MAX_TOTAL = 20_000_000;
    uint256 private constant MAX_DEPTH = 5_000_000;

    uint256 private constant CAST = 32;
    uint256 private constant TRIVIAL = 32;
    uint256 private constant SELECT = 55_000;
    uint256 private constant ADD_32 = 125_000;
    uint256 private constant ADD_64 = 162_000;
    uint256 private constant LT_64 = 146_000;
    uint256 private constant MIN_64 = 219_000;
    uint256 private constant MAX_64 = 218_000;
    uint256 private constant MUL_64_SCALAR = 365_000;
    uint256 private constant GT_64_SCALAR = 117_000;
    uint256 private constant GE_64_SCALAR = 116_000;
    uint256 private constant LT_64_SCALAR = 118_000;
    uint256 private constant LE_64_SCALAR = 119_000;
    uint256 private constant EQ_64_SCALAR = 83_000;
    uint256 private constant NE_64_SCALAR = 84_000;
    uint256 private constant AND_BOOL = 25_000;
    uint256 private constant OR_BOOL = 24_000;
    uint256 private constant NOT_BOOL = 2;

    /// @dev Adding a value under `keep` and finding its carry; also the depth of that chain.
    uint256 private constant ADD_KEPT_64 = SELECT + ADD_64 + LT_64;

    /// @notice Refuses a job whose rows exceed a limit of the coprocessor. The parameters are otherwise valid.
    /// @dev Error: ComputeLimitExceeded.
    function verify(JobParams calldata params, uint256 numColumns) internal pure {
        (uint256 total, uint256 depth) = rowCost(params, numColumns);
        if (total >= MAX_TOTAL || depth >= MAX_DEPTH) revert IJobManager.ComputeLimitExceeded(total, depth);
    }

    /// @notice Compute units of one row: the sum over all operations, and a bound on the longest chain of them.
    function rowCost(JobParams calldata params, uint256 numColumns)
        internal
        pure
        returns (uint256 total, uint256 depth)
    {
        (uint256 filterTotal, uint256 keepDepth) = _filterCost(params.filter.bytecode);
        (uint256 updateTotal, uint256 updateDepth) = _updateCost(params, keepDepth);
        total = numColumns * CAST + filterTotal + 2 * TRIVIAL + SELECT + ADD_32 + updateTotal;
        depth = _max(keepDepth + SELECT + ADD_32, updateDepth);
    }

    /// @dev Deciding whether the row is kept, without the casts of its columns.
    function _filterCost(bytes calldata code) private pure returns (uint256 total, uint256 depth) {
        if (code.length == 0) return (TRIVIAL, TRIVIAL);
        // It starts at zero, as every variable does.
        // slither-disable-next-line uninitialized-local
        uint256 dearest;
        // It starts at zero, as every variable does.
        // slither-disable-next-line uninitialized-local
        uint256 connectives;
        for (uint256 pc; pc < code.length;) {
            uint8 opcode = uint8(code[pc]);
            if (opcode == FilterVM.PUSH_FIELD || opcode == FilterVM.PUSH_CONST) {
                pc += FilterVM.PUSH_BYTES;
                continue;
            }
            uint256 price = _price(opcode);
            total += price;
            if (FilterVM.isComparison(opcode)) dearest = _max(dearest, price);
            else connectives += price;
            ++pc;
        }
        depth = CAST + dearest + connectives;
    }

    function _price(uint8 opcode) private pure returns (uint256) {
        if (opcode == FilterVM.GT) return GT_64_SCALAR;
        if (opcode == FilterVM.GE) return GE_64_SCALAR;
        if (opcode == FilterVM.LT) return LT_64_SCALAR;
        if (opcode == FilterVM.LE) return LE_64_SCALAR;
        if (opcode == FilterVM.EQ) return EQ_64_SCALAR;
        if (opcode == FilterVM.NE) return NE_64_SCALAR;
        if (opcode == FilterVM.AND) return AND_BOOL;
        if (opcode == FilterVM.OR) return OR_BOOL;
        return NOT_BOOL;
    }

    /// @dev The accumulators other than the number of kept rows.
    function _updateCost(JobParams calldata params, uint256 keepDepth)
        private
        pure
        returns (uint256 total, uint256 depth)
    {
        Op op = params.op;
        if (op == Op.SUM || op == Op.AVG_P) {
            return (TRIVIAL + ADD_KEPT_64 + OR_BOOL, keepDepth + ADD_KEPT_64 + OR_BOOL);
        }
        if (op == Op.WEIGHTED_SUM) {
            (uint256 rowTotal, uint256 rowDepth) = _weightedRowCost(params.weights);
            uint256 tail = ADD_KEPT_64 + 2 * OR_BOOL + AND_BOOL;
            return (rowTotal + TRIVIAL + tail, _max(keepDepth, rowDepth) + tail);
        }
        if (op == Op.MIN || op == Op.MAX) {
            uint256 extreme = op == Op.MIN ? MIN_64 : MAX_64;
            return (extreme + 2 * SELECT + OR_BOOL, _max(keepDepth, CAST + extreme + SELECT) + SELECT);
        }
    }

    /// @dev The weighted sum of a row; its depth is that of the sum, which always exceeds what its flag adds.
    function _weightedRowCost(uint16[] calldata weights) private pure returns (uint256 total, uint256 depth) {
        for (uint256 i; i < weights.length; ++i) {
            if (weights[i] == 0) continue;
            bool isFirst = depth == 0;
            bool isChecked = weights[i] > 1;
            total += MUL_64_SCALAR;
            depth += isFirst ? CAST + MUL_64_SCALAR : ADD_64;
            if (isChecked) total += GT_64_SCALAR;
            if (isFirst) total += isChecked ? 0 : TRIVIAL;
            else total += ADD_64 + LT_64 + (isChecked ? 2 * OR_BOOL : OR_BOOL);
        }
        if (depth == 0) return (2 * TRIVIAL, TRIVIAL);
    }

    function _max(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }
}
