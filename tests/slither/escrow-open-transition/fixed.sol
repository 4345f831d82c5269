// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract OpenTransitionFixed {
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

    modifier onlyParty(address party) {
        _checkParty(party);
        _;
    }

    function open(address seller) external payable {
        _deals[++count] = Deal(msg.sender, seller, msg.value, uint64(block.timestamp + 7 days), Status.Funded);
    }

    function release(uint256 id) external onlyParty(_deals[id].buyer) {
        require(_deals[id].status == Status.Funded, "not funded");
        _credit(id, _deals[id].seller, Status.Released);
    }

    function setSeller(uint256 id, address seller) external {
        require(_deals[id].status == Status.Funded, "not funded");
        if (msg.sender != _deals[id].seller) revert("not yours");
        _deals[id].seller = seller;
    }

    function refund(uint256 id) external {
        Deal storage deal = _deals[id];
        require(deal.status == Status.Funded);
        if (msg.sender == deal.seller) {
            _credit(id, deal.buyer, Status.Refunded);
        } else {
            revert("not yours");
        }
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok, "not paid");
    }

    function _checkParty(address party) internal view {
        require(party == msg.sender, "not yours");
    }

    function _credit(uint256 id, address to, Status status) private {
        Deal storage deal = _deals[id];
        uint256 amount = deal.amount;
        deal.amount = 0;
        deal.status = status;
        credits[to] += amount;
    }
}
