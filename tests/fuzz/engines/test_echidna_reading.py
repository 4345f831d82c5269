"""What Echidna's JSON means, on samples of the documented format: numbers as numbers and as text, no names of tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fuzz.engines.echidna.command import CONFIG, IMAGE_VARIABLE, Start, command, find_start, write_config
from fuzz.engines.echidna.reading import UnreadableOutput, campaign_in
from fuzz.engines.handlers import Handler, UnreadableCall, value_of

HANDLERS = {"pay": Handler("pay", ("uint256", "bool", "address")), "wait": Handler("wait", ())}


def one_test(status: str, transactions: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "contract": "",
        "name": "name",
        "status": status,
        "error": None,
        "events": [],
        "type": "property",
        "transactions": transactions,
    } | more


def campaign(*tests: dict[str, Any], success: bool = True, error: str | None = None) -> str:
    document = {"success": success, "error": error, "tests": list(tests), "seed": 7, "coverage": {}, "gas_info": []}
    return "Compiling . . . Done!\n" + json.dumps(document) + "\n"


def sent(function: str, arguments: list[str] | None, gas: int | str = 12500000) -> dict[str, Any]:
    return {"contract": "", "function": function, "arguments": arguments, "gas": gas, "gasprice": 0}


def test_success_silence_of_every_test_is_counted() -> None:
    found = campaign_in(campaign(one_test("passed"), one_test("fuzzing"), one_test("verified")), HANDLERS)
    assert (found.seed, found.held, found.falsified, found.trouble) == (7, 3, (), ())


def test_success_a_falsified_test_gives_its_calls_as_calldata() -> None:
    steps = [sent("pay", ["5", "true", "0x20000"]), sent("*wait*", None), sent("wait", [], "12500000")]
    found = campaign_in(campaign(one_test("solved", steps)), HANDLERS)
    (falsified,) = found.falsified
    assert falsified.sent is not None and [one.function for one in falsified.sent] == ["pay", "wait"]
    words = [falsified.sent[0].data[4 + 32 * index : 36 + 32 * index] for index in range(3)]
    assert [int.from_bytes(word, "big") for word in words] == [5, 1, 0x20000]


def test_success_a_test_that_is_still_being_shrunk_is_falsified_too() -> None:
    found = campaign_in(campaign(one_test("shrinking", [sent("wait", [])])), HANDLERS)
    assert len(found.falsified) == 1 and found.falsified[0].why == ""


def test_invalid_a_call_that_is_no_handler_is_kept_but_not_replayed() -> None:
    found = campaign_in(campaign(one_test("solved", [sent("unknown", ["1"])])), HANDLERS)
    (falsified,) = found.falsified
    assert falsified.sent is None and "unknown is no handler" in falsified.why and '"unknown"' in falsified.raw


@pytest.mark.parametrize(
    ("output", "word"),
    [
        (campaign(one_test("error", error="out of gas")), "out of gas"),
        (campaign(error="crashed"), "crashed"),
        (campaign(success=False), "did not succeed"),
        (campaign(), "no test"),
    ],
)
def test_invalid_campaigns_say_what_is_wrong(output: str, word: str) -> None:
    assert any(word in sentence for sentence in campaign_in(output, HANDLERS).trouble)


@pytest.mark.parametrize("output", ["", "Echidna 2.3.3\n", '{"seed": 1}\n', '{"tests": ['])
def test_invalid_output_without_a_campaign_is_refused(output: str) -> None:
    with pytest.raises(UnreadableOutput):
        campaign_in(output, HANDLERS)


@pytest.mark.parametrize(("kind", "text"), [("bool", "maybe"), ("uint256", "x"), ("string", "a"), ("uint8[]", "[1]")])
def test_invalid_values_are_refused(kind: str, text: str) -> None:
    with pytest.raises(UnreadableCall):
        value_of(kind, text)


def test_success_docker_has_no_network_and_reads_only() -> None:
    line = command(Start("docker", "image@sha256:12", "x"), Path("/given"), Path("/kept"))
    assert line[line.index("--pull") + 1] == "never" and "image@sha256:12" in line
    assert line[line.index("--network") + 1] == "none" and "--read-only" in line and "/given:/given:ro" in line


def test_success_the_configuration_takes_the_run_s_own_settings(tmp_path: Path) -> None:
    write_config(tmp_path / "echidna.yaml", {"seed": 3, "stopOnFail": True, "corpusDir": "/corpus"})
    text = (tmp_path / "echidna.yaml").read_text()
    assert text.startswith(CONFIG.read_text()) and text.endswith('seed: 3\nstopOnFail: true\ncorpusDir: "/corpus"\n')


@pytest.fixture
def docker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A docker that has one image, called `here:v1`, and no echidna beside it."""
    script = tmp_path / "docker"
    script.write_text('#!/bin/sh\ncase "$*" in *version*|*here:v1) echo yes;; *) exit 1;; esac\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.delenv(IMAGE_VARIABLE, raising=False)
    find_start.cache_clear()
    yield script
    find_start.cache_clear()


def test_invalid_neither_binary_nor_docker(docker: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert "no `echidna` and no `docker`" in str(find_start())


def test_invalid_docker_without_a_named_image_says_how_to_name_one(docker: Path) -> None:
    said = str(find_start())
    assert IMAGE_VARIABLE in said and "set it to an image" in said and "sha256" in said


def test_invalid_an_image_that_docker_has_not_is_named(docker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(IMAGE_VARIABLE, "elsewhere:v2")
    assert "docker has no image elsewhere:v2" in str(find_start())


def test_success_a_named_image_is_used(docker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(IMAGE_VARIABLE, "here:v1")
    assert find_start() == Start(str(docker), "here:v1", "v1")
