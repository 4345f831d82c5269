// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ZamaEthereumConfig} from "@fhevm/solidity/config/ZamaConfig.sol";
import {FHE, externalEuint32, euint32} from "@fhevm/solidity/lib/FHE.sol";
import {FheType} from "@fhevm/solidity/lib/FheType.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Dataset} from "./DcmTypes.sol";
import {IDatasetRegistry} from "./IDatasetRegistry.sol";
import {IJobManager} from "./IJobManager.sol";
import {EncryptedInputErrors, EncryptedInputs} from "./lib/EncryptedInputs.sol";

/// @title Commitments to encrypted datasets
/// @notice Holds no rows and no money: a Merkle root, its shape and an encrypted k for each dataset.
contract DatasetRegistry is IDatasetRegistry, EncryptedInputErrors, Ownable2Step, ReentrancyGuard, ZamaEthereumConfig {
    /// @notice Most columns of a dataset: what one encrypted input of 2,048 bits holds at 64 bits each.
    uint256 public constant MAX_COLUMNS = 32;

    mapping(uint256 datasetId => Dataset dataset) private _datasets;
    mapping(uint256 datasetId => bool taken) private _taken;
    mapping(uint256 datasetId => string description) private _descriptions;
    uint256[] private _ids;
    mapping(uint256 datasetId => uint256 index) private _indexOf;
    address private _jobManager;

    constructor() Ownable(msg.sender) {}

    // ------------------------------------------------------------------ wiring

    /// @inheritdoc IDatasetRegistry
    function setJobManager(address jobManager) external onlyOwner {
        // Verify
        if (jobManager == address(0)) revert InvalidJobManagerAddress();
        if (_jobManager != address(0)) revert JobManagerAlreadySet(_jobManager);

        // Effects
        _jobManager = jobManager;

        // Events
        emit JobManagerSet(jobManager);
    }

    // ------------------------------------------------------------------ datasets

    /// @inheritdoc IDatasetRegistry
    // The grants give back the handle they were given.
    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line unused-return,reentrancy-benign
    function commitDataset(
        uint256 datasetId,
        uint256 rowCount,
        bytes32 merkleRoot,
        uint256 numColumns,
        externalEuint32 kAnonymity,
        bytes calldata inputProof,
        uint32 cooldownSec
    ) external nonReentrant {
        // Verify
        if (_jobManager == address(0)) revert JobManagerNotSet();
        if (rowCount == 0) revert InvalidRowCount();
        if (rowCount > type(uint32).max) revert RowCountExceedsUint32Max(rowCount);
        if (merkleRoot == bytes32(0)) revert InvalidMerkleRoot();
        if (numColumns == 0 || numColumns > MAX_COLUMNS) revert InvalidNumColumns(numColumns);
        if (_taken[datasetId]) revert DatasetAlreadyExists(datasetId);
        EncryptedInputs.verify(externalEuint32.unwrap(kAnonymity), inputProof, FheType.Uint32);
        euint32 k = FHE.fromExternal(kAnonymity, inputProof);

        // Effects
        _taken[datasetId] = true;
        _indexOf[datasetId] = _ids.length;
        _ids.push(datasetId);
        _datasets[datasetId] = Dataset(merkleRoot, numColumns, rowCount, msg.sender, true, k, cooldownSec);
        FHE.allowThis(k);
        FHE.allow(k, msg.sender);
        FHE.allow(k, _jobManager);

        // Events
        emit DatasetCommitted(datasetId, merkleRoot, numColumns, rowCount, msg.sender, k, cooldownSec);
    }

    /// @inheritdoc IDatasetRegistry
    function deleteDataset(uint256 datasetId) external nonReentrant {
        // Verify
        _verifyOwner(datasetId);
        uint256 open = IJobManager(_jobManager).obligations(datasetId);
        if (open != 0) revert DatasetInUse(datasetId, open);

        // Effects: the last id takes the freed place; the id itself stays taken.
        uint256 index = _indexOf[datasetId];
        uint256 last = _ids[_ids.length - 1];
        _ids[index] = last;
        _indexOf[last] = index;
        _ids.pop();
        delete _indexOf[datasetId];
        delete _datasets[datasetId];
        delete _descriptions[datasetId];

        // Events
        emit DatasetDeleted(datasetId, msg.sender);
    }

    /// @inheritdoc IDatasetRegistry
    function setDatasetDescription(uint256 datasetId, string calldata description) external {
        // Verify
        _verifyOwner(datasetId);

        // Effects
        _descriptions[datasetId] = description;

        // Events
        emit DatasetDescriptionSet(datasetId, description);
    }

    // ------------------------------------------------------------------ views of one dataset

    /// @inheritdoc IDatasetRegistry
    function getDataset(uint256 datasetId)
        external
        view
        returns (
            bytes32 merkleRoot,
            uint256 numColumns,
            uint256 rowCount,
            // The interface names its result so; the function is a view that needs no owner of the contract.
            // slither-disable-next-line shadowing-local
            address owner,
            bool exists,
            euint32 kAnonymity,
            uint32 cooldownSec
        )
    {
        Dataset storage d = _datasets[datasetId];
        return (d.merkleRoot, d.numColumns, d.rowCount, d.owner, d.exists, d.kAnonymity, d.cooldownSec);
    }

    /// @inheritdoc IDatasetRegistry
    function doesDatasetExist(uint256 datasetId) external view returns (bool) {
        return _datasets[datasetId].exists;
    }

    /// @inheritdoc IDatasetRegistry
    function isDatasetOwner(uint256 datasetId, address account) external view returns (bool) {
        Dataset storage d = _datasets[datasetId];
        return d.exists && d.owner == account;
    }

    /// @inheritdoc IDatasetRegistry
    function isRowSchemaValid(uint256 datasetId, uint256 fieldCount) external view returns (bool) {
        Dataset storage d = _datasets[datasetId];
        return d.exists && d.numColumns == fieldCount;
    }

    /// @inheritdoc IDatasetRegistry
    function getDatasetDescription(uint256 datasetId) external view returns (string memory description) {
        return _descriptions[datasetId];
    }

    /// @inheritdoc IDatasetRegistry
    function getJobManager() external view returns (address) {
        return _jobManager;
    }

    // ------------------------------------------------------------------ enumeration

    /// @inheritdoc IDatasetRegistry
    function getDatasetCount() external view returns (uint256) {
        return _ids.length;
    }

    /// @inheritdoc IDatasetRegistry
    function getDatasetIds(uint256 offset, uint256 limit) external view returns (uint256[] memory ids) {
        return _page(offset, limit);
    }

    /// @inheritdoc IDatasetRegistry
    function getAllDatasetIds() external view returns (uint256[] memory ids) {
        return _ids;
    }

    /// @inheritdoc IDatasetRegistry
    function getDatasets(uint256 offset, uint256 limit)
        external
        view
        returns (uint256[] memory ids, Dataset[] memory datasets)
    {
        ids = _page(offset, limit);
        datasets = _load(ids);
    }

    /// @inheritdoc IDatasetRegistry
    function getAllDatasets() external view returns (uint256[] memory ids, Dataset[] memory datasets) {
        ids = _ids;
        datasets = _load(ids);
    }

    /// @inheritdoc IDatasetRegistry
    function getAllDatasetDescriptions() external view returns (uint256[] memory ids, string[] memory descriptions) {
        ids = _ids;
        descriptions = new string[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            descriptions[i] = _descriptions[ids[i]];
        }
    }

    // ------------------------------------------------------------------ internal

    /// @dev Errors in this order: DatasetNotFound, NotDatasetOwner.
    function _verifyOwner(uint256 datasetId) private view {
        Dataset storage d = _datasets[datasetId];
        if (!d.exists) revert DatasetNotFound(datasetId);
        if (d.owner != msg.sender) revert NotDatasetOwner(datasetId, msg.sender);
    }

    function _page(uint256 offset, uint256 limit) private view returns (uint256[] memory ids) {
        uint256 total = _ids.length;
        uint256 left = offset < total ? total - offset : 0;
        ids = new uint256[](limit < left ? limit : left);
        for (uint256 i; i < ids.length; ++i) {
            ids[i] = _ids[offset + i];
        }
    }

    function _load(uint256[] memory ids) private view returns (Dataset[] memory datasets) {
        datasets = new Dataset[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            datasets[i] = _datasets[ids[i]];
        }
    }
}
