// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Hosts, IPlaintexts} from "./Hosts.sol";
import {vm} from "../Vm.sol";

/// @title The client side: encrypted inputs whose proofs the real verifier checks
/// @notice Proof: number of handles ‖ number of signatures ‖ handles ‖ signature ‖ extra data, as clients send it.
abstract contract Encryption is Hosts {
    uint8 internal constant EUINT8 = 2;
    uint8 internal constant EUINT32 = 4;
    uint8 internal constant EUINT64 = 5;

    bytes32 private constant TYPEHASH = keccak256(
        "CiphertextVerification(bytes32[] ctHandles,address userAddress,address contractAddress,"
        "uint256 contractChainId,bytes extraData)"
    );
    bytes private constant EXTRA_DATA = hex"00";

    /// @notice Encrypts values for `receiver` in the name of `user`. The same salt gives the same handles.
    function _encrypt(uint8[] memory types, uint256[] memory values, address receiver, address user, uint256 salt)
        internal
        returns (bytes32[] memory handles, bytes memory proof)
    {
        handles = new bytes32[](types.length);
        for (uint256 i; i < types.length; ++i) {
            bytes32 prehandle = keccak256(abi.encode("input", salt, i, types[i], values[i], receiver, user));
            handles[i] = _seal(prehandle, i, types[i]);
            IPlaintexts(EXECUTOR).learn(handles[i], values[i]);
        }
        proof = _proof(handles, receiver, user);
    }

    /// @notice Encrypts one value.
    function _encryptOne(uint8 ofType, uint256 value, address receiver, address user, uint256 salt)
        internal
        returns (bytes32 handle, bytes memory proof)
    {
        uint8[] memory types = new uint8[](1);
        uint256[] memory values = new uint256[](1);
        (types[0], values[0]) = (ofType, value);
        bytes32[] memory handles;
        (handles, proof) = _encrypt(types, values, receiver, user, salt);
        handle = handles[0];
    }

    /// @dev 21 bytes of hash, index, chain id, type, version 0.
    function _seal(bytes32 prehandle, uint256 index, uint8 ofType) private view returns (bytes32) {
        uint256 head = uint256(prehandle) >> 88 << 88;
        return bytes32(head | index << 80 | uint256(uint64(block.chainid)) << 16 | uint256(ofType) << 8);
    }

    function _proof(bytes32[] memory handles, address receiver, address user) private returns (bytes memory) {
        bytes32 content = keccak256(abi.encodePacked(handles));
        bytes32 input = keccak256(abi.encode(TYPEHASH, content, user, receiver, block.chainid, keccak256(EXTRA_DATA)));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", _domain(), input));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(COPROCESSOR_KEY, digest);
        bytes memory signature = abi.encodePacked(r, s, v);
        return abi.encodePacked(uint8(handles.length), uint8(1), handles, signature, EXTRA_DATA);
    }

    function _domain() private pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("InputVerification"),
                keccak256("1"),
                uint256(GATEWAY_CHAIN_ID),
                INPUT_VERIFICATION
            )
        );
    }
}
