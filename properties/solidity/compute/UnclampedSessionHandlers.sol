// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IEarnings} from "./Market.sol";
import {Claim} from "./ProofActions.sol";
import {Session, Terms} from "./Ghosts.sol";
import {UnclampedRegistryHandlers} from "./UnclampedRegistryHandlers.sol";

/// @title What an engine may do with sessions and money, without sense: any actor, any session, existing or not
/// @notice Most of these calls are refused, and that is what is claimed about them.
abstract contract UnclampedSessionHandlers is UnclampedRegistryHandlers {
    /// @dev With an even choice an active session or one that is over, with an odd one any id, existing or not.
    function _someSession(uint256 id) private view returns (uint256) {
        if (id % 4 == 0) return _overSession(id / 4);
        return id % 2 == 0 ? _activeSession(id / 4) : id / 4 % (_sessionCount + 2);
    }

    function _anyTerms(uint256 seed, uint256 deposit) private view returns (Terms memory t) {
        t = _drawTerms(COIN, deposit, seed);
        t.host = _mix(seed, 100) % ACTORS;
        t.model = _mix(seed, 101) % NAMES;
    }

    // ------------------------------------------------------------------ sessions

    function any_create_session_job_for_model(uint256 who, uint256 seed, uint256 value) public {
        value %= 1_001 ether;
        _create(_depositorNumber(who), _anyTerms(seed, value), value);
    }

    function any_create_session_job_for_model_with_token(uint256 who, uint256 seed, uint256 deposit) public {
        deposit %= 10 ** 21;
        _createWithToken(_depositorNumber(who), _anyTerms(seed, deposit), _assetAt(seed % ASSETS), deposit);
    }

    function any_create_session_from_deposit(uint256 who, uint256 seed, uint256 deposit) public {
        deposit %= 10 ** 21;
        _createFromDeposit(_depositorNumber(who), _anyTerms(seed, deposit), _assetAt(seed % ASSETS), deposit);
    }

    /// @dev By anybody; the coin that is sent fits or does not.
    function any_extend_session(uint256 who, uint256 id, uint256 deposit, uint256 duration, bool fits) public {
        uint256 jobId = _someSession(id);
        uint256 more = deposit % 1_001 ether;
        uint256 by = id % 3 == 0 ? _sessions[jobId].depositor : who % ACTORS;
        _extend(by, jobId, more, duration, fits && _sessions[jobId].asset == COIN ? more : 0);
    }

    function any_submit_proof_of_work(uint256 who, uint256 id, uint256 tokens, uint256 seed) public {
        uint256 jobId = _someSession(id);
        uint256 host = _sessions[jobId].terms.host;
        uint256 claimed = seed % 4 == 0 ? tokens % 2 ** 128 : tokens % 10_000;
        Claim memory c = Claim(jobId, claimed, host, 0, uint8(_mix(seed, 102) % PROOF_FLAWS));
        _prove(seed % 2 == 0 ? host : who % ACTORS, c);
    }

    function any_complete_session_job(uint256 who, uint256 id) public {
        _complete(who % ACTORS, _someSession(id));
    }

    function any_cancel_session(uint256 who, uint256 id) public {
        _cancel(who % ACTORS, _someSession(id));
    }

    function any_trigger_session_timeout(uint256 who, uint256 id) public {
        _timeOut(who % ACTORS, _someSession(id));
    }

    // ------------------------------------------------------------------ money

    function any_deposit_native(uint256 who, uint256 value) public {
        _depositCoin(_depositorNumber(who), value % 1 ether);
    }

    function any_deposit_token(uint256 who, uint256 asset, uint256 amount) public {
        _depositToken(_depositorNumber(who), _assetAt(asset % ASSETS), amount % 10 ** 21);
    }

    function any_withdraw_native(uint256 who, uint256 amount) public {
        _withdrawCoin(who % ACTORS, amount);
    }

    function any_withdraw_token(uint256 who, uint256 asset, uint256 amount) public {
        _withdrawToken(who % ACTORS, _assetAt(asset % ASSETS), amount);
    }

    function any_withdraw(uint256 who) public {
        _withdrawCredit(who % ACTORS);
    }

    function any_withdraw_to(uint256 who, uint256 to) public {
        _withdrawCreditTo(who % ACTORS, to % (ACTORS + 1));
    }

    function any_withdraw_token_credit(uint256 who, uint256 asset) public {
        _withdrawTokenCredit(who % ACTORS, asset % 3 + 1);
    }

    function any_withdraw_token_credit_to(uint256 who, uint256 asset, uint256 to) public {
        _withdrawTokenCreditTo(who % ACTORS, asset % 3 + 1, to % (ACTORS + 1));
    }

    function any_withdraw_earnings(uint256 who) public {
        _earningsOut("withdraw_earnings", who % ACTORS, who % ACTORS, COIN, abi.encodeCall(IEarnings.withdraw, ()));
    }

    function any_withdraw_earnings_to(uint256 who, uint256 to) public {
        to %= ACTORS + 1;
        bytes memory data = abi.encodeCall(IEarnings.withdrawTo, (_accountOf(to)));
        _earningsOut("withdraw_earnings_to", who % ACTORS, to, COIN, data);
    }

    function any_withdraw_token_earnings(uint256 who, uint256 asset) public {
        asset %= ASSETS;
        bytes memory data = abi.encodeCall(IEarnings.withdrawToken, (_assetAt(asset)));
        _earningsOut("withdraw_token_earnings", who % ACTORS, who % ACTORS, asset, data);
    }

    function any_withdraw_token_earnings_to(uint256 who, uint256 asset, uint256 to) public {
        (asset, to) = (asset % ASSETS, to % (ACTORS + 1));
        bytes memory data = abi.encodeCall(IEarnings.withdrawTokenTo, (_assetAt(asset), _accountOf(to)));
        _earningsOut("withdraw_token_earnings_to", who % ACTORS, to, asset, data);
    }

    function any_withdraw_amount(uint256 who, uint256 amount, uint256 asset) public {
        _withdrawAmount(who % ACTORS, amount, asset % ASSETS);
    }

    function any_credit_earnings(uint256 who, uint256 host, uint256 amount, uint256 asset) public {
        _creditEarnings(who % ACTORS, _hostNumber(host), amount % 1 ether, asset % ASSETS);
    }

    function any_withdraw_treasury_native(uint256 who) public {
        _takeCoinFees(who % ACTORS);
    }

    function any_withdraw_treasury_tokens(uint256 who, uint256 asset) public {
        _takeTokenFees(who % ACTORS, asset % ASSETS);
    }

    function any_withdraw_all_treasury_fees(uint256 who, uint256 asset) public {
        _takeAllFees(who % ACTORS, asset % ASSETS);
    }
}
