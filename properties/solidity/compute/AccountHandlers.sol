// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Step} from "./AccountActions.sol";
import {GovernanceHandlers} from "./GovernanceHandlers.sol";
import {POSTED} from "./JobGhosts.sol";
import {IAccounts} from "./Market.sol";
import {Order} from "./PostingActions.sol";

/// @title What an engine may do with session keys, batches, deposits and streams, with sense
/// @notice None of these ever reverts; where nothing fits, nothing happens.
abstract contract AccountHandlers is GovernanceHandlers {
    // ------------------------------------------------------------------ keys

    function add_session_key(uint256 seed) public {
        _addKey(_hostNumber(seed), _mix(seed, 200) % ACTORS, block.timestamp + 1 + _mix(seed, 201) % LONGEST_KEY);
    }

    function add_scoped_session_key(uint256 seed) public {
        uint256 expires = block.timestamp + (_mix(seed, 202) % 4 == 0 ? 60 : 1 + _mix(seed, 203) % LONGEST_KEY);
        _addScopedKey(_walletNumber(seed), _mix(seed, 200) % ACTORS, Key(expires, _mix(seed, 204) % 7 + 1, 3 ether));
    }

    /// @dev It tries to go on.
    function revoke_session_key(uint256 seed) public {
        (uint256 wallet, uint256 key) = _someKey(seed, 0);
        if (wallet == ACTORS) return;
        _revokeKey(wallet, key);
        uint256 jobId = _jobIn(POSTED, seed);
        if (jobId != 0) _takeByKey(key, wallet, jobId);
    }

    function charge_session_key(uint256 seed) public {
        (uint256 wallet, uint256 key) = _someKey(seed, 0);
        if (wallet == ACTORS) return;
        uint256 budget = _keys[wallet][key].budget;
        uint256 kind = _mix(seed, 205) % 4;
        _chargeKey(wallet, key, 1 << (seed % 3), kind == 0 ? budget + 1 : kind == 1 ? budget : budget / 4);
    }

    // ------------------------------------------------------------------ jobs for wallets

    function create_job_via_account(uint256 seed) public {
        Order memory o = _order(COIN, seed);
        _postByAccount(_poster(_mix(seed, 206)), o, o.payment);
    }

    /// @dev All of a budget, or a part of it; sometimes in the key's last second, or after it.
    function create_job_via_session_key(uint256 seed) public {
        (uint256 wallet, uint256 key) = _someKey(seed, seed % 4 == 0 ? 0 : MAY_POST);
        if (wallet == ACTORS) return;
        if (_walletOf[wallet] == 0) return _depositForKeys(wallet, 3 ether);
        _atTheEnd(wallet, key, seed);
        Order memory o = _order(COIN, seed);
        uint256 most = _keys[wallet][key].budget < _walletOf[wallet] ? _keys[wallet][key].budget : _walletOf[wallet];
        uint256 kind = _mix(seed, 207) % 6;
        o.payment = kind == 0 ? most + 1 : kind == 1 ? most : most / 3;
        _postByKey(key, wallet, o);
    }

    function claim_job_via_session_key(uint256 seed) public {
        uint256 jobId = _jobIn(POSTED, seed);
        (uint256 wallet, uint256 key) = _someKey(seed, seed % 4 == 0 ? 0 : MAY_CLAIM);
        if (jobId == 0 || wallet == ACTORS) return;
        _atTheEnd(wallet, key, seed);
        _takeByKey(key, wallet, jobId);
    }

    /// @dev Claims and orders of somebody, mostly paid for exactly.
    function execute_batch(uint256 seed) public {
        Step[] memory steps = new Step[](_mix(seed, 208) % 3 + 1);
        Order memory o = _order(COIN, seed);
        uint256 sum;
        uint256 who = _mix(seed, 214) % 4 == 0 ? HOST : _poster(_mix(seed, 209));
        for (uint256 i; i < steps.length; ++i) {
            uint256 jobId = _jobIn(POSTED, _mix(seed, 235 + i));
            bool isClaim = who == HOST && jobId != 0 && _mix(seed, 210 + i) % 2 == 0;
            steps[i] = isClaim ? Step(0, jobId, 0) : Step(1, 0, o.payment);
            if (!isClaim) sum += o.payment;
        }
        uint256 flaw = _mix(seed, 215) % 16;
        if (flaw == 0) ++sum;
        if (flaw < 4 && flaw != 0 && steps[0].value == 0) steps[0].kind = 1 + flaw;
        _batch(who, steps, o, sum);
    }

    // ------------------------------------------------------------------ deposits and streams

    function deposit_for_keys(uint256 seed) public {
        _depositForKeys(_walletNumber(seed), 1 + _mix(seed, 216) % 3 ether);
    }

    function withdraw_wallet_deposit(uint256 seed) public {
        for (uint256 i; i < ACTORS; ++i) {
            uint256 who = (seed % ACTORS + i) % ACTORS;
            if (_walletOf[who] == 0) continue;
            uint256 kind = _mix(seed, 217) % 4;
            return _withdrawDeposit(who, kind == 0 ? _walletOf[who] + 1 : kind == 1 ? 1 : _walletOf[who]);
        }
    }

    function withdraw_integration_credit(uint256 seed) public {
        uint256 who = _withAccountCredit(seed);
        if (who == ACTORS) return;
        _accountCreditOut("withdraw_integration_credit", who, who, abi.encodeCall(IAccounts.withdraw, ()));
    }

    function withdraw_integration_credit_to(uint256 seed, uint256 to) public {
        uint256 who = _withAccountCredit(seed);
        if (who == ACTORS) return;
        bytes memory data = abi.encodeCall(IAccounts.withdrawTo, (_accountOf(to % ACTORS)));
        _accountCreditOut("withdraw_integration_credit_to", who, to % ACTORS, data);
    }

    function create_payment_stream(uint256 seed) public {
        uint256[4] memory times = [uint256(1), 1_000, 30 days, 3_650 days];
        uint256 total = 1 + _mix(seed, 218) % 1 ether;
        uint256 to = _mix(seed, 219) % 2 == 0 ? CONTRACT_HOST : _mix(seed, 219) % ACTORS;
        _openStream(_walletNumber(seed), to, total, times[_mix(seed, 220) % 4], total);
    }

    /// @dev After a part of the time, mostly.
    function withdraw_from_stream(uint256 seed) public {
        if (_streamCount == 0) return create_payment_stream(seed);
        uint256 id = seed % _streamCount + 1;
        if (_mix(seed, 221) % 2 == 0) {
            _until(_streams[id].start + _mix(seed, 222) % (_streams[id].duration % 1 weeks + 2));
        }
        _fetchStream(_streams[id].to, id);
    }

    function cancel_payment_stream(uint256 seed) public {
        if (_streamCount == 0) return;
        uint256 id = seed % _streamCount + 1;
        if (_mix(seed, 221) % 2 == 0) {
            _until(_streams[id].start + _mix(seed, 223) % (_streams[id].duration % 1 weeks + 2));
        }
        _cancelStream(_streams[id].from, id);
    }

    /// @dev The next step of a key, a deposit or a stream.
    function carry_on_accounts(uint256 seed) public {
        uint256 drawn = _mix(seed, 224);
        uint256 next = _mix(seed, 225) % 16;
        if (next < 2) create_payment_stream(drawn);
        else if (next < 5) withdraw_from_stream(drawn);
        else if (next == 5) cancel_payment_stream(drawn);
        else if (next == 6) add_scoped_session_key(drawn);
        else if (next == 7) add_session_key(drawn);
        else if (next == 8) create_job_via_session_key(drawn);
        else if (next == 9) revoke_session_key(drawn);
        else if (next == 10) claim_job_via_session_key(drawn);
        else if (next == 11) execute_batch(drawn);
        else if (next == 12) withdraw_wallet_deposit(drawn);
        else if (next == 13) withdraw_integration_credit(drawn);
        else if (next == 14) charge_session_key(drawn);
        else create_job_via_account(drawn);
    }

    // ------------------------------------------------------------------ parts

    function _walletNumber(uint256 choice) internal pure returns (uint256) {
        return choice % 2 == 0 ? _depositorNumber(choice / 2) : _hostNumber(choice / 2);
    }

    /// @dev A wallet and a key of it for a function; any key for none. `ACTORS` when there is none.
    function _someKey(uint256 seed, uint256 scope) internal view returns (uint256, uint256) {
        for (uint256 i; i < ACTORS * ACTORS; ++i) {
            uint256 drawn = seed % (ACTORS * ACTORS) + i;
            (uint256 wallet, uint256 key) = (drawn / ACTORS % ACTORS, drawn % ACTORS);
            Key storage k = _keys[wallet][key];
            if (k.expires != 0 && (scope == 0 || k.scope & scope != 0)) return (wallet, key);
        }
        return (ACTORS, 0);
    }

    function _atTheEnd(uint256 wallet, uint256 key, uint256 seed) private {
        if (_mix(seed, 226) % 8 == 0) _until(_keys[wallet][key].expires + seed % 2);
    }

    /// @dev Who has a credit of the contract of accounts; `ACTORS` for nobody.
    function _withAccountCredit(uint256 seed) private returns (uint256) {
        for (uint256 i; i < ACTORS; ++i) {
            uint256 who = (seed % ACTORS + i) % ACTORS;
            if (accounts.credits(_actors[who].account) == 0) continue;
            if (_isPuppet(who) && seed % 4 != 0) _setMood(who, ACCEPT, address(market), address(earnings));
            return who;
        }
        return ACTORS;
    }
}
