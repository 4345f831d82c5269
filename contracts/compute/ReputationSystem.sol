// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Governed} from "./Governed.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {IPromptJobs} from "./IPromptJobs.sol";
import {IReputationSystem} from "./IReputationSystem.sol";
import {JobStatus, PromptJob} from "./PromptTypes.sol";

/// @title What is known about how hosts work
/// @notice A record begins with a host's first outcome or rating. Decay that is due is always taken first.
// Times are compared all over. A block's producer can shift them by seconds; decay counts months.
// slither-disable-start timestamp
contract ReputationSystem is IReputationSystem, Governed {
    uint256 public constant INITIAL_SCORE = 100;
    uint256 public constant SUCCESS_BONUS = 10;
    uint256 public constant FAILURE_PENALTY = 20;
    uint256 public constant DECAY_PERCENT = 5;
    uint256 public constant DECAY_PERIOD = 30 days;
    uint256 public constant INCENTIVE_THRESHOLD = 150;
    uint256 public constant MAX_FEEDBACK = 1000;

    /// @dev Nothing can outgrow its type: each outcome and each rating takes a job.
    struct StoredReputation {
        uint64 score;
        uint64 ratingSum;
        uint64 ratingCount;
        uint40 lastActivity; // zero: unknown host
    }

    /// @notice Which hosts are active.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    INodeRegistry public immutable NODES;

    mapping(address host => StoredReputation record) private _records;

    /// @inheritdoc IReputationSystem
    mapping(uint256 jobId => mapping(address host => bool)) public hasOutcome;
    /// @inheritdoc IReputationSystem
    mapping(uint256 jobId => bool) public isRated;
    /// @inheritdoc IReputationSystem
    mapping(address account => bool) public isReporter;

    /// @param nodes Hosts. Error for a zero address: ZeroAddress.
    constructor(INodeRegistry nodes) {
        if (address(nodes) == address(0)) revert ZeroAddress();
        NODES = nodes;
    }

    // ------------------------------------------------------------------ outcomes and ratings

    /// @inheritdoc IReputationSystem
    function recordJobCompletion(address host, uint256 jobId, bool success) external {
        // Verify: the marketplace ends jobs with this, and nobody may hold that up.
        require(msg.sender == marketplace || isReporter[msg.sender], "Unauthorized");
        if (hasOutcome[jobId][host]) return;

        // Effects
        hasOutcome[jobId][host] = true;
        StoredReputation storage r = _active(host);
        uint256 score = r.score;
        score = success ? score + SUCCESS_BONUS : score - _least(score, FAILURE_PENALTY);
        r.score = uint64(score);

        // Events
        emit ReputationUpdated(host, jobId, success, score);
    }

    /// @inheritdoc IReputationSystem
    // The marketplace is named once and for all, and only asked.
    // slither-disable-next-line reentrancy-no-eth,reentrancy-events
    function rateHost(address host, uint256 jobId, uint8 rating, string calldata feedback) external {
        // Verify
        if (rating == 0 || rating > 5) revert InvalidRating(rating);
        if (bytes(feedback).length > MAX_FEEDBACK) revert TextTooLong(bytes(feedback).length, MAX_FEEDBACK);
        PromptJob memory job = IPromptJobs(marketplace).getJob(jobId);
        if (job.status != JobStatus.Paid) revert JobNotPaid(jobId);
        if (msg.sender != job.renter) revert NotRenter(jobId, msg.sender);
        if (host != job.host) revert HostMismatch(jobId, host);
        if (isRated[jobId]) revert AlreadyRated(jobId);

        // Effects
        isRated[jobId] = true;
        StoredReputation storage r = _active(host);
        (r.ratingSum, r.ratingCount) = (r.ratingSum + rating, r.ratingCount + 1);
        if (rating > 3) r.score += rating == 4 ? 2 : 4;

        // Events
        emit HostRated(host, jobId, msg.sender, rating, feedback, r.score);
    }

    // ------------------------------------------------------------------ losses

    /// @inheritdoc IReputationSystem
    // Full months are counted here, no coin.
    // slither-disable-next-line incorrect-equality
    function applyReputationDecay(address host) external {
        // Verify
        StoredReputation storage r = _records[host];
        if (_duePeriods(r) == 0) revert NoDecayDue(host);

        // Effects
        _decay(r);

        // Events
        emit ReputationDecayed(host, r.score);
    }

    /// @inheritdoc IReputationSystem
    function slashReputation(address host, uint256 amount) external {
        // Verify
        _verifyGoverned();
        if (amount == 0) revert ZeroAmount();
        StoredReputation storage r = _records[host];
        if (r.lastActivity == 0) revert UnknownHost(host);

        // Effects
        _decay(r);
        uint256 score = r.score - _least(r.score, amount);
        r.score = uint64(score);

        // Events
        emit ReputationSlashed(host, amount, score);
    }

    // ------------------------------------------------------------------ parameters

    /// @inheritdoc IReputationSystem
    function setReporter(address reporter, bool authorised) external onlyOwner {
        // Verify
        if (reporter == address(0)) revert ZeroAddress();

        // Effects
        isReporter[reporter] = authorised;

        // Events
        emit ReporterSet(reporter, authorised);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IReputationSystem
    function getRating(address host) external view returns (uint256 average, uint256 count) {
        StoredReputation storage r = _records[host];
        count = r.ratingCount;
        if (count != 0) average = r.ratingSum / count;
    }

    /// @inheritdoc IReputationSystem
    function isEligibleForIncentives(address host) external view returns (bool) {
        return getReputation(host) >= INCENTIVE_THRESHOLD;
    }

    /// @inheritdoc IReputationSystem
    function lastActivity(address host) external view returns (uint256) {
        return _records[host].lastActivity;
    }

    /// @inheritdoc IReputationSystem
    function getReputation(address host) public view returns (uint256) {
        StoredReputation storage r = _records[host];
        if (r.lastActivity != 0) return r.score;
        return NODES.isActiveNode(host) ? INITIAL_SCORE : 0;
    }

    // ------------------------------------------------------------------ internal

    /// @dev A host's record, begun if need be, decayed, and active now.
    function _active(address host) private returns (StoredReputation storage r) {
        r = _records[host];
        if (r.lastActivity == 0) r.score = uint64(INITIAL_SCORE);
        else _decay(r);
        r.lastActivity = uint40(block.timestamp);
    }

    /// @dev Takes the decay of all full periods that are due.
    function _decay(StoredReputation storage r) private {
        uint256 periods = _duePeriods(r);
        uint256 score = r.score;
        r.score = uint64(score - _least(score, (score * DECAY_PERCENT * periods) / 100));
        r.lastActivity = uint40(r.lastActivity + periods * DECAY_PERIOD);
    }

    function _duePeriods(StoredReputation storage r) private view returns (uint256) {
        if (r.lastActivity == 0) return 0;
        return (block.timestamp - r.lastActivity) / DECAY_PERIOD;
    }

    function _least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
// slither-disable-end timestamp
