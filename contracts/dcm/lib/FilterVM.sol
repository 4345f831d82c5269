// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64} from "@fhevm/solidity/lib/FHE.sol";
import {FilterProg} from "../DcmTypes.sol";

/// @notice How a filter program can be wrong. `pc` is the offset of the opcode in bytes.
interface FilterVMErrors {
    error FilterVMConstantTooLarge(uint256 index, uint256 value);
    error FilterVMInsufficientBytecode(uint256 pc);
    error FilterVMInvalidFieldIndex(uint256 pc, uint256 index);
    error FilterVMInvalidConstantIndex(uint256 pc, uint256 index);
    error FilterVMStackOverflow(uint256 pc, string stack);
    error FilterVMStackUnderflow(uint256 pc, string stack);
    error FilterVMUnknownOpcode(uint256 pc, uint8 opcode);
    error FilterVMInvalidFinalStackState(uint256 bools);
    error FilterVMStackNotEmpty(string stack);
}

/// @title The filter machine: a straight-line program that decides for each row whether it counts
/// @notice Three stacks of at most 8 entries: values (the row's fields), constants, booleans. There are no jumps, so
/// one static walk (`validate`) decides every error that any row could meet, and `run` cannot fail.
/// @dev PUSH_FIELD, PUSH_CONST: uint16 big-endian index. Comparisons: value, const → bool, unsigned, field on the left.
library FilterVM {
    uint8 internal constant PUSH_FIELD = 0x01;
    uint8 internal constant PUSH_CONST = 0x02;
    uint8 internal constant GT = 0x10;
    uint8 internal constant GE = 0x11;
    uint8 internal constant LT = 0x12;
    uint8 internal constant LE = 0x13;
    uint8 internal constant EQ = 0x14;
    uint8 internal constant NE = 0x15;
    uint8 internal constant AND = 0x20;
    uint8 internal constant OR = 0x21;
    uint8 internal constant NOT = 0x22;

    /// @notice Bytes of a push: opcode and operand. Every other instruction is one byte.
    uint256 internal constant PUSH_BYTES = 3;

    uint256 private constant STACK_DEPTH = 8;
    string private constant VALUE = "value";
    string private constant CONST = "const";
    string private constant BOOL = "bool";

    /// @dev Entries on each stack: all that a static walk has to know.
    struct Depths {
        uint256 values;
        uint256 consts;
        uint256 bools;
    }

    struct Stacks {
        euint64[STACK_DEPTH] values;
        uint256[STACK_DEPTH] consts;
        ebool[STACK_DEPTH] bools;
        Depths held;
    }

    // ------------------------------------------------------------------ static walk

    /// @notice Accepts exactly the programs that no row of `numColumns` fields can make fail.
    /// @dev First every constant in order (FilterVMConstantTooLarge), then the program from its start, at last what it
    /// leaves: FilterVMInvalidFinalStackState, FilterVMStackNotEmpty "value", "const". The lengths are checked before.
    function validate(FilterProg calldata program, uint256 numColumns) internal pure {
        for (uint256 i; i < program.consts.length; ++i) {
            uint256 value = program.consts[i];
            if (value > type(uint64).max) revert FilterVMErrors.FilterVMConstantTooLarge(i, value);
        }
        if (program.bytecode.length == 0) return;

        // It starts with nothing held, as memory does.
        // slither-disable-next-line uninitialized-local
        Depths memory held;
        for (uint256 pc; pc < program.bytecode.length;) {
            pc = _walk(program, pc, numColumns, held);
        }
        if (held.bools != 1) revert FilterVMErrors.FilterVMInvalidFinalStackState(held.bools);
        if (held.values != 0) revert FilterVMErrors.FilterVMStackNotEmpty(VALUE);
        if (held.consts != 0) revert FilterVMErrors.FilterVMStackNotEmpty(CONST);
    }

    /// @dev Checks one instruction, accounts for its stack effect and returns the offset of the next.
    function _walk(FilterProg calldata program, uint256 pc, uint256 numColumns, Depths memory held)
        private
        pure
        returns (uint256)
    {
        uint8 opcode = uint8(program.bytecode[pc]);
        if (opcode == PUSH_FIELD || opcode == PUSH_CONST) {
            _walkPush(program, pc, numColumns, held);
            return pc + PUSH_BYTES;
        }
        if (isComparison(opcode)) {
            held.values = _less(held.values, 1, pc, VALUE);
            held.consts = _less(held.consts, 1, pc, CONST);
        } else if (opcode == AND || opcode == OR) {
            held.bools = _less(held.bools, 2, pc, BOOL);
        } else if (opcode == NOT) {
            held.bools = _less(held.bools, 1, pc, BOOL);
        } else {
            revert FilterVMErrors.FilterVMUnknownOpcode(pc, opcode);
        }
        held.bools = _more(held.bools, pc, BOOL);
        return pc + 1;
    }

    function _walkPush(FilterProg calldata program, uint256 pc, uint256 numColumns, Depths memory held) private pure {
        bytes calldata code = program.bytecode;
        if (pc + PUSH_BYTES > code.length) revert FilterVMErrors.FilterVMInsufficientBytecode(pc);
        uint256 index = uint16(bytes2(code[pc + 1:pc + PUSH_BYTES]));
        if (uint8(code[pc]) == PUSH_FIELD) {
            if (index >= numColumns) revert FilterVMErrors.FilterVMInvalidFieldIndex(pc, index);
            held.values = _more(held.values, pc, VALUE);
        } else {
            if (index >= program.consts.length) revert FilterVMErrors.FilterVMInvalidConstantIndex(pc, index);
            held.consts = _more(held.consts, pc, CONST);
        }
    }

    function _more(uint256 held, uint256 pc, string memory stack) private pure returns (uint256) {
        if (held == STACK_DEPTH) revert FilterVMErrors.FilterVMStackOverflow(pc, stack);
        return held + 1;
    }

    function _less(uint256 held, uint256 count, uint256 pc, string memory stack) private pure returns (uint256) {
        if (held < count) revert FilterVMErrors.FilterVMStackUnderflow(pc, stack);
        return held - count;
    }

    /// @notice True for the six opcodes that compare a field with a constant.
    function isComparison(uint8 opcode) internal pure returns (bool) {
        return opcode >= GT && opcode <= NE;
    }

    // ------------------------------------------------------------------ evaluation

    /// @notice Whether a validated program keeps the row with these fields. The empty program keeps every row, at the
    /// price of one trivial encryption.
    function run(FilterProg storage program, euint64[] memory fields) internal returns (ebool keep) {
        bytes memory code = program.bytecode;
        if (code.length == 0) return FHE.asEbool(true);
        // It starts with empty stacks, as memory does.
        // slither-disable-next-line uninitialized-local
        Stacks memory stacks;
        for (uint256 pc; pc < code.length;) {
            pc = _execute(program, code, pc, fields, stacks);
        }
        return stacks.bools[0];
    }

    /// @dev Executes one instruction and returns the offset of the next.
    function _execute(
        FilterProg storage program,
        bytes memory code,
        uint256 pc,
        euint64[] memory fields,
        Stacks memory stacks
    ) private returns (uint256) {
        uint8 opcode = uint8(code[pc]);
        Depths memory held = stacks.held;
        if (opcode == PUSH_FIELD) {
            stacks.values[held.values++] = fields[_operand(code, pc)];
            return pc + PUSH_BYTES;
        }
        if (opcode == PUSH_CONST) {
            stacks.consts[held.consts++] = program.consts[_operand(code, pc)];
            return pc + PUSH_BYTES;
        }
        if (isComparison(opcode)) {
            uint64 constant_ = uint64(stacks.consts[--held.consts]);
            stacks.bools[held.bools++] = _compare(opcode, stacks.values[--held.values], constant_);
            return pc + 1;
        }
        ebool top = stacks.bools[held.bools - 1];
        if (opcode == NOT) {
            stacks.bools[held.bools - 1] = FHE.not(top);
            return pc + 1;
        }
        ebool below = stacks.bools[held.bools - 2];
        stacks.bools[held.bools - 2] = opcode == AND ? FHE.and(below, top) : FHE.or(below, top);
        --held.bools;
        return pc + 1;
    }

    function _compare(uint8 opcode, euint64 value, uint64 bound) private returns (ebool) {
        if (opcode == GT) return FHE.gt(value, bound);
        if (opcode == GE) return FHE.ge(value, bound);
        if (opcode == LT) return FHE.lt(value, bound);
        if (opcode == LE) return FHE.le(value, bound);
        if (opcode == EQ) return FHE.eq(value, bound);
        return FHE.ne(value, bound);
    }

    function _operand(bytes memory code, uint256 pc) private pure returns (uint256) {
        return (uint256(uint8(code[pc + 1])) << 8) | uint8(code[pc + 2]);
    }
}
