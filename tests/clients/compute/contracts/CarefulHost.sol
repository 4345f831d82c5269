// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IJobMarketplace, INodeRegistry, IReputationSystem} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

contract CarefulHost is Given {
    IJobMarketplace private immutable marketplace;
    INodeRegistry private immutable nodeRegistry;
    IReputationSystem private immutable reputation;
    bool public expired;

    constructor(IJobMarketplace marketplace_, INodeRegistry nodeRegistry_, IReputationSystem reputation_) {
        (marketplace, nodeRegistry, reputation) = (marketplace_, nodeRegistry_, reputation_);
    }

    function claim(uint256 jobId, uint256 minRep) external {
        // ---- the documented code ----
        // Before claiming job
        require(nodeRegistry.isActiveNode(msg.sender), "Not active host");
        require(reputation.getReputation(msg.sender) >= minRep, "Low reputation");

        try marketplace.claimJob(jobId) {
            // Success path
        } catch Error(string memory reason) {
            if (keccak256(bytes(reason)) == keccak256("Job expired")) {
                // was: // Handle expiry
                // because: deployment: what that is, the reader decides
                expired = true;
            } else {
                revert(reason);
            }
        }
        // ---- end of the documented code ----
    }
}
