// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IJobProofs} from "./IJobProofs.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {IReputationSystem} from "./IReputationSystem.sol";
import {JobProofStore} from "./JobProofStore.sol";
import {Challenge, ChallengeStatus, EZKLProof, JobStatus, PromptJob, ProofStatus} from "./PromptTypes.sol";

/// @title Proofs of prompt jobs, which verifiers judge and anybody can challenge
/// @notice A proof is final three days after it was verified, once no challenge waits. Of each stake held here, either
/// the challenger or the host gets all; a verifier's silence costs the challenger nothing.
/// @dev FAB is our own token: it moves exactly what is asked or reverts, and calls nobody. So it is pulled before the
/// books change, and its own errors come first.
// Times are compared all over. A block's producer can shift them by seconds; all periods are days.
// slither-disable-start timestamp
contract JobProofs is JobProofStore, ReentrancyGuard {
    using SafeERC20 for IERC20;

    uint256 public constant CHALLENGE_STAKE_MIN = 10e18;
    uint256 public constant CHALLENGE_REWARD = 20e18;
    uint256 public constant MAX_BATCH = 100;

    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-start naming-convention
    IERC20 public immutable FAB;
    INodeRegistry public immutable NODES;
    IReputationSystem public immutable REPUTATION;

    // slither-disable-end naming-convention

    /// @param fab The token of stakes.
    /// @param nodes Hosts, whose stake pays rewards.
    /// @param reputation Who hears of invalid proofs. Error for a zero address: ZeroAddress.
    constructor(IERC20 fab, INodeRegistry nodes, IReputationSystem reputation) {
        if (address(fab) == address(0) || address(nodes) == address(0)) revert ZeroAddress();
        if (address(reputation) == address(0)) revert ZeroAddress();
        (FAB, NODES, REPUTATION) = (fab, nodes, reputation);
    }

    // ------------------------------------------------------------------ proofs

    /// @inheritdoc IJobProofs
    function submitProof(uint256 jobId, EZKLProof calldata proof) external {
        // Verify
        PromptJob memory job = _jobOf(jobId);
        if (job.status == JobStatus.None) revert JobNotFound(jobId);
        if (msg.sender != job.host) revert NotAssignedHost(jobId, msg.sender);
        _verifyOpen(jobId, job.status);
        StoredProof storage p = _proofs[jobId];
        if (p.host == msg.sender) revert ProofAlreadySubmitted(jobId);
        _verifyShape(proof);

        // Effects
        bytes32 proofHash = keccak256(abi.encode(proof));
        // What was there is the proof of a host who gave the job back, whatever its status.
        // slither-disable-next-line escrow-unchecked-transition
        (p.host, p.status, p.verifiedAt, p.challengeId) = (msg.sender, ProofStatus.Submitted, 0, 0);
        p.proofHash = proofHash;

        // Events
        emit ProofSubmitted(jobId, msg.sender, proofHash);
    }

    /// @inheritdoc IJobProofs
    function verifyProof(uint256 jobId) external onlyVerifier {
        _accept(jobId);
    }

    /// @inheritdoc IJobProofs
    function batchVerifyProofs(uint256[] calldata jobIds) external onlyVerifier {
        uint256 count = jobIds.length;
        if (count == 0 || count > MAX_BATCH) revert TooManyJobs(count, MAX_BATCH);
        for (uint256 i; i < count; ++i) {
            _accept(jobIds[i]);
        }
    }

    /// @inheritdoc IJobProofs
    // Reputation is fixed at deployment and calls nobody but the node registry.
    // slither-disable-next-line reentrancy-events
    function rejectProof(uint256 jobId) external onlyVerifier {
        // Verify
        StoredProof storage p = _verifyJudgement(jobId);

        // Effects
        p.status = ProofStatus.Invalid;
        REPUTATION.recordJobCompletion(p.host, jobId, false);

        // Events
        emit ProofRejected(jobId, msg.sender);
    }

    // ------------------------------------------------------------------ challenges

    /// @inheritdoc IJobProofs
    // FAB is our own token and calls nobody.
    // slither-disable-next-line reentrancy-benign,reentrancy-events,reentrancy-no-eth
    function challengeProof(uint256 jobId, bytes32 evidenceHash, uint256 stake)
        external
        nonReentrant
        returns (uint256 challengeId)
    {
        // Verify
        StoredProof storage p = _verifyChallenge(jobId);
        if (msg.sender == p.host) revert SelfChallenge(jobId);
        if (evidenceHash == 0) revert EmptyEvidence();
        if (stake < CHALLENGE_STAKE_MIN) revert StakeBelowMinimum(stake, CHALLENGE_STAKE_MIN);

        // Payments
        FAB.safeTransferFrom(msg.sender, address(this), stake);

        // Effects
        challengeId = nextChallengeId++;
        uint256 deadline = block.timestamp + CHALLENGE_PERIOD;
        p.challengeId = uint64(challengeId);
        // FAB is our own token and moves exactly what is asked.
        // slither-disable-next-line escrow-nominal-token-amount
        totalStaked += stake;
        _challenges[challengeId] =
            Challenge(jobId, p.host, msg.sender, stake, deadline, ChallengeStatus.Pending, evidenceHash);

        // Events
        emit ProofChallenged(challengeId, jobId, msg.sender, evidenceHash, stake, deadline);
    }

    /// @inheritdoc IJobProofs
    // All that is called is fixed at deployment and calls nobody but our own contracts.
    // slither-disable-next-line reentrancy-events
    function resolveChallenge(uint256 challengeId, bool success) external onlyVerifier nonReentrant {
        // Verify
        Challenge storage c = _pendingChallenge(challengeId);
        if (block.timestamp > c.deadline) revert ChallengeExpired(challengeId, c.deadline);
        _verifyImpartial(c.jobId, c.host);
        if (msg.sender == c.challenger) revert SelfVerification(c.jobId);

        // Effects
        _endChallenge(c, challengeId, success ? ChallengeStatus.Successful : ChallengeStatus.Failed);

        // Payments
        FAB.safeTransfer(success ? c.challenger : c.host, c.stake);
        uint256 reward = success ? _punish(c) : 0;

        // Events
        emit ChallengeResolved(challengeId, success, reward);
    }

    /// @inheritdoc IJobProofs
    function expireChallenge(uint256 challengeId) external nonReentrant {
        // Verify
        Challenge storage c = _pendingChallenge(challengeId);
        if (block.timestamp <= c.deadline) revert ChallengeStillOpen(challengeId, c.deadline);

        // Effects
        _endChallenge(c, challengeId, ChallengeStatus.Expired);

        // Payments
        FAB.safeTransfer(c.challenger, c.stake);

        // Events
        emit ChallengeLapsed(challengeId);
    }

    // ------------------------------------------------------------------ internal

    function _accept(uint256 jobId) private {
        // Verify
        StoredProof storage p = _verifyJudgement(jobId);

        // Effects: the status was looked at, in a batch that of each proof.
        // slither-disable-next-line escrow-unchecked-transition
        (p.status, p.verifiedAt) = (ProofStatus.Verified, uint40(block.timestamp));

        // Events
        emit ProofVerified(jobId, msg.sender);
    }

    /// @dev Pays the challenger out of the host's stake, and tells the reputation.
    function _punish(Challenge storage c) private returns (uint256 reward) {
        reward = NODES.slashForChallenge(c.host, CHALLENGE_REWARD, c.challenger);
        REPUTATION.recordJobCompletion(c.host, c.jobId, false);
    }

    /// @dev Frees the stake, and, if the challenge was right, makes the proof invalid that it was about.
    function _endChallenge(Challenge storage c, uint256 challengeId, ChallengeStatus status) private {
        c.status = status;
        totalStaked -= c.stake;
        StoredProof storage p = _proofs[c.jobId];
        if (p.challengeId != challengeId) return; // another host has submitted since
        p.challengeId = 0;
        // Only a verified proof has a pending challenge, and this one is its.
        // slither-disable-next-line escrow-unchecked-transition
        if (status == ChallengeStatus.Successful) p.status = ProofStatus.Invalid;
    }
}
// slither-disable-end timestamp
