"""The marketplace's code stands at two addresses. At the second it is nobody's: nothing that is called there happens.

What it does in the marketplace is lockstep's business; here it is called where nobody should call it.
"""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.chain.abi import Contract
from tests.contracts.compute.agency import DETAILS, ETHER, Agency, JobStatus, wants
from tests.contracts.compute.exchange import artifacts, text

CHANGING = sorted(
    entry["name"]
    for entry in artifacts()["PromptJobs"].abi
    if entry["type"] == "function" and entry["stateMutability"] not in ("view", "pure")
)
"""Functions of the second part that change something."""


def blank(argument: dict[str, Any]) -> Any:
    """The emptiest value of an argument; numbers are 1, so that they are no zero amounts."""
    kind = argument["type"]
    if kind.endswith("[]"):
        return []
    if kind == "tuple":
        return tuple(blank(part) for part in argument["components"])
    if kind.startswith("uint"):
        return 1
    return {"address": "0x" + "11" * 20, "bool": False, "string": "postJob", "bytes": b""}[kind]


@pytest.fixture
def agency() -> Agency:
    return Agency()


@pytest.mark.parametrize("function", CHANGING)
def test_invalid_at_its_own_address(function: str) -> None:
    x = Agency()
    entry = next(e for e in x.prompts.abi if e.get("name") == function and e["type"] == "function")
    arguments = [blank(argument) for argument in entry["inputs"]]
    value = int(entry["stateMutability"] == "payable")
    for caller in (x.owner, x.guardian, x.host, x.depositor, x.outsider):
        assert not x.send(x.prompts, function, *arguments, by=caller, value=value).success, caller
    assert x.balance(x.prompts.address) == 0


def test_invalid_job_posted_at_its_own_address(agency: Agency) -> None:
    """With terms that the marketplace takes: the escrow does not listen."""
    x = agency
    asked = (DETAILS, wants(), ETHER)
    assert x.refused(x.prompts, "postJob", *asked, by=x.depositor, value=ETHER) == text("Unauthorized")
    assert x.status(x.post()) == JobStatus.POSTED


def test_invalid_coin_and_calls_that_nobody_knows(agency: Agency) -> None:
    x = agency
    for place in (x.prompts, x.market, x.escrow, x.accounts, x.governance, x.job_proofs, x.reputation):
        for data, value in ((b"", 1), (b"\x01\x02\x03", 0), (b"\xde\xad\xbe\xef", 0)):
            receipt = x.world.transact(x.outsider, place.address, data, value)
            assert (receipt.success, receipt.revert) == (False, b""), (place.name, data)


def test_success_both_parts_know_the_same_contracts(agency: Agency) -> None:
    x = agency
    parts: dict[str, Contract] = {
        "NODES": x.nodes,
        "ESCROW": x.escrow,
        "REPUTATION": x.reputation,
        "JOB_PROOFS": x.job_proofs,
        "PROMPTS": x.prompts,
    }
    assert {name: x.read(x.market, name) for name in parts} == {name: part.address for name, part in parts.items()}
