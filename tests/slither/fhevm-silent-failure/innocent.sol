// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, eaddress, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// Nothing plain depends on whether the amount moved: a nonce, a time, and an encrypted owner.
contract SilentFailureInnocent {
    mapping(address owner => euint64 balance) private _balances;
    mapping(address owner => uint256 count) private _nonces;
    mapping(uint256 item => eaddress owner) private _ownerOf;
    mapping(address bidder => bool hasBid) private _hasBid;
    euint64 private _highest;
    uint256 private _updated;

    function transfer(address to, externalEuint64 input, bytes calldata proof) external {
        euint64 moved = _move(msg.sender, FHE.fromExternal(input, proof));
        _balances[to] = FHE.add(_balances[to], moved);
        FHE.allowThis(_balances[to]);
        FHE.allow(_balances[to], to);
        _nonces[msg.sender] += 1;
        _updated = block.timestamp;
    }

    function buy(uint256 item, uint64 price) external {
        ebool covered = FHE.le(FHE.asEuint64(price), _balances[msg.sender]);
        euint64 paid = FHE.select(covered, FHE.asEuint64(price), FHE.asEuint64(0));
        _balances[msg.sender] = FHE.sub(_balances[msg.sender], paid);
        _ownerOf[item] = FHE.select(covered, FHE.asEaddress(msg.sender), _ownerOf[item]);
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
        FHE.allowThis(_ownerOf[item]);
    }

    /// A maximum is kept, and that somebody bid is no secret.
    function bid(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        _highest = FHE.select(FHE.gt(amount, _highest), amount, _highest);
        FHE.allowThis(_highest);
        _hasBid[msg.sender] = true;
    }

    function _move(address from, euint64 amount) private returns (euint64 moved) {
        moved = FHE.select(FHE.le(amount, _balances[from]), amount, FHE.asEuint64(0));
        _balances[from] = FHE.sub(_balances[from], moved);
        FHE.allowThis(_balances[from]);
        FHE.allow(_balances[from], from);
    }
}
