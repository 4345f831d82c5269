// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

// What the property contracts see of the contracts under test. A test compares every signature with the compiled
// contracts.

struct Record {
    address depositor;
    address host;
    address paymentToken;
    uint256 deposit;
    uint256 pricePerToken;
    uint256 tokensUsed;
    uint256 maxDuration;
    uint256 startTime;
    uint256 lastProofTime;
    uint256 proofInterval;
    uint8 status;
    uint256 proofCount;
    bool finalClaimMade;
    uint256 pausedBefore;
    bytes32 modelId;
    bytes32 lastProofHash;
    uint256 paidToHost;
    uint256 treasuryFee;
    uint256 refunded;
    uint256 disputeWindow;
}

interface IMarket {
    function createSessionJobForModel(address, uint256, uint256, uint256, bytes32) external payable returns (uint256);
    function createSessionJobForModelWithToken(address, uint256, uint256, uint256, bytes32, address, uint256)
        external
        returns (uint256);
    function createSessionFromDeposit(address, uint256, uint256, uint256, bytes32, address, uint256)
        external
        returns (uint256);
    function extendSession(uint256 jobId, uint256 additionalDeposit, uint256 additionalDuration) external payable;
    function submitProofOfWork(uint256 jobId, uint256 tokensClaimed, bytes calldata proof) external;
    function completeSessionJob(uint256 jobId) external;
    function cancelSession(uint256 jobId) external;
    function triggerSessionTimeout(uint256 jobId) external;
    function depositNative() external payable;
    function depositToken(address token, uint256 amount) external;
    function withdrawNative(uint256 amount) external;
    function withdrawToken(address token, uint256 amount) external;
    function withdraw() external;
    function withdrawTo(address to) external;
    function withdrawTokenCredit(address token) external;
    function withdrawTokenCreditTo(address token, address to) external;
    function withdrawTreasuryNative() external;
    function withdrawTreasuryTokens(address token) external;
    function withdrawAllTreasuryFees(address[] calldata tokens) external;
    function setTreasury(address treasury) external;
    function addAcceptedToken(address token, uint256 minDeposit, uint256 maxDeposit) external;
    function removeAcceptedToken(address token) external;
    function setTokenLimits(address asset, uint256 minDeposit, uint256 maxDeposit) external;
    function setDisputeWindow(uint256 duration) external;
    function pause() external;
    function unpause() external;

    function sessionJobs(uint256 jobId) external view returns (Record memory);
    function getActiveSessionsForHost(address host, uint256 offset, uint256 limit)
        external
        view
        returns (uint256[] memory);
    function credits(address account) external view returns (uint256);
    function totalCredits() external view returns (uint256);
    function tokenCredits(address token, address account) external view returns (uint256);
    function totalTokenCredits(address token) external view returns (uint256);
    function userDeposits(address user, address asset) external view returns (uint256);
    function totalUserDeposits(address asset) external view returns (uint256);
    function accumulatedTreasury(address asset) external view returns (uint256);
}

interface INodes {
    function registerNode(string calldata, string calldata, bytes32[] calldata, uint256, uint256) external;
    function unregisterNode() external;
    function withdrawStake() external;
    function stake(uint256 amount) external;
    function updateMetadata(string calldata metadata) external;
    function updateApiUrl(string calldata apiUrl) external;
    function updateSupportedModels(bytes32[] calldata modelIds) external;
    function updatePricingNative(uint256 price) external;
    function updatePricingStable(uint256 price) external;
    function setModelPricing(bytes32 modelId, uint256 native, uint256 stable) external;
    function clearModelPricing(bytes32 modelId) external;
    function setTokenPricing(address token, uint256 price) external;
    function sessionOpened(address host) external returns (uint256);
    function sessionClosed(address host) external returns (uint256);
    function slashStake(address host, uint256 amount, string calldata evidenceCID, string calldata reason) external;
    function setSlashingAuthority(address authority) external;
    function setTreasury(address treasury) external;

    function getActiveNodes(uint256 offset, uint256 limit) external view returns (address[] memory);
    function getNodesForModel(bytes32 modelId, uint256 offset, uint256 limit) external view returns (address[] memory);
    function openSessions(address host) external view returns (uint256);
}

interface IModels {
    function addTrustedModel(string calldata repo, string calldata file, bytes32 sha256Hash) external;
    function batchAddTrustedModels(string[] calldata, string[] calldata, bytes32[] calldata) external;
    function deactivateModel(bytes32 modelId) external;
    function reactivateModel(bytes32 modelId) external;
    function proposeModel(string calldata repo, string calldata file, bytes32 sha256Hash) external returns (bytes32);
    function voteOnProposal(bytes32 modelId, uint256 amount, bool support) external;
    function executeProposal(bytes32 modelId) external;
    function lapseProposal(bytes32 modelId) external;
    function withdrawVotes(bytes32 modelId) external;
    function sweepFees() external;
    function setTreasury(address treasury) external;

    function getModelId(string calldata repo, string calldata file) external pure returns (bytes32);
    function isModelApproved(bytes32 modelId) external view returns (bool);
    function getProposal(bytes32 modelId)
        external
        view
        returns (uint256, address, uint256, uint256, uint256, uint256, uint256, bool);
    function sweepableFees() external view returns (uint256);
}

interface IEarnings {
    function creditEarnings(address host, uint256 amount, address token) external payable;
    function withdraw() external;
    function withdrawTo(address to) external;
    function withdrawToken(address token) external;
    function withdrawTokenTo(address token, address to) external;
    function withdrawAmount(uint256 amount, address token) external;

    function getEarnings(address host, address token) external view returns (uint256);
    function totalEarnings(address token) external view returns (uint256);
}

interface IProofs {
    function consume(uint256, address, uint256, uint256, uint256, bytes32, bytes calldata) external returns (bool);
}

interface IFab {
    function transfer(address to, uint256 value) external returns (bool);
    function approve(address spender, uint256 value) external returns (bool);
    function transferFrom(address owner, address to, uint256 value) external returns (bool);

    function balanceOf(address account) external view returns (uint256);
}

/// @dev What the registries, the earnings and the proofs have in common.
interface ILinked {
    function setMarketplace(address marketplace) external;
}
