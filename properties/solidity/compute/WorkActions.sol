// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import "./Ids.sol" as Id;
import {CLAIMED, DISPUTED, INVALID, Job, JobProof, PAID, POSTED, SUBMITTED, Verdict, VERIFIED} from "./JobGhosts.sol";
import {IJobs} from "./Market.sol";
import {PostingActions} from "./PostingActions.sol";

/// @title Hosts take prompt jobs, deliver them or give them back; and jobs end
abstract contract WorkActions is PostingActions {
    uint256 private constant BETWEEN_CLAIMS = 300;
    uint256 private constant HASTY = 30;
    uint256 internal constant ABANDONED = 30 days;

    // ------------------------------------------------------------------ claims

    function _take(uint256 who, uint256 jobId) internal {
        bytes memory data = abi.encodeCall(IJobs.claimJob, (jobId));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _hasTaken(jobId, who, CLAIM_JOB);
            _claimTaken(jobId);
        }
        _note("claim_job", who, data, 0, ok);
    }

    /// @dev A host has a job from now on; what is left then is judged once all of the call is booked.
    function _hasTaken(uint256 jobId, uint256 host, uint256 functions) internal {
        Job storage j = _jobs[jobId];
        uint256 last = _lastTaken[host];
        _claimBegins(functions);
        _claim(Id.JOB_SEQ_03, _level == 0 || last == 0 || block.timestamp >= last + BETWEEN_CLAIMS);
        bool isOpen = j.status == POSTED && block.timestamp <= j.deadline && host != j.renter;
        bool isFit = _mayServe(host) && !_isIn(j.failed, host) && _scoreOf(host) >= j.minScore;
        _claim(Id.JOB_SEQ_01, isOpen && isFit);
        (j.status, j.host) = (CLAIMED, host);
        _lastTaken[host] = block.timestamp;
        ++_nodes[host].jobs;
    }

    /// @dev The contracts know of a job and its host what the model knows.
    function _claimTaken(uint256 jobId) internal {
        uint256 host = _jobs[jobId].host;
        _claimJob(jobId);
        _claim(Id.JOB_SEQ_01, nodes.openJobs(_actors[host].account) == _nodes[host].jobs);
    }

    // ------------------------------------------------------------------ delivery

    function _deliver(uint256 who, uint256 jobId, string memory result, bytes memory proof) internal {
        bytes memory data = abi.encodeCall(IJobs.submitResult, (jobId, result, proof));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) _delivered(who, jobId, result, proof);
        _note("submit_result", who, data, 0, ok);
    }

    function _completeJob(uint256 who, uint256 jobId, string memory result, bytes memory proof) internal {
        _calm();
        uint256 asset = _jobs[jobId].asset;
        uint256[13] memory purse = _purse(asset);
        bool isDue = _isDue(jobId);
        bytes memory data = abi.encodeCall(IJobs.completeJob, (jobId, result, proof));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _delivered(who, jobId, result, proof);
            if (isDue) {
                _closeJob(jobId, true, Verdict.SUCCESS);
                _payOut(jobId, purse);
            }
            _claimEnded(jobId);
            _claimPurse(isDue ? Id.JOB_CON_01 : Id.JOB_ACC_02, asset, purse);
        }
        _note("complete_job", who, data, 0, ok);
    }

    function _delivered(uint256 who, uint256 jobId, string memory result, bytes memory proof) private {
        Job storage j = _jobs[jobId];
        JobProof storage p = _jobProofs[jobId];
        bool isRight = j.status == CLAIMED && who == j.host && block.timestamp <= j.deadline;
        _claim(Id.JOB_SEQ_01, isRight && bytes(result).length != 0);
        _claim(Id.JOB_SEQ_02, !j.needsProof || (p.host == who && keccak256(proof) == p.hash));
        (j.status, j.submitted) = (SUBMITTED, block.timestamp);
    }

    function _giveBack(uint256 who, uint256 jobId) internal {
        bytes memory data = abi.encodeCall(IJobs.failJob, (jobId));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            Job storage j = _jobs[jobId];
            _claim(Id.JOB_SEQ_01, j.status == CLAIMED && who == j.host);
            (j.status, j.host, j.failed) = (POSTED, ACTORS, _with(j.failed, who, true));
            _countOutcome(false);
            _leaveHost(jobId, who, Verdict.FAILURE);
            _claimJob(jobId);
            _claimScore(who);
            _claimBreaker();
        }
        _note("fail_job", who, data, 0, ok);
    }

    // ------------------------------------------------------------------ ends

    function _release(uint256 who, uint256 jobId) internal {
        bytes memory data = abi.encodeCall(IJobs.releasePayment, (jobId));
        _releaseBy("release_payment", who, jobId, address(market), data);
    }

    /// @dev By marketplace or escrow.
    function _releaseBy(string memory action, uint256 who, uint256 jobId, address by, bytes memory data) internal {
        _calm();
        uint256 asset = _jobs[jobId].asset;
        uint256[13] memory purse = _purse(asset);
        bool isOpen = _mayRelease(who, jobId) && (by == address(market) || who == _jobs[jobId].renter);
        bool ok = _act(who, by, 0, data).ok;
        if (isOpen) _claim(Id.JOB_SEQ_01, ok);
        if (ok) {
            _released(who, jobId, purse);
            _claimEnded(jobId);
            _claimPurse(Id.JOB_CON_01, asset, purse);
        }
        _note(action, who, data, 0, ok);
    }

    function _releaseMany(uint256 who, uint256[] memory ids) internal {
        _calm();
        uint256[13][4] memory purses;
        for (uint256 asset; asset < ASSETS; ++asset) {
            purses[asset] = _purse(asset);
        }
        bytes memory data = abi.encodeCall(IJobs.batchReleasePayments, (ids));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            for (uint256 i; i < ids.length; ++i) {
                _released(who, ids[i], purses[_jobs[ids[i]].asset]);
            }
            for (uint256 i; i < ids.length; ++i) {
                _claimEnded(ids[i]);
            }
            for (uint256 asset; asset < ASSETS; ++asset) {
                _claimPurse(Id.JOB_CON_01, asset, purses[asset]);
            }
        }
        _note("batch_release_payments", who, data, 0, ok);
    }

    function _expire(uint256 who, uint256 jobId) internal {
        _calm();
        Job storage j = _jobs[jobId];
        uint256[13] memory purse = _purse(j.asset);
        (bool isDue, Verdict verdict) = _expiry(jobId);
        bytes memory data = abi.encodeCall(IJobs.expireJob, (jobId));
        bool ok = _act(who, address(market), 0, data).ok;
        _claim(Id.JOB_SEQ_01, ok == isDue);
        if (ok && isDue) {
            _closeJob(jobId, false, verdict);
            _payOut(jobId, purse);
            _claimEnded(jobId);
            _claimPurse(Id.JOB_CON_01, j.asset, purse);
        }
        _note("expire_job", who, data, 0, ok);
    }

    // ------------------------------------------------------------------ judgement

    /// @dev Whether an account may have a job's host paid.
    function _mayRelease(uint256 who, uint256 jobId) internal view returns (bool) {
        Job storage j = _jobs[jobId];
        bool isRenter = who == j.renter;
        bool isOpen = j.status == SUBMITTED || (isRenter && j.status == DISPUTED);
        return isOpen && ((isRenter && !j.needsProof) || _isDue(jobId));
    }

    /// @dev Whether a job goes back to its renter at anybody's call, and what that says about its host.
    function _expiry(uint256 jobId) internal view returns (bool isDue, Verdict verdict) {
        Job storage j = _jobs[jobId];
        if (j.status == POSTED) return (block.timestamp > j.deadline, Verdict.NOTHING);
        if (j.status == CLAIMED) return (block.timestamp > j.deadline, Verdict.FAILURE);
        if (j.status != SUBMITTED) return (false, Verdict.NOTHING);
        JobProof storage p = _jobProofs[jobId];
        bool isOwn = p.host == j.host;
        if (j.needsProof && isOwn && p.status == INVALID) return (true, Verdict.FAILURE);
        bool isPending = isOwn && p.challenge != 0;
        isDue = block.timestamp > j.submitted + ABANDONED && !_isDue(jobId) && !isPending;
    }

    /// @dev A host was paid at somebody's call; what is left then is judged once all of the call is booked.
    function _released(uint256 who, uint256 jobId, uint256[13] memory purse) private {
        Job storage j = _jobs[jobId];
        bool isOpen = j.status == SUBMITTED || (who == j.renter && j.status == DISPUTED);
        _claim(Id.JOB_SEQ_01, isOpen);
        if (!isOpen) return;
        _claim(Id.JOB_SEQ_02, !j.needsProof || _isDue(jobId));
        _claim(Id.JOB_ACC_02, (who == j.renter && who != j.host) || _isDue(jobId));
        if (who == j.renter && block.timestamp < j.submitted + HASTY) _countHaste();
        _closeJob(jobId, true, Verdict.SUCCESS);
        _payOut(jobId, purse);
    }

    /// @dev What the end of a job has left everywhere but in purses.
    function _claimEnded(uint256 jobId) internal {
        _claimJob(jobId);
        _claimBreaker();
        uint256 host = _jobs[jobId].host;
        if (host == ACTORS) return;
        _claimScore(host);
        _claim(Id.JOB_SEQ_01, nodes.openJobs(_actors[host].account) == _nodes[host].jobs);
    }
}
