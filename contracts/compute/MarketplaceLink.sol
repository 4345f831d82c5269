// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IMarketplaceLink} from "./IMarketplaceLink.sol";

/// @title The one marketplace that may call a contract
/// @dev Two contracts that need each other can't both name the other at deployment; this one is told once.
abstract contract MarketplaceLink is IMarketplaceLink, Ownable2Step {
    /// @inheritdoc IMarketplaceLink
    address public marketplace;

    constructor() Ownable(msg.sender) {}

    /// @dev Error: the text "Unauthorized".
    modifier onlyMarketplace() {
        _verifyMarketplace();
        _;
    }

    /// @inheritdoc IMarketplaceLink
    function setMarketplace(address marketplace_) external onlyOwner {
        // Verify
        if (marketplace_ == address(0)) revert ZeroAddress();
        if (marketplace != address(0)) revert MarketplaceAlreadySet(marketplace);

        // Effects
        marketplace = marketplace_;

        // Events
        emit MarketplaceSet(marketplace_);
    }

    function _verifyMarketplace() private view {
        require(msg.sender == marketplace, "Unauthorized");
    }
}
