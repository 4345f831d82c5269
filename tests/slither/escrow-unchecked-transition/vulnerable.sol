// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract UncheckedTransitionVulnerable {
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

    function open(address seller) external payable {
        _deals[++count] = Deal(msg.sender, seller, msg.value, uint64(block.timestamp + 7 days), Status.Funded);
    }

    function release(uint256 id) external {
        require(msg.sender == _deals[id].buyer);
        _credit(id, _deals[id].seller, Status.Released);
    }

    function refund(uint256 id, bool force) external {
        require(msg.sender == _deals[id].seller);
        if (!force) require(_deals[id].status == Status.Funded);
        _credit(id, _deals[id].buyer, Status.Refunded);
    }

    function reopen(uint256 id, address seller) external payable {
        _deals[id] = Deal(msg.sender, seller, msg.value, uint64(block.timestamp), Status.Funded);
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok, "not paid");
    }

    function _credit(uint256 id, address to, Status status) private {
        Deal storage deal = _deals[id];
        uint256 amount = deal.amount;
        deal.amount = 0;
        deal.status = status;
        credits[to] += amount;
    }
}
