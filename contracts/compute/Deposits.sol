// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {TokenPayments} from "../payments/TokenPayments.sol";
import {IJobMarketplace} from "./IJobMarketplace.sol";
import {IMarketplaceViews} from "./IMarketplaceViews.sol";
import {MarketParameters} from "./MarketParameters.sol";

/// @title What users deposit for later sessions, and take back at any time
/// @notice Amounts are in units of the asset.
abstract contract Deposits is MarketParameters, TokenPayments {
    /// @inheritdoc IMarketplaceViews
    mapping(address user => mapping(address asset => uint256 amount)) public userDeposits;

    /// @inheritdoc IMarketplaceViews
    mapping(address asset => uint256 amount) public totalUserDeposits;

    // ------------------------------------------------------------------ in

    /// @inheritdoc IJobMarketplace
    function depositNative() external payable {
        // Verify
        _verifyRunning(DEPOSIT_NATIVE);

        // Effects, events
        _addDeposit(address(0), msg.value);
    }

    /// @inheritdoc IJobMarketplace
    function depositToken(address token, uint256 amount) external nonReentrant {
        // Verify
        _verifyRunning(DEPOSIT_TOKEN);
        _verifyAccepted(token);
        if (amount == 0) revert ZeroAmount();

        // Payments: what arrives is only known then.
        uint256 received = _pullToken(token, msg.sender, amount);

        // Effects, events
        _addDeposit(token, received);
    }

    // ------------------------------------------------------------------ out

    /// @inheritdoc IJobMarketplace
    function withdrawNative(uint256 amount) external nonReentrant {
        _withdrawDeposit(address(0), amount);
    }

    /// @inheritdoc IJobMarketplace
    function withdrawToken(address token, uint256 amount) external nonReentrant {
        if (token == address(0)) revert TokenNotAccepted(token);
        _withdrawDeposit(token, amount);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Takes from the caller's deposits. Effects only. Whether they suffice is checked before.
    function _takeDeposit(address asset, uint256 amount) internal {
        userDeposits[msg.sender][asset] -= amount;
        totalUserDeposits[asset] -= amount;
    }

    /// @dev Error: "Insufficient balance".
    function _verifyDeposited(address asset, uint256 amount) internal view {
        require(userDeposits[msg.sender][asset] >= amount, "Insufficient balance");
    }

    /// @dev Error: ZeroAmount.
    function _addDeposit(address asset, uint256 amount) private {
        if (amount == 0) revert ZeroAmount();
        userDeposits[msg.sender][asset] += amount;
        totalUserDeposits[asset] += amount;
        emit DepositReceived(msg.sender, asset, amount);
    }

    function _withdrawDeposit(address asset, uint256 amount) private {
        // Verify
        if (amount == 0) revert ZeroAmount();
        _verifyDeposited(asset, amount);

        // Effects
        _takeDeposit(asset, amount);

        // Payments
        _payAsset(asset, msg.sender, amount);

        // Events
        emit WithdrawalProcessed(msg.sender, asset, amount);
    }
}
