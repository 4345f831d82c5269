// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract DroppedComparisonFixed {
    mapping(address owner => euint64 balance) private _balances;

    function spend(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        ebool covered = FHE.le(amount, _balances[msg.sender]);
        euint64 moved = FHE.select(covered, amount, FHE.asEuint64(0));
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], moved);
        FHE.allowThis(_balances[msg.sender]);
    }

    function raise(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        ebool isHigher = FHE.gt(amount, _balances[msg.sender]);
        _balances[msg.sender] = FHE.select(isHigher, amount, _balances[msg.sender]);
        FHE.allowThis(_balances[msg.sender]);
    }
}
