import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from analysis.engine import Availability, Engine, EngineResult, Job, Progress
from analysis.evidence import (
    Canary,
    Cell,
    CoverageTable,
    EvidenceStore,
    MutationScore,
    Verdict,
    exit_status,
    strip_volatile,
)
from analysis.profiles import PROFILES
from analysis.verification import Interrupted, Plan, verify
from fuzz.errors import UserError
from properties.catalogue import Property
from tests.specimens import ToyEngine, all_green, toy_protocol

ROOT = Path(__file__).resolve().parents[2]


def plan(tmp_path: Path, *engines: Engine, **changes: Any) -> Plan:
    fields: dict[str, Any] = {
        "engines": list(engines),
        "protocols": [toy_protocol()],
        "profile": PROFILES["quick"],
        "seed": 7,
        "root": tmp_path,
        "output": tmp_path / "build",
        **changes,
    }
    return Plan(**fields)


def stored(tmp_path: Path) -> Any:
    return json.loads((tmp_path / "build" / "evidence.json").read_text())


def test_success_every_engine_runs_on_every_protocol(tmp_path: Path) -> None:
    first, second = ToyEngine(), ToyEngine(name="other")
    evidence = verify(plan(tmp_path, first, second, protocols=[toy_protocol(), toy_protocol("game")]))
    assert [(cell.engine, cell.property) for cell in evidence.cells] == [
        ("toy-engine", "TOY-CON-01"),
        ("toy-engine", "TOY-ACC-01"),
        ("other", "TOY-CON-01"),
        ("other", "TOY-ACC-01"),
        ("toy-engine", "GAME-CON-01"),
        ("toy-engine", "GAME-ACC-01"),
        ("other", "GAME-CON-01"),
        ("other", "GAME-ACC-01"),
    ]
    assert exit_status(evidence) == (0, [])
    assert EvidenceStore(tmp_path / "build").load() == evidence


def test_success_a_job_carries_the_plan(tmp_path: Path) -> None:
    engine = ToyEngine()
    verify(plan(tmp_path, engine, processes=2, options={"driver": "native"}, properties=frozenset({"TOY-CON-01"})))
    [job] = engine.jobs
    assert (job.seed, job.processes, job.profile.name, job.options["driver"]) == (7, 2, "quick", "native")
    assert job.workdir == tmp_path / "build" / "toy-engine" / "toy"
    assert job.workdir.is_dir()
    assert job.wants("TOY-CON-01")
    assert not job.wants("TOY-ACC-01")


def test_success_unchosen_properties_are_not_listed(tmp_path: Path) -> None:
    evidence = verify(plan(tmp_path, ToyEngine(), properties=frozenset({"TOY-ACC-01"})))
    assert [prop.id for prop in evidence.properties] == ["TOY-ACC-01"]
    assert exit_status(evidence)[0] == 0


def test_success_two_runs_differ_in_seconds_only(tmp_path: Path) -> None:
    first = verify(plan(tmp_path, ToyEngine()))
    second = verify(plan(tmp_path, ToyEngine()))
    assert strip_volatile(first) == strip_volatile(second)


def test_progress_reaches_the_watcher(tmp_path: Path) -> None:
    seen: list[tuple[str, str, int]] = []

    def work(job: Job) -> EngineResult:
        job.report(Progress(5, 10))
        return all_green(job)

    verify(plan(tmp_path, ToyEngine(work)), lambda engine, protocol, p: seen.append((engine, protocol, p.done)))
    verify(plan(tmp_path, ToyEngine(work)))
    assert seen == [("toy-engine", "toy", 5)]


def test_an_engine_that_is_not_installed_is_not_run_with_its_reason(tmp_path: Path) -> None:
    class Half(ToyEngine):
        def covers(self, prop: Property) -> bool:
            return prop.id.endswith("CON-01")

    missing = Half(name="missing", availability=Availability(False, reason="no docker here", cost="fewer sequences"))
    evidence = verify(plan(tmp_path, ToyEngine(), missing))
    idle = [cell for cell in evidence.cells if cell.engine == "missing"]
    assert [(cell.property, cell.verdict, cell.reason) for cell in idle] == [
        ("TOY-CON-01", Verdict.NOT_RUN, "no docker here")
    ]
    assert missing.jobs == []
    assert exit_status(evidence)[0] == 0
    assert evidence.engines[1].cost == "fewer sequences"


def test_invalid_availability_without_a_reason() -> None:
    with pytest.raises(ValueError, match="has to say why"):
        Availability(False)


def test_invalid_an_engine_that_crashes_fails_the_run_and_the_others_still_run(tmp_path: Path) -> None:
    def crash(job: Job) -> EngineResult:
        raise RuntimeError("the worker\ndied")

    evidence = verify(plan(tmp_path, ToyEngine(crash, "broken"), ToyEngine()))
    code, [reason] = exit_status(evidence)
    assert code == 1
    assert reason.startswith("engine broken failed on toy: RuntimeError: the worker died")
    assert len(evidence.cells) == 2
    assert "RuntimeError" in (tmp_path / "build" / "broken" / "toy" / "traceback.txt").read_text()


