// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

// The interfaces that the documented examples name, with their structs where the examples look for them. They say
// nothing that the contracts don't: what an example calls through them is the deployed marketplace.

interface IJobMarketplace {
    struct JobDetails {
        string modelId;
        string prompt;
        uint256 maxTokens;
        uint256 temperature;
        uint32 seed;
        string resultFormat;
    }

    struct JobRequirements {
        uint256 minGPUMemory;
        uint256 minReputationScore;
        uint256 maxTimeToComplete;
        bool requiresProof;
    }

    function postJob(JobDetails memory details, JobRequirements memory requirements, uint256 payment)
        external
        payable
        returns (uint256);

    function claimJob(uint256 jobId) external;

    function completeJob(uint256 jobId, string memory resultCID, bytes memory proof) external;

    function getCircuitBreakerMetrics() external view returns (uint256, uint256, uint256, uint256);

    function setCircuitBreakerLevel(uint256 level) external;

    function pauseFunction(string memory name) external;

    function emergencyPause(string memory reason) external;
}

interface ProofSystem {
    struct EZKLProof {
        uint256[] instances;
        bytes proof;
        bytes vk;
        bytes32 modelCommitment;
        bytes32 inputHash;
        bytes32 outputHash;
    }
}

interface IProofSystem {
    function submitProof(uint256 jobId, ProofSystem.EZKLProof memory proof) external;

    function challengeProof(uint256 jobId, bytes32 evidenceHash, uint256 stake) external returns (uint256);
}

interface IPaymentEscrow {
    function createEscrow(bytes32 jobId, address party, uint256 amount, address token) external payable;

    function disputeEscrow(bytes32 jobId) external;
}

interface PaymentEscrow {
    function setFee(uint256 feeBps) external;
}

interface IReputationSystem {
    function getReputation(address host) external view returns (uint256);

    function isEligibleForIncentives(address host) external view returns (bool);
}

interface INodeRegistry {
    function isActiveNode(address host) external view returns (bool);

    function registerNode(
        string memory metadata,
        string memory apiUrl,
        bytes32[] memory modelIds,
        uint256 minPricePerTokenNative,
        uint256 minPricePerTokenStable
    ) external;
}

interface IERC20 {
    function approve(address spender, uint256 amount) external returns (bool);
}

interface IGovernanceToken {
    function getVotes(address account) external view returns (uint256);
}

interface Governance {
    struct ParameterUpdate {
        address targetContract;
        bytes4 functionSelector;
        string parameterName;
        uint256 newValue;
    }
}

interface IGovernance {
    function proposeParameterUpdate(Governance.ParameterUpdate[] memory updates, string memory description)
        external
        returns (uint256);

    function castVote(uint256 proposalId, bool support) external;

    function EMERGENCY_ROLE() external view returns (bytes32);

    function hasRole(bytes32 role, address account) external view returns (bool);

    function executeEmergencyAction(string memory action, address target) external;
}

struct Operation {
    address target;
    uint256 value;
    bytes data;
}

interface IBaseAccountIntegration {
    function addSessionKey(address key, uint256 expires) external;

    function executeBatch(Operation[] memory ops) external payable;
}

interface BaseAccountIntegration {
    function createJobViaAccount(
        IJobMarketplace.JobDetails memory details,
        IJobMarketplace.JobRequirements memory requirements,
        uint256 payment
    ) external payable returns (uint256);
}

interface IAccount {
    function execute(address target, uint256 value, bytes memory data) external;
}
