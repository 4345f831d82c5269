// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHEVMExecutor} from "@fhevm/host-contracts/contracts/FHEVMExecutor.sol";
import {FheType} from "@fhevm/host-contracts/contracts/shared/FheType.sol";
import {PlaintextArithmetic} from "./PlaintextArithmetic.sol";

/// @title The real executor, with the plaintext of every handle beside it
/// @notice For engines that have no coprocessor. Every check, handle, grant, compute limit and event is the real one's;
/// this contract adds what a ciphertext decrypts to. It is installed at the real executor's address.
/// @dev The executor's own state is in ERC-7201 slots, so slot 0 is free. A handle that nothing made counts as 0.
contract PlaintextExecutor is FHEVMExecutor {
    /// @notice What a handle decrypts to.
    mapping(bytes32 handle => uint256 value) public plain;

    /// @notice Says what an encrypted input holds. The real verifier still checks its proof.
    function learn(bytes32 handle, uint256 value) external {
        plain[handle] = PlaintextArithmetic.cut(value, _typeOf(handle));
    }

    function cast(bytes32 ct, FheType toType) public override returns (bytes32 result) {
        result = super.cast(ct, toType);
        plain[result] = PlaintextArithmetic.cut(plain[ct], toType);
    }

    function trivialEncrypt(uint256 pt, FheType toType) public override returns (bytes32 result) {
        result = super.trivialEncrypt(pt, toType);
        plain[result] = PlaintextArithmetic.cut(pt, toType);
    }

    function _unaryOp(Operators op, bytes32 ct) internal override returns (bytes32 result) {
        result = super._unaryOp(op, ct);
        plain[result] = PlaintextArithmetic.cut(PlaintextArithmetic.unary(op, plain[ct]), _typeOf(ct));
    }

    function _binaryOp(Operators op, bytes32 lhs, bytes32 rhs, bytes1 scalar, FheType resultType)
        internal
        override
        returns (bytes32 result)
    {
        result = super._binaryOp(op, lhs, rhs, scalar, resultType);
        uint256 right = scalar == 0x00 ? plain[rhs] : PlaintextArithmetic.cut(uint256(rhs), _typeOf(lhs));
        plain[result] = PlaintextArithmetic.binary(op, plain[lhs], right, PlaintextArithmetic.width(_typeOf(lhs)));
    }

    function _ternaryOp(Operators op, bytes32 control, bytes32 ifTrue, bytes32 ifFalse)
        internal
        override
        returns (bytes32 result)
    {
        result = super._ternaryOp(op, control, ifTrue, ifFalse);
        plain[result] = plain[control] == 1 ? plain[ifTrue] : plain[ifFalse];
    }

    /// @dev Any value of the type may come; this one follows from the seed.
    function _generateRand(FheType randType, bytes16 seed) internal override returns (bytes32 result) {
        result = super._generateRand(randType, seed);
        plain[result] = PlaintextArithmetic.cut(uint256(keccak256(abi.encodePacked(seed))), randType);
    }

    /// @dev The bound is a power of two.
    function _generateRandBounded(uint256 upperBound, FheType randType, bytes16 seed)
        internal
        override
        returns (bytes32 result)
    {
        result = super._generateRandBounded(upperBound, randType, seed);
        plain[result] = uint256(keccak256(abi.encodePacked(seed))) % upperBound;
    }
}
