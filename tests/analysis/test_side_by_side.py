import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.engine import EngineResult, Job, Progress
from analysis.evidence import exit_status, strip_volatile
from analysis.side_by_side import Work, Workshop
from analysis.verification import Interrupted, longest_first, verify
from fuzz.errors import UserError
from tests.analysis.test_verification import plan, stored
from tests.specimens import ToyEngine, all_green, toy_protocol


def engines(*names: str) -> list[ToyEngine]:
    return [ToyEngine(name=name) for name in names]


def test_success_evidence_is_that_of_one_process(tmp_path: Path) -> None:
    protocols = [toy_protocol(), toy_protocol("game")]
    slow = ToyEngine(lambda job: (time.sleep(0.05), all_green(job, "slow"))[1], "slow")  # done last, listed first
    work = [slow, *engines("quick", "other")]
    apart = verify(plan(tmp_path / "a", *work, protocols=protocols))
    together = verify(plan(tmp_path / "b", *work, protocols=protocols, processes=3))
    assert strip_volatile(together) == strip_volatile(apart)
    assert exit_status(together) == (0, [])
    assert stored(tmp_path / "b")["complete"] is True


def test_success_each_works_in_a_process_of_its_own(tmp_path: Path) -> None:
    def name(job: Job) -> EngineResult:
        return EngineResult(errors=(f"{os.getpid()} {job.processes}",))

    evidence = verify(plan(tmp_path, ToyEngine(name, "one"), ToyEngine(name, "two"), processes=5))
    said = [error.message.split() for error in evidence.errors]
    assert len({process for process, _ in said} | {str(os.getpid())}) == 3
    assert [inner for _, inner in said] == ["2", "2"], "each may use its part of the processes"


def test_success_heavy_work_begins_first(tmp_path: Path) -> None:
    light, heavy, medium = engines("light", "heavy", "medium")
    heavy.weight, medium.weight = 9, 5
    order = longest_first(plan(tmp_path, light, heavy, medium, protocols=[toy_protocol(), toy_protocol("game")]))
    assert order == [(0, 1), (1, 1), (0, 2), (1, 2), (0, 0), (1, 0)]


def test_success_work_begins_in_the_given_order(tmp_path: Path) -> None:
    def noting(name: str) -> Work:
        def note(_: Callable[[Progress], None]) -> EngineResult:
            with (tmp_path / "order").open("a") as order:
                order.write(f"{name} ")
            return EngineResult()

        return note

    assert Workshop[str](1, lambda *_: None, lambda *_: None).run({name: noting(name) for name in ("b", "a", "c")})
    assert (tmp_path / "order").read_text().split() == ["b", "a", "c"]


def test_success_progress_of_everybody_is_seen(tmp_path: Path) -> None:
    def work(job: Job) -> EngineResult:
        job.report(Progress(3, 9))
        return all_green(job)

    seen: list[tuple[str, str, int]] = []
    both = [toy_protocol(), toy_protocol("game")]
    verify(plan(tmp_path, ToyEngine(work), protocols=both, processes=2), lambda e, p, n: seen.append((e, p, n.done)))
    assert sorted(seen) == [("toy-engine", "game", 3), ("toy-engine", "toy", 3)]


def test_invalid_a_process_that_dies_is_an_error_of_the_evidence(tmp_path: Path) -> None:
    def die(job: Job) -> EngineResult:
        os.kill(os.getpid(), signal.SIGKILL)
        return EngineResult()

    evidence = verify(plan(tmp_path, ToyEngine(die, "doomed"), ToyEngine(), processes=2))
    assert [(error.engine, error.message) for error in evidence.errors] == [
        ("doomed", "its process ended by itself, with status -9")
    ]
    assert len(evidence.cells) == 2
    assert exit_status(evidence)[0] == 1


def test_invalid_a_refusal_stops_the_others(tmp_path: Path) -> None:
    def refuse(job: Job) -> EngineResult:
        raise UserError("no such driver", remedy="choose another")

    with pytest.raises(UserError, match=r"no such driver\. Choose another"):
        verify(plan(tmp_path, ToyEngine(refuse, "refusing"), ToyEngine(wait_for_ever, "waiting"), processes=2))


def wait_for_ever(job: Job) -> EngineResult:
    while True:
        time.sleep(60)


def polite(job: Job) -> EngineResult:
    try:
        (job.workdir / "began").touch()
        return wait_for_ever(job)
    except KeyboardInterrupt:
        return EngineResult(cells=all_green(job, "polite").cells[:1], interrupted=True)


def test_an_interrupted_run_keeps_what_everybody_has(tmp_path: Path) -> None:
    def interrupt(job: Job) -> EngineResult:
        while not (tmp_path / "build" / "polite" / "toy" / "began").exists():
            time.sleep(0.01)
        os.kill(os.getppid(), signal.SIGINT)
        return wait_for_ever(job)

    never = ToyEngine(lambda job: EngineResult(errors=("it began",)), "never")
    work = [ToyEngine(polite, "polite"), ToyEngine(interrupt, "interrupting"), never]
    with pytest.raises(Interrupted) as stop:
        verify(plan(tmp_path, *work, processes=2))
    assert [(cell.engine, cell.property) for cell in stop.value.evidence.cells] == [("polite", "TOY-CON-01")]
    assert stop.value.evidence.errors == ()
    assert stored(tmp_path)["complete"] is False


def test_who_has_only_just_begun_is_interrupted_in_order_too() -> None:
    def interrupt(_: Callable[[Progress], None]) -> EngineResult:
        os.kill(os.getppid(), signal.SIGINT)
        time.sleep(60)
        return EngineResult()

    def linger(_: Callable[[Progress], None]) -> EngineResult:
        time.sleep(60)
        return EngineResult()

    works: dict[str, Work] = {"interrupting": interrupt, **{f"beginner {number}": linger for number in range(6)}}
    for _ in range(5):
        kept: list[EngineResult] = []
        assert not Workshop[str](7, lambda _, result, kept=kept: kept.append(result), lambda *_: None).run(works)
        assert set(map(bool, [result.errors for result in kept])) == {False}
        assert all(result.interrupted for result in kept)


class Deaf:
    """Something whose end comes together with Ctrl-C: whatever is raised in there is swallowed by Python."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


def test_an_interruption_is_heard_where_python_would_swallow_it() -> None:
    def work(report: Callable[[Progress], None]) -> EngineResult:
        report(Progress(1))
        time.sleep(60)
        return EngineResult()

    works: dict[str, Work] = {"work": work}
    kept: list[EngineResult] = []
    assert not Workshop(2, lambda _, result: kept.append(result), lambda *_: Deaf() and None).run(works)
    assert kept == [EngineResult(interrupted=True)]


def test_half_a_message_is_never_sent(tmp_path: Path) -> None:
    def chatter(report: Callable[[Progress], None]) -> EngineResult:
        while True:
            report(Progress(1, note="x" * 10_000))

    heard: list[Progress] = []

    def watch(_: str, progress: Progress) -> None:
        heard.append(progress)
        if len(heard) == 200:
            os.kill(os.getpid(), signal.SIGINT)

    works: dict[str, Work] = {"chatter": chatter}
    kept: list[EngineResult] = []
    assert not Workshop(2, lambda _, result: kept.append(result), watch).run(works)
    assert kept == [EngineResult(interrupted=True)]
