// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHEVMExecutor} from "@fhevm/host-contracts/contracts/FHEVMExecutor.sol";
import {FheType} from "@fhevm/host-contracts/contracts/shared/FheType.sol";

/// @title What each operation of the executor means on plaintexts
/// @notice Arithmetic wraps around at the width of the type, shift and rotate amounts count modulo the width, division
/// is by a plaintext that is not zero and rounds down, comparison is unsigned and gives 0 or 1.
library PlaintextArithmetic {
    error UnknownOperation(FHEVMExecutor.Operators op);
    error UnknownType(FheType ofType);
    error ZeroDivisor();

    /// @notice Bits of a type that can be encrypted. Error: UnknownType.
    function width(FheType ofType) internal pure returns (uint256 bits) {
        if (ofType == FheType.Bool) return 1;
        if (ofType == FheType.Uint8) return 8;
        if (ofType == FheType.Uint16) return 16;
        if (ofType == FheType.Uint32) return 32;
        if (ofType == FheType.Uint64) return 64;
        if (ofType == FheType.Uint128) return 128;
        if (ofType == FheType.Uint160) return 160;
        if (ofType == FheType.Uint256) return 256;
        revert UnknownType(ofType);
    }

    /// @notice The value modulo the width of a type.
    function cut(uint256 value, FheType toType) internal pure returns (uint256) {
        return _mask(value, width(toType));
    }

    /// @notice Result of a one-operand operation, still to be cut to the width of its type. Error: UnknownOperation.
    function unary(FHEVMExecutor.Operators op, uint256 a) internal pure returns (uint256) {
        if (op == FHEVMExecutor.Operators.fheNot) return ~a;
        if (op != FHEVMExecutor.Operators.fheNeg) revert UnknownOperation(op);
        unchecked {
            return 0 - a;
        }
    }

    /// @notice Result of a two-operand operation on values of `bits` bits. Errors: ZeroDivisor, UnknownOperation.
    function binary(FHEVMExecutor.Operators op, uint256 a, uint256 b, uint256 bits) internal pure returns (uint256) {
        if (op <= FHEVMExecutor.Operators.fheRem) return _arithmetic(op, a, b, bits);
        if (op <= FHEVMExecutor.Operators.fheBitXor) return _bitwise(op, a, b);
        if (op <= FHEVMExecutor.Operators.fheRotr) return _shift(op, a, b % bits, bits);
        if (op <= FHEVMExecutor.Operators.fheLt) return _compare(op, a, b) ? 1 : 0;
        if (op == FHEVMExecutor.Operators.fheMin) return a < b ? a : b;
        if (op == FHEVMExecutor.Operators.fheMax) return a > b ? a : b;
        revert UnknownOperation(op);
    }

    function _arithmetic(FHEVMExecutor.Operators op, uint256 a, uint256 b, uint256 bits)
        private
        pure
        returns (uint256)
    {
        unchecked {
            if (op == FHEVMExecutor.Operators.fheAdd) return _mask(a + b, bits);
            if (op == FHEVMExecutor.Operators.fheSub) return _mask(a - b, bits);
            if (op == FHEVMExecutor.Operators.fheMul) return _mask(a * b, bits);
        }
        if (b == 0) revert ZeroDivisor();
        return op == FHEVMExecutor.Operators.fheDiv ? a / b : a % b;
    }

    function _bitwise(FHEVMExecutor.Operators op, uint256 a, uint256 b) private pure returns (uint256) {
        if (op == FHEVMExecutor.Operators.fheBitAnd) return a & b;
        return op == FHEVMExecutor.Operators.fheBitOr ? a | b : a ^ b;
    }

    /// @dev `by` is less than `bits`, so that a rotation by zero shifts one half out completely.
    function _shift(FHEVMExecutor.Operators op, uint256 a, uint256 by, uint256 bits) private pure returns (uint256) {
        if (op == FHEVMExecutor.Operators.fheShl) return _mask(a << by, bits);
        if (op == FHEVMExecutor.Operators.fheShr) return a >> by;
        if (op == FHEVMExecutor.Operators.fheRotl) return _mask((a << by) | (a >> (bits - by)), bits);
        return _mask((a >> by) | (a << (bits - by)), bits);
    }

    function _compare(FHEVMExecutor.Operators op, uint256 a, uint256 b) private pure returns (bool) {
        if (op == FHEVMExecutor.Operators.fheEq) return a == b;
        if (op == FHEVMExecutor.Operators.fheNe) return a != b;
        if (op == FHEVMExecutor.Operators.fheGe) return a >= b;
        if (op == FHEVMExecutor.Operators.fheGt) return a > b;
        return op == FHEVMExecutor.Operators.fheLe ? a <= b : a < b;
    }

    function _mask(uint256 value, uint256 bits) private pure returns (uint256) {
        return bits == 256 ? value : value & ((uint256(1) << bits) - 1);
    }
}
