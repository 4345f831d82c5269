// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract LateClearingFixed {
    mapping(address account => uint256) public credits;
    mapping(uint256 id => address) public sellerOf;
    mapping(uint256 id => uint256) public priceOf;
    mapping(uint256 id => bool) public paid;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }

    function fund(uint256 id, address seller) external payable {
        require(sellerOf[id] == address(0));
        sellerOf[id] = seller;
        priceOf[id] = msg.value;
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok, "not paid");
    }

    function release(uint256 id) external {
        require(!paid[id] && sellerOf[id] == msg.sender);
        paid[id] = true;
        _send(sellerOf[id], priceOf[id]);
    }

    function _send(address to, uint256 amount) internal {
        (bool ok,) = payable(to).call{value: amount}("");
        require(ok);
    }
}
