// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @notice State of a prompt job. The last two are final.
enum JobStatus {
    None, // no such job
    Posted, // waits for a host
    Claimed, // a host works on it
    Submitted, // the result is there, the payment is not
    Disputed, // the arbiter rules, or the renter gets the money back
    Paid, // to the host
    Refunded // to the renter
}

/// @notice What a finished job says about its host.
enum Outcome {
    Unknown, // nothing: nobody claimed it, or nobody judged it
    Success,
    Failure
}

/// @notice What a renter asks for.
struct JobDetails {
    string modelId;
    string prompt;
    uint256 maxTokens;
    uint256 temperature; // times 1000
    uint32 seed;
    string resultFormat;
}

/// @notice What a renter demands of the host.
struct JobRequirements {
    uint256 minGPUMemory; // GB; hosts vouch for it themselves
    uint256 minReputationScore;
    uint256 maxTimeToComplete; // seconds from posting
    bool requiresProof;
}

/// @notice A prompt job as callers see it; its money is in the escrow's record of the same number.
struct PromptJob {
    address renter;
    address host; // zero while nobody has claimed it
    JobStatus status;
    uint256 deadline; // last second in which it can be claimed and delivered
    uint256 submittedAt; // zero before
    bool requiresProof;
    uint256 minReputation;
    bytes32 requestHash; // of the ABI encoding of details and requirements
    bytes32 resultHash; // of the result's text
}

/// @notice State of an escrow record. The last three are final.
enum EscrowStatus {
    None, // no such record
    Active,
    Disputed,
    Released, // to the host
    Refunded, // to the renter
    Resolved // after a dispute, to either
}

/// @notice An escrow record as callers see it.
struct Escrow {
    address renter;
    address host; // zero while nobody has claimed the job
    address token; // zero for the native coin
    uint256 amount; // in units of the asset; zero once it has left
    uint256 feeBps; // as it was at creation
    EscrowStatus status;
    uint256 disputedAt; // zero without a dispute
}

/// @notice State of a proof.
enum ProofStatus {
    None, // none was submitted
    Submitted,
    Verified,
    Invalid // rejected by a verifier, or challenged with success
}

/// @notice State of a challenge. Only a pending one holds a stake.
enum ChallengeStatus {
    None, // no such challenge
    Pending,
    Successful,
    Failed,
    Expired // nobody ruled in time
}

/// @notice What a host submits: public values, the proof, the verification key, and what the values must be.
struct EZKLProof {
    uint256[] instances;
    bytes proof;
    bytes vk;
    bytes32 modelCommitment;
    bytes32 inputHash;
    bytes32 outputHash;
}

/// @notice A proof as callers see it: that of the host who submitted last.
struct ProofRecord {
    address host;
    ProofStatus status;
    uint256 verifiedAt; // zero before
    uint256 challengeId; // the pending challenge, or zero
    bytes32 proofHash;
}

/// @notice A challenge as callers see it.
struct Challenge {
    uint256 jobId;
    address host;
    address challenger;
    uint256 stake; // FAB wei
    uint256 deadline; // last second for a ruling
    ChallengeStatus status;
    bytes32 evidenceHash;
}
