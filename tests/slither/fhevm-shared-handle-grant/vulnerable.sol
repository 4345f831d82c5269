// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract SharedHandleGrantVulnerable {
    mapping(address owner => euint64 balance) private _balances;

    function open() external {
        euint64 zero = FHE.asEuint64(0);
        _balances[msg.sender] = zero;
        FHE.allowThis(zero);
        FHE.allow(zero, msg.sender);
    }
}
