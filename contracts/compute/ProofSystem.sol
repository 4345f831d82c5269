// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IProofSystem} from "./IProofSystem.sol";
import {MarketplaceLink} from "./MarketplaceLink.sol";

/// @title Signed proofs of work
/// @notice The name of the EIP-712 domain is "Lockstep Compute", its version "1", its contract the marketplace.
contract ProofSystem is IProofSystem, MarketplaceLink {
    bytes32 public constant PROOF_TYPEHASH = keccak256(
        "ProofOfWork(uint256 jobId,address host,uint256 seq,uint256 tokensClaimed,uint256 cumulativeTokens,bytes32 proofHash)"
    );
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant NAME_HASH = keccak256("Lockstep Compute");
    bytes32 private constant VERSION_HASH = keccak256("1");

    /// @dev One bit for each proof of a session, 256 in a word: proofs come in order, so a word is new only once.
    mapping(uint256 jobId => mapping(uint256 word => uint256 bits)) private _consumed;

    /// @inheritdoc IProofSystem
    function consume(
        uint256 jobId,
        address host,
        uint256 seq,
        uint256 tokensClaimed,
        uint256 cumulativeTokens,
        bytes32 proofHash,
        bytes calldata signature
    ) external onlyMarketplace returns (bool valid) {
        // Verify
        if (isConsumed(jobId, seq)) return false;
        bytes32 digest = proofDigest(jobId, host, seq, tokensClaimed, cumulativeTokens, proofHash);
        if (!_isSignedBy(host, digest, signature)) return false;

        // Effects
        _consumed[jobId][seq >> 8] |= 1 << (seq & 0xff);
        return true;
    }

    /// @inheritdoc IProofSystem
    function verifyHostSignature(
        uint256 jobId,
        address host,
        uint256 seq,
        uint256 tokensClaimed,
        uint256 cumulativeTokens,
        bytes32 proofHash,
        bytes calldata signature
    ) external view returns (bool) {
        bytes32 digest = proofDigest(jobId, host, seq, tokensClaimed, cumulativeTokens, proofHash);
        return _isSignedBy(host, digest, signature);
    }

    /// @inheritdoc IProofSystem
    function isConsumed(uint256 jobId, uint256 seq) public view returns (bool) {
        return _consumed[jobId][seq >> 8] & (1 << (seq & 0xff)) != 0;
    }

    /// @inheritdoc IProofSystem
    function proofDigest(
        uint256 jobId,
        address host,
        uint256 seq,
        uint256 tokensClaimed,
        uint256 cumulativeTokens,
        bytes32 proofHash
    ) public view returns (bytes32 digest) {
        bytes32 proof = keccak256(
            abi.encode(PROOF_TYPEHASH, jobId, host, seq, tokensClaimed, cumulativeTokens, proofHash)
        );
        return MessageHashUtils.toTypedDataHash(_domain(), proof);
    }

    /// @dev Made anew each time, so that a fork of the chain has a domain of its own.
    function _domain() private view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, marketplace));
    }

    /// @dev The library refuses lengths other than 65, s in the upper half, v other than 27 and 28, and signer zero.
    function _isSignedBy(address host, bytes32 digest, bytes calldata signature) private pure returns (bool) {
        // The third value only explains a fault further.
        // slither-disable-next-line unused-return
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecoverCalldata(digest, signature);
        return fault == ECDSA.RecoverError.NoError && signer == host;
    }
}
