"""`lockstep corpus`: files in, files out, and what is said in between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fuzz.counterexample import Trace
from lockstep.cli import run
from properties.binding import Call
from properties.dcm.scene import SCENE
from properties.protocols import load
from tests.fuzz.corpus.test_formats import RECORDED
from tests.fuzz.counterexample.planted import NOISY

WITHDRAW = Call("seller", "withdraw")


def saved(folder: Path, name: str, *calls: Call) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Trace(load("dcm"), 0, calls).save(folder / name)


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    """Two traces of which the second has the first, a counterexample, and a file that is none."""
    folder = tmp_path / "traces"
    saved(folder, "little.json", *SCENE)
    saved(folder, "more.json", *SCENE, Call("owner", "set_default_max_gas_price", (1,)))
    saved(folder / "found", "trace.json", *NOISY)
    saved(folder / "found", "raw-trace.json", *NOISY)
    return folder


def test_success_traces_become_the_corpus_of_a_tool(
    traces: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["corpus", "export", "medusa", str(traces), "--output", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "found: call 2 (the owner wires the manager) is left out: the scene did it before" in said
    assert "found: datasets get other ids" in said and "little: not written" in said
    assert f"2 sequences written for medusa: {tmp_path / 'out'}" in said
    files = sorted((tmp_path / "out" / "call_sequences").iterdir())
    lengths = sorted(len(json.loads(file.read_text())) for file in files)
    assert lengths[0] == 1 and lengths[1] > len(NOISY)


def test_success_calls_without_a_handler_are_told_and_what_follows_is_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stray = Call("seller", "withdraw", value=1)
    place = saved(tmp_path / "traces", "stray.json", *SCENE, WITHDRAW, stray, stray)
    assert run(["corpus", "export", "echidna", str(place), "--output", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "stray: withdraw (calls 6, 7) left out: no handler takes coin" in said and "does nothing" not in said
    assert run(["corpus", "export", "echidna", str(place), "--whole", "--output", str(tmp_path / "whole")]) == 0
    assert "stray: not written\n0 sequences written" in capsys.readouterr().out
    assert not (tmp_path / "whole").exists()


def test_success_a_corpus_becomes_traces_and_bad_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "bad.json").write_text("[")
    (corpus / "invariant_kept").write_bytes((RECORDED / "invariant_properties").read_bytes())
    assert run(["corpus", "import", str(corpus), "--output", str(tmp_path / "out")]) == 2
    said = capsys.readouterr()
    assert "1 traces written" in said.out
    assert "bad.json can't be read as a corpus: it is not JSON" in said.err
    trace = Trace.load(tmp_path / "out" / "invariant_kept.json")
    assert trace.calls[: len(SCENE)] == SCENE and len(trace.calls) == len(SCENE) + 3


def test_success_the_least_is_copied(traces: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (traces / "found" / "raw-trace.json").unlink()
    out = tmp_path / "out"
    assert run(["corpus", "minimise", str(traces), "--output", str(out)]) == 0
    assert "2 of 3 files reach all" in capsys.readouterr().out
    kept = sorted(str(file.relative_to(out)) for file in out.rglob("*.json"))
    assert kept == ["found/trace.json", "more.json"]
    assert (out / "more.json").read_bytes() == (traces / "more.json").read_bytes()


def test_success_without_traces_new_runs_are_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["corpus", "export", "foundry", "--calls", "120", "--no-check", "--output"]
    assert run([*words, str(tmp_path / "one")]) == 0
    assert run([*words, str(tmp_path / "two")]) == 0
    one, two = (sorted(file.name for file in (tmp_path / name).rglob("*.gz")) for name in ("one", "two"))
    assert one == two and one
    assert "run-0-1: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "afl"], "there is no format 'afl'. Choose one of echidna, medusa, foundry."),
        (["export", "medusa", "nowhere"], "nowhere does not exist. Give a file or a folder of a corpus."),
        (["import", "nowhere"], "nowhere does not exist"),
        (["minimise", "nowhere"], "nowhere does not exist"),
        (["import", str(RECORDED), "--protocol", "nothing"], "nothing"),
    ],
)
def test_invalid_input_is_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", *words]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
