// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ebool, euint256} from "@fhevm/solidity/lib/FHE.sol";
import {Job, JobParams, JobRequest, JobState, RequestStatus, RequestTerms} from "./DcmTypes.sol";
import {IDatasetRegistry} from "./IDatasetRegistry.sol";
import {IJobManager} from "./IJobManager.sol";

/// @title Storage of jobs and requests, and everything that only reads it
/// @notice A record exists from its creation on and is never deleted; ids start at 1.
abstract contract JobStore is IJobManager {
    /// @notice Where datasets are committed. Fixed at deployment.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    IDatasetRegistry public immutable DATASET_REGISTRY;

    /// @inheritdoc IJobManager
    uint256 public nextJobId = 1;

    /// @inheritdoc IJobManager
    uint256 public nextRequestId = 1;

    /// @inheritdoc IJobManager
    mapping(uint256 datasetId => uint256 count) public obligations;

    /// @dev `params` is filled for direct jobs only: the job of a request reads the request's, which never change.
    mapping(uint256 jobId => Job job) internal _jobs;
    mapping(uint256 jobId => JobState state) internal _states;
    mapping(uint256 requestId => JobRequest request) internal _requests;
    mapping(uint256 requestId => RequestTerms terms) internal _terms;

    constructor(IDatasetRegistry registry) {
        DATASET_REGISTRY = registry;
    }

    // ------------------------------------------------------------------ views of jobs

    /// @inheritdoc IJobManager
    function jobBuyer(uint256 jobId) external view returns (address) {
        return _jobs[jobId].buyer;
    }

    /// @inheritdoc IJobManager
    function jobOpen(uint256 jobId) external view returns (bool) {
        return _exists(jobId) && _isOpen(_jobs[jobId]);
    }

    /// @inheritdoc IJobManager
    function jobDataset(uint256 jobId) external view returns (uint256) {
        return _jobs[jobId].datasetId;
    }

    /// @inheritdoc IJobManager
    function jobRequest(uint256 jobId) external view returns (uint256) {
        return _jobs[jobId].requestId;
    }

    /// @inheritdoc IJobManager
    function getJobProgress(uint256 jobId)
        external
        view
        returns (uint256 totalRows, uint256 processedRows, uint256 remainingRows)
    {
        Job storage job = _job(jobId);
        return (job.rowCount, job.processedRows, job.rowCount - job.processedRows);
    }

    /// @inheritdoc IJobManager
    function getJobResult(uint256 jobId) external view returns (bool isFinalized, euint256 result, ebool isOverflow) {
        Job storage job = _job(jobId);
        if (!job.isFinalized) revert JobNotFinalized(jobId);
        return (true, job.result, _states[jobId].isOverflow);
    }

    // ------------------------------------------------------------------ views of requests

    /// @inheritdoc IJobManager
    function getRequest(uint256 requestId) external view returns (JobRequest memory request) {
        return _request(requestId);
    }

    /// @inheritdoc IJobManager
    function getRequestTerms(uint256 requestId) external view returns (RequestTerms memory terms) {
        _request(requestId);
        return _terms[requestId];
    }

    // ------------------------------------------------------------------ lookups

    function _exists(uint256 jobId) internal view returns (bool) {
        return jobId != 0 && jobId < nextJobId;
    }

    /// @dev Error: JobNotFound.
    function _job(uint256 jobId) internal view returns (Job storage job) {
        if (!_exists(jobId)) revert JobNotFound(jobId);
        return _jobs[jobId];
    }

    /// @dev Error: RequestNotFound.
    function _request(uint256 requestId) internal view returns (JobRequest storage request) {
        if (requestId == 0 || requestId >= nextRequestId) revert RequestNotFound(requestId);
        return _requests[requestId];
    }

    /// @dev Errors in this order: RequestNotFound, RequestNotPending.
    function _pendingRequest(uint256 requestId) internal view returns (JobRequest storage request) {
        request = _request(requestId);
        if (request.status != RequestStatus.PENDING) revert RequestNotPending(requestId, request.status);
    }

    function _verifySeller(uint256 datasetId, address seller) internal view {
        if (msg.sender != seller) revert NotDatasetOwner(datasetId, msg.sender);
    }

    function _verifyBuyer(uint256 requestId, address buyer) internal view {
        if (msg.sender != buyer) revert NotRequestBuyer(requestId, msg.sender);
    }

    function _verifyAccepted(uint256 requestId, RequestStatus status) internal pure {
        if (status != RequestStatus.ACCEPTED) revert RequestNotAccepted(requestId, status);
    }

    /// @dev True while rows or finalize can still succeed.
    // Ids and statuses are compared, not amounts.
    // slither-disable-next-line incorrect-equality
    function _isOpen(Job storage job) internal view returns (bool) {
        if (job.isFinalized || job.isClosed) return false;
        return job.requestId == 0 || _requests[job.requestId].status == RequestStatus.ACCEPTED;
    }

    function _paramsOf(Job storage job) internal view returns (JobParams storage) {
        return job.requestId == 0 ? job.params : _requests[job.requestId].params;
    }
}
