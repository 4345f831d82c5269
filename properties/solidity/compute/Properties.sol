// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ACTIVE, Limits, Look, NONE, Node, Session, Terms} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {JobGhosts} from "./JobGhosts.sol";
import {Record} from "./Market.sol";

/// @title What must hold after a call, from outside
/// @notice Each function speaks about one matter and claims the properties of the catalogue that it can tell. `b` and
/// `a` are looks before and after a call that succeeded.
abstract contract Properties is JobGhosts {
    // ------------------------------------------------------------------ money

    /// @dev Both contracts hold exactly what they owe in an asset.
    function _claimSolvent(uint256 asset, Look memory a) internal {
        address token = _assetAt(asset);
        uint256 total = asset == COIN ? market.totalCredits() : market.totalTokenCredits(token);
        bool isRight = a.held == _inSessions[asset] + _prepaid[asset] + _fees[asset] + a.credits;
        isRight = isRight && total == a.credits && a.deposits == _prepaid[asset] && a.fees == _fees[asset]
            && market.totalUserDeposits(token) == a.deposits;
        _claim(asset == COIN ? Id.SES_CON_02 : Id.SES_CON_03, isRight);
        if (asset == COIN) _claim(Id.JOB_CON_05, isRight);
        _claim(Id.SES_CON_04, a.inEarnings == a.earned && earnings.totalEarnings(token) == a.earned);
    }

    /// @dev Everybody has what they had, once `b` was changed by what the call is to move.
    function _claimWealth(uint8 property, Look memory b, Look memory a) internal {
        bool isRight = true;
        for (uint256 i; i < ACTORS; ++i) {
            if (a.wealth[i] != b.wealth[i]) isRight = false;
        }
        _claim(property, isRight);
    }

    /// @dev A settlement pays host, treasury and depositor what the formulas say, and nobody else.
    function _claimSettled(uint256 jobId, Look memory b, Look memory a) internal {
        Session storage s = _sessions[jobId];
        b.wealth[s.terms.host] += _arriving(s.asset, s.net);
        b.wealth[s.depositor] += _arriving(s.asset, s.refund);
        _claimWealth(Id.SES_CON_01, b, a);
        _claim(Id.SES_CON_01, a.fees == b.fees + s.fee);
        Record memory r = market.sessionJobs(jobId);
        _claim(Id.SES_CON_01, r.paidToHost == s.net && r.treasuryFee == s.fee && r.refunded == s.refund);
    }

    // ------------------------------------------------------------------ sessions

    /// @dev The record says what the model says; for one that is over, for ever.
    function _claimRecord(uint256 jobId) internal {
        if (jobId == 0 || jobId > _sessionCount) return;
        Session storage s = _sessions[jobId];
        Record memory r = market.sessionJobs(jobId);
        _claim(Id.SES_SEQ_01, r.status == s.status && r.tokensUsed == s.tokens && r.proofCount == s.count);
        bool isOpen = s.status == ACTIVE;
        _claim(Id.SES_SEQ_01, r.deposit == (isOpen ? s.paid : 0));
        _claim(Id.SES_SEQ_01, r.paidToHost == s.net && r.treasuryFee == s.fee && r.refunded == s.refund);
        _claim(Id.SES_ARI_01, _priceOf(r.tokensUsed, s.terms.price) <= s.paid);
        if (!isOpen) return;
        _claim(Id.SES_LIV_01, r.host == _actors[s.terms.host].account && r.proofCount == s.count);
        _claim(Id.SES_CON_07, r.maxDuration == s.terms.duration && r.pricePerToken == s.terms.price);
    }

    /// @dev A host's list holds exactly its active sessions, once each.
    function _claimSessionList(uint256 host) internal {
        address account = _actors[host].account;
        uint256[] memory listed = market.getActiveSessionsForHost(account, 0, type(uint256).max);
        bool isRight = listed.length == _nodes[host].open && nodes.openSessions(account) == listed.length;
        for (uint256 i; i < listed.length; ++i) {
            if (!_isActive(listed[i]) || _sessions[listed[i]].terms.host != host) isRight = false;
            for (uint256 j; j < i; ++j) {
                if (listed[j] == listed[i]) isRight = false;
            }
        }
        _claim(Id.SES_SEQ_03, isRight);
    }

    /// @dev What every way to create a session asks for, on what arrived.
    function _claimCreated(uint256 asset, uint256 paid, Terms memory t) internal {
        Limits storage limits = _limits[asset];
        Node storage node = _nodes[t.host];
        bool isIn = paid >= limits.least && paid <= limits.most && (asset == COIN || limits.isAccepted);
        isIn = isIn && t.price != 0 && t.duration != 0 && t.duration <= YEAR && t.interval >= 100;
        isIn = isIn && paid * PRECISION / t.price >= t.interval;
        bool isOffered = node.isActive && node.offers[t.model] && _isServed[t.model];
        _claim(Id.SES_ARI_03, isIn && isOffered && t.price >= _asked(t.host, t.model, asset));
        _claim(Id.SES_ARI_04, node.stake >= MIN_STAKE);
    }

    // ------------------------------------------------------------------ hosts

    /// @dev Hosts stand on the list of active hosts while they are registered, and on those of models they offer.
    function _claimNodeLists() internal {
        bool isRight = _isList(nodes.getActiveNodes(0, 100), NAMES);
        for (uint256 model; model < NAMES; ++model) {
            isRight = isRight && _isList(nodes.getNodesForModel(_modelId(model), 0, 100), model);
        }
        _claim(Id.SES_SEQ_03, isRight);
    }

    /// @dev Whether a list has exactly the registered hosts that offer a model, once each; `NAMES`: all of them.
    function _isList(address[] memory listed, uint256 model) private view returns (bool) {
        uint256 found;
        for (uint256 i; i < 4; ++i) {
            uint256 host = _hostNumber(i);
            bool belongs = _nodes[host].isActive && (model == NAMES || _nodes[host].offers[model]);
            uint256 times;
            for (uint256 j; j < listed.length; ++j) {
                if (listed[j] == _actors[host].account) ++times;
            }
            if (times != (belongs ? 1 : 0)) return false;
            found += times;
        }
        return found == listed.length;
    }

    // ------------------------------------------------------------------ what engines ask

    function property_SES_CON_01() public view returns (bool) {
        return _holds(Id.SES_CON_01);
    }

    function property_SES_CON_02() public view returns (bool) {
        return _holds(Id.SES_CON_02);
    }

    function property_SES_CON_03() public view returns (bool) {
        return _holds(Id.SES_CON_03);
    }

    function property_SES_CON_04() public view returns (bool) {
        return _holds(Id.SES_CON_04);
    }

    function property_SES_CON_05() public view returns (bool) {
        return _holds(Id.SES_CON_05);
    }

    function property_SES_CON_06() public view returns (bool) {
        return _holds(Id.SES_CON_06);
    }

    function property_SES_CON_07() public view returns (bool) {
        return _holds(Id.SES_CON_07);
    }

    function property_SES_ACC_01() public view returns (bool) {
        return _holds(Id.SES_ACC_01);
    }

    function property_SES_ACC_02() public view returns (bool) {
        return _holds(Id.SES_ACC_02);
    }

    function property_SES_SEQ_01() public view returns (bool) {
        return _holds(Id.SES_SEQ_01);
    }

    function property_SES_SEQ_02() public view returns (bool) {
        return _holds(Id.SES_SEQ_02);
    }

    function property_SES_SEQ_03() public view returns (bool) {
        return _holds(Id.SES_SEQ_03);
    }

    function property_SES_TIM_01() public view returns (bool) {
        return _holds(Id.SES_TIM_01);
    }

    function property_SES_TIM_02() public view returns (bool) {
        return _holds(Id.SES_TIM_02);
    }

    function property_SES_TIM_03() public view returns (bool) {
        return _holds(Id.SES_TIM_03);
    }

    function property_SES_TIM_04() public view returns (bool) {
        return _holds(Id.SES_TIM_04);
    }

    function property_SES_LIV_01() public view returns (bool) {
        return _holds(Id.SES_LIV_01);
    }

    function property_SES_LIV_02() public view returns (bool) {
        return _holds(Id.SES_LIV_02);
    }

    function property_SES_LIV_03() public view returns (bool) {
        return _holds(Id.SES_LIV_03);
    }

    function property_SES_ARI_01() public view returns (bool) {
        return _holds(Id.SES_ARI_01);
    }

    function property_SES_ARI_02() public view returns (bool) {
        return _holds(Id.SES_ARI_02);
    }

    function property_SES_ARI_03() public view returns (bool) {
        return _holds(Id.SES_ARI_03);
    }

    function property_SES_ARI_04() public view returns (bool) {
        return _holds(Id.SES_ARI_04);
    }

    function property_SES_ARI_05() public view returns (bool) {
        return _holds(Id.SES_ARI_05);
    }

    function property_SES_GOV_01() public view returns (bool) {
        return _holds(Id.SES_GOV_01);
    }

    function property_SES_GOV_02() public view returns (bool) {
        return _holds(Id.SES_GOV_02);
    }

    function property_SES_GOV_03() public view returns (bool) {
        return _holds(Id.SES_GOV_03);
    }

    function property_JOB_CON_01() public view returns (bool) {
        return _holds(Id.JOB_CON_01);
    }

    function property_JOB_CON_02() public view returns (bool) {
        return _holds(Id.JOB_CON_02);
    }

    function property_JOB_CON_03() public view returns (bool) {
        return _holds(Id.JOB_CON_03);
    }

    function property_JOB_CON_04() public view returns (bool) {
        return _holds(Id.JOB_CON_04);
    }

    function property_JOB_CON_05() public view returns (bool) {
        return _holds(Id.JOB_CON_05);
    }

    function property_JOB_ACC_01() public view returns (bool) {
        return _holds(Id.JOB_ACC_01);
    }

    function property_JOB_ACC_02() public view returns (bool) {
        return _holds(Id.JOB_ACC_02);
    }

    function property_JOB_ACC_03() public view returns (bool) {
        return _holds(Id.JOB_ACC_03);
    }

    function property_JOB_ACC_04() public view returns (bool) {
        return _holds(Id.JOB_ACC_04);
    }

    function property_JOB_ACC_05() public view returns (bool) {
        return _holds(Id.JOB_ACC_05);
    }

    function property_JOB_SEQ_01() public view returns (bool) {
        return _holds(Id.JOB_SEQ_01);
    }

    function property_JOB_SEQ_02() public view returns (bool) {
        return _holds(Id.JOB_SEQ_02);
    }

    function property_JOB_SEQ_03() public view returns (bool) {
        return _holds(Id.JOB_SEQ_03);
    }

    function property_JOB_TIM_01() public view returns (bool) {
        return _holds(Id.JOB_TIM_01);
    }

    function property_JOB_TIM_02() public view returns (bool) {
        return _holds(Id.JOB_TIM_02);
    }

    function property_JOB_ARI_01() public view returns (bool) {
        return _holds(Id.JOB_ARI_01);
    }

    function property_JOB_GOV_01() public view returns (bool) {
        return _holds(Id.JOB_GOV_01);
    }

    function property_JOB_GOV_02() public view returns (bool) {
        return _holds(Id.JOB_GOV_02);
    }

    function property_JOB_GOV_03() public view returns (bool) {
        return _holds(Id.JOB_GOV_03);
    }
}
