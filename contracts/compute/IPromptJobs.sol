// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobDetails, JobRequirements, JobStatus, Outcome, PromptJob} from "./PromptTypes.sol";
import {SharedErrors} from "./SharedErrors.sol";

/// @title Single prompts that renters pay and hosts answer
/// @notice An asset is a token's address, or zero for the native coin; amounts are in its base units. Times are
/// seconds. The money of a job is in the escrow's record of the same number. Clients match on these texts:
/// "Contract is paused", "Payment mismatch", "Rate limit exceeded", "Please wait before next operation", "Job expired",
/// "Job already claimed", "Host not active", "Sybil attack detected", "Job deadline passed", "Unauthorized".
interface IPromptJobs is SharedErrors {
    // ------------------------------------------------------------------ events
    event JobPosted(
        uint256 indexed jobId,
        address indexed renter,
        string modelId,
        address paymentToken,
        uint256 payment,
        uint256 deadline
    );
    event JobClaimed(uint256 indexed jobId, address indexed host);
    event JobCompleted(uint256 indexed jobId, string resultCID);
    event JobFailed(uint256 indexed jobId, address indexed host);
    event JobExpired(uint256 indexed jobId);
    event JobDisputed(uint256 indexed jobId, address indexed by);
    event JobPaid(uint256 indexed jobId, address indexed host);
    event JobRefunded(uint256 indexed jobId, address indexed renter);

    // ------------------------------------------------------------------ errors
    error TokenNotAccepted(address token);
    error PaymentAboveMaximum(uint256 payment, uint256 maximum);
    error InvalidMaxTokens(uint256 given, uint256 maximum);
    error TemperatureAboveMaximum(uint256 given, uint256 maximum);
    error GpuMemoryAboveMaximum(uint256 given, uint256 maximum);
    error ScoreAboveMaximum(uint256 given, uint256 maximum);
    error EmptyModelName();
    error EmptyPrompt();
    error EmptyResult();
    error TextTooLong(uint256 length, uint256 maximum);
    error LengthMismatch();
    error TooManyJobs(uint256 count, uint256 maximum);
    error JobNotFound(uint256 jobId);
    error InvalidJobStatus(uint256 jobId, JobStatus status);
    error SelfClaim(uint256 jobId);
    error ReputationBelowMinimum(uint256 score, uint256 minimum);
    error NotAssignedHost(uint256 jobId, address caller);
    error ProofMismatch(uint256 jobId);
    error ReleaseNotDue(uint256 jobId);
    error ReleaseDue(uint256 jobId);
    error JobNotExpired(uint256 jobId);

    // ------------------------------------------------------------------ posting
    /// @notice Posts a job paid with the coin sent along. Errors in this order: "Contract is paused", FunctionPaused,
    /// "Payment mismatch", "Rate limit exceeded", ZeroAmount, PaymentAboveMaximum, InvalidMaxTokens, InvalidDuration,
    /// TemperatureAboveMaximum, GpuMemoryAboveMaximum, ScoreAboveMaximum, EmptyModelName, TextTooLong (model),
    /// EmptyPrompt, TextTooLong (prompt, format).
    function postJob(JobDetails calldata details, JobRequirements calldata requirements, uint256 payment)
        external
        payable
        returns (uint256 jobId);

    /// @notice Posts a job paid with a token, which the escrow pulls from the caller; the payment is what arrives.
    /// Errors in this order: "Contract is paused", FunctionPaused, TokenNotAccepted, then as `postJob` from
    /// "Rate limit exceeded" on, TokenPullFailed, ZeroAmount if nothing arrives.
    function postJobWithToken(
        JobDetails calldata details,
        JobRequirements calldata requirements,
        address token,
        uint256 amount
    ) external returns (uint256 jobId);

    /// @notice Posts up to 100 jobs, all or none. Errors in this order: "Contract is paused", FunctionPaused,
    /// LengthMismatch, TooManyJobs, "Payment mismatch", "Rate limit exceeded" (it counts as one), for each those of its
    /// terms.
    function batchPostJobs(
        JobDetails[] calldata details,
        JobRequirements[] calldata requirements,
        uint256[] calldata payments
    ) external payable returns (uint256[] memory jobIds);

