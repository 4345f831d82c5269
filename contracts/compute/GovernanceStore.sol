// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {GovernanceLists} from "./GovernanceLists.sol";
import {ParameterUpdate, Proposal, ProposalState, ProposalType} from "./GovernanceTypes.sol";
import {IGovernance} from "./IGovernance.sol";

/// @title Proposals as stored, and the state that follows from block, time and votes
abstract contract GovernanceStore is GovernanceLists {
    uint256 public constant QUEUE_EXPIRY = 14 days;
    uint256 public constant QUORUM_PERCENT = 10;
    uint256 public constant UPGRADE_PERCENT = 80;
    uint256 private constant MAX_VOTING_PERIOD = 1_000_000;

    /// @notice The token whose delegated votes count.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    IVotes public immutable FAB;

    uint256 private immutable _votingPeriod;

    mapping(uint256 proposalId => Proposal proposal) internal _proposals;
    mapping(uint256 proposalId => ParameterUpdate[] updates) internal _updates;

    /// @inheritdoc IGovernance
    uint256 public proposalCount;
    /// @inheritdoc IGovernance
    mapping(uint256 proposalId => mapping(address voter => bool)) public hasVoted;

    constructor(IVotes fab, uint256 period) {
        if (address(fab) == address(0)) revert ZeroAddress();
        if (period == 0 || period > MAX_VOTING_PERIOD) revert InvalidLimits(period, MAX_VOTING_PERIOD);
        (FAB, _votingPeriod) = (fab, period);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IGovernance
    function getProposal(uint256 proposalId) external view returns (Proposal memory proposal) {
        return _proposals[proposalId];
    }

    /// @inheritdoc IGovernance
    function getUpdates(uint256 proposalId) external view returns (ParameterUpdate[] memory updates) {
        return _updates[proposalId];
    }

    /// @inheritdoc IGovernance
    function votingPeriod() public view returns (uint256) {
        return _votingPeriod;
    }

    /// @inheritdoc IGovernance
    // A block's producer can shift the time by seconds; the periods are days.
    // slither-disable-next-line timestamp
    function state(uint256 proposalId) public view returns (ProposalState) {
        Proposal storage p = _knownProposal(proposalId);
        if (p.cancelled) return ProposalState.Cancelled;
        if (p.executed) return ProposalState.Executed;
        if (p.eta != 0) return block.timestamp > p.eta + QUEUE_EXPIRY ? ProposalState.Expired : ProposalState.Queued;
        if (block.number <= p.startBlock) return ProposalState.Pending;
        if (block.number <= p.endBlock) return ProposalState.Active;
        return _hasQuorum(p) && _hasMajority(p) ? ProposalState.Succeeded : ProposalState.Defeated;
    }

    // ------------------------------------------------------------------ lookups

    /// @dev Error: ProposalNotFound.
    function _knownProposal(uint256 proposalId) internal view returns (Proposal storage p) {
        p = _proposals[proposalId];
        if (p.proposer == address(0)) revert ProposalNotFound(proposalId);
    }

    /// @dev Errors in this order: ProposalNotFound, InvalidProposalState.
    function _proposalIn(uint256 proposalId, ProposalState expected) internal view returns (Proposal storage p) {
        p = _knownProposal(proposalId);
        ProposalState current = state(proposalId);
        if (current != expected) revert InvalidProposalState(proposalId, current);
    }

    /// @dev A tenth of all FAB there was at the snapshot has voted.
    function _hasQuorum(Proposal storage p) internal view returns (bool) {
        return (p.forVotes + p.againstVotes) * 100 >= FAB.getPastTotalSupply(p.startBlock) * QUORUM_PERCENT;
    }

    /// @dev More for than against; of an address, four fifths of all votes. Asked when there is a quorum, so when there
    /// are votes.
    function _hasMajority(Proposal storage p) private view returns (bool) {
        if (p.proposalType == ProposalType.ParameterUpdate) return p.forVotes > p.againstVotes;
        return (100 * p.forVotes) / (p.forVotes + p.againstVotes) >= UPGRADE_PERCENT;
    }
}
