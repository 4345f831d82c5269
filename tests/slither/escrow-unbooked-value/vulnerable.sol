// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract UnbookedValueVulnerable {
    enum Status {
        None,
        Agreed,
        Funded
    }

    struct Order {
        address buyer;
        address seller;
        uint256 price;
        Status status;
    }

    mapping(uint256 id => Order) public orders;
    mapping(address account => bool) public members;
    uint256 public last;

    function agree(address seller, uint256 price) external {
        orders[++last] = Order(msg.sender, seller, price, Status.Agreed);
    }

    function fund(uint256 id) external payable {
        Order storage order = orders[id];
        require(order.status == Status.Agreed && msg.value >= order.price, "too little");
        order.status = Status.Funded;
    }

    function join() external payable {
        members[msg.sender] = true;
    }
}
