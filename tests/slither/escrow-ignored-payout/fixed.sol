// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
}

contract IgnoredPayoutFixed {
    struct Deal {
        address payable buyer;
        address payable seller;
        uint256 amount;
    }

    mapping(uint256 id => Deal) public deals;
    mapping(address account => uint256) public tips;
    uint256 public count;
    IToken public immutable token;

    event Released(uint256 id);

    error PaymentFailed();

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
        if (!ok) revert PaymentFailed();
        emit Released(id);
    }

    function refund(uint256 id) external {
        Deal storage deal = deals[id];
        require(msg.sender == deal.seller);
        uint256 amount = deal.amount;
        deal.amount = 0;
        require(_pay(deal.buyer, amount), "not paid");
    }

    function tipOut(address payable to, uint256 amount) external {
        tips[msg.sender] -= amount;
        if (!token.transfer(to, amount)) revert PaymentFailed();
    }

    function _pay(address payable to, uint256 amount) private returns (bool) {
        return to.send(amount);
    }
}
