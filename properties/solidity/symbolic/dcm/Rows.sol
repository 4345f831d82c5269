// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FilterProg, Op} from "../../../../contracts/dcm/DcmTypes.sol";
import {Symbolic} from "../Symbolic.sol";
import {Bench, OpenCooldown} from "./Benches.sol";
import {PlainHost} from "./Hosts.sol";

/// @title One result per buyer and cooldown
contract CooldownChecks is Symbolic {
    OpenCooldown private cooldown;

    function setUp() public {
        cooldown = new OpenCooldown();
    }

    /// @custom:bound a release at any time, then a question at any later time, with any cooldown
    function check_DCM_PRI_03_no_second_result_before_the_cooldown_ends(
        address buyer,
        uint32 cooldownSec,
        uint40 released,
        uint40 wait
    ) external {
        vm.assume(released != 0);
        vm.warp(released);
        cooldown.takePlace(1, buyer, cooldownSec, 1);
        cooldown.stampRelease(1, buyer, cooldownSec);
        vm.warp(uint256(released) + wait);
        try cooldown.verifyPlaceFree(1, buyer, cooldownSec) {
            assert(wait >= cooldownSec);
        } catch {
            assert(wait < cooldownSec);
        }
    }

    /// @custom:bound a place taken at any time, then given up, with any cooldown
    function check_DCM_PRI_03_one_live_job_at_a_time(address buyer, uint32 cooldownSec, uint64 job) external {
        vm.assume(cooldownSec != 0 && job != 0);
        cooldown.takePlace(1, buyer, cooldownSec, job);
        (bool whileLive,) = address(cooldown).call(abi.encodeCall(cooldown.verifyPlaceFree, (1, buyer, cooldownSec)));
        assert(!whileLive);
        cooldown.freePlace(1, buyer, cooldownSec);
        cooldown.verifyPlaceFree(1, buyer, cooldownSec);
        assert(cooldown.liveJob(1, buyer) == 0);
    }
}

/// @title Which bytes are a row, and which row is the committed one
contract RowChecks is Symbolic {
    Bench private bench;

    function setUp() public {
        bench = new Bench();
    }

    /// @custom:bound any root, leaf and proof of at most three siblings, at any index of at most four rows
    function check_DCM_ARI_01_accepts_what_folds_to_the_root(
        bytes32 root,
        bytes32 leaf,
        uint8 rowCount,
        uint8 rowIndex,
        uint8 siblings
    ) external {
        vm.assume(rowCount != 0 && rowCount <= 4 && rowIndex < rowCount && siblings <= 3);
        bytes32[] memory proof = new bytes32[](siblings == 0 ? 0 : siblings == 1 ? 1 : siblings == 2 ? 2 : 3);
        for (uint256 i; i < proof.length; ++i) {
            proof[i] = any.createBytes32("sibling");
        }
        (bool accepted,) = address(bench).call(abi.encodeCall(bench.verifyRow, (root, rowCount, rowIndex, leaf, proof)));
        uint256 depth = rowCount == 1 ? 0 : rowCount == 2 ? 1 : 2;
        if (proof.length != depth) {
            assert(!accepted);
            return;
        }
        bytes32 node = leaf;
        if (depth > 0) node = _parent(rowIndex & 1 == 1, node, proof[0]);
        if (depth > 1) node = _parent(rowIndex & 2 == 2, node, proof[1]);
        assert(accepted == (node == root));
    }

    /// @custom:bound one field with any tag and length field, followed by a proof of at most two bytes, or cut short
    function check_DCM_ARI_02_accepts_exactly_one_field(uint8 tag, uint16 extLength, uint8 proofBytes, bool isCut)
        external
    {
        vm.assume(proofBytes <= 2);
        uint16 length = proofBytes == 0 ? 0 : proofBytes == 1 ? 1 : 2;
        bytes memory proof = new bytes(isCut && length != 0 ? length - 1 : length);
        bytes memory row = abi.encodePacked(tag, extLength, any.createBytes32("handle"), length, proof);
        (bool accepted, bytes memory answer) = address(bench).call(abi.encodeCall(bench.countFields, (row)));
        bool isField = tag >= 1 && tag <= 3 && extLength == 32 && proof.length == length;
        assert(accepted == isField);
        if (accepted) assert(abi.decode(answer, (uint256)) == 1);
    }

    function _parent(bool isRight, bytes32 node, bytes32 sibling) private pure returns (bytes32) {
        return isRight
            ? keccak256(abi.encodePacked(bytes1(0x01), sibling, node))
            : keccak256(abi.encodePacked(bytes1(0x01), node, sibling));
    }
}

