// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IPromptJobs} from "./IPromptJobs.sol";
import {PromptStore} from "./PromptStore.sol";
import {JobStatus, Outcome} from "./PromptTypes.sol";

/// @title How hosts take prompt jobs, deliver them, or give them back
abstract contract PromptWork is PromptStore {
    /// @notice How long a host waits between claims while the breaker throttles.
    uint256 public constant CLAIM_INTERVAL = 5 minutes;

    uint256 private constant MAX_RESULT = 256;

    // ------------------------------------------------------------------ claims

    /// @inheritdoc IPromptJobs
    function claimJob(uint256 jobId) external nonReentrant {
        // Verify
        _verifyOpen(CLAIM_JOB);

        // Verify, effects, events
        _claim(jobId, msg.sender);
    }

    /// @inheritdoc IPromptJobs
    function claimJobFor(address host, uint256 jobId) external nonReentrant {
        // Verify
        _verifyIntegration();
        _verifyOpen(CLAIM_JOB | CLAIM_JOB_FOR);

        // Verify, effects, events
        _claim(jobId, host);
    }

    // ------------------------------------------------------------------ delivery

    /// @inheritdoc IPromptJobs
    function submitResult(uint256 jobId, string calldata resultCID, bytes calldata proof) external nonReentrant {
        // Verify, effects, events
        _deliver(jobId, resultCID, proof);
    }

    /// @inheritdoc IPromptJobs
    // What is called first is fixed at deployment; whose code runs last is a payee's, in the escrow.
    // slither-disable-next-line reentrancy-events
    function completeJob(uint256 jobId, string calldata resultCID, bytes calldata proof) external nonReentrant {
        // Verify, effects, events
        bool due = _deliver(jobId, resultCID, proof);

        // Effects, payments, events
        if (due) {
            _close(jobId, true, Outcome.Success);
            ESCROW.releaseEscrow(bytes32(jobId));
        }
    }

    /// @inheritdoc IPromptJobs
    // All that is called is fixed at deployment and calls nobody.
    // slither-disable-next-line reentrancy-events
    function failJob(uint256 jobId) external nonReentrant {
        // Verify
        StoredJob storage job = _claimedJob(jobId);

        // Effects
        (job.status, job.host, job.failed[msg.sender]) = (JobStatus.Posted, address(0), true);
        _count(Outcome.Failure);
        _leaveHost(jobId, msg.sender, Outcome.Failure);
        ESCROW.assignHost(bytes32(jobId), address(0));

        // Events
        emit JobFailed(jobId, msg.sender);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Errors in the documented order, from JobNotFound on.
    // All that is called is fixed at deployment and calls nobody.
    // slither-disable-next-line reentrancy-events
    function _claim(uint256 jobId, address host) private {
        // Verify
        StoredJob storage job = _knownJob(jobId);
        _verifyClaim(jobId, job, host);

        // Effects
        (job.status, job.host) = (JobStatus.Claimed, host);
        _store().lastClaim[host] = block.timestamp;
        NODES.jobOpened(host);
        ESCROW.assignHost(bytes32(jobId), host);

        // Events
        emit JobClaimed(jobId, host);
    }

    // A block's producer can shift the time by seconds; in those, a late claim may fail or not.
    // slither-disable-next-line timestamp
    function _verifyClaim(uint256 jobId, StoredJob storage job, address host) private view {
        uint256 last = _store().lastClaim[host];
        bool soon = last != 0 && block.timestamp < last + CLAIM_INTERVAL;
        require(_level == 0 || !soon, "Please wait before next operation");
        require(block.timestamp <= job.deadline, "Job expired");
        require(job.status == JobStatus.Posted, "Job already claimed");
        require(NODES.isActiveNode(host), "Host not active");
        if (host == job.renter) revert SelfClaim(jobId);
        require(!job.failed[host], "Sybil attack detected");
        uint256 score = REPUTATION.getReputation(host);
        if (score < job.minReputation) revert ReputationBelowMinimum(score, job.minReputation);
    }

    /// @dev Returns whether the release is due. Errors in the documented order.
    // A block's producer can shift the time by seconds; in those, a late delivery may fail or not. What is called is
    // fixed at deployment.
    // slither-disable-next-line timestamp,reentrancy-events
    function _deliver(uint256 jobId, string calldata resultCID, bytes calldata proof) private returns (bool due) {
        // Verify
        StoredJob storage job = _claimedJob(jobId);
        require(block.timestamp <= job.deadline, "Job deadline passed");
        uint256 length = bytes(resultCID).length;
        if (length == 0) revert EmptyResult();
        if (length > MAX_RESULT) revert TextTooLong(length, MAX_RESULT);
        bytes32 proofHash;
        // The proof's state and a pending challenge are in `due` already.
        // slither-disable-next-line unused-return
        (, due,, proofHash) = JOB_PROOFS.proofState(jobId, msg.sender);
        if (job.requiresProof && keccak256(proof) != proofHash) revert ProofMismatch(jobId);

        // Effects
        (job.status, job.submittedAt) = (JobStatus.Submitted, uint40(block.timestamp));
        job.resultHash = keccak256(bytes(resultCID));

        // Events
        emit JobCompleted(jobId, resultCID);
    }
}
