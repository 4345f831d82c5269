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
    function paused() external view returns (bool);
    function pausedTotal() external view returns (uint256);
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

    function setJobProofs(address jobProofs) external;
    function jobOpened(address host) external;
    function jobClosed(address host) external;
    function slashForChallenge(address host, uint256 amount, address challenger) external returns (uint256);
    function openJobs(address host) external view returns (uint256);
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

    function delegate(address delegatee) external;
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256);
}

/// @dev What the registries, the earnings and the proofs have in common.
interface ILinked {
    function setMarketplace(address marketplace) external;
}

// ---------------------------------------------------------------------- prompt jobs and what belongs to them

struct Details {
    string modelId;
    string prompt;
    uint256 maxTokens;
    uint256 temperature;
    uint32 seed;
    string resultFormat;
}

struct Demands {
    uint256 minGPUMemory;
    uint256 minReputationScore;
    uint256 maxTimeToComplete;
    bool requiresProof;
}

struct JobRecord {
    address renter;
    address host;
    uint8 status;
    uint256 deadline;
    uint256 submittedAt;
    bool requiresProof;
    uint256 minReputation;
    bytes32 requestHash;
    bytes32 resultHash;
}

struct EscrowRecord {
    address renter;
    address host;
    address token;
    uint256 amount;
    uint256 feeBps;
    uint8 status;
    uint256 disputedAt;
}

struct ZkProof {
    uint256[] instances;
    bytes proof;
    bytes vk;
    bytes32 modelCommitment;
    bytes32 inputHash;
    bytes32 outputHash;
}

struct ProofRecord {
    address host;
    uint8 status;
    uint256 verifiedAt;
    uint256 challengeId;
    bytes32 proofHash;
}

struct Update {
    address targetContract;
    bytes4 functionSelector;
    string parameterName;
    uint256 newValue;
}

struct MotionRecord {
    uint8 proposalType;
    address proposer;
    uint256 startBlock;
    uint256 endBlock;
    uint256 forVotes;
    uint256 againstVotes;
    uint256 eta;
    bool executed;
    bool cancelled;
    address target;
    address implementation;
}

struct Operation {
    address target;
    uint256 value;
    bytes data;
}

/// @dev Functions of the marketplace whose code is that of its second part.
interface IJobs {
    function postJob(Details calldata, Demands calldata, uint256 payment) external payable returns (uint256);
    function postJobWithToken(Details calldata, Demands calldata, address token, uint256 amount)
        external
        returns (uint256);
    function batchPostJobs(Details[] calldata, Demands[] calldata, uint256[] calldata payments)
        external
        payable
        returns (uint256[] memory);
    function createJobFor(address renter, Details calldata, Demands calldata, uint256)
        external
        payable
        returns (uint256);
    function claimJob(uint256 jobId) external;
    function claimJobFor(address host, uint256 jobId) external;
    function submitResult(uint256 jobId, string calldata resultCID, bytes calldata proof) external;
    function completeJob(uint256 jobId, string calldata resultCID, bytes calldata proof) external;
    function failJob(uint256 jobId) external;
    function releasePayment(uint256 jobId) external;
    function batchReleasePayments(uint256[] calldata jobIds) external;
    function expireJob(uint256 jobId) external;
    function escrowReleasing(uint256 jobId, address renter) external;
    function escrowDisputed(uint256 jobId, address by) external;
    function escrowSettled(uint256 jobId, bool toHost, uint8 outcome) external;
    function pause() external;
    function unpause() external;
    function setCircuitBreakerLevel(uint256 level) external;
    function emergencyPause(string calldata reason) external;
    function emergencyPauseFor(uint256 duration) external;
    function pauseFunction(string calldata name) external;
    function unpauseFunction(string calldata name) external;
    function autoRecover() external;
    function setFailureThreshold(uint256 threshold) external;
    function setAutoRecoveryPeriod(uint256 period) external;
    function setGuardian(address guardian) external;
    function setAccountIntegration(address integration) external;

    function getJob(uint256 jobId) external view returns (JobRecord memory);
    function circuitBreakerLevel() external view returns (uint256);
    function tightenedAt() external view returns (uint256);
    function pauseEnds() external view returns (uint256);
    function isFunctionPaused(string calldata name) external view returns (bool);
    function guardian() external view returns (address);
    function accountIntegration() external view returns (address);
}