/// @title The filter machine against the expression that a program was written from
contract FilterChecks is Symbolic {
    Bench private bench;

    function setUp() public {
        bytes memory host = address(new PlainHost()).code;
        vm.etch(0x50157CFfD6bBFA2DECe204a89ec419c23ef5755D, host);
        vm.etch(0xe3a9105a3a932253A70F126eb1E3b589C643dD24, host);
        bench = new Bench();
    }

    /// @custom:bound every comparison of any field value with any constant
    function check_DCM_ARI_03_comparisons_mean_what_they_say(uint8 opcode, uint64 value, uint64 constant_) external {
        vm.assume(opcode >= 0x10 && opcode <= 0x15);
        uint256[] memory consts = new uint256[](1);
        consts[0] = constant_;
        bench.setProgram(abi.encodePacked(hex"010000020000", opcode), consts);
        uint64[] memory row = new uint64[](1);
        row[0] = value;
        assert(bench.keeps(row) == _compare(opcode, value, constant_));
    }

    /// @custom:bound every connective of two comparisons, negated or not, on any row of two fields
    function check_DCM_ARI_03_connectives_mean_what_they_say(bool isAnd, bool isNegated, uint64 a, uint64 b) external {
        uint256[] memory consts = new uint256[](1);
        consts[0] = 5;
        bytes memory code = hex"0100000200001001000102000014";
        code = abi.encodePacked(code, isAnd ? bytes1(0x20) : bytes1(0x21));
        if (isNegated) code = abi.encodePacked(code, bytes1(0x22));
        bench.setProgram(code, consts);
        uint64[] memory row = new uint64[](2);
        (row[0], row[1]) = (a, b);
        bool expected = isAnd ? a > 5 && b == 5 : a > 5 || b == 5;
        assert(bench.keeps(row) == (expected != isNegated));
    }

    /// @custom:bound every program of seven bytes, with one constant of any size, for any number of columns
    function check_DCM_ARI_03_accepts_exactly_the_comparisons(uint8 columns, uint256 constant_) external {
        bytes memory code = any.createBytes(7, "program");
        FilterProg memory program = FilterProg(code, new uint256[](1));
        program.consts[0] = constant_;
        (bool accepted,) = address(bench).call(abi.encodeCall(bench.validate, (program, columns)));
        uint256 first = _operand(code, 1);
        uint256 second = _operand(code, 4);
        bool isFieldFirst = code[0] == 0x01 && code[3] == 0x02 && first < columns && second == 0;
        bool isConstFirst = code[0] == 0x02 && code[3] == 0x01 && second < columns && first == 0;
        bool isComparison = uint8(code[6]) >= 0x10 && uint8(code[6]) <= 0x15;
        assert(accepted == ((isFieldFirst || isConstFirst) && isComparison && constant_ <= type(uint64).max));
    }

    /// @custom:bound the two programs that use eight and nine places of every stack
    function check_DCM_ARI_03_stacks_are_eight_deep() external {
        assert(_accepts(8) && !_accepts(9));
    }

    function _accepts(uint256 depth) private returns (bool accepted) {
        bytes memory code;
        for (uint256 i; i < depth; ++i) {
            code = abi.encodePacked(code, hex"010000");
        }
        for (uint256 i; i < depth; ++i) {
            code = abi.encodePacked(code, hex"02000010");
        }
        for (uint256 i = 1; i < depth; ++i) {
            code = abi.encodePacked(code, hex"20");
        }
        FilterProg memory program = FilterProg(code, new uint256[](1));
        (accepted,) = address(bench).call(abi.encodeCall(bench.validate, (program, 1)));
    }

    function _operand(bytes memory code, uint256 at) private pure returns (uint256) {
        return (uint256(uint8(code[at])) << 8) | uint8(code[at + 1]);
    }

    function _compare(uint8 opcode, uint64 value, uint64 bound) private pure returns (bool) {
        if (opcode == 0x10) return value > bound;
        if (opcode == 0x11) return value >= bound;
        if (opcode == 0x12) return value < bound;
        if (opcode == 0x13) return value <= bound;
        return opcode == 0x14 ? value == bound : value != bound;
    }
}

