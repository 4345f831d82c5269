// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint8, externalEuint32, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";
import {FheType} from "@fhevm/solidity/lib/FheType.sol";
import {IJobManager} from "../IJobManager.sol";
import {EncryptedInputs} from "./EncryptedInputs.sol";

/// @notice How a row can break its grammar. Offsets are in bytes from the start of the row.
interface RowErrors {
    error InvalidTypeTag(uint256 offset, uint8 tag);
    error IncompleteCiphertextLength(uint256 offset);
    error InvalidCiphertextLength(uint256 offset, uint256 length);
    error RowTruncated(uint256 offset);
    error IncompleteProofLength(uint256 offset);
}

/// @title The packed row
/// @notice A row is a concatenation of fields, lengths being big-endian uint16:
/// `typeTag (1) | extLen (2) | handle (32) | proofLen (2) | proof (proofLen)`.
/// The tag is 1 for euint8, 2 for euint32 and 3 for euint64. A field that starts at byte `o` must, in this order, have
/// a known tag, its extLen, 32 as extLen, its handle, its proofLen and its proof; the next field follows at once.
library RowCodec {
    uint8 private constant EUINT8 = 1;
    uint8 private constant EUINT32 = 2;
    uint8 private constant EUINT64 = 3;

    uint256 private constant LENGTH_BYTES = 2;
    uint256 private constant HANDLE_BYTES = 32;
    uint256 private constant HANDLE_AT = 1 + LENGTH_BYTES;
    uint256 private constant PROOF_LENGTH_AT = HANDLE_AT + HANDLE_BYTES;
    uint256 private constant PROOF_AT = PROOF_LENGTH_AT + LENGTH_BYTES;

    /// @notice Reads a whole row, then imports its fields as euint64, each granted to this contract and to `seller`.
    /// @dev Errors in this order: those of `RowErrors`, InvalidRowSchema, those of `EncryptedInputErrors` and of the
    /// host. External, because it would not fit into the contract that uses it; runs in that contract's name.
    // The grants give back the handle they were given.
    // The FHE host is fixed at deployment and calls nobody, and the entries that lead here are nonReentrant.
    // slither-disable-next-line unused-return,reentrancy-no-eth
    function importRow(bytes calldata row, uint256 numColumns, address seller)
        external
        returns (euint64[] memory fields)
    {
        uint256 count = countFields(row);
        if (count != numColumns) revert IJobManager.InvalidRowSchema(numColumns, count);
        fields = new euint64[](count);
        // It starts at zero, as every variable does.
        // slither-disable-next-line uninitialized-local
        uint256 start;
        for (uint256 i; i < count; ++i) {
            uint256 end = _endOf(row, start);
            fields[i] = _import(uint8(row[start]), row[start:end]);
            FHE.allowThis(fields[i]);
            FHE.allow(fields[i], seller);
            start = end;
        }
    }

    /// @notice Fields in a row; a row without bytes has none. Errors: those of `RowErrors`.
    function countFields(bytes calldata row) internal pure returns (uint256 count) {
        for (uint256 offset; offset < row.length; ++count) {
            offset = _endOf(row, offset);
        }
    }

    /// @dev Byte after the field that starts at `start`, once it is known to be there in full.
    function _endOf(bytes calldata row, uint256 start) private pure returns (uint256 end) {
        uint8 tag = uint8(row[start]);
        if (tag < EUINT8 || tag > EUINT64) revert RowErrors.InvalidTypeTag(start, tag);

        uint256 handleAt = start + HANDLE_AT;
        if (handleAt > row.length) revert RowErrors.IncompleteCiphertextLength(start + 1);
        uint256 extLength = _uint16At(row, start + 1);
        if (extLength != HANDLE_BYTES) revert RowErrors.InvalidCiphertextLength(start + 1, extLength);

        uint256 proofLengthAt = start + PROOF_LENGTH_AT;
        if (proofLengthAt > row.length) revert RowErrors.RowTruncated(handleAt);

        uint256 proofAt = start + PROOF_AT;
        if (proofAt > row.length) revert RowErrors.IncompleteProofLength(proofLengthAt);
        end = proofAt + _uint16At(row, proofLengthAt);
        if (end > row.length) revert RowErrors.RowTruncated(proofAt);
    }

    function _import(uint8 tag, bytes calldata field) private returns (euint64) {
        bytes32 handle = bytes32(field[HANDLE_AT:PROOF_LENGTH_AT]);
        bytes calldata proof = field[PROOF_AT:];
        if (tag == EUINT8) {
            EncryptedInputs.verify(handle, proof, FheType.Uint8);
            return FHE.asEuint64(FHE.fromExternal(externalEuint8.wrap(handle), proof));
        }
        if (tag == EUINT32) {
            EncryptedInputs.verify(handle, proof, FheType.Uint32);
            return FHE.asEuint64(FHE.fromExternal(externalEuint32.wrap(handle), proof));
        }
        EncryptedInputs.verify(handle, proof, FheType.Uint64);
        return FHE.fromExternal(externalEuint64.wrap(handle), proof);
    }

    function _uint16At(bytes calldata row, uint256 offset) private pure returns (uint256) {
        return uint16(bytes2(row[offset:offset + LENGTH_BYTES]));
    }
}