    /// @notice Posts a job of `renter`. Caller: account integration. Errors: "Unauthorized", then as `postJob`.
    function createJobFor(
        address renter,
        JobDetails calldata details,
        JobRequirements calldata requirements,
        uint256 payment
    ) external payable returns (uint256 jobId);

    // ------------------------------------------------------------------ work
    /// @notice Takes a posted job. Errors in this order: "Contract is paused", FunctionPaused, JobNotFound,
    /// "Please wait before next operation", "Job expired", "Job already claimed", "Host not active", SelfClaim,
    /// "Sybil attack detected" for a host that failed it before, ReputationBelowMinimum.
    function claimJob(uint256 jobId) external;

    /// @notice Takes a posted job for `host`. Caller: account integration. Errors: "Unauthorized", then as `claimJob`.
    function claimJobFor(address host, uint256 jobId) external;

    /// @notice Delivers. `proof` is the encoded proof that was submitted, where one is required. Caller: the host.
    /// Errors in this order: JobNotFound, NotAssignedHost, InvalidJobStatus, "Job deadline passed", EmptyResult,
    /// TextTooLong, ProofMismatch.
    function submitResult(uint256 jobId, string calldata resultCID, bytes calldata proof) external;

    /// @notice Delivers, and is paid at once if the proof has been verified and can't be challenged any more.
    /// Errors: as `submitResult`, InsufficientGasForPayment.
    function completeJob(uint256 jobId, string calldata resultCID, bytes calldata proof) external;

    /// @notice Gives a claimed job back; others may claim it. Caller: the job's host.
    /// Errors in this order: JobNotFound, NotAssignedHost, InvalidJobStatus.
    function failJob(uint256 jobId) external;

    // ------------------------------------------------------------------ ends
    /// @notice Pays the host. Caller: the renter, of a disputed job too; or anyone once it is due. Where a proof is
    /// required, it must be due for the renter as well.
    /// Errors in this order: JobNotFound, InvalidJobStatus, ReleaseNotDue, InsufficientGasForPayment.
    function releasePayment(uint256 jobId) external;

    /// @notice The same for up to 100 jobs, all or none. Errors: TooManyJobs, those of `releasePayment`.
    function batchReleasePayments(uint256[] calldata jobIds) external;

    /// @notice Pays the renter back: a job past its deadline that was not delivered; one whose required proof is
    /// invalid; one that nobody paid or disputed for 30 days. Caller: anyone.
    /// Errors in this order: JobNotFound, InvalidJobStatus, JobNotExpired, InsufficientGasForPayment.
    function expireJob(uint256 jobId) external;

    // ------------------------------------------------------------------ for the escrow alone
    /// @notice A renter releases at the escrow. Errors: "Unauthorized", those of `releasePayment`.
    function escrowReleasing(uint256 jobId, address renter) external;

    /// @notice A party disputes at the escrow. Errors in this order: "Unauthorized", InvalidJobStatus, ReleaseDue for
    /// the renter of a job that anyone may release.
    function escrowDisputed(uint256 jobId, address by) external;

    /// @notice A dispute is over. Errors: "Unauthorized", InvalidJobStatus.
    function escrowSettled(uint256 jobId, bool toHost, Outcome outcome) external;

    // ------------------------------------------------------------------ views
    /// @notice A prompt job; zeros for another id.
    function getJob(uint256 jobId) external view returns (PromptJob memory job);
    /// @notice Whether anyone may release a job's payment now.
    function isReleasable(uint256 jobId) external view returns (bool);
    /// @notice Whether `expireJob` would pay the renter back now.
    function isExpirable(uint256 jobId) external view returns (bool);
    /// @notice Whether a host gave a job back.
    function hasFailed(uint256 jobId, address host) external view returns (bool);
    /// @notice When a host last claimed a job; zero if never.
    function lastClaim(address host) external view returns (uint256);
    /// @notice The minute and the hour of the clock in which a renter last posted, and how often in each.
    function postCounts(address renter)
        external
        view
        returns (uint256 minute, uint256 inMinute, uint256 hour, uint256 inHour);
}
