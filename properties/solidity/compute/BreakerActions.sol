// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import "./Ids.sol" as Id;
import {IGoverned, IJobs, ILinked, IMarket} from "./Market.sol";
import {ModelActions} from "./ModelActions.sol";

/// @title The circuit breaker, and what all calls about prompt jobs have in common
abstract contract BreakerActions is ModelActions {
    uint256 private constant SHORTEST = 1 hours;
    uint256 private constant LONGEST = 7 days;

    uint256 internal _guardian = AUTHORITY;
    address private _marketGovernance;
    uint256 private _noted;

    // ------------------------------------------------------------------ levels and pauses

    function _setLevel(uint256 who, uint256 level) internal {
        bool isHigher = level > _level;
        bool mayTighten = _isGuard(who) && level == _level + 1;
        bool mayLoosen = who == OWNER && _isCool();
        bytes memory data = abi.encodeCall(IJobs.setCircuitBreakerLevel, (level));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_SEQ_03, level <= HIGHEST && level != _level && (isHigher ? mayTighten : mayLoosen));
            if (isHigher) _tighten(level, false);
            else _relax(level);
            _claimBreaker();
        }
        _note("set_circuit_breaker_level", who, data, 0, ok);
    }

    function _emergencyPause(uint256 who, string memory reason) internal {
        bytes memory data = abi.encodeCall(IJobs.emergencyPause, (reason));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_SEQ_03, _isGuard(who) && _level != HIGHEST);
            _tighten(HIGHEST, false);
            _claimBreaker();
        }
        _note("emergency_pause", who, data, 0, ok);
    }

    function _emergencyPauseFor(uint256 who, uint256 duration) internal {
        bool mayPause = !_isPaused() && duration >= SHORTEST && duration <= LONGEST;
        bytes memory data = abi.encodeCall(IJobs.emergencyPauseFor, (duration));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_SEQ_03, mayPause && _actors[who].account == _marketGovernance);
            _pauseUntil(block.timestamp + duration);
            _claimBreaker();
        }
        _note("emergency_pause_for", who, data, 0, ok);
    }

    function _pauseFunction(uint256 who, uint256 number, bool isPause) internal {
        string memory name = _functionName(number);
        bytes memory data =
            isPause ? abi.encodeCall(IJobs.pauseFunction, (name)) : abi.encodeCall(IJobs.unpauseFunction, (name));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_SEQ_03, number < FUNCTIONS && _isIn(_stopped, number) != isPause);
            _claim(Id.JOB_SEQ_03, isPause ? _isGuard(who) : who == OWNER && _isCool());
            if (isPause) _tightenedAt = block.timestamp;
            _stopped = _with(_stopped, number, isPause);
            _claimBreaker();
        }
        _note(isPause ? "pause_function" : "unpause_function", who, data, 0, ok);
    }

    function _recover(uint256 who) internal {
        bool isDue = _isAutomatic && _level != 0 && _recovery != 0 && block.timestamp >= _tightenedAt + _recovery;
        bytes memory data = abi.encodeCall(IJobs.autoRecover, ());
        bool ok = _act(who, address(market), 0, data).ok;
        _claim(Id.JOB_SEQ_03, ok == isDue);
        if (ok) {
            _claim(Id.JOB_SEQ_03, _isCool());
            _forgetOutcomes();
            _relax(0);
            _claimBreaker();
        }
        _note("auto_recover", who, data, 0, ok);
    }

    // ------------------------------------------------------------------ settings

    function _setThreshold(uint256 who, uint256 number) internal {
        bytes memory data = abi.encodeCall(IJobs.setFailureThreshold, (number));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER || _actors[who].account == _marketGovernance);
            _threshold = number;
        }
        _note("set_failure_threshold", who, data, 0, ok);
    }

    function _setRecovery(uint256 who, uint256 period) internal {
        bytes memory data = abi.encodeCall(IJobs.setAutoRecoveryPeriod, (period));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER || _actors[who].account == _marketGovernance);
            _claim(Id.JOB_SEQ_03, period == 0 || period >= COOLING);
            _recovery = period;
        }
        _note("set_auto_recovery_period", who, data, 0, ok);
    }

    function _setGuardian(uint256 who, uint256 to) internal {
        bytes memory data = abi.encodeCall(IJobs.setGuardian, (_accountOf(to)));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _guardian = to;
            _claim(Id.JOB_ACC_05, who == OWNER && jobs.guardian() == _accountOf(to));
        }
        _note("set_guardian", who, data, 0, ok);
    }

    /// @dev One of the contracts that listen to a governance listens to somebody else from now on.
    function _setGovernance(string memory action, uint256 who, address governed, address to)
        internal
        returns (bool ok)
    {
        bytes memory data = abi.encodeCall(IGoverned.setGovernance, (to));
        ok = _act(who, governed, 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER && IGoverned(governed).governance() == to);
            if (governed == address(market)) _marketGovernance = to;
        }
        _note(action, who, data, 0, ok);
    }

    /// @dev Number of an actor, or, for any other, the contract that votes.
    function _governor(uint256 to) internal view returns (address) {
        return to < ACTORS ? _actors[to].account : to == ACTORS ? address(0) : address(voting);
    }

    // ------------------------------------------------------------------ parts

    function _isGuard(uint256 who) internal view returns (bool) {
        return who == OWNER || who == _guardian;
    }

    /// @dev A call that nobody may make. @param property What hangs on that.
    function _closed(string memory action, uint256 who, address to, bytes memory data, uint256 value, uint8 property)
        internal
    {
        bool ok = _act(who, to, value, data).ok;
        _claim(property, !ok);
        _tell(action, who, _argumentsOf(data), value, ok);
    }

    /// @dev Tells of a call; and looks whether some job, over or not, is still what it was, and the breaker.
    function _note(string memory action, uint256 who, bytes memory data, uint256 value, bool ok) internal {
        if (_jobIds.length != 0) {
            uint256 jobId = _jobIds[_noted++ % _jobIds.length];
            _claimJob(jobId);
            if (_noted % 4 == 0) _claimProof(jobId);
        }
        if (_noted % 4 == 1) _claimBreaker();
        _tell(action, who, _argumentsOf(data), value, ok);
    }

    /// @dev Whoever would call back while it is paid takes the payment as usual: the contract that it would call is
    /// another one than pays.
    function _calm() internal {
        for (uint256 who = CONTRACT_DEPOSITOR; who <= CONTRACT_HOST; ++who) {
            if (_moods[who] == REENTER) _setMood(who, ACCEPT, address(market), address(earnings));
        }
        for (uint256 asset = 1; asset < ASSETS; ++asset) {
            if (_tokens[asset].mood == CALLS_BACK) _setTokenMood(asset, PLAIN, address(market), 0);
        }
    }
}
