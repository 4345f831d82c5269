// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ParameterUpdate, Proposal, ProposalState, ProposalType} from "./GovernanceTypes.sol";
import {SharedErrors} from "./SharedErrors.sol";

/// @title Who can pause for a time
interface IEmergencyPausable {
    /// @notice Pauses, and ends the pause by itself after `duration` seconds.
    function emergencyPauseFor(uint256 duration) external;
}

/// @title Votes of FAB about parameters
/// @notice Votes are what was delegated to a voter at a proposal's snapshot, in FAB wei. Periods of voting are blocks,
/// all others seconds. Clients match on these texts: "Quorum not reached", "Unauthorized".
interface IGovernance is SharedErrors {
    // ------------------------------------------------------------------ events
    event ProposalCreated(
        uint256 indexed proposalId,
        address indexed proposer,
        ProposalType proposalType,
        uint256 startBlock,
        uint256 endBlock,
        string description
    );
    event VoteCast(uint256 indexed proposalId, address indexed voter, bool support, uint256 weight);
    event ProposalQueued(uint256 indexed proposalId, uint256 eta);
    event ProposalExecuted(uint256 indexed proposalId);
    event ProposalCancelled(uint256 indexed proposalId);
    event EmergencyPause(address indexed target, address indexed by, uint256 until);
    event TargetAllowed(address indexed target, bytes4 selector, bool allowed);
    event PointerSet(address indexed target, bytes4 selector);
    event EmergencyTargetSet(address indexed target, bool allowed);
    event EmergencyAdminSet(address indexed account, bool allowed);

    // ------------------------------------------------------------------ errors
    error BelowProposalThreshold(uint256 votes, uint256 threshold);
    error NoUpdates();
    error TooManyUpdates(uint256 count, uint256 maximum);
    error TargetNotAllowed(address target, bytes4 selector);
    error ProposalNotFound(uint256 proposalId);
    error InvalidProposalState(uint256 proposalId, ProposalState state);
    error AlreadyVoted(uint256 proposalId, address voter);
    error NoVotes(uint256 proposalId, address voter);
    error ExecutionTooEarly(uint256 proposalId, uint256 eta);
    error UnknownAction(string action);
    error TargetNotPausable(address target);
    error EmergencyTooSoon(address target, uint256 until);

    // ------------------------------------------------------------------ proposals
    /// @notice Proposes to call up to ten allow-listed setters. Caller: whoever had 10,000 FAB of votes one block ago.
    /// Errors in this order: BelowProposalThreshold, NoUpdates, TooManyUpdates, for each TargetNotAllowed.
    function proposeParameterUpdate(ParameterUpdate[] calldata updates, string calldata description)
        external
        returns (uint256 proposalId);

    /// @notice Proposes a new address for the one allow-listed pointer of a contract. No contract's code can change.
    /// Errors in this order: BelowProposalThreshold, ZeroAddress, TargetNotAllowed.
    function proposeContractUpgrade(address target, address implementation, string calldata description)
        external
        returns (uint256 proposalId);

    /// @notice Votes with all votes of the snapshot, once.
    /// Errors in this order: ProposalNotFound, InvalidProposalState, AlreadyVoted, NoVotes.
    function castVote(uint256 proposalId, bool support) external;

    /// @notice Starts the delay of two days. Caller: anyone.
    /// Errors in this order: ProposalNotFound, "Quorum not reached", InvalidProposalState.
    function queue(uint256 proposalId) external;

    /// @notice Makes the calls, two days after `queue` and within 14 more. Caller: anyone. Errors in this order:
    /// ProposalNotFound, InvalidProposalState, ExecutionTooEarly, TargetNotAllowed, whatever a call reverts with.
    function execute(uint256 proposalId) external;

    /// @notice Withdraws a proposal. Caller: its proposer, before it is executed.
    /// Errors in this order: ProposalNotFound, "Unauthorized", InvalidProposalState.
    function cancel(uint256 proposalId) external;

    // ------------------------------------------------------------------ emergencies
    /// @notice Pauses a listed contract for seven days ("pause" is the only action), once in 30 days. Caller: emergency
    /// role. Errors in this order: "Unauthorized", UnknownAction, TargetNotPausable, EmergencyTooSoon, the target's.
    function executeEmergencyAction(string calldata action, address target) external;

    // ------------------------------------------------------------------ lists (caller: owner)
    /// @notice Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setAllowed(address target, bytes4 selector, bool allowed) external;

    /// @notice Zero: none. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setPointer(address target, bytes4 selector) external;

    /// @notice Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setEmergencyTarget(address target, bool allowed) external;

    /// @notice Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setEmergencyAdmin(address account, bool allowed) external;

    // ------------------------------------------------------------------ views
    /// @notice Error for an unknown id: ProposalNotFound.
    function state(uint256 proposalId) external view returns (ProposalState);
    /// @notice A proposal; zeros for an unknown id.
    function getProposal(uint256 proposalId) external view returns (Proposal memory proposal);
    /// @notice The updates of a proposal.
    function getUpdates(uint256 proposalId) external view returns (ParameterUpdate[] memory updates);
    /// @notice Whether an account has voted.
    function hasVoted(uint256 proposalId, address voter) external view returns (bool);
    /// @notice How many proposals there are. Ids start at 1.
    function proposalCount() external view returns (uint256);
    /// @notice Whether a proposal may call a setter.
    function isAllowed(address target, bytes4 selector) external view returns (bool);
    /// @notice The setter of a contract's pointer; zero if none.
    function pointerOf(address target) external view returns (bytes4);
    /// @notice Whether the emergency role may pause a contract.
    function isEmergencyTarget(address target) external view returns (bool);
    /// @notice Before this time a contract can't be paused by the emergency role again.
    function emergencyUntil(address target) external view returns (uint256);
    /// @notice Whether an account has a role. There is one.
    function hasRole(bytes32 role, address account) external view returns (bool);
    /// @notice Blocks in which votes count.
    function votingPeriod() external view returns (uint256);
}
