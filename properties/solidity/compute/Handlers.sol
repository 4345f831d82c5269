// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {vm} from "../Vm.sol";
import {RegistryHandlers} from "./RegistryHandlers.sol";
import {Session, Terms} from "./Ghosts.sol";
import {IEarnings} from "./Market.sol";
import {Claim} from "./ProofActions.sol";

/// @title What an engine may do with sessions and money, with sense: each action by the right party on one that fits
/// @notice None of these ever reverts; where nothing fits, nothing happens.
abstract contract Handlers is RegistryHandlers {
    /// @dev Sessions beyond which lives are rather carried on.
    uint256 private constant MANY = 6;

    // ------------------------------------------------------------------ creation

    function create_session_job_for_model(uint256 seed) public {
        if (_activeCount >= MANY) return;
        uint256 value = _deposit(COIN, seed);
        _create(_depositorNumber(_mix(seed, 20)), _drawTerms(COIN, value, seed), value);
    }

    function create_session_job_for_model_with_token(uint256 seed) public {
        if (_activeCount >= MANY) return;
        uint256 asset = _someAsset(seed);
        if (asset == COIN) asset = STABLE;
        uint256 deposit = _deposit(asset, seed);
        _createWithToken(_depositorNumber(_mix(seed, 20)), _drawTerms(asset, deposit, seed), _assetAt(asset), deposit);
    }

    /// @dev From all that was deposited, a half, or one unit too much.
    function create_session_from_deposit(uint256 seed) public {
        if (_activeCount >= MANY) return;
        for (uint256 i; i < 3 * ASSETS; ++i) {
            uint256 drawn = seed % (3 * ASSETS) + i;
            (uint256 who, uint256 asset) = (_depositorNumber(drawn), drawn / 3 % ASSETS);
            uint256 left = _prepaidOf[who][asset];
            if (left == 0) continue;
            uint256 kind = _mix(seed, 21) % 6;
            uint256 deposit = kind == 0 ? left + 1 : kind < 3 ? left / 2 : left;
            return _createFromDeposit(who, _drawTerms(asset, deposit, seed), _assetAt(asset), deposit);
        }
        if (seed % 2 == 0) deposit_native(seed);
        else deposit_token(seed);
    }

    /// @dev More deposit, more time, or both; sometimes in the last second.
    function extend_session(uint256 seed) public {
        uint256 id = _activeSession(seed);
        if (id == 0) return;
        Session storage s = _sessions[id];
        uint256 end = _endOf(s);
        if (_mix(seed, 22) % 8 == 0 && end > block.timestamp) vm.warp(end + _mix(seed, 23) % 2);
        uint256 more = _mix(seed, 24) % 3 == 0 ? 0 : _excess(_limits[s.asset].most, s.paid) / 1_000 + seed % 1_000;
        uint256[4] memory times = [uint256(0), 1, 1 days, YEAR];
        _extend(s.depositor, id, more, times[_mix(seed, 25) % 4], s.asset == COIN ? more : 0);
    }

    // ------------------------------------------------------------------ work

    function submit_proof_of_work(uint256 seed) public {
        uint256 id = _provable(seed);
        if (id == 0) return;
        Session storage s = _sessions[id];
        uint32[6] memory spans = [uint32(0), 1, 2, 60, 299, 4_000];
        vm.warp(block.timestamp + spans[_mix(seed, 26) % 6]);
        if (_mix(seed, 27) % 12 == 0 && _endOf(s) > block.timestamp) vm.warp(_endOf(s) + _mix(seed, 28) % 2);
        uint256 host = s.terms.host;
        Claim memory c = Claim(id, _drawTokens(s, seed), host, _mix(seed, 29) % 4, NO_FLAW);
        uint256 kind = _mix(seed, 30) % 12;
        if (kind == 0) c.flaw = uint8(_mix(seed, 31) % PROOF_FLAWS);
        if (kind == 1) c.signer = _mix(seed, 32) % ACTORS;
        _prove(host, c);
    }

    // ------------------------------------------------------------------ ends

    /// @dev Around the second in which the dispute window is over.
    function complete_session_job(uint256 seed, bool byHost) public {
        uint256 id = _activeSession(seed);
        if (id == 0) return;
        Session storage s = _sessions[id];
        uint256 moment = s.last + s.window - 1 + _mix(seed, 33) % 3;
        if (moment > block.timestamp) vm.warp(moment);
        _complete(byHost ? s.terms.host : s.depositor, id);
    }

    function cancel_session(uint256 seed) public {
        uint256 id = _activeSession(seed);
        if (id != 0) _cancel(_sessions[id].depositor, id);
    }

    /// @dev Around the second from which the session is due.
    function trigger_session_timeout(uint256 seed) public {
        uint256 id = _activeSession(seed);
        if (id == 0) return;
        uint256 moment = _notDueUntil(_sessions[id]) + _mix(seed, 34) % 2;
        if (moment > block.timestamp) vm.warp(moment);
        _timeOut(OUTSIDER, id);
    }

    // ------------------------------------------------------------------ deposits, credits, earnings, fees

    function deposit_native(uint256 seed) public {
        _depositCoin(_depositorNumber(_mix(seed, 35)), _deposit(COIN, seed));
    }

    function deposit_token(uint256 seed) public {
        uint256 asset = _someAsset(seed);
        if (asset == COIN) asset = MOODY;
        _depositToken(_depositorNumber(_mix(seed, 35)), _assetAt(asset), _deposit(asset, seed));
    }

    function withdraw_native(uint256 seed) public {
        uint256 who = _withDeposit(COIN, seed);
        if (who < ACTORS) _withdrawCoin(who, _part(_prepaidOf[who][COIN], seed));
    }

    function withdraw_token(uint256 seed) public {
        for (uint256 i; i < 3; ++i) {
            uint256 asset = (seed % 3 + i) % 3 + 1;
            uint256 who = _withDeposit(asset, seed);
            if (who < ACTORS) return _withdrawToken(who, _assetAt(asset), _part(_prepaidOf[who][asset], seed));
        }
    }

    function withdraw(uint256 seed) public {
        uint256 who = _withCredit(COIN, seed);
        if (who < ACTORS) _withdrawCredit(who);
    }

    function withdraw_to(uint256 seed, uint256 to) public {
        uint256 who = _withCredit(COIN, seed);
        if (who < ACTORS) _withdrawCreditTo(who, to % ACTORS);
    }

    function withdraw_token_credit(uint256 seed) public {
        uint256 asset = seed % 3 + 1;
        uint256 who = _withCredit(asset, seed);
        if (who < ACTORS) _withdrawTokenCredit(who, asset);
    }

    function withdraw_token_credit_to(uint256 seed, uint256 to) public {
        uint256 asset = seed % 3 + 1;
        uint256 who = _withCredit(asset, seed);
        if (who < ACTORS) _withdrawTokenCreditTo(who, asset, to % ACTORS);
    }

    function withdraw_earnings(uint256 seed) public {
        uint256 who = _withEarnings(COIN, seed);
        if (who < ACTORS) _earningsOut("withdraw_earnings", who, who, COIN, abi.encodeCall(IEarnings.withdraw, ()));
    }

    function withdraw_earnings_to(uint256 seed, uint256 to) public {
        uint256 who = _withEarnings(COIN, seed);
        if (who >= ACTORS) return;
        bytes memory data = abi.encodeCall(IEarnings.withdrawTo, (_accountOf(to % ACTORS)));
        _earningsOut("withdraw_earnings_to", who, to % ACTORS, COIN, data);
    }

    function withdraw_token_earnings(uint256 seed) public {
        uint256 asset = seed % ASSETS;
        uint256 who = _withEarnings(asset, seed);
        if (who >= ACTORS) return;
        bytes memory data = abi.encodeCall(IEarnings.withdrawToken, (_assetAt(asset)));
        _earningsOut("withdraw_token_earnings", who, who, asset, data);
    }

    function withdraw_token_earnings_to(uint256 seed, uint256 to) public {
        uint256 asset = seed % ASSETS;
        uint256 who = _withEarnings(asset, seed);
        if (who >= ACTORS) return;
        bytes memory data = abi.encodeCall(IEarnings.withdrawTokenTo, (_assetAt(asset), _accountOf(to % ACTORS)));
        _earningsOut("withdraw_token_earnings_to", who, to % ACTORS, asset, data);
    }

    function withdraw_amount(uint256 seed) public {
        uint256 asset = seed % ASSETS;
        uint256 who = _withEarnings(asset, seed);
        if (who >= ACTORS) return;
        _withdrawAmount(who, _part(earnings.getEarnings(_actors[who].account, _assetAt(asset)), seed), asset);
    }

    function withdraw_treasury_native(uint256) public {
        _takeCoinFees(_treasury);
    }

    function withdraw_treasury_tokens(uint256 seed) public {
        _takeTokenFees(_treasury, seed % 3 + 1);
    }

    function withdraw_all_treasury_fees(uint256 seed) public {
        _takeAllFees(_treasury, seed % ASSETS);
    }

    // ------------------------------------------------------------------ lives and the world

    /// @dev The next step of some life, or a change of somebody's mood.
    function carry_on(uint256 seed) public {
        uint256 next = _mix(seed, 40) % 25;
        uint256 drawn = _mix(seed, 41);
        if (_activeCount < 2 || next < 3) return _begin(drawn);
        if (next < 9) return submit_proof_of_work(drawn);
        if (next == 9) return complete_session_job(drawn, drawn % 3 == 0);
        if (next == 10) return cancel_session(drawn);
        if (next == 11) return trigger_session_timeout(drawn);
        if (next < 14) return withdraw_token_earnings(drawn);
        if (next == 14) return withdraw_all_treasury_fees(drawn);
        if (next < 17) return _takeCredit(drawn);
        if (next == 17) return leave_in_a_pause(drawn);
        if (next == 18) return extend_session(drawn);
        if (next < 21) return go_on_voting(drawn);
        if (next < 23) return go_on_hosting(drawn);
        return next == 23 ? change_token(drawn) : change_mood(drawn);
    }

    /// @dev Somebody takes money out while the marketplace is paused.
    function leave_in_a_pause(uint256 seed) public {
        if (!_isPaused()) _pause(OWNER);
        uint256 drawn = _mix(seed, 42);
        uint256 way = _mix(seed, 43) % 6;
        if (way == 0) withdraw_native(drawn);
        else if (way == 1) withdraw_token(drawn);
        else if (way == 2) cancel_session(drawn);
        else if (way == 3) trigger_session_timeout(drawn);
        else if (way == 4) complete_session_job(drawn, drawn % 2 == 0);
        else vm.warp(block.timestamp + 200);
        if (_mix(seed, 44) % 8 != 0) _resume(_mix(seed, 45));
    }

    /// @dev A puppet meets payments in another way from now on.
    function change_mood(uint256 seed) public {
        uint256 who = seed % 2 == 0 ? CONTRACT_DEPOSITOR : CONTRACT_HOST;
        _setMood(who, uint8(_mix(seed, 45) % MOODS), address(market), address(earnings));
    }

    /// @dev A token transfers in another way from now on; mostly as is usual, or with a fee.
    function change_token(uint256 seed) public {
        uint256 kind = _mix(seed, 46) % (3 * TOKEN_MOODS);
        uint8 mood = kind < TOKEN_MOODS ? uint8(kind) : kind < 2 * TOKEN_MOODS ? PLAIN : FEE;
        _setTokenMood(_mix(seed, 47) % 3 + 1, mood, address(market), _activeSession(seed));
    }

    function pass_time(uint256 seed) public {
        uint32[6] memory spans = [uint32(1), 30, 300, 3_600, 1 days, 7 days];
        vm.warp(block.timestamp + spans[_mix(seed, 48) % 6]);
    }

    // ------------------------------------------------------------------ parts

    /// @dev Whoever has a credit in whatever asset takes it, mostly once the payment can be made again.
    function _takeCredit(uint256 seed) private {
        for (uint256 i; i < ASSETS; ++i) {
            uint256 asset = (seed % ASSETS + i) % ASSETS;
            uint256 who = _withCredit(asset, _mix(seed, 51));
            if (who == ACTORS) continue;
            bool isMended = _mix(seed, 52) % 4 != 0;
            if (asset != COIN) {
                if (isMended) _setTokenMood(asset, PLAIN, address(market), 0);
                return _withdrawTokenCredit(who, asset);
            }
            if (isMended && _isPuppet(who)) _setMood(who, ACCEPT, address(market), address(earnings));
            return _withdrawCredit(who);
        }
    }

    /// @dev The owner ends a pause, mostly when it may.
    function _resume(uint256 seed) internal {
        uint256 moment = _tightenedAt + COOLING - (seed % 8 == 0 ? 1 : 0);
        if (moment > block.timestamp) vm.warp(moment);
        _unpause(OWNER);
    }

    function _begin(uint256 seed) private {
        if (_isPaused()) _resume(_mix(seed, 53));
        uint256 way = _mix(seed, 49) % 4;
        if (way == 0) create_session_job_for_model(seed);
        else if (way == 1) create_session_from_deposit(seed);
        else create_session_job_for_model_with_token(seed);
    }

    /// @dev All, a half, or one unit too much.
    function _part(uint256 amount, uint256 seed) private pure returns (uint256) {
        uint256 kind = _mix(seed, 50) % 6;
        return kind == 0 ? amount + 1 : kind < 3 ? amount / 2 : amount;
    }

    /// @dev Who has deposited for later; `ACTORS` for nobody.
    function _withDeposit(uint256 asset, uint256 seed) private view returns (uint256) {
        for (uint256 i; i < 3; ++i) {
            uint256 who = _depositorNumber(seed % 3 + i);
            if (_prepaidOf[who][asset] != 0) return who;
        }
        return ACTORS;
    }

    /// @dev Who has a credit; `ACTORS` for nobody.
    function _withCredit(uint256 asset, uint256 seed) private view returns (uint256) {
        for (uint256 i; i < ACTORS; ++i) {
            uint256 who = (seed % ACTORS + i) % ACTORS;
            address account = _actors[who].account;
            uint256 credit = asset == COIN ? market.credits(account) : market.tokenCredits(_assetAt(asset), account);
            if (credit != 0) return who;
        }
        return ACTORS;
    }

    /// @dev Who has earned; `ACTORS` for nobody.
    function _withEarnings(uint256 asset, uint256 seed) private view returns (uint256) {
        for (uint256 i; i < 4; ++i) {
            uint256 who = _hostNumber(seed % 4 + i);
            if (earnings.getEarnings(_actors[who].account, _assetAt(asset)) != 0) return who;
        }
        return ACTORS;
    }
}
