// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title The cheat codes that only forge knows
interface ForgeVm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    /// @notice Starts to keep what is logged.
    function recordLogs() external;
    /// @notice What was logged since it was asked before.
    function getRecordedLogs() external returns (Log[] memory logs);
    /// @notice Sets the gas price of the calls that follow, in wei.
    function txGasPrice(uint256 price) external;
    function envUint(string calldata name) external view returns (uint256);
    function envString(string calldata name) external view returns (string memory);
    function readFileBinary(string calldata path) external view returns (bytes memory);
    /// @notice Appends a line to a file.
    function writeLine(string calldata path, string calldata line) external;
    function writeFileBinary(string calldata path, bytes calldata data) external;
    function toString(uint256 value) external pure returns (string memory);
    function toString(bytes32 value) external pure returns (string memory);
}

ForgeVm constant forgeVm = ForgeVm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
