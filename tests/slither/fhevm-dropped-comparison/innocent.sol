// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// The results go through memory, a struct, an array, a return value and another function before they decide.
contract DroppedComparisonInnocent {
    struct Check {
        ebool isHigh;
        ebool isLow;
    }

    euint64 private _value;
    ebool private _flag;

    function put(externalEuint64 input, bytes calldata proof, uint64[] calldata bounds) external {
        require(bounds.length <= 4, "too many");
        euint64 amount = FHE.fromExternal(input, proof);
        ebool[] memory above = new ebool[](bounds.length);
        for (uint256 i; i < bounds.length; ++i) {
            above[i] = FHE.gt(amount, bounds[i]);
        }
        ebool all = FHE.asEbool(true);
        for (uint256 i; i < above.length; ++i) {
            all = FHE.and(all, above[i]);
        }
        Check memory check = _check(amount);
        _flag = FHE.or(all, FHE.and(check.isHigh, check.isLow));
        _value = FHE.select(_isEven(amount), amount, _value);
        FHE.allowThis(_flag);
        FHE.allowThis(_value);
    }

    function _check(euint64 amount) private returns (Check memory check) {
        check.isHigh = FHE.ge(amount, 10);
        check.isLow = FHE.le(amount, 100);
    }

    function _isEven(euint64 amount) private returns (ebool) {
        return FHE.eq(FHE.rem(amount, 2), 0);
    }
}
