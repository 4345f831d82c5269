"""What the engine says of each property, and when."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.engine import Job
from analysis.evidence.records import Cell
from analysis.evidence.verdict import Verdict
from analysis.explore.engine import ExploreEngine, canaries
from analysis.profiles import profile_named
from properties.catalogue import Catalogue, Scope
from properties.protocols import load
from spec.core import Step
from spec.dcm import escrow
from tests.analysis.explore.mutated import mutated
from tests.analysis.explore.toy import depot, depot_catalogue

DCM = load("dcm")


def job(folder: Path, protocol: Any = DCM, **changes: Any) -> Job:
    return replace(Job(protocol, profile_named("quick"), seed=0, workdir=folder), **changes)


def toy(catalogue: Catalogue | None = None, **changes: Any) -> Any:
    return depot(catalogue=catalogue, name="tiny", **changes)


def the_cell(cells: tuple[Cell, ...], id: str = "TOY-CON-01") -> Cell:
    return next(cell for cell in cells if cell.property == id)


def test_success_every_property_of_the_small_preset_is_exhausted(tmp_path: Path) -> None:
    result = ExploreEngine().run(job(tmp_path))
    expected = [prop.id for prop in DCM.catalogue if ExploreEngine().covers(prop)]
    assert [cell.property for cell in result.cells] == expected
    assert {cell.verdict for cell in result.cells} <= {Verdict.EXHAUSTED, Verdict.ACCEPTED_RISK}
    cell = the_cell(result.cells, "DCM-CON-01")
    assert cell.detail["states"] > 1_000 and cell.detail["depth"] > 8 and "one request" in str(cell.detail["bound"])
    assert not result.errors and not result.counterexamples
    assert [canary.found for canary in result.canaries] == [True]
    assert ("request", "ACCEPTED", "finalize", "COMPLETED") in result.coverage[0].rows


def test_success_only_wanted_properties_get_a_cell(tmp_path: Path) -> None:
    result = ExploreEngine().run(job(tmp_path, properties=frozenset({"DCM-CON-06"})))
    assert [cell.property for cell in result.cells] == ["DCM-CON-06"]


def test_a_violation_has_a_folder_with_a_trace_and_its_steps(tmp_path: Path) -> None:
    with mutated(escrow.close, "r.base_fee = 0", "pass"):
        result = ExploreEngine().run(job(tmp_path))
    cell = the_cell(result.cells, "DCM-CON-06")
    assert cell.verdict is Verdict.VIOLATED and cell.counterexample
    trace = json.loads((Path(cell.counterexample) / "trace.json").read_text(encoding="utf-8"))
    assert trace["finding"]["property"] == "DCM-CON-06"
    assert trace["steps"][-1]["call"] == "reject_request"
    assert "base_fee" not in (Path(cell.counterexample) / "sentence.txt").read_text(encoding="utf-8")
    assert "status: PENDING -> REJECTED" in (Path(cell.counterexample) / "steps.md").read_text(encoding="utf-8")
    other = the_cell(result.cells, "DCM-ACC-02")
    assert other.verdict is Verdict.UNKNOWN and "stopped at the violation" in str(other.reason)


def test_a_spent_budget_is_unknown(tmp_path: Path) -> None:
    result = ExploreEngine().run(job(tmp_path, options={"states": 100}))
    cell = the_cell(result.cells, "DCM-CON-01")
    assert cell.verdict is Verdict.UNKNOWN
    assert "the budget of states was spent after" in str(cell.reason)


def test_a_silent_clause_is_vacuous(tmp_path: Path) -> None:
    catalogue = depot_catalogue()

    @catalogue.by_id("TOY-CON-01").on_step("fetch")
    def fetched_by_nobody(step: Step) -> bool | None:
        return None

    cell = the_cell(ExploreEngine().run(job(tmp_path, toy(catalogue))).cells)
    assert cell.verdict is Verdict.VACUOUS and cell.reason == "never had anything to say: fetched by nobody"


def test_a_property_that_the_preset_omits_is_not_run(tmp_path: Path) -> None:
    cell = the_cell(ExploreEngine().run(job(tmp_path, toy(omits={"TOY-CON-01": "there is no scale"}))).cells)
    assert (cell.verdict, cell.reason) == (Verdict.NOT_RUN, "there is no scale")


def test_an_omission_of_nothing_is_an_error(tmp_path: Path) -> None:
    result = ExploreEngine().run(job(tmp_path, toy(omits={"TOY-CON-02": "gone"})))
    assert result.errors == ("preset tiny omits 'TOY-CON-02', which the catalogue does not list",)


def test_a_clause_over_runs_is_told_as_not_checked(tmp_path: Path) -> None:
    followed = {prop.id for prop in DCM.catalogue if any(clause.scope is Scope.TRACE for clause in prop.clauses)}
    cells = {cell.property: cell for cell in ExploreEngine().run(job(tmp_path)).cells}
    assert followed
    for id in followed & set(cells):
        assert "it follows whole runs" in str(cells[id].detail["not_checked"])


def test_a_protocol_without_presets_is_not_run_and_says_so(tmp_path: Path) -> None:
    bare = toy()
    bare.presets = ()
    cells = ExploreEngine().run(job(tmp_path, bare)).cells
    assert {(cell.verdict, cell.reason) for cell in cells} == {(Verdict.NOT_RUN, "toy declares no preset to explore")}


def test_a_crash_of_the_specification_is_an_error_of_the_run(tmp_path: Path) -> None:
    broken = toy()
    with mutated(broken.actions["fetch"].run, "parcel_id in s.parcels and", ""):
        result = ExploreEngine().run(job(tmp_path, broken))
    assert "fetch raised KeyError" in result.errors[0]


@pytest.mark.parametrize("protocol", [DCM], ids=["dcm"])
def test_the_canary_is_found(protocol: Any) -> None:
    (canary,) = canaries(protocol)
    assert canary.found and canary.fault == "every refund is paid twice"


def test_a_canary_that_does_not_sing_is_told() -> None:
    silent = replace(DCM.presets[0].planted, plant=lambda: mutated(escrow.close, "r.base_fee = 0", "r.base_fee = 0"))
    deaf = replace(DCM, presets=(replace(DCM.presets[0], planted=silent),))
    (canary,) = canaries(deaf)
    assert not canary.found
