"""What documented client code calls and reads, by name, and that every contract fits an account."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.build.artifact import CODE_LIMIT
from tests.contracts.compute.exchange import artifacts

DEPLOYED = [
    "AccountIntegration",
    "FabToken",
    "Governance",
    "HostEarnings",
    "JobMarketplace",
    "JobProofs",
    "ModelRegistry",
    "NodeRegistry",
    "PaymentEscrow",
    "PromptJobs",
    "ProofSystem",
    "ReputationSystem",
    "SessionAccount",
]
DETAILS = "(string,string,uint256,uint256,uint32,string)"
REQUIREMENTS = "(uint256,uint256,uint256,bool)"
FUNCTIONS = {
    "NodeRegistry": [
        "registerNode(string,string,bytes32[],uint256,uint256)",
        "getNodeFullInfo(address)",
        "getNodePricing(address,address)",
        "nodeSupportsModel(address,bytes32)",
        "isActiveNode(address)",
        "unregisterNode()",
    ],
    "ModelRegistry": [
        "proposeModel(string,string,bytes32)",
        "voteOnProposal(bytes32,uint256,bool)",
        "executeProposal(bytes32)",
        "withdrawVotes(bytes32)",
    ],
    "JobMarketplace": [
        "createSessionJobForModel(address,uint256,uint256,uint256,bytes32)",
        "createSessionJobForModelWithToken(address,uint256,uint256,uint256,bytes32,address,uint256)",
        "submitProofOfWork(uint256,uint256,bytes)",
        "completeSessionJob(uint256)",
        "triggerSessionTimeout(uint256)",
        "sessionJobs(uint256)",
        "tokenMinDeposits(address)",
        "paused()",
    ],
    "HostEarnings": ["getEarnings(address,address)", "withdraw()", "withdrawToken(address)"],
    "FabToken": ["approve(address,uint256)"],
    "PromptJobs": [
        f"postJob({DETAILS},{REQUIREMENTS},uint256)",
        "claimJob(uint256)",
        "completeJob(uint256,string,bytes)",
        "getCircuitBreakerMetrics()",
        "setCircuitBreakerLevel(uint256)",
        "pauseFunction(string)",
        "emergencyPause(string)",
        "unpause()",
    ],
    "PaymentEscrow": [
        "createEscrow(bytes32,address,uint256,address)",
        "releaseEscrow(bytes32)",
        "disputeEscrow(bytes32)",
        "resolveDispute(bytes32,address)",
        "setFee(uint256)",
    ],
    "JobProofs": [
        "submitProof(uint256,(uint256[],bytes,bytes,bytes32,bytes32,bytes32))",
        "verifyProof(uint256)",
        "challengeProof(uint256,bytes32,uint256)",
        "resolveChallenge(uint256,bool)",
    ],
    "ReputationSystem": [
        "recordJobCompletion(address,uint256,bool)",
        "rateHost(address,uint256,uint8,string)",
        "getReputation(address)",
        "isEligibleForIncentives(address)",
    ],
    "Governance": [
        "proposeParameterUpdate((address,bytes4,string,uint256)[],string)",
        "castVote(uint256,bool)",
        "queue(uint256)",
        "execute(uint256)",
        "executeEmergencyAction(string,address)",
        "EMERGENCY_ROLE()",
        "hasRole(bytes32,address)",
    ],
    "AccountIntegration": [
        "addSessionKey(address,uint256)",
        "claimJobViaSessionKey(address,uint256)",
        "revokeSessionKey(address)",
        "executeBatch((address,uint256,bytes)[])",
    ],
}
EVENTS = {
    "SessionJobCreated": ["jobId", "depositor", "host", "deposit"],
    "SessionJobCompleted": ["jobId", "tokensUsed", "hostPayment", "refund", "completedBy"],
    "ModelProposed": ["modelId", "proposer", "nonce", "endTime"],
    "ProposalExecuted": ["modelId", "approved"],
    "JobCompleted": ["jobId", "resultCID"],
    "ProofSubmitted": ["jobId", "host", "proofHash"],
}
DECLARED_BY = {
    "Model": "ModelRegistry",
    "Proposal": "ModelRegistry",
    "JobCompleted": "PromptJobs",
    "Proof": "JobProofs",
}
"""Contracts of events, by how their names begin; the others are the marketplace's."""
STRUCTS = {
    ("PromptJobs", "postJob", 0): ["modelId", "prompt", "maxTokens", "temperature", "seed", "resultFormat"],
    ("PromptJobs", "postJob", 1): ["minGPUMemory", "minReputationScore", "maxTimeToComplete", "requiresProof"],
    ("JobProofs", "submitProof", 1): ["instances", "proof", "vk", "modelCommitment", "inputHash", "outputHash"],
    ("Governance", "proposeParameterUpdate", 0): ["targetContract", "functionSelector", "parameterName", "newValue"],
}
"""Fields of the structs that client code builds, by contract, function and argument."""


def entries(contract: str, kind: str) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in artifacts()[contract].abi if entry["type"] == kind}


@pytest.mark.parametrize("name", DEPLOYED)
def test_success_every_deployed_contract_fits_an_account_and_needs_no_library(name: str) -> None:
    assert 0 < artifacts()[name].deployed_size <= CODE_LIMIT
    assert not artifacts()[name].libraries


@pytest.mark.parametrize("contract", FUNCTIONS)
def test_success_documented_calls_are_there_and_not_overloaded(contract: str) -> None:
    signatures = artifacts()[contract].method_identifiers
    names = [signature.partition("(")[0] for signature in signatures]
    for signature in FUNCTIONS[contract]:
        assert signature in signatures
        assert names.count(signature.partition("(")[0]) == 1


def test_success_a_session_is_read_by_name() -> None:
    (output,) = entries("JobMarketplace", "function")["sessionJobs"]["outputs"]
    names = [component["name"] for component in output["components"]]
    assert {"status", "lastProofTime", "proofInterval"} <= set(names)
    assert len(names) == 20


@pytest.mark.parametrize("name", EVENTS)
def test_success_documented_events_have_their_arguments(name: str) -> None:
    contract = next((declaring for start, declaring in DECLARED_BY.items() if name.startswith(start)), "JobMarketplace")
    assert [argument["name"] for argument in entries(contract, "event")[name]["inputs"]] == EVENTS[name]


@pytest.mark.parametrize(("contract", "function", "place"), STRUCTS)
def test_success_documented_structs_have_their_fields(contract: str, function: str, place: int) -> None:
    argument = entries(contract, "function")[function]["inputs"][place]
    assert [part["name"] for part in argument["components"]] == STRUCTS[contract, function, place]


def test_success_contracts_declare_the_errors_of_the_payments_they_make() -> None:
    known = set(entries("JobMarketplace", "error"))
    for interface in ("IPayments", "ITokenPayments", "IJobMarketplace", "SharedErrors"):
        assert set(entries(interface, "error")) <= known, interface
