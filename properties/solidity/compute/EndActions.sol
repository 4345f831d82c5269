// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ACTIVE, CANCELLED, COMPLETED, Look, Session, TIMED_OUT} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {IMarket} from "./Market.sol";
import {ProofActions} from "./ProofActions.sol";

/// @title Sessions end in three ways, whatever the parties' code and the token do
abstract contract EndActions is ProofActions {
    function _complete(uint256 who, uint256 jobId) internal {
        Session storage s = _sessions[jobId];
        bool isParty = who == s.depositor || who == s.terms.host;
        bool isLate = block.timestamp >= s.last + s.window;
        Look memory b = _look(s.asset);
        bool isDue = _isActive(jobId) && isParty && isLate;
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.completeSessionJob, (jobId))).ok;
        if (isDue) _claimOpen(ok);
        if (ok) {
            _claim(Id.SES_ACC_01, isParty);
            _claim(Id.SES_TIM_02, isLate);
            _ended(jobId, COMPLETED, 0, b);
        }
        _tell("complete_session_job", who, abi.encode(jobId), 0, ok);
    }

    function _cancel(uint256 who, uint256 jobId) internal {
        Session storage s = _sessions[jobId];
        Look memory b = _look(s.asset);
        bool isDue = _isActive(jobId) && who == s.depositor;
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.cancelSession, (jobId))).ok;
        if (isDue) _claimOpen(ok);
        if (ok) {
            _claim(Id.SES_ACC_01, who == s.depositor);
            uint256 most = _isActive(jobId) ? _priceOf(s.terms.interval, s.terms.price) : 0;
            Look memory a = _look(s.asset);
            uint256 spent = _excess(s.paid, _excess(a.wealth[s.depositor], b.wealth[s.depositor]));
            bool isTaxed = _arriving(s.asset, 100) != 100;
            if (!isTaxed) _claim(Id.SES_CON_07, spent <= _priceOf(s.tokens, s.terms.price) + most);
            uint256 extra = _earlyFee(s);
            if (!isTaxed) _claim(Id.SES_CON_07, spent == _priceOf(s.tokens, s.terms.price) + extra);
            _ended(jobId, CANCELLED, extra, b);
        }
        _tell("cancel_session", who, abi.encode(jobId), 0, ok);
    }

    function _timeOut(uint256 who, uint256 jobId) internal {
        Session storage s = _sessions[jobId];
        bool isDue = _isActive(jobId) && _isDue(s);
        Look memory b = _look(s.asset);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.triggerSessionTimeout, (jobId))).ok;
        if (_isActive(jobId)) _claim(Id.SES_TIM_03, ok == isDue);
        if (isDue) _claimOpen(ok);
        if (ok) {
            if (who != s.depositor && who != s.terms.host) _claim(Id.SES_ACC_01, isDue);
            _ended(jobId, TIMED_OUT, 0, b);
        }
        _tell("trigger_session_timeout", who, abi.encode(jobId), 0, ok);
    }

    /// @dev A way out that must be open, during a pause too.
    function _claimOpen(bool ok) private {
        _claim(Id.SES_LIV_02, ok);
        if (_isPaused()) _claim(Id.SES_LIV_03, ok);
    }

    /// @dev What leaving early costs beyond the proven work.
    function _earlyFee(Session storage s) private view returns (uint256) {
        if (_isDue(s) || !_mayServe(s.terms.host)) return 0;
        uint256 interval = _priceOf(s.terms.interval, s.terms.price);
        uint256 unspent = _excess(s.paid, _priceOf(s.tokens, s.terms.price));
        return interval < unspent ? interval : unspent;
    }

    function _ended(uint256 jobId, uint8 status, uint256 extra, Look memory b) private {
        Session storage s = _sessions[jobId];
        bool isFirst = s.status == ACTIVE;
        _claim(Id.SES_SEQ_01, isFirst);
        if (!isFirst) return;
        _endSession(s, status, extra);
        Look memory a = _look(s.asset);
        _claimSettled(jobId, b, a);
        _claimSolvent(s.asset, a);
        _claimRecord(jobId);
        _claimSessionList(s.terms.host);
    }
}
