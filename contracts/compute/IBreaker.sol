// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {SharedErrors} from "./SharedErrors.sol";

/// @title The circuit breaker of the whole marketplace
/// @notice Level 0 is normal, at level 1 hosts wait between claims, at level 2 the marketplace is paused: nothing new
/// begins and nothing can be proven; every way out stays open. The guardian can only tighten; loosening is the owner's,
/// an hour after the last tightening. Times are seconds. Clients match on these texts: "Unauthorized", "Invalid level",
/// "Cannot skip circuit breaker levels", "Cooldown period not elapsed".
interface IBreaker is SharedErrors {
    // ------------------------------------------------------------------ events
    event CircuitBreakerLevelSet(uint256 level, address indexed by);
    event EmergencyPaused(address indexed by, string reason);
    event PausedUntil(uint256 end);
    event FunctionPauseSet(string name, bool paused, address indexed by);
    event FailureThresholdSet(uint256 threshold);
    event AutoRecoveryPeriodSet(uint256 period);
    event GuardianSet(address indexed guardian);
    event GovernanceSet(address indexed governance);
    event AccountIntegrationSet(address indexed integration);
    // The event of OpenZeppelin's Pausable, which watchers know without an index.
    // slither-disable-next-line unindexed-event-address
    event Paused(address account);
    // The event of OpenZeppelin's Pausable, which watchers know without an index.
    // slither-disable-next-line unindexed-event-address
    event Unpaused(address account);

    // ------------------------------------------------------------------ errors
    error OwnableUnauthorizedAccount(address account);
    error EnforcedPause();
    error ExpectedPause();
    error LevelUnchanged(uint256 level);
    error UnknownFunction(string name);
    error FunctionPauseUnchanged(string name);
    error RecoveryNotDue();
    error InvalidDuration(uint256 duration);
    error IntegrationAlreadySet(address integration);

    // ------------------------------------------------------------------ levels and pauses
    /// @notice Changes the level. Up: one step, by owner or guardian; down: by the owner, after the cooldown. Level 2
    /// pauses; leaving it ends the pause and forgets the counted outcomes.
    /// Errors in this order: "Unauthorized", "Invalid level", LevelUnchanged, "Cannot skip circuit breaker levels" or,
    /// for a lower level, "Unauthorized" and "Cooldown period not elapsed".
    function setCircuitBreakerLevel(uint256 level) external;

    /// @notice Goes to level 2 from any level. Caller: owner or guardian. Errors: "Unauthorized", EnforcedPause.
    function emergencyPause(string calldata reason) external;

    /// @notice The same, by the owner. Errors: OwnableUnauthorizedAccount, EnforcedPause.
    function pause() external;

    /// @notice Ends any pause, and level 2. Caller: owner, after the cooldown.
    /// Errors in this order: OwnableUnauthorizedAccount, ExpectedPause, "Cooldown period not elapsed".
    function unpause() external;

    /// @notice Pauses for a time, 1 hour to 7 days, at whose end the pause ends by itself; the level stays. Caller:
    /// governance. Errors in this order: "Unauthorized", InvalidDuration, EnforcedPause.
    function emergencyPauseFor(uint256 duration) external;

    /// @notice Stops one function that begins something; "postJob" and "claimJob" stop all that post and claim. Caller:
    /// owner or guardian. Errors in this order: "Unauthorized", UnknownFunction, FunctionPauseUnchanged.
    function pauseFunction(string calldata name) external;

    /// @notice Caller: owner, after the cooldown. Errors in this order: OwnableUnauthorizedAccount, UnknownFunction,
    /// FunctionPauseUnchanged, "Cooldown period not elapsed".
    function unpauseFunction(string calldata name) external;

    /// @notice Returns to level 0 from a level that was reached automatically, if the owner allowed it by a period, and
    /// that has passed. Caller: anyone. Error: RecoveryNotDue.
    function autoRecover() external;

    // ------------------------------------------------------------------ parameters
    /// @notice Failures from which on the marketplace pauses by itself, if they are also more than a tenth of the
    /// successes; 1 to 1,000,000. Caller: owner or governance. Errors: "Unauthorized", InvalidLimits.
    function setFailureThreshold(uint256 threshold) external;

    /// @notice Zero, or 1 hour to 30 days. Caller: owner or governance. Errors: "Unauthorized", InvalidDuration.
    function setAutoRecoveryPeriod(uint256 period) external;

    /// @notice Zero: nobody. Caller: owner. Error: OwnableUnauthorizedAccount.
    function setGuardian(address guardian_) external;

    /// @notice Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setGovernance(address governance_) external;

    /// @notice Names the contract that may act for others, once and for all. Caller: owner.
    /// Errors in this order: OwnableUnauthorizedAccount, ZeroAddress, IntegrationAlreadySet.
    function setAccountIntegration(address integration) external;

    // ------------------------------------------------------------------ views
    /// @notice Failed and successful prompt jobs since the last pause, hasty releases, and when one of the first or the
    /// last was seen last.
    function getCircuitBreakerMetrics()
        external
        view
        returns (uint256 failures, uint256 successes, uint256 suspicious, uint256 lastIncident);
    /// @notice 0 normal, 1 throttled, 2 paused.
    function circuitBreakerLevel() external view returns (uint256);
    /// @notice When the breaker was last tightened.
    function tightenedAt() external view returns (uint256);
    /// @notice When a running or past pause for a time ends; zero for other pauses.
    function pauseEnds() external view returns (uint256);
    /// @notice Whether a function is paused by its own name; false for unknown names.
    function isFunctionPaused(string calldata name) external view returns (bool);
    /// @notice See `setFailureThreshold`.
    function failureThreshold() external view returns (uint256);
    /// @notice See `setAutoRecoveryPeriod`.
    function autoRecoveryPeriod() external view returns (uint256);
    /// @notice Who may tighten besides the owner.
    function guardian() external view returns (address);
    /// @notice Who may set parameters, besides the owner, and pause for a time.
    function governance() external view returns (address);
    /// @notice Which contract may act for others.
    function accountIntegration() external view returns (address);
}
