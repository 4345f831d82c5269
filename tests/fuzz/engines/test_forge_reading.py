"""What forge's JSON means, on recorded answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.engines.forge.command import ForgeFailed, keep_corpus, result_in
from fuzz.engines.forge.reading import campaigned, exercised, sent

PASSED = {
    "status": "Success",
    "reason": None,
    "counterexample": None,
    "kind": {
        "Invariant": {
            "runs": 4,
            "calls": 400,
            "reverts": 0,
            "metrics": {"x/T.t.sol:T.carry_on": {"calls": 29, "reverts": 0, "discards": 0}},
        }
    },
}
FAILED = {
    "status": "Failure",
    "reason": "0x0000000000000000000000000000000000000000000000000000000000000005",
    "counterexample": {
        "Sequence": [
            2,
            [
                {
                    "warp": None,
                    "roll": None,
                    "sender": "0x00000000000000000000000000000000005e4de4",
                    "addr": "0x7fa9385be102ac3eac297483dd6233d62b3e1496",
                    "calldata": "0x913b3108" + "00" * 64,
                    "contract_name": "x/T.t.sol:T",
                    "func_name": "carry_on",
                    "signature": "carry_on(uint256,uint256)",
                    "args": "0, 0",
                    "raw_args": "0, 0",
                }
            ],
        ]
    },
    "kind": {"Invariant": {"runs": 1, "calls": 100, "reverts": 0, "metrics": {}}},
}


def test_success_a_silent_campaign() -> None:
    found = campaigned(PASSED)
    assert (found.calls, found.runs, found.broken, found.trouble) == (400, 4, 0, "")
    assert found.handlers == {"carry_on": 29}


def test_success_a_violation_names_its_properties_and_calls() -> None:
    found = campaigned(FAILED)
    assert found.broken == 0b101
    assert not found.trouble
    (call,) = found.sent
    assert call.text == "carry_on(0, 0)"
    assert call.data == bytes.fromhex("913b3108") + bytes(64)


@pytest.mark.parametrize("reason", ["EvmError: Revert", "setup failed", None])
def test_invalid_a_failure_that_is_no_violation_is_trouble(reason: str | None) -> None:
    found = campaigned({**FAILED, "reason": reason})
    assert found.broken == 0
    assert found.trouble.startswith("forge stopped")


def test_success_no_sequence_is_no_call() -> None:
    assert list(sent(None)) == []
    assert list(sent({"Single": {}})) == []


def test_success_the_result_is_the_last_line() -> None:
    line = '{"x/T.t.sol:T":{"test_results":{"invariant_properties()":{"status":"Success"}}}}'
    assert result_in(f"Warning: replayed\n{line}\n", "", 0) == {"status": "Success"}


@pytest.mark.parametrize(
    ("stdout", "stderr", "said"),
    [("", "Error: no solc", "no solc"), ("", "", "status 3"), ("{}", "", "{}"), ('{"a": 1}', "odd", "odd")],
)
def test_invalid_an_answer_without_a_result_says_why(stdout: str, stderr: str, said: str) -> None:
    with pytest.raises(ForgeFailed, match=said):
        result_in(stdout, stderr, 3)


def test_success_exercise_is_summed_over_runs(tmp_path: Path) -> None:
    file = tmp_path / "exercised"
    assert exercised(file) == []
    file.write_text("1 0 2 \n3 0 4 \n")
    assert exercised(file) == [4, 0, 6]


def test_success_what_a_campaign_found_begins_the_next_one(tmp_path: Path) -> None:
    room = tmp_path / "ForgeInvariants" / "invariant_properties"
    (room / "worker0" / "corpus").mkdir(parents=True)
    (room / "worker0" / "corpus" / "new.json.gz").write_bytes(b"new")
    (room / "old.json.gz").write_bytes(b"old")
    keep_corpus(tmp_path)
    assert sorted(path.name for path in room.glob("*.gz")) == ["new.json.gz", "old.json.gz"]
    assert not list((room / "worker0" / "corpus").iterdir())
