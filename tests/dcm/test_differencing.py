"""What k-anonymity promises about one answer, and what it does not promise about two.

One answer over fewer than k rows tells nothing about them (DCM-PRI-01). Two answers, each over at least k rows, can
still tell everything about one row: whoever may choose filters asks for a sum with that row and for one without. That
is the accepted risk DCM-PRI-04, acted out here on chain, up to the buyer's own decryption.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource
from properties.binding import Call
from properties.dcm.recipes import PackedRow, RowProof
from properties.protocols import load
from spec.dcm.filter_dsl import Expression, compile_filter, field
from spec.dcm.post_processing import SENTINEL
from spec.dcm.types import FilterProg, JobParams, Op
from tests.fuzz.lockstep.script import WIRE, commit
from tests.spec.dcm.scene import BUYER, SELLER, Scene

PERSON, SALARY = 0, 1
TOP = 2**64 - 1
K = 3
PEOPLE = ((1, 52_000), (2, 48_500), (3, 61_250), (4, 44_100))
VICTIM = 3
Rows = tuple[tuple[int, int], ...]


@pytest.fixture(scope="module")
def runner() -> Runner:
    return Runner(SessionSource("dcm").boot(9))


def keeping(expression: Expression) -> FilterProg:
    compiled = compile_filter(expression)
    return FilterProg(compiled.bytecode, compiled.consts)


def total(expression: Expression, op: Op = Op.SUM) -> JobParams:
    return JobParams(op, target_field=SALARY, filter=keeping(expression))


def do(runner: Runner, call: Call) -> Any:
    """A call on both sides that has to succeed; what it returned."""
    made = runner.make(call)
    assert (made.findings, made.outcome.error) == ((), None)
    return made.outcome.returned


def market(runner: Runner, rows: Rows, cooldown: int = 0) -> None:
    """A chain with one dataset of these rows and a threshold of K."""
    runner.reset()
    do(runner, WIRE)
    do(runner, commit(rows, k=K, cooldown=cooldown))


def answer(runner: Runner, params: JobParams, rows: Rows) -> tuple[int, int]:
    """The result and overflow flag of a paid request, as the buyer decrypts them."""
    request_id = do(runner, Call("buyer", "submit_request", (1, params, 7), value=7))
    job_id = do(runner, Call("seller", "accept_request", (request_id,)))
    for index in range(len(rows)):
        do(runner, Call("seller", "push_row", (job_id, PackedRow(1, index), RowProof(1, index), index)))
    do(runner, Call("seller", "finalize", (job_id,)))
    return decrypted(runner, "_jobs", job_id, "result"), decrypted(runner, "_states", job_id, "isOverflow")


def decrypted(runner: Runner, mapping: str, job_id: int, name: str) -> int:
    session = runner.session
    assert session.fhevm is not None
    handle = session.storage["JobManager"].read(mapping, job_id, name)
    return session.fhevm.user_decrypt(handle, session.cast["buyer"].address, session.contracts["JobManager"].address)


# ---------------------------------------------------------------- two answers: the accepted risk


def test_differencing_two_sums_reveals_one_record_exactly(runner: Runner) -> None:
    """K + 1 rows with the victim, K rows without: the difference is the victim's salary, to the unit."""
    market(runner, PEOPLE)
    everybody, _ = answer(runner, total(field(PERSON) >= 0), PEOPLE)
    all_but_one, _ = answer(runner, total(field(PERSON) != VICTIM), PEOPLE)
    assert SENTINEL not in (everybody, all_but_one)
    assert everybody - all_but_one == dict(PEOPLE)[VICTIM]


def test_asking_for_the_victim_alone_is_suppressed(runner: Runner) -> None:
    """The direct question gets no answer: the threshold works, it is the pair of questions that defeats it."""
    market(runner, PEOPLE)
    assert answer(runner, total(field(PERSON) == VICTIM), PEOPLE) == (SENTINEL, 0)


