// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IBaseAccountIntegration, IJobMarketplace, Operation} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

contract BatchPosting is Given {
    address private immutable marketplace;
    IBaseAccountIntegration private immutable integration;

    constructor(address marketplace_, IBaseAccountIntegration integration_) {
        (marketplace, integration) = (marketplace_, integration_);
    }

    function postTwo() external payable {
        uint256 totalValue = msg.value;
        // ---- the documented code ----
        // Instead of multiple transactions
        // was: Operation[] memory ops = buildBatchOperations();
        // because: deployment: what is in the batch, the reader decides; here it is two jobs of half the coin each
        Operation[] memory ops = buildBatchOperations(totalValue / 2);
        integration.executeBatch{value: totalValue}(ops);
        // ---- end of the documented code ----
    }

    function buildBatchOperations(uint256 payment) private view returns (Operation[] memory ops) {
        (IJobMarketplace.JobDetails memory details, IJobMarketplace.JobRequirements memory requirements) = aJob("gpt-4");
        bytes memory post = abi.encodeCall(IJobMarketplace.postJob, (details, requirements, payment));
        ops = new Operation[](2);
        ops[0] = Operation(marketplace, payment, post);
        ops[1] = Operation(marketplace, payment, post);
    }
}
