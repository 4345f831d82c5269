// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Model} from "./ComputeTypes.sol";
import {IModelRegistry} from "./IModelRegistry.sol";

/// @title The models, and what the owner does with them
/// @notice A model is never deleted, only deactivated; its id and its place in the list are its own for good.
abstract contract ModelStore is IModelRegistry, Ownable2Step {
    uint8 internal constant TIER_TRUSTED = 1;
    uint8 internal constant TIER_COMMUNITY = 2;

    /// @dev The last four fields share a slot, which is all that opening a session reads.
    struct StoredModel {
        string repo;
        string file;
        bytes32 sha256Hash;
        uint8 tier;
        bool active;
        uint40 timestamp;
        uint32 number;
    }

    mapping(bytes32 modelId => StoredModel model) private _models;
    bytes32[] private _modelIds;

    constructor() Ownable(msg.sender) {}

    // ------------------------------------------------------------------ owner

    /// @inheritdoc IModelRegistry
    function addTrustedModel(string calldata repo, string calldata file, bytes32 sha256Hash) external onlyOwner {
        // Verify
        bytes32 modelId = _namedId(repo, file);
        _verifyAbsent(modelId);

        // Effects, events
        _addTrusted(modelId, repo, file, sha256Hash);
    }

    /// @inheritdoc IModelRegistry
    // Whether a model is there is asked of its tier; no time is compared here.
    // slither-disable-next-line timestamp
    function batchAddTrustedModels(string[] calldata repos, string[] calldata files, bytes32[] calldata sha256Hashes)
        external
        onlyOwner
    {
        // Verify
        if (repos.length != files.length || repos.length != sha256Hashes.length) revert LengthMismatch();

        // Effects, events: what is known already is skipped, so that one front-run model does not spoil the batch.
        for (uint256 i; i < repos.length; ++i) {
            bytes32 modelId = _namedId(repos[i], files[i]);
            if (_exists(modelId) || _isOpen(modelId)) continue;
            _addTrusted(modelId, repos[i], files[i], sha256Hashes[i]);
        }
    }

    /// @inheritdoc IModelRegistry
    function deactivateModel(bytes32 modelId) external onlyOwner {
        // Verify
        if (!_exists(modelId)) revert ModelNotFound(modelId);

        // Effects
        _models[modelId].active = false;

        // Events
        emit ModelDeactivated(modelId);
    }

    /// @inheritdoc IModelRegistry
    function reactivateModel(bytes32 modelId) external onlyOwner {
        // Verify
        if (!_exists(modelId)) revert ModelNotFound(modelId);

        // Effects
        _models[modelId].active = true;

        // Events
        emit ModelReactivated(modelId);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IModelRegistry
    function getModelId(string calldata repo, string calldata file) external pure returns (bytes32) {
        return _idOf(repo, file);
    }

    /// @inheritdoc IModelRegistry
    function isModelApproved(bytes32 modelId) external view returns (bool) {
        return _models[modelId].active;
    }

    /// @inheritdoc IModelRegistry
    function approvalOf(bytes32 modelId) external view returns (bool approved, uint256 number) {
        StoredModel storage model = _models[modelId];
        return (model.active, model.number);
    }

    /// @inheritdoc IModelRegistry
    function getModel(bytes32 modelId) external view returns (Model memory model) {
        StoredModel storage m = _models[modelId];
        return Model(m.repo, m.file, m.sha256Hash, m.tier, m.active, m.timestamp);
    }

    /// @inheritdoc IModelRegistry
    function getModelCount() external view returns (uint256) {
        return _modelIds.length;
    }

    /// @inheritdoc IModelRegistry
    function getModelIds(uint256 offset, uint256 limit) external view returns (bytes32[] memory ids) {
        uint256 total = _modelIds.length;
        uint256 left = offset < total ? total - offset : 0;
        ids = new bytes32[](limit < left ? limit : left);
        for (uint256 i; i < ids.length; ++i) {
            ids[i] = _modelIds[offset + i];
        }
    }

    /// @inheritdoc IModelRegistry
    function modelIdAt(uint256 number) external view returns (bytes32) {
        return _modelIds[number];
    }

    // ------------------------------------------------------------------ internal

    /// @dev Whether a proposal on the model exists that is not closed.
    function _isOpen(bytes32 modelId) internal view virtual returns (bool);

    // The tier is compared, which shares its record with a time.
    // slither-disable-next-line timestamp
    function _exists(bytes32 modelId) internal view returns (bool) {
        return _models[modelId].tier != 0;
    }

    /// @dev Effects only.
    function _addModel(bytes32 modelId, string memory repo, string memory file, bytes32 sha256Hash, uint8 tier)
        internal
    {
        uint32 number = uint32(_modelIds.length); // each costs its creator gas or a fee: there are never 2^32
        _modelIds.push(modelId);
        _models[modelId] = StoredModel(repo, file, sha256Hash, tier, true, uint40(block.timestamp), number);
    }

    /// @dev Error: EmptyModelName.
    function _namedId(string calldata repo, string calldata file) internal pure returns (bytes32) {
        if (bytes(repo).length == 0 || bytes(file).length == 0) revert EmptyModelName();
        return _idOf(repo, file);
    }

    /// @dev Errors in this order: ModelExists, ProposalLive.
    function _verifyAbsent(bytes32 modelId) private view {
        if (_exists(modelId)) revert ModelExists(modelId);
        if (_isOpen(modelId)) revert ProposalLive(modelId);
    }

    function _addTrusted(bytes32 modelId, string calldata repo, string calldata file, bytes32 sha256Hash) private {
        _addModel(modelId, repo, file, sha256Hash, TIER_TRUSTED);
        emit ModelAdded(modelId, repo, file, TIER_TRUSTED);
    }

    /// @dev ABI encoding puts the lengths in, so no two pairs share an id.
    function _idOf(string calldata repo, string calldata file) private pure returns (bytes32) {
        return keccak256(abi.encode(repo, file));
    }
}
