// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {EndActions} from "./EndActions.sol";
import {Look} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {IEarnings, IMarket} from "./Market.sol";

/// @title Deposits for later, credits, earnings and fees
/// @notice Where a way out must be open is decided beforehand, from the model and the payee's mood.
abstract contract MoneyActions is EndActions {
    // ------------------------------------------------------------------ deposits for later

    function _depositCoin(uint256 who, uint256 value) internal {
        Look memory b = _look(COIN);
        bool ok = _act(who, address(market), value, abi.encodeCall(IMarket.depositNative, ())).ok;
        if (ok) {
            _claimBegins(DEPOSIT_COIN);
            _deposited(who, COIN, value, value, b);
        }
        _tell("deposit_native", who, "", value, ok);
    }

    function _depositToken(uint256 who, address token, uint256 amount) internal {
        uint256 asset = _assetNumber(token);
        Look memory b = _look(asset % ASSETS);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.depositToken, (token, amount))).ok;
        if (ok) {
            _claimBegins(DEPOSIT_TOKEN);
            _deposited(who, asset, amount, _arriving(asset, amount), b);
        }
        _tell("deposit_token", who, abi.encode(token, amount), 0, ok);
    }

    function _withdrawCoin(uint256 who, uint256 amount) internal {
        Look memory b = _look(COIN);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.withdrawNative, (amount))).ok;
        _returned(who, COIN, amount, b, ok);
        _tell("withdraw_native", who, abi.encode(amount), 0, ok);
    }

    function _withdrawToken(uint256 who, address token, uint256 amount) internal {
        uint256 asset = _assetNumber(token) % ASSETS;
        Look memory b = _look(asset);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.withdrawToken, (token, amount))).ok;
        if (token != address(0) || ok) _returned(who, asset, amount, b, ok);
        _tell("withdraw_token", who, abi.encode(token, amount), 0, ok);
    }

    function _deposited(uint256 who, uint256 asset, uint256 given, uint256 arrived, Look memory b) private {
        _prepaid[asset] += arrived;
        _prepaidOf[who][asset] += arrived;
        b.wealth[who] = b.wealth[who] - given + arrived;
        _claimMoved(asset, asset == COIN ? Id.SES_CON_02 : Id.SES_CON_03, b);
    }

    /// @dev What was deposited comes back at any time, to whoever deposited it.
    function _returned(uint256 who, uint256 asset, uint256 amount, Look memory b, bool ok) private {
        bool isFunded = amount != 0 && _prepaidOf[who][asset] >= amount;
        if (isFunded) _claim(Id.SES_LIV_03, ok);
        if (!ok) return;
        _claim(asset == COIN ? Id.SES_CON_02 : Id.SES_CON_03, isFunded);
        if (!isFunded) return;
        _prepaid[asset] -= amount;
        _prepaidOf[who][asset] -= amount;
        b.wealth[who] = b.wealth[who] - amount + _arriving(asset, amount);
        _claimMoved(asset, Id.SES_LIV_03, b);
    }

    // ------------------------------------------------------------------ credits

    function _withdrawCredit(uint256 who) internal {
        Look memory b = _look(COIN);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.withdraw, ())).ok;
        _credited(who, who, COIN, b, ok);
        _tell("withdraw", who, "", 0, ok);
    }

    /// @param to Number of an actor; `ACTORS` for nobody.
    function _withdrawCreditTo(uint256 who, uint256 to) internal {
        Look memory b = _look(COIN);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.withdrawTo, (_accountOf(to)))).ok;
        _credited(who, to, COIN, b, ok);
        _tell("withdraw_to", who, abi.encode(_accountOf(to)), 0, ok);
    }

    function _withdrawTokenCredit(uint256 who, uint256 asset) internal {
        Look memory b = _look(asset);
        bytes memory data = abi.encodeCall(IMarket.withdrawTokenCredit, (_assetAt(asset)));
        bool ok = _act(who, address(market), 0, data).ok;
        _credited(who, who, asset, b, ok);
        _tell("withdraw_token_credit", who, abi.encode(_assetAt(asset)), 0, ok);
    }

    function _withdrawTokenCreditTo(uint256 who, uint256 asset, uint256 to) internal {
        Look memory b = _look(asset);
        bytes memory arguments = abi.encode(_assetAt(asset), _accountOf(to));
        bytes memory data = bytes.concat(IMarket.withdrawTokenCreditTo.selector, arguments);
        bool ok = _act(who, address(market), 0, data).ok;
        _credited(who, to, asset, b, ok);
        _tell("withdraw_token_credit_to", who, arguments, 0, ok);
    }

    /// @dev A credit can be taken by a receiver that can be paid: once, in full, and nobody else's.
    function _credited(uint256 who, uint256 to, uint256 asset, Look memory b, bool ok) private {
        uint256 amount = b.credit[who];
        if (amount != 0 && to < ACTORS && _canPay(asset, address(market), to)) {
            _claim(Id.SES_LIV_02, ok);
            if (_isPaused()) _claim(Id.SES_LIV_03, ok);
        }
        if (!ok || to >= ACTORS) return;
        b.wealth[who] -= amount;
        b.wealth[to] += _arriving(asset, amount);
        Look memory a = _claimMoved(asset, Id.SES_LIV_02, b);
        _claim(Id.SES_LIV_02, amount != 0 && a.credit[who] == 0);
    }

    // ------------------------------------------------------------------ earnings

    function _earningsOut(string memory action, uint256 who, uint256 to, uint256 asset, bytes memory data) internal {
        // A token's code that runs here could end a session: the marketplace is not locked while the earnings pay.
        if (asset != COIN && _tokens[asset].mood == CALLS_BACK) _setTokenMood(asset, PLAIN, address(market), 0);
        Look memory b = _look(asset);
        uint256 had = _isHost(who) ? earnings.getEarnings(_actors[who].account, _assetAt(asset)) : 0;
        bool ok = _act(who, address(earnings), 0, data).ok;
        if (had != 0 && to < ACTORS && _canPay(asset, address(earnings), to)) _claim(Id.SES_LIV_03, ok);
        if (ok && to < ACTORS) {
            uint256 amount = had - earnings.getEarnings(_actors[who].account, _assetAt(asset));
            b.wealth[who] -= amount;
            b.wealth[to] += _arriving(asset, amount);
            _claim(Id.SES_CON_04, amount != 0 && amount == had);
            _claimMoved(asset, Id.SES_CON_04, b);
        }
        _tell(action, who, _argumentsOf(data), 0, ok);
    }

    function _withdrawAmount(uint256 who, uint256 amount, uint256 asset) internal {
        if (asset != COIN && _tokens[asset].mood == CALLS_BACK) _setTokenMood(asset, PLAIN, address(market), 0);
        Look memory b = _look(asset);
        uint256 had = _isHost(who) ? earnings.getEarnings(_actors[who].account, _assetAt(asset)) : 0;
        bytes memory arguments = abi.encode(amount, _assetAt(asset));
        bool ok = _act(who, address(earnings), 0, bytes.concat(IEarnings.withdrawAmount.selector, arguments)).ok;
        if (ok) {
            _claim(Id.SES_CON_04, amount <= had);
            b.wealth[who] = _excess(b.wealth[who], amount) + _arriving(asset, amount);
            _claimMoved(asset, Id.SES_CON_04, b);
        }
        _tell("withdraw_amount", who, arguments, 0, ok);
    }

    /// @dev Nobody but the marketplace books earnings.
    function _creditEarnings(uint256 who, uint256 host, uint256 amount, uint256 asset) internal {
        bytes memory arguments = abi.encode(_actors[host].account, amount, _assetAt(asset));
        uint256 value = asset == COIN ? amount : 0;
        bytes memory data = bytes.concat(IEarnings.creditEarnings.selector, arguments);
        bool ok = _act(who, address(earnings), value, data).ok;
        _claim(Id.SES_CON_04, !ok);
        _tell("credit_earnings", who, arguments, value, ok);
    }

    // ------------------------------------------------------------------ fees

    function _takeCoinFees(uint256 who) internal {
        Look memory b = _look(COIN);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.withdrawTreasuryNative, ())).ok;
        _feesTaken(who, COIN, b, ok, true);
        _tell("withdraw_treasury_native", who, "", 0, ok);
    }

    function _takeTokenFees(uint256 who, uint256 asset) internal {
        Look memory b = _look(asset);
        bytes memory data = abi.encodeCall(IMarket.withdrawTreasuryTokens, (_assetAt(asset)));
        bool ok = _act(who, address(market), 0, data).ok;
        if (asset != COIN || ok) _feesTaken(who, asset, b, ok, true);
        _tell("withdraw_treasury_tokens", who, abi.encode(_assetAt(asset)), 0, ok);
    }

    function _takeAllFees(uint256 who, uint256 asset) internal {
        address[] memory tokens = new address[](1);
        tokens[0] = _assetAt(asset);
        (Look memory coin, Look memory b) = (_look(COIN), _look(asset));
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.withdrawAllTreasuryFees, (tokens))).ok;
        _feesTaken(who, COIN, coin, ok, false);
        if (asset != COIN) _feesTaken(who, asset, b, ok, false);
        _tell("withdraw_all_treasury_fees", who, abi.encode(tokens), 0, ok);
    }

    /// @dev The treasury gets the accrued fees, once, and nothing else. @param alone Whether nothing is a reason to
    /// refuse.
    function _feesTaken(uint256 who, uint256 asset, Look memory b, bool ok, bool alone) private {
        uint256 amount = _fees[asset];
        if (who == _treasury && (amount != 0 || !alone)) _claim(Id.SES_LIV_03, ok);
        if (!ok) return;
        _claim(Id.SES_ACC_02, who == _treasury && (amount != 0 || !alone));
        _fees[asset] = 0;
        b.wealth[_treasury] += _arriving(asset, amount);
        _claimMoved(asset, Id.SES_ACC_02, b);
    }

    // ------------------------------------------------------------------ parts

    /// @dev Claims that everybody has what `b` says by now, and that the contracts hold what they owe.
    function _claimMoved(uint256 asset, uint8 property, Look memory b) private returns (Look memory a) {
        a = _look(asset);
        _claimWealth(property, b, a);
        _claimSolvent(asset, a);
    }

    function _canPay(uint256 asset, address payer, uint256 to) private view returns (bool) {
        return asset == COIN ? _takesPayment(to) : _moves(asset, payer, _actors[to].account);
    }

    function _accountOf(uint256 who) internal view returns (address) {
        return who < ACTORS ? _actors[who].account : address(0);
    }

    /// @dev Calldata without its selector.
    function _argumentsOf(bytes memory data) internal pure returns (bytes memory arguments) {
        arguments = new bytes(data.length - 4);
        assembly {
            mcopy(add(arguments, 32), add(data, 36), mload(arguments))
        }
    }
}
