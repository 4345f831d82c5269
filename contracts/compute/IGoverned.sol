// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title A contract some of whose parameters a governance may set, besides the owner
interface IGoverned {
    event GovernanceSet(address indexed governance);

    /// @notice Names the governance. Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setGovernance(address governance_) external;

    /// @notice The governance; zero until it is named.
    function governance() external view returns (address);
}
