// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobType, Session} from "./ComputeTypes.sol";

/// @title What the marketplace shows
/// @notice An asset is a token's address, or zero for the native coin; amounts are in its base units. Prices are per
/// token of work and times 1000. Times are seconds.
interface IMarketplaceViews {
    // ------------------------------------------------------------------ views of sessions (unknown ids: all zeros)
    /// @notice A session, with named fields.
    function sessionJobs(uint256 jobId) external view returns (Session memory);
    /// @notice The same.
    function getSessionDetails(uint256 jobId) external view returns (Session memory session);
    /// @notice Several sessions.
    function getSessions(uint256[] calldata jobIds) external view returns (Session[] memory sessions);
    /// @notice What a job is.
    function jobType(uint256 jobId) external view returns (JobType);
    /// @notice Id of the next job. Ids start at 1.
    function nextJobId() external view returns (uint256);
    /// @notice Active sessions of a host from `offset` on, at most `limit`. The last takes the place of one that ends.
    function getActiveSessionsForHost(address host, uint256 offset, uint256 limit)
        external
        view
        returns (uint256[] memory jobIds);
    /// @notice How many sessions of a host are active.
    function getActiveSessionCount(address host) external view returns (uint256);
    /// @notice Whether `host` could claim work now, if enough time has passed for it.
    function canHostProcessSession(uint256 jobId, address host) external view returns (bool);
    /// @notice Where an active session stands; of one that is over, only its tokens and proofs.
    /// @return tokensUsed Proven tokens.
    /// @return tokensRemaining Tokens that the deposit still pays, rounded down.
    /// @return owedToHost Price of the proven tokens before the fee, rounded down.
    /// @return refundable Deposit less that.
    /// @return proofCount Accepted proofs.
    /// @return idleSeconds Time since the last proof, without pauses.
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
        );
    /// @notice What a new session in an asset must obey.
    function getSessionRequirements(address asset)
        external
        view
        returns (
            uint256 minDeposit,
            uint256 maxDeposit,
            uint256 minProofInterval,
            uint256 maxDuration,
            uint256 minProvenTokens,
            // The result is the value of the function of that name, for new sessions.
            // slither-disable-next-line shadowing-local
            uint256 disputeWindow
        );
    /// @notice What the host signs for the next proof of a session. `tokensClaimed` must be one that can be claimed.
    function getProofDigest(uint256 jobId, uint256 tokensClaimed, bytes32 proofHash) external view returns (bytes32);
    /// @notice Whether a session is due for timeout.
    function isTimedOut(uint256 jobId) external view returns (bool);
    /// @notice Idle seconds after which, and not at which, a session is due for timeout.
    function proofTimeout(uint256 jobId) external view returns (uint256);

    // ------------------------------------------------------------------ views of money and parameters
    /// @notice What a user has deposited for later sessions.
    function userDeposits(address user, address asset) external view returns (uint256);
    /// @notice Sum of all users' deposits.
    function totalUserDeposits(address asset) external view returns (uint256);
    /// @notice Fees not yet withdrawn.
    function accumulatedTreasury(address asset) external view returns (uint256);
    /// @notice Where fees go.
    function treasury() external view returns (address);
    /// @notice Share of the fee in 1/10000.
    function feeBps() external view returns (uint256);
    /// @notice Least deposit of a session.
    function tokenMinDeposits(address asset) external view returns (uint256);
    /// @notice Greatest deposit of a session.
    function tokenMaxDeposits(address asset) external view returns (uint256);
    /// @notice Whether a token is accepted. The coin always is, and is not listed.
    function acceptedTokens(address token) external view returns (bool);
    /// @notice Seconds after the last proof during which a session can't be completed, for new sessions.
    function disputeWindow() external view returns (uint256);
    /// @notice Whether creation, extension, deposits and proofs are stopped.
    function paused() external view returns (bool);
    /// @notice Seconds of all pauses so far.
    function pausedTotal() external view returns (uint256);
}
