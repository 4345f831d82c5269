// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Step} from "./AccountActions.sol";
import {IAccounts} from "./Market.sol";
import {Order} from "./PostingActions.sol";
import {UnclampedJobHandlers} from "./UnclampedJobHandlers.sol";

/// @title What an engine may do with breaker, scores, votes and accounts, without sense; all handlers together
abstract contract UnclampedHandlers is UnclampedJobHandlers {
    // ------------------------------------------------------------------ breaker

    function any_set_circuit_breaker_level(uint256 who, uint256 level) public {
        _setLevel(who % ACTORS, level % 4);
    }

    function any_emergency_pause(uint256 who) public {
        _emergencyPause(who % ACTORS, "");
    }

    function any_emergency_pause_for(uint256 who, uint256 duration) public {
        _emergencyPauseFor(who % ACTORS, duration % 10 days);
    }

    function any_pause_function(uint256 who, uint256 number) public {
        if (number % 2 == 0 || who % ACTORS > AUTHORITY) {
            _pauseFunction(who % ACTORS, number / 2 % (FUNCTIONS + 1), true);
        }
    }

    function any_unpause_function(uint256 who, uint256 number) public {
        _pauseFunction(who % ACTORS, number % (FUNCTIONS + 1), false);
    }

    function any_auto_recover(uint256 who) public {
        _recover(who % ACTORS);
    }

    function any_set_failure_threshold(uint256 who, uint256 number) public {
        _setThreshold(who % ACTORS, number % 1_000_002);
    }

    function any_set_auto_recovery_period(uint256 who, uint256 period) public {
        _setRecovery(who % ACTORS, period % 31 days);
    }

    function any_set_guardian(uint256 who, uint256 to) public {
        _setGuardian(who % ACTORS, to % (ACTORS + 1));
    }

    function any_set_market_governance(uint256 who, uint256 to) public {
        _setGovernance("set_market_governance", who % ACTORS, address(market), _governor(to % (ACTORS + 2)));
    }

    // ------------------------------------------------------------------ scores

    function any_record_job_completion(uint256 who, uint256 host, uint256 id, bool isSuccess) public {
        _report(who % ACTORS, host % ACTORS, _someJob(id), isSuccess);
    }

    function any_rate_host(uint256 who, uint256 host, uint256 id, uint256 rating) public {
        uint256 jobId = _someJob(id);
        bool byRenter = who % 4 == 0;
        _rate(byRenter ? _jobs[jobId].renter : who % ACTORS, host % ACTORS, jobId, uint8(rating % 7), "");
    }

    function any_apply_reputation_decay(uint256 who, uint256 host) public {
        _decay(who % ACTORS, host % ACTORS);
    }

    function any_slash_reputation(uint256 who, uint256 host, uint256 amount) public {
        _slashScore(who % ACTORS, host % ACTORS, amount % 2_000);
    }

    function any_set_reporter(uint256 who, uint256 to, bool isReporter) public {
        _setReporter(who % ACTORS, to % (ACTORS + 1), isReporter);
    }

    function any_set_reputation_governance(uint256 who, uint256 to) public {
        _setReputationGovernance(who % ACTORS, to % (ACTORS + 2));
    }

    // ------------------------------------------------------------------ votes

    function any_delegate(uint256 who, uint256 to) public {
        _delegateTo(who % ACTORS, to % (ACTORS + 1));
    }

    function any_propose_parameter_update(uint256 who, uint256 setter, uint256 value, uint256 count) public {
        uint256[] memory setters = new uint256[](count % 8 == 0 ? 0 : count % 8 == 1 ? 11 : 1);
        uint256[] memory values = new uint256[](setters.length);
        for (uint256 i; i < setters.length; ++i) {
            (setters[i], values[i]) = (setter % SETTERS, value);
        }
        _proposeUpdates(who % ACTORS, setters, values, "");
    }

    function any_propose_contract_upgrade(uint256 who, uint256 target, uint256 to) public {
        address[4] memory targets = [address(escrow), address(market), address(fab), address(0)];
        _proposeUpgrade(who % ACTORS, targets[target % 4], to % (ACTORS + 1), "");
    }

    function any_cast_vote(uint256 who, uint256 id, bool support) public {
        _castVote(who % ACTORS, _someMotion(id), support);
    }

    function any_queue(uint256 who, uint256 id) public {
        _queue(who % ACTORS, _someMotion(id));
    }

    function any_execute(uint256 who, uint256 id) public {
        _executeMotion(who % ACTORS, _someMotion(id));
    }

    function any_cancel(uint256 who, uint256 id) public {
        _cancelMotion(who % ACTORS, _someMotion(id));
    }

    function any_set_allowed(uint256 who, uint256 number, bool isAllowed) public {
        if (number % 2 == 0 && who % ACTORS == OWNER) isAllowed = true;
        _allow(who % ACTORS, number / 2 % (LISTED + 1) == LISTED ? SETTERS : number / 2 % LISTED, isAllowed);
    }

    function any_set_pointer(uint256 who, bool isPointed) public {
        _point(who % ACTORS, isPointed);
    }

    function any_set_emergency_target(uint256 who, bool isListed) public {
        _setTarget(who % ACTORS, isListed);
    }

    function any_set_emergency_admin(uint256 who, uint256 to, bool isAdmin) public {
        _setAdmin(who % ACTORS, to % (ACTORS + 1), isAdmin);
    }

    function any_execute_emergency_action(uint256 who, uint256 target, uint256 action) public {
        address[3] memory targets = [address(market), address(escrow), address(nodes)];
        _emergency(who % ACTORS, action % 4 == 0 ? "unpause" : "pause", targets[target % 3]);
    }

    /// @dev A proposal, or one that does not exist.
    function _someMotion(uint256 id) private view returns (uint256) {
        return id % 4 == 0 ? id / 4 % (_motionCount + 2) : _motionCount;
    }

    // ------------------------------------------------------------------ keys and jobs for wallets

    function any_add_session_key(uint256 who, uint256 to, uint256 expires) public {
        _addKey(who % ACTORS, to % (ACTORS + 1), block.timestamp + expires % 31 days);
    }

    function any_add_scoped_session_key(uint256 who, uint256 to, uint256 expires, uint256 scope, uint256 budget)
        public
    {
        if (budget % 4 != 0) budget %= 2 ** 96;
        _addScopedKey(who % ACTORS, to % (ACTORS + 1), Key(block.timestamp + expires % 31 days, scope % 8, budget));
    }

    function any_revoke_session_key(uint256 who, uint256 to) public {
        _revokeKey(who % ACTORS, to % ACTORS);
    }

    function any_charge_session_key(uint256 who, uint256 to, uint256 scope, uint256 amount) public {
        _chargeKey(who % ACTORS, to % ACTORS, 1 << (scope % 3), amount % 2 ether);
    }

    function any_create_job_via_account(uint256 who, uint256 seed) public {
        Order memory o = _order(COIN, seed);
        _postByAccount(who % ACTORS, o, _near(o.payment, seed));
    }

    function any_create_job_via_session_key(uint256 who, uint256 wallet, uint256 seed) public {
        (uint256 named, uint256 key) = _someKey(seed, 0);
        bool isNamed = wallet % 2 == 0 && named < ACTORS;
        _postByKey(isNamed ? key : who % ACTORS, isNamed ? named : wallet % ACTORS, _order(COIN, seed));
    }

    function any_claim_job_via_session_key(uint256 who, uint256 wallet, uint256 id) public {
        (uint256 named, uint256 key) = _someKey(id, 0);
        bool isNamed = wallet % 2 == 0 && named < ACTORS;
        _takeByKey(isNamed ? key : who % ACTORS, isNamed ? named : wallet % ACTORS, _someJob(id));
    }

    function any_execute_batch(uint256 who, uint256 kind, uint256 id, uint256 seed) public {
        Step[] memory steps = new Step[](seed % 8 == 0 ? 0 : 1);
        Order memory o = _order(COIN, seed);
        uint256 value = _near(o.payment, seed);
        if (steps.length != 0) steps[0] = Step(kind % 5, _someJob(id), id % 3 == 0 ? 0 : value);
        _batch(who % ACTORS, steps, o, steps.length == 0 ? 0 : steps[0].value + (id % 12 == 1 ? 1 : 0));
    }

    // ------------------------------------------------------------------ deposits and streams

    function any_deposit_for_keys(uint256 who, uint256 value) public {
        _depositForKeys(who % ACTORS, value % 8 == 0 ? 0 : value % 1 ether);
    }

    function any_withdraw_wallet_deposit(uint256 who, uint256 amount) public {
        _withdrawDeposit(who % ACTORS, amount % 2 ether);
    }

    function any_withdraw_integration_credit(uint256 who) public {
        who %= ACTORS;
        _accountCreditOut("withdraw_integration_credit", who, who, abi.encodeCall(IAccounts.withdraw, ()));
    }

    function any_withdraw_integration_credit_to(uint256 who, uint256 to) public {
        to %= ACTORS + 1;
        bytes memory data = abi.encodeCall(IAccounts.withdrawTo, (_accountOf(to)));
        _accountCreditOut("withdraw_integration_credit_to", who % ACTORS, to, data);
    }

    function any_create_payment_stream(uint256 who, uint256 to, uint256 total, uint256 duration, uint256 seed) public {
        total %= 1 ether;
        _openStream(who % ACTORS, to % (ACTORS + 1), total, duration % 3_651 days, _near(total, seed));
    }

    function any_withdraw_from_stream(uint256 who, uint256 id) public {
        _fetchStream(who % ACTORS, id % (_streamCount + 2));
    }

    function any_cancel_payment_stream(uint256 who, uint256 id) public {
        _cancelStream(who % ACTORS, id % (_streamCount + 2));
    }
}
