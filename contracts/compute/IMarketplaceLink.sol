// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {SharedErrors} from "./SharedErrors.sol";

/// @title A contract that one marketplace, named once, may call
interface IMarketplaceLink is SharedErrors {
    event MarketplaceSet(address indexed marketplace);

    error MarketplaceAlreadySet(address marketplace);

    /// @notice Names the marketplace, once and for all. Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress,
    /// MarketplaceAlreadySet.
    function setMarketplace(address marketplace_) external;

    /// @notice The marketplace; zero until it is named.
    function marketplace() external view returns (address);
}
