// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {AccountActions} from "./AccountActions.sol";
import "./Ids.sol" as Id;
import {IAccounts} from "./Market.sol";

/// @title Deposits for keys, streams of coin, and the credits of the contract of accounts
abstract contract StreamActions is AccountActions {
    /// @dev A stream. @param total What the recipient gets at most; less once it is cancelled.
    struct Stream {
        bool isCancelled;
        uint256 from;
        uint256 to;
        uint256 total;
        uint256 start;
        uint256 duration;
        uint256 withdrawn;
    }

    mapping(uint256 id => Stream) internal _streams;
    uint256 internal _streamCount;

    // ------------------------------------------------------------------ deposits

    function _depositForKeys(uint256 who, uint256 value) internal {
        uint256[13] memory purse = _purse(COIN);
        bytes memory data = abi.encodeCall(IAccounts.depositForKeys, ());
        bool ok = _act(who, address(accounts), value, data).ok;
        if (ok) {
            purse[who] -= value;
            _walletOf[who] += value;
            _inWallets += value;
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note("deposit_for_keys", who, data, value, ok);
    }

    function _withdrawDeposit(uint256 who, uint256 amount) internal {
        _calm();
        uint256[13] memory purse = _purse(COIN);
        bool isFunded = amount != 0 && amount <= _walletOf[who];
        bytes memory data = abi.encodeCall(IAccounts.withdrawDeposit, (amount));
        bool ok = _act(who, address(accounts), 0, data).ok;
        _claim(Id.JOB_CON_04, ok == isFunded);
        if (ok && isFunded) {
            _walletOf[who] -= amount;
            _inWallets -= amount;
            purse[who] += amount;
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note("withdraw_wallet_deposit", who, data, 0, ok);
    }

    /// @param to Number of an actor; `ACTORS` for nobody.
    function _accountCreditOut(string memory action, uint256 who, uint256 to, bytes memory data) internal {
        _calm();
        uint256[13] memory purse = _purse(COIN);
        uint256 amount = accounts.credits(_actors[who].account);
        bool ok = _act(who, address(accounts), 0, data).ok;
        if (ok && to < ACTORS) {
            purse[who] -= amount;
            purse[to] += amount;
            _claim(Id.JOB_CON_04, amount != 0 && accounts.credits(_actors[who].account) == 0);
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note(action, who, data, 0, ok);
    }

    // ------------------------------------------------------------------ streams

    function _openStream(uint256 who, uint256 to, uint256 total, uint256 duration, uint256 value) internal {
        uint256[13] memory purse = _purse(COIN);
        bytes memory data = abi.encodeCall(IAccounts.createPaymentStream, (_accountOf(to), total, duration));
        bool ok = _act(who, address(accounts), value, data).ok;
        if (ok) {
            purse[who] -= value;
            _claim(Id.JOB_CON_05, value == total && total != 0);
            _streams[++_streamCount] = Stream(false, who, to, total, block.timestamp, duration, 0);
            _inStreams += total;
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note("create_payment_stream", who, data, value, ok);
    }

    function _fetchStream(uint256 who, uint256 id) internal {
        _calm();
        uint256[13] memory purse = _purse(COIN);
        Stream storage s = _streams[id];
        uint256 due = _vested(s) - s.withdrawn;
        bytes memory data = abi.encodeCall(IAccounts.withdrawFromStream, (id));
        bool ok = _act(who, address(accounts), 0, data).ok;
        _claim(Id.JOB_CON_04, ok == (due != 0 && who == s.to));
        if (ok) {
            s.withdrawn += due;
            _inStreams -= due;
            purse[s.to] += due;
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note("withdraw_from_stream", who, data, 0, ok);
    }

    function _cancelStream(uint256 who, uint256 id) internal {
        _calm();
        uint256[13] memory purse = _purse(COIN);
        Stream storage s = _streams[id];
        uint256 vested = _vested(s);
        bytes memory data = abi.encodeCall(IAccounts.cancelPaymentStream, (id));
        bool ok = _act(who, address(accounts), 0, data).ok;
        _claim(Id.JOB_CON_04, ok == (who == s.from && s.total != vested && !s.isCancelled && id != 0 && s.total != 0));
        if (ok) {
            uint256 refund = s.total - vested;
            (s.total, s.isCancelled) = (vested, true);
            _inStreams -= refund;
            purse[s.from] += refund;
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note("cancel_payment_stream", who, data, 0, ok);
    }

    /// @dev In proportion to the time, rounded down.
    function _vested(Stream storage s) internal view returns (uint256) {
        uint256 elapsed = block.timestamp - s.start;
        if (s.isCancelled || elapsed >= s.duration) return s.total;
        return s.total * elapsed / s.duration;
    }
}
