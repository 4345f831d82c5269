// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Model, ProposedModel} from "./ComputeTypes.sol";
import {SharedErrors} from "./SharedErrors.sol";

/// @title Which models may be served, and the votes that decide it
/// @notice Amounts are FAB wei; times are seconds. Clients match on these texts: "Already executed",
/// "Voting still active".
interface IModelRegistry is SharedErrors {
    // ------------------------------------------------------------------ events
    event ModelAdded(bytes32 indexed modelId, string repo, string file, uint8 tier);
    event ModelProposed(bytes32 indexed modelId, address indexed proposer, uint256 nonce, uint256 endTime);
    event VoteCast(bytes32 indexed modelId, address indexed voter, uint256 amount, bool support);
    event VotingExtended(bytes32 indexed modelId, uint256 endTime, uint256 extensionCount);
    event ProposalExecuted(bytes32 indexed modelId, bool approved);
    event ProposalLapsed(bytes32 indexed modelId);
    event VotesWithdrawn(bytes32 indexed modelId, address indexed voter, uint256 amount);
    event FeesSwept(address indexed treasury, uint256 amount);
    event ModelDeactivated(bytes32 indexed modelId);
    event ModelReactivated(bytes32 indexed modelId);
    event TreasurySet(address indexed treasury);

    // ------------------------------------------------------------------ errors
    error EmptyModelName();
    error ModelExists(bytes32 modelId);
    error ModelNotFound(bytes32 modelId);
    error LengthMismatch();
    error ProposalLive(bytes32 modelId);
    error ProposalNotFound(bytes32 modelId);
    error ProposalHasLapsed(bytes32 modelId);
    error ProposalNotLapsed(bytes32 modelId, uint256 lapsesAfter);
    error ReproposalTooSoon(bytes32 modelId, uint256 until);
    error VotingEnded(bytes32 modelId, uint256 endTime);
    error OldVotesLocked(bytes32 modelId, uint256 nonce);
    error NoVotesToWithdraw(bytes32 modelId, address voter);
    error NothingToSweep();

    // ------------------------------------------------------------------ models
    /// @notice Adds a model of tier 1. Caller: owner.
    /// Errors in this order: OwnableUnauthorizedAccount, EmptyModelName, ModelExists, ProposalLive.
    function addTrustedModel(string calldata repo, string calldata file, bytes32 sha256Hash) external;

    /// @notice Adds models of tier 1; those that exist or have a live proposal are skipped. Caller: owner.
    /// Errors in this order: OwnableUnauthorizedAccount, LengthMismatch, EmptyModelName.
    function batchAddTrustedModels(string[] calldata repos, string[] calldata files, bytes32[] calldata sha256Hashes)
        external;

    /// @notice Stops new sessions with a model. Caller: owner. Errors: OwnableUnauthorizedAccount, ModelNotFound.
    function deactivateModel(bytes32 modelId) external;

    /// @notice Allows new sessions with a model again. Caller: owner. Errors: OwnableUnauthorizedAccount, ModelNotFound.
    function reactivateModel(bytes32 modelId) external;

    // ------------------------------------------------------------------ proposals
    /// @notice Proposes a model and pulls the proposal fee; voting is open until and including `endTime`.
    /// Errors in this order: EmptyModelName, ModelExists, ProposalLive, ReproposalTooSoon, those of the FAB token.
    function proposeModel(string calldata repo, string calldata file, bytes32 sha256Hash)
        external
        returns (bytes32 modelId);

    /// @notice Locks `amount` FAB of the caller as votes; they come back by `withdrawVotes`.
    /// Errors in this order: ProposalNotFound, "Already executed", VotingEnded, ZeroAmount, OldVotesLocked, those of
    /// the FAB token.
    function voteOnProposal(bytes32 modelId, uint256 amount, bool support) external;

    /// @notice Counts the votes of an ended proposal. Approved: the model is added with tier 2 and the fee goes back
    /// to the proposer; rejected: the fee goes to the treasury. Caller: anyone.
    /// Errors in this order: ProposalNotFound, "Already executed", "Voting still active", ProposalHasLapsed.
    function executeProposal(bytes32 modelId) external;

    /// @notice Closes a proposal that nobody executed in time; its fee goes to the treasury. Caller: anyone.
    /// Errors in this order: ProposalNotFound, "Already executed", ProposalNotLapsed.
    function lapseProposal(bytes32 modelId) external;

    /// @notice Pays the caller's votes back. Errors in this order: NoVotesToWithdraw, "Voting still active".
    function withdrawVotes(bytes32 modelId) external;

    /// @notice Sends the fees of rejected and lapsed proposals to the treasury. Caller: anyone. Error: NothingToSweep.
    function sweepFees() external;

    /// @notice Changes where swept fees go. Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setTreasury(address treasury_) external;

    // ------------------------------------------------------------------ views
    /// @notice Id of a file: the hash over length-prefixed repository and file name.
    function getModelId(string calldata repo, string calldata file) external pure returns (bytes32);
    /// @notice Whether new sessions may use a model.
    function isModelApproved(bytes32 modelId) external view returns (bool);
    /// @notice As `isModelApproved`, with the model's place in the list of ids (zero if there is no such model).
    function approvalOf(bytes32 modelId) external view returns (bool approved, uint256 number);
    /// @notice A model; all zeros if there is none.
    function getModel(bytes32 modelId) external view returns (Model memory model);
    /// @notice How many models there are, inactive ones included.
    function getModelCount() external view returns (uint256);
    /// @notice Ids from `offset` on, at most `limit`, in the order of adding.
    function getModelIds(uint256 offset, uint256 limit) external view returns (bytes32[] memory ids);
    /// @notice Id of the model at a place of that list. The place never changes.
    function modelIdAt(uint256 number) external view returns (bytes32);
    /// @notice The newest proposal on a model; all zeros if there was none.
    /// @return nonce Which proposal of this model it is, from 1.
    /// @return proposer Who gets the fee back if it is approved.
    /// @return votesFor FAB wei.
    /// @return votesAgainst FAB wei.
    /// @return endTime Last second of voting.
    /// @return extensionCount How often the end was moved.
    /// @return lateVotes FAB wei of either side, voted within the last hours and since the last extension.
    /// @return closed Executed, or closed as lapsed.
    function getProposal(bytes32 modelId)
        external
        view
        returns (
            uint256 nonce,
            address proposer,
            uint256 votesFor,
            uint256 votesAgainst,
            uint256 endTime,
            uint256 extensionCount,
            uint256 lateVotes,
            bool closed
        );
    /// @notice What the newest proposal on a model would add.
    function getProposedModel(bytes32 modelId) external view returns (ProposedModel memory proposed);
    /// @notice The proposal of a model in which `voter` last voted, and the FAB wei still locked in it.
    function getVotes(bytes32 modelId, address voter) external view returns (uint256 nonce, uint256 amount);
    /// @notice When a proposal on a model was last closed; zero if never.
    function lastClosed(bytes32 modelId) external view returns (uint256);
    /// @notice FAB wei that `sweepFees` would send.
    function sweepableFees() external view returns (uint256);
    /// @notice Where swept fees go.
    function treasury() external view returns (address);
}
