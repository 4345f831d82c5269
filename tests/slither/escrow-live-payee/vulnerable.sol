// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

interface IItems {
    struct Item {
        address owner;
        bytes32 root;
    }

    function ownerOf(uint256 item) external view returns (address);
    function item(uint256 id) external view returns (Item memory);
}

contract LivePayeeVulnerable {
    struct Request {
        address buyer;
        uint256 item;
        uint256 fee;
    }

    IItems public immutable items;
    mapping(uint256 id => Request) public requests;
    mapping(address account => uint256) public credits;
    uint256 public count;

    constructor(IItems items_) {
        items = items_;
    }

    function request(uint256 item) external payable {
        requests[++count] = Request(msg.sender, item, msg.value);
    }

    function settle(uint256 id) external {
        require(msg.sender == requests[id].buyer);
        uint256 fee = requests[id].fee;
        requests[id].fee = 0;
        address payee = items.ownerOf(requests[id].item);
        payable(payee).transfer(fee);
    }

    function settleByCredit(uint256 id) external {
        require(msg.sender == requests[id].buyer);
        uint256 fee = requests[id].fee;
        requests[id].fee = 0;
        credits[_seller(id)] += fee;
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }

    function _seller(uint256 id) private view returns (address) {
        return items.item(requests[id].item).owner;
    }
}
