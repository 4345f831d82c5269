// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Challenge, ChallengeStatus, EZKLProof, JobStatus, ProofRecord, ProofStatus} from "./PromptTypes.sol";
import {SharedErrors} from "./SharedErrors.sol";

/// @title Proofs of prompt jobs, which verifiers judge and anybody can challenge
/// @notice Stakes are FAB wei. Times are seconds. Clients match on the text "Unauthorized".
interface IJobProofs is SharedErrors {
    // ------------------------------------------------------------------ events
    event ProofSubmitted(uint256 indexed jobId, address indexed host, bytes32 proofHash);
    event ProofVerified(uint256 indexed jobId, address indexed verifier);
    event ProofRejected(uint256 indexed jobId, address indexed verifier);
    event ProofChallenged(
        uint256 indexed challengeId,
        uint256 indexed jobId,
        address indexed challenger,
        bytes32 evidenceHash,
        uint256 stake,
        uint256 deadline
    );
    event ChallengeResolved(uint256 indexed challengeId, bool success, uint256 reward);
    event ChallengeLapsed(uint256 indexed challengeId);
    event VerifierSet(address indexed verifier, bool authorised);

    // ------------------------------------------------------------------ errors
    error JobNotFound(uint256 jobId);
    error NotAssignedHost(uint256 jobId, address caller);
    error InvalidJobStatus(uint256 jobId, JobStatus status);
    error ProofAlreadySubmitted(uint256 jobId);
    error InvalidInstances();
    error EmptyProof();
    error ProofNotSubmitted(uint256 jobId);
    error ProofNotVerified(uint256 jobId);
    error SelfVerification(uint256 jobId);
    error TooManyJobs(uint256 count, uint256 maximum);
    error ChallengeWindowClosed(uint256 jobId, uint256 until);
    error ChallengePending(uint256 jobId, uint256 challengeId);
    error SelfChallenge(uint256 jobId);
    error EmptyEvidence();
    error StakeBelowMinimum(uint256 stake, uint256 minimum);
    error ChallengeNotFound(uint256 challengeId);
    error ChallengeNotPending(uint256 challengeId, ChallengeStatus status);
    error ChallengeExpired(uint256 challengeId, uint256 deadline);
    error ChallengeStillOpen(uint256 challengeId, uint256 deadline);

    // ------------------------------------------------------------------ proofs
    /// @notice Submits the proof of a claimed or delivered job. Caller: its host, once.
    /// Errors in this order: JobNotFound, NotAssignedHost, InvalidJobStatus, ProofAlreadySubmitted, InvalidInstances,
    /// EmptyProof.
    function submitProof(uint256 jobId, EZKLProof calldata proof) external;

    /// @notice Finds a proof valid. Caller: a verifier who is neither host nor renter.
    /// Errors in this order: "Unauthorized", ProofNotSubmitted, InvalidJobStatus, SelfVerification.
    function verifyProof(uint256 jobId) external;

    /// @notice Finds up to 100 proofs valid, all or none. Errors: "Unauthorized", TooManyJobs, those of `verifyProof`.
    function batchVerifyProofs(uint256[] calldata jobIds) external;

    /// @notice Finds a proof invalid. Errors: as `verifyProof`.
    function rejectProof(uint256 jobId) external;

    // ------------------------------------------------------------------ challenges
    /// @notice Doubts a verified proof, for three days and one at a time, with a stake of at least 10 FAB.
    /// Errors in this order: ProofNotVerified, InvalidJobStatus, ChallengeWindowClosed, ChallengePending,
    /// SelfChallenge, EmptyEvidence, StakeBelowMinimum, those of the FAB token.
    function challengeProof(uint256 jobId, bytes32 evidenceHash, uint256 stake) external returns (uint256 challengeId);

    /// @notice Rules on a challenge. If it is right, the proof is invalid and the challenger gets the stake back and up
    /// to 20 FAB of the host's stake; if not, the host gets the challenger's stake. Caller: a verifier who is none of
    /// the parties. Errors in this order: "Unauthorized", ChallengeNotFound, ChallengeNotPending, ChallengeExpired,
    /// SelfVerification.
    function resolveChallenge(uint256 challengeId, bool success) external;

    /// @notice Gives the stake back when nobody ruled in three days; the proof stays valid. Caller: anyone.
    /// Errors in this order: ChallengeNotFound, ChallengeNotPending, ChallengeStillOpen.
    function expireChallenge(uint256 challengeId) external;

    /// @notice Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setVerifier(address verifier, bool authorised) external;

    // ------------------------------------------------------------------ views
    /// @notice The proof of a job; zeros if there is none.
    function getProof(uint256 jobId) external view returns (ProofRecord memory record);
    /// @notice A challenge; zeros if there is none.
    function getChallenge(uint256 challengeId) external view returns (Challenge memory challenge);
    /// @notice What the proof of `host` in a job is worth; zeros if the job's proof is another host's.
    /// @return status State of the proof.
    /// @return due Verified, and can't be challenged any more.
    /// @return pending A challenge waits for a ruling.
    /// @return proofHash Of the ABI encoding of the proof.
    function proofState(uint256 jobId, address host)
        external
        view
        returns (ProofStatus status, bool due, bool pending, bytes32 proofHash);
    /// @notice Whether the proof of the job's present host is verified and can't be challenged any more.
    function canCompleteJob(uint256 jobId) external view returns (bool);
    /// @notice Stakes of all pending challenges.
    function totalStaked() external view returns (uint256);
    /// @notice Id of the next challenge. Ids start at 1.
    function nextChallengeId() external view returns (uint256);
    /// @notice Whether an account may verify and rule.
    function isVerifier(address account) external view returns (bool);
}
