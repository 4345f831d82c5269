// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title One way to pay: push with a bounded stipend, otherwise credit
/// @notice All amounts are wei of the native coin.
interface IPayments {
    event PaymentPushed(address indexed payee, uint256 amount);
    event PaymentCredited(address indexed payee, uint256 amount);
    event CreditWithdrawn(address indexed account, address indexed to, uint256 amount);

    error NothingToWithdraw(address account);
    error InvalidRecipient();
    error WithdrawalFailed(address to, uint256 amount);
    error InsufficientGasForPayment();

    /// @notice Pays the caller's whole credit to the caller. Errors: NothingToWithdraw, WithdrawalFailed.
    function withdraw() external;

    /// @notice Pays the caller's whole credit to `to`. Errors: InvalidRecipient, NothingToWithdraw, WithdrawalFailed.
    function withdrawTo(address to) external;

    /// @notice Wei owed to `account` because a push to it failed.
    function credits(address account) external view returns (uint256);

    /// @notice Sum of all credits in wei.
    function totalCredits() external view returns (uint256);
}
