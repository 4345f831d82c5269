// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {SharedErrors} from "./SharedErrors.sol";

/// @title What hosts have earned and not yet withdrawn
/// @notice The token address zero means the native coin; amounts are in units of the asset. Clients match on these
/// texts: "Unauthorized", "Insufficient balance".
interface IHostEarnings is SharedErrors {
    event EarningsCredited(address indexed host, address indexed token, uint256 amount);
    event EarningsWithdrawn(address indexed host, address indexed token, address to, uint256 amount);

    error InvalidRecipient();
    error NothingToWithdraw(address account);
    error NothingToWithdrawToken(address token, address account);
    error WithdrawalFailed(address to, uint256 amount);
    error TokenWithdrawalFailed(address token, address to, uint256 amount);
    error TokenPullFailed(address token);

    /// @notice Books earnings: the coin sent along, or tokens that are pulled from the caller, as measured on arrival.
    /// Nothing arrived: nothing is booked. Caller: marketplace.
    /// Errors in this order: "Unauthorized", ValueMismatch, TokenPullFailed.
    function creditEarnings(address host, uint256 amount, address token) external payable;

    /// @notice Pays all the caller's coin to the caller. Errors: NothingToWithdraw, WithdrawalFailed.
    function withdraw() external;

    /// @notice Pays all the caller's coin to `to`. Errors: InvalidRecipient, NothingToWithdraw, WithdrawalFailed.
    function withdrawTo(address to) external;

    /// @notice Pays all the caller's units of a token to the caller.
    /// Errors: NothingToWithdrawToken, TokenWithdrawalFailed; for the coin as `withdraw`.
    function withdrawToken(address token) external;

    /// @notice Pays all the caller's units of a token to `to`.
    /// Errors: InvalidRecipient, NothingToWithdrawToken, TokenWithdrawalFailed; for the coin as `withdrawTo`.
    function withdrawTokenTo(address token, address to) external;

    /// @notice Pays a part of the caller's earnings in one asset to the caller.
    /// Errors in this order: ZeroAmount, "Insufficient balance", WithdrawalFailed or TokenWithdrawalFailed.
    function withdrawAmount(uint256 amount, address token) external;

    /// @notice Earnings of a host in one asset.
    function getEarnings(address host, address token) external view returns (uint256);
    /// @notice Sum of all hosts' earnings in one asset.
    function totalEarnings(address token) external view returns (uint256);
}
