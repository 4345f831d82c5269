// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IJobProofs} from "./IJobProofs.sol";
import {IPromptJobs} from "./IPromptJobs.sol";
import {MarketplaceLink} from "./MarketplaceLink.sol";
import {Challenge, ChallengeStatus, EZKLProof, JobStatus, ProofRecord, ProofStatus, PromptJob} from "./PromptTypes.sol";

/// @title Proofs and challenges as stored, and what has to be checked about them
/// @notice A job has one proof: that of the host who submitted last.
// Times are compared all over. A block's producer can shift them by seconds; all periods are days.
// slither-disable-start timestamp
abstract contract JobProofStore is IJobProofs, MarketplaceLink {
    /// @notice How long a verified proof can be challenged, and how long a challenge waits for a ruling.
    uint256 public constant CHALLENGE_PERIOD = 3 days;

    struct StoredProof {
        address host;
        ProofStatus status;
        uint40 verifiedAt;
        bytes32 proofHash;
        uint64 challengeId; // the pending challenge, or zero
    }

    mapping(uint256 jobId => StoredProof proof) internal _proofs;
    mapping(uint256 challengeId => Challenge challenge) internal _challenges;

    /// @inheritdoc IJobProofs
    uint256 public totalStaked;
    /// @inheritdoc IJobProofs
    uint256 public nextChallengeId = 1;
    /// @inheritdoc IJobProofs
    mapping(address account => bool) public isVerifier;

    /// @dev Error: the text "Unauthorized".
    modifier onlyVerifier() {
        require(isVerifier[msg.sender], "Unauthorized");
        _;
    }

    /// @inheritdoc IJobProofs
    function setVerifier(address verifier, bool authorised) external onlyOwner {
        // Verify
        if (verifier == address(0)) revert ZeroAddress();

        // Effects
        isVerifier[verifier] = authorised;

        // Events
        emit VerifierSet(verifier, authorised);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IJobProofs
    function getProof(uint256 jobId) external view returns (ProofRecord memory record) {
        StoredProof storage p = _proofs[jobId];
        (record.host, record.status, record.verifiedAt) = (p.host, p.status, p.verifiedAt);
        (record.challengeId, record.proofHash) = (p.challengeId, p.proofHash);
    }

    /// @inheritdoc IJobProofs
    function getChallenge(uint256 challengeId) external view returns (Challenge memory challenge) {
        return _challenges[challengeId];
    }

    /// @inheritdoc IJobProofs
    function canCompleteJob(uint256 jobId) external view returns (bool due) {
        // Only one of the values matters here.
        // slither-disable-next-line unused-return
        (, due,,) = proofState(jobId, _jobOf(jobId).host);
    }

    /// @inheritdoc IJobProofs
    function proofState(uint256 jobId, address host)
        public
        view
        returns (ProofStatus status, bool due, bool pending, bytes32 proofHash)
    {
        StoredProof storage p = _proofs[jobId];
        if (p.host != host) return (status, due, pending, proofHash);
        (status, pending, proofHash) = (p.status, p.challengeId != 0, p.proofHash);
        due = status == ProofStatus.Verified && !pending && block.timestamp > p.verifiedAt + CHALLENGE_PERIOD;
    }

    // ------------------------------------------------------------------ checks

    /// @dev The marketplace is named once and for all, and only asked.
    // In a loop only for the jobs of a batch. The reason stands above.
    // slither-disable-next-line calls-loop
    function _jobOf(uint256 jobId) internal view returns (PromptJob memory) {
        return IPromptJobs(marketplace).getJob(jobId);
    }

    /// @dev Error: InvalidJobStatus unless a host works on the job or has delivered.
    function _verifyOpen(uint256 jobId, JobStatus status) internal pure {
        bool open = status == JobStatus.Claimed || status == JobStatus.Submitted;
        if (!open) revert InvalidJobStatus(jobId, status);
    }

    /// @dev Errors in this order: ProofNotSubmitted, InvalidJobStatus, SelfVerification.
    // Asked in a loop only for the jobs of a batch, of a contract that is named once and for all.
    // slither-disable-next-line calls-loop
    function _verifyJudgement(uint256 jobId) internal view returns (StoredProof storage p) {
        p = _proofs[jobId];
        PromptJob memory job = _jobOf(jobId);
        if (p.status != ProofStatus.Submitted || p.host != job.host) revert ProofNotSubmitted(jobId);
        _verifyOpen(jobId, job.status);
        if (msg.sender == p.host || msg.sender == job.renter) revert SelfVerification(jobId);
    }

    /// @dev Errors in this order: ProofNotVerified, InvalidJobStatus, ChallengeWindowClosed, ChallengePending.
    function _verifyChallenge(uint256 jobId) internal view returns (StoredProof storage p) {
        p = _proofs[jobId];
        PromptJob memory job = _jobOf(jobId);
        if (p.status != ProofStatus.Verified || p.host != job.host) revert ProofNotVerified(jobId);
        if (job.status != JobStatus.Disputed) _verifyOpen(jobId, job.status);
        uint256 until = p.verifiedAt + CHALLENGE_PERIOD;
        if (block.timestamp > until) revert ChallengeWindowClosed(jobId, until);
        if (p.challengeId != 0) revert ChallengePending(jobId, p.challengeId);
    }

    /// @dev Error: SelfVerification.
    function _verifyImpartial(uint256 jobId, address host) internal view {
        if (msg.sender == host || msg.sender == _jobOf(jobId).renter) revert SelfVerification(jobId);
    }

    /// @dev Errors in this order: ChallengeNotFound, ChallengeNotPending.
    function _pendingChallenge(uint256 challengeId) internal view returns (Challenge storage c) {
        c = _challenges[challengeId];
        if (c.status == ChallengeStatus.None) revert ChallengeNotFound(challengeId);
        if (c.status != ChallengeStatus.Pending) revert ChallengeNotPending(challengeId, c.status);
    }

    /// @dev Errors in this order: InvalidInstances, EmptyProof.
    function _verifyShape(EZKLProof calldata proof) internal pure {
        bool shaped = proof.instances.length == 3 && bytes32(proof.instances[0]) == proof.modelCommitment
            && bytes32(proof.instances[1]) == proof.inputHash && bytes32(proof.instances[2]) == proof.outputHash;
        if (!shaped) revert InvalidInstances();
        if (proof.proof.length == 0 || proof.vk.length == 0) revert EmptyProof();
    }
}
// slither-disable-end timestamp
