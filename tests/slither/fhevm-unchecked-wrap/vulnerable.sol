// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract UncheckedWrapVulnerable {
    mapping(address owner => euint64 balance) private _balances;

    function transfer(address to, externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], amount);
        _balances[to] = FHE.add(_balances[to], amount);
        _grant(msg.sender);
        _grant(to);
    }

    function withdraw(uint64 amount) external {
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], amount);
        _grant(msg.sender);
        payable(msg.sender).transfer(amount);
    }

    function buy(externalEuint64 input, bytes calldata proof, uint64 price) external {
        euint64 cost = FHE.mul(FHE.fromExternal(input, proof), price);
        ebool covered = FHE.le(cost, _balances[msg.sender]);
        cost = FHE.select(covered, cost, FHE.asEuint64(0));
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], cost);
        _grant(msg.sender);
    }

    function depositUpTo(externalEuint64 input, bytes calldata proof, uint64 limit) external {
        euint64 raised = FHE.add(_balances[msg.sender], FHE.fromExternal(input, proof));
        _balances[msg.sender] = FHE.select(FHE.le(raised, limit), raised, _balances[msg.sender]);
        _grant(msg.sender);
    }

    function _grant(address owner) private {
        FHE.allowThis(_balances[owner]);
        FHE.allow(_balances[owner], owner);
    }
}
