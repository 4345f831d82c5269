"""What documented client code calls and reads, by name: a change here breaks published snippets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.market import artifacts

PARAMS = "(uint8,uint16,uint16[],uint32,uint64,uint64,uint32,(bytes,uint256[]))"
PARAMS_KEYS = ["op", "targetField", "weights", "divisor", "clampMin", "clampMax", "roundBucket", "filter"]
REQUEST_KEYS = [
    "datasetId",
    "buyer",
    "params",
    "status",
    "timestamp",
    "jobId",
    "baseFee",
    "computeAllowance",
    "gasDebtToSeller",
]
FUNCTIONS = {
    f"submitRequest(uint256,{PARAMS},uint256)": ["requestId"],
    "acceptRequest(uint256)": ["jobId"],
    "rejectRequest(uint256)": [],
    "cancelRequest(uint256)": [],
    "reclaimStalled(uint256)": [],
    "topUpAllowance(uint256)": [],
    "requestPayout(uint256)": [],
    "getRequest(uint256)": ["request"],
    f"openJob(uint256,address,{PARAMS})": ["jobId"],
    "pushRow(uint256,bytes,bytes32[],uint256)": [],
    "finalize(uint256)": [],
    "getJobProgress(uint256)": ["totalRows", "processedRows", "remainingRows"],
    "getJobResult(uint256)": ["isFinalized", "result", "isOverflow"],
    "paymentThreshold()": [""],
    "setPaymentThreshold(uint256)": [],
}
EVENTS = {
    "RequestSubmitted": ["requestId", "datasetId", "buyer"],
    "RequestAccepted": ["requestId", "jobId"],
    "JobOpened": ["jobId", "datasetId", "buyer"],
    "JobFinalized": ["jobId", "buyer", "result", "isOverflow"],
}


def entries(contract: str, kind: str) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in artifacts()[contract].abi if entry["type"] == kind}


@pytest.mark.parametrize("signature", FUNCTIONS)
def test_success_the_manager_has_the_documented_call_with_named_outputs(signature: str) -> None:
    assert signature in artifacts()["JobManager"].method_identifiers
    outputs = entries("JobManager", "function")[signature.partition("(")[0]]["outputs"]
    assert [output["name"] for output in outputs] == FUNCTIONS[signature]


def test_success_submit_request_is_not_overloaded() -> None:
    names = [signature.partition("(")[0] for signature in artifacts()["JobManager"].method_identifiers]
    assert names.count("submitRequest") == 1


def test_success_clients_can_pass_and_read_structs_by_name() -> None:
    functions = entries("JobManager", "function")
    assert [part["name"] for part in functions["submitRequest"]["inputs"][1]["components"]] == PARAMS_KEYS
    assert [part["name"] for part in functions["getRequest"]["outputs"][0]["components"]] == REQUEST_KEYS


@pytest.mark.parametrize("name", EVENTS)
def test_success_the_manager_has_the_documented_event(name: str) -> None:
    assert [argument["name"] for argument in entries("JobManager", "event")[name]["inputs"]] == EVENTS[name]


def test_success_the_registry_tells_who_owns_a_dataset() -> None:
    assert "isDatasetOwner(uint256,address)" in artifacts()["DatasetRegistry"].method_identifiers


def test_success_the_manager_declares_every_error_that_a_linked_library_raises() -> None:
    known = set(entries("JobManager", "error"))
    for interface in ("FilterVMErrors", "RowErrors", "EncryptedInputErrors", "IJobManager", "IPayments"):
        assert set(entries(interface, "error")) <= known, interface
    for library in artifacts()["JobManager"].libraries:
        assert set(entries(library, "error")) <= known, library
