// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// The status is looked at through a table, an amount stands in for it, or it is the contract's own mode.
contract UncheckedTransitionInnocent {
    enum Status {
        None,
        Funded,
        Done
    }

    enum Mode {
        Open,
        Closed
    }

    struct Deal {
        address buyer;
        address seller;
        uint256 amount;
        Status status;
    }

    address public immutable owner = msg.sender;
    Mode public mode;
    mapping(bytes32 id => Deal) public deals;
    mapping(Status from => mapping(Status to => bool)) public allowed;
    mapping(address account => uint256) public credits;

    constructor() {
        allowed[Status.Funded][Status.Done] = true;
    }

    function setMode(Mode mode_) external {
        require(msg.sender == owner);
        mode = mode_;
    }

    function open(bytes32 salt, address seller) external payable {
        bytes32 id = keccak256(abi.encode(msg.sender, salt));
        require(mode == Mode.Open && deals[id].buyer == address(0));
        deals[id] = Deal(msg.sender, seller, msg.value, Status.Funded);
    }

    function release(bytes32 id) external {
        require(msg.sender == deals[id].buyer);
        require(allowed[deals[id].status][Status.Done]);
        deals[id].status = Status.Done;
        credits[deals[id].seller] += deals[id].amount;
        deals[id].amount = 0;
    }

    function refund(bytes32 id) external {
        Deal storage deal = deals[id];
        require(msg.sender == deal.seller);
        uint256 amount = deal.amount;
        require(amount > 0, "nothing left");
        deal.amount = 0;
        deal.status = Status.Done;
        credits[deal.buyer] += amount;
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }
}
