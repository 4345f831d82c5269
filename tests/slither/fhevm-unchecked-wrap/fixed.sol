// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract UncheckedWrapFixed {
    mapping(address owner => euint64 balance) private _balances;

    function transfer(address to, externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        ebool covered = FHE.le(amount, _balances[msg.sender]);
        euint64 moved = FHE.select(covered, amount, FHE.asEuint64(0));
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], moved);
        _balances[to] = FHE.add(_balances[to], moved);
        _grant(msg.sender);
        _grant(to);
    }

    function buy(externalEuint64 input, bytes calldata proof, uint32 price) external {
        euint64 cost = FHE.mul(FHE.min(FHE.fromExternal(input, proof), type(uint32).max), uint64(price));
        ebool covered = FHE.le(cost, _balances[msg.sender]);
        cost = FHE.select(covered, cost, FHE.asEuint64(0));
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], cost);
        _grant(msg.sender);
    }

    function depositUpTo(externalEuint64 input, bytes calldata proof, uint64 limit) external {
        euint64 before = _balances[msg.sender];
        euint64 raised = FHE.add(before, FHE.fromExternal(input, proof));
        ebool fits = FHE.and(FHE.ge(raised, before), FHE.le(raised, limit));
        _balances[msg.sender] = FHE.select(fits, raised, before);
        _grant(msg.sender);
    }

    function _grant(address owner) private {
        FHE.allowThis(_balances[owner]);
        FHE.allow(_balances[owner], owner);
    }
}
