// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FheType} from "@fhevm/solidity/lib/FheType.sol";
import {Dataset} from "../../../../contracts/dcm/DcmTypes.sol";
import {euint32} from "@fhevm/solidity/lib/FHE.sol";

/// @title The FHE host as far as symbolic checks need it: a handle is its plaintext, marked with its type
/// @notice Grants nothing and refuses nothing, so no check about permissions may stand on it. A handle has its highest
/// bit set, so that no ciphertext counts as uninitialised, then seven bits of type, and the plaintext below.
contract PlainHost {
    uint256 private constant MARK = 1 << 255;
    uint256 private constant PLAINTEXT = (1 << 248) - 1;

    function trivialEncrypt(uint256 value, FheType to) external pure returns (bytes32) {
        return _handle(value, uint256(to));
    }

    function cast(bytes32 ct, FheType to) external pure returns (bytes32) {
        return _handle(uint256(ct) & PLAINTEXT, uint256(to));
    }

    function verifyInput(bytes32 handle, address, bytes calldata, FheType) external pure returns (bytes32) {
        return handle;
    }

    function fheAdd(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        unchecked {
            return _like(a, _plain(a) + _plain(b));
        }
    }

    function fheMul(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        unchecked {
            return _like(a, _plain(a) * _plain(b));
        }
    }

    function fheDiv(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _like(a, _plain(a) / _plain(b));
    }

    function fheMin(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _like(a, _pick(_plain(a) < _plain(b), _plain(a), _plain(b)));
    }

    function fheMax(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _like(a, _pick(_plain(a) > _plain(b), _plain(a), _plain(b)));
    }

    function fheGt(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _bool(_plain(a) > _plain(b));
    }

    function fheGe(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _bool(_plain(a) >= _plain(b));
    }

    function fheLt(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _bool(_plain(a) < _plain(b));
    }

    function fheLe(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _bool(_plain(a) <= _plain(b));
    }

    function fheEq(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _bool(_plain(a) == _plain(b));
    }

    function fheNe(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _bool(_plain(a) != _plain(b));
    }

    function fheBitAnd(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _like(a, _plain(a) & _plain(b));
    }

    function fheBitOr(bytes32 a, bytes32 b, bytes1) external pure returns (bytes32) {
        return _like(a, _plain(a) | _plain(b));
    }

    function fheNot(bytes32 a) external pure returns (bytes32) {
        return _like(a, ~_plain(a));
    }

    function fheIfThenElse(bytes32 control, bytes32 yes, bytes32 no) external pure returns (bytes32) {
        return _like(yes, _pick(_plain(control) == 1, _plain(yes), _plain(no)));
    }

    /// @dev Grants and queries of the access list: everybody may.
    fallback() external {
        assembly ("memory-safe") {
            mstore(0, 1)
            return(0, 32)
        }
    }

    function _plain(bytes32 handle) private pure returns (uint256) {
        return uint256(handle) & PLAINTEXT;
    }

    function _like(bytes32 model, uint256 value) private pure returns (bytes32) {
        return _handle(value, (uint256(model) >> 248) & 0x7f);
    }

    /// @dev Cut to the width of the type: bool, then 8, 16, 32, 64, 128, 160 and 256 bits in steps of the enumeration.
    function _handle(uint256 value, uint256 kind) private pure returns (bytes32) {
        uint256 mask = PLAINTEXT;
        if (kind == uint256(FheType.Bool)) mask = 1;
        else if (kind == uint256(FheType.Uint32)) mask = type(uint32).max;
        else if (kind == uint256(FheType.Uint64)) mask = type(uint64).max;
        return bytes32(MARK | (kind << 248) | (value & mask));
    }

    /// @dev Without a branch, so that symbolic operands do not double the paths.
    function _pick(bool condition, uint256 yes, uint256 no) private pure returns (uint256 chosen) {
        assembly ("memory-safe") {
            chosen := xor(no, and(xor(yes, no), sub(0, condition)))
        }
    }

    function _bool(bool value) private pure returns (bytes32 handle) {
        uint256 flag;
        assembly ("memory-safe") {
            flag := value
        }
        return bytes32(MARK | flag);
    }
}

/// @title A registry with one dataset, whose every field a check may choose
contract OneDataset {
    Dataset private _dataset;

    function set(Dataset calldata dataset) external {
        _dataset = dataset;
    }

    function getDataset(uint256) external view returns (bytes32, uint256, uint256, address, bool, euint32, uint32) {
        Dataset storage d = _dataset;
        return (d.merkleRoot, d.numColumns, d.rowCount, d.owner, d.exists, d.kAnonymity, d.cooldownSec);
    }

    function doesDatasetExist(uint256) external view returns (bool) {
        return _dataset.exists;
    }
}
