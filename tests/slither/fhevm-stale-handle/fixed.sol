// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract StaleHandleFixed {
    mapping(address owner => euint64 balance) private _balances;

    function credit(address to, externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.min(FHE.fromExternal(input, proof), 1000);
        _balances[to] = FHE.add(_balances[to], amount);
        FHE.allowThis(_balances[to]);
        FHE.allow(_balances[to], to);
    }

    function top(externalEuint64 input, bytes calldata proof) external {
        euint64 balance = FHE.max(_balances[msg.sender], FHE.fromExternal(input, proof));
        _balances[msg.sender] = balance;
        FHE.allowThis(balance);
        FHE.allow(balance, msg.sender);
    }

    function charge(externalEuint64 input, bytes calldata proof, uint64 fee) external {
        euint64 balance = _balances[msg.sender];
        balance = FHE.sub(balance, FHE.min(balance, FHE.fromExternal(input, proof)));
        _balances[msg.sender] = FHE.sub(balance, FHE.min(balance, fee));
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
    }
}
