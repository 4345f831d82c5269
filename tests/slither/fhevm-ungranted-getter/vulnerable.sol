// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract UngrantedGetterVulnerable {
    mapping(address owner => euint64 balance) private _balances;
    euint64 public total;

    function deposit(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.min(FHE.fromExternal(input, proof), 1000);
        _balances[msg.sender] = FHE.add(_balances[msg.sender], amount);
        total = FHE.add(total, amount);
        FHE.allowThis(_balances[msg.sender]);
        FHE.allowThis(total);
    }

    function balanceOf(address owner) external view returns (euint64) {
        return _balances[owner];
    }
}
