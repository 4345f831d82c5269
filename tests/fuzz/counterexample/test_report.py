import json
from pathlib import Path
from typing import Any

import pytest

from fuzz.counterexample import NotReproducible, Trace, assert_no_finding, replay, report
from fuzz.lockstep import session as session_module
from fuzz.lockstep.session import Session
from lockstep.cli import run
from properties.binding import Divergence
from tests.fuzz.counterexample import planted
from tests.fuzz.counterexample.planted import ESSENTIAL, NAME, SEED, SWAPPED, UNGUARDED, faulty, meet

FILES = [
    "Reproduce.t.sol",
    "itf.json",
    "raw-trace.json",
    "sentence.txt",
    "steps.md",
    "test_counterexample.py",
    "trace.json",
]


@pytest.fixture(scope="module")
def folder(swapped: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    met = meet(swapped)
    return report(faulty(SWAPPED), met.calls, met.of("balance"), SEED, tmp_path_factory.mktemp("counterexamples"))


def with_contracts_of(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the project's contracts are those of a session."""
    monkeypatch.setattr(session_module, "compile_sources", lambda *_, **__: session.artifacts)


def test_the_folder_is_complete_and_named_for_the_fault(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert folder.name.startswith("dcm-reclaim-stalled-balance-seller-")


def test_raw_and_shrunk_trace_are_both_kept(folder: Path) -> None:
    assert Trace.load(folder / "raw-trace.json").calls == planted.NOISY
    shrunk = Trace.load(folder)
    assert tuple(call.action for call in shrunk.calls) == ESSENTIAL
    assert shrunk.finding is not None
    assert (shrunk.finding.comparison, shrunk.finding.step, shrunk.seed) == ("balance", 5, SEED)


def test_the_sentence_says_who_did_what_and_what_went_wrong(folder: Path) -> None:
    sentence = (folder / "sentence.txt").read_text()
    assert sentence.startswith(
        "After 4 calls, buyer calls reclaim_stalled(request_id=1), 86401 s (1 d 1 s) later; seller should then hold "
    )
    assert "1 wei too much, which contradicts DCM-CON-02 (For every request" in sentence
    assert sentence.count("\n") == 1


def test_the_steps_show_what_changed_and_what_differs(folder: Path) -> None:
    page = (folder / "steps.md").read_text()
    assert "## 3. buyer calls submit_request(dataset_id=1," in page
    assert "- `requests[1].status`: PENDING -> ACCEPTED" in page
    assert "- `next_request_id`: 1 -> 2" in page
    assert "- `coin of JobManager`: 1 wei -> 0 wei, -1 wei" in page
    wrong = page[page.index("## What is wrong") :]
    assert "seller should then hold" in wrong
    assert "buyer should then hold" in wrong
    assert "0x7" not in wrong, "names stand for addresses"


def test_the_itf_trace_has_the_state_after_every_call(folder: Path) -> None:
    document = json.loads((folder / "itf.json").read_text())
    assert document["#meta"]["format"] == "ITF"
    assert len(document["states"]) == 1 + len(ESSENTIAL)
    assert all(set(state) == {"#meta", *document["vars"]} for state in document["states"])
    assert [state["call_action"] for state in document["states"]] == ["", *ESSENTIAL]
    last = document["states"][-1]
    assert last["requests"]["#map"][0][0] == {"#bigint": "1"}
    assert last["requests"]["#map"][0][1]["status"] == "REJECTED"
    assert "#unserializable" not in (folder / "itf.json").read_text()


def test_reporting_twice_writes_the_same_bytes(folder: Path, swapped: Session, tmp_path: Path) -> None:
    met = meet(swapped)
    for _ in range(2):
        again = report(faulty(SWAPPED), met.calls, met.of("balance"), SEED, tmp_path)
        assert again.name == folder.name
        for name in FILES:
            assert (again / name).read_bytes() == (folder / name).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_two_faults_have_two_folders(folder: Path, unguarded: Session, tmp_path: Path) -> None:
    met = meet(unguarded)
    other = report(faulty(UNGUARDED), met.calls, met.of("outcome"), SEED, tmp_path)
    assert other.name != folder.name
    assert "the call should be refused with NotStalled(" in (other / "sentence.txt").read_text()
    assert "but it succeeded, which contradicts DCM-TIM-01" in (other / "sentence.txt").read_text()


@pytest.mark.parametrize(("mended", "status"), [(False, pytest.ExitCode.TESTS_FAILED), (True, pytest.ExitCode.OK)])
def test_the_pytest_file_fails_until_the_contracts_are_mended(
    mended: bool, status: pytest.ExitCode, folder: Path, swapped: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not mended:
        with_contracts_of(swapped, monkeypatch)
    arguments = [str(folder), "-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:xdist"]
    assert pytest.main([*arguments, f"--rootdir={folder}"]) == status


def test_success_no_finding_on_the_right_contracts(folder: Path) -> None:
    assert_no_finding(folder)


def test_invalid_contracts_fail_with_sentence_and_steps(folder: Path, swapped: Session) -> None:
    with pytest.raises(AssertionError, match="seller should then hold") as failed:
        assert_no_finding(folder, artifacts=swapped.artifacts)
    assert "5. buyer calls reclaim_stalled(request_id=1), 86401 s (1 d 1 s) later -> done" in str(failed.value)


def test_a_replay_tells_steps_changes_and_the_violation(folder: Path, swapped: Session) -> None:
    told = replay(folder / "trace.json", artifacts=swapped.artifacts)
    assert [step.index for step in told.steps] == [1, 2, 3, 4, 5]
    assert [bool(step.findings) for step in told.steps] == [False] * 4 + [True]
    assert told.violation == (folder / "sentence.txt").read_text().rstrip("\n")
    assert {change.name for change in told.steps[3].changes} >= {"requests[1].status", "jobs[1]"}


def test_a_replay_stops_at_the_first_finding(folder: Path, swapped: Session, tmp_path: Path) -> None:
    trace = Trace.load(folder)
    longer = Trace(trace.protocol, trace.seed, (*trace.calls, *trace.calls), trace.finding)
    told = replay(longer.save(tmp_path / "longer.json"), artifacts=swapped.artifacts)
    assert len(told.steps) == len(told.states) - 1 == 5
    assert told.violation == replay(folder, artifacts=swapped.artifacts).violation


def test_the_command_line_replays_it(
    folder: Path, swapped: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["replay", str(folder)]) == 0
    assert "No violation: the fault is gone." in capsys.readouterr().out
    with_contracts_of(swapped, monkeypatch)
    assert run(["replay", str(folder)]) == 1
    assert "Violated: After 4 calls, buyer calls reclaim_stalled" in capsys.readouterr().out
    assert run(["replay", str(folder / "steps.md")]) == 2
    assert "it is not JSON (line 1: " in capsys.readouterr().err


def test_invalid_finding_that_does_not_replay_is_told_and_kept(tmp_path: Path) -> None:
    made_up = Divergence("balance", "reclaim_stalled", "buyer", "1 wei", "2 wei")
    calls = planted.NOISY[:3]
    with pytest.raises(NotReproducible, match="not reproducible: reclaim_stalled: balance of buyer differ") as told:
        report(faulty(), calls, made_up, SEED, tmp_path)
    assert "When its calls were made again, all calls were made and nothing was found." in str(told.value)
    assert Trace.load(told.value.folder).calls == calls
    assert "Not reproducible: " in (told.value.folder / "sentence.txt").read_text()


def test_an_interrupted_run_keeps_the_raw_trace(
    swapped: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fuzz.counterexample.reporting.shrink", stop)
    met = meet(swapped)
    with pytest.raises(KeyboardInterrupt):
        report(faulty(SWAPPED), met.calls, met.of("balance"), SEED, tmp_path)
    (left,) = tmp_path.iterdir()
    assert Trace.load(left / "raw-trace.json").calls == met.calls
    assert "Confirmed by a replay, not shrunk yet." in (left / "sentence.txt").read_text()
    assert replay(left, artifacts=swapped.artifacts).violation is not None


def test_a_finding_at_the_end_of_the_run_is_told_as_such(tmp_path: Path) -> None:
    source = planted.MadeUpSource(NAME)
    session = source.boot(SEED)
    met = meet(session)
    folder = report(source, met.calls, met.findings[0], SEED, tmp_path)
    sentence = (folder / "sentence.txt").read_text()
    assert sentence.startswith(
        "After 4 calls, once everyone has had the chance to take their money out, TOY-LIV-01 should hold, "
        "but 'at most one request' is false: Nobody asks twice"
    )
    again = Trace.load(folder, lambda _: planted.with_properties())
    assert again.finding is not None
    assert again.finding.step is None


def test_invalid_argument_that_means_nothing_names_its_step(folder: Path, tmp_path: Path) -> None:
    document = json.loads((folder / "trace.json").read_text())
    document["steps"][1]["arguments"]["merkle_root"]["contents"]["types"] = [{"text": "euint9"}]
    file = tmp_path / "trace.json"
    file.write_text(json.dumps(document))
    with pytest.raises(Exception, match=r"step 2 \(seller calls commit_dataset\) can't be made"):
        replay(file)
