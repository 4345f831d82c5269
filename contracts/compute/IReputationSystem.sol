// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {SharedErrors} from "./SharedErrors.sol";

/// @title What is known about how hosts work
/// @notice A score begins at 100 and is never below 0. Clients match on the text "Unauthorized".
interface IReputationSystem is SharedErrors {
    event ReputationUpdated(address indexed host, uint256 indexed jobId, bool success, uint256 score);
    event HostRated(
        address indexed host,
        uint256 indexed jobId,
        address indexed renter,
        uint256 rating,
        string feedback,
        uint256 score
    );
    event ReputationDecayed(address indexed host, uint256 score);
    event ReputationSlashed(address indexed host, uint256 amount, uint256 score);
    event ReporterSet(address indexed reporter, bool authorised);

    error InvalidRating(uint256 rating);
    error TextTooLong(uint256 length, uint256 maximum);
    error JobNotPaid(uint256 jobId);
    error NotRenter(uint256 jobId, address caller);
    error HostMismatch(uint256 jobId, address host);
    error AlreadyRated(uint256 jobId);
    error NoDecayDue(address host);
    error UnknownHost(address host);

    /// @notice Adds 10 to a score, or takes 20. Only the first outcome of a host in a job counts; another changes
    /// nothing. Caller: the marketplace, always, or a reporter, else "Unauthorized".
    function recordJobCompletion(address host, uint256 jobId, bool success) external;

    /// @notice Rates the host of a paid job from 1 to 5, once; 4 adds 2 to the score, 5 adds 4. Caller: its renter.
    /// Errors in this order: InvalidRating, TextTooLong, JobNotPaid, NotRenter, HostMismatch, AlreadyRated.
    function rateHost(address host, uint256 jobId, uint8 rating, string calldata feedback) external;

    /// @notice Takes 5 % of a score for each full 30 days without work. Caller: anyone. Error: NoDecayDue.
    function applyReputationDecay(address host) external;

    /// @notice Takes from a score. Caller: owner or governance. Errors: "Unauthorized", ZeroAmount, UnknownHost.
    function slashReputation(address host, uint256 amount) external;

    /// @notice The marketplace needs no permission, so nobody can hold up the end of a job. Caller: owner.
    /// Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setReporter(address reporter, bool authorised) external;

    /// @notice The score, decay not applied; 100 for an active host nothing is known about, 0 for anybody else.
    function getReputation(address host) external view returns (uint256);
    /// @notice Whether a host's score is at least 150.
    function isEligibleForIncentives(address host) external view returns (bool);
    /// @notice Average rating rounded down, and how many there are.
    function getRating(address host) external view returns (uint256 average, uint256 count);
    /// @notice Since when decay counts; zero for an unknown host.
    function lastActivity(address host) external view returns (uint256);
    /// @notice Whether a host's outcome in a job is recorded.
    function hasOutcome(uint256 jobId, address host) external view returns (bool);
    /// @notice Whether a job's host was rated.
    function isRated(uint256 jobId) external view returns (bool);
    /// @notice Whether an account was named a reporter.
    function isReporter(address account) external view returns (bool);
}
