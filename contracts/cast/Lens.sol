// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title Many views in one call
/// @notice Calldata: for each view 20 bytes of target, 2 bytes of length, the calldata. Returns for each view one byte of
/// success, 3 bytes of length, the return or revert data.
/// @dev Lives in the test world only: after each call every view is compared, and one call into the EVM for all of them
/// is what makes that affordable.
contract Lens {
    fallback() external {
        assembly {
            let input := 0
            let output := 0x40000
            let start := output
            for {} lt(input, calldatasize()) {} {
                let head := calldataload(input)
                let size := and(shr(80, head), 0xffff)
                calldatacopy(0, add(input, 22), size)
                let ok := staticcall(gas(), shr(96, head), 0, size, 0, 0)
                let length := returndatasize()
                mstore(output, or(shl(248, ok), shl(224, length)))
                returndatacopy(add(output, 4), 0, length)
                output := add(add(output, 4), length)
                input := add(add(input, 22), size)
            }
            return(start, sub(output, start))
        }
    }
}
