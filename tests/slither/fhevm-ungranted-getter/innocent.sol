// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// The grant stands in another function, or is for everyone; a getter of plain data needs none.
contract UngrantedGetterInnocent {
    mapping(address owner => euint64 balance) private _balances;
    euint64 private _best;
    uint64 public count;
    uint256 private immutable _END = block.timestamp + 1 days;

    function bid(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        _balances[msg.sender] = amount;
        _best = FHE.max(_best, amount);
        ++count;
        FHE.allowThis(amount);
        FHE.allowThis(_best);
    }

    function reveal() external {
        FHE.allow(_balances[msg.sender], msg.sender);
    }

    function publish() external {
        require(block.timestamp > _END, "too early");
        FHE.makePubliclyDecryptable(_best);
    }

    function balanceOf(address owner) external view returns (euint64) {
        return _balances[owner];
    }

    function best() external view returns (euint64) {
        return _best;
    }
}
