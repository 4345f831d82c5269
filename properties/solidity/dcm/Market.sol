// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

// What the property contracts see of the contracts under test: the same functions, with ciphertexts as bare handles, so
// that no FHE library has to be compiled. A test compares every signature with the compiled contracts.

struct FilterProg {
    bytes bytecode;
    uint256[] consts;
}

struct JobParams {
    uint8 op;
    uint16 targetField;
    uint16[] weights;
    uint32 divisor;
    uint64 clampMin;
    uint64 clampMax;
    uint32 roundBucket;
    FilterProg filter;
}

struct JobRequest {
    uint256 datasetId;
    address buyer;
    JobParams params;
    uint8 status;
    uint256 timestamp;
    uint256 jobId;
    uint256 baseFee;
    uint256 computeAllowance;
    uint256 gasDebtToSeller;
}

interface IMarket {
    function submitRequest(uint256 datasetId, JobParams calldata params, uint256 baseFee)
        external
        payable
        returns (uint256);
    function submitRequestWithGasPrice(
        uint256 datasetId,
        JobParams calldata params,
        uint256 baseFee,
        uint256 maxGasPrice
    ) external payable returns (uint256);
    function acceptRequest(uint256 requestId) external returns (uint256);
    function rejectRequest(uint256 requestId) external;
    function cancelRequest(uint256 requestId) external;
    function topUpAllowance(uint256 requestId) external payable;
    function requestPayout(uint256 requestId) external;
    function reclaimStalled(uint256 requestId) external;
    function setDirectConsent(uint256 datasetId, bool allowed) external;
    function openJob(uint256 datasetId, address buyer, JobParams calldata params) external returns (uint256);
    function closeDirectJob(uint256 jobId) external;
    function pushRow(uint256 jobId, bytes calldata rowPacked, bytes32[] calldata proof, uint256 rowIndex) external;
    function finalize(uint256 jobId) external;
    function setPaymentThreshold(uint256 newThreshold) external;
    function setDefaultMaxGasPrice(uint256 newPrice) external;
    function withdraw() external;
    function withdrawTo(address to) external;

    function getRequest(uint256 requestId) external view returns (JobRequest memory);
    function getJobProgress(uint256 jobId) external view returns (uint256, uint256, uint256);
    function getJobResult(uint256 jobId) external view returns (bool, bytes32, bytes32);
    function jobOpen(uint256 jobId) external view returns (bool);
    function credits(address account) external view returns (uint256);
    function totalCredits() external view returns (uint256);
    function obligations(uint256 datasetId) external view returns (uint256);
    function defaultMaxGasPrice() external view returns (uint256);
    function paymentThreshold() external view returns (uint256);
}

interface IRegistry {
    function setJobManager(address jobManager) external;
    function commitDataset(
        uint256 datasetId,
        uint256 rowCount,
        bytes32 merkleRoot,
        uint256 numColumns,
        bytes32 kAnonymity,
        bytes calldata inputProof,
        uint32 cooldownSec
    ) external;
    function deleteDataset(uint256 datasetId) external;
    function setDatasetDescription(uint256 datasetId, string calldata description) external;
    function getDataset(uint256 datasetId)
        external
        view
        returns (bytes32, uint256, uint256, address, bool, bytes32, uint32);
    function getJobManager() external view returns (address);
}
