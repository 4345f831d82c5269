// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ebool, euint32, euint64, euint256} from "@fhevm/solidity/lib/FHE.sol";

/// @notice Aggregate that a job computes over the rows its filter keeps.
enum Op {
    WEIGHTED_SUM,
    SUM,
    AVG_P,
    COUNT,
    MIN,
    MAX
}

/// @notice Lifecycle of a request. COMPLETED and REJECTED are terminal.
enum RequestStatus {
    PENDING,
    ACCEPTED,
    REJECTED,
    COMPLETED
}

/// @notice Why a request became REJECTED.
enum CloseReason {
    SELLER_REJECTED,
    BUYER_CANCELLED,
    STALLED
}

/// @notice A straight-line filter program. Empty bytecode keeps every row.
/// @param bytecode At most 512 bytes of FilterVM opcodes.
/// @param consts At most 64 constants, each at most 2^64 - 1.
struct FilterProg {
    bytes bytecode;
    uint256[] consts;
}

/// @notice What a buyer asks of a dataset. Zero means "unused" for divisor, clampMin, clampMax and roundBucket.
/// @param op Aggregate to compute.
/// @param targetField Column of SUM, AVG_P, MIN and MAX; ignored by COUNT and WEIGHTED_SUM.
/// @param weights One weight for each column for WEIGHTED_SUM, empty otherwise.
/// @param divisor Plaintext divisor of AVG_P (rounding down), zero otherwise.
/// @param clampMin Lower bound of a released result.
/// @param clampMax Upper bound of a released result.
/// @param roundBucket A released result is a multiple of this, half a bucket rounding up, before the final clamp.
/// @param filter Which rows are kept.
struct JobParams {
    Op op;
    uint16 targetField;
    uint16[] weights;
    uint32 divisor;
    uint64 clampMin;
    uint64 clampMax;
    uint32 roundBucket;
    FilterProg filter;
}

/// @notice A buyer's escrowed request.
/// @param timestamp Last activity in seconds: submission, acceptance, each accepted row.
/// @param jobId Zero until accepted.
/// @param baseFee Wei held for the seller until completion.
/// @param computeAllowance Wei left to reimburse the seller's gas.
/// @param gasDebtToSeller Wei charged from the allowance and not yet paid to the seller.
struct JobRequest {
    uint256 datasetId;
    address buyer;
    JobParams params;
    RequestStatus status;
    uint256 timestamp;
    uint256 jobId;
    uint256 baseFee;
    uint256 computeAllowance;
    uint256 gasDebtToSeller;
}

/// @notice What a request fixed at submission, so that nobody can change it later.
/// @param seller Payee of everything the request pays: the dataset's owner at submission.
/// @param maxGasPrice Highest gas price, in wei, at which the seller's gas is reimbursed.
/// @param acceptedAt Time of acceptance in seconds, zero while PENDING.
struct RequestTerms {
    address seller;
    uint256 maxGasPrice;
    uint256 acceptedAt;
    bytes32 merkleRoot;
    uint256 rowCount;
    uint256 numColumns;
    uint32 cooldownSec;
    euint32 kAnonymity;
}

/// @notice A computation over one dataset. The fields after `result` are snapshots taken at creation.
/// @param params Filled for a direct job only; the job of a request reads the request's, which never change.
/// @param result Ciphertext released to the buyer; unset until finalized.
/// @param requestId The request that pays for this job; zero for a direct job.
/// @param processedRows Rows pushed so far, also the index of the next one.
/// @param isClosed A direct job that its seller gave up.
struct Job {
    JobParams params;
    address buyer;
    uint256 datasetId;
    bool isFinalized;
    euint256 result;
    bytes32 merkleRoot;
    uint256 rowCount;
    uint32 cooldownSec;
    euint32 kAnonymity;
    address seller;
    uint256 numColumns;
    uint256 requestId;
    uint256 processedRows;
    bool isClosed;
}

/// @notice Encrypted accumulators of a job.
/// @dev `kept` cannot wrap: a dataset has at most 2^32 - 1 rows.
struct JobState {
    euint64 agg;
    euint64 minV;
    euint64 maxV;
    euint32 kept;
    ebool minMaxInit;
    ebool isOverflow;
}

/// @notice On-chain commitment to an encrypted dataset.
/// @param merkleRoot Root over the domain-separated leaves of all rows.
/// @param numColumns Fields in each row, 1 to 32.
/// @param rowCount Rows, 1 to 2^32 - 1.
/// @param kAnonymity Smallest number of kept rows for which a result is released; zero counts as one.
/// @param cooldownSec Shortest time in seconds between two results released to one buyer.
struct Dataset {
    bytes32 merkleRoot;
    uint256 numColumns;
    uint256 rowCount;
    address owner;
    bool exists;
    euint32 kAnonymity;
    uint32 cooldownSec;
}
