// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Breaker} from "./Breaker.sol";
import {IJobProofs} from "./IJobProofs.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {IPaymentEscrow} from "./IPaymentEscrow.sol";
import {IPromptJobs} from "./IPromptJobs.sol";
import {IReputationSystem} from "./IReputationSystem.sol";
import {JobStatus, Outcome, PromptJob} from "./PromptTypes.sol";

/// @title Prompt jobs as stored, and how each of them ends
/// @notice A record exists from its posting on and is never deleted. Ids are those of sessions too: one counter.
/// @dev The reentrancy guard is the marketplace's, since OpenZeppelin keeps it at a place of its own in storage.
abstract contract PromptStore is Breaker, IPromptJobs, ReentrancyGuard {
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-start naming-convention
    INodeRegistry public immutable NODES;
    IPaymentEscrow public immutable ESCROW;
    IReputationSystem public immutable REPUTATION;
    IJobProofs public immutable JOB_PROOFS;
    // slither-disable-end naming-convention

    constructor(INodeRegistry nodes, IPaymentEscrow escrow, IReputationSystem reputation, IJobProofs jobProofs) {
        if (address(nodes) == address(0) || address(escrow) == address(0)) revert ZeroAddress();
        if (address(reputation) == address(0) || address(jobProofs) == address(0)) revert ZeroAddress();
        (NODES, ESCROW, REPUTATION, JOB_PROOFS) = (nodes, escrow, reputation, jobProofs);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IPromptJobs
    function getJob(uint256 jobId) external view returns (PromptJob memory job) {
        StoredJob storage j = _store().jobs[jobId];
        (job.renter, job.host, job.status) = (j.renter, j.host, j.status);
        (job.deadline, job.submittedAt, job.requiresProof) = (j.deadline, j.submittedAt, j.requiresProof);
        (job.minReputation, job.requestHash, job.resultHash) = (j.minReputation, j.requestHash, j.resultHash);
    }

    /// @inheritdoc IPromptJobs
    function hasFailed(uint256 jobId, address host) external view returns (bool) {
        return _store().jobs[jobId].failed[host];
    }

    /// @inheritdoc IPromptJobs
    function lastClaim(address host) external view returns (uint256) {
        return _store().lastClaim[host];
    }

    /// @inheritdoc IPromptJobs
    function postCounts(address renter)
        external
        view
        returns (uint256 minute, uint256 inMinute, uint256 hour, uint256 inHour)
    {
        Posts storage p = _store().posts[renter];
        return (p.minute, p.inMinute, p.hour, p.inHour);
    }

    // ------------------------------------------------------------------ lookups

    /// @dev Error: JobNotFound.
    function _knownJob(uint256 jobId) internal view returns (StoredJob storage job) {
        job = _store().jobs[jobId];
        if (job.status == JobStatus.None) revert JobNotFound(jobId);
    }

    /// @dev A job in the hands of the caller. Errors in this order: JobNotFound, NotAssignedHost, InvalidJobStatus.
    function _claimedJob(uint256 jobId) internal view returns (StoredJob storage job) {
        job = _knownJob(jobId);
        if (msg.sender != job.host) revert NotAssignedHost(jobId, msg.sender);
        if (job.status != JobStatus.Claimed) revert InvalidJobStatus(jobId, job.status);
    }

    /// @dev Errors in this order: "Contract is paused", FunctionPaused if one of the functions in `mask` is.
    function _verifyOpen(uint16 mask) internal view {
        require(!_isPaused(), "Contract is paused");
        _verifyFunction(mask);
    }

    /// @dev Error: the text "Unauthorized".
    function _verifyIntegration() internal view {
        require(msg.sender == _store().integration, "Unauthorized");
    }

    /// @dev Error: the text "Unauthorized".
    function _verifyEscrow() internal view {
        require(msg.sender == address(ESCROW), "Unauthorized");
    }

    // ------------------------------------------------------------------ the end of a job

    /// @dev Ends a job, for its host and for everybody's books but the escrow's, which pays next.
    // All that is called is fixed at deployment and calls nobody.
    // slither-disable-next-line reentrancy-events
    function _close(uint256 jobId, bool toHost, Outcome outcome) internal {
        StoredJob storage job = _store().jobs[jobId];
        // Whoever calls this has looked at the status; in a batch, at that of each job.
        // slither-disable-next-line escrow-unchecked-transition
        job.status = toHost ? JobStatus.Paid : JobStatus.Refunded;
        _count(outcome);
        if (job.host != address(0)) _leaveHost(jobId, job.host, outcome);
        if (toHost) emit JobPaid(jobId, job.host);
        else emit JobRefunded(jobId, job.renter);
    }

    /// @dev The host's stake no longer answers for the job, and its reputation hears how it went.
    // In a loop only for the jobs of a batch, of contracts that are fixed at deployment. Words are compared, no amount.
    // slither-disable-next-line calls-loop,incorrect-equality
    function _leaveHost(uint256 jobId, address host, Outcome outcome) internal {
        NODES.jobClosed(host);
        if (outcome == Outcome.Unknown) return;
        // No amount and no time is compared.
        // slither-disable-next-line incorrect-equality
        REPUTATION.recordJobCompletion(host, jobId, outcome == Outcome.Success);
    }
}
