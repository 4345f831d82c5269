// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Symbolic} from "../Symbolic.sol";
import {OneJob, OneNode} from "./Others.sol";
import {INodeRegistry} from "../../../../contracts/compute/INodeRegistry.sol";
import {JobStatus} from "../../../../contracts/compute/PromptTypes.sol";
import {ReputationSystem} from "../../../../contracts/compute/ReputationSystem.sol";

/// @title Scores of one host: what outcomes, ratings and months do to them
contract ScoreChecks is Symbolic {
    address private constant RENTER = address(0x4E47);
    address private constant HOST = address(0x4057);
    uint256 private constant START = 1_000;

    OneJob private job;
    ReputationSystem private scores;

    function setUp() public {
        job = new OneJob();
        scores = new ReputationSystem(INodeRegistry(address(new OneNode())));
        scores.setMarketplace(address(job));
        vm.warp(START);
    }

    /// @custom:bound two outcomes of a host in two jobs, at most 700 days between them, around the ends of months
    function check_JOB_ARI_01_outcomes_count_after_decay(bool first, bool second, uint8 kind) external {
        _report(1, first);
        uint256 score = first ? 110 : 80;
        assert(scores.getReputation(HOST) == score);
        (uint256 waited, uint256 months) = _wait(kind);
        vm.warp(START + waited);
        _report(2, second);
        uint256 loss = (score * 5 * months) / 100;
        score = loss < score ? score - loss : 0;
        assert(scores.getReputation(HOST) == (second ? score + 10 : score < 20 ? 0 : score - 20));
        assert(scores.lastActivity(HOST) == block.timestamp);
    }

    /// @custom:bound one decay by anybody, at most 700 days after a success, around the ends of months
    function check_JOB_ARI_01_decay_is_five_percent_a_month(address caller, uint8 kind) external {
        _report(1, true);
        (uint256 waited, uint256 months) = _wait(kind);
        vm.warp(START + waited);
        bool decayed = _call(caller, abi.encodeCall(scores.applyReputationDecay, (HOST)));
        assert(decayed == (months != 0));
        uint256 loss = (110 * 5 * months) / 100;
        assert(scores.getReputation(HOST) == (loss < 110 ? 110 - loss : 0));
        assert(scores.lastActivity(HOST) == START + months * 30 days);
    }

    /// @custom:bound one slash of any amount by any account
    function check_JOB_ARI_01_only_the_owner_slashes(address caller, uint256 amount) external {
        _report(1, true);
        bool slashed = _call(caller, abi.encodeCall(scores.slashReputation, (HOST, amount)));
        assert(!slashed || caller == address(this) || caller == scores.governance());
        assert(scores.getReputation(HOST) == (slashed ? (amount < 110 ? 110 - amount : 0) : 110));
    }

    /// @custom:bound two outcomes of a host in one job
    function check_JOB_ACC_03_one_outcome_in_a_job(bool first, bool second) external {
        _report(1, first);
        uint256 score = scores.getReputation(HOST);
        _report(1, second);
        assert(scores.getReputation(HOST) == score);
    }

    /// @custom:bound one outcome reported by any account
    function check_JOB_ACC_03_only_reporters_report(address caller, bool success, address reporter) external {
        vm.assume(reporter != address(0));
        scores.setReporter(reporter, true);
        bool told = _call(caller, abi.encodeCall(scores.recordJobCompletion, (HOST, 1, success)));
        assert(told == (caller == address(job) || caller == reporter));
    }

    /// @custom:bound two ratings by any accounts, of a host and a job in any state
    function check_JOB_ACC_03_one_rating_by_the_renter(address caller, address host, uint8 rating) external {
        uint256 number = any.createUint(3, "status");
        vm.assume(number <= uint256(type(JobStatus).max));
        job.put(RENTER, HOST, JobStatus(number));
        vm.assume(_call(caller, abi.encodeCall(scores.rateHost, (host, 1, rating, ""))));
        assert(caller == RENTER && host == HOST && number == uint256(JobStatus.Paid) && rating >= 1 && rating <= 5);
        assert(!_call(RENTER, abi.encodeCall(scores.rateHost, (HOST, 1, 5, ""))));
        assert(scores.getReputation(HOST) == (rating < 4 ? 100 : rating == 4 ? 102 : 104));
    }

    /// @dev Some time, and the full months in it.
    function _wait(uint8 kind) private pure returns (uint256 waited, uint256 months) {
        if (kind == 0) return (30 days - 1, 0);
        if (kind == 1) return (30 days, 1);
        if (kind == 2) return (60 days - 1, 1);
        return kind == 3 ? (600 days, 20) : (700 days, 23);
    }

    function _report(uint256 jobId, bool success) private {
        vm.prank(address(job));
        scores.recordJobCompletion(HOST, jobId, success);
    }

    function _call(address caller, bytes memory data) private returns (bool success) {
        vm.prank(caller);
        (success,) = address(scores).call(data);
    }
}
