// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract PushInExitFixed {
    struct Job {
        address payable buyer;
        address payable seller;
        uint256 allowance;
        uint256 owed;
        uint256 deadline;
    }

    mapping(uint256 id => Job) public jobs;
    mapping(address account => uint256) public credits;
    uint256 public count;
    address payable public highest;
    uint256 public bid;

    function open(address payable seller) external payable {
        jobs[++count] = Job(payable(msg.sender), seller, msg.value, 0, block.timestamp + 1 days);
    }

    function work(uint256 id, uint256 cost) external {
        require(msg.sender == jobs[id].seller);
        jobs[id].allowance -= cost;
        jobs[id].owed += cost;
    }

    function reclaim(uint256 id) external {
        Job storage job = jobs[id];
        require(msg.sender == job.buyer && block.timestamp > job.deadline);
        credits[job.seller] += job.owed;
        credits[job.buyer] += job.allowance;
        job.owed = 0;
        job.allowance = 0;
    }

    function outbid() external payable {
        require(msg.value > bid);
        credits[highest] += bid;
        highest = payable(msg.sender);
        bid = msg.value;
    }

    function payAll(uint256[] calldata ids) external {
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 owed = jobs[ids[i]].owed;
            jobs[ids[i]].owed = 0;
            if (!jobs[ids[i]].seller.send(owed)) jobs[ids[i]].owed = owed;
        }
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }
}
