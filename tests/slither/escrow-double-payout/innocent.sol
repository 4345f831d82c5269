// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// Several functions pay from one record, each a part that is subtracted, or the amount is cleared without a status.
contract DoublePayoutInnocent {
    struct Job {
        address client;
        address worker;
        uint256 locked;
        uint256 fee;
        uint256 deadline;
        bool ended;
    }

    mapping(uint256 id => Job) public jobs;
    uint256 public jobCount;

    function open(address worker, uint256 fee) external payable {
        jobs[jobCount++] = Job(msg.sender, worker, msg.value - fee, fee, block.timestamp + 9 days, false);
    }

    function payEarly(uint256 id) external {
        Job storage job = jobs[id];
        require(msg.sender == job.client && block.timestamp <= job.deadline);
        uint256 rest = job.locked;
        job.locked = 0;
        payable(job.worker).transfer(rest);
    }

    /// After the deadline, when nothing else can be paid any more.
    function close(uint256 id) external {
        Job storage job = jobs[id];
        require(msg.sender == job.client && block.timestamp > job.deadline && !job.ended);
        job.ended = true;
        payable(job.client).transfer(job.locked);
    }

    function payPart(uint256 id, uint256 part) external {
        Job storage job = jobs[id];
        require(msg.sender == job.client && !job.ended);
        job.locked -= part;
        payable(job.worker).transfer(part);
    }

    function payRest(uint256 id) external {
        Job storage job = jobs[id];
        require(msg.sender == job.client && !job.ended);
        uint256 rest = job.locked;
        job.locked = 0;
        payable(job.worker).transfer(rest);
    }

    function takeFee(uint256 id) external {
        Job storage job = jobs[id];
        require(msg.sender == job.worker);
        uint256 fee = job.fee;
        delete job.fee;
        payable(job.worker).transfer(fee);
    }
}
