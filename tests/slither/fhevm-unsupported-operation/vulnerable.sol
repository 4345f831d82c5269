// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract UnsupportedOperationVulnerable {
    euint64 private _total;
    ebool private _isMember;

    function total(euint64[] memory parts) internal {
        _total = FHE.sum(parts);
        FHE.allowThis(_total);
    }

    function member(euint64 value, euint64[] memory set) internal {
        _isMember = FHE.isIn(value, set);
        FHE.allowThis(_isMember);
    }

    function isValid(bytes32[] memory handles, bytes memory clear, bytes memory proof) external view returns (bool) {
        return FHE.isPublicDecryptionResultValid(handles, clear, proof);
    }
}
