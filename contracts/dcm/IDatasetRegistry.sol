// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {externalEuint32, euint32} from "@fhevm/solidity/lib/FHE.sol";
import {Dataset} from "./DcmTypes.sol";

/// @title Commitments to encrypted datasets, their ownership and enumeration
/// @notice Dataset ids are single-use: a deleted id stays taken.
interface IDatasetRegistry {
    event JobManagerSet(address indexed jobManager);
    event DatasetCommitted(
        uint256 indexed datasetId,
        bytes32 merkleRoot,
        uint256 numColumns,
        uint256 rowCount,
        address indexed owner,
        euint32 kAnonymity,
        uint32 cooldownSec
    );
    event DatasetDeleted(uint256 indexed datasetId, address indexed owner);
    event DatasetDescriptionSet(uint256 indexed datasetId, string description);

    error InvalidJobManagerAddress();
    error JobManagerAlreadySet(address jobManager);
    error JobManagerNotSet();
    error InvalidRowCount();
    error RowCountExceedsUint32Max(uint256 rowCount);
    error InvalidMerkleRoot();
    error InvalidNumColumns(uint256 numColumns);
    error DatasetAlreadyExists(uint256 datasetId);
    error DatasetNotFound(uint256 datasetId);
    error NotDatasetOwner(uint256 datasetId, address caller);
    error DatasetInUse(uint256 datasetId, uint256 obligations);

    /// @notice Wires the manager, once. Caller: owner. Errors: InvalidJobManagerAddress, JobManagerAlreadySet.
    function setJobManager(address jobManager) external;

    /// @notice Commits a dataset; the caller becomes its owner.
    /// @dev Errors in this order: JobManagerNotSet, InvalidRowCount, RowCountExceedsUint32Max, InvalidMerkleRoot,
    /// InvalidNumColumns, DatasetAlreadyExists, then whatever the host refuses about the input proof.
    function commitDataset(
        uint256 datasetId,
        uint256 rowCount,
        bytes32 merkleRoot,
        uint256 numColumns,
        externalEuint32 kAnonymity,
        bytes calldata inputProof,
        uint32 cooldownSec
    ) external;

    /// @notice Deletes a dataset that nothing refers to. Caller: owner of the dataset.
    /// @dev Errors in this order: DatasetNotFound, NotDatasetOwner, DatasetInUse.
    function deleteDataset(uint256 datasetId) external;

    /// @notice Replaces the free-text description. Errors: DatasetNotFound, NotDatasetOwner.
    function setDatasetDescription(uint256 datasetId, string calldata description) external;

    /// @notice Commitment of a dataset; all zeros if there is none.
    function getDataset(uint256 datasetId)
        external
        view
        returns (
            bytes32 merkleRoot,
            uint256 numColumns,
            uint256 rowCount,
            address owner,
            bool exists,
            euint32 kAnonymity,
            uint32 cooldownSec
        );

    /// @notice True for a committed dataset that was not deleted.
    function doesDatasetExist(uint256 datasetId) external view returns (bool);

    /// @notice True only for an existing dataset and its owner.
    function isDatasetOwner(uint256 datasetId, address account) external view returns (bool);

    /// @notice True only for an existing dataset with exactly `fieldCount` columns.
    function isRowSchemaValid(uint256 datasetId, uint256 fieldCount) external view returns (bool);

    /// @notice Free text of the owner; empty if there is none.
    function getDatasetDescription(uint256 datasetId) external view returns (string memory description);

    /// @notice Ids and descriptions of all live datasets, in the order of `getAllDatasetIds`.
    function getAllDatasetDescriptions() external view returns (uint256[] memory ids, string[] memory descriptions);

    /// @notice The wired manager; zero before.
    function getJobManager() external view returns (address);

    /// @notice How many datasets are live.
    function getDatasetCount() external view returns (uint256);

    /// @notice A page of live ids; empty when `offset` is past the end, truncated at the end.
    function getDatasetIds(uint256 offset, uint256 limit) external view returns (uint256[] memory ids);

    /// @notice Ids of all live datasets; a deletion moves the last one into the gap.
    function getAllDatasetIds() external view returns (uint256[] memory ids);

    /// @notice Ids and commitments of all live datasets.
    function getAllDatasets() external view returns (uint256[] memory ids, Dataset[] memory datasets);

    /// @notice A page of ids and commitments, cut like `getDatasetIds`.
    function getDatasets(uint256 offset, uint256 limit)
        external
        view
        returns (uint256[] memory ids, Dataset[] memory datasets);
}
