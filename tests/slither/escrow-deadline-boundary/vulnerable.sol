// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract DeadlineBoundaryVulnerable {
    struct Deal {
        address buyer;
        address seller;
        uint64 deadline;
        bool delivered;
    }

    mapping(uint256 id => Deal) public deals;
    uint256 public immutable start = block.timestamp;
    uint256 public constant PERIOD = 30 days;
    uint256 public count;
    uint256 public reclaimed;

    function open(address seller) external {
        deals[++count] = Deal(msg.sender, seller, uint64(block.timestamp + 1 weeks), false);
    }

    function deliver(uint256 id) external {
        require(msg.sender == deals[id].seller && block.timestamp <= deals[id].deadline);
        deals[id].delivered = true;
    }

    function reclaim(uint256 id) external {
        if (block.timestamp < deals[id].deadline || deals[id].delivered) revert();
        ++reclaimed;
    }

    function isOver() public view returns (bool) {
        return block.timestamp > start + PERIOD;
    }

    function close() external {
        require(block.timestamp - start >= PERIOD, "running");
        delete count;
    }
}
