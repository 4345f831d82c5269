// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// The old handle is used, not granted; each assignment is granted anew; different owners have different places.
contract StaleHandleInnocent {
    mapping(address owner => euint64 balance) private _balances;
    ebool private _isOverflow;

    function credit(address to, externalEuint64 input, bytes calldata proof) external {
        euint64 before = _balances[to];
        euint64 amount = FHE.fromExternal(input, proof);
        _balances[to] = FHE.add(before, amount);
        FHE.allowThis(_balances[to]);
        FHE.allow(_balances[to], to);
        _isOverflow = FHE.lt(_balances[to], before);
        FHE.allowThis(_isOverflow);
        _balances[to] = FHE.select(_isOverflow, before, _balances[to]);
        FHE.allowThis(_balances[to]);
        FHE.allow(_balances[to], to);
    }

    function swap(address other) external {
        (euint64 mine, euint64 theirs) = (_balances[msg.sender], _balances[other]);
        require(FHE.isSenderAllowed(theirs), "not agreed");
        _balances[msg.sender] = theirs;
        _balances[other] = mine;
        FHE.allow(_balances[msg.sender], msg.sender);
        FHE.allow(_balances[other], other);
    }
}
