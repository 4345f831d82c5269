// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// One payee, the caller and a treasury of the whole contract, or a failure that is caught.
contract PushInExitInnocent {
    struct Job {
        address payable buyer;
        address payable seller;
        uint256 amount;
        uint256 fee;
    }

    address payable public immutable treasury = payable(msg.sender);
    mapping(uint256 id => Job) public jobs;
    mapping(address account => uint256) public credits;
    uint256 public count;

    function open(address payable seller, uint256 fee) external payable {
        jobs[++count] = Job(payable(msg.sender), seller, msg.value - fee, fee);
    }

    function claim(uint256 id) external {
        Job storage job = jobs[id];
        require(msg.sender == job.seller);
        (uint256 amount, uint256 fee) = (job.amount, job.fee);
        delete jobs[id];
        treasury.transfer(fee);
        payable(msg.sender).transfer(amount);
    }

    function split(uint256 id) external {
        Job storage job = jobs[id];
        require(msg.sender == job.buyer);
        uint256 half = job.amount / 2;
        job.amount = 0;
        _payOrCredit(job.seller, half);
        _payOrCredit(job.buyer, half);
    }

    function cancel(uint256 id) external {
        Job storage job = jobs[id];
        require(msg.sender == job.seller);
        uint256 amount = job.amount;
        job.amount = 0;
        if (amount > 1 ether) {
            job.buyer.transfer(amount);
        } else {
            job.seller.transfer(amount);
        }
    }

    function withdraw() external {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }

    function _payOrCredit(address payable to, uint256 amount) private {
        (bool ok,) = to.call{value: amount, gas: 50_000}("");
        if (!ok) credits[to] += amount;
    }
}
