// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

interface IIgnoredInnocentToken {
    function confidentialTransfer(address to, euint64 amount) external returns (euint64);
    function confidentialTransferFrom(address from, address to, euint64 amount) external returns (euint64);
}

/// The result is passed on directly, and another function that returns a ciphertext has nothing to do with transfers.
contract IgnoredTransferredInnocent {
    IIgnoredInnocentToken private immutable _TOKEN;
    euint64 private _held;

    constructor(IIgnoredInnocentToken token) {
        _TOKEN = token;
    }

    function pull(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        FHE.allowTransient(amount, address(_TOKEN));
        _held = FHE.add(_held, _TOKEN.confidentialTransferFrom(msg.sender, address(this), amount));
        FHE.allowThis(_held);
        _touch();
    }

    function push(externalEuint64 input, bytes calldata proof) external returns (euint64) {
        euint64 amount = FHE.fromExternal(input, proof);
        FHE.allowTransient(amount, address(_TOKEN));
        return _TOKEN.confidentialTransfer(msg.sender, amount);
    }

    function _touch() private returns (euint64) {
        return FHE.allowThis(_held);
    }
}
