// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title The one way to pay, for tokens: push with bounded gas, otherwise credit
/// @notice Amounts are in base units of the token.
interface ITokenPayments {
    event TokenPaymentPushed(address indexed token, address indexed payee, uint256 amount);
    event TokenPaymentCredited(address indexed token, address indexed payee, uint256 amount);
    event TokenCreditWithdrawn(address indexed token, address indexed account, address indexed to, uint256 amount);

    error NothingToWithdrawToken(address token, address account);
    error TokenWithdrawalFailed(address token, address to, uint256 amount);
    error TokenPullFailed(address token);

    /// @notice Pays the caller's whole credit in a token to the caller.
    /// Errors: NothingToWithdrawToken, TokenWithdrawalFailed.
    function withdrawTokenCredit(address token) external;

    /// @notice Pays the caller's whole credit in a token to `to`.
    /// Errors: InvalidRecipient, NothingToWithdrawToken, TokenWithdrawalFailed.
    function withdrawTokenCreditTo(address token, address to) external;

    /// @notice Units of `token` owed to `account` because a push to it failed.
    function tokenCredits(address token, address account) external view returns (uint256);

    /// @notice Sum of all credits in a token.
    function totalTokenCredits(address token) external view returns (uint256);
}
