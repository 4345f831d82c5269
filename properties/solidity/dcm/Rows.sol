// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Encryption} from "../fhevm/Encryption.sol";

/// @dev Plaintexts of a small dataset. @param types Of each column. @param flaw What is wrong with row `flawedRow`.
struct Contents {
    uint256 rows;
    uint256 columns;
    uint8[3] types;
    uint64[3][3] values;
    uint8 flaw;
    uint8 flawedRow;
}

/// @title From plaintexts to packed rows and the Merkle tree over them
/// @notice Field: type tag ‖ length of handle ‖ handle ‖ length of proof ‖ proof. Everything follows from the
/// contents, so a row is packed again whenever it is needed.
abstract contract Rows is Encryption {
    uint8 internal constant NO_FLAW = 0;
    uint8 internal constant BAD_TAG = 1;
    uint8 internal constant NO_CIPHERTEXT_LENGTH = 2;
    uint8 internal constant BAD_CIPHERTEXT_LENGTH = 3;
    uint8 internal constant TRUNCATED_CIPHERTEXT = 4;
    uint8 internal constant NO_PROOF_LENGTH = 5;
    uint8 internal constant TRUNCATED_PROOF = 6;
    uint8 internal constant ONE_FIELD_MORE = 7;
    uint8 internal constant ROW_FLAWS = 8;

    uint8 internal constant TAMPERED = 1;
    uint8 internal constant TOO_SHORT = 2;
    uint8 internal constant TOO_LONG = 3;
    uint8 internal constant PROOF_FLAWS = 4;

    /// @dev A row as its seller pushes it, and the handles in it.
    function _packRow(Contents memory c, uint256 datasetId, uint256 row, address market, address seller)
        internal
        returns (bytes memory packed, bytes32[] memory handles)
    {
        bytes memory proof;
        (handles, proof) = _encryptRow(c, datasetId, row, market, seller);
        uint256 last;
        for (uint256 i; i < c.columns; ++i) {
            last = packed.length;
            packed = bytes.concat(packed, _field(c.types[i], handles[i], proof));
        }
        if (c.flaw != NO_FLAW && row == c.flawedRow) {
            if (c.flaw == ONE_FIELD_MORE) packed = bytes.concat(packed, _slice(packed, last, packed.length));
            else packed = _damaged(packed, last, c.flaw);
        }
    }

    /// @dev Root over all rows, and the proof of one.
    function _merkle(
        Contents memory c,
        uint256 datasetId,
        uint256 index,
        address registry,
        address market,
        address seller
    ) internal returns (bytes32 root, bytes32[] memory proof) {
        bytes32[] memory level = new bytes32[](c.rows);
        for (uint256 i; i < c.rows; ++i) {
            (bytes memory packed,) = _packRow(c, datasetId, i, market, seller);
            level[i] = keccak256(abi.encodePacked(bytes1(0), block.chainid, registry, datasetId, i, packed));
        }
        return _fold(level, index);
    }

    /// @dev A proof with something wrong with it.
    function _flawedProof(bytes32[] memory proof, uint8 flaw) internal pure returns (bytes32[] memory flawed) {
        uint256 length = proof.length;
        if (flaw == NO_FLAW || (flaw == TOO_SHORT && length == 0)) return proof;
        uint256 size = flaw == TOO_LONG ? length + 1 : flaw == TOO_SHORT ? length - 1 : length == 0 ? 1 : length;
        flawed = new bytes32[](size);
        for (uint256 i; i < size && i < length; ++i) {
            flawed[i] = proof[i];
        }
        if (flaw == TAMPERED) flawed[size - 1] = 0;
    }

    function _encryptRow(Contents memory c, uint256 datasetId, uint256 row, address market, address seller)
        private
        returns (bytes32[] memory handles, bytes memory proof)
    {
        uint8[] memory types = new uint8[](c.columns);
        uint256[] memory values = new uint256[](c.columns);
        for (uint256 i; i < c.columns; ++i) {
            (types[i], values[i]) = (c.types[i], c.values[row][i]);
        }
        return _encrypt(types, values, market, seller, uint256(keccak256(abi.encode("row", datasetId, row))));
    }

    function _field(uint8 ofType, bytes32 handle, bytes memory proof) private pure returns (bytes memory) {
        uint8 tag = ofType == EUINT8 ? 1 : ofType == EUINT32 ? 2 : 3;
        return abi.encodePacked(tag, uint16(32), handle, uint16(proof.length), proof);
    }

    function _damaged(bytes memory packed, uint256 last, uint8 flaw) private pure returns (bytes memory) {
        if (flaw == BAD_TAG) packed[last] = 0x09;
        else if (flaw == BAD_CIPHERTEXT_LENGTH) packed[last + 2] = bytes1(uint8(31));
        else if (flaw == NO_CIPHERTEXT_LENGTH) return _slice(packed, 0, last + 2);
        else if (flaw == TRUNCATED_CIPHERTEXT) return _slice(packed, 0, last + 20);
        else if (flaw == NO_PROOF_LENGTH) return _slice(packed, 0, last + 36);
        else if (flaw == TRUNCATED_PROOF) return _slice(packed, 0, packed.length - 1);
        return packed;
    }

    /// @dev The last node of an odd level is its own sibling.
    function _fold(bytes32[] memory level, uint256 index) private pure returns (bytes32, bytes32[] memory proof) {
        while (level.length > 1) {
            uint256 size = level.length;
            uint256 sibling = index ^ 1;
            proof = _appended(proof, level[sibling < size ? sibling : size - 1]);
            bytes32[] memory parents = new bytes32[]((size + 1) / 2);
            for (uint256 i; i < size; i += 2) {
                bytes32 right = level[i + 1 < size ? i + 1 : i];
                parents[i / 2] = keccak256(abi.encodePacked(bytes1(0x01), level[i], right));
            }
            (level, index) = (parents, index / 2);
        }
        return (level[0], proof);
    }

    function _appended(bytes32[] memory list, bytes32 entry) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](list.length + 1);
        for (uint256 i; i < list.length; ++i) {
            longer[i] = list[i];
        }
        longer[list.length] = entry;
    }

    function _slice(bytes memory data, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 i; i < part.length; ++i) {
            part[i] = data[from + i];
        }
    }
}
