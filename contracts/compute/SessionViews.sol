// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobType, Session, SessionStatus} from "./ComputeTypes.sol";
import {IMarketplaceViews} from "./IMarketplaceViews.sol";
import {SessionStore} from "./SessionStore.sol";

/// @title Sessions as callers see them
/// @notice Nothing here changes anything. Unknown ids read as zeros.
abstract contract SessionViews is SessionStore {
    // ------------------------------------------------------------------ records

    /// @inheritdoc IMarketplaceViews
    function sessionJobs(uint256 jobId) external view returns (Session memory) {
        return _load(jobId);
    }

    /// @inheritdoc IMarketplaceViews
    function getSessionDetails(uint256 jobId) external view returns (Session memory session) {
        return _load(jobId);
    }

    /// @inheritdoc IMarketplaceViews
    function getSessions(uint256[] calldata jobIds) external view returns (Session[] memory sessions) {
        sessions = new Session[](jobIds.length);
        for (uint256 i; i < jobIds.length; ++i) {
            sessions[i] = _load(jobIds[i]);
        }
    }

    /// @inheritdoc IMarketplaceViews
    function jobType(uint256 jobId) external view returns (JobType) {
        return _sessions[jobId].status == SessionStatus.None ? JobType.SinglePrompt : JobType.Session;
    }

    /// @inheritdoc IMarketplaceViews
    function nextJobId() external view returns (uint256) {
        return _nextJobId;
    }

    // ------------------------------------------------------------------ for hosts

    /// @inheritdoc IMarketplaceViews
    function getActiveSessionsForHost(address host, uint256 offset, uint256 limit)
        external
        view
        returns (uint256[] memory jobIds)
    {
        uint256 total = NODES.openSessions(host);
        uint256 left = offset < total ? total - offset : 0;
        jobIds = new uint256[](limit < left ? limit : left);
        for (uint256 i; i < jobIds.length; ++i) {
            jobIds[i] = _activeOf[host][offset + i];
        }
    }

    /// @inheritdoc IMarketplaceViews
    function getActiveSessionCount(address host) external view returns (uint256) {
        return NODES.openSessions(host);
    }

    /// @inheritdoc IMarketplaceViews
    // A view: whoever acts on it meets the same comparison again.
    // slither-disable-next-line timestamp
    function canHostProcessSession(uint256 jobId, address host) external view returns (bool) {
        StoredSession storage s = _sessions[jobId];
        bool open = s.status == SessionStatus.Active && !s.finalClaimMade && block.timestamp <= _endOf(s);
        return open && s.host == host && !_isPaused();
    }

    // ------------------------------------------------------------------ where a session stands

    /// @inheritdoc IMarketplaceViews
    function getSessionMetrics(uint256 jobId)
        external
        view
        returns (
            uint256 tokensUsed,
            uint256 tokensRemaining,
            uint256 owedToHost,
            uint256 refundable,
            uint256 proofCount,
            uint256 idleSeconds
        )
    {
        StoredSession storage s = _sessions[jobId];
        (tokensUsed, proofCount) = (s.tokensUsed, s.proofCount);
        if (s.status == SessionStatus.Active) {
            tokensRemaining = _tokensFor(s.funds, s.pricePerToken) - tokensUsed;
            owedToHost = _priceOf(tokensUsed, s.pricePerToken);
            refundable = s.funds - owedToHost;
            idleSeconds = _idleSeconds(s);
        }
    }

    /// @inheritdoc IMarketplaceViews
    function getSessionRequirements(address asset)
        external
        view
        returns (
            uint256 minDeposit,
            uint256 maxDeposit,
            uint256 minProofInterval,
            uint256 maxDuration,
            uint256 minProvenTokens,
            // The interface names its result so; the function reads the variable behind the other.
            // slither-disable-next-line shadowing-local
            uint256 disputeWindow
        )
    {
        Asset storage a = _assets[asset];
        (minDeposit, maxDeposit, disputeWindow) = (a.minDeposit, a.maxDeposit, _disputeWindow);
        (minProofInterval, maxDuration, minProvenTokens) = (MIN_PROOF_INTERVAL, MAX_DURATION, MIN_PROVEN_TOKENS);
    }

    /// @inheritdoc IMarketplaceViews
    // A view: whoever acts on it meets the same comparison again.
    // slither-disable-next-line timestamp
    function isTimedOut(uint256 jobId) external view returns (bool) {
        StoredSession storage s = _sessions[jobId];
        return s.status == SessionStatus.Active && _isDue(s);
    }

    /// @inheritdoc IMarketplaceViews
    function proofTimeout(uint256 jobId) external view returns (uint256) {
        StoredSession storage s = _sessions[jobId];
        return s.status == SessionStatus.None ? 0 : _timeoutOf(s);
    }

    // ------------------------------------------------------------------ internal

    // The model registry is fixed at deployment; in a loop it is asked by a view only.
    // slither-disable-next-line calls-loop
    function _load(uint256 jobId) private view returns (Session memory v) {
        StoredSession storage s = _sessions[jobId];
        if (s.status == SessionStatus.None) return v;
        (v.depositor, v.host, v.paymentToken) = (s.depositor, s.host, _assetOf(s));
        (v.pricePerToken, v.tokensUsed, v.maxDuration) = (s.pricePerToken, s.tokensUsed, s.maxDuration);
        (v.startTime, v.proofInterval, v.disputeWindow) = (s.startTime, s.proofInterval, s.disputeWindow);
        (v.lastProofTime, v.pausedBefore) = _lastActivity(s);
        (v.status, v.proofCount, v.finalClaimMade) = (s.status, s.proofCount, s.finalClaimMade);
        (v.modelId, v.lastProofHash) = (MODELS.modelIdAt(s.modelNumber), s.lastProofHash);
        if (s.status == SessionStatus.Active) {
            v.deposit = s.funds;
        } else {
            uint256 gross = _priceOf(s.tokensUsed, s.pricePerToken) + s.cancellationFee;
            v.treasuryFee = _feeOf(gross);
            v.paidToHost = gross - v.treasuryFee;
            v.refunded = s.funds;
        }
    }
}
