// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {CloseReason, JobParams, JobRequest, RequestStatus, RequestTerms} from "./DcmTypes.sol";
import {JobOpening} from "./JobOpening.sol";
import {Payouts} from "./Payouts.sol";
import {JobParameters} from "./lib/JobParameters.sol";

/// @title The life of a request: a buyer's escrow from submission to its end
/// @notice PENDING –accept→ ACCEPTED –finalize→ COMPLETED; PENDING –reject, cancel→ REJECTED; ACCEPTED –reclaim→
/// REJECTED. Whatever the end, the escrow leaves the books at once and completely. Amounts are wei, times seconds.
abstract contract RequestEscrow is JobOpening, Payouts {
    /// @notice Seconds without activity after which the buyer may reclaim.
    uint256 public constant STALL_TIMEOUT = 24 hours;

    /// @notice Seconds after acceptance from which on the buyer may reclaim whatever the activity.
    uint256 public constant MAX_JOB_DURATION = 30 days;

    // ------------------------------------------------------------------ submission

    /// @notice Escrows `msg.value`: `baseFee` for the seller, the rest as the allowance for the seller's gas.
    /// Reimburses at most `defaultMaxGasPrice` per unit of gas. Caller: anyone, who becomes the buyer.
    /// @dev Errors in this order: DatasetNotFound, InsufficientPayment, those of `JobParameters.verify`.
    function submitRequest(uint256 datasetId, JobParams calldata params, uint256 baseFee)
        external
        payable
        returns (uint256 requestId)
    {
        return _submit(datasetId, params, baseFee, defaultMaxGasPrice);
    }

    /// @notice As `submitRequest`, with the buyer's own cap in wei on the reimbursed gas price.
    function submitRequestWithGasPrice(
        uint256 datasetId,
        JobParams calldata params,
        uint256 baseFee,
        uint256 maxGasPrice
    ) external payable returns (uint256 requestId) {
        return _submit(datasetId, params, baseFee, maxGasPrice);
    }

    /// @notice Adds `msg.value` to the allowance of a running or waiting request. Caller: buyer.
    /// @dev Errors in this order: RequestNotFound, NotRequestBuyer, RequestNotAccepted, ZeroTopUp.
    function topUpAllowance(uint256 requestId) external payable {
        // Verify
        JobRequest storage request = _request(requestId);
        _verifyBuyer(requestId, request.buyer);
        if (request.status != RequestStatus.PENDING) _verifyAccepted(requestId, request.status);
        if (msg.value == 0) revert ZeroTopUp(requestId);

        // Effects
        request.computeAllowance += msg.value;

        // Events
        emit AllowanceToppedUp(requestId, msg.value);
    }

    // ------------------------------------------------------------------ acceptance

    /// @notice Starts the job of a request on the terms of its submission. Caller: seller, whose gas is reimbursed.
    /// @dev Errors in this order: RequestNotFound, RequestNotPending, NotDatasetOwner, JobAlreadyLive, CooldownActive,
    /// InsufficientAllowance. `JobOpened` is the first log of the transaction.
    function acceptRequest(uint256 requestId) external returns (uint256 jobId) {
        return _accept(requestId, gasleft());
    }

    // ------------------------------------------------------------------ ends without a result

    /// @notice Declines a waiting request; the buyer gets everything back. Caller: seller.
    /// @dev Errors in this order: RequestNotFound, RequestNotPending, NotDatasetOwner.
    function rejectRequest(uint256 requestId) external nonReentrant {
        // Verify
        JobRequest storage request = _pendingRequest(requestId);
        _verifySeller(request.datasetId, _terms[requestId].seller);

        // Effects and payments
        uint256 toBuyer = _refund(requestId, request);

        // Events
        emit RequestRejected(requestId);
        emit RequestClosed(requestId, CloseReason.SELLER_REJECTED, 0, toBuyer);
    }

    /// @notice Withdraws a waiting request; the buyer gets everything back. Caller: buyer.
    /// @dev Errors in this order: RequestNotFound, RequestNotPending, NotRequestBuyer.
    function cancelRequest(uint256 requestId) external nonReentrant {
        // Verify
        JobRequest storage request = _pendingRequest(requestId);
        _verifyBuyer(requestId, request.buyer);

        // Effects and payments
        uint256 toBuyer = _refund(requestId, request);

        // Events
        emit RequestCancelled(requestId);
        emit RequestClosed(requestId, CloseReason.BUYER_CANCELLED, 0, toBuyer);
    }

    /// @notice Ends a request whose seller stopped working, or took too long: the seller gets the debt, the buyer base
    /// fee and allowance. Caller: buyer.
    /// @dev Errors in this order: RequestNotFound, NotRequestBuyer, RequestNotAccepted, NotStalled.
    // A block's producer can shift the time by seconds; the deadlines are 24 hours and 30 days.
    // slither-disable-next-line timestamp
    function reclaimStalled(uint256 requestId) external nonReentrant {
        // Verify
        JobRequest storage request = _request(requestId);
        _verifyBuyer(requestId, request.buyer);
        _verifyAccepted(requestId, request.status);
        RequestTerms storage terms = _terms[requestId];
        uint256 reclaimableAfter = _reclaimableAfter(request.timestamp, terms.acceptedAt);
        if (block.timestamp <= reclaimableAfter) revert NotStalled(requestId, reclaimableAfter);

        // Effects
        _freePlace(request.datasetId, request.buyer, terms.cooldownSec);
        (uint256 baseFee, uint256 allowance, uint256 debt) = _endRequest(request, RequestStatus.REJECTED);

        // Payments
        _payBoth(requestId, debt, baseFee + allowance);

        // Events
        emit RequestStalled(requestId);
        emit RequestClosed(requestId, CloseReason.STALLED, debt, baseFee + allowance);
    }

    // ------------------------------------------------------------------ internal

    function _submit(uint256 datasetId, JobParams calldata params, uint256 baseFee, uint256 maxGasPrice)
        private
        nonReentrant
        returns (uint256 requestId)
    {
        // Verify
        RequestTerms memory terms = _currentTerms(datasetId);
        if (msg.value < baseFee) revert InsufficientPayment(msg.value, baseFee);
        JobParameters.verify(params, terms.numColumns);

        // Effects
        requestId = nextRequestId++;
        terms.maxGasPrice = maxGasPrice;
        _terms[requestId] = terms;
        JobRequest storage request = _requests[requestId];
        request.datasetId = datasetId;
        request.buyer = msg.sender;
        request.timestamp = block.timestamp;
        request.baseFee = baseFee;
        request.computeAllowance = msg.value - baseFee;
        JobParameters.store(request.params, params);
        ++obligations[datasetId];

        // Events
        emit RequestSubmitted(requestId, datasetId, msg.sender);
    }

    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line reentrancy-benign
    function _accept(uint256 requestId, uint256 gasAtEntry) private nonReentrant returns (uint256 jobId) {
        // Verify
        JobRequest storage request = _pendingRequest(requestId);
        RequestTerms memory terms = _terms[requestId];
        _verifySeller(request.datasetId, terms.seller);
        _verifyPlaceFree(request.datasetId, request.buyer, terms.cooldownSec);

        // Effects, and the event JobOpened
        request.status = RequestStatus.ACCEPTED;
        request.timestamp = block.timestamp;
        _terms[requestId].acceptedAt = block.timestamp;
        jobId = _createJob(requestId, request.datasetId, request.buyer, terms);
        request.jobId = jobId;
        _chargeGas(requestId, request, gasAtEntry, true);

        // Payments
        _payDebtAtThreshold(requestId, request);

        // Events
        emit RequestAccepted(requestId, jobId);
    }

    /// @dev Effects, then the payment. Nothing was charged while the request waited, so there is no debt.
    function _refund(uint256 requestId, JobRequest storage request) private returns (uint256 toBuyer) {
        (uint256 baseFee, uint256 allowance,) = _endRequest(request, RequestStatus.REJECTED);
        toBuyer = baseFee + allowance;
        _payBoth(requestId, 0, toBuyer);
    }

    function _reclaimableAfter(uint256 lastActivity, uint256 acceptedAt) private pure returns (uint256) {
        (uint256 stalled, uint256 overdue) = (lastActivity + STALL_TIMEOUT, acceptedAt + MAX_JOB_DURATION);
        return stalled < overdue ? stalled : overdue;
    }
}
