// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {GovernanceStore} from "./GovernanceStore.sol";
import {ParameterUpdate, Proposal, ProposalState, ProposalType} from "./GovernanceTypes.sol";
import {IGovernance} from "./IGovernance.sol";

/// @title Votes of FAB about parameters
/// @notice Whoever had enough votes proposes, votes of one snapshot decide, and what they decide waits two days.
contract Governance is GovernanceStore, ReentrancyGuard {
    uint256 public constant VOTING_DELAY = 1;
    uint256 public constant EXECUTION_DELAY = 2 days;
    uint256 public constant PROPOSAL_THRESHOLD = 10_000e18;
    uint256 public constant MAX_UPDATES = 10;

    /// @param fab The token whose delegated votes count. Error: ZeroAddress.
    /// @param period Blocks in which votes count, at most 1,000,000. Error: InvalidLimits.
    constructor(IVotes fab, uint256 period) GovernanceStore(fab, period) {}

    // ------------------------------------------------------------------ proposals

    /// @inheritdoc IGovernance
    function proposeParameterUpdate(ParameterUpdate[] calldata updates, string calldata description)
        external
        returns (uint256 proposalId)
    {
        // Verify
        _verifyProposer();
        uint256 count = updates.length;
        if (count == 0) revert NoUpdates();
        if (count > MAX_UPDATES) revert TooManyUpdates(count, MAX_UPDATES);
        for (uint256 i; i < count; ++i) {
            _verifyAllowed(updates[i].targetContract, updates[i].functionSelector);
        }

        // Effects, events
        proposalId = proposalCount + 1;
        for (uint256 i; i < count; ++i) {
            _updates[proposalId].push(updates[i]);
        }
        _create(ProposalType.ParameterUpdate, address(0), address(0), description);
    }

    /// @inheritdoc IGovernance
    function proposeContractUpgrade(address target, address implementation, string calldata description)
        external
        returns (uint256 proposalId)
    {
        // Verify
        _verifyProposer();
        if (implementation == address(0)) revert ZeroAddress();
        if (pointerOf[target] == 0) revert TargetNotAllowed(target, 0);

        // Effects, events
        proposalId = _create(ProposalType.ContractUpgrade, target, implementation, description);
    }

    /// @inheritdoc IGovernance
    function castVote(uint256 proposalId, bool support) external {
        // Verify
        Proposal storage p = _proposalIn(proposalId, ProposalState.Active);
        if (hasVoted[proposalId][msg.sender]) revert AlreadyVoted(proposalId, msg.sender);
        uint256 weight = FAB.getPastVotes(msg.sender, p.startBlock);
        if (weight == 0) revert NoVotes(proposalId, msg.sender);

        // Effects
        hasVoted[proposalId][msg.sender] = true;
        if (support) p.forVotes += weight;
        else p.againstVotes += weight;

        // Events
        emit VoteCast(proposalId, msg.sender, support, weight);
    }

    /// @inheritdoc IGovernance
    // Votes and blocks are compared; only the states after this one depend on the time.
    // slither-disable-next-line timestamp
    function queue(uint256 proposalId) external {
        // Verify
        Proposal storage p = _knownProposal(proposalId);
        ProposalState current = state(proposalId);
        if (current == ProposalState.Defeated) require(_hasQuorum(p), "Quorum not reached");
        if (current != ProposalState.Succeeded) revert InvalidProposalState(proposalId, current);

        // Effects
        uint256 eta = block.timestamp + EXECUTION_DELAY;
        p.eta = eta;

        // Events
        emit ProposalQueued(proposalId, eta);
    }

    /// @inheritdoc IGovernance
    // A block's producer can shift the time by seconds; the delay is two days. The guard holds.
    // slither-disable-next-line timestamp,reentrancy-events
    function execute(uint256 proposalId) external nonReentrant {
        // Verify
        Proposal storage p = _proposalIn(proposalId, ProposalState.Queued);
        if (block.timestamp < p.eta) revert ExecutionTooEarly(proposalId, p.eta);

        // Effects
        p.executed = true;
        if (p.proposalType == ProposalType.ParameterUpdate) _applyUpdates(proposalId);
        else _setPointed(p.target, p.implementation);

        // Events
        emit ProposalExecuted(proposalId);
    }

    /// @inheritdoc IGovernance
    function cancel(uint256 proposalId) external {
        // Verify
        Proposal storage p = _knownProposal(proposalId);
        require(msg.sender == p.proposer, "Unauthorized");
        ProposalState current = state(proposalId);
        bool over = current == ProposalState.Executed || current == ProposalState.Cancelled;
        if (over || current == ProposalState.Expired) revert InvalidProposalState(proposalId, current);

        // Effects
        p.cancelled = true;

        // Events
        emit ProposalCancelled(proposalId);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Error: BelowProposalThreshold.
    function _verifyProposer() private view {
        uint256 votes = FAB.getPastVotes(msg.sender, block.number - 1);
        if (votes < PROPOSAL_THRESHOLD) revert BelowProposalThreshold(votes, PROPOSAL_THRESHOLD);
    }

    /// @dev Error: TargetNotAllowed.
    function _verifyAllowed(address target, bytes4 selector) private view {
        if (!isAllowed[target][selector]) revert TargetNotAllowed(target, selector);
    }

    function _create(ProposalType kind, address target, address implementation, string calldata description)
        private
        returns (uint256 proposalId)
    {
        proposalId = ++proposalCount;
        Proposal storage p = _proposals[proposalId];
        (p.proposalType, p.proposer, p.target, p.implementation) = (kind, msg.sender, target, implementation);
        p.startBlock = block.number + VOTING_DELAY;
        p.endBlock = p.startBlock + votingPeriod();
        emit ProposalCreated(proposalId, msg.sender, kind, p.startBlock, p.endBlock, description);
    }

    // There are at most ten updates, and the targets were listed by the owner.
    // slither-disable-next-line calls-loop,unused-return
    function _applyUpdates(uint256 proposalId) private {
        ParameterUpdate[] storage updates = _updates[proposalId];
        for (uint256 i; i < updates.length; ++i) {
            (address target, bytes4 selector) = (updates[i].targetContract, updates[i].functionSelector);
            _verifyAllowed(target, selector);
            Address.functionCall(target, abi.encodeWithSelector(selector, updates[i].newValue));
        }
    }

    // What a setter returns, if anything, does not matter.
    // slither-disable-next-line unused-return
    function _setPointed(address target, address implementation) private {
        bytes4 selector = pointerOf[target];
        if (selector == 0) revert TargetNotAllowed(target, 0);
        Address.functionCall(target, abi.encodeWithSelector(selector, implementation));
    }
}
