// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ACTIVE, Look, Session, Terms} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {IMarket} from "./Market.sol";
import {Properties} from "./Properties.sol";

/// @title Sessions begin and grow: calls made, written down, booked, judged
abstract contract SessionActions is Properties {
    uint256 private _checked;

    // ------------------------------------------------------------------ creation

    function _create(uint256 who, Terms memory t, uint256 value) internal {
        Look memory b = _look(COIN);
        bytes memory arguments = _encoded(t);
        (bool ok, uint256 jobId) =
            _created(who, value, bytes.concat(IMarket.createSessionJobForModel.selector, arguments));
        if (ok) {
            _claimBegins(CREATE_SESSION);
            b.wealth[who] -= value;
            _opened(jobId, who, COIN, value, t, b);
        }
        _tell("create_session_job_for_model", who, arguments, value, ok);
    }

    function _createWithToken(uint256 who, Terms memory t, address token, uint256 deposit) internal {
        uint256 asset = _assetNumber(token);
        Look memory b = _look(asset % ASSETS);
        bytes memory arguments = bytes.concat(_encoded(t), abi.encode(token, deposit));
        (bool ok, uint256 jobId) =
            _created(who, 0, bytes.concat(IMarket.createSessionJobForModelWithToken.selector, arguments));
        if (ok) {
            _claimBegins(CREATE_WITH_TOKEN);
            b.wealth[who] -= deposit;
            _opened(jobId, who, asset, _arriving(asset, deposit), t, b);
        }
        _tell("create_session_job_for_model_with_token", who, arguments, 0, ok);
    }

    function _createFromDeposit(uint256 who, Terms memory t, address token, uint256 deposit) internal {
        uint256 asset = _assetNumber(token);
        Look memory b = _look(asset % ASSETS);
        bytes memory arguments = bytes.concat(_encoded(t), abi.encode(token, deposit));
        (bool ok, uint256 jobId) = _created(who, 0, bytes.concat(IMarket.createSessionFromDeposit.selector, arguments));
        if (ok) {
            _claimBegins(CREATE_FROM_DEPOSIT);
            bool isFunded = _prepaidOf[who][asset] >= deposit;
            _claim(asset == COIN ? Id.SES_CON_02 : Id.SES_CON_03, isFunded);
            if (isFunded) {
                _prepaidOf[who][asset] -= deposit;
                _prepaid[asset] -= deposit;
                b.wealth[who] -= deposit;
            }
            _opened(jobId, who, asset, deposit, t, b);
        }
        _tell("create_session_from_deposit", who, arguments, 0, ok);
    }

    // ------------------------------------------------------------------ extension

    function _extend(uint256 who, uint256 jobId, uint256 deposit, uint256 duration, uint256 value) internal {
        Session storage s = _sessions[jobId];
        Look memory b = _look(s.asset);
        bytes memory data = abi.encodeCall(IMarket.extendSession, (jobId, deposit, duration));
        bool ok = _act(who, address(market), value, data).ok;
        if (ok) {
            _claimBegins(EXTEND_SESSION);
            _claim(Id.SES_ACC_01, who == s.depositor && s.status == ACTIVE);
            _claim(Id.SES_SEQ_01, s.status == ACTIVE);
            uint256 arrived = _arriving(s.asset, deposit);
            b.wealth[who] -= deposit;
            s.paid += arrived;
            s.terms.duration += duration;
            _inSessions[s.asset] += arrived;
            Look memory a = _look(s.asset);
            _claim(Id.SES_CON_07, market.sessionJobs(jobId).deposit == s.paid);
            _claimWealth(Id.SES_CON_07, b, a);
            _claimSolvent(s.asset, a);
            _claimRecord(jobId);
        }
        _tell("extend_session", who, abi.encode(jobId, deposit, duration), value, ok);
    }

    // ------------------------------------------------------------------ parts

    function _encoded(Terms memory t) private view returns (bytes memory) {
        return abi.encode(_actors[t.host].account, t.price, t.duration, t.interval, _modelId(t.model));
    }

    function _created(uint256 who, uint256 value, bytes memory data) private returns (bool ok, uint256 jobId) {
        Answer memory answer = _act(who, address(market), value, data);
        ok = answer.ok;
        if (ok) jobId = abi.decode(answer.data, (uint256));
    }

    /// @dev `b`: before, less what the depositor gave.
    function _opened(uint256 jobId, uint256 who, uint256 asset, uint256 paid, Terms memory t, Look memory b) private {
        _claimCreated(asset, paid, t);
        _claim(Id.SES_SEQ_01, jobId == _sessionCount + 1);
        _openSession(jobId, who, asset, paid, t);
        Look memory a = _look(asset);
        _claimWealth(asset == COIN ? Id.SES_CON_02 : Id.SES_CON_03, b, a);
        _claimSolvent(asset, a);
        _claimRecord(jobId);
        _claimSessionList(t.host);
    }

    /// @dev Tells of a call; and looks whether some session, over or not, is still what it was.
    function _tell(string memory action, uint256 who, bytes memory arguments, uint256 value, bool ok) internal {
        if (_sessionCount != 0) _claimRecord(_checked++ % _sessionCount + 1);
        emit Did(action, _actors[who].name, arguments, value, tx.gasprice, block.timestamp, ok, _broken);
    }
}
