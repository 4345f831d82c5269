"""`lockstep engines` names every engine, whether it can run, and what it can check."""

from __future__ import annotations

import pytest

from analysis.engine import Availability, Engine, EngineResult, Job
from analysis.engines import ENGINES
from lockstep.commands.engines import engines, row_of


class Absent(Engine):
    name = "absent"
    kind = "an engine that is not here"

    def available(self) -> Availability:
        return Availability(False, reason="there is no `absent` on PATH", cost="nothing is lost")

    def run(self, job: Job) -> EngineResult:
        return EngineResult()


def test_success_every_engine_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert engines() == 0
    shown = capsys.readouterr().out
    assert all(engine.name in shown for engine in ENGINES)


def test_success_a_missing_engine_says_why_and_what_that_costs() -> None:
    row = row_of(Absent())
    assert not row.installed and row.state == "there is no `absent` on PATH; without it nothing is lost"
