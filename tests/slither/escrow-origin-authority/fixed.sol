// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract OriginAuthorityFixed {
    struct Deal {
        address buyer;
        address payable seller;
        uint256 amount;
    }

    mapping(uint256 id => Deal) public deals;
    mapping(address account => bool) public arbiters;
    uint256 public count;

    function open(address payable seller) external payable {
        deals[++count] = Deal(msg.sender, seller, msg.value);
    }

    function release(uint256 id) external {
        if (msg.sender != deals[id].buyer) revert();
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        deals[id].seller.transfer(amount);
    }

    function decide(uint256 id, address payable to) external {
        require(arbiters[msg.sender], "no arbiter");
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        to.transfer(amount);
    }
}
