// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import "./Ids.sol" as Id;
import {Setup} from "./Setup.sol";

/// @title The circuit breaker as the model keeps it: level, pauses, stopped functions, and what makes it rise
abstract contract BreakerGhosts is Setup {
    uint256 internal constant COOLING = 1 hours;
    uint256 internal constant HIGHEST = 2;
    uint256 private constant MANY_HASTY = 10;

    // Functions that can be stopped, as bits in the order of their names.
    uint256 internal constant CREATE_SESSION = 1;
    uint256 internal constant CREATE_WITH_TOKEN = 2;
    uint256 internal constant CREATE_FROM_DEPOSIT = 4;
    uint256 internal constant EXTEND_SESSION = 8;
    uint256 internal constant DEPOSIT_COIN = 16;
    uint256 internal constant DEPOSIT_TOKEN = 32;
    uint256 internal constant POST_JOB = 64;
    uint256 internal constant POST_WITH_TOKEN = 128;
    uint256 internal constant POST_MANY = 256;
    uint256 internal constant POST_FOR = 512;
    uint256 internal constant CLAIM_JOB = 1_024;
    uint256 internal constant CLAIM_FOR = 2_048;
    uint256 internal constant FUNCTIONS = 12;

    uint256 internal _level;
    uint256 internal _tightenedAt;
    bool internal _isAutomatic;
    uint256 internal _stopped;
    uint256 internal _threshold = 5;
    uint256 internal _recovery;

    /// @dev Zero without a pause, and for one without end.
    uint256 internal _pauseEnds;
    uint256 private _pausedSince;
    uint256 private _pausedSum;

    uint256 private _failures;
    uint256 private _successes;
    uint256 private _hasty;

    function _isPaused() internal view returns (bool) {
        return _pausedSince != 0 && (_pauseEnds == 0 || block.timestamp < _pauseEnds);
    }

    /// @dev Seconds of all pauses, the running one included.
    function _pausedTotal() internal view returns (uint256) {
        if (_pausedSince == 0) return _pausedSum;
        bool isOver = _pauseEnds != 0 && _pauseEnds < block.timestamp;
        return _pausedSum + (isOver ? _pauseEnds : block.timestamp) - _pausedSince;
    }

    /// @dev Whether something may be loosened.
    function _isCool() internal view returns (bool) {
        return block.timestamp >= _tightenedAt + COOLING;
    }

    /// @dev Something has begun by one of these functions.
    function _claimBegins(uint256 functions) internal {
        _claim(Id.JOB_SEQ_03, !_isPaused() && _stopped & functions == 0);
    }

    /// @dev The marketplace has the level and the pause that it should have.
    function _claimBreaker() internal {
        bool isRight = jobs.circuitBreakerLevel() == _level && market.paused() == _isPaused();
        _claim(Id.JOB_SEQ_03, isRight && jobs.tightenedAt() == _tightenedAt && market.pausedTotal() == _pausedTotal());
    }

    function _functionName(uint256 number) internal pure returns (string memory) {
        string[12] memory names = [
            "createSessionJobForModel",
            "createSessionJobForModelWithToken",
            "createSessionFromDeposit",
            "extendSession",
            "depositNative",
            "depositToken",
            "postJob",
            "postJobWithToken",
            "batchPostJobs",
            "createJobFor",
            "claimJob",
            "claimJobFor"
        ];
        return number < FUNCTIONS ? names[number] : "releasePayment";
    }

    // ------------------------------------------------------------------ bookkeeping

    function _tighten(uint256 level, bool isAutomatic) internal {
        (_tightenedAt, _isAutomatic, _level) = (block.timestamp, isAutomatic, level);
        if (level != HIGHEST) return;
        if (!_isPaused()) {
            _settlePause();
            _pausedSince = block.timestamp;
        }
        _pauseEnds = 0;
    }

    function _relax(uint256 level) internal {
        _isAutomatic = false;
        if (_level == HIGHEST) {
            _settlePause();
            _forgetOutcomes();
        }
        _level = level;
    }

    /// @dev A pause that ends by itself.
    function _pauseUntil(uint256 end) internal {
        _settlePause();
        (_pausedSince, _pauseEnds, _tightenedAt) = (block.timestamp, end, block.timestamp);
    }

    function _settlePause() internal {
        _pausedSum = _pausedTotal();
        (_pausedSince, _pauseEnds) = (0, 0);
    }

    function _forgetOutcomes() internal {
        (_failures, _successes, _hasty) = (0, 0, 0);
    }

    /// @dev Enough failures, and too many for the successes, pause everything.
    function _countOutcome(bool isSuccess) internal {
        if (isSuccess) {
            ++_successes;
            return;
        }
        ++_failures;
        if (_level != HIGHEST && _failures >= _threshold && 10 * _failures > _successes) _tighten(HIGHEST, true);
    }

    /// @dev Enough payments sooner than anybody can read slow claims down.
    function _countHaste() internal {
        if (++_hasty >= MANY_HASTY && _level == 0) _tighten(1, true);
    }
}
