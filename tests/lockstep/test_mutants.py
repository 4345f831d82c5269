import json
from pathlib import Path
from typing import Any

import pytest

from analysis.mutants import survey as module
from analysis.mutants.survey import Survey
from analysis.mutants.trial import Trial
from lockstep.cli import run

EQUIVALENT = "spec.dcm.post_processing.clamp: comparison: low > 0 -> low >= 0"
TRIALS = (
    Trial("m.f: constant: 0 -> 1", "constant", {"lockstep": "differs", "prove": "refuted"}),
    Trial("m.f: constant: 1 -> 2", "constant", {"prove": "refuted"}),
    Trial(EQUIVALENT, "comparison", {}),
)


def surveyed(monkeypatch: pytest.MonkeyPatch, trials: tuple[Trial, ...]) -> list[Any]:
    asked: list[Any] = []

    def survey(protocol: str, *arguments: object, every: bool) -> Survey:
        asked.append((protocol, *arguments[:3], every))
        return Survey(protocol, trials, 9, ("lockstep", "explore", "prove", "lockstep, longer"), every)

    monkeypatch.setattr(module, "survey", survey)
    return asked


def test_success_says_who_noticed_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = surveyed(monkeypatch, TRIALS)
    assert run(["mutants", "--protocol", "dcm", "--most", "3", "--seed", "5", "--output", str(tmp_path)]) == 0
    assert asked == [("dcm", 3, 5, 1, False)]
    said = capsys.readouterr().out
    assert (
        "dcm: 3 of 9 mutants tried\n      1  caught by lockstep\n      1  caught by prove\n      1  survived\n" in said
    )
    assert f"survived: {EQUIVALENT}: a maximum with zero changes nothing" in said


def test_success_all_catchers_give_the_matrix(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = surveyed(monkeypatch, TRIALS)
    assert run(["mutants", "--protocol", "dcm", "--all-catchers", "--output", str(tmp_path)]) == 0
    assert asked[0][-1] is True
    said = capsys.readouterr().out
    assert "      1  noticed by lockstep, 0 of them by nobody else\n" in said
    assert "      0  noticed by explore, 0 of them by nobody else\n" in said
    assert "      2  noticed by prove, 1 of them by nobody else\n" in said
    kept = json.loads((tmp_path / "dcm.json").read_text(encoding="utf-8"))
    assert [sorted(row["signs"]) for row in kept["mutants"]] == [["lockstep", "prove"], ["prove"], []]


def test_invalid_survivor_that_nobody_explains(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    surveyed(monkeypatch, (*TRIALS, Trial("m.h: dropped guard: g -> pass", "dropped guard", {})))
    assert run(["mutants", "--protocol", "dcm", "--output", str(tmp_path)]) == 1
    assert "survived: m.h: dropped guard: g -> pass: unexplained" in capsys.readouterr().out
