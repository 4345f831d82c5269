// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {TokenPayments} from "../payments/TokenPayments.sol";
import {IJobMarketplace} from "./IJobMarketplace.sol";
import {IMarketplaceViews} from "./IMarketplaceViews.sol";
import {SessionStore} from "./SessionStore.sol";

/// @title Accrued fees, and nothing else, for the treasury
/// @notice Amounts are in units of the asset.
abstract contract Treasury is SessionStore, Ownable2Step, TokenPayments {
    /// @inheritdoc IMarketplaceViews
    address public treasury;

    constructor(address treasury_) {
        if (treasury_ == address(0)) revert ZeroAddress();
        treasury = treasury_;
    }

    /// @inheritdoc IJobMarketplace
    function withdrawTreasuryNative() external nonReentrant {
        // Verify
        _verifyTreasury();

        // Effects, payments, events
        if (!_withdrawFees(address(0))) revert ZeroAmount();
    }

    /// @inheritdoc IJobMarketplace
    function withdrawTreasuryTokens(address token) external nonReentrant {
        // Verify
        _verifyTreasury();
        if (token == address(0)) revert TokenNotAccepted(token);

        // Effects, payments, events
        if (!_withdrawFees(token)) revert ZeroAmount();
    }

    /// @inheritdoc IJobMarketplace
    function withdrawAllTreasuryFees(address[] calldata tokens) external nonReentrant {
        // Verify
        _verifyTreasury();

        // Effects, payments, events
        _withdrawFees(address(0));
        for (uint256 i; i < tokens.length; ++i) {
            _withdrawFees(tokens[i]);
        }
    }

    /// @inheritdoc IJobMarketplace
    function setTreasury(address treasury_) external onlyOwner {
        // Verify
        if (treasury_ == address(0)) revert ZeroAddress();

        // Effects
        treasury = treasury_;

        // Events
        emit TreasurySet(treasury_);
    }

    function _verifyTreasury() private view {
        require(msg.sender == treasury, "Unauthorized");
    }

    /// @dev Returns whether there was anything.
    function _withdrawFees(address asset) private returns (bool) {
        uint256 amount = accumulatedTreasury[asset];
        if (amount == 0) return false;
        accumulatedTreasury[asset] = 0;
        _payAsset(asset, treasury, amount);
        emit TreasuryWithdrawn(asset, amount);
        return true;
    }
}
