// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20, IProofSystem, ProofSystem} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

// ---- the documented code ----
// Proof verification integration
// was: contract ProofHandler {
// because: deployment: addresses are given, and so is what the example does not define
contract ProofHandler is Given {
    IProofSystem proofSystem;
    IERC20 stakeToken;

    // Submit proof for job
    function submitJobProof(
        uint256 jobId,
        bytes32 modelCommitment,
        bytes32 inputHash,
        bytes32 outputHash
    ) external {
        // Create EZKL proof structure
        uint256[] memory instances = new uint256[](3);
        instances[0] = uint256(modelCommitment);
        instances[1] = uint256(inputHash);
        instances[2] = uint256(outputHash);

        ProofSystem.EZKLProof memory proof = ProofSystem.EZKLProof({
            instances: instances,
            proof: generateProofData(),
            vk: getVerificationKey(),
            modelCommitment: modelCommitment,
            inputHash: inputHash,
            outputHash: outputHash
        });

        proofSystem.submitProof(jobId, proof);
    }

    // Challenge suspicious proof
    function challengeProof(uint256 jobId, bytes32 evidence) external {
        uint256 stakeAmount = 10 ether;

        // Approve stake
        stakeToken.approve(address(proofSystem), stakeAmount);

        // Submit challenge
        uint256 challengeId = proofSystem.challengeProof(
            jobId,
            evidence,
            stakeAmount
        );

        // Track challenge for monitoring
        trackChallenge(challengeId);
    }
    // ---- end of the documented code ----

    constructor(IProofSystem proofSystem_, IERC20 fab) {
        (proofSystem, stakeToken) = (proofSystem_, fab);
    }
}
