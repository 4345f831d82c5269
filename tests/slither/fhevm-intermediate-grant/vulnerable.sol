// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract IntermediateGrantVulnerable {
    euint64 private _highest;

    function bid(externalEuint64 input, bytes calldata proof) external {
        euint64 amount = FHE.fromExternal(input, proof);
        ebool isHigher = FHE.gt(amount, _highest);
        FHE.allow(isHigher, msg.sender);
        _highest = FHE.select(isHigher, amount, _highest);
        FHE.allowThis(_highest);
    }
}
