// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ChallengeActions} from "./ChallengeActions.sol";
import "./Ids.sol" as Id;
import {DISPUTED, Job, SUBMITTED, Verdict} from "./JobGhosts.sol";
import {IEscrow} from "./Market.sol";

/// @title Disputes, and the escrow's fees, pool and credits
abstract contract EscrowActions is ChallengeActions {
    uint256 internal constant RULING_TIME = 14 days;

    uint256 internal _arbiter = AUTHORITY;
    uint256 internal _escrowTreasury = TREASURY;
    address internal _escrowGovernance;

    // ------------------------------------------------------------------ records

    function _releaseEscrow(uint256 who, uint256 jobId) internal {
        bytes memory data = abi.encodeCall(IEscrow.releaseEscrow, (bytes32(jobId)));
        _releaseBy("release_escrow", who, jobId, address(escrow), data);
    }

    function _dispute(uint256 who, uint256 jobId) internal {
        Job storage j = _jobs[jobId];
        bytes memory data = abi.encodeCall(IEscrow.disputeEscrow, (bytes32(jobId)));
        bool ok = _act(who, address(escrow), 0, data).ok;
        if (ok) {
            bool isParty = (who == j.renter && !_isDue(jobId)) || who == j.host;
            _claim(Id.JOB_SEQ_01, j.status == SUBMITTED && isParty);
            _claim(Id.JOB_TIM_01, j.disputed == 0);
            (j.status, j.disputed) = (DISPUTED, block.timestamp);
            _claimJob(jobId);
        }
        _note("dispute_escrow", who, data, 0, ok);
    }

    /// @param winner Number of an actor; `ACTORS` for nobody.
    function _rule(uint256 who, uint256 jobId, uint256 winner) internal {
        _calm();
        Job storage j = _jobs[jobId];
        uint256[13] memory purse = _purse(j.asset);
        bool isInTime = j.status == DISPUTED && block.timestamp <= j.disputed + RULING_TIME;
        bool isParty = winner == j.host || winner == j.renter;
        bytes memory data = abi.encodeCall(IEscrow.resolveDispute, (bytes32(jobId), _accountOf(winner)));
        bool ok = _act(who, address(escrow), 0, data).ok;
        if (isInTime && isParty && who == _arbiter) _claim(Id.JOB_TIM_01, ok);
        if (ok) {
            _claim(Id.JOB_ACC_02, who == _arbiter && isParty);
            _claim(Id.JOB_TIM_01, isInTime);
            if (isInTime) {
                _settle(jobId, winner == j.host, winner == j.host ? Verdict.SUCCESS : Verdict.FAILURE, purse);
            }
        }
        _note("resolve_dispute", who, data, 0, ok);
    }

    function _default(uint256 who, uint256 jobId) internal {
        _calm();
        Job storage j = _jobs[jobId];
        uint256[13] memory purse = _purse(j.asset);
        bool isDue = j.status == DISPUTED && block.timestamp > j.disputed + RULING_TIME;
        bytes memory data = abi.encodeCall(IEscrow.claimDisputeDefault, (bytes32(jobId)));
        bool ok = _act(who, address(escrow), 0, data).ok;
        _claim(Id.JOB_TIM_01, ok == isDue);
        if (ok && isDue) _settle(jobId, false, Verdict.NOTHING, purse);
        _note("claim_dispute_default", who, data, 0, ok);
    }

    function _settle(uint256 jobId, bool toHost, Verdict verdict, uint256[13] memory purse) private {
        _closeJob(jobId, toHost, verdict);
        _payOut(jobId, purse);
        _claimEnded(jobId);
        _claimPurse(Id.JOB_CON_01, _jobs[jobId].asset, purse);
    }

    // ------------------------------------------------------------------ fees, pool, credits

    function _takeEscrowFees(uint256 who, uint256 asset) internal {
        _calm();
        uint256[13] memory purse = _purse(asset);
        bytes memory data = abi.encodeCall(IEscrow.withdrawFees, (_assetAt(asset)));
        bool ok = _act(who, address(escrow), 0, data).ok;
        uint256 amount = _escrowFees[asset];
        _claim(Id.JOB_CON_02, ok == (amount != 0));
        if (ok) {
            _escrowFees[asset] = 0;
            purse[_escrowTreasury] += _arriving(asset, amount);
            _claimPurse(Id.JOB_CON_02, asset, purse);
        }
        _note("withdraw_fees", who, data, 0, ok);
    }

    function _fundPool(uint256 who, uint256 value) internal {
        uint256[13] memory purse = _purse(COIN);
        bytes memory data = abi.encodeCall(IEscrow.fundIncentives, ());
        bool ok = _act(who, address(escrow), value, data).ok;
        if (ok) {
            _pool += value;
            purse[who] -= value;
            _claim(Id.JOB_CON_02, escrow.incentivePool() == _pool);
            _claimPurse(Id.JOB_CON_02, COIN, purse);
        }
        _note("fund_incentives", who, data, value, ok);
    }

    /// @dev Takes a credit of the escrow in some asset, all of it. @param to Number of an actor; `ACTORS` for nobody.
    function _creditOut(string memory action, uint256 who, uint256 to, uint256 asset, bytes memory data) internal {
        _calm();
        uint256[13] memory purse = _purse(asset);
        uint256 amount = _escrowCredit(who, asset);
        bool ok = _act(who, address(escrow), 0, data).ok;
        if (ok && to < ACTORS) {
            purse[who] -= amount;
            purse[to] += _arriving(asset, amount);
            _claim(Id.JOB_CON_02, amount != 0 && _escrowCredit(who, asset) == 0);
            _claimPurse(Id.JOB_CON_02, asset, purse);
        }
        _note(action, who, data, 0, ok);
    }

    function _escrowCredit(uint256 who, uint256 asset) internal view returns (uint256) {
        address account = _actors[who].account;
        return asset == COIN ? escrow.credits(account) : escrow.tokenCredits(_assetAt(asset), account);
    }

    // ------------------------------------------------------------------ settings

    function _setFee(uint256 who, uint256 feeBps) internal {
        bytes memory data = abi.encodeCall(IEscrow.setFee, (feeBps));
        bool ok = _act(who, address(escrow), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER || _actors[who].account == _escrowGovernance);
            _claim(Id.JOB_CON_01, feeBps <= FEE_BPS);
            _feeBps = feeBps;
        }
        _note("set_fee", who, data, 0, ok);
    }

    function _setArbiter(uint256 who, uint256 to) internal {
        bytes memory data = abi.encodeCall(IEscrow.setArbiter, (_accountOf(to)));
        bool ok = _act(who, address(escrow), 0, data).ok;
        if (ok) {
            _arbiter = to;
            bool isNamed = who == OWNER || _actors[who].account == _escrowGovernance;
            _claim(Id.JOB_ACC_05, isNamed && escrow.arbiter() == _accountOf(to));
        }
        _note("set_arbiter", who, data, 0, ok);
    }

    function _setEscrowTreasury(uint256 who, uint256 to) internal {
        bytes memory data = abi.encodeCall(IEscrow.setTreasury, (_accountOf(to)));
        bool ok = _act(who, address(escrow), 0, data).ok;
        if (ok) {
            _escrowTreasury = to;
            _claim(Id.JOB_ACC_05, who == OWNER && escrow.treasury() == _accountOf(to));
        }
        _note("set_escrow_treasury", who, data, 0, ok);
    }

    function _setEscrowGovernance(uint256 who, uint256 to) internal {
        address next = _governor(to);
        if (_setGovernance("set_escrow_governance", who, address(escrow), next)) _escrowGovernance = next;
    }
}
