"""What documented client code calls and reads, by name, and that every contract fits an account."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.build.artifact import CODE_LIMIT
from tests.contracts.compute.exchange import artifacts

DEPLOYED = ["FabToken", "HostEarnings", "JobMarketplace", "ModelRegistry", "NodeRegistry", "ProofSystem"]
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
}
EVENTS = {
    "SessionJobCreated": ["jobId", "depositor", "host", "deposit"],
    "SessionJobCompleted": ["jobId", "tokensUsed", "hostPayment", "refund", "completedBy"],
    "ModelProposed": ["modelId", "proposer", "nonce", "endTime"],
    "ProposalExecuted": ["modelId", "approved"],
}


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
    contract = "ModelRegistry" if name.startswith(("Model", "Proposal")) else "JobMarketplace"
    assert [argument["name"] for argument in entries(contract, "event")[name]["inputs"]] == EVENTS[name]


def test_success_contracts_declare_the_errors_of_the_payments_they_make() -> None:
    known = set(entries("JobMarketplace", "error"))
    for interface in ("IPayments", "ITokenPayments", "IJobMarketplace", "SharedErrors"):
        assert set(entries(interface, "error")) <= known, interface
