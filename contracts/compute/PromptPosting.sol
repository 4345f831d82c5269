// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IPromptJobs} from "./IPromptJobs.sol";
import {PromptStore} from "./PromptStore.sol";
import {JobDetails, JobRequirements, JobStatus} from "./PromptTypes.sol";

/// @title How prompt jobs begin
/// @notice Whatever way a job is paid, it passes the same checks, and its money goes straight to the escrow.
abstract contract PromptPosting is PromptStore {
    uint256 public constant MAX_PAYMENT = 1000 ether;
    uint256 public constant MAX_TOKENS = 1_000_000;
    uint256 public constant MIN_TIME = 60;
    uint256 public constant MAX_TEMPERATURE = 20_000;
    uint256 public constant MAX_GPU_MEMORY = 128;
    uint256 public constant MAX_PROMPT = 10_000;
    uint256 public constant MAX_TEXT = 256;
    uint256 public constant MAX_BATCH = 100;
    uint256 public constant POSTS_PER_MINUTE = 3;
    uint256 public constant POSTS_PER_HOUR = 10;

    /// @dev Every job has to be done in less than this.
    uint256 private constant TIME_LIMIT = 365 days;

    // ------------------------------------------------------------------ posting

    /// @inheritdoc IPromptJobs
    function postJob(JobDetails calldata details, JobRequirements calldata requirements, uint256 payment)
        external
        payable
        nonReentrant
        returns (uint256 jobId)
    {
        // Verify
        _verifyOpen(POST_JOB);

        // Verify, effects, payments, events
        jobId = _postPaid(msg.sender, details, requirements, payment);
    }

    /// @inheritdoc IPromptJobs
    function postJobWithToken(
        JobDetails calldata details,
        JobRequirements calldata requirements,
        address token,
        uint256 amount
    ) external nonReentrant returns (uint256 jobId) {
        // Verify
        _verifyOpen(POST_JOB | POST_JOB_WITH_TOKEN);
        if (!_assets[token].accepted) revert TokenNotAccepted(token);
        _countPost(msg.sender);
        _verifyTerms(details, requirements, amount, _assets[token].maxDeposit);

        // Effects
        uint256 deadline;
        (jobId, deadline) = _record(msg.sender, details, requirements);

        // Payments: what arrives is only known then.
        uint256 received = ESCROW.createEscrow(bytes32(jobId), msg.sender, amount, token);

        // Events
        emit JobPosted(jobId, msg.sender, details.modelId, token, received, deadline);
    }

    /// @inheritdoc IPromptJobs
    function batchPostJobs(
        JobDetails[] calldata details,
        JobRequirements[] calldata requirements,
        uint256[] calldata payments
    ) external payable nonReentrant returns (uint256[] memory jobIds) {
        // Verify
        _verifyOpen(POST_JOB | BATCH_POST_JOBS);
        uint256 count = details.length;
        if (requirements.length != count || payments.length != count) revert LengthMismatch();
        if (count == 0 || count > MAX_BATCH) revert TooManyJobs(count, MAX_BATCH);
        require(msg.value == _sumOf(payments), "Payment mismatch");
        _countPost(msg.sender);

        // Verify, effects, payments, events, for each
        jobIds = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            jobIds[i] = _post(msg.sender, details[i], requirements[i], payments[i]);
        }
    }

    /// @inheritdoc IPromptJobs
    function createJobFor(
        address renter,
        JobDetails calldata details,
        JobRequirements calldata requirements,
        uint256 payment
    ) external payable nonReentrant returns (uint256 jobId) {
        // Verify
        _verifyIntegration();
        _verifyOpen(POST_JOB | CREATE_JOB_FOR);

        // Verify, effects, payments, events
        jobId = _postPaid(renter, details, requirements, payment);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Errors in this order: "Payment mismatch", "Rate limit exceeded", those of `_post`.
    function _postPaid(
        address renter,
        JobDetails calldata details,
        JobRequirements calldata requirements,
        uint256 payment
    ) private returns (uint256) {
        require(msg.value == payment, "Payment mismatch");
        _countPost(renter);
        return _post(renter, details, requirements, payment);
    }

    /// @dev A job paid in coin. Errors: those of `_verifyTerms`.
    // The escrow is fixed at deployment. In a batch each job's own payment is sent, and their sum was checked.
    // slither-disable-next-line reentrancy-events,calls-loop,msg-value-loop
    function _post(address renter, JobDetails calldata details, JobRequirements calldata requirements, uint256 payment)
        private
        returns (uint256 jobId)
    {
        // Verify
        _verifyTerms(details, requirements, payment, MAX_PAYMENT);

        // Effects
        uint256 deadline;
        (jobId, deadline) = _record(renter, details, requirements);

        // Payments
        uint256 received = ESCROW.createEscrow{value: payment}(bytes32(jobId), renter, payment, address(0));

        // Events
        emit JobPosted(jobId, renter, details.modelId, address(0), received, deadline);
    }

    /// @dev Effects only. Everything has been checked to fit its field.
    // Each job of a batch takes a number.
    // slither-disable-next-line costly-loop
    function _record(address renter, JobDetails calldata details, JobRequirements calldata requirements)
        private
        returns (uint256 jobId, uint256 deadline)
    {
        jobId = _nextJobId++;
        deadline = block.timestamp + requirements.maxTimeToComplete;
        StoredJob storage job = _store().jobs[jobId];
        (job.renter, job.deadline, job.status) = (renter, uint40(deadline), JobStatus.Posted);
        (job.requiresProof, job.minReputation) = (requirements.requiresProof, uint32(requirements.minReputationScore));
        job.requestHash = keccak256(abi.encode(details, requirements));
    }

    /// @dev Counts a post. Error: "Rate limit exceeded".
    // A block's producer can shift the time by seconds; a post then counts in the next minute.
    // Minutes and hours are counted here, no coin.
    // slither-disable-next-line timestamp,incorrect-equality
    function _countPost(address renter) private {
        Posts storage p = _store().posts[renter];
        (uint256 minute, uint256 hour) = (block.timestamp / 1 minutes, block.timestamp / 1 hours);
        uint256 inMinute = p.minute == minute ? p.inMinute : 0;
        uint256 inHour = p.hour == hour ? p.inHour : 0;
        require(inMinute < POSTS_PER_MINUTE && inHour < POSTS_PER_HOUR, "Rate limit exceeded");
        (p.minute, p.hour) = (uint64(minute), uint64(hour));
        (p.inMinute, p.inHour) = (uint8(inMinute + 1), uint8(inHour + 1));
    }

    function _sumOf(uint256[] calldata payments) private pure returns (uint256 sum) {
        for (uint256 i; i < payments.length; ++i) {
            sum += payments[i];
        }
    }

    /// @dev Errors in the documented order, from ZeroAmount on.
    function _verifyTerms(
        JobDetails calldata details,
        JobRequirements calldata requirements,
        uint256 payment,
        uint256 maxPayment
    ) private pure {
        if (payment == 0) revert ZeroAmount();
        if (payment > maxPayment) revert PaymentAboveMaximum(payment, maxPayment);
        if (details.maxTokens == 0 || details.maxTokens > MAX_TOKENS) {
            revert InvalidMaxTokens(details.maxTokens, MAX_TOKENS);
        }
        uint256 time = requirements.maxTimeToComplete;
        if (time < MIN_TIME || time >= TIME_LIMIT) revert InvalidDuration(time);
        _verifyMost(details, requirements);
        uint256 length = bytes(details.modelId).length;
        if (length == 0) revert EmptyModelName();
        if (length > MAX_TEXT) revert TextTooLong(length, MAX_TEXT);
        length = bytes(details.prompt).length;
        if (length == 0) revert EmptyPrompt();
        if (length > MAX_PROMPT) revert TextTooLong(length, MAX_PROMPT);
        length = bytes(details.resultFormat).length;
        if (length > MAX_TEXT) revert TextTooLong(length, MAX_TEXT);
    }

    /// @dev Errors in this order: TemperatureAboveMaximum, GpuMemoryAboveMaximum, ScoreAboveMaximum.
    function _verifyMost(JobDetails calldata details, JobRequirements calldata requirements) private pure {
        if (details.temperature > MAX_TEMPERATURE) {
            revert TemperatureAboveMaximum(details.temperature, MAX_TEMPERATURE);
        }
        if (requirements.minGPUMemory > MAX_GPU_MEMORY) {
            revert GpuMemoryAboveMaximum(requirements.minGPUMemory, MAX_GPU_MEMORY);
        }
        if (requirements.minReputationScore > type(uint32).max) {
            revert ScoreAboveMaximum(requirements.minReputationScore, type(uint32).max);
        }
    }
}
