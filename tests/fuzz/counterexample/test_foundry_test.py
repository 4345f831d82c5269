"""A counterexample's Foundry test: what is in it; forge passes it on good contracts and fails it on faulty ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fuzz.counterexample import Trace
from fuzz.counterexample.folder import STEPS, TRACE, write_complete
from fuzz.counterexample.foundry_run import run_foundry_test
from fuzz.counterexample.foundry_test import REPRODUCTION, NoFoundryTest, calldata_of, foundry_test
from fuzz.counterexample.replaying import Replay, replay_trace
from fuzz.errors import UserError
from fuzz.lockstep.session import Session
from lockstep.cli import run
from properties.binding import Call, Mood
from properties.dcm.programs import FLAWED
from properties.dcm.recipes import Account, Root
from properties.protocols import load
from spec.dcm.types import JobParams, Op
from tests.fuzz.counterexample.planted import ETHER, GWEI, SEED, SWAPPED, UNGUARDED, WIRE, commit, push, submit

FLAWED_QUESTION = JobParams(Op.COUNT, filter=FLAWED["two results"])
CALLS = (
    WIRE,
    commit(41, ((3,), (5,)), "seller"),
    submit("buyer", 41, ETHER // 10, ETHER),
    Call("buyer", "submit_request", (41, FLAWED_QUESTION, 7), value=ETHER, advance=5),
    Call("seller", "accept_request", (1,), gas_price=GWEI, moods=(Mood("contract_buyer", "REFUSE"),)),
    push("seller", 1, 41),
    Call("owner", "withdraw", value=1),
    Call("buyer", "reclaim_stalled", (1,), advance=20_000),
    Call("buyer", "reclaim_stalled", (1,), advance=200_000),
)
"""Two calls that no handler makes: a program that the property contracts don't know, and coin that nothing takes."""


def replayed(session: Session, calls: tuple[Call, ...] = CALLS) -> Replay:
    return replay_trace(Trace(load("dcm"), SEED, calls), session=session)


@pytest.fixture(scope="module")
def folder(correct: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The name stays, so that forge compiles the test once."""
    made = replayed(correct)
    return write_complete(
        tmp_path_factory.mktemp("found") / "the-test-of-reproductions", made.trace, made, calldata_of(correct)
    )


def test_success_each_call_is_told_and_made_and_judged(folder: Path) -> None:
    text = (folder / REPRODUCTION).read_text()
    assert text.count("_made(") == len(CALLS) and text.count("_send(") == 2
    assert (
        "        // 8. buyer calls reclaim_stalled(request_id=1), 20000 s (5 h 33 min 20 s) later -> refused:" in text
    )
    assert "        exactly_wait(20000);\n        exactly_reclaim_stalled(3, 1, 0);\n        _made(8, false);" in text
    assert '        exactly_wait(5);\n        _send(3, "JobManager", 1000000000000000000, 0, hex"' in text
    assert '_send(0, "JobManager", 1, 0, hex"3ccfd60b");' in text
    assert max(map(len, text.splitlines())) < 2_000 and text.isascii()
    assert f"The same under forge, on the property contracts: `{REPRODUCTION}`." in (folder / STEPS).read_text()


def test_success_forge_passes_it_on_the_contracts_as_they_are(folder: Path) -> None:
    verdict = run_foundry_test(folder)
    assert verdict.passed, verdict.reason


@pytest.mark.parametrize(
    ("patch", "said"),
    [(UNGUARDED, "call 8 should be refused"), (SWAPPED, "call 9 breaks DCM-CON-05")],
    ids=["outcome", "property"],
)
def test_success_forge_fails_it_on_faulty_contracts(folder: Path, patch, said: str) -> None:
    verdict = run_foundry_test(folder, (patch,))
    assert not verdict.passed and verdict.reason.startswith(said)


def test_success_the_command_line_runs_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replay", "--forge", str(folder / TRACE)]) == 0
    assert capsys.readouterr().out == "Under forge: the test passes.\n"


def flawed_root(call: Call) -> Call:
    root: Root = call.arguments[2]
    return replace(call, arguments=(*call.arguments[:2], replace(root, dataset_id=7), *call.arguments[3:]))


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        ((WIRE, flawed_root(CALLS[1]), *CALLS[2:6]), "step 2 (seller calls commit_dataset) can't be made by a handler"),
        ((WIRE, Call("seller", "withdraw_to", (Account("JobManager"),))), "its calldata depends on the run"),
        ((WIRE, Call("owner", "withdraw", value=1, advance=2**40)), "nor after a wait or a gas price"),
    ],
)
def test_invalid_a_trace_that_can_t_be_told_says_why(
    correct: Session, tmp_path: Path, calls: tuple[Call, ...], said: str
) -> None:
    made = replayed(correct, calls)
    with pytest.raises(NoFoundryTest, match=r"^step 2 "):
        foundry_test(made, "any", calldata_of(correct))
    folder = write_complete(tmp_path / "any", made.trace, made, calldata_of(correct))
    assert not (folder / REPRODUCTION).exists()
    assert f"There is no {REPRODUCTION}: " in (folder / STEPS).read_text()
    assert said in (folder / STEPS).read_text()


def test_success_a_root_that_decides_nothing_is_made_to_fit(correct: Session) -> None:
    text = foundry_test(replayed(correct, (WIRE, flawed_root(CALLS[1]), CALLS[2])), "any")
    assert "exactly_commit_dataset(1, 41, " in text


def test_invalid_a_folder_without_the_test_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Replay it without --forge"):
        run_foundry_test(tmp_path)


def test_invalid_a_protocol_without_exact_handlers_has_no_test(correct: Session) -> None:
    made = replayed(correct, (WIRE,))
    other = replace(made, trace=replace(made.trace, protocol=replace(made.trace.protocol, name="other")))
    with pytest.raises(NoFoundryTest, match="other have no handlers"):
        foundry_test(other, "any")
