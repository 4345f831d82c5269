// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64} from "@fhevm/solidity/lib/FHE.sol";

/// A literal, a divisor that was checked when it was stored, and a branch on the plaintext.
contract DivisionByZeroInnocent {
    struct Terms {
        uint64 divisor;
    }

    mapping(uint256 id => Terms terms) private _terms;
    euint64 private _total;
    euint64 private _share;

    function open(uint256 id, uint64 divisor) external {
        require(divisor > 0, "no divisor");
        _terms[id].divisor = divisor;
    }

    function share(uint256 id) external {
        _share = FHE.div(FHE.div(_total, 100), _terms[id].divisor);
        FHE.allowThis(_share);
    }

    function round(uint64 bucket) external {
        if (bucket != 0) {
            _share = FHE.mul(FHE.div(_share, bucket), bucket);
            FHE.allowThis(_share);
        }
    }
}
