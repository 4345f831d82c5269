// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// A cancellation before any money came in, and one after which the money is claimed in a step of its own.
contract StrandedAmountInnocent {
    enum Status {
        None,
        Agreed,
        Funded,
        Dropped,
        Cancelled,
        Paid
    }

    struct Deal {
        address buyer;
        address seller;
        uint256 amount;
        Status status;
    }

    mapping(uint256 id => Deal) public deals;
    uint256 public count;

    function agree(address buyer) external {
        deals[++count] = Deal(buyer, msg.sender, 0, Status.Agreed);
    }

    function fund(uint256 id) external payable {
        require(deals[id].status == Status.Agreed && msg.sender == deals[id].buyer);
        deals[id].status = Status.Funded;
        deals[id].amount = msg.value;
    }

    function drop(uint256 id) external {
        require(deals[id].status == Status.Agreed && msg.sender == deals[id].seller);
        deals[id].status = Status.Dropped;
    }

    function cancel(uint256 id) external {
        require(deals[id].status == Status.Funded && msg.sender == deals[id].seller);
        deals[id].status = Status.Cancelled;
    }

    function reclaim(uint256 id) external {
        require(deals[id].status == Status.Cancelled && msg.sender == deals[id].buyer);
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        payable(msg.sender).transfer(amount);
    }

    function pay(uint256 id) external {
        require(deals[id].status == Status.Funded && msg.sender == deals[id].buyer);
        deals[id].status = Status.Paid;
        uint256 amount = deals[id].amount;
        deals[id].amount = 0;
        payable(deals[id].seller).transfer(amount);
    }
}
