// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// What is granted to the user is the result of an operation on data, or the encryption of a number that is not a literal.
contract SharedHandleGrantInnocent {
    mapping(address owner => euint64 balance) private _balances;

    function open(externalEuint64 input, bytes calldata proof) external {
        euint64 first = FHE.max(FHE.fromExternal(input, proof), FHE.asEuint64(0));
        _balances[msg.sender] = first;
        FHE.allowThis(first);
        FHE.allow(first, msg.sender);
    }

    function deposit() external payable {
        euint64 paid = FHE.asEuint64(uint64(msg.value));
        _balances[msg.sender] = FHE.add(_balances[msg.sender], paid);
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
        FHE.allow(paid, msg.sender);
    }
}
