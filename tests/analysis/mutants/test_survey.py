"""The matrix of a survey: counts, what is kept, and the tables of the engine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.engine import Job
from analysis.mutants import engine
from analysis.mutants.engine import MutantsEngine
from analysis.mutants.survey import Survey, survey
from analysis.mutants.trial import Trial
from analysis.profiles import profile_named
from properties.protocols import load

TRIALS = (
    Trial("m.f: constant: 0 -> 1", "constant", {"lockstep": "differs", "prove": "refuted"}),
    Trial("m.f: constant: 1 -> 2", "constant", {"explore": "fails"}),
    Trial("m.g: operator: a + b -> a - b", "operator", {"lockstep, longer": "differs late"}),
    Trial("m.h: dropped guard: g -> pass", "dropped guard", {}),
)
FOUND = Survey("dcm", TRIALS, 9, ("lockstep", "explore", "prove", "lockstep, longer"), every=True)


def test_success_counts_say_who_notices_and_who_alone() -> None:
    assert FOUND.caught() == [("lockstep", 2, 1), ("explore", 1, 1), ("prove", 1, 0)]
    assert [trial.id for trial in FOUND.survivors] == ["m.h: dropped guard: g -> pass"]


def test_success_the_matrix_is_kept(tmp_path: Path) -> None:
    FOUND.keep(tmp_path / "new" / "dcm.json")
    kept = json.loads((tmp_path / "new" / "dcm.json").read_text(encoding="utf-8"))
    assert kept["catchers"] == list(FOUND.catchers) and kept["total"] == 9 and kept["every"]
    assert kept["mutants"][0] == {
        "mutant": "m.f: constant: 0 -> 1",
        "kind": "constant",
        "caught_by": "lockstep",
        "signs": {"lockstep": "differs", "prove": "refuted"},
    }


@pytest.mark.parametrize("every", [False, True])
def test_success_the_engine_tells_who_caught_what(every: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def surveyed(*_arguments: object, every: bool) -> Survey:
        asked.append(every)
        return replace(FOUND, every=every)

    monkeypatch.setattr(engine, "survey", surveyed)
    options = {"all_catchers": True} if every else {}
    result = MutantsEngine().run(Job(load("dcm"), profile_named("ci"), 0, tmp_path, options=options))
    assert asked == [every]
    tables = {table.title: table for table in result.coverage}
    firsts = tables["mutants of the specification: 4 of 9 tried, by who caught them first"]
    assert ("constant", "explore", 1) in firsts.rows and ("dropped guard", "survived", 1) in firsts.rows
    assert ("who catches which mutant" in tables) is every
    if every:
        matrix = tables["who catches which mutant"]
        assert matrix.headers == ("mutant", *FOUND.catchers)
        assert matrix.rows[0] == (TRIALS[0].id, "caught", "-", "caught", "-")
    assert result.errors == ("mutant survives and nobody says why: m.h: dropped guard: g -> pass",)
    assert (tmp_path / "mutants.json").is_file()
    assert result.mutants is not None and (result.mutants.killed, result.mutants.total) == (3, 4)


def test_success_any_number_of_processes_finds_the_same() -> None:
    one, two = (survey("dcm", 7, 3, processes, lambda done, of: None) for processes in (1, 2))
    assert one == two
    assert all(trial.caught_by for trial in one.trials)
