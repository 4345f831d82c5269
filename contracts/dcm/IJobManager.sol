// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ebool, euint256} from "@fhevm/solidity/lib/FHE.sol";
import {CloseReason, JobParams, JobRequest, RequestStatus, RequestTerms} from "./DcmTypes.sol";

/// @title Jobs over encrypted datasets, and the requests that pay for them
/// @notice All amounts are wei of the native coin; all times are seconds.
interface IJobManager {
    // ------------------------------------------------------------------ events
    event JobOpened(uint256 indexed jobId, uint256 indexed datasetId, address indexed buyer);
    event RowPushed(uint256 indexed jobId);
    event JobFinalized(uint256 indexed jobId, address indexed buyer, euint256 result, ebool isOverflow);
    event DirectJobClosed(uint256 indexed jobId);
    event DirectConsentSet(uint256 indexed datasetId, address indexed buyer, bool allowed);
    event RequestSubmitted(uint256 indexed requestId, uint256 indexed datasetId, address indexed buyer);
    event RequestAccepted(uint256 indexed requestId, uint256 indexed jobId);
    event RequestRejected(uint256 indexed requestId);
    event RequestCompleted(uint256 indexed requestId, uint256 indexed jobId);
    event RequestCancelled(uint256 indexed requestId);
    event RequestStalled(uint256 indexed requestId);
    /// @dev Follows each of RequestRejected, RequestCancelled and RequestStalled, which share the status REJECTED.
    event RequestClosed(uint256 indexed requestId, CloseReason reason, uint256 toSeller, uint256 toBuyer);
    event GasCharged(uint256 indexed requestId, uint256 gasUsed, uint256 gasPrice, uint256 cost);
    event SellerPaid(uint256 indexed requestId, address indexed seller, uint256 amount);
    event AllowanceToppedUp(uint256 indexed requestId, uint256 amount);
    event ThresholdUpdated(uint256 newThreshold);
    event DefaultMaxGasPriceUpdated(uint256 newPrice);

    // ------------------------------------------------------------------ errors
    error DatasetNotFound(uint256 datasetId);
    error NotDatasetOwner(uint256 datasetId, address caller);
    error InvalidBuyer();
    error BuyerConsentMissing(uint256 datasetId, address buyer);
    error CooldownActive(uint256 until);
    error JobAlreadyLive(uint256 jobId);
    error JobNotFound(uint256 jobId);
    error JobClosed(uint256 jobId);
    error JobNotDirect(uint256 jobId);
    error JobNotFinalized(uint256 jobId);
    error NotJobParty(uint256 jobId, address caller);
    error RowOutOfOrder(uint256 expected, uint256 given);
    error RowIndexOutOfBounds(uint256 rowIndex, uint256 rowCount);
    error InvalidProofLength(uint256 expected, uint256 given);
    error MerkleVerificationFailed(uint256 rowIndex);
    error InvalidRowSchema(uint256 expected, uint256 given);
    error IncompleteProcessing(uint256 processedRows, uint256 rowCount);
    error CannotDivideByZero();
    error DivisorNotUsed(uint32 divisor);
    error WeightsLengthMismatch(uint256 expected, uint256 given);
    error InvalidFieldIndex(uint256 index, uint256 numColumns);
    error InvalidClampRange(uint64 clampMin, uint64 clampMax);
    error FilterBytecodeTooLong(uint256 length, uint256 max);
    error FilterConstsTooLong(uint256 length, uint256 max);
    error ComputeLimitExceeded(uint256 total, uint256 depth);
    error RequestNotFound(uint256 requestId);
    error RequestNotPending(uint256 requestId, RequestStatus status);
    error RequestNotAccepted(uint256 requestId, RequestStatus status);
    error NotRequestBuyer(uint256 requestId, address caller);
    error InsufficientPayment(uint256 value, uint256 baseFee);
    error InsufficientAllowance(uint256 requestId, uint256 cost, uint256 allowance);
    error ZeroTopUp(uint256 requestId);
    error NotStalled(uint256 requestId, uint256 reclaimableAfter);
    error ParameterOutOfBounds(uint256 value, uint256 max);

    // ------------------------------------------------------------------ requests
    /// @notice Escrows the value: `baseFee` wei for the seller, the rest as allowance for the seller's gas.
    function submitRequest(uint256 datasetId, JobParams calldata params, uint256 baseFee)
        external
        payable
        returns (uint256 requestId);

    /// @notice As `submitRequest`, with the buyer's own cap on the reimbursed gas price.
    /// @dev A name of its own, not an overload: ethers v6 refuses `submitRequest(…, {value})` when an overload with
    /// one more argument exists, and the documented client code calls exactly that.
    function submitRequestWithGasPrice(
        uint256 datasetId,
        JobParams calldata params,
        uint256 baseFee,
        uint256 maxGasPrice
    ) external payable returns (uint256 requestId);

