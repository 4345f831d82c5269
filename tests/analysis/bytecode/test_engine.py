"""Outcomes of a tool as cells, canaries and counterexamples of the table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.bytecode.engine import BytecodeEngine, calls_of, detail_of, judged
from analysis.engine import Job
from analysis.evidence.verdict import Verdict
from analysis.profiles import PROFILES
from fuzz.engines.adapter import Adapter, Campaign, Found, Outcome, Reproducer, Sent, Task, Tool
from properties.binding import Call
from properties.bytecode import Twins
from properties.dcm.bytecode import TWINS
from properties.dcm.recipes import Account
from properties.protocols import load

DCM = load("dcm")
BOTH = tuple(fault.property for fault in TWINS.canaries)
SENT = Sent("0x" + "00" * 20, "0x" + "11" * 20, b"\x01", text="carry_on(0)")


class FakeAdapter(Adapter):
    """Says what it is told to say, and finds the canaries that it is told to find."""

    name = "fake"
    kind = "pretence"
    canary_calls = 7

    def __init__(self, outcomes: tuple[Outcome, ...] = (), finds: tuple[str, ...] = ()) -> None:
        self.outcomes, self.finds = outcomes, finds
        self.tasks: list[Task] = []

    def available(self) -> Tool:
        return Tool(False, reason="it is a fake", cost="nothing")

    def run(self, task: Task) -> Campaign:
        self.tasks.append(task)
        if not task.patches:
            return Campaign(self.outcomes, errors=("a word",) if not self.outcomes else ())
        return Campaign(tuple(Outcome(id, Found.FAILED) for id in task.properties if id in self.finds))


def job(tmp_path: Path, profile: str = "quick", **changes: object) -> Job:
    return replace(Job(DCM, PROFILES[profile], 3, tmp_path), **changes)


def test_success_silence_is_fuzzed_and_a_bound_is_exhausted(tmp_path: Path) -> None:
    outcomes = (
        Outcome("DCM-CON-01", Found.HELD, calls=500, exercised=9),
        Outcome("DCM-CON-02", Found.BOUNDED, paths=4, bound="one call"),
        Outcome("DCM-CON-03", Found.UNKNOWN, detail="the solver gave up"),
        Outcome("DCM-CON-04", Found.HELD, calls=500, exercised=0),
    )
    cells = BytecodeEngine(FakeAdapter(outcomes, BOTH)).run(job(tmp_path)).cells
    assert [cell.verdict for cell in cells] == [Verdict.FUZZED, Verdict.EXHAUSTED, Verdict.UNKNOWN, Verdict.UNKNOWN]
    assert cells[0].detail == {"bound": None, "calls": 500, "exercised": 9}
    assert cells[1].detail == {"bound": "one call", "paths": 4}
    assert cells[2].reason == "the solver gave up"
    assert cells[3].reason == "none of 500 calls gave it anything to say"
    assert {cell.target for cell in cells} == {"JobManager"}


def test_success_canaries_are_looked_for_one_by_one(tmp_path: Path) -> None:
    adapter = FakeAdapter(finds=(TWINS.canaries[0].property,))
    result = BytecodeEngine(adapter).run(job(tmp_path))
    assert [(canary.fault, canary.found) for canary in result.canaries] == [
        (TWINS.canaries[0].name, True),
        (TWINS.canaries[1].name, False),
    ]
    first, *rest = adapter.tasks
    assert (first.calls, first.patches, first.stop_early, first.seed) == (1_000, (), False, 3)
    assert [(task.calls, task.stop_early, len(task.patches)) for task in rest] == [(7, True, 1)] * 2


@pytest.mark.parametrize(("profile", "keeps"), [("quick", False), ("ci", False), ("deep", True)])
def test_success_only_a_campaign_of_deep_keeps_a_corpus(tmp_path: Path, profile: str, keeps: bool) -> None:
    adapter = FakeAdapter()
    BytecodeEngine(adapter).run(job(tmp_path, profile))
    assert [task.keeps_corpus for task in adapter.tasks] == [keeps, False, False]


def test_success_a_missed_canary_makes_green_cells_void(tmp_path: Path) -> None:
    outcomes = (
        Outcome("DCM-CON-01", Found.HELD, calls=500, exercised=9),
        Outcome("DCM-CON-02", Found.FAILED, calls=500, detail="broken"),
    )
    green, red = BytecodeEngine(FakeAdapter(outcomes, BOTH[:1])).run(job(tmp_path)).cells
    assert (green.verdict, red.verdict) == (Verdict.UNKNOWN, Verdict.VIOLATED)
    assert green.reason == f"void, because fake did not find the planted fault {TWINS.canaries[1].name!r}"


def test_success_only_wanted_properties_with_a_twin_are_asked_for(tmp_path: Path) -> None:
    adapter = FakeAdapter()
    BytecodeEngine(adapter).run(job(tmp_path, properties=frozenset({"DCM-CON-01", "DCM-PRI-04"})))
    assert adapter.tasks[0].properties == ("DCM-CON-01",)


def test_success_a_violation_that_was_not_translated_keeps_the_tools_words(tmp_path: Path) -> None:
    reproducer = Reproducer((SENT,), raw="[1]", unmapped="no log was read")
    outcomes = (Outcome("DCM-CON-01", Found.FAILED, calls=9, detail="broken by 1 call", reproducer=reproducer),)
    result = BytecodeEngine(FakeAdapter(outcomes)).run(job(tmp_path))
    (cell,) = result.cells
    assert cell.verdict is Verdict.VIOLATED
    assert cell.reason == "broken by 1 call; not replayed on the chain: no log was read"
    assert cell.detail["reproducer"] == "[1]"
    assert (tmp_path / "counterexamples" / "fake-dcm-con-01" / "sequence.json").read_text() == "[1]\n"


def test_success_a_violation_that_lockstep_does_not_share_says_so(tmp_path: Path) -> None:
    calls = (Call("owner", "set_job_manager", (Account("JobManager"),)),)
    reproducer = Reproducer((SENT,), raw="[]", calls=calls)
    outcomes = tuple(
        Outcome(id, Found.FAILED, calls=9, detail="broken", reproducer=reproducer)
        for id in ("DCM-CON-01", "DCM-CON-02")
    )
    result = BytecodeEngine(FakeAdapter(outcomes)).run(job(tmp_path))
    said = "broken; not confirmed: lockstep makes the same calls and finds nothing"
    assert [cell.reason for cell in result.cells] == [said, said]
    assert (tmp_path / "counterexamples" / "fake-dcm-con-01" / "calls.json").exists()


def test_success_errors_of_a_run_are_handed_on(tmp_path: Path) -> None:
    assert BytecodeEngine(FakeAdapter()).run(job(tmp_path)).errors == ("a word",)


def test_success_a_slow_engine_waits_for_the_deep_profile(tmp_path: Path) -> None:
    adapter = FakeAdapter()
    adapter.deep_only = True
    result = BytecodeEngine(adapter).run(job(tmp_path))
    assert {cell.verdict for cell in result.cells} == {Verdict.NOT_RUN}
    assert not adapter.tasks
    BytecodeEngine(adapter).run(job(tmp_path, "deep"))
    assert adapter.tasks


def test_success_a_protocol_without_property_contracts_gets_nothing(tmp_path: Path) -> None:
    engine = BytecodeEngine(FakeAdapter())
    other = replace(DCM, name="nothing_of_that_name")
    assert engine.run(job(tmp_path, protocol=other)).cells == ()
    prop = replace(DCM.catalogue.by_id("DCM-CON-01"), protocol="nothing_of_that_name")
    assert not engine.covers(prop)


def test_success_availability_is_the_tools(tmp_path: Path) -> None:
    engine = BytecodeEngine(FakeAdapter())
    available = engine.available()
    assert (available.installed, available.reason, available.cost) == (False, "it is a fake", "nothing")
    assert engine.covers(DCM.catalogue.by_id("DCM-CON-01"))
    assert not engine.covers(DCM.catalogue.by_id("DCM-PRI-04"))
    assert calls_of(job(tmp_path)) == PROFILES["quick"].calls // 2


def test_success_no_call_is_no_evidence() -> None:
    assert judged(Outcome("DCM-CON-01", Found.HELD))[0] is Verdict.UNKNOWN
    assert detail_of(Outcome("DCM-CON-01", Found.HELD)) == {"bound": None}


@pytest.mark.parametrize(("found", "missing"), [(Found.BOUNDED, "bound"), (Found.UNKNOWN, "detail")])
def test_invalid_an_outcome_that_says_less_than_it_claims(found: Found, missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        Outcome("DCM-CON-01", found)


def test_success_twins_are_typed() -> None:
    assert isinstance(TWINS, Twins)
