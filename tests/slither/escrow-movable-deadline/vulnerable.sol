// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract MovableDeadlineVulnerable {
    struct Deal {
        address buyer;
        address seller;
        uint256 amount;
        uint256 deadline;
        uint256 lastSeen;
    }

    mapping(uint256 id => Deal) public deals;
    uint256 public constant PATIENCE = 3 days;
    uint256 public count;

    function open(address seller) external payable {
        deals[++count] = Deal(msg.sender, seller, msg.value, block.timestamp + 7 days, block.timestamp);
    }

    function accept(uint256 id) external {
        require(msg.sender == deals[id].buyer);
        _pay(id, deals[id].seller);
    }

    function reclaim(uint256 id) external {
        require(msg.sender == deals[id].buyer && block.timestamp > deals[id].deadline);
        _pay(id, deals[id].buyer);
    }

    function reclaimIdle(uint256 id) external {
        require(msg.sender == deals[id].buyer);
        require(block.timestamp - deals[id].lastSeen > PATIENCE);
        _pay(id, deals[id].buyer);
    }

    function extend(uint256 id, uint256 extra) external {
        require(msg.sender == deals[id].seller);
        require(extra <= 7 days, "too long at once");
        deals[id].deadline += extra;
    }

    function ping(uint256 id) external {
        require(msg.sender == deals[id].seller);
        deals[id].lastSeen = block.timestamp;
    }

    function _pay(uint256 id, address to) private {
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        payable(to).transfer(amount);
    }
}
