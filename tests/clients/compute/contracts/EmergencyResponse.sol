// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IGovernance, IJobMarketplace} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

// ---- the documented code ----
// Emergency response system
// was: contract EmergencyResponse {
// because: deployment: addresses are given, and so is what the example does not define
contract EmergencyResponse is Given {
    IJobMarketplace marketplace;
    IGovernance governance;

    // Monitor and respond to failures
    // was: function monitorHealth() external view returns (bool needsAction) {
    // because: C-62: it is called from within, too
    function monitorHealth() public view returns (bool needsAction) {
        (
            uint256 failures,
            uint256 successes,
            uint256 suspicious,
            uint256 lastIncident
        ) = marketplace.getCircuitBreakerMetrics();

        // High failure rate
        // was: if (failures > successes / 10) return true;
        // because: C-58: divided first, nine successes count as none; the breaker's own rule multiplies
        if (10 * failures > successes) return true;

        // Recent incidents
        if (block.timestamp - lastIncident < 1 hours) return true;

        // Suspicious activity spike
        if (suspicious > 10) return true;

        return false;
    }

    // Graduated response
    function respondToThreat(uint256 threatLevel) external {
        require(hasEmergencyRole(), "Not authorized");

        if (threatLevel == 1) {
            // Level 1: Enable throttling
            marketplace.setCircuitBreakerLevel(1);
        } else if (threatLevel == 2) {
            // Level 2: Pause specific functions
            marketplace.pauseFunction("postJob");
            marketplace.pauseFunction("claimJob");
        } else if (threatLevel == 3) {
            // Level 3: Full pause
            marketplace.emergencyPause("Critical threat detected");
        }
    }

    // Coordinated recovery
    function coordinatedRecovery() external {
        require(hasEmergencyRole(), "Not authorized");

        // 1. Assess situation
        require(!monitorHealth(), "Still unhealthy");

        // 2. Gradual unpause
        marketplace.setCircuitBreakerLevel(1);  // Throttled

        // 3. Monitor
        // ... wait and observe ...

        // 4. Full recovery
        marketplace.setCircuitBreakerLevel(0);  // Normal
    }
    // ---- end of the documented code ----

    constructor(IJobMarketplace marketplace_, IGovernance governance_) {
        (marketplace, governance) = (marketplace_, governance_);
    }

    function hasEmergencyRole() private view returns (bool) {
        return governance.hasRole(governance.EMERGENCY_ROLE(), msg.sender);
    }
}
