// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ebool, euint64, euint256} from "@fhevm/solidity/lib/FHE.sol";
import {Job, JobRequest, JobState, RequestStatus} from "./DcmTypes.sol";
import {JobOpening} from "./JobOpening.sol";
import {Payouts} from "./Payouts.sol";
import {Aggregation} from "./lib/Aggregation.sol";
import {MerkleRows} from "./lib/MerkleRows.sol";
import {PostProcessing} from "./lib/PostProcessing.sol";
import {RowCodec} from "./lib/RowCodec.sol";

/// @title Rows in, one result out
/// @notice Each row is pushed once, in order, by the seller; then seller or buyer releases the result.
abstract contract JobExecution is JobOpening, Payouts {
    /// @notice Adds the next row to the job. Caller: seller, whose gas the request reimburses.
    /// @dev Errors in this order: JobNotFound, JobClosed, RowOutOfOrder, RowIndexOutOfBounds, NotDatasetOwner,
    /// InvalidProofLength, MerkleVerificationFailed, those of the row grammar, InvalidRowSchema, whatever the host
    /// refuses about the input proofs, InsufficientAllowance.
    function pushRow(uint256 jobId, bytes calldata rowPacked, bytes32[] calldata merkleProof, uint256 rowIndex)
        external
    {
        _pushRow(jobId, rowPacked, merkleProof, rowIndex, gasleft());
    }

    /// @notice Releases the result to the buyer, and settles the request: base fee and debt to the seller, the rest of
    /// the allowance to the buyer. Caller: seller, whose gas is reimbursed as far as the allowance goes, or buyer.
    /// @dev Errors in this order: JobNotFound, JobClosed, NotJobParty, IncompleteProcessing.
    function finalize(uint256 jobId) external {
        _finalize(jobId, gasleft());
    }

    // ------------------------------------------------------------------ rows

    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line reentrancy-no-eth,reentrancy-benign
    function _pushRow(
        uint256 jobId,
        bytes calldata rowPacked,
        bytes32[] calldata merkleProof,
        uint256 rowIndex,
        uint256 gasAtEntry
    ) private nonReentrant {
        // Verify
        Job storage job = _openedJob(jobId);
        _verifyRow(job, rowPacked, merkleProof, rowIndex);
        euint64[] memory fields = RowCodec.importRow(rowPacked, job.numColumns, job.seller);

        // Effects
        job.processedRows = rowIndex + 1;
        Aggregation.addRow(_states[jobId], _paramsOf(job), fields);
        _reimburseRow(job.requestId, gasAtEntry);

        // Events
        emit RowPushed(jobId);
    }

    function _verifyRow(Job storage job, bytes calldata rowPacked, bytes32[] calldata merkleProof, uint256 rowIndex)
        private
        view
    {
        (uint256 expected, uint256 rowCount) = (job.processedRows, job.rowCount);
        if (rowIndex != expected) revert RowOutOfOrder(expected, rowIndex);
        if (rowIndex >= rowCount) revert RowIndexOutOfBounds(rowIndex, rowCount);
        _verifySeller(job.datasetId, job.seller);
        bytes32 leaf = MerkleRows.leafOf(address(DATASET_REGISTRY), job.datasetId, rowIndex, rowPacked);
        MerkleRows.verify(job.merkleRoot, rowCount, rowIndex, leaf, merkleProof);
    }

    /// @dev A direct job has nobody to charge.
    function _reimburseRow(uint256 requestId, uint256 gasAtEntry) private {
        if (requestId == 0) return;

        // Effects
        JobRequest storage request = _requests[requestId];
        request.timestamp = block.timestamp;
        _chargeGas(requestId, request, gasAtEntry, true);

        // Payments
        _payDebtAtThreshold(requestId, request);
    }

    // ------------------------------------------------------------------ result

    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line reentrancy-no-eth,reentrancy-benign
    function _finalize(uint256 jobId, uint256 gasAtEntry) private nonReentrant {
        // Verify
        Job storage job = _openedJob(jobId);
        if (msg.sender != job.seller && msg.sender != job.buyer) revert NotJobParty(jobId, msg.sender);
        (uint256 processed, uint256 rowCount) = (job.processedRows, job.rowCount);
        if (processed != rowCount) revert IncompleteProcessing(processed, rowCount);

        // Effects
        job.isFinalized = true;
        _stampRelease(job.datasetId, job.buyer, job.cooldownSec);
        (euint256 result, ebool isOverflow) = _release(job, _states[jobId]);

        // Effects and payments of the request
        if (job.requestId == 0) --obligations[job.datasetId];
        else _settle(jobId, job.requestId, gasAtEntry);

        // Events
        emit JobFinalized(jobId, job.buyer, result, isOverflow);
    }

    /// @dev Stores what the buyer may decrypt; the raw overflow flag is replaced by the masked one.
    function _release(Job storage job, JobState storage state) private returns (euint256 result, ebool isOverflow) {
        (result, isOverflow) = PostProcessing.release(state, _paramsOf(job), job.kAnonymity, job.buyer);
        job.result = result;
        state.isOverflow = isOverflow;
    }

    function _settle(uint256 jobId, uint256 requestId, uint256 gasAtEntry) private {
        // Effects
        JobRequest storage request = _requests[requestId];
        if (msg.sender == _terms[requestId].seller) _chargeGas(requestId, request, gasAtEntry, false);
        (uint256 baseFee, uint256 allowance, uint256 debt) = _endRequest(request, RequestStatus.COMPLETED);

        // Payments
        _payBoth(requestId, baseFee + debt, allowance);

        // Events
        emit RequestCompleted(requestId, jobId);
    }

    /// @dev Errors in this order: JobNotFound, JobClosed.
    function _openedJob(uint256 jobId) private view returns (Job storage job) {
        job = _job(jobId);
        if (!_isOpen(job)) revert JobClosed(jobId);
    }
}
