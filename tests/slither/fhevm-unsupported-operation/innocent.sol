// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

library UnsupportedOperationMath {
    function sum(uint256[] memory parts) internal pure returns (uint256 total) {
        for (uint256 i; i < parts.length; ++i) {
            total += parts[i];
        }
    }
}

/// A function of another library may have the same name.
contract UnsupportedOperationInnocent {
    using UnsupportedOperationMath for uint256[];

    function total(uint256[] memory parts) external pure returns (uint256) {
        return parts.sum() + UnsupportedOperationMath.sum(parts);
    }
}
