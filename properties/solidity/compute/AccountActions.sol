// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {GovernanceActions} from "./GovernanceActions.sol";
import "./Ids.sol" as Id;
import {Demands, Details, IAccounts, IJobs, Operation} from "./Market.sol";
import {Order} from "./PostingActions.sol";

/// @dev An operation of a batch: a claim, or an order with what is sent. @param kind Zero: a claim. One: an order. Two
/// and more: what no batch does. @param index Of the job to claim.
struct Step {
    uint256 kind;
    uint256 index;
    uint256 value;
}

/// @title Session keys, and jobs posted and claimed for wallets
abstract contract AccountActions is GovernanceActions {
    uint256 internal constant LONGEST_KEY = 30 days;
    uint256 internal constant MAY_CLAIM = 1;
    uint256 internal constant MAY_POST = 2;
    uint256 internal constant MAY_RELEASE = 4;

    /// @param scope Functions as bits. @param budget What is left of it.
    struct Key {
        uint256 expires;
        uint256 scope;
        uint256 budget;
    }

    mapping(uint256 wallet => mapping(uint256 key => Key)) internal _keys;
    mapping(uint256 who => uint256 amount) internal _walletOf;

    /// @dev The keys that are there when a run begins.
    function _setUpKeys() internal {
        Key memory first = Key(block.timestamp + LONGEST_KEY, MAY_CLAIM | MAY_POST, KEY_BUDGET);
        _keys[HOST][VOTER] = first;
        _keys[DEPOSITOR][OUTSIDER] = first;
    }

    // ------------------------------------------------------------------ keys

    function _addKey(uint256 who, uint256 to, uint256 expires) internal {
        bytes memory data = abi.encodeCall(IAccounts.addSessionKey, (_accountOf(to), expires));
        bool ok = _act(who, address(accounts), 0, data).ok;
        if (ok) _named(who, to, Key(expires, MAY_CLAIM, 0));
        _note("add_session_key", who, data, 0, ok);
    }

    function _addScopedKey(uint256 who, uint256 to, Key memory k) internal {
        bytes memory data =
            abi.encodeCall(IAccounts.addScopedSessionKey, (_accountOf(to), k.expires, _selectors(k.scope), k.budget));
        bool ok = _act(who, address(accounts), 0, data).ok;
        if (ok) _named(who, to, k);
        _note("add_scoped_session_key", who, data, 0, ok);
    }

    function _named(uint256 who, uint256 to, Key memory k) private {
        bool isBounded = k.expires > block.timestamp && k.expires <= block.timestamp + LONGEST_KEY && k.scope != 0;
        _claim(Id.JOB_ACC_04, isBounded && k.budget <= type(uint96).max && to < ACTORS);
        _keys[who][to] = k;
    }

    function _revokeKey(uint256 who, uint256 to) internal {
        bytes memory data = abi.encodeCall(IAccounts.revokeSessionKey, (_accountOf(to)));
        bool ok = _act(who, address(accounts), 0, data).ok;
        _claim(Id.JOB_ACC_04, ok == (_keys[who][to].expires != 0));
        if (ok) delete _keys[who][to];
        _note("revoke_session_key", who, data, 0, ok);
    }

    /// @dev A wallet charges one of its keys; a refusal is an answer of zero.
    function _chargeKey(uint256 who, uint256 to, uint256 scope, uint256 amount) internal {
        Key storage k = _keys[who][to];
        bool isCovered = k.expires != 0 && k.scope & scope != 0 && amount <= k.budget;
        bytes memory data = abi.encodeCall(IAccounts.chargeSessionKey, (_accountOf(to), _selectors(scope)[0], amount));
        Answer memory answer = _act(who, address(accounts), 0, data);
        if (answer.ok) {
            _claim(Id.JOB_ACC_04, abi.decode(answer.data, (uint256)) == (isCovered ? k.expires : 0));
            if (isCovered) k.budget -= amount;
        }
        _note("charge_session_key", who, data, 0, answer.ok);
    }

    function _used(uint256 wallet, uint256 key, uint256 scope, uint256 amount) private {
        Key storage k = _keys[wallet][key];
        bool isValid = k.expires != 0 && block.timestamp <= k.expires && k.scope & scope != 0;
        _claim(Id.JOB_ACC_04, isValid && amount <= k.budget);
        _claim(Id.JOB_ACC_01, isValid);
        k.budget = _excess(k.budget, amount);
    }

    // ------------------------------------------------------------------ jobs for wallets

    function _postByAccount(uint256 who, Order memory o, uint256 value) internal {
        uint256[13] memory purse = _purse(COIN);
        bytes memory data = abi.encodeCall(IAccounts.createJobViaAccount, (o.details, o.demands, o.payment));
        bool ok = _act(who, address(accounts), value, data).ok;
        if (ok) {
            purse[who] -= value;
            _claimBegins(POST_JOB | POST_FOR);
            _countPost(who);
            _posted(who, COIN, value, o.demands);
            _claim(Id.JOB_CON_05, value == o.payment);
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note("create_job_via_account", who, data, value, ok);
    }

    function _postByKey(uint256 who, uint256 wallet, Order memory o) internal {
        uint256[13] memory purse = _purse(COIN);
        bytes memory data = abi.encodeCall(
            IAccounts.createJobViaSessionKey, (_actors[wallet].account, o.details, o.demands, o.payment)
        );
        bool ok = _act(who, address(accounts), 0, data).ok;
        if (ok) {
            _used(wallet, who, MAY_POST, o.payment);
            _claimBegins(POST_JOB | POST_FOR);
            _countPost(wallet);
            _posted(wallet, COIN, o.payment, o.demands);
            _claim(Id.JOB_CON_04, _walletOf[wallet] >= o.payment);
            _walletOf[wallet] = _excess(_walletOf[wallet], o.payment);
            _inWallets = _excess(_inWallets, o.payment);
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note("create_job_via_session_key", who, data, 0, ok);
    }

    function _takeByKey(uint256 who, uint256 wallet, uint256 jobId) internal {
        bytes memory data = abi.encodeCall(IAccounts.claimJobViaSessionKey, (_actors[wallet].account, jobId));
        bool ok = _act(who, address(accounts), 0, data).ok;
        if (ok) {
            _used(wallet, who, MAY_CLAIM, 0);
            _hasTaken(jobId, wallet, CLAIM_JOB | CLAIM_FOR);
            _claimTaken(jobId);
        }
        _note("claim_job_via_session_key", who, data, 0, ok);
    }

    /// @dev Operations one after the other; each order is the same.
    function _batch(uint256 who, Step[] memory steps, Order memory o, uint256 value) internal {
        uint256[13] memory purse = _purse(COIN);
        bytes memory data = _operations(steps, o);
        bool ok = _act(who, address(accounts), value, data).ok;
        if (ok) {
            purse[who] -= value;
            uint256 sum;
            for (uint256 i; i < steps.length; ++i) {
                _claim(Id.JOB_ACC_01, steps[i].kind < 2);
                if (steps[i].kind == 1) sum += steps[i].value;
                _stepped(who, steps[i], o);
            }
            for (uint256 i; i < steps.length; ++i) {
                if (steps[i].kind == 0) _claimTaken(steps[i].index);
            }
            _claim(Id.JOB_CON_04, sum == value);
            _claimPurse(Id.JOB_CON_04, COIN, purse);
        }
        _note("execute_batch", who, data, value, ok);
    }

    function _stepped(uint256 who, Step memory one, Order memory o) private {
        if (one.kind == 0) _hasTaken(one.index, who, CLAIM_JOB | CLAIM_FOR);
        if (one.kind != 1) return;
        _claimBegins(POST_JOB | POST_FOR);
        _countPost(who);
        _posted(who, COIN, o.payment, o.demands);
    }

    function _operations(Step[] memory steps, Order memory o) private view returns (bytes memory) {
        Operation[] memory operations = new Operation[](steps.length);
        for (uint256 i; i < steps.length; ++i) {
            Step memory one = steps[i];
            address target = one.kind == 2 ? address(escrow) : address(market);
            bytes memory data = one.kind == 1
                ? abi.encodeCall(IJobs.postJob, (o.details, o.demands, o.payment))
                : abi.encodeWithSelector(
                    one.kind == 3 ? IJobs.releasePayment.selector : IJobs.claimJob.selector, one.index
                );
            if (one.kind == 4) data = "abc";
            operations[i] = Operation(target, one.value, data);
        }
        return abi.encodeCall(IAccounts.executeBatch, (operations));
    }

    // ------------------------------------------------------------------ parts

    function _selectors(uint256 scope) private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[]((scope & 1) + (scope >> 1 & 1) + (scope >> 2 & 1));
        uint256 count;
        if (scope & MAY_CLAIM != 0) selectors[count++] = IJobs.claimJob.selector;
        if (scope & MAY_POST != 0) selectors[count++] = IJobs.postJob.selector;
        if (scope & MAY_RELEASE != 0) selectors[count++] = IJobs.releasePayment.selector;
    }
}
