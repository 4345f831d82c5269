// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IGoverned} from "./IGoverned.sol";
import {MarketplaceLink} from "./MarketplaceLink.sol";

/// @title Owner or governance
abstract contract Governed is IGoverned, MarketplaceLink {
    /// @inheritdoc IGoverned
    address public governance;

    /// @inheritdoc IGoverned
    function setGovernance(address governance_) external onlyOwner {
        // Verify
        if (governance_ == address(0)) revert ZeroAddress();

        // Effects
        governance = governance_;

        // Events
        emit GovernanceSet(governance_);
    }

    /// @dev Error: the text "Unauthorized".
    function _verifyGoverned() internal view {
        require(msg.sender == owner() || msg.sender == governance, "Unauthorized");
    }
}
