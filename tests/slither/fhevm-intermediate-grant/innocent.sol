// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// A decision that is kept or returned is a result, and one that is passed on for the moment needs a passing grant.
contract IntermediateGrantInnocent {
    mapping(address bidder => ebool isAccepted) private _accepted;
    euint64 private _highest;

    event Bid(address bidder, ebool isAccepted);

    function bid(externalEuint64 input, bytes calldata proof) external returns (euint64 rest) {
        euint64 amount = FHE.fromExternal(input, proof);
        ebool isHigher = FHE.gt(amount, _highest);
        _accepted[msg.sender] = isHigher;
        FHE.allowThis(isHigher);
        FHE.allow(isHigher, msg.sender);
        _highest = FHE.select(isHigher, amount, _highest);
        FHE.allowThis(_highest);
        emit Bid(msg.sender, isHigher);
        rest = FHE.rem(amount, 100);
        FHE.allowTransient(rest, msg.sender);
    }
}
