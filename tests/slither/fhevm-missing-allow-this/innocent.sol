// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// The grant stands in other places than the store: in a helper, before it, through another name, to `address(this)`.
contract MissingAllowThisInnocent {
    struct Account {
        euint64 balance;
        uint64 updated;
    }

    mapping(address owner => Account account) private _accounts;
    euint64 private _best;
    euint64 private _last;

    function deposit(externalEuint64 input, bytes calldata proof) external {
        Account storage account = _accounts[msg.sender];
        euint64 balance = FHE.add(account.balance, FHE.min(FHE.fromExternal(input, proof), 1000));
        _grant(balance, msg.sender);
        account.balance = balance;
        account.updated = uint64(block.timestamp);
    }

    function bid(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        _best = FHE.max(_best, amount);
        FHE.allow(_best, address(this));
        _last = amount;
        _last = _best;
    }

    function reset() external {
        delete _accounts[msg.sender];
    }

    function _grant(euint64 value, address owner) private {
        FHE.allowThis(value);
        FHE.allow(value, owner);
    }
}
