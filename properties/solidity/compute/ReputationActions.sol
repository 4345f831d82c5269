// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {EscrowActions} from "./EscrowActions.sol";
import "./Ids.sol" as Id;
import {Job, PAID, Score} from "./JobGhosts.sol";
import {IReputation} from "./Market.sol";

/// @title Outcomes, ratings and scores
abstract contract ReputationActions is EscrowActions {
    uint256 private _reporters = 1 << AUTHORITY;
    address private _reputationGovernance;

    function _report(uint256 who, uint256 host, uint256 jobId, bool isSuccess) internal {
        bytes memory data = abi.encodeCall(IReputation.recordJobCompletion, (_actors[host].account, jobId, isSuccess));
        bool ok = _act(who, address(reputation), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_03, _isIn(_reporters, who));
            _noteOutcome(host, jobId, isSuccess);
            _claimScore(host);
        }
        _note("record_job_completion", who, data, 0, ok);
    }

    function _rate(uint256 who, uint256 host, uint256 jobId, uint8 rating, string memory text) internal {
        bytes memory data = abi.encodeCall(IReputation.rateHost, (_actors[host].account, jobId, rating, text));
        bool ok = _act(who, address(reputation), 0, data).ok;
        if (ok) {
            Job storage j = _jobs[jobId];
            _claim(Id.JOB_ACC_03, j.status == PAID && who == j.renter && host == j.host && host != who && !j.isRated);
            _claim(Id.JOB_ARI_01, rating >= 1 && rating <= 5);
            j.isRated = true;
            Score storage s = _activeScore(host);
            (s.sum, s.count) = (s.sum + rating, s.count + 1);
            if (rating > 3) s.score += 2 * (uint256(rating) - 3);
            _claimScore(host);
            (uint256 average, uint256 count) = reputation.getRating(_actors[host].account);
            _claim(Id.JOB_ARI_01, count == s.count && average == s.sum / s.count);
        }
        _note("rate_host", who, data, 0, ok);
    }

    function _decay(uint256 who, uint256 host) internal {
        uint256 months = _monthsOf(_scores[host]);
        bytes memory data = abi.encodeCall(IReputation.applyReputationDecay, (_actors[host].account));
        bool ok = _act(who, address(reputation), 0, data).ok;
        _claim(Id.JOB_ARI_01, ok == (months != 0));
        if (ok) {
            _takeDecay(_scores[host]);
            _claimScore(host);
        }
        _note("apply_reputation_decay", who, data, 0, ok);
    }

    function _slashScore(uint256 who, uint256 host, uint256 amount) internal {
        bytes memory data = abi.encodeCall(IReputation.slashReputation, (_actors[host].account, amount));
        bool ok = _act(who, address(reputation), 0, data).ok;
        if (ok) {
            Score storage s = _scores[host];
            bool isNamed = who == OWNER || _actors[who].account == _reputationGovernance;
            _claim(Id.JOB_ARI_01, isNamed && s.since != 0 && amount != 0);
            _takeDecay(s);
            s.score = _excess(s.score, amount);
            _claimScore(host);
        }
        _note("slash_reputation", who, data, 0, ok);
    }

    function _setReporter(uint256 who, uint256 to, bool isReporter) internal {
        bytes memory data = abi.encodeCall(IReputation.setReporter, (_accountOf(to), isReporter));
        bool ok = _act(who, address(reputation), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER && to < ACTORS);
            _reporters = _with(_reporters, to, isReporter);
        }
        _note("set_reporter", who, data, 0, ok);
    }

    function _setReputationGovernance(uint256 who, uint256 to) internal {
        address next = _governor(to);
        if (_setGovernance("set_reputation_governance", who, address(reputation), next)) _reputationGovernance = next;
    }
}