def test_cooldown_delays_differencing_and_does_not_prevent_it(runner: Runner) -> None:
    market(runner, PEOPLE, cooldown=3_600)
    everybody, _ = answer(runner, total(field(PERSON) >= 0), PEOPLE)
    second = total(field(PERSON) != VICTIM)
    request_id = do(runner, Call("buyer", "submit_request", (1, second, 7), value=7))
    refused = runner.make(Call("seller", "accept_request", (request_id,)))
    assert (refused.findings, refused.outcome.name) == ((), "CooldownActive")
    do(runner, Call("buyer", "cancel_request", (request_id,), advance=3_600))
    all_but_one, _ = answer(runner, second, PEOPLE)
    assert everybody - all_but_one == dict(PEOPLE)[VICTIM]


def test_risk_is_in_the_catalogue_and_names_this_test() -> None:
    risk = load("dcm").catalogue.by_id("DCM-PRI-04").accepted_risk
    assert risk is not None
    assert "tests/dcm/test_differencing.py" in risk


# ---------------------------------------------------------------- one answer: the promise

FEW = field(PERSON) <= 2
"""Keeps two people, one fewer than K."""
ELSEWHERE = ((3, 61_250), (4, 44_100))
QUESTIONS = {
    "SUM": total(FEW),
    "AVG_P": total(FEW, Op.AVG_P)._replace(divisor=2),
    "WEIGHTED_SUM": JobParams(Op.WEIGHTED_SUM, weights=(0, 3), filter=keeping(FEW)),
    "COUNT": JobParams(Op.COUNT, filter=keeping(FEW)),
    "MIN": total(FEW, Op.MIN),
    "MAX": total(FEW, Op.MAX),
    "clamped and rounded": total(FEW)._replace(clamp_min=10, clamp_max=90_000, round_bucket=1_000),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_success_datasets_that_differ_in_too_few_kept_rows_give_the_same_answer(runner: Runner, question: str) -> None:
    """Ordinary salaries in one run, salaries whose sum overflows in the other: sentinel and false in both."""
    seen = set()
    for kept in (((1, 52_000), (2, 48_500)), ((1, TOP), (2, TOP))):
        rows = (*kept, *ELSEWHERE)
        market(runner, rows)
        seen.add(answer(runner, QUESTIONS[question], rows))
    assert seen == {(SENTINEL, 0)}


def test_success_same_questions_are_answered_once_enough_rows_are_kept(runner: Runner) -> None:
    """The runs above can tell datasets apart: with one more row in the filter the answers differ."""
    seen = set()
    for kept in (((1, 52_000), (2, 48_500)), ((1, TOP), (2, TOP))):
        rows = (*kept, *ELSEWHERE)
        market(runner, rows)
        seen.add(answer(runner, total(field(PERSON) <= 3), rows))
    assert seen == {(161_750, 0), ((2 * TOP + 61_250) % 2**64, 1)}


SALARIES = st.one_of(st.integers(0, 10), st.integers(TOP - 10, TOP), st.integers(0, TOP))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.lists(SALARIES, min_size=0, max_size=K - 1), st.data(), st.sampled_from(sorted(QUESTIONS)))
def test_success_specification_says_nothing_about_fewer_than_k_rows(
    first: list[int], data: st.DataObject, question: str
) -> None:
    """Any two contents of the kept rows, in the specification alone."""
    second = data.draw(st.lists(SALARIES, min_size=len(first), max_size=len(first)))
    answers = []
    for salaries in (first, second):
        kept = tuple((person, salary) for person, salary in enumerate(salaries, start=1))
        scene = Scene((*kept, *ELSEWHERE), k=K)
        scene.fed(scene.request(scene.accepted(params=QUESTIONS[question], buyer=BUYER)).job_id)
        scene.must(SELLER, "finalize", 1)
        answers.append((scene.job().result, scene.job().is_overflow))
    assert answers == [(SENTINEL, False)] * 2