def test_invalid_a_record_without_meaning_is_the_engines_error(tmp_path: Path) -> None:
    def boast(job: Job) -> EngineResult:
        return EngineResult(cells=(Cell("TOY-CON-01", "boaster", "Vault", Verdict.FUZZED),))

    evidence = verify(plan(tmp_path, ToyEngine(boast, "boaster"), ToyEngine()))
    assert "made no calls" in evidence.errors[0].message


def test_a_users_mistake_is_passed_on(tmp_path: Path) -> None:
    def refuse(job: Job) -> EngineResult:
        raise UserError("node is not on PATH")

    with pytest.raises(UserError, match="node is not on PATH"):
        verify(plan(tmp_path, ToyEngine(refuse)))
    assert stored(tmp_path)["complete"] is False


def test_invalid_an_engine_that_speaks_of_other_properties(tmp_path: Path) -> None:
    def stray(job: Job) -> EngineResult:
        return EngineResult(cells=(Cell("TOY-XXX-99", "stray", "Vault", Verdict.PROVED),))

    evidence = verify(plan(tmp_path, ToyEngine(stray, "stray"), ToyEngine()))
    assert evidence.errors[0].message == "it spoke of TOY-XXX-99, which nobody asked about"
    assert all(cell.property != "TOY-XXX-99" for cell in evidence.cells)


def test_everything_an_engine_found_is_kept(tmp_path: Path) -> None:
    table = CoverageTable("toy-engine", "toy", "Guards", ("guard",), (("NotOwner",),))
    found = tmp_path / "build" / "toy-engine" / "toy" / "counterexamples" / "1"

    def work(job: Job) -> EngineResult:
        broken = Cell("TOY-CON-01", "toy-engine", "Vault", Verdict.VIOLATED, counterexample=str(found))
        return EngineResult(
            cells=(broken,),
            canaries=(Canary("toy-engine", "toy", True),),
            coverage=(table,),
            counterexamples=(found, Path("/elsewhere/2")),
            mutants=MutationScore(1, 2),
        )

    evidence = verify(plan(tmp_path, ToyEngine(work)))
    assert evidence.cells[0].counterexample == "build/toy-engine/toy/counterexamples/1"
    assert evidence.counterexamples == ("build/toy-engine/toy/counterexamples/1", "2")
    assert evidence.coverage == (table,)
    assert evidence.mutants == {"toy": MutationScore(1, 2)}


def test_evidence_is_on_disk_after_each_engine(tmp_path: Path) -> None:
    seen: list[tuple[int, bool]] = []

    def look(job: Job) -> EngineResult:
        document = stored(tmp_path)
        seen.append((len(document["cells"]), document["complete"]))
        return all_green(job, "second")

    verify(plan(tmp_path, ToyEngine(), ToyEngine(look, "second")))
    assert seen == [(2, False)]
    assert stored(tmp_path)["complete"] is True


def interrupt(job: Job) -> EngineResult:
    raise KeyboardInterrupt


def stop_politely(job: Job) -> EngineResult:
    return EngineResult(cells=all_green(job, "stopped").cells[:1], interrupted=True)


@pytest.mark.parametrize(("work", "cells"), [(interrupt, 2), (stop_politely, 3)])
def test_an_interrupted_run_keeps_what_it_has(tmp_path: Path, work: Any, cells: int) -> None:
    never = ToyEngine(name="never")
    with pytest.raises(Interrupted) as stop:
        verify(plan(tmp_path, ToyEngine(), ToyEngine(work, "stopped"), never))
    assert len(stop.value.evidence.cells) == cells
    assert len(stored(tmp_path)["cells"]) == cells
    assert stored(tmp_path)["complete"] is False
    assert never.jobs == []


def test_invalid_nothing_to_run(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no engine is registered"):
        verify(plan(tmp_path))
    with pytest.raises(UserError, match="no protocol is registered"):
        verify(plan(tmp_path, ToyEngine(), protocols=[]))


def test_the_example_of_the_documents_runs(tmp_path: Path) -> None:
    """The engine that docs/evidence.md shows is taken from there word for word."""
    text = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    block = text[text.index("    class Example(Engine):") :].split("\n\n`available`")[0]
    names: dict[str, Any] = {name: globals()[name] for name in ("Engine", "Availability", "EngineResult", "Cell")}
    names |= {"Canary": Canary, "Verdict": Verdict, "Property": Property, "Job": Job}
    exec(textwrap.dedent(block), names)
    evidence = verify(plan(tmp_path, names["Example"](), ToyEngine()))
    shown = [cell for cell in evidence.cells if cell.engine == "example"]
    assert [(cell.property, cell.verdict) for cell in shown] == [("TOY-ACC-01", Verdict.CHECKED)]
    assert exit_status(evidence)[0] == 0
