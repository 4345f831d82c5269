// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract DivisionByZeroFixed {
    euint64 private _total;
    euint64 private _average;
    uint64 private _members;

    function average(uint64 count) external {
        require(count != 0, "no count");
        _average = FHE.div(_total, count);
        FHE.allowThis(_average);
    }

    function share() external {
        if (_members == 0) revert("no members");
        _average = FHE.rem(_total, _members);
        FHE.allowThis(_average);
    }

    function join() external {
        ++_members;
    }
}
