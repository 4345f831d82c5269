// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// Open on purpose: after a deadline, with a secret, with enough votes, for whoever pays or takes the job.
contract OpenTransitionInnocent {
    enum Status {
        None,
        Offered,
        Taken,
        Done
    }

    struct Job {
        address client;
        address worker;
        uint256 pay;
        uint64 deadline;
        bytes32 secretHash;
        uint32 rows;
        uint32 done;
        Status status;
    }

    mapping(uint256 id => Job) public jobs;
    mapping(address account => uint256) public credits;
    uint256 public count;

    function offer(bytes32 secretHash, uint32 rows) external payable {
        Job storage job = jobs[++count];
        job.client = msg.sender;
        job.pay = msg.value;
        job.deadline = uint64(block.timestamp + 1 weeks);
        job.secretHash = secretHash;
        job.rows = rows;
        job.status = Status.Offered;
    }

    function take(uint256 id) external {
        require(jobs[id].status == Status.Offered);
        jobs[id].status = Status.Taken;
        jobs[id].worker = msg.sender;
    }

    function push(uint256 id) external {
        Job storage job = jobs[id];
        require(job.status == Status.Taken && job.worker == msg.sender && job.done < job.rows);
        ++job.done;
    }

    function finish(uint256 id) external {
        require(jobs[id].status == Status.Taken);
        require(jobs[id].done == jobs[id].rows);
        _end(id, jobs[id].worker);
    }

    function reveal(uint256 id, bytes32 secret) external {
        require(jobs[id].status == Status.Taken);
        require(keccak256(abi.encode(secret)) == jobs[id].secretHash);
        _end(id, jobs[id].worker);
    }

    function expire(uint256 id) external {
        require(jobs[id].status == Status.Taken);
        require(block.timestamp > jobs[id].deadline);
        _end(id, jobs[id].client);
    }

    function withdrawFor(address account) external {
        uint256 amount = credits[account];
        credits[account] = 0;
        payable(account).transfer(amount);
    }

    function _end(uint256 id, address to) private {
        uint256 pay = jobs[id].pay;
        jobs[id].pay = 0;
        jobs[id].status = Status.Done;
        credits[to] += pay;
    }
}
