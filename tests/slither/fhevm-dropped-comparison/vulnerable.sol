// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract DroppedComparisonVulnerable {
    mapping(address owner => euint64 balance) private _balances;

    function spend(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.min(FHE.fromExternal(input, proof), 1000);
        FHE.le(amount, _balances[msg.sender]);
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], amount);
        FHE.allowThis(_balances[msg.sender]);
    }

    function raise(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        ebool isHigher = FHE.gt(amount, _balances[msg.sender]);
        _balances[msg.sender] = amount;
        FHE.allowThis(amount);
    }
}
