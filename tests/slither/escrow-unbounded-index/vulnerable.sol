// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract UnboundedIndexVulnerable {
    struct Job {
        address worker;
        uint256 allowance;
        uint64 rows;
        uint64 next;
        uint64 milestones;
        uint64 approved;
    }

    mapping(uint256 id => Job) public jobs;
    mapping(uint256 id => mapping(uint256 index => bool)) public isApproved;
    mapping(address account => uint256) public credits;
    uint256 public count;

    error WrongOrder();

    function open(uint64 rows, uint64 milestones) external payable {
        jobs[++count] = Job(msg.sender, msg.value, rows, 0, milestones, 0);
    }

    function push(uint256 id, uint64 index) external {
        Job storage job = jobs[id];
        require(msg.sender == job.worker);
        if (index != job.next) revert WrongOrder();
        job.next = index + 1;
        job.allowance -= 1 gwei;
        credits[job.worker] += 1 gwei;
    }

    function approve(uint256 id, uint256 index) external {
        require(msg.sender == jobs[id].worker);
        require(!isApproved[id][index]);
        isApproved[id][index] = true;
        jobs[id].approved++;
    }

    function finish(uint256 id) external view returns (bool) {
        require(jobs[id].next == jobs[id].rows, "rows missing");
        require(jobs[id].approved == jobs[id].milestones, "milestones missing");
        return true;
    }
}
