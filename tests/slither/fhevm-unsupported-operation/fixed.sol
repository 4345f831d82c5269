// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract UnsupportedOperationFixed {
    euint64 private _total;
    ebool private _isMember;

    function total(euint64[4] memory parts) internal {
        _total = FHE.add(FHE.add(parts[0], parts[1]), FHE.add(parts[2], parts[3]));
        FHE.allowThis(_total);
    }

    function member(euint64 value, euint64[2] memory set) internal {
        _isMember = FHE.or(FHE.eq(value, set[0]), FHE.eq(value, set[1]));
        FHE.allowThis(_isMember);
    }
}
