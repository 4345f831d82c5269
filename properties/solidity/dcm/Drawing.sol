// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ask, Set} from "./Ghosts.sol";
import {MarketActions} from "./MarketActions.sol";
import {Programs} from "./Programs.sol";
import {AVG_P, Question} from "./Reference.sol";
import {Contents} from "./Rows.sol";

/// @title From the numbers that an engine draws to arguments that mean something
/// @notice Everything follows from the numbers, so a sequence can be replayed. Engines draw edge values and values from
/// their dictionaries; a seed is hashed first, so that those spread.
abstract contract Drawing is MarketActions {
    uint256 private constant GWEI = 10 ** 9;

    /// @dev For engines that know how to set it; elsewhere the engine's own gas price counts.
    function _setGasPrice(uint256 price) internal virtual {}

    function _mix(uint256 seed, uint256 salt) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }

    function _useGasPrice(uint256 choice) internal {
        uint256[6] memory prices = [uint256(0), 1, GWEI, 99 * GWEI, 100 * GWEI, 1_000 * GWEI];
        _setGasPrice(prices[choice % 6]);
    }

    /// @dev An amount in wei: one at which something turns, or any up to 20 ether.
    function _amount(uint256 seed) internal pure returns (uint256) {
        uint256[7] memory turns = [uint256(0), 1, 10 ** 15, 4 * 10 ** 16, 5 * 10 ** 16, 6 * 10 ** 17, 10 ** 18];
        uint256 drawn = _mix(seed, 1);
        return drawn % 3 == 0 ? seed % (20 ether) : drawn % 3 == 1 ? 10 ** 19 : turns[drawn / 3 % 7];
    }

    // ------------------------------------------------------------------ who and which

    /// @dev A request in a status, counted from `seed`; zero when there is none.
    function _askIn(uint8 status, uint256 seed) internal view returns (uint256) {
        for (uint256 i; i < _askCount; ++i) {
            uint256 id = (seed % _askCount + i) % _askCount + 1;
            if (_asks[id].status == status) return id;
        }
        return 0;
    }

    /// @dev An open job whose rows are all in, or not all in; zero when there is none.
    function _workThat(bool isComplete, uint256 seed) internal view returns (uint256) {
        for (uint256 i; i < _workCount; ++i) {
            uint256 id = (seed % _workCount + i) % _workCount + 1;
            bool hasAll = _works[id].pushed == _sets[_works[id].datasetId].contents.rows;
            if (_isOpenWork(id) && hasAll == isComplete) return id;
        }
        return 0;
    }

    /// @dev A job that can take nothing any more, one with rows to come first; zero when there is none.
    function _workOver(uint256 seed) internal view returns (uint256 found) {
        for (uint256 i; i < _workCount; ++i) {
            uint256 id = (seed % _workCount + i) % _workCount + 1;
            if (_isOpenWork(id)) continue;
            found = id;
            if (_works[id].pushed < _sets[_works[id].datasetId].contents.rows) return id;
        }
    }

    /// @dev A live dataset; zero when there is none.
    function _liveSet(uint256 seed) internal view returns (uint256) {
        for (uint256 i; i < _setCount; ++i) {
            uint256 id = (seed % _setCount + i) % _setCount + 1;
            if (_sets[id].isLive) return id;
        }
        return 0;
    }

    // ------------------------------------------------------------------ what

    function _drawContents(uint256 seed) internal pure returns (Contents memory c) {
        c.rows = _mix(seed, 2) % 3 + 1;
        c.columns = _mix(seed, 3) % 3 + 1;
        for (uint256 i; i < 3; ++i) {
            uint256 drawn = _mix(seed, 10 + i) % 4;
            c.types[i] = drawn == 0 ? EUINT8 : drawn == 1 ? EUINT32 : EUINT64;
            for (uint256 row; row < 3; ++row) {
                c.values[row][i] = _drawValue(_mix(seed, 20 + 3 * row + i), c.types[i]);
            }
        }
        if (_mix(seed, 4) % 5 == 0) {
            c.flaw = uint8(_mix(seed, 5) % (ROW_FLAWS - 1)) + 1;
            c.flawedRow = uint8(_mix(seed, 6) % c.rows);
        }
    }

    /// @dev A small number, a large one, or one of the upper half, two of which carry.
    function _drawValue(uint256 drawn, uint8 ofType) private pure returns (uint64) {
        uint64 top = ofType == EUINT8 ? type(uint8).max : ofType == EUINT32 ? type(uint32).max : type(uint64).max;
        uint256 kind = drawn % 4;
        if (kind == 0) return uint64(drawn / 4 % 10);
        if (kind == 1) return top - uint64(drawn / 4 % 3);
        return kind == 2 ? top / 2 + 1 : uint64(drawn / 4 % (uint256(top) + 1));
    }

    /// @dev A question whose constants and bounds lie near the values that the dataset holds.
    function _drawQuestion(uint256 datasetId, uint256 seed) internal view returns (Question memory q) {
        Set storage s = _sets[datasetId];
        uint256 columns = _columns(datasetId);
        q.op = uint8(_mix(seed, 30) % 6);
        q.target = uint16(_mix(seed, 31) % columns);
        for (uint256 i; i < 3; ++i) {
            q.weights[i] = _drawWeight(_mix(seed, 32 + i));
        }
        if (q.op == AVG_P) q.divisor = uint32(_mix(seed, 35) % 4 + 1);
        q.kind = _mix(seed, 36) % 3 == 0 ? 0 : uint8(_mix(seed, 37) % Programs.KINDS);
        q.c0 = _near(s, _mix(seed, 38));
        q.c1 = _near(s, _mix(seed, 39));
        if (_mix(seed, 40) % 2 == 0) _bound(q, s, seed);
    }

    function _bound(Question memory q, Set storage s, uint256 seed) private view {
        (q.low, q.high) = (_near(s, _mix(seed, 41)), _near(s, _mix(seed, 42)));
        if (_mix(seed, 43) % 3 == 0) q.low = 0;
        if (_mix(seed, 44) % 3 == 0) q.high = 0;
        if (q.high != 0 && q.low > q.high) (q.low, q.high) = (q.high, q.low);
        uint32[5] memory buckets = [uint32(0), 1, 2, 10, type(uint32).max];
        q.bucket = buckets[_mix(seed, 45) % 5];
    }

    function _drawWeight(uint256 drawn) private pure returns (uint16) {
        uint16[5] memory turns = [uint16(0), 1, 1, 2, type(uint16).max];
        return drawn % 3 != 0 ? turns[drawn / 3 % 5] : uint16(drawn / 3);
    }

    /// @dev A value of the dataset, or a neighbour of one.
    function _near(Set storage s, uint256 drawn) private view returns (uint64) {
        uint64 value = s.contents.values[drawn % 3][drawn / 3 % 3];
        uint256 step = drawn / 9 % 4;
        if (step == 0 && value > 0) return value - 1;
        return step == 1 && value < type(uint64).max ? value + 1 : value;
    }

    /// @dev Seconds to just before, at, or just after the moment from which a seller's time is over.
    function _deadline(Ask storage r, uint256 around) internal view returns (uint256) {
        return _sellerHasUntil(r) + around % 3 - 1;
    }
}