/// @title Aggregates as mathematics says, released within bounds
contract ResultChecks is Symbolic {
    uint256 private constant SENTINEL = type(uint128).max;

    Bench private bench;

    function setUp() public {
        bytes memory host = address(new PlainHost()).code;
        vm.etch(0x50157CFfD6bBFA2DECe204a89ec419c23ef5755D, host);
        vm.etch(0xe3a9105a3a932253A70F126eb1E3b589C643dD24, host);
        bench = new Bench();
    }

    /// @custom:bound two rows of any values, each kept or not by a filter
    function check_DCM_ARI_04_sum_and_flag_are_exact(uint64 a, uint64 b) external {
        uint256[] memory consts = new uint256[](1);
        consts[0] = 9;
        bench.setProgram(hex"01000002000010", consts);
        bench.setAggregate(Op.SUM, 0, new uint16[](0));
        _add(a);
        _add(b);
        uint256 total = (a > 9 ? uint256(a) : 0) + (b > 9 ? uint256(b) : 0);
        (uint64 agg,,, uint32 kept, bool isOverflow) = bench.aggregate();
        assert(agg == uint64(total) && isOverflow == (total > type(uint64).max));
        assert(kept == (a > 9 ? 1 : 0) + (b > 9 ? 1 : 0));
    }

    /// @custom:bound one row of two fields of any values, with weights 1 and 3
    function check_DCM_ARI_04_weighted_sum_flags_every_carry(uint64 a, uint64 b) external {
        uint16[] memory weights = new uint16[](2);
        (weights[0], weights[1]) = (1, 3);
        bench.setAggregate(Op.WEIGHTED_SUM, 0, weights);
        uint64[] memory row = new uint64[](2);
        (row[0], row[1]) = (a, b);
        bench.addRow(row);
        uint256 total = uint256(a) + 3 * uint256(b);
        (uint64 agg,,,, bool isOverflow) = bench.aggregate();
        assert(agg == uint64(total) && isOverflow == (total > type(uint64).max));
    }

    /// @custom:bound two rows of any values, for the minimum and for the maximum
    function check_DCM_ARI_04_extremes_are_exact(bool isMin, uint64 a, uint64 b) external {
        bench.setAggregate(isMin ? Op.MIN : Op.MAX, 0, new uint16[](0));
        _add(a);
        _add(b);
        (, uint64 minV, uint64 maxV,,) = bench.aggregate();
        assert(isMin ? minV == (a < b ? a : b) : maxV == (a > b ? a : b));
    }

    /// @custom:bound any accumulator with any clamp, rounded to steps of sixteen or not
    function check_DCM_ARI_05_released_result_is_in_the_clamp(uint64 agg, uint64 low, uint64 high, bool rounds)
        external
    {
        vm.assume(high == 0 || low <= high);
        bench.setAccumulators(agg, 1, false);
        bench.setRelease(low, high, rounds ? 16 : 0);
        (uint256 result,) = bench.release(1);
        assert(result >= low && (high == 0 || result <= high));
    }

    /// @custom:bound any accumulator without a clamp, rounded to steps of sixteen
    function check_DCM_ARI_05_rounding_never_wraps(uint64 agg) external {
        bench.setAccumulators(agg, 1, false);
        bench.setRelease(0, 0, 16);
        (uint256 result,) = bench.release(1);
        assert(result % 16 == 0 && result <= uint256(agg) + 8 && result + 16 > agg);
    }

    /// @custom:bound any accumulator, flag, number of kept rows and k
    function check_DCM_PRI_01_too_few_rows_release_nothing(uint64 agg, uint32 kept, uint32 k, bool wrapped) external {
        bench.setAccumulators(agg, kept, wrapped);
        bench.setRelease(0, 0, 0);
        (uint256 result, bool isOverflow) = bench.release(k);
        bool isEnough = kept >= k && kept >= 1;
        assert(result == (isEnough ? uint256(agg) : SENTINEL) && isOverflow == (isEnough && wrapped));
    }

    function _add(uint64 value) private {
        uint64[] memory row = new uint64[](1);
        row[0] = value;
        bench.addRow(row);
    }
}
