// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IJobMarketplace, ProofSystem} from "./Documented.sol";

/// @title What the examples use and do not define
/// @notice Parties that are contracts: they take coin, and do whatever a test tells them beside the example.
contract Given {
    uint256[] public tracked;

    receive() external payable {}

    /// @notice A call that the example does not make, like the registration of a host.
    function act(address target, bytes calldata data) external payable {
        (bool success, bytes memory returned) = target.call{value: msg.value}(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(returned, 32), mload(returned))
        }
    }

    function runInference(uint256 jobId) internal pure returns (bytes32) {
        return keccak256(abi.encode("output", jobId));
    }

    function generateProof(uint256 jobId, bytes32 outputHash) internal pure returns (ProofSystem.EZKLProof memory) {
        (bytes32 model, bytes32 input) = (keccak256("model"), keccak256(abi.encode("input", jobId)));
        uint256[] memory instances = new uint256[](3);
        (instances[0], instances[1], instances[2]) = (uint256(model), uint256(input), uint256(outputHash));
        return ProofSystem.EZKLProof(instances, generateProofData(), getVerificationKey(), model, input, outputHash);
    }

    function generateProofData() internal pure returns (bytes memory) {
        return "proof";
    }

    function getVerificationKey() internal pure returns (bytes memory) {
        return "key";
    }

    function trackChallenge(uint256 challengeId) internal {
        tracked.push(challengeId);
    }

    function aJob(string memory modelId)
        internal
        pure
        returns (IJobMarketplace.JobDetails memory, IJobMarketplace.JobRequirements memory)
    {
        return (
            IJobMarketplace.JobDetails(modelId, "inputHash", 4000, 700, 42, "json"),
            IJobMarketplace.JobRequirements(16, 100, 1 hours, false)
        );
    }
}
