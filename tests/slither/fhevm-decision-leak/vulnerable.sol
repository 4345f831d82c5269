// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract DecisionLeakVulnerable {
    mapping(address owner => euint64 balance) private _balances;
    euint64 private _best;

    function isSolvent(address owner, uint64 threshold) external returns (ebool answer) {
        require(threshold > 0 && _isKnown[owner], "unknown");
        answer = FHE.ge(_balances[owner], threshold);
        FHE.makePubliclyDecryptable(answer);
    }

    function matches(address one, address other) external view returns (uint256) {
        if (euint64.unwrap(_balances[one]) == euint64.unwrap(_balances[other])) return 1;
        return 0;
    }

    mapping(address owner => bool) private _isKnown;
}
