// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title The cheat codes that forge, Echidna, Medusa and Halmos have in common
/// @notice Whatever only one of them knows stays in that engine's adapter.
interface Vm {
    /// @notice Puts code at an address.
    function etch(address where, bytes calldata code) external;
    /// @notice Writes a storage slot.
    function store(address where, bytes32 slot, bytes32 value) external;
    /// @notice Sets a balance in wei.
    function deal(address who, uint256 amount) external;
    /// @notice Sets the time in seconds.
    function warp(uint256 time) external;
    /// @notice Sets the number of the block.
    function roll(uint256 number) external;
    /// @notice Makes the next call come from `sender`.
    function prank(address sender) external;
    /// @notice The account of a key.
    function addr(uint256 key) external returns (address);
    /// @notice Signs a digest.
    function sign(uint256 key, bytes32 digest) external returns (uint8 v, bytes32 r, bytes32 s);
}

/// @dev Where the engines listen: keccak256("hevm cheat code").
Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
