// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// Two deadlines that share a field, a start and an end, and a deadline that the caller names.
contract DeadlineBoundaryInnocent {
    uint256 public immutable start;
    uint256 public immutable end;
    uint256 public constant GRACE = 1 days;
    mapping(address account => uint256) public spent;

    constructor(uint256 start_, uint256 end_) {
        start = start_;
        end = end_;
    }

    function spend(uint256 deadline) external {
        require(block.timestamp >= start && block.timestamp < end);
        require(block.timestamp <= deadline, "expired");
        spent[msg.sender] += 1;
    }

    function spendBefore(uint256 deadline) external {
        require(block.timestamp < deadline, "expired");
        spent[msg.sender] += 1;
    }

    function vested(uint256 total) external view returns (uint256) {
        if (block.timestamp < start) return 0;
        if (block.timestamp >= end) return total;
        return total * (block.timestamp - start) / (end - start);
    }

    function sweep() external {
        require(block.timestamp > end + GRACE);
        delete spent[msg.sender];
    }
}
