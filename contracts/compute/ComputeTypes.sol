// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @notice State of a session. Only an active one changes; the other three are final.
enum SessionStatus {
    None, // no such session
    Active,
    Completed, // by its host or depositor, after the dispute window
    TimedOut, // by anyone, once expired or idle for too long
    Cancelled // by its depositor, at once
}

/// @notice What a job of the marketplace is.
enum JobType {
    SinglePrompt,
    Session
}

/// @notice A session as callers see it. Prices are per token and times 1000; times are seconds.
struct Session {
    address depositor;
    address host;
    address paymentToken; // zero for the native coin
    uint256 deposit; // in units of the asset; zero once settled
    uint256 pricePerToken; // units of the asset per 1000 tokens
    uint256 tokensUsed; // proven so far
    uint256 maxDuration; // counted from startTime
    uint256 startTime;
    uint256 lastProofTime; // startTime before the first proof
    uint256 proofInterval; // in tokens
    SessionStatus status;
    uint256 proofCount;
    bool finalClaimMade; // a claim below the minimum was made: it was the last
    uint256 pausedBefore; // seconds that the marketplace had been paused in total at lastProofTime
    bytes32 modelId;
    bytes32 lastProofHash;
    uint256 paidToHost; // net, zero while active
    uint256 treasuryFee; // zero while active
    uint256 refunded; // zero while active
    uint256 disputeWindow; // as it was at creation
}

/// @notice What a depositor asks for.
struct SessionTerms {
    address host;
    uint256 pricePerToken;
    uint256 maxDuration;
    uint256 proofInterval;
    bytes32 modelId;
}

/// @notice A model as callers see it.
struct Model {
    string repo;
    string file;
    bytes32 sha256Hash;
    uint8 tier; // 0 no such model, 1 added by the owner, 2 approved by vote
    bool active;
    uint256 timestamp; // when it was added or approved
}

/// @notice What is proposed to be added.
struct ProposedModel {
    string repo;
    string file;
    bytes32 sha256Hash;
}

/// @notice What a host charges at least for one model, and whether it may take a session.
struct HostTerms {
    bool active; // registered, with the full stake
    bool supported; // the host supports the model
    uint256 minPrice; // units of the asset per 1000 tokens
}
