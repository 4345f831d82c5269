// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, ebool, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract DecisionLeakFixed {
    mapping(address owner => euint64 balance) private _balances;

    function isSolvent(uint64 threshold) external returns (ebool answer) {
        require(threshold > 0, "no threshold");
        answer = FHE.ge(_balances[msg.sender], threshold);
        FHE.allow(answer, msg.sender);
    }

    function matches(address other) external returns (ebool same) {
        same = FHE.eq(_balances[msg.sender], _balances[other]);
        FHE.allow(same, msg.sender);
    }
}
