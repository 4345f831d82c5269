// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IPromptJobs} from "./IPromptJobs.sol";
import {PromptStore} from "./PromptStore.sol";
import {JobStatus, Outcome, ProofStatus} from "./PromptTypes.sol";

/// @title How prompt jobs end
/// @notice None of it can be paused. A job ends once: it is closed here first, then the escrow pays.
// Times are compared all over. A block's producer can shift them by seconds; deadlines are minutes to weeks.
// slither-disable-start timestamp
abstract contract PromptEnds is PromptStore {
    /// @notice A payment released sooner than this after delivery is suspicious.
    uint256 public constant QUICK_RELEASE = 30;

    /// @notice A delivered job that nobody paid or disputed for this long is the renter's again.
    uint256 public constant ABANDON_AFTER = 30 days;

    uint256 private constant MAX_RELEASES = 100;

    // ------------------------------------------------------------------ ways to end

    /// @inheritdoc IPromptJobs
    function releasePayment(uint256 jobId) external nonReentrant {
        // Verify, effects, payments, events
        _release(jobId);
    }

    /// @inheritdoc IPromptJobs
    function batchReleasePayments(uint256[] calldata jobIds) external nonReentrant {
        // Verify
        uint256 count = jobIds.length;
        if (count == 0 || count > MAX_RELEASES) revert TooManyJobs(count, MAX_RELEASES);

        // Verify, effects, payments, events, for each
        for (uint256 i; i < count; ++i) {
            _release(jobIds[i]);
        }
    }

    /// @inheritdoc IPromptJobs
    function expireJob(uint256 jobId) external nonReentrant {
        // Verify
        StoredJob storage job = _knownJob(jobId);
        if (job.status > JobStatus.Submitted) revert InvalidJobStatus(jobId, job.status);
        (bool expirable, Outcome outcome) = _expiry(jobId, job);
        if (!expirable) revert JobNotExpired(jobId);

        // Events, effects
        emit JobExpired(jobId);
        _close(jobId, false, outcome);

        // Payments
        ESCROW.refundEscrow(bytes32(jobId));
    }

    // ------------------------------------------------------------------ for the escrow

    /// @inheritdoc IPromptJobs
    function escrowReleasing(uint256 jobId, address renter) external {
        // Verify
        _verifyEscrow();
        StoredJob storage job = _knownJob(jobId);
        _verifyRelease(jobId, job, renter);

        // Effects, events
        _countHaste(job, renter);
        _close(jobId, true, Outcome.Success);
    }

    /// @inheritdoc IPromptJobs
    function escrowDisputed(uint256 jobId, address by) external {
        // Verify
        _verifyEscrow();
        StoredJob storage job = _store().jobs[jobId];
        if (job.status != JobStatus.Submitted) revert InvalidJobStatus(jobId, job.status);
        if (by == job.renter && _isDue(jobId, job)) revert ReleaseDue(jobId);

        // Effects
        job.status = JobStatus.Disputed;

        // Events
        emit JobDisputed(jobId, by);
    }

    /// @inheritdoc IPromptJobs
    function escrowSettled(uint256 jobId, bool toHost, Outcome outcome) external {
        // Verify
        _verifyEscrow();
        JobStatus status = _store().jobs[jobId].status;
        if (status != JobStatus.Disputed) revert InvalidJobStatus(jobId, status);

        // Effects, events
        _close(jobId, toHost, outcome);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IPromptJobs
    function isReleasable(uint256 jobId) external view returns (bool) {
        StoredJob storage job = _store().jobs[jobId];
        return job.status == JobStatus.Submitted && _isDue(jobId, job);
    }

    /// @inheritdoc IPromptJobs
    function isExpirable(uint256 jobId) external view returns (bool expirable) {
        StoredJob storage job = _store().jobs[jobId];
        if (job.status == JobStatus.None || job.status > JobStatus.Submitted) return false;
        (expirable,) = _expiry(jobId, job);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Errors in this order: those of `_verifyRelease`, InsufficientGasForPayment.
    // The escrow is fixed at deployment, and its own guard holds while it pays.
    // slither-disable-next-line reentrancy-benign,reentrancy-no-eth,calls-loop
    function _release(uint256 jobId) private {
        // Verify
        StoredJob storage job = _knownJob(jobId);
        _verifyRelease(jobId, job, msg.sender);

        // Effects, events
        _countHaste(job, msg.sender);
        _close(jobId, true, Outcome.Success);

        // Payments
        ESCROW.releaseEscrow(bytes32(jobId));
    }

    /// @dev Errors in this order: InvalidJobStatus, ReleaseNotDue.
    function _verifyRelease(uint256 jobId, StoredJob storage job, address caller) private view {
        bool renter = caller == job.renter;
        bool open = job.status == JobStatus.Submitted || (renter && job.status == JobStatus.Disputed);
        if (!open) revert InvalidJobStatus(jobId, job.status);
        if ((!renter || job.requiresProof) && !_isDue(jobId, job)) revert ReleaseNotDue(jobId);
    }

    /// @dev Before the job is closed.
    function _countHaste(StoredJob storage job, address caller) private {
        if (caller == job.renter && block.timestamp < job.submittedAt + QUICK_RELEASE) _countSuspicious();
    }

    /// @dev Whether the host's proof is verified and can't be challenged any more.
    // Asked in a loop only for the jobs of a batch, of a contract that is fixed at deployment.
    // slither-disable-next-line calls-loop
    function _isDue(uint256 jobId, StoredJob storage job) private view returns (bool due) {
        // Only one of the values matters here.
        // slither-disable-next-line unused-return
        (, due,,) = JOB_PROOFS.proofState(jobId, job.host);
    }

    /// @dev Whether a posted, claimed or delivered job goes back to its renter now, and what that says about the host.
    function _expiry(uint256 jobId, StoredJob storage job) private view returns (bool expirable, Outcome outcome) {
        if (job.status != JobStatus.Submitted) {
            outcome = job.status == JobStatus.Claimed ? Outcome.Failure : Outcome.Unknown;
            return (block.timestamp > job.deadline, outcome);
        }
        // The hash of the proof does not matter here.
        // slither-disable-next-line unused-return
        (ProofStatus status, bool due, bool pending,) = JOB_PROOFS.proofState(jobId, job.host);
        if (job.requiresProof && status == ProofStatus.Invalid) return (true, Outcome.Failure);
        bool abandoned = block.timestamp > job.submittedAt + ABANDON_AFTER;
        return (abandoned && !due && !pending, Outcome.Unknown);
    }
}
// slither-disable-end timestamp
