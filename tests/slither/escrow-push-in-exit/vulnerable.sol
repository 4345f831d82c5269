// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

contract PushInExitVulnerable {
    struct Job {
        address payable buyer;
        address payable seller;
        uint256 allowance;
        uint256 owed;
        uint256 deadline;
    }

    mapping(uint256 id => Job) public jobs;
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
        uint256 owed = job.owed;
        uint256 rest = job.allowance;
        job.owed = 0;
        job.allowance = 0;
        Address.sendValue(job.seller, owed);
        Address.sendValue(job.buyer, rest);
    }

    function outbid() external payable {
        require(msg.value > bid);
        address payable loser = highest;
        uint256 back = bid;
        highest = payable(msg.sender);
        bid = msg.value;
        (bool ok,) = loser.call{value: back}("");
        require(ok);
    }

    function payAll(uint256[] calldata ids) external {
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 owed = jobs[ids[i]].owed;
            jobs[ids[i]].owed = 0;
            jobs[ids[i]].seller.transfer(owed);
        }
    }
}
