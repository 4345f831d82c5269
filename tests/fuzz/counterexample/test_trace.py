import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fuzz.counterexample import BrokenTrace, Trace, TraceFinding
from fuzz.counterexample.trace import topic
from properties.binding import Call
from properties.protocols import load
from tests.fuzz.counterexample.planted import NAME, NOISY, SEED

FINDING = TraceFinding("It went wrong.", "outcome", None, None, "reclaim_stalled", "succeeded", "NotStalled", 14)


def noisy() -> Trace:
    return Trace(load(NAME), SEED, NOISY, FINDING)


def test_success_a_trace_survives_saving_and_loading(tmp_path: Path) -> None:
    assert Trace.load(noisy().save(tmp_path / "trace.json")) == noisy()
    assert Trace.load(tmp_path) == noisy()


def test_success_a_trace_without_a_finding_is_one(tmp_path: Path) -> None:
    plain = Trace(load(NAME), 0, NOISY[:2])
    assert Trace.load(plain.save(tmp_path / "plain.json")).finding is None


def test_a_step_names_its_arguments_and_shows_plaintexts() -> None:
    step = noisy().to_json()["steps"][2]
    assert step["arguments"]["merkle_root"]["contents"]["rows"] == [["3"], ["5"]]
    assert step["arguments"]["k_anonymity"]["value"] == "1"
    assert (step["actor"], step["call"], step["value"]) == ("seller", "commit_dataset", "0")


Change = Callable[[dict[str, Any]], Any]


def step(number: int, **changes: Any) -> Change:
    return lambda document: document["steps"][number - 1].update(changes)


def argument(number: int, **changes: Any) -> Change:
    return lambda document: document["steps"][number - 1]["arguments"].update(changes)


BROKEN: dict[str, tuple[Change, str]] = {
    "kind": (lambda d: d.update(kind="recipe book"), 'it has no "kind": "lockstep trace". Give the trace.json'),
    "schema": (lambda d: d.update(schema=2), "its schema is 2, this version reads 1. Replay it with the version"),
    "no protocol": (lambda d: d.pop("protocol"), "it has no protocol. Add it"),
    "unknown protocol": (lambda d: d.update(protocol="poker"), "protocol 'poker' does not exist. Choose one of"),
    "no steps": (lambda d: d.pop("steps"), "it has no steps"),
    "steps": (lambda d: d.update(steps="all"), "its steps is not a list"),
    "seed": (lambda d: d.update(seed="lucky"), "its seed is 'lucky'. Write a whole number"),
    "finding": (lambda d: d.update(finding={}), "the finding of trace"),
    "finding's step": (lambda d: d["finding"].update(step=99), "its step is 99. Give a number from 1 to 15"),
    "finding's text": (lambda d: d["finding"].update(sentence=1), "its sentence is no text"),
    "aimless finding": (lambda d: d["finding"].update(comparison=None), "it has neither comparison nor property"),
    "step": (lambda d: d["steps"].__setitem__(1, 5), "step 2 of trace"),
    "actor": (step(3, actor="nemo"), "step 3 of trace"),
    "who": (step(3, actor="nemo"), "there is no actor 'nemo'. Choose one of owner, seller"),
    "action": (step(3, call="fly"), "there is no action 'fly'. Choose one of"),
    "value": (step(3, value="-1"), "step 3 (seller calls commit_dataset) of trace"),
    "amount": (step(3, value=1.5), "its value is 1.5. Write a whole number"),
    "missing argument": (
        lambda d: d["steps"][13]["arguments"].clear(),
        "its arguments are none. Give exactly request_id",
    ),
    "no number": (argument(14, request_id=2), "request_id can't be read, argument 2: numbers are written as decimal"),
    "no such word": (argument(14, request_id="two"), "it is neither a number nor a name"),
    "too large": (argument(14, request_id=str(2**256)), "request_id is outside 0 to 2**256 - 1"),
    "of another type": (argument(14, request_id={"text": "2"}), "request_id is not a number"),
    "no truth": (argument(14, request_id=True), "request_id is not a number"),
    "unknown recipe": (argument(2, job_manager={"recipe": "Soup"}), "no such recipe or tuple"),
    "recipe's parts": (argument(2, job_manager={"recipe": "Account"}), "Account.__init__() missing"),
    "part of a tuple": (
        lambda d: d["steps"][4]["arguments"]["job_params"].update(op="7"),
        "job_params .op is none of WEIGHTED_SUM",
    ),
    "part of a list": (
        lambda d: d["steps"][4]["arguments"]["job_params"].update(weights=["1", {"text": "2"}]),
        "job_params .weights [1] is not a number",
    ),
    "mood": (step(3, moods=["sad"]), "a mood is no object"),
    "moody account": (step(3, moods=[{"actor": "buyer", "mood": "REFUSE"}]), "there is no contract actor 'buyer'"),
    "no mood": (step(3, moods=[{"actor": "contract_buyer", "mood": "SAD"}]), "there is no mood 'SAD'. Choose one of"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_invalid_part_of_a_trace_is_named(name: str, tmp_path: Path) -> None:
    change, expected = BROKEN[name]
    document = noisy().to_json()
    change(document)
    file = tmp_path / "trace.json"
    file.write_text(json.dumps(document))
    with pytest.raises(BrokenTrace) as refused:
        Trace.load(file)
    assert expected in str(refused.value)
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", "it is not JSON (line 1: "),
        (b"\xff\xfe\x00", "it is no text"),
        (b"[]", "its JSON is no object"),
    ],
)
def test_invalid_file_is_no_trace(content: bytes, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "trace.json"
    file.write_bytes(content)
    with pytest.raises(BrokenTrace, match="can't be used") as refused:
        Trace.load(file)
    assert expected in str(refused.value)


def test_invalid_path_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(BrokenTrace, match=r"does not exist\. Give the folder of a counterexample"):
        Trace.load(tmp_path / "nothing")
    with pytest.raises(BrokenTrace, match="does not exist"):
        Trace.load(tmp_path)


def test_invalid_number_of_arguments_is_never_written() -> None:
    with pytest.raises(ValueError, match="zip"):
        Trace(load(NAME), 0, (Call("buyer", "reclaim_stalled", ()),)).to_json()


@pytest.mark.parametrize(
    ("subject", "what"),
    [
        ("buyer", "buyer"),
        ("get_request(3)", "get_request"),
        ("get_request(3).terms.0.fee", "get_request.terms.fee"),
        ("find((1, (2,)), [3]).12", "find"),
        ("jobs[7]", "jobs"),
        ("0x1234", ""),
        ("Paid.amount", "Paid.amount"),
    ],
)
def test_ids_do_not_tell_two_findings_apart(subject: str, what: str) -> None:
    assert topic(subject) == what
