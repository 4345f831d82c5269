// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {BreakerActions} from "./BreakerActions.sol";
import "./Ids.sol" as Id;
import {Job, POSTED} from "./JobGhosts.sol";
import {Demands, Details, IJobs} from "./Market.sol";

/// @dev What a renter asks for, demands and pays.
struct Order {
    Details details;
    Demands demands;
    uint256 payment;
}

/// @title Prompt jobs begin: with coin, with a token, several at once
abstract contract PostingActions is BreakerActions {
    uint256 private constant IN_MINUTE = 3;
    uint256 private constant IN_HOUR = 10;

    struct Posts {
        uint256 minute;
        uint256 inMinute;
        uint256 hour;
        uint256 inHour;
    }

    mapping(uint256 who => Posts) private _posts;

    function _post(uint256 who, Order memory o, uint256 value) internal {
        uint256[13] memory purse = _purse(COIN);
        bytes memory data = abi.encodeCall(IJobs.postJob, (o.details, o.demands, o.payment));
        Answer memory answer = _act(who, address(market), value, data);
        if (answer.ok) {
            purse[who] -= value;
            _claimBegins(POST_JOB);
            _countPost(who);
            _posted(who, COIN, value, o.demands);
            _claim(Id.JOB_CON_05, value == o.payment);
            _claimPurse(Id.JOB_CON_01, COIN, purse);
        }
        _note("post_job", who, data, value, answer.ok);
    }

    function _postWithToken(uint256 who, Order memory o, address token) internal {
        _calm();
        uint256 asset = _assetNumber(token) % ASSETS;
        uint256[13] memory purse = _purse(asset);
        bytes memory data = abi.encodeCall(IJobs.postJobWithToken, (o.details, o.demands, token, o.payment));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            purse[who] -= o.payment;
            _claimBegins(POST_JOB | POST_WITH_TOKEN);
            _countPost(who);
            _claim(Id.JOB_CON_02, asset != COIN && _limits[asset].isAccepted);
            _posted(who, asset, _arriving(asset, o.payment), o.demands);
            _claimPurse(Id.JOB_CON_01, asset, purse);
        }
        _note("post_job_with_token", who, data, 0, ok);
    }

    /// @dev The same order several times, each paid with as much.
    function _postMany(uint256 who, Order memory o, uint256 count, uint256 value) internal {
        uint256[13] memory purse = _purse(COIN);
        bytes memory data = _many(o, count);
        bool ok = _act(who, address(market), value, data).ok;
        if (ok) {
            purse[who] -= value;
            _claimBegins(POST_JOB | POST_MANY);
            _countPost(who);
            for (uint256 i; i < count; ++i) {
                _posted(who, COIN, o.payment, o.demands);
            }
            _claim(Id.JOB_CON_05, value == count * o.payment);
            _claimPurse(Id.JOB_CON_01, COIN, purse);
        }
        _note("batch_post_jobs", who, data, value, ok);
    }

    function _many(Order memory o, uint256 count) private pure returns (bytes memory) {
        Details[] memory details = new Details[](count);
        Demands[] memory demands = new Demands[](count);
        uint256[] memory payments = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            (details[i], demands[i], payments[i]) = (o.details, o.demands, o.payment);
        }
        return abi.encodeCall(IJobs.batchPostJobs, (details, demands, payments));
    }

    // ------------------------------------------------------------------ parts

    /// @dev Writes the next job down.
    function _posted(uint256 renter, uint256 asset, uint256 paid, Demands memory d) internal {
        uint256 jobId = ++_sessionCount;
        _jobIds.push(jobId);
        Job storage j = _jobs[jobId];
        (j.status, j.needsProof, j.renter, j.host) = (POSTED, d.requiresProof, renter, ACTORS);
        (j.asset, j.paid, j.feeBps) = (asset, paid, _feeBps);
        (j.deadline, j.minScore) = (block.timestamp + d.maxTimeToComplete, d.minReputationScore);
        _inEscrow[asset] += paid;
        _claimJob(jobId);
    }

    /// @dev Nobody posts more than three times a minute, or ten times an hour.
    function _countPost(uint256 renter) internal {
        Posts storage p = _posts[renter];
        (uint256 minute, uint256 hour) = (block.timestamp / 60, block.timestamp / 3_600);
        if (p.minute != minute) (p.minute, p.inMinute) = (minute, 0);
        if (p.hour != hour) (p.hour, p.inHour) = (hour, 0);
        _claim(Id.JOB_SEQ_03, ++p.inMinute <= IN_MINUTE && ++p.inHour <= IN_HOUR);
    }

    /// @dev Whether a renter may post now.
    function _mayPost(uint256 renter) internal view returns (bool) {
        Posts storage p = _posts[renter];
        bool isMany = p.minute == block.timestamp / 60 && p.inMinute >= IN_MINUTE;
        return !isMany && !(p.hour == block.timestamp / 3_600 && p.inHour >= IN_HOUR);
    }
}
