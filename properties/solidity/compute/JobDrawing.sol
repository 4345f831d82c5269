// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {vm} from "../Vm.sol";
import {CLAIMED, Job, JobProof, POSTED, PROVEN, SUBMITTED, VERIFIED} from "./JobGhosts.sol";
import {Demands, Details} from "./Market.sol";
import {Order} from "./PostingActions.sol";
import {UnclampedSessionHandlers} from "./UnclampedSessionHandlers.sol";

/// @title How the numbers that an engine gives become orders, and jobs for which something can be done
abstract contract JobDrawing is UnclampedSessionHandlers {
    // ------------------------------------------------------------------ when

    /// @dev Time passes until a moment, if it has not come yet.
    function _until(uint256 moment) internal {
        if (moment > block.timestamp) vm.warp(moment);
    }

    // ------------------------------------------------------------------ which

    /// @dev A job of a status, counted from `seed`, mostly one that is not late; zero when there is none.
    function _jobIn(uint8 status, uint256 seed) internal view returns (uint256) {
        uint256 count = _jobIds.length;
        for (uint256 i; i < count; ++i) {
            uint256 jobId = _jobIds[(seed % count + i) % count];
            bool isLate = status < SUBMITTED && block.timestamp > _jobs[jobId].deadline && seed % 8 != 0;
            if (_jobs[jobId].status == status && !isLate) return jobId;
        }
        return 0;
    }

    /// @dev A job whose assigned host's proof has a status; zero when there is none.
    function _provenIn(uint8 status, uint256 seed) internal view returns (uint256) {
        uint256 count = _jobIds.length;
        for (uint256 i; i < count; ++i) {
            uint256 jobId = _jobIds[(seed % count + i) % count];
            JobProof storage p = _jobProofs[jobId];
            bool isOwn = p.host == _jobs[jobId].host && p.status == status;
            if (isOwn && (_isWorking(_jobs[jobId].status) || status == VERIFIED)) return jobId;
        }
        return 0;
    }

    /// @dev A job that somebody works on, or has delivered.
    function _worked(uint256 seed) internal view returns (uint256 jobId) {
        jobId = _jobIn(seed % 2 == 0 ? CLAIMED : SUBMITTED, seed);
        if (jobId == 0) jobId = _jobIn(seed % 2 == 0 ? SUBMITTED : CLAIMED, seed);
    }

    /// @dev With an even choice some job, with an odd one any id, existing or not.
    function _someJob(uint256 choice) internal view returns (uint256) {
        uint256 count = _jobIds.length;
        if (count == 0 || choice % 2 == 1) return choice / 2 % (_sessionCount + 2);
        return _jobIds[choice / 2 % count];
    }

    /// @dev A challenge that waits; zero when there is none.
    function _pendingDoubt(uint256 seed) internal view returns (uint256) {
        for (uint256 i; i < _doubtCount; ++i) {
            uint256 id = (seed % _doubtCount + i) % _doubtCount + 1;
            if (_doubts[id].isPending) return id;
        }
        return 0;
    }

    /// @dev A host that may take a job, if there is one; mostly not one that gave it back.
    function _hostFor(uint256 jobId, uint256 seed) internal view returns (uint256 host) {
        for (uint256 i; i < 4; ++i) {
            host = _hostNumber(seed % 4 + i);
            bool isFit = _mayServe(host) && _scoreOf(host) >= _jobs[jobId].minScore && host != _jobs[jobId].renter;
            if (isFit && (!_isIn(_jobs[jobId].failed, host) || seed % 8 == 0)) return host;
        }
    }

    function _renterNumber(uint256 choice) internal pure returns (uint256) {
        uint256 drawn = choice % 8;
        return drawn < 6 ? _depositorNumber(drawn) : drawn == 6 ? VOTER : HOST;
    }

    /// @dev A verifier who may judge a job, if there is one; sometimes one of its parties.
    function _judgeOf(uint256 jobId, uint256 seed) internal view returns (uint256 who) {
        for (uint256 i; i < ACTORS; ++i) {
            who = (seed % ACTORS + i) % ACTORS;
            bool isParty = who == _jobs[jobId].host || who == _jobs[jobId].renter;
            if (_isIn(_verifiers, who) && isParty == (seed % 4 == 3)) return who;
        }
    }

    /// @dev A renter who may post now, if the drawn one may; else an hour passes.
    function _poster(uint256 seed) internal returns (uint256 who) {
        who = _renterNumber(seed);
        if (!_mayPost(who) && seed % 16 != 0) vm.warp(block.timestamp + 1 hours);
    }

    // ------------------------------------------------------------------ what

    /// @dev An order within bounds, mostly; sometimes at their edges.
    function _order(uint256 asset, uint256 seed) internal view returns (Order memory o) {
        uint256[5] memory times = [uint256(60), 1 days, 30 days, 364 days, 364 days];
        o.details = Details("llama", "why?", 100 + seed % 900, 700, 7, seed % 2 == 0 ? "" : "json");
        bool isChoosy = _mix(seed, 121) % 8 == 0;
        o.demands = Demands(16, isChoosy ? 110 : 0, times[_mix(seed, 120) % 5], _mix(seed, 122) % 2 == 0);
        uint256[6] memory coins = [uint256(1), 9_999, 1 ether, 1 ether + seed % 1 ether, 3 ether, 1_000 ether];
        o.payment = coins[_mix(seed, 123) % 6];
        if (asset != COIN) o.payment = _limits[asset].least + seed % (_limits[asset].most / 2 + 1);
        uint256 flaw = _mix(seed, 124) % 64;
        if (flaw == 0) o.details.maxTokens = 0;
        if (flaw == 1) o.details.prompt = "";
        if (flaw == 2) o.details.temperature = 20_001;
        if (flaw == 3) o.demands.maxTimeToComplete = 59;
        if (flaw == 4) o.payment = 0;
        if (flaw == 5) o.payment = asset == COIN ? 1_000 ether + 1 : _limits[asset].most + 1;
    }

    /// @dev The bytes that a host delivers with a result: mostly the proof that it has submitted.
    function _delivery(uint256 jobId, uint256 seed) internal pure returns (bytes memory) {
        uint256 flaw = _mix(seed, 125) % 12;
        return flaw == 0 ? bytes("") : abi.encode(_proofOf(jobId, flaw == 1 ? 1 : 0, SHAPES));
    }

    function _result(uint256 seed) internal pure returns (string memory) {
        return _mix(seed, 126) % 16 == 0 ? "" : "ipfs://result";
    }
}
