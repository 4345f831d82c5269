// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Cooldown} from "./Cooldown.sol";
import {Job, JobParams, RequestTerms} from "./DcmTypes.sol";
import {IJobManager} from "./IJobManager.sol";
import {JobStore} from "./JobStore.sol";
import {Aggregation} from "./lib/Aggregation.sol";
import {JobParameters} from "./lib/JobParameters.sol";

/// @title How a job comes into being, and the direct jobs that no request pays for
/// @notice A direct job carries no money: the owner of a dataset computes for a buyer who consented, or for themselves.
abstract contract JobOpening is JobStore, Cooldown, ReentrancyGuard {
    /// @inheritdoc IJobManager
    mapping(uint256 datasetId => mapping(address buyer => bool allowed)) public hasDirectConsent;

    // ------------------------------------------------------------------ consent

    /// @notice Lets the owner of a dataset open direct jobs for the caller, or takes that back. A direct job takes the
    /// buyer's place and starts the buyer's cooldown, hence the consent. Error: DatasetNotFound.
    function setDirectConsent(uint256 datasetId, bool allowed) external nonReentrant {
        // Verify
        if (!DATASET_REGISTRY.doesDatasetExist(datasetId)) revert DatasetNotFound(datasetId);

        // Effects
        hasDirectConsent[datasetId][msg.sender] = allowed;

        // Events
        emit DirectConsentSet(datasetId, msg.sender, allowed);
    }

    // ------------------------------------------------------------------ direct jobs

    /// @notice Opens a job without a request. Caller: owner of the dataset.
    /// @dev Errors in this order: DatasetNotFound, NotDatasetOwner, InvalidBuyer, BuyerConsentMissing, those of
    /// `JobParameters.verify`, JobAlreadyLive, CooldownActive. `JobOpened` is the first log of the transaction.
    function openJob(uint256 datasetId, address buyer, JobParams calldata params)
        external
        nonReentrant
        returns (uint256 jobId)
    {
        // Verify
        RequestTerms memory terms = _currentTerms(datasetId);
        _verifySeller(datasetId, terms.seller);
        if (buyer == address(0)) revert InvalidBuyer();
        if (buyer != msg.sender && !hasDirectConsent[datasetId][buyer]) revert BuyerConsentMissing(datasetId, buyer);
        JobParameters.verify(params, terms.numColumns);
        _verifyPlaceFree(datasetId, buyer, terms.cooldownSec);

        // Effects, and the event JobOpened
        ++obligations[datasetId];
        JobParameters.store(_jobs[nextJobId].params, params);
        return _createJob(0, datasetId, buyer, terms);
    }

    /// @notice Gives up a direct job that has no result. Caller: seller of the job.
    /// @dev Errors in this order: JobNotFound, NotDatasetOwner, JobNotDirect, JobClosed.
    function closeDirectJob(uint256 jobId) external {
        // Verify
        Job storage job = _job(jobId);
        _verifySeller(job.datasetId, job.seller);
        if (job.requestId != 0) revert JobNotDirect(jobId);
        if (!_isOpen(job)) revert JobClosed(jobId);

        // Effects
        job.isClosed = true;
        --obligations[job.datasetId];
        _freePlace(job.datasetId, job.buyer, job.cooldownSec);

        // Events
        emit DirectJobClosed(jobId);
    }

    // ------------------------------------------------------------------ creation

    /// @dev What the registry says now, as the terms that a request or direct job fixes. Error: DatasetNotFound.
    function _currentTerms(uint256 datasetId) internal view returns (RequestTerms memory terms) {
        bool exists;
        (
            terms.merkleRoot,
            terms.numColumns,
            terms.rowCount,
            terms.seller,
            exists,
            terms.kAnonymity,
            terms.cooldownSec
        ) = DATASET_REGISTRY.getDataset(datasetId);
        if (!exists) revert DatasetNotFound(datasetId);
    }

    /// @dev Everything was verified. The event comes before the first call to the FHE host, whose own logs would
    /// otherwise hide the job id from a client that reads the first log.
    function _createJob(uint256 requestId, uint256 datasetId, address buyer, RequestTerms memory terms)
        internal
        returns (uint256 jobId)
    {
        jobId = nextJobId++;
        Job storage job = _jobs[jobId];
        job.requestId = requestId;
        job.datasetId = datasetId;
        job.buyer = buyer;
        job.seller = terms.seller;
        job.merkleRoot = terms.merkleRoot;
        job.rowCount = terms.rowCount;
        job.numColumns = terms.numColumns;
        job.cooldownSec = terms.cooldownSec;
        job.kAnonymity = terms.kAnonymity;
        _takePlace(datasetId, buyer, terms.cooldownSec, jobId);
        emit JobOpened(jobId, datasetId, buyer);
        Aggregation.start(_states[jobId]);
    }
}
