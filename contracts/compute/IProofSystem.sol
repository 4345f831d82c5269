// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title Signed proofs of work, each used once
/// @notice A host signs, by EIP-712, which session, which proof of it, how many tokens now and in total, and a hash of
/// its evidence, which is kept elsewhere. The domain names the chain and the marketplace.
interface IProofSystem {
    /// @notice What a host signs.
    /// @return digest The EIP-712 digest.
    function proofDigest(
        uint256 jobId,
        address host,
        uint256 seq,
        uint256 tokensClaimed,
        uint256 cumulativeTokens,
        bytes32 proofHash
    ) external view returns (bytes32 digest);

    /// @notice Whether `signature` (r, s, v: 65 bytes, s in the lower half, v 27 or 28) is the host's. It may be used.
    function verifyHostSignature(
        uint256 jobId,
        address host,
        uint256 seq,
        uint256 tokensClaimed,
        uint256 cumulativeTokens,
        bytes32 proofHash,
        bytes calldata signature
    ) external view returns (bool);

    /// @notice Uses a proof up. Caller: marketplace, else "Unauthorized".
    /// @return valid False, and nothing changes, if the signature is not the host's or the proof was used before.
    function consume(
        uint256 jobId,
        address host,
        uint256 seq,
        uint256 tokensClaimed,
        uint256 cumulativeTokens,
        bytes32 proofHash,
        bytes calldata signature
    ) external returns (bool valid);

    /// @notice Whether a proof of a session has been used.
    function isConsumed(uint256 jobId, uint256 seq) external view returns (bool);
}
