// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// The seller may hand money back after the deadline, but the buyer does not need them to.
contract CaptiveTimeoutInnocent {
    struct Deal {
        address payable buyer;
        address payable seller;
        uint256 amount;
        uint256 deadline;
    }

    mapping(uint256 id => Deal) public deals;
    uint256 public count;

    function open(address payable seller) external payable {
        deals[++count] = Deal(payable(msg.sender), seller, msg.value, block.timestamp + 7 days);
    }

    function release(uint256 id) external {
        require(msg.sender == deals[id].buyer);
        _pay(id, deals[id].seller);
    }

    function handBack(uint256 id) external {
        require(block.timestamp > deals[id].deadline);
        require(msg.sender == deals[id].seller);
        _pay(id, deals[id].buyer);
    }

    function reclaim(uint256 id) external {
        require(block.timestamp > deals[id].deadline + 1 days);
        require(msg.sender == deals[id].buyer || msg.sender == deals[id].seller);
        _pay(id, deals[id].buyer);
    }

    function _pay(uint256 id, address payable to) private {
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        to.transfer(amount);
    }
}
