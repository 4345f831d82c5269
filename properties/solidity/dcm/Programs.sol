// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FilterProg} from "./Market.sol";

/// @title Filter programs, each with the Boolean expression it was written from
/// @notice `a` is the first column, `b` the last. The expression is Solidity's own; the program is bytes by hand.
library Programs {
    uint8 internal constant KINDS = 8;
    uint8 internal constant MALFORMED = 8;

    bytes private constant A = hex"010000";
    bytes private constant C0 = hex"020000";
    bytes private constant C1 = hex"020001";

    /// @notice A valid program of a kind for rows of `columns` columns.
    function build(uint8 kind, uint64 c0, uint64 c1, uint256 columns)
        internal
        pure
        returns (FilterProg memory program)
    {
        if (kind == 0) return program;
        program.consts = new uint256[](2);
        (program.consts[0], program.consts[1]) = (c0, c1);
        bytes memory b = abi.encodePacked(uint8(0x01), uint16(columns - 1));
        if (kind == 1) program.bytecode = bytes.concat(A, C0, hex"10");
        else if (kind == 2) program.bytecode = bytes.concat(A, C0, hex"11", b, C1, hex"1220");
        else if (kind == 3) program.bytecode = bytes.concat(A, C0, hex"13", b, C1, hex"1421");
        else if (kind == 4) program.bytecode = bytes.concat(A, C0, hex"1522");
        else if (kind == 5) program.bytecode = bytes.concat(A, C0, hex"12", b, C1, hex"1021", A, C1, hex"142220");
        else if (kind == 6) program.bytecode = _deep(A, C0, 8);
        else program.bytecode = bytes.concat(A, C0, hex"10", b, C1, hex"11", hex"21", b, C0, hex"1320");
    }

    /// @notice Whether the expression of a kind keeps a row.
    function keeps(uint8 kind, uint64 c0, uint64 c1, uint256 a, uint256 b) internal pure returns (bool) {
        if (kind == 0) return true;
        if (kind == 1) return a > c0;
        if (kind == 2) return a >= c0 && b < c1;
        if (kind == 3) return a <= c0 || b == c1;
        if (kind == 4) return !(a != c0);
        if (kind == 5) return (a < c0 || b > c1) && !(a == c1);
        if (kind == 6) return a > c0;
        return (a > c0 || b >= c1) && b <= c0;
    }

    /// @notice A program that no dataset may be asked to run.
    function malformed(uint8 kind) internal pure returns (FilterProg memory program) {
        program.consts = new uint256[](1);
        program.consts[0] = 1;
        bytes memory compare = bytes.concat(A, C0, hex"10");
        if (kind == 0) program.bytecode = _deep(A, C0, 9);
        else if (kind == 1) program.bytecode = A;
        else if (kind == 2) program.bytecode = hex"00";
        else if (kind == 3) (program.bytecode, program.consts[0]) = (compare, uint256(1) << 64);
        else if (kind == 4) program.bytecode = hex"0100";
        else if (kind == 5) program.bytecode = bytes.concat(hex"01ffff", C0, hex"10");
        else if (kind == 6) program.bytecode = bytes.concat(compare, hex"20");
        else program.bytecode = bytes.concat(compare, A);
    }

    /// @dev `n` comparisons whose operands are all on the stacks at once, joined by and.
    function _deep(bytes memory value, bytes memory constant_, uint256 n) private pure returns (bytes memory code) {
        for (uint256 i; i < n; ++i) {
            code = bytes.concat(code, value, constant_);
        }
        for (uint256 i; i < n; ++i) {
            code = bytes.concat(code, hex"10");
        }
        for (uint256 i = 1; i < n; ++i) {
            code = bytes.concat(code, hex"20");
        }
    }
}
