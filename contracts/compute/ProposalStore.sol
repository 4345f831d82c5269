// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ProposedModel} from "./ComputeTypes.sol";
import {IModelRegistry} from "./IModelRegistry.sol";
import {ModelStore} from "./ModelStore.sol";

/// @title Storage of proposals and votes, and everything that only reads it
/// @notice Only a model's newest proposal is kept; votes are kept for each, until they are withdrawn.
abstract contract ProposalStore is ModelStore {
    uint256 public constant LAPSE_PERIOD = 7 days;

    struct StoredProposal {
        address proposer;
        uint40 endTime;
        uint8 extensionCount;
        bool closed;
        uint256 nonce;
        uint256 votesFor;
        uint256 votesAgainst;
        uint256 lateVotes;
        ProposedModel model;
    }

    /// @inheritdoc IModelRegistry
    mapping(bytes32 modelId => uint256 time) public lastClosed;

    mapping(bytes32 modelId => StoredProposal proposal) internal _proposals;
    mapping(bytes32 modelId => mapping(address voter => uint256 nonce)) internal _votedNonce;
    mapping(bytes32 modelId => mapping(uint256 nonce => mapping(address voter => uint256 amount))) internal _votes;

    // ------------------------------------------------------------------ views

    /// @inheritdoc IModelRegistry
    function getProposal(bytes32 modelId)
        external
        view
        returns (
            uint256 nonce,
            address proposer,
            uint256 votesFor,
            uint256 votesAgainst,
            uint256 endTime,
            uint256 extensionCount,
            uint256 lateVotes,
            bool closed
        )
    {
        StoredProposal storage p = _proposals[modelId];
        (nonce, proposer, votesFor, votesAgainst) = (p.nonce, p.proposer, p.votesFor, p.votesAgainst);
        (endTime, extensionCount, lateVotes, closed) = (p.endTime, p.extensionCount, p.lateVotes, p.closed);
    }

    /// @inheritdoc IModelRegistry
    function getProposedModel(bytes32 modelId) external view returns (ProposedModel memory proposed) {
        return _proposals[modelId].model;
    }

    /// @inheritdoc IModelRegistry
    function getVotes(bytes32 modelId, address voter) external view returns (uint256 nonce, uint256 amount) {
        nonce = _votedNonce[modelId][voter];
        amount = _votes[modelId][nonce][voter];
    }

    // ------------------------------------------------------------------ lookups

    function _isOpen(bytes32 modelId) internal view override returns (bool) {
        StoredProposal storage p = _proposals[modelId];
        return p.nonce != 0 && !p.closed;
    }

    // A block's producer can shift the time by seconds; a proposal lapses after seven days.
    // slither-disable-next-line timestamp
    function _hasLapsed(StoredProposal storage p) internal view returns (bool) {
        return block.timestamp > p.endTime + LAPSE_PERIOD;
    }

    /// @dev Errors in this order: ProposalNotFound, "Already executed".
    function _openProposal(bytes32 modelId) internal view returns (StoredProposal storage p) {
        p = _proposals[modelId];
        if (p.nonce == 0) revert ProposalNotFound(modelId);
        require(!p.closed, "Already executed");
    }
}
