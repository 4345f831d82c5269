from pathlib import Path
from typing import Any

import pytest

from analysis.engine import EngineResult, Job, Progress
from analysis.evidence import Canary, Cell, EvidenceStore, Verdict
from tests.specimens import ToyEngine, all_green


def violate(job: Job) -> EngineResult:
    green = all_green(job, "lockstep")
    first = green.cells[0]
    broken = Cell(first.property, "lockstep", "Vault", Verdict.VIOLATED, reason="1 wei is missing")
    return EngineResult(cells=(broken, *green.cells[1:]), canaries=green.canaries)


def test_success_verify_writes_every_report_and_prints_the_table(lockstep: Any, tmp_path: Path) -> None:
    said = lockstep("verify", "--output", tmp_path)
    assert said.code == 0
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        "evidence.json",
        "evidence.html",
        "evidence.md",
        "junit.xml",
    }
    assert "  TOY-CON-01   fuzzed 2,000 calls" in said.out
    assert "4 of 4 properties green\nVerdict: good" in said.out


def test_success_verify_hands_the_choices_on(lockstep: Any, engine: ToyEngine, tmp_path: Path) -> None:
    options = ["--profile", "ci", "--protocol", "game", "--seed", "9", "--processes", "2", "--engine", "lockstep"]
    assert lockstep("verify", *options, "--output", tmp_path).code == 0
    [job] = engine.jobs
    assert (job.protocol.name, job.profile.name, job.seed, job.processes) == ("game", "ci", 9, 2)
    evidence = EvidenceStore(tmp_path).load()
    assert (evidence.profile, evidence.seed) == ("ci", 9)
    assert evidence.toolchain["python"].startswith("3.11")


def test_invalid_a_violation_ends_with_1(lockstep: Any, engine: ToyEngine, tmp_path: Path) -> None:
    engine._work = violate
    said = lockstep("verify", "--protocol", "toy", "--output", tmp_path)
    assert said.code == 1
    assert "  - TOY-CON-01 is violated (lockstep on Vault): 1 wei is missing" in said.out


def test_an_interrupted_run_ends_with_130_and_keeps_its_evidence(
    lockstep: Any, engine: ToyEngine, tmp_path: Path
) -> None:
    def interrupt(job: Job) -> EngineResult:
        if job.protocol.name == "game":
            raise KeyboardInterrupt
        return all_green(job, "lockstep")

    engine._work = interrupt
    said = lockstep("verify", "--output", tmp_path)
    assert said.code == 130
    evidence = EvidenceStore(tmp_path).load()
    assert (evidence.complete, len(evidence.cells)) == (False, 2)
    assert "the run did not finish" in said.out
    assert (tmp_path / "evidence.html").exists()


def test_progress_goes_to_standard_error_in_plain_lines(lockstep: Any, engine: ToyEngine, tmp_path: Path) -> None:
    def work(job: Job) -> EngineResult:
        for done in range(0, 1001, 10):
            job.report(Progress(done, 1000, covered="3/4 guards", failures=int(done == 1000)))
        return all_green(job, "lockstep")

    engine._work = work
    said = lockstep("verify", "--protocol", "toy", "--output", tmp_path)
    lines = said.err.splitlines()
    assert len(lines) == 11
    assert lines[0] == "lockstep toy: 0 of 1,000 calls 3/4 guards"
    assert lines[-1] == "lockstep toy: 1,000 of 1,000 calls 3/4 guards 1 failures"
    assert "guards" not in said.out


def test_success_fuzz_runs_the_lockstep_engine_with_its_own_budget(
    lockstep: Any, engine: ToyEngine, tmp_path: Path
) -> None:
    said = lockstep("fuzz", "--calls", "123", "--driver", "native", "--property", "game-acc-01", "--output", tmp_path)
    [job] = engine.jobs
    assert (job.profile.calls, job.options["driver"], job.properties) == (123, "native", frozenset({"GAME-ACC-01"}))
    assert job.protocol.name == "game"
    assert said.code == 0
    assert "1 of 1 property green" in said.out


def test_invalid_fuzz_finds_a_missed_canary(lockstep: Any, engine: ToyEngine, tmp_path: Path) -> None:
    engine._work = lambda job: EngineResult(
        cells=all_green(job, "lockstep").cells, canaries=(Canary("lockstep", job.protocol.name, False),)
    )
    said = lockstep("fuzz", "--protocol", "toy", "--output", tmp_path)
    assert said.code == 1
    assert "missed its canary on toy" in said.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["verify", "--profile", "quik"], "there is no profile 'quik'. Did you mean quick?"),
        (["verify", "--protocol", "tow"], "protocol 'tow' does not exist. Choose one of toy, game."),
        (["verify", "--engine", "lockstp"], "there is no engine 'lockstp'. Did you mean lockstep?"),
        (["fuzz", "--property", "TOY-CON-99"], "there is no property 'TOY-CON-99'. Did you mean TOY-CON-01"),
        (
            ["fuzz", "--property", "TOY-CON-01", "--protocol", "game"],
            "TOY-CON-01 is a property of toy, not of game. Drop --protocol.",
        ),
        (["verify", "--seed", "-1"], "Invalid value for '--seed'"),
        (["verify", "--seed", "x"], "Invalid value for '--seed'"),
        (["fuzz", "--calls", "0"], "Invalid value for '--calls'"),
        (["fuzz", "--driver", "manual"], "Invalid value for '--driver'"),
        (["verfy"], "No such command 'verfy'"),
        (["verify", "--output", __file__], "Invalid value for '--output'"),
    ],
)
def test_invalid_input_is_one_sentence_and_2(lockstep: Any, arguments: list[str], sentence: str) -> None:
    said = lockstep(*arguments)
    assert said.code == 2
    assert said.err.startswith(f"lockstep: {sentence}")
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_no_command_shows_the_help_and_ends_with_2(lockstep: Any) -> None:
    said = lockstep()
    assert said.code == 2
    assert all(name in said.out for name in ("verify", "fuzz", "replay", "doctor", "explain", "report"))


def test_success_help_ends_with_0(lockstep: Any) -> None:
    assert lockstep("--help").code == 0
    assert "quick (2,000 calls)" in " ".join(lockstep("verify", "--help").out.replace("│", " ").split())


def test_invalid_a_missing_package_is_a_sentence(lockstep: Any, engine: ToyEngine, monkeypatch: Any) -> None:
    def missing() -> None:
        raise ModuleNotFoundError("No module named 'pyrevm'", name="pyrevm")

    monkeypatch.setattr(engine, "available", missing)
    said = lockstep("verify")
    assert (said.code, said.err) == (2, "lockstep: the Python package pyrevm is not installed. Run `make setup`.\n")


def test_a_missing_module_of_our_own_is_a_bug_and_not_a_sentence(
    lockstep: Any, engine: ToyEngine, monkeypatch: Any
) -> None:
    def missing() -> None:
        raise ModuleNotFoundError("No module named 'fuzz.nothing'", name="fuzz.nothing")

    monkeypatch.setattr(engine, "available", missing)
    with pytest.raises(ModuleNotFoundError):
        lockstep("verify")
