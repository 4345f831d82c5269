// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title Errors that several contracts of the compute marketplace raise
interface SharedErrors {
    error ZeroAddress();
    error ZeroAmount();
    error ValueMismatch(uint256 value, uint256 expected);
    error InvalidLimits(uint256 minimum, uint256 maximum);
}
