// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IJobMarketplace, IProofSystem, ProofSystem} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

// ---- the documented code ----
// Complete flow implementation
// was: contract JobFlowExample {
// because: deployment: addresses are given, and so is what the example does not define
contract JobFlowExample is Given {
    IJobMarketplace marketplace;
    IProofSystem proofSystem;

    // Step 1: Post job
    function postAIJob(string memory prompt) external payable returns (uint256) {
        IJobMarketplace.JobDetails memory details = IJobMarketplace.JobDetails({
            modelId: "gpt-4",
            prompt: prompt,
            maxTokens: 4000,
            temperature: 700,  // 0.7 * 1000
            seed: 42,
            resultFormat: "json"
        });

        IJobMarketplace.JobRequirements memory requirements = IJobMarketplace.JobRequirements({
            minGPUMemory: 16,
            minReputationScore: 100,
            maxTimeToComplete: 3600,  // 1 hour
            requiresProof: true
        });

        return marketplace.postJob{value: msg.value}(details, requirements, msg.value);
    }

    // Step 2-3: Host claims and processes
    function processJob(uint256 jobId) external {
        // Claim job
        marketplace.claimJob(jobId);

        // Off-chain: Run AI inference
        bytes32 outputHash = runInference(jobId);

        // Generate and submit proof
        ProofSystem.EZKLProof memory proof = generateProof(
            jobId,
            outputHash
        );
        proofSystem.submitProof(jobId, proof);

        // Wait for verification...

        // Complete job
        marketplace.completeJob(
            jobId,
            // was: string(abi.encodePacked(outputHash)),
            // because: C-62: 32 bytes of a hash are no text, and clients that read the event as text stumble over them
            "ipfs://result",
            abi.encode(proof)
        );
    }
    // ---- end of the documented code ----

    constructor(IJobMarketplace marketplace_, IProofSystem proofSystem_) {
        (marketplace, proofSystem) = (marketplace_, proofSystem_);
    }
}
