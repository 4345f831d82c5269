// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Payments} from "../payments/Payments.sol";
import {JobRequest, RequestStatus, RequestTerms} from "./DcmTypes.sol";
import {IJobManager} from "./IJobManager.sol";
import {JobStore} from "./JobStore.sol";

/// @title How a request's escrow turns into payments
/// @notice The seller's gas moves from the allowance to a debt; the debt is paid when it reaches the threshold, on
/// demand, or at the end of the request. The payee is always the seller recorded at submission. All amounts are wei.
abstract contract Payouts is JobStore, Payments, Ownable2Step {
    /// @notice Upper bound of `paymentThreshold` in wei.
    uint256 public constant MAX_PAYMENT_THRESHOLD = 1 ether;

    /// @notice Upper bound of `defaultMaxGasPrice` in wei.
    uint256 public constant MAX_DEFAULT_GAS_PRICE = 10_000 gwei;

    /// @inheritdoc IJobManager
    uint256 public paymentThreshold = 0.05 ether;

    /// @inheritdoc IJobManager
    uint256 public defaultMaxGasPrice = 100 gwei;

    /// @dev Gas that a charge may still need after it: the debt's slot, one payment to a payee that burns its stipend,
    /// the events. A node estimates gas at price zero, where nothing is charged and so no debt is written and none is
    /// paid; asked for at that price, this is in the estimate all the same. At any other price only what is used counts.
    uint256 private constant GAS_AFTER_CHARGE = 150_000;

    /// @dev The same for a settlement, which pays two parties.
    uint256 private constant GAS_TO_SETTLE = 250_000;

    // ------------------------------------------------------------------ parameters

    /// @notice Changes the threshold for all requests. Caller: owner. Error: ParameterOutOfBounds.
    function setPaymentThreshold(uint256 newThreshold) external onlyOwner {
        // Verify
        if (newThreshold > MAX_PAYMENT_THRESHOLD) revert ParameterOutOfBounds(newThreshold, MAX_PAYMENT_THRESHOLD);

        // Effects
        paymentThreshold = newThreshold;

        // Events
        emit ThresholdUpdated(newThreshold);
    }

    /// @notice Changes the cap of requests submitted from now on. Caller: owner. Error: ParameterOutOfBounds.
    function setDefaultMaxGasPrice(uint256 newPrice) external onlyOwner {
        // Verify
        if (newPrice > MAX_DEFAULT_GAS_PRICE) revert ParameterOutOfBounds(newPrice, MAX_DEFAULT_GAS_PRICE);

        // Effects
        defaultMaxGasPrice = newPrice;

        // Events
        emit DefaultMaxGasPriceUpdated(newPrice);
    }

    // ------------------------------------------------------------------ payout on demand

    /// @notice Pays the seller the debt of a running request; does nothing when there is none. Caller: seller.
    /// @dev Errors in this order: RequestNotFound, NotDatasetOwner, RequestNotAccepted.
    function requestPayout(uint256 requestId) external nonReentrant {
        // Verify
        JobRequest storage request = _request(requestId);
        address seller = _terms[requestId].seller;
        _verifySeller(request.datasetId, seller);
        _verifyAccepted(requestId, request.status);

        // Effects, payments, events
        _payDebt(requestId, request, seller);
    }

    // ------------------------------------------------------------------ charging gas

    /// @dev Moves the price of the gas used since `gasAtEntry` from the allowance to the debt.
    /// Errors: InsufficientGasForPayment; InsufficientAllowance when `mustAfford`, otherwise the charge is cut.
    function _chargeGas(uint256 requestId, JobRequest storage request, uint256 gasAtEntry, bool mustAfford) internal {
        if (tx.gasprice == 0 && gasleft() < (mustAfford ? GAS_AFTER_CHARGE : GAS_TO_SETTLE)) {
            revert InsufficientGasForPayment();
        }
        uint256 cap = _terms[requestId].maxGasPrice;
        uint256 allowance = request.computeAllowance;
        uint256 gasPrice = tx.gasprice < cap ? tx.gasprice : cap;
        uint256 gasUsed = gasAtEntry - gasleft();
        uint256 cost = gasUsed * gasPrice;
        if (cost > allowance) {
            if (mustAfford) revert InsufficientAllowance(requestId, cost, allowance);
            cost = allowance;
        }
        request.computeAllowance = allowance - cost;
        request.gasDebtToSeller += cost;
        emit GasCharged(requestId, gasUsed, gasPrice, cost);
    }

    /// @dev Pays the whole debt once it has reached the threshold, so that the seller is never owed more for long.
    function _payDebtAtThreshold(uint256 requestId, JobRequest storage request) internal {
        if (request.gasDebtToSeller >= paymentThreshold) _payDebt(requestId, request, _terms[requestId].seller);
    }

    function _payDebt(uint256 requestId, JobRequest storage request, address seller) private {
        uint256 amount = request.gasDebtToSeller;
        request.gasDebtToSeller = 0;
        _paySeller(requestId, seller, amount);
    }

    // ------------------------------------------------------------------ ending a request

    /// @dev Effects only: the request takes its terminal status and its three amounts leave the books, so that
    /// they can be paid exactly once. Returns what they were.
    function _endRequest(JobRequest storage request, RequestStatus status)
        internal
        returns (uint256 baseFee, uint256 allowance, uint256 debt)
    {
        (baseFee, allowance, debt) = (request.baseFee, request.computeAllowance, request.gasDebtToSeller);
        request.status = status;
        request.baseFee = 0;
        request.computeAllowance = 0;
        request.gasDebtToSeller = 0;
        --obligations[request.datasetId];
    }

    /// @dev Zero: nothing, and no event.
    function _paySeller(uint256 requestId, address seller, uint256 amount) internal {
        if (amount == 0) return;
        _pay(seller, amount);
        emit SellerPaid(requestId, seller, amount);
    }

    /// @dev Pays both parties of an ended request, the seller first.
    function _payBoth(uint256 requestId, uint256 toSeller, uint256 toBuyer) internal {
        _paySeller(requestId, _terms[requestId].seller, toSeller);
        _pay(_requests[requestId].buyer, toBuyer);
    }
}
