// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// The protected party gives more time, both agree, the work itself restarts the clock, or a bid extends a sale.
contract MovableDeadlineInnocent {
    struct Deal {
        address buyer;
        address seller;
        uint256 amount;
        uint256 deadline;
        uint256 lastRow;
        uint256 rows;
        bool buyerAgrees;
    }

    mapping(uint256 id => Deal) public deals;
    uint256 public count;

    function open(address seller) external payable {
        deals[++count] =
            Deal(msg.sender, seller, msg.value, block.timestamp + 7 days, block.timestamp, 0, false);
    }

    function accept(uint256 id) external {
        require(msg.sender == deals[id].buyer);
        _pay(id, deals[id].seller);
    }

    function reclaim(uint256 id) external {
        Deal storage deal = deals[id];
        require(msg.sender == deal.buyer);
        require(block.timestamp > deal.deadline && block.timestamp > deal.lastRow + 1 days);
        _pay(id, deal.buyer);
    }

    function grantTime(uint256 id, uint256 extra) external {
        require(msg.sender == deals[id].buyer);
        deals[id].deadline += extra;
    }

    function agree(uint256 id) external {
        require(msg.sender == deals[id].buyer);
        deals[id].buyerAgrees = true;
    }

    function extend(uint256 id, uint256 deadline) external {
        require(msg.sender == deals[id].seller && deals[id].buyerAgrees);
        deals[id].buyerAgrees = false;
        deals[id].deadline = deadline;
    }

    function push(uint256 id) external {
        require(msg.sender == deals[id].seller);
        deals[id].rows += 1;
        deals[id].lastRow = block.timestamp;
    }

    function _pay(uint256 id, address to) private {
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        payable(to).transfer(amount);
    }
}
