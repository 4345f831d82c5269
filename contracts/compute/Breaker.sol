// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {BreakerParameters} from "./BreakerParameters.sol";
import {FunctionNames} from "./FunctionNames.sol";
import {IBreaker} from "./IBreaker.sol";
import {Outcome} from "./PromptTypes.sol";

/// @title Levels and pauses
/// @notice There is one pause. Whoever may end it, and how, does not depend on how it began; only one for a time ends
/// by itself.
// Times are compared all over. A block's producer can shift them by seconds; cooldowns and pauses last hours.
// slither-disable-start timestamp
abstract contract Breaker is BreakerParameters, FunctionNames {
    uint256 public constant MAX_EMERGENCY_PAUSE = 7 days;
    uint256 public constant SUSPICIOUS_LIMIT = 10;

    uint8 private constant NORMAL = 0;
    uint8 private constant THROTTLED = 1;
    uint8 private constant PAUSED = 2;

    // ------------------------------------------------------------------ levels

    /// @inheritdoc IBreaker
    function setCircuitBreakerLevel(uint256 level) external {
        // Verify
        bool owner = _verifyGuard();
        require(level <= PAUSED, "Invalid level");
        if (level == _level) revert LevelUnchanged(level);
        if (level > _level) {
            require(level == uint256(_level) + 1, "Cannot skip circuit breaker levels");
        } else {
            require(owner, "Unauthorized");
            _verifyCooled();
        }

        // Effects, events
        if (level > _level) _tighten(uint8(level), msg.sender, false);
        else _relax(uint8(level));
    }

    /// @inheritdoc IBreaker
    function emergencyPause(string calldata reason) external {
        // Verify
        _verifyGuard();
        if (_level == PAUSED) revert EnforcedPause();

        // Effects, events
        _tighten(PAUSED, msg.sender, false);
        emit EmergencyPaused(msg.sender, reason);
    }

    /// @inheritdoc IBreaker
    function autoRecover() external {
        // Verify
        PromptStorage storage s = _store();
        uint256 period = s.recoveryPeriod;
        bool due = s.automatic && _level != NORMAL && period != 0 && block.timestamp >= s.tightenedAt + period;
        if (!due) revert RecoveryNotDue();

        // Effects, events
        _forgetOutcomes(s);
        _relax(NORMAL);
    }

    // ------------------------------------------------------------------ pauses

    /// @inheritdoc IBreaker
    function pause() external onlyOwner {
        // Verify
        if (_level == PAUSED) revert EnforcedPause();

        // Effects, events
        _tighten(PAUSED, msg.sender, false);
    }

    /// @inheritdoc IBreaker
    function unpause() external onlyOwner {
        // Verify
        if (!_isPaused()) revert ExpectedPause();
        _verifyCooled();

        // Effects, events
        if (_level == PAUSED) {
            _relax(NORMAL);
        } else {
            _settlePause();
            emit Unpaused(msg.sender);
        }
    }

    /// @inheritdoc IBreaker
    function emergencyPauseFor(uint256 duration) external {
        // Verify
        PromptStorage storage s = _store();
        require(msg.sender == s.governance, "Unauthorized");
        if (duration < COOLDOWN || duration > MAX_EMERGENCY_PAUSE) revert InvalidDuration(duration);
        if (_isPaused()) revert EnforcedPause();

        // Effects
        uint256 end = block.timestamp + duration;
        _settlePause();
        _pausedAt = uint40(block.timestamp);
        _pauseEnds = uint40(end);
        s.tightenedAt = uint40(block.timestamp);

        // Events
        emit Paused(msg.sender);
        emit PausedUntil(end);
    }

    /// @inheritdoc IBreaker
    function pauseFunction(string calldata name) external {
        // Verify
        _verifyGuard();
        uint16 bit = _verifyChange(name, true);

        // Effects
        _pausedFunctions |= bit;
        _store().tightenedAt = uint40(block.timestamp);

        // Events
        emit FunctionPauseSet(name, true, msg.sender);
    }

    /// @inheritdoc IBreaker
    function unpauseFunction(string calldata name) external onlyOwner {
        // Verify
        uint16 bit = _verifyChange(name, false);
        _verifyCooled();

        // Effects
        _pausedFunctions &= ~bit;

        // Events
        emit FunctionPauseSet(name, false, msg.sender);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IBreaker
    function circuitBreakerLevel() external view returns (uint256) {
        return _level;
    }

    /// @inheritdoc IBreaker
    function pauseEnds() external view returns (uint256) {
        return _pauseEnds;
    }

    /// @inheritdoc IBreaker
    function isFunctionPaused(string calldata name) external view returns (bool) {
        return _pausedFunctions & _bitOf(name) != 0;
    }

    // ------------------------------------------------------------------ what jobs report

    /// @dev A job is over. Enough failures, and too many for the successes, pause the marketplace.
    function _count(Outcome outcome) internal {
        PromptStorage storage s = _store();
        // No amount and no time is compared.
        // slither-disable-next-line incorrect-equality
        if (outcome == Outcome.Success) s.successes += 1;
        if (outcome != Outcome.Failure) return;
        s.failures += 1;
        s.lastIncident = uint40(block.timestamp);
        bool many = s.failures >= failureThreshold() && 10 * uint256(s.failures) > s.successes;
        if (many && _level != PAUSED) _tighten(PAUSED, address(this), true);
    }

    /// @dev A renter paid sooner than anybody could have read the result. Enough of them slow claims down.
    function _countSuspicious() internal {
        PromptStorage storage s = _store();
        s.suspicious += 1;
        s.lastIncident = uint40(block.timestamp);
        if (s.suspicious >= SUSPICIOUS_LIMIT && _level == NORMAL) _tighten(THROTTLED, address(this), true);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Raises the level. A pause for a time becomes one without end.
    // In a loop at most once: it is done where the level is not there yet.
    // slither-disable-next-line costly-loop
    function _tighten(uint8 level, address by, bool automatic) private {
        PromptStorage storage s = _store();
        (s.tightenedAt, s.automatic) = (uint40(block.timestamp), automatic);
        _level = level;
        if (level == PAUSED) {
            if (_isPaused()) {
                _pauseEnds = 0;
            } else {
                _settlePause();
                _pausedAt = uint40(block.timestamp);
                emit Paused(by);
            }
        }
        emit CircuitBreakerLevelSet(level, by);
    }

    /// @dev Lowers the level.
    function _relax(uint8 level) private {
        PromptStorage storage s = _store();
        s.automatic = false;
        if (_level == PAUSED) {
            _settlePause();
            _forgetOutcomes(s);
            emit Unpaused(msg.sender);
        }
        _level = level;
        emit CircuitBreakerLevelSet(level, msg.sender);
    }

    /// @dev Books the seconds of the last pause and ends it, if it has not ended by itself.
    // In a loop at most once: see `_tighten`.
    // slither-disable-next-line costly-loop
    function _settlePause() private {
        _pausedSeconds = uint32(_pausedTotal());
        (_pausedAt, _pauseEnds) = (0, 0);
    }

    function _forgetOutcomes(PromptStorage storage s) private {
        (s.failures, s.successes, s.suspicious) = (0, 0, 0);
    }

    /// @dev Errors: UnknownFunction, FunctionPauseUnchanged.
    function _verifyChange(string calldata name, bool paused) private view returns (uint16 bit) {
        bit = _bitOf(name);
        if (bit == 0) revert UnknownFunction(name);
        if ((_pausedFunctions & bit != 0) == paused) revert FunctionPauseUnchanged(name);
    }
}
// slither-disable-end timestamp
