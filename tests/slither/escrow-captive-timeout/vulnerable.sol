// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract CaptiveTimeoutVulnerable {
    struct Deal {
        address payable buyer;
        address payable seller;
        uint256 amount;
        uint256 bond;
        uint256 deadline;
        bool sellerAgrees;
    }

    mapping(uint256 id => Deal) public deals;
    uint256 public count;

    modifier afterDeadline(uint256 id) {
        require(block.timestamp > deals[id].deadline, "too early");
        _;
    }

    function open(address payable seller) external payable {
        Deal storage deal = deals[++count];
        deal.buyer = payable(msg.sender);
        deal.seller = seller;
        deal.amount = msg.value;
        deal.deadline = block.timestamp + 7 days;
    }

    function release(uint256 id) external {
        require(msg.sender == deals[id].buyer);
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        deals[id].seller.transfer(amount);
    }

    function addBond(uint256 id) external payable {
        require(msg.sender == deals[id].buyer);
        deals[id].bond += msg.value;
    }

    function refund(uint256 id) external afterDeadline(id) {
        require(msg.sender == deals[id].seller, "not the seller");
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        deals[id].buyer.transfer(amount);
    }

    function agree(uint256 id) external {
        require(msg.sender == deals[id].seller);
        deals[id].sellerAgrees = true;
    }

    function takeBond(uint256 id) external afterDeadline(id) {
        require(msg.sender == deals[id].buyer && deals[id].sellerAgrees);
        uint256 bond = deals[id].bond;
        deals[id].bond = 0;
        deals[id].buyer.transfer(bond);
    }
}
