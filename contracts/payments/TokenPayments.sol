// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ITokenPayments} from "./ITokenPayments.sol";
import {Payments} from "./Payments.sol";
import {TokenCalls} from "./TokenCalls.sol";

/// @title The one way in which a contract that holds coin and tokens pays
/// @notice A token payment is pushed with bounded gas; if the push fails, the amount becomes a credit that the payee
/// withdraws. So neither a payee nor a token can block the payment of anybody else. Amounts are in base units.
/// @dev Every external function of an inheriting contract that reaches a payment or a pull must be `nonReentrant`.
abstract contract TokenPayments is ITokenPayments, Payments {
    /// @notice Gas operand of a token push.
    uint256 public constant PUSH_TOKEN_GAS = 150_000;

    /// @dev What a caller needs before a push for the token to receive all of `PUSH_TOKEN_GAS`: a call forwards at most
    /// 63/64 of the gas left after its own price, which is at most 2,600 (cold account). The 2,000 cover the
    /// instructions between the check and the call.
    uint256 private constant GAS_BEFORE_TOKEN_PUSH = (PUSH_TOKEN_GAS * 64) / 63 + 1 + 2_600 + 2_000;

    /// @inheritdoc ITokenPayments
    mapping(address token => mapping(address account => uint256 amount)) public tokenCredits;

    /// @inheritdoc ITokenPayments
    mapping(address token => uint256 amount) public totalTokenCredits;

    /// @inheritdoc ITokenPayments
    function withdrawTokenCredit(address token) external nonReentrant {
        _withdrawTokenCredit(token, msg.sender, msg.sender);
    }

    /// @inheritdoc ITokenPayments
    function withdrawTokenCreditTo(address token, address to) external nonReentrant {
        if (to == address(0)) revert InvalidRecipient();
        _withdrawTokenCredit(token, msg.sender, to);
    }

    /// @dev Pays coin (asset zero) or tokens. Zero: nothing, and no event.
    function _payAsset(address asset, address payee, uint256 amount) internal {
        if (asset == address(0)) _pay(payee, amount);
        else _payToken(asset, payee, amount);
    }

    /// @notice Pushes `amount` of a token to `payee`, or credits it when the push fails. Zero: nothing, and no event.
    /// @dev The caller has already taken the amount out of its own books. A transaction that could starve the push
    /// of gas is refused, so nobody can turn another party's payment into a credit.
    function _payToken(address token, address payee, uint256 amount) internal {
        if (amount == 0) return;
        if (gasleft() < GAS_BEFORE_TOKEN_PUSH) revert InsufficientGasForPayment();
        if (TokenCalls.tryTransfer(token, payee, amount, PUSH_TOKEN_GAS)) {
            emit TokenPaymentPushed(token, payee, amount);
        } else {
            _creditToken(token, payee, amount);
        }
    }

    /// @dev Owes a payee tokens that we hold and can't hand over now.
    function _creditToken(address token, address payee, uint256 amount) internal {
        tokenCredits[token][payee] += amount;
        totalTokenCredits[token] += amount;
        emit TokenPaymentCredited(token, payee, amount);
    }

    /// @dev Pulls tokens and returns what arrived. Error: TokenPullFailed.
    function _pullToken(address token, address from, uint256 amount) internal returns (uint256 received) {
        bool success;
        (success, received) = TokenCalls.tryPull(token, from, amount);
        if (!success) revert TokenPullFailed(token);
    }

    function _withdrawTokenCredit(address token, address account, address to) private {
        // Verify
        uint256 amount = tokenCredits[token][account];
        if (amount == 0) revert NothingToWithdrawToken(token, account);

        // Effects
        tokenCredits[token][account] = 0;
        totalTokenCredits[token] -= amount;

        // Payments
        if (!TokenCalls.tryTransfer(token, to, amount, gasleft())) revert TokenWithdrawalFailed(token, to, amount);

        // Events
        emit TokenCreditWithdrawn(token, account, to, amount);
    }
}
