// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IJobMarketplace} from "./IJobMarketplace.sol";
import {IMarketplaceViews} from "./IMarketplaceViews.sol";
import {SessionStore} from "./SessionStore.sol";

/// @title How hosts claim work
/// @notice A claim is bounded by the time since the last one and by the deposit, signed by the host, and used once.
abstract contract SessionProofs is SessionStore {
    uint256 private constant PROOF_LENGTH = 97; // hash (32), signature (65)

    /// @inheritdoc IJobMarketplace
    // A block's producer can shift the time by seconds; in those, a last claim may fail or not.
    // The proof system is fixed at deployment and calls nobody.
    // slither-disable-next-line timestamp,reentrancy-events
    function submitProofOfWork(uint256 jobId, uint256 tokensClaimed, bytes calldata proof) external {
        // Verify
        _verifyNotPaused();
        StoredSession storage s = _activeSession(jobId);
        require(msg.sender == s.host, "Only host can submit proof");
        if (block.timestamp > _endOf(s)) revert SessionExpired(jobId, _endOf(s));
        uint256 cumulativeTokens = _verifyClaim(jobId, s, tokensClaimed);
        uint256 seq = uint256(s.proofCount) + 1;
        bytes32 proofHash = _consumeProof(jobId, seq, tokensClaimed, cumulativeTokens, proof);

        // Effects
        s.tokensUsed = uint40(cumulativeTokens);
        s.proofCount = uint32(seq);
        s.lastProofTime = uint40(block.timestamp);
        s.pausedAtProof = uint32(_pausedTotal());
        if (tokensClaimed < MIN_PROVEN_TOKENS) s.finalClaimMade = true;
        s.lastProofHash = proofHash;

        // Events
        emit ProofSubmitted(jobId, msg.sender, seq, tokensClaimed, cumulativeTokens, proofHash);
    }

    /// @inheritdoc IMarketplaceViews
    function getProofDigest(uint256 jobId, uint256 tokensClaimed, bytes32 proofHash) external view returns (bytes32) {
        StoredSession storage s = _sessions[jobId];
        if (s.host == address(0)) return 0;
        uint256 seq = uint256(s.proofCount) + 1;
        return PROOFS.proofDigest(jobId, s.host, seq, tokensClaimed, s.tokensUsed + tokensClaimed, proofHash);
    }

    /// @dev Errors in this order: ZeroAmount, FinalClaimMade, ExcessiveTokens, "Tokens claimed exceed deposit".
    // A block's producer can shift the time by seconds; that moves tokens between claims, never their sum.
    // slither-disable-next-line timestamp
    function _verifyClaim(uint256 jobId, StoredSession storage s, uint256 tokensClaimed)
        private
        view
        returns (uint256 cumulativeTokens)
    {
        if (tokensClaimed == 0) revert ZeroAmount();
        if (s.finalClaimMade) revert FinalClaimMade(jobId);
        (uint256 lastTime,) = _lastActivity(s);
        uint256 allowed = MAX_TOKENS_PER_SECOND * (block.timestamp - lastTime);
        if (tokensClaimed > allowed) revert ExcessiveTokens(tokensClaimed, allowed);
        cumulativeTokens = s.tokensUsed + tokensClaimed;
        require(cumulativeTokens <= _tokensFor(s.funds, s.pricePerToken), "Tokens claimed exceed deposit");
    }

    /// @dev Error: "Invalid proof signature".
    function _consumeProof(
        uint256 jobId,
        uint256 seq,
        uint256 tokensClaimed,
        uint256 cumulativeTokens,
        bytes calldata proof
    ) private returns (bytes32 proofHash) {
        require(proof.length == PROOF_LENGTH, "Invalid proof signature");
        proofHash = bytes32(proof[:32]);
        bool valid = PROOFS.consume(jobId, msg.sender, seq, tokensClaimed, cumulativeTokens, proofHash, proof[32:]);
        require(valid, "Invalid proof signature");
    }
}
