// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IJobManager} from "../IJobManager.sol";

/// @title Merkle commitments to the rows of a dataset
/// @notice Leaf = keccak256(0x00 ‖ chain id ‖ registry ‖ dataset id ‖ row index ‖ row), node = keccak256(0x01 ‖ left ‖
/// right), ordered by the parity of the index. The last node of an odd level is its own sibling.
library MerkleRows {
    bytes1 private constant LEAF = 0x00;
    bytes1 private constant NODE = 0x01;

    /// @notice Number of siblings in every proof: ceil(log2(rowCount)), zero for a single row.
    function depth(uint256 rowCount) internal pure returns (uint256 levels) {
        while ((uint256(1) << levels) < rowCount) ++levels;
    }

    /// @notice Hash of one row, bound to its chain, registry, dataset and place.
    function leafOf(address registry, uint256 datasetId, uint256 rowIndex, bytes calldata row)
        internal
        view
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(LEAF, block.chainid, registry, datasetId, rowIndex, row));
    }

    /// @notice Refuses a leaf that is not row `rowIndex` under `root`.
    /// @dev Errors in this order: InvalidProofLength, MerkleVerificationFailed.
    function verify(bytes32 root, uint256 rowCount, uint256 rowIndex, bytes32 leaf, bytes32[] calldata proof)
        internal
        pure
    {
        uint256 expected = depth(rowCount);
        if (proof.length != expected) revert IJobManager.InvalidProofLength(expected, proof.length);
        bytes32 node = leaf;
        for (uint256 level; level < expected; ++level) {
            bool isLeft = (rowIndex >> level) & 1 == 0;
            node = isLeft ? _parent(node, proof[level]) : _parent(proof[level], node);
        }
        if (node != root) revert IJobManager.MerkleVerificationFailed(rowIndex);
    }

    function _parent(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(NODE, left, right));
    }
}
