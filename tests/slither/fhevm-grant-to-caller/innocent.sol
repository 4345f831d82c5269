// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// Grants to the caller on the caller's own ciphertexts, to a recipient on what it receives, to everyone after the end.
contract GrantToCallerInnocent {
    mapping(address owner => euint64 balance) private _balances;
    euint64 private _sum;
    uint256 private immutable _END = block.timestamp + 1 days;

    function reveal() external {
        FHE.allow(_balances[msg.sender], msg.sender);
    }

    function transfer(address to, externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        ebool covered = FHE.le(amount, _balances[msg.sender]);
        euint64 moved = FHE.select(covered, amount, FHE.asEuint64(0));
        _set(msg.sender, FHE.sub(_balances[msg.sender], moved));
        _set(to, FHE.add(_balances[to], moved));
        FHE.allow(moved, to);
    }

    function publishSum() external {
        require(block.timestamp > _END, "too early");
        FHE.makePubliclyDecryptable(_sum);
    }

    function _set(address owner, euint64 balance) private {
        _balances[owner] = balance;
        FHE.allowThis(balance);
        FHE.allow(balance, owner);
    }
}
