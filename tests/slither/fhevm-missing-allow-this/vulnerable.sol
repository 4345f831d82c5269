// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract MissingAllowThisVulnerable {
    struct Account {
        euint64 balance;
        uint64 updated;
    }

    mapping(address owner => Account account) private _accounts;
    euint64 private _total;

    function deposit(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        _accounts[msg.sender].balance = FHE.add(_accounts[msg.sender].balance, FHE.min(amount, 1000));
        FHE.allow(_accounts[msg.sender].balance, msg.sender);
    }

    function collect(externalEuint64 input, bytes calldata proof, bool keep) external {
        _setTotal(FHE.max(_total, FHE.fromExternal(input, proof)));
        if (keep) FHE.allowThis(_total);
    }

    function _setTotal(euint64 value) private {
        _total = value;
    }
}