    /// @notice Starts the job of a request on the terms of its submission. Caller: seller, whose gas is reimbursed.
    function acceptRequest(uint256 requestId) external returns (uint256 jobId);
    /// @notice Declines a PENDING request; the buyer gets everything back. Caller: seller.
    function rejectRequest(uint256 requestId) external;
    /// @notice Withdraws a PENDING request; the buyer gets everything back. Caller: buyer.
    function cancelRequest(uint256 requestId) external;
    /// @notice Adds the value to the allowance of a PENDING or ACCEPTED request. Caller: buyer.
    function topUpAllowance(uint256 requestId) external payable;
    /// @notice Pays the seller the debt of an ACCEPTED request; nothing happens without debt. Caller: seller.
    function requestPayout(uint256 requestId) external;
    /// @notice Ends an ACCEPTED request after 24 hours without activity or 30 days in all. Caller: buyer.
    function reclaimStalled(uint256 requestId) external;

    // ------------------------------------------------------------------ jobs
    /// @notice Lets the owner of a dataset open direct jobs for the caller, or takes that back.
    function setDirectConsent(uint256 datasetId, bool allowed) external;
    /// @notice Opens a job that no request pays for. Caller: owner of the dataset.
    function openJob(uint256 datasetId, address buyer, JobParams calldata params) external returns (uint256 jobId);
    /// @notice Gives up a direct job that has no result. Caller: seller of the job.
    function closeDirectJob(uint256 jobId) external;
    /// @notice Adds the next row, `rowIndex` counting from 0, to a job. Caller: seller, whose gas is reimbursed.
    function pushRow(uint256 jobId, bytes calldata rowPacked, bytes32[] calldata merkleProof, uint256 rowIndex) external;
    /// @notice Releases the result to the buyer and settles the request. Caller: seller or buyer.
    function finalize(uint256 jobId) external;

    // ------------------------------------------------------------------ parameters
    /// @notice Sets the debt in wei at which the seller is paid at once, at most 1 ether. Caller: owner.
    function setPaymentThreshold(uint256 newThreshold) external;
    /// @notice Sets the gas price cap in wei of later requests that name none, at most 10,000 gwei. Caller: owner.
    function setDefaultMaxGasPrice(uint256 newPrice) external;

    // ------------------------------------------------------------------ views
    /// @notice Id of the next job; ids start at 1.
    function nextJobId() external view returns (uint256);
    /// @notice Id of the next request; ids start at 1.
    function nextRequestId() external view returns (uint256);
    /// @notice Buyer of a job; zero if there is none.
    function jobBuyer(uint256 jobId) external view returns (address);
    /// @notice True while rows of a job, or its finalization, can still succeed.
    function jobOpen(uint256 jobId) external view returns (bool);
    /// @notice Dataset of a job; zero if there is no job.
    function jobDataset(uint256 jobId) external view returns (uint256);
    /// @notice Request that pays for a job; zero for a direct job, and if there is no job.
    function jobRequest(uint256 jobId) external view returns (uint256);
    /// @notice Rows of a job: all, pushed, still to come. Error: JobNotFound.
    function getJobProgress(uint256 jobId)
        external
        view
        returns (uint256 totalRows, uint256 processedRows, uint256 remainingRows);
    /// @notice Ciphertexts that the buyer may decrypt: 2^128 - 1 stands for "too few rows". Errors: JobNotFound,
    /// JobNotFinalized.
    function getJobResult(uint256 jobId) external view returns (bool isFinalized, euint256 result, ebool isOverflow);
    /// @notice A request as it stands; its three amounts are zero once it has ended. Error: RequestNotFound.
    function getRequest(uint256 requestId) external view returns (JobRequest memory request);
    /// @notice What a request fixed at its submission. Error: RequestNotFound.
    function getRequestTerms(uint256 requestId) external view returns (RequestTerms memory terms);
    /// @notice Whether `buyer` lets the owner of the dataset open direct jobs for them.
    function hasDirectConsent(uint256 datasetId, address buyer) external view returns (bool);
    /// @notice Requests PENDING or ACCEPTED plus direct jobs open on a dataset: while not zero it cannot be deleted.
    function obligations(uint256 datasetId) external view returns (uint256);
    /// @notice Time of the last result released to `buyer` from a dataset with a cooldown; zero if none.
    function lastRelease(uint256 datasetId, address buyer) external view returns (uint256);
    /// @notice The job, accepted or direct, that occupies the buyer's one place on a dataset with a cooldown.
    function liveJob(uint256 datasetId, address buyer) external view returns (uint256);
    /// @notice Debt in wei at which a charge pays the seller at once. Zero: after every charge.
    function paymentThreshold() external view returns (uint256);
    /// @notice Gas price cap in wei of a request that names none.
    function defaultMaxGasPrice() external view returns (uint256);
}
