"""What handlers tell becomes a trace that lockstep can make."""

from __future__ import annotations

import pytest
from eth_abi.abi import encode

from fuzz.counterexample.trace import step_to_json
from fuzz.engines.reproducer import CAST, DID, DID_TYPES, MOOD, told
from properties.binding import Mood
from properties.bytecode import Done
from properties.dcm.bytecode import CONTENTS, PARAMS, READERS, calls
from properties.dcm.recipes import Account, Contents, Encrypted, PackedRow, Root, RowProof
from properties.protocols import load
from spec.core import ZERO_ADDRESS
from spec.dcm.types import FilterProg, JobParams, Op

BUYER = "0x" + "ab" * 20
NAMES = {BUYER: "buyer"}
QUESTION = (5, 1, [], 0, 3, 9, 2, (b"\x22", [7]))
ROWS = (2, 1, [5, 2, 4], [[7, 0, 0], [8, 0, 0], [0, 0, 0]], 6, 1)
SAID = {
    "set_job_manager": (["address"], [BUYER]),
    "commit_dataset": (["uint256", CONTENTS, "uint32", "uint32"], [4, ROWS, 2, 60]),
    "set_dataset_description": (["uint256", "string"], [1, "ages"]),
    "submit_request": (["uint256", PARAMS, "uint256"], [1, QUESTION, 5]),
    "submit_request_with_gas_price": (["uint256", PARAMS, "uint256", "uint256"], [1, QUESTION, 5, 6]),
    "set_direct_consent": (["uint256", "bool"], [1, True]),
    "open_job": (["uint256", "address", PARAMS], [1, BUYER, QUESTION]),
    "push_row": (["uint256", "uint256", "uint256", "uint8", "uint256"], [3, 1, 0, 2, 1]),
    "withdraw": ([], []),
    "withdraw_to": (["address"], [BUYER]),
}
"""Arguments of each action as the contracts encode them; an id alone for those that are left out."""


def done(action: str, **more: object) -> Done:
    types, values = SAID.get(action, (["uint256"], [1]))
    fields: dict[str, object] = {"value": 0, "gas_price": 1, "now": 100, "ok": True, **more}
    return Done(action, "seller", encode(types, values), **fields)  # type: ignore[arg-type]  # of the right types


@pytest.mark.parametrize("action", list(READERS))
def test_success_every_action_can_be_written_as_a_step(action: str) -> None:
    (call,) = calls([done(action)], NAMES)
    step = step_to_json(load("dcm"), call)
    assert (step["call"], step["actor"], step["gas_price"]) == (action, "seller", "1")


def test_success_arguments_are_recipes_where_they_must_be() -> None:
    commit, push, opened = calls([done("commit_dataset"), done("push_row"), done("open_job")], NAMES)
    contents = Contents(("euint64",), ((7,), (8,)), "seller", ("", "truncated proof"))
    assert commit.arguments[:4] == (4, 2, Root(4, contents), 1)
    assert commit.arguments[4] == Encrypted("euint32", 2, "DatasetRegistry", "seller", part="handle")
    assert push.arguments == (3, PackedRow(1, 0), RowProof(1, 1, "too short"), 1)
    assert opened.arguments == (1, Account("buyer"), JobParams(Op.MAX, 1, (), 0, 3, 9, 2, FilterProg(b"\x22", (7,))))


def test_success_time_passes_before_the_call_that_saw_it() -> None:
    moments = [done("withdraw", now=now) for now in (100, 100, 160, 130)]
    assert [call.advance for call in calls(moments, NAMES)] == [0, 0, 60, 0]


def test_success_logs_are_calls_moods_and_names() -> None:
    values = ("withdraw", "buyer", b"", 3, 4, 5, True, 6)
    logs = [
        ((CAST,), encode(["string", "address"], ["buyer", BUYER]), BUYER),
        ((MOOD,), encode(["string", "string"], ["contract_buyer", "REFUSE"]), BUYER),
        ((bytes(32),), b"", BUYER),
        ((DID,), encode(DID_TYPES, values), BUYER),
        ((DID,), encode(DID_TYPES, values), BUYER),
    ]
    said = told(logs)
    assert said.names == {**NAMES, ZERO_ADDRESS: "nobody"}
    first, second = said.done
    assert first == Done("withdraw", "buyer", b"", 3, 4, 5, True, 6, (Mood("contract_buyer", "REFUSE"),))
    assert second.moods == ()
