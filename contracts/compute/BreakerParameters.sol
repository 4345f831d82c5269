// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {BreakerStore} from "./BreakerStore.sol";
import {IBreaker} from "./IBreaker.sol";

/// @title Who may do what with the breaker, and its bounded settings
abstract contract BreakerParameters is BreakerStore {
    /// @notice How long after the last tightening nothing can be loosened.
    uint256 public constant COOLDOWN = 1 hours;

    uint256 public constant MAX_FAILURE_THRESHOLD = 1_000_000;
    uint256 public constant MAX_RECOVERY_PERIOD = 30 days;
    uint256 private constant DEFAULT_FAILURE_THRESHOLD = 5;

    // ------------------------------------------------------------------ settings

    /// @inheritdoc IBreaker
    function setFailureThreshold(uint256 threshold) external {
        // Verify
        _verifyGoverned();
        if (threshold == 0 || threshold > MAX_FAILURE_THRESHOLD) {
            revert InvalidLimits(threshold, MAX_FAILURE_THRESHOLD);
        }

        // Effects
        _store().failureThreshold = uint32(threshold);

        // Events
        emit FailureThresholdSet(threshold);
    }

    /// @inheritdoc IBreaker
    function setAutoRecoveryPeriod(uint256 period) external {
        // Verify
        _verifyGoverned();
        bool valid = period == 0 || (period >= COOLDOWN && period <= MAX_RECOVERY_PERIOD);
        if (!valid) revert InvalidDuration(period);

        // Effects
        _store().recoveryPeriod = uint32(period);

        // Events
        emit AutoRecoveryPeriodSet(period);
    }

    /// @inheritdoc IBreaker
    // Zero is meant: nobody.
    // slither-disable-next-line missing-zero-check
    function setGuardian(address guardian_) external onlyOwner {
        // Effects
        _store().guardian = guardian_;

        // Events
        emit GuardianSet(guardian_);
    }

    /// @inheritdoc IBreaker
    function setGovernance(address governance_) external onlyOwner {
        // Verify
        if (governance_ == address(0)) revert ZeroAddress();

        // Effects
        _store().governance = governance_;

        // Events
        emit GovernanceSet(governance_);
    }

    /// @inheritdoc IBreaker
    function setAccountIntegration(address integration) external onlyOwner {
        // Verify
        if (integration == address(0)) revert ZeroAddress();
        PromptStorage storage s = _store();
        if (s.integration != address(0)) revert IntegrationAlreadySet(s.integration);

        // Effects
        s.integration = integration;

        // Events
        emit AccountIntegrationSet(integration);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IBreaker
    function getCircuitBreakerMetrics()
        external
        view
        returns (uint256 failures, uint256 successes, uint256 suspicious, uint256 lastIncident)
    {
        PromptStorage storage s = _store();
        return (s.failures, s.successes, s.suspicious, s.lastIncident);
    }

    /// @inheritdoc IBreaker
    function tightenedAt() external view returns (uint256) {
        return _store().tightenedAt;
    }

    /// @inheritdoc IBreaker
    function autoRecoveryPeriod() external view returns (uint256) {
        return _store().recoveryPeriod;
    }

    /// @inheritdoc IBreaker
    function guardian() external view returns (address) {
        return _store().guardian;
    }

    /// @inheritdoc IBreaker
    function governance() external view returns (address) {
        return _store().governance;
    }

    /// @inheritdoc IBreaker
    function accountIntegration() external view returns (address) {
        return _store().integration;
    }

    /// @inheritdoc IBreaker
    function failureThreshold() public view returns (uint256) {
        uint256 threshold = _store().failureThreshold;
        return threshold == 0 ? DEFAULT_FAILURE_THRESHOLD : threshold;
    }

    // ------------------------------------------------------------------ checks

    /// @dev Error: the text "Unauthorized". Returns whether the caller is the owner.
    function _verifyGuard() internal view returns (bool owner) {
        owner = _isOwner();
        address guard = _store().guardian;
        require(owner || (msg.sender == guard && guard != address(0)), "Unauthorized");
    }

    /// @dev Error: the text "Cooldown period not elapsed".
    // A block's producer can shift the time by seconds; the cooldown is an hour.
    // slither-disable-next-line timestamp
    function _verifyCooled() internal view {
        require(block.timestamp >= _store().tightenedAt + COOLDOWN, "Cooldown period not elapsed");
    }

    function _verifyGoverned() private view {
        require(_isOwner() || msg.sender == _store().governance, "Unauthorized");
    }
}