interface IEscrow {
    function createEscrow(bytes32 jobId, address renter, uint256 amount, address token)
        external
        payable
        returns (uint256);
    function assignHost(bytes32 jobId, address host) external;
    function releaseEscrow(bytes32 jobId) external;
    function refundEscrow(bytes32 jobId) external;
    function disputeEscrow(bytes32 jobId) external;
    function resolveDispute(bytes32 jobId, address winner) external;
    function claimDisputeDefault(bytes32 jobId) external;
    function withdrawFees(address token) external;
    function fundIncentives() external payable;
    function setFee(uint256 feeBps) external;
    function setArbiter(address arbiter) external;
    function setTreasury(address treasury) external;
    function withdraw() external;
    function withdrawTo(address to) external;
    function withdrawTokenCredit(address token) external;
    function withdrawTokenCreditTo(address token, address to) external;

    function getEscrow(bytes32 jobId) external view returns (EscrowRecord memory);
    function accruedFees(address token) external view returns (uint256);
    function totalEscrowed(address token) external view returns (uint256);
    function incentivePool() external view returns (uint256);
    function arbiter() external view returns (address);
    function treasury() external view returns (address);
    function credits(address account) external view returns (uint256);
    function totalCredits() external view returns (uint256);
    function tokenCredits(address token, address account) external view returns (uint256);
    function totalTokenCredits(address token) external view returns (uint256);
}

interface IJobProofs {
    function submitProof(uint256 jobId, ZkProof calldata proof) external;
    function verifyProof(uint256 jobId) external;
    function batchVerifyProofs(uint256[] calldata jobIds) external;
    function rejectProof(uint256 jobId) external;
    function challengeProof(uint256 jobId, bytes32 evidenceHash, uint256 stake) external returns (uint256);
    function resolveChallenge(uint256 challengeId, bool success) external;
    function expireChallenge(uint256 challengeId) external;
    function setVerifier(address verifier, bool authorised) external;

    function getProof(uint256 jobId) external view returns (ProofRecord memory);
    function totalStaked() external view returns (uint256);
}

interface IReputation {
    function recordJobCompletion(address host, uint256 jobId, bool success) external;
    function rateHost(address host, uint256 jobId, uint8 rating, string calldata feedback) external;
    function applyReputationDecay(address host) external;
    function slashReputation(address host, uint256 amount) external;
    function setReporter(address reporter, bool authorised) external;

    function getReputation(address host) external view returns (uint256);
    function getRating(address host) external view returns (uint256, uint256);
    function lastActivity(address host) external view returns (uint256);
}

interface IVoting {
    function proposeParameterUpdate(Update[] calldata updates, string calldata description) external returns (uint256);
    function proposeContractUpgrade(address target, address implementation, string calldata description)
        external
        returns (uint256);
    function castVote(uint256 proposalId, bool support) external;
    function queue(uint256 proposalId) external;
    function execute(uint256 proposalId) external;
    function cancel(uint256 proposalId) external;
    function executeEmergencyAction(string calldata action, address target) external;
    function setAllowed(address target, bytes4 selector, bool allowed) external;
    function setPointer(address target, bytes4 selector) external;
    function setEmergencyTarget(address target, bool allowed) external;
    function setEmergencyAdmin(address account, bool allowed) external;

    function getProposal(uint256 proposalId) external view returns (MotionRecord memory);
}

interface IAccounts {
    function createJobViaAccount(Details calldata, Demands calldata, uint256 payment) external payable returns (uint256);
    function claimJobViaSessionKey(address wallet, uint256 jobId) external;
    function createJobViaSessionKey(address wallet, Details calldata, Demands calldata, uint256 payment)
        external
        returns (uint256);
    function executeBatch(Operation[] calldata operations) external payable;
    function addSessionKey(address key, uint256 expires) external;
    function addScopedSessionKey(address key, uint256 expires, bytes4[] calldata selectors, uint256 budget) external;
    function revokeSessionKey(address key) external;
    function chargeSessionKey(address key, bytes4 selector, uint256 amount) external returns (uint256);
    function depositForKeys() external payable;
    function withdrawDeposit(uint256 amount) external;
    function createPaymentStream(address to, uint256 total, uint256 duration) external payable returns (uint256);
    function withdrawFromStream(uint256 streamId) external;
    function cancelPaymentStream(uint256 streamId) external;
    function withdraw() external;
    function withdrawTo(address to) external;

    function credits(address account) external view returns (uint256);
    function totalCredits() external view returns (uint256);
    function totalStreamed() external view returns (uint256);
    function totalWalletDeposits() external view returns (uint256);
}

interface IGoverned {
    function setGovernance(address governance) external;
    function governance() external view returns (address);
}
