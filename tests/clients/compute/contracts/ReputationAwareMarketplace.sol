// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {INodeRegistry, IReputationSystem} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

// ---- the documented code ----
// Reputation-aware job assignment
// was: contract ReputationAwareMarketplace {
// because: deployment: addresses are given, and so is what the example does not define
contract ReputationAwareMarketplace is Given {
    IReputationSystem reputation;
    INodeRegistry registry;

    // Get best host for job
    function selectBestHost(
        address[] memory candidates
    ) public view returns (address) {
        address bestHost;
        uint256 bestScore = 0;

        for (uint i = 0; i < candidates.length; i++) {
            if (!registry.isActiveNode(candidates[i])) continue;

            uint256 score = reputation.getReputation(candidates[i]);
            if (score > bestScore) {
                bestScore = score;
                bestHost = candidates[i];
            }
        }

        require(bestHost != address(0), "No suitable host");
        return bestHost;
    }

    // Incentivize high-reputation hosts
    function calculatePayment(
        address host,
        uint256 basePayment
    ) public view returns (uint256) {
        if (reputation.isEligibleForIncentives(host)) {
            // 10% bonus for high reputation
            return (basePayment * 110) / 100;
        }
        return basePayment;
    }
    // ---- end of the documented code ----

    constructor(IReputationSystem reputation_, INodeRegistry registry_) {
        (reputation, registry) = (reputation_, registry_);
    }
}
