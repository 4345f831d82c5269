// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @notice What a proposal does.
enum ProposalType {
    ParameterUpdate, // calls setters of one number
    ContractUpgrade, // calls one setter of an address
    Emergency // never proposed: the emergency role acts at once
}

/// @notice State of a proposal.
enum ProposalState {
    Pending, // its snapshot is not past yet
    Active, // votes count
    Succeeded,
    Defeated,
    Queued,
    Executed,
    Cancelled,
    Expired // queued, and not executed in time
}

/// @notice One setter of one number.
struct ParameterUpdate {
    address targetContract;
    bytes4 functionSelector;
    string parameterName; // for readers
    uint256 newValue;
}

/// @notice A proposal as callers see it.
struct Proposal {
    ProposalType proposalType;
    address proposer;
    uint256 startBlock; // the snapshot
    uint256 endBlock; // last block in which votes count
    uint256 forVotes; // FAB wei
    uint256 againstVotes; // FAB wei
    uint256 eta; // earliest time of execution; zero until it is queued
    bool executed;
    bool cancelled;
    address target; // of an upgrade
    address implementation; // of an upgrade
}
