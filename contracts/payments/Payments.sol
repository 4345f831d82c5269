// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IPayments} from "./IPayments.sol";

/// @title The one way in which a contract that holds money pays
/// @notice A payment is pushed with a bounded stipend; if the push fails, the amount becomes a credit that the payee
/// withdraws. So the code of one payee can never block the payment of another. All amounts are wei.
/// @dev Every external function of an inheriting contract that reaches `_pay` must be `nonReentrant`.
abstract contract Payments is IPayments, ReentrancyGuard {
    /// @notice Gas operand of a push. The EVM itself adds 2,300 to every call that carries value.
    uint256 public constant PUSH_GAS = 50_000;

    /// @dev What a caller needs before a push for the payee to receive all of `PUSH_GAS`: a call forwards at most
    /// 63/64 of the gas left after its own price, which is at most 2,600 (cold account) + 9,000 (value) + 25,000
    /// (new account). The 1,000 cover the instructions between the check and the call.
    uint256 private constant GAS_BEFORE_PUSH = (PUSH_GAS * 64) / 63 + 1 + 2_600 + 9_000 + 25_000 + 1_000;

    /// @inheritdoc IPayments
    mapping(address account => uint256 amount) public credits;

    /// @inheritdoc IPayments
    uint256 public totalCredits;

    /// @inheritdoc IPayments
    function withdraw() external nonReentrant {
        _withdraw(msg.sender, msg.sender);
    }

    /// @inheritdoc IPayments
    function withdrawTo(address to) external nonReentrant {
        if (to == address(0)) revert InvalidRecipient();
        _withdraw(msg.sender, to);
    }

    /// @notice Pushes `amount` wei to `payee`, or credits it when the push fails. Zero: nothing, and no event.
    /// @dev The caller has already taken the amount out of its own books. A transaction that could starve the push
    /// of gas is refused, so nobody can turn another party's payment into a credit.
    // No loop pays coin twice: where a list names it again, nothing is left to pay. Zero stands for "nothing", also where
    // an amount grows with time; every other amount is paid.
    // slither-disable-next-line costly-loop,incorrect-equality
    function _pay(address payee, uint256 amount) internal {
        if (amount == 0) return;
        if (gasleft() < GAS_BEFORE_PUSH) revert InsufficientGasForPayment();
        if (_call(payee, amount, PUSH_GAS)) {
            emit PaymentPushed(payee, amount);
        } else {
            credits[payee] += amount;
            totalCredits += amount;
            emit PaymentCredited(payee, amount);
        }
    }

    // Zero stands for "nothing"; every other amount is paid.
    // slither-disable-next-line incorrect-equality
    function _withdraw(address account, address to) private {
        // Verify
        uint256 amount = credits[account];
        if (amount == 0) revert NothingToWithdraw(account);

        // Effects
        credits[account] = 0;
        totalCredits -= amount;

        // Payments
        if (!_call(to, amount, gasleft())) revert WithdrawalFailed(to, amount);

        // Events
        emit CreditWithdrawn(account, to, amount);
    }

    /// @dev Assembly, because a Solidity call copies the return data of the payee into memory at our expense.
    // The reason stands above; nothing is written outside of the result.
    // slither-disable-next-line assembly
    function _call(address to, uint256 amount, uint256 gasLimit) private returns (bool success) {
        assembly ("memory-safe") {
            success := call(gasLimit, to, amount, 0, 0, 0, 0)
        }
    }
}
