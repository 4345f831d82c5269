// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobParams} from "./Market.sol";
import {Programs} from "./Programs.sol";

uint8 constant WEIGHTED_SUM = 0;
uint8 constant SUM = 1;
uint8 constant AVG_P = 2;
uint8 constant COUNT = 3;
uint8 constant MIN = 4;
uint8 constant MAX = 5;

/// @dev What a buyer asked, as the model keeps it. @param kind Of the filter, with its two constants.
struct Question {
    uint8 op;
    uint16 target;
    uint16[3] weights;
    uint32 divisor;
    uint64 low;
    uint64 high;
    uint32 bucket;
    uint8 kind;
    uint64 c0;
    uint64 c1;
}

/// @dev What the kept rows add up to, in numbers that cannot wrap.
struct Tally {
    uint256 kept;
    uint256 total;
    uint64 least;
    uint64 most;
}

/// @title The mathematics of a job, independent of ciphertexts and of the contracts' way of computing
library Reference {
    uint256 internal constant SENTINEL = type(uint128).max;

    /// @notice The question as the contracts take it.
    function params(Question memory q, uint256 columns) internal pure returns (JobParams memory p) {
        p.op = q.op;
        p.targetField = q.target;
        if (q.op == WEIGHTED_SUM) {
            p.weights = new uint16[](columns);
            for (uint256 i; i < columns; ++i) {
                p.weights[i] = q.weights[i];
            }
        }
        p.divisor = q.divisor;
        (p.clampMin, p.clampMax, p.roundBucket) = (q.low, q.high, q.bucket);
        p.filter = Programs.build(q.kind, q.c0, q.c1, columns);
    }

    /// @notice The tally with one more row.
    function add(Tally memory t, Question memory q, uint64[3] memory row, uint256 columns)
        internal
        pure
        returns (Tally memory)
    {
        if (!Programs.keeps(q.kind, q.c0, q.c1, row[0], row[columns - 1])) return t;
        uint64 value = row[q.target];
        if (q.op == WEIGHTED_SUM) {
            for (uint256 i; i < columns; ++i) {
                t.total += uint256(row[i]) * q.weights[i];
            }
        } else {
            t.total += value;
        }
        if (t.kept == 0 || value < t.least) t.least = value;
        if (t.kept == 0 || value > t.most) t.most = value;
        ++t.kept;
        return t;
    }

    /// @notice What the buyer must get from at least max(k, 1) kept rows.
    function released(Tally memory t, Question memory q) internal pure returns (uint256 value) {
        value = clamp(aggregate(t, q), q);
        if (q.bucket == 0) return value;
        uint256 raised = value + q.bucket / 2;
        if (raised > type(uint64).max) raised = type(uint64).max;
        return clamp(raised / q.bucket * q.bucket, q);
    }

    /// @notice The aggregate modulo 2^64, before clamping and rounding.
    function aggregate(Tally memory t, Question memory q) internal pure returns (uint256) {
        if (q.op == COUNT) return t.kept;
        if (q.op == MIN) return t.least;
        if (q.op == MAX) return t.most;
        uint256 wrapped = t.total % (uint256(1) << 64);
        return q.op == AVG_P ? wrapped / q.divisor : wrapped;
    }

    /// @notice Whether the true aggregate does not fit into 64 bits. Only sums can be that large.
    function overflows(Tally memory t, Question memory q) internal pure returns (bool) {
        return (q.op == WEIGHTED_SUM || q.op == SUM || q.op == AVG_P) && t.total >= uint256(1) << 64;
    }

    function clamp(uint256 value, Question memory q) internal pure returns (uint256) {
        if (q.low > 0 && value < q.low) value = q.low;
        return q.high > 0 && value > q.high ? q.high : value;
    }

    /// @notice Whether a released value lies between the bounds that are in use.
    function isWithin(uint256 value, Question memory q) internal pure returns (bool) {
        return value >= q.low && (q.high == 0 || value <= q.high);
    }
}
