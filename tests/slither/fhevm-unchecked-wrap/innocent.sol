// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint32, euint64, externalEbool, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// Counters, saturated amounts, sums that are compared afterwards, and public amounts.
contract UncheckedWrapInnocent {
    mapping(address owner => euint64 balance) private _balances;
    euint32 private _yes;
    euint64 private _sum;
    ebool private _isOverflow;

    function vote(externalEbool input, bytes calldata proof) external {
        ebool support = FHE.fromExternal(input, proof);
        _yes = FHE.add(_yes, FHE.select(support, FHE.asEuint32(1), FHE.asEuint32(0)));
        FHE.allowThis(_yes);
    }

    function spend(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.min(FHE.fromExternal(input, proof), _balances[msg.sender]);
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], amount);
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
    }

    function collect(externalEuint64 input, bytes calldata proof) external {
        euint64 before = _sum;
        _sum = FHE.add(before, FHE.fromExternal(input, proof));
        _isOverflow = FHE.or(_isOverflow, FHE.lt(_sum, before));
        FHE.allowThis(_sum);
        FHE.allowThis(_isOverflow);
    }

    function deposit() external payable {
        require(msg.value <= 1 ether, "too much");
        _balances[msg.sender] = FHE.add(_balances[msg.sender], uint64(msg.value));
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
    }
}
