// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64} from "@fhevm/solidity/lib/FHE.sol";

/// The outcome of a vote is an aggregate, and whether a handle is set at all is no secret.
contract DecisionLeakInnocent {
    mapping(address owner => euint64 balance) private _balances;
    euint64 private _yes;
    euint64 private _no;
    uint256 private immutable _END = block.timestamp + 1 days;

    function close() external returns (ebool passed) {
        require(block.timestamp > _END, "too early");
        passed = FHE.gt(_yes, _no);
        FHE.makePubliclyDecryptable(passed);
    }

    function hasAccount(address owner) external view returns (bool) {
        if (euint64.unwrap(_balances[owner]) == 0) return false;
        return FHE.isInitialized(_balances[owner]);
    }
}
