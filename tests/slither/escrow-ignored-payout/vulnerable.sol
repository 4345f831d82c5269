// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
}

contract IgnoredPayoutVulnerable {
    struct Deal {
        address payable buyer;
        address payable seller;
        uint256 amount;
    }

    mapping(uint256 id => Deal) public deals;
    mapping(address account => uint256) public tips;
    uint256 public count;
    IToken public immutable token;

    event Released(uint256 id, bool ok);

    constructor(IToken token_) {
        token = token_;
    }

    function open(address payable seller) external payable {
        deals[++count] = Deal(payable(msg.sender), seller, msg.value);
    }

    function release(uint256 id) external {
        Deal storage deal = deals[id];
        require(msg.sender == deal.buyer);
        uint256 amount = deal.amount;
        deal.amount = 0;
        (bool ok,) = deal.seller.call{value: amount}("");
        emit Released(id, ok);
    }

    function refund(uint256 id) external {
        Deal storage deal = deals[id];
        require(msg.sender == deal.seller);
        uint256 amount = deal.amount;
        deal.amount = 0;
        _pay(deal.buyer, amount);
    }

    function tipOut(address payable to, uint256 amount) external {
        tips[msg.sender] -= amount;
        token.transfer(to, amount);
    }

    function _pay(address payable to, uint256 amount) private returns (bool) {
        return to.send(amount);
    }
}
