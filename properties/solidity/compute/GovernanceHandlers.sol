// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {vm} from "../Vm.sol";
import {JobHandlers} from "./JobHandlers.sol";
import {PAID, POSTED} from "./JobGhosts.sol";
import {IFab} from "./Market.sol";

/// @title What an engine may do with the breaker, scores and votes, with sense
/// @notice None of these ever reverts; where nothing fits, nothing happens.
abstract contract GovernanceHandlers is JobHandlers {
    // ------------------------------------------------------------------ breaker

    /// @dev A step up or down, seldom two; down mostly when it may.
    function set_circuit_breaker_level(uint256 seed) public {
        bool isUp = _level == 0 || _mix(seed, 170) % 4 == 0;
        uint256 level = isUp ? _level + (_mix(seed, 169) % 4 == 0 ? 2 : 1) : _level - 1;
        if (level < _level && seed % 8 != 0) _until(_tightenedAt + COOLING - (seed % 16 == 1 ? 1 : 0));
        _setLevel(_mix(seed, 171) % 2 == 0 ? OWNER : _guardian % ACTORS, level);
    }

    function emergency_pause(uint256 seed) public {
        _emergencyPause(seed % 2 == 0 ? OWNER : _guardian % ACTORS, "incident");
    }

    /// @dev Only where votes are replaced by somebody.
    function emergency_pause_for(uint256 seed) public {
        uint256[4] memory times = [uint256(3_599), 3_600, 7 days, 7 days + 1];
        _setGovernance("set_market_governance", OWNER, address(market), _governor(AUTHORITY));
        _emergencyPauseFor(AUTHORITY, times[seed % 4]);
        _setGovernance("set_market_governance", OWNER, address(market), _governor(ACTORS + 1));
    }

    function pause_function(uint256 seed) public {
        if (seed % 4 == 0) _pauseFunction(seed % 8 == 0 ? OWNER : _guardian % ACTORS, _mix(seed, 172) % 12, true);
    }

    function unpause_function(uint256 seed) public {
        _openFunction(seed);
    }

    /// @dev Around the second from which it is due.
    function auto_recover(uint256 seed) public {
        if (_isAutomatic && _recovery != 0) _until(_tightenedAt + _recovery - seed % 2);
        _recover(OUTSIDER);
    }

    function set_failure_threshold(uint256 seed) public {
        _setThreshold(OWNER, seed % 4 == 0 ? 1_000_000 : seed % 6);
    }

    function set_auto_recovery_period(uint256 seed) public {
        uint256[4] memory periods = [uint256(0), 3_600, 30 days, 1];
        _setRecovery(OWNER, periods[seed % 4]);
    }

    function set_guardian(uint256 seed) public {
        _setGuardian(OWNER, seed % 4 == 0 ? OUTSIDER : seed % 4 == 1 ? ACTORS : AUTHORITY);
    }

    function set_market_governance(uint256 seed) public {
        _setGovernance(
            "set_market_governance", OWNER, address(market), _governor(seed % 8 == 0 ? AUTHORITY : ACTORS + 1)
        );
    }

    // ------------------------------------------------------------------ scores

    function record_job_completion(uint256 seed) public {
        _report(AUTHORITY, _hostNumber(_mix(seed, 173)), 10_000 + seed % 8, seed % 2 == 0);
    }

    function rate_host(uint256 seed) public {
        uint256 jobId = _jobIn(PAID, seed);
        if (jobId == 0) return;
        _rate(_jobs[jobId].renter, _jobs[jobId].host, jobId, uint8(_mix(seed, 174) % 5 + 1), "good");
    }

    /// @dev Around the second from which a month is full.
    function apply_reputation_decay(uint256 seed) public {
        uint256 host = _hostNumber(seed);
        if (_scores[host].since != 0 && _mix(seed, 175) % 4 == 0) {
            _until(_scores[host].since + 30 days * (_mix(seed, 176) % 2 + 1) - _mix(seed, 177) % 2);
        }
        _decay(OUTSIDER, host);
    }

    function slash_reputation(uint256 seed) public {
        _slashScore(OWNER, _hostNumber(seed), _mix(seed, 178) % 40);
    }

    function set_reporter(uint256 seed) public {
        _setReporter(OWNER, seed % 4 == 0 ? OUTSIDER : AUTHORITY, _mix(seed, 179) % 4 != 0);
    }

    function set_reputation_governance(uint256 seed) public {
        _setReputationGovernance(OWNER, seed % 8 == 0 ? AUTHORITY : ACTORS + 1);
    }

    // ------------------------------------------------------------------ votes

    function delegate(uint256 seed) public {
        uint256 who = _voterNumber(seed);
        _delegateTo(who, _mix(seed, 180) % 3 == 0 ? _voterNumber(_mix(seed, 181)) : who);
    }

    function propose_parameter_update(uint256 seed) public {
        uint256[] memory setters = new uint256[](_mix(seed, 182) % 8 == 0 ? 2 : 1);
        uint256[] memory values = new uint256[](setters.length);
        for (uint256 i; i < setters.length; ++i) {
            uint256 drawn = _mix(seed, 183 + i);
            setters[i] = drawn % 8 == 0 ? drawn / 8 % SETTERS : drawn / 8 % 3;
            values[i] = setters[i] == 2 ? 3_600 : drawn % 1_002;
        }
        vm.warp(block.timestamp + BLOCK_TIME);
        _proposeUpdates(_voterNumber(_mix(seed, 185) % 3), setters, values, "lower the fee");
    }

    function propose_contract_upgrade(uint256 seed) public {
        vm.warp(block.timestamp + BLOCK_TIME);
        _proposeUpgrade(_voterNumber(_mix(seed, 185) % 3), address(escrow), _mix(seed, 186) % ACTORS, "another one");
    }

    /// @dev On the last proposal, mostly, once its vote has begun.
    function cast_vote(uint256 seed) public {
        if (_motionCount == 0) return propose_parameter_update(seed);
        uint256 id = seed % 8 == 0 ? seed / 8 % _motionCount + 1 : _motionCount;
        vm.warp(block.timestamp + BLOCK_TIME);
        if (block.number <= _motions[id].start) _passBlocks(2);
        _castVote(_voterNumber(_mix(seed, 187) % 4), id, _mix(seed, 188) % 5 != 0);
    }

    /// @dev Once enough blocks have passed, mostly.
    function queue(uint256 seed) public {
        if (_motionCount == 0) return;
        Motion storage m = _motions[_motionCount];
        if (_mix(seed, 189) % 4 != 0 && block.number <= m.end) _passBlocks(m.end + 1 - block.number);
        _queue(OUTSIDER, _motionCount);
    }

    /// @dev Around the second from which it may be executed, or up to which; sometimes although it is off the list.
    function execute(uint256 seed) public {
        for (uint256 i; i < _motionCount; ++i) {
            uint256 id = _motionCount - i;
            Motion storage m = _motions[id];
            if (m.eta == 0 || m.isExecuted || m.isCancelled) continue;
            uint256 kind = _mix(seed, 190) % 8;
            _until(kind == 0 ? m.eta + EXPIRY + seed % 2 : m.eta - 1);
            _executeMotion(OUTSIDER, id);
            _until(m.eta);
            if (kind == 1) _takeOff(m);
            return _executeMotion(OUTSIDER, id);
        }
    }

    function cancel(uint256 seed) public {
        if (_motionCount != 0 && seed % 4 == 0) _cancelMotion(_motions[_motionCount].proposer, _motionCount);
    }

    function set_allowed(uint256 seed) public {
        _allow(OWNER, seed % LISTED, _mix(seed, 191) % 4 != 0);
    }

    function set_pointer(uint256 seed) public {
        _point(OWNER, seed % 4 != 0);
    }

    function set_emergency_target(uint256 seed) public {
        _setTarget(OWNER, seed % 4 != 0);
    }

    function set_emergency_admin(uint256 seed) public {
        if (seed % 4 == 0) _setAdmin(OWNER, OUTSIDER, seed % 8 == 0);
        else _setAdmin(OWNER, AUTHORITY, true);
    }

    /// @dev Sometimes around the second from which it may be done again.
    function execute_emergency_action(uint256 seed) public {
        if (_isPaused()) _resume(_mix(seed, 199));
        if (_nextEmergency != 0 && _mix(seed, 192) % 2 == 0) _until(_nextEmergency - _mix(seed, 193) % 2);
        _emergency(AUTHORITY, "pause", _mix(seed, 194) % 8 == 0 ? address(escrow) : address(market));
    }

    /// @dev The next step of a score or of the breaker, or the next two of a vote.
    function carry_on_votes(uint256 seed) public {
        uint256 drawn = _mix(seed, 195);
        uint256 next = _mix(seed, 196) % 24;
        if (next < 3) return rate_host(drawn);
        if (next == 3) return apply_reputation_decay(drawn);
        if (next == 4) return set_auto_recovery_period(1);
        if (next < 7) return set_circuit_breaker_level(drawn);
        if (next == 7) return auto_recover(drawn);
        if (next < 10) return execute_emergency_action(drawn);
        if (next == 10) return delegate(drawn);
        if (next == 11) return fund_incentives(drawn);
        _goOnMoving(drawn);
        _goOnMoving(_mix(seed, 168));
    }

    // ------------------------------------------------------------------ parts

    /// @dev What was decided can't be set any more.
    function _takeOff(Motion storage m) private {
        if (m.isUpgrade) _point(OWNER, false);
        else _allow(OWNER, m.setters[0], false);
    }

    /// @dev The next step of the last vote.
    function _goOnMoving(uint256 seed) private {
        Motion storage m = _motions[_motionCount];
        uint256 next = _mix(seed, 197) % 8;
        bool isOver = block.number > m.end;
        if (_motionCount == 0 || m.isExecuted || m.isCancelled) return _move(seed);
        if (m.eta != 0) return next == 0 ? _move(seed) : execute(seed);
        if (isOver && !_isAccepted(m)) return next < 4 ? queue(seed) : _move(seed);
        if (isOver || (m.pro + m.contra != 0 && next < 4)) return queue(seed);
        cast_vote(seed);
    }

    function _move(uint256 seed) private {
        if (!_isPointed && seed % 4 == 0) return _point(OWNER, true);
        if (_allowed & 7 != 7 && seed % 2 == 0) return _allow(OWNER, seed % 3, true);
        if (_mix(seed, 198) % 3 == 0) propose_contract_upgrade(seed);
        else propose_parameter_update(seed);
    }

    /// @dev Blocks pass: somebody allows somebody something in each.
    function _passBlocks(uint256 count) private {
        for (uint256 i; i < count; ++i) {
            vm.warp(block.timestamp + BLOCK_TIME);
            bytes memory arguments = abi.encode(address(nodes), 1_500 * FAB_UNIT);
            _moveFab("approve", RIVAL_HOST, IFab.approve.selector, arguments);
        }
    }
}
