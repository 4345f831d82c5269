// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

interface IIgnoredFixedToken {
    function confidentialTransfer(address to, euint64 amount) external returns (euint64);
    function confidentialTransferFrom(address from, address to, euint64 amount) external returns (euint64);
}

contract IgnoredTransferredFixed {
    IIgnoredFixedToken private immutable _TOKEN;
    mapping(address owner => euint64 deposited) private _deposits;

    constructor(IIgnoredFixedToken token) {
        _TOKEN = token;
    }

    function deposit(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.min(FHE.fromExternal(input, proof), 1000);
        FHE.allowTransient(amount, address(_TOKEN));
        euint64 moved = _TOKEN.confidentialTransferFrom(msg.sender, address(this), amount);
        _deposits[msg.sender] = FHE.add(_deposits[msg.sender], moved);
        FHE.allowThis(_deposits[msg.sender]);
        FHE.allow(_deposits[msg.sender], msg.sender);
    }
}
