// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64} from "@fhevm/solidity/lib/FHE.sol";

/// Loops with a literal bound, and a loop without FHE operations.
contract UnboundedLoopInnocent {
    uint256 private constant ROUNDS = 4;
    euint64 private _value;
    address[] private _members;

    function mix() external {
        for (uint256 i; i < ROUNDS; ++i) {
            _value = FHE.xor(_value, FHE.rotl(_value, uint8(7)));
        }
        for (uint256 i; i < 3; ++i) {
            _value = FHE.add(_value, 1);
        }
        FHE.allowThis(_value);
    }

    function join() external {
        _members.push(msg.sender);
    }

    function grantAll() external view returns (uint256 count) {
        for (uint256 i; i < _members.length; ++i) {
            if (_members[i] != address(0)) ++count;
        }
    }
}
