// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract DoublePayoutVulnerable {
    enum Status {
        Funded,
        Released,
        Refunded
    }

    Status public status;
    address public immutable buyer;
    address payable public immutable seller;
    uint256 public amount;
    uint256 public deadline;
    mapping(address account => uint256) public credits;

    constructor(address payable seller_) payable {
        buyer = msg.sender;
        seller = seller_;
        amount = msg.value;
        deadline = block.timestamp + 30 days;
    }

    modifier only(address who) {
        require(msg.sender == who, "not yours");
        _;
    }

    function release() external only(buyer) {
        require(status == Status.Funded);
        status = Status.Released;
        seller.transfer(amount);
    }

    function refund() external only(buyer) {
        require(block.timestamp > deadline);
        require(status != Status.Refunded);
        status = Status.Refunded;
        payable(buyer).transfer(amount);
    }
}
