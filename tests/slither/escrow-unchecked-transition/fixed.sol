// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract UncheckedTransitionFixed {
    enum Status {
        None,
        Funded,
        Released,
        Refunded
    }

    struct Deal {
        address buyer;
        address seller;
        uint256 amount;
        uint64 deadline;
        Status status;
    }

    mapping(uint256 id => Deal) internal _deals;
    mapping(address account => uint256) public credits;
    uint256 public count;

    error WrongStatus(Status status);

    modifier inStatus(uint256 id, Status status) {
        if (_deals[id].status != status) revert WrongStatus(_deals[id].status);
        _;
    }

    function open(address seller) external payable {
        _deals[++count] = Deal(msg.sender, seller, msg.value, uint64(block.timestamp + 7 days), Status.Funded);
    }

    function release(uint256 id) external inStatus(id, Status.Funded) {
        require(msg.sender == _deals[id].buyer);
        _credit(id, _deals[id].seller, Status.Released);
    }

    function refund(uint256 id) external {
        require(msg.sender == _deals[id].seller);
        _requireStatus(_deals[id], Status.Funded);
        _credit(id, _deals[id].buyer, Status.Refunded);
    }

    function reopen(uint256 id, address seller) external payable {
        require(_deals[id].status == Status.None);
        _deals[id] = Deal(msg.sender, seller, msg.value, uint64(block.timestamp), Status.Funded);
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok, "not paid");
    }

    function _requireStatus(Deal storage deal, Status status) private view {
        if (deal.status != status) revert WrongStatus(deal.status);
    }

    function _credit(uint256 id, address to, Status status) private {
        Deal storage deal = _deals[id];
        uint256 amount = deal.amount;
        deal.amount = 0;
        deal.status = status;
        credits[to] += amount;
    }
}
