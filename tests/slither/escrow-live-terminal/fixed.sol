// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract LiveTerminalFixed {
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
        require(_deals[id].status == Status.Funded && msg.sender == _deals[id].buyer);
        _deals[id].status = Status.Released;
        credits[_deals[id].seller] += _deals[id].amount;
        _deals[id].amount = 0;
    }

    function refund(uint256 id) external {
        require(_deals[id].status == Status.Funded && msg.sender == _deals[id].seller);
        _deals[id].status = Status.Refunded;
        credits[_deals[id].buyer] += _deals[id].amount;
        delete _deals[id].amount;
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok, "not paid");
    }

    function locked() external view returns (uint256 sum) {
        for (uint256 id = 1; id <= count; ++id) {
            sum += _deals[id].amount;
        }
    }
}
