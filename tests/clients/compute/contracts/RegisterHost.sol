// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20, INodeRegistry} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

contract RegisterHost is Given {
    IERC20 private immutable fabToken;
    INodeRegistry private immutable nodeRegistryFAB;
    bytes32[] private models;

    constructor(IERC20 fab, INodeRegistry nodes, bytes32 model) {
        (fabToken, nodeRegistryFAB) = (fab, nodes);
        models.push(model);
    }

    // ---- the documented code ----
    // FAB-based registration
    function registerAsHost() external {
        // First approve FAB tokens
        uint256 stakeAmount = 1000 ether; // 1000 FAB
        fabToken.approve(address(nodeRegistryFAB), stakeAmount);

        // Register with metadata
        string memory metadata = "gpu:rtx4090,models:gpt-4;llama2,region:us-west";
        // was: nodeRegistryFAB.registerNode(metadata);
        // because: C-30: a host also names its address, the models it serves by their ids, and its least prices
        nodeRegistryFAB.registerNode(metadata, "https://host.example", models, 1_000_000, 2_000);
    }
    // ---- end of the documented code ----
}
