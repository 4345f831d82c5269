// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IJobMarketplace} from "./IJobMarketplace.sol";
import {IMarketplaceViews} from "./IMarketplaceViews.sol";
import {SessionStore} from "./SessionStore.sol";

/// @title What the owner sets: accepted tokens, limits and the dispute window
/// @notice None of it reaches into a running session's money, price or deadline.
abstract contract MarketParameters is SessionStore, Ownable2Step {
    uint256 public constant MIN_DISPUTE_WINDOW = 1;
    uint256 public constant MAX_DISPUTE_WINDOW = 7 days;

    // ------------------------------------------------------------------ assets

    /// @inheritdoc IJobMarketplace
    function addAcceptedToken(address token, uint256 minDeposit, uint256 maxDeposit) external onlyOwner {
        // Verify
        if (token == address(0)) revert ZeroAddress();
        Asset storage asset = _assets[token];
        if (asset.accepted) revert TokenAlreadyAccepted(token);
        _verifyLimits(minDeposit, maxDeposit);
        if (asset.number == 0 && _tokenCount == type(uint16).max) revert TooManyTokens(type(uint16).max);

        // Effects: a token that was accepted before keeps its number, which sessions name it by.
        if (asset.number == 0) {
            asset.number = ++_tokenCount;
            _tokenAt[asset.number] = token;
        }
        asset.accepted = true;
        (asset.minDeposit, asset.maxDeposit) = (uint96(minDeposit), uint96(maxDeposit));

        // Events
        emit AcceptedTokenAdded(token, minDeposit, maxDeposit);
    }

    /// @inheritdoc IJobMarketplace
    function removeAcceptedToken(address token) external onlyOwner {
        // Verify
        _verifyAccepted(token);

        // Effects
        _assets[token].accepted = false;

        // Events
        emit AcceptedTokenRemoved(token);
    }

    /// @inheritdoc IJobMarketplace
    function setTokenLimits(address asset, uint256 minDeposit, uint256 maxDeposit) external onlyOwner {
        // Verify
        if (asset != address(0)) _verifyAccepted(asset);
        _verifyLimits(minDeposit, maxDeposit);

        // Effects
        Asset storage a = _assets[asset];
        (a.minDeposit, a.maxDeposit) = (uint96(minDeposit), uint96(maxDeposit));

        // Events
        emit TokenLimitsSet(asset, minDeposit, maxDeposit);
    }

    // ------------------------------------------------------------------ time

    /// @inheritdoc IJobMarketplace
    function setDisputeWindow(uint256 disputeWindow_) external onlyOwner {
        // Verify
        if (disputeWindow_ < MIN_DISPUTE_WINDOW || disputeWindow_ > MAX_DISPUTE_WINDOW) {
            revert InvalidDuration(disputeWindow_);
        }

        // Effects
        _disputeWindow = uint24(disputeWindow_);

        // Events
        emit DisputeWindowSet(disputeWindow_);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IMarketplaceViews
    function tokenMinDeposits(address asset) external view returns (uint256) {
        return _assets[asset].minDeposit;
    }

    /// @inheritdoc IMarketplaceViews
    function tokenMaxDeposits(address asset) external view returns (uint256) {
        return _assets[asset].maxDeposit;
    }

    /// @inheritdoc IMarketplaceViews
    function acceptedTokens(address token) external view returns (bool) {
        return _assets[token].accepted;
    }

    /// @inheritdoc IMarketplaceViews
    function disputeWindow() external view returns (uint256) {
        return _disputeWindow;
    }

    /// @inheritdoc IMarketplaceViews
    function paused() external view returns (bool) {
        return _isPaused();
    }

    /// @inheritdoc IMarketplaceViews
    function pausedTotal() external view returns (uint256) {
        return _pausedTotal();
    }

    /// @inheritdoc IMarketplaceViews
    function feeBps() external view returns (uint256) {
        return FEE_BPS;
    }

    // ------------------------------------------------------------------ checks

    /// @dev Error: TokenNotAccepted.
    function _verifyAccepted(address token) internal view {
        if (!_assets[token].accepted) revert TokenNotAccepted(token);
    }

    /// @dev Error: InvalidLimits.
    function _verifyLimits(uint256 min, uint256 max) private pure {
        if (min == 0 || min >= max || max > MAX_AMOUNT) revert InvalidLimits(min, max);
    }
}
