// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract UnboundedLoopFixed {
    uint256 private constant MOST = 20;
    euint64[] private _bids;
    euint64 private _highest;

    function bid(externalEuint64 input, bytes calldata proof) external {
        require(_bids.length < MOST, "full");
        euint64 amount = FHE.fromExternal(input, proof);
        FHE.allowThis(amount);
        _bids.push(amount);
    }

    function settle() external {
        for (uint256 i; i < _bids.length; ++i) {
            _highest = FHE.max(_highest, _bids[i]);
        }
        FHE.allowThis(_highest);
    }

    function fold(uint256 times) external {
        require(times <= MOST, "too many");
        for (uint256 i = 0; i < times; i++) {
            _step();
        }
        FHE.allowThis(_highest);
    }

    function _step() private {
        _highest = FHE.shr(_highest, 1);
    }
}
