// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobStatus, Outcome, PromptJob, ProofStatus} from "../../../../contracts/compute/PromptTypes.sol";

/// @title A marketplace with one job, which does what the escrow tells it, or refuses
contract OneJob {
    PromptJob private _job;
    bool public refuses;
    uint256 public closed;

    function put(address renter, address host, JobStatus status) external {
        (_job.renter, _job.host, _job.status) = (renter, host, status);
    }

    function setRefuses(bool itRefuses) external {
        refuses = itRefuses;
    }

    function getJob(uint256) external view returns (PromptJob memory) {
        return _job;
    }

    function escrowReleasing(uint256, address) external {
        require(!refuses);
        ++closed;
    }

    function escrowDisputed(uint256, address) external view {
        require(!refuses);
    }

    function escrowSettled(uint256, bool, Outcome) external {
        ++closed;
    }
}

/// @title A system of scores with one answer, which counts what it hears
contract OneScore {
    bool private _isEligible;
    uint256 private _score;
    uint256 public outcomes;

    function set(bool isEligible, uint256 score) external {
        (_isEligible, _score) = (isEligible, score);
    }

    function isEligibleForIncentives(address) external view returns (bool) {
        return _isEligible;
    }

    function getReputation(address) external view returns (uint256) {
        return _score;
    }

    function recordJobCompletion(address, uint256, bool) external {
        ++outcomes;
    }
}

/// @title A contract of proofs with one answer
contract OneState {
    ProofStatus private _status;
    bool private _due;
    bool private _pending;
    bytes32 private _hash;

    function set(ProofStatus status, bool due, bool pending, bytes32 hash) external {
        (_status, _due, _pending, _hash) = (status, due, pending, hash);
    }

    function proofState(uint256, address) external view returns (ProofStatus, bool, bool, bytes32) {
        return (_status, _due, _pending, _hash);
    }
}

/// @title An escrow that counts how often it was to pay whom
contract OneEscrow {
    uint256 public released;
    uint256 public refunded;

    function createEscrow(bytes32, address, uint256 amount, address) external payable returns (uint256) {
        return amount;
    }

    function assignHost(bytes32, address) external pure {}

    function releaseEscrow(bytes32) external {
        ++released;
    }

    function refundEscrow(bytes32) external {
        ++refunded;
    }
}

/// @title A registry of hosts for prompt jobs, and for challenges
contract OneNode {
    bool private _isActive;
    uint256 private _reward;

    function set(bool isActive, uint256 reward) external {
        (_isActive, _reward) = (isActive, reward);
    }

    function isActiveNode(address) external view returns (bool) {
        return _isActive;
    }

    function jobOpened(address) external pure {}

    function jobClosed(address) external pure {}

    function slashForChallenge(address, uint256, address) external view returns (uint256) {
        return _reward;
    }
}

/// @title Votes of which a check says how many somebody had in which block
contract OneCount {
    mapping(address account => mapping(uint256 number => uint256)) private _votes;
    uint256 private _supply;

    function set(address account, uint256 number, uint256 votes) external {
        _votes[account][number] = votes;
    }

    function setSupply(uint256 supply) external {
        _supply = supply;
    }

    function getPastVotes(address account, uint256 number) external view returns (uint256) {
        return _votes[account][number];
    }

    function getPastTotalSupply(uint256) external view returns (uint256) {
        return _supply;
    }
}
