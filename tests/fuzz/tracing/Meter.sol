// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @dev A contract whose lines and branches are counted by hand in the test beside it.
contract Meter {
    error TooMuch(uint256 amount);

    event Emptied();

    uint256 public immutable limit;
    uint256 public total;

    constructor(uint256 limit_) {
        limit = limit_;
    }

    function add(uint256 amount) external {
        if (amount > limit) revert TooMuch(amount);
        total += amount;
    }

    function reset() external {
        total = 0;
        emit Emptied();
    }

    function halve(uint256 amount) external pure returns (uint256) {
        return amount % 2 == 0 ? amount / 2 : amount;
    }
}
