"""Each comparison is seen to fail: on a contract with a fault that it alone can see, and on a wrong specification."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from fuzz.lockstep import runner as runner_module
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource
from properties.binding import Call, Divergence
from spec.core import Environment, Grant, ImportRefused, Message, Outcome, Slot, Transfer, perform
from spec.core.errors import NotPayable
from spec.dcm.errors import NotRequestBuyer, RequestNotPending
from spec.dcm.types import JobParams, Op
from tests.fuzz.lockstep.faults import FAULTS
from tests.fuzz.lockstep.script import MARKET, REQUEST, accept, commit, in_mood, play, push, submit


@pytest.fixture(scope="module")
def faulty() -> Runner:
    return Runner(SessionSource("dcm", FAULTS).boot(5))


def last(runner: Runner, *calls: Call) -> list[Divergence]:
    """What differs in the last call; nothing may differ before."""
    play(runner, calls[:-1])
    return [finding for finding in runner.make(calls[-1]).findings if isinstance(finding, Divergence)]


MAX = JobParams(Op.MAX)
OWED = (
    *MARKET,
    submit("contract_buyer"),
    Call("seller", "reject_request", (1,), moods=in_mood("contract_buyer", "REFUSE")),
)
CASES = (
    (
        "outcome",
        (*MARKET, submit(), Call("stranger", "cancel_request", (1,))),
        ["cancel_request: outcome differ: specification says NotRequestBuyer(1, stranger), chain says success"],
    ),
    (
        "returned",
        (*MARKET, submit(), accept()),
        ["accept_request: returned differ: specification says 1, chain says 2"],
    ),
    (
        "events",
        (*MARKET, submit(), Call("buyer", "top_up_allowance", (1,), value=7)),
        ["top_up_allowance: events of AllowanceToppedUp.amount differ: specification says 7, chain says 8"],
    ),
    (
        "events",
        (*MARKET, Call("owner", "set_payment_threshold", (3,))),
        [
            "set_payment_threshold: events of ThresholdUpdated differ: specification says no further event, "
            "chain says ThresholdUpdated(3)"
        ],
    ),
    (
        "view",
        (*MARKET, Call("seller", "set_dataset_description", (1, "cities"))),
        [
            "set_dataset_description: view of get_dataset_description(1) differ: "
            "specification says 'cities', chain says ''"
        ],
    ),
    (
        "balance",
        (*OWED, Call("contract_buyer", "withdraw", moods=in_mood("contract_buyer", "ACCEPT"))),
        [
            f"withdraw: balance of contract_buyer differ: specification says {10**24} wei, chain says {10**24 - 1} wei",
            "withdraw: balance of JobManager differ: specification says 0 wei, chain says 1 wei",
            "withdraw: balance of JobManager by its own books differ: specification says 0 wei, chain says 1 wei",
        ],
    ),
    (
        "plaintext",
        (*MARKET, submit(params=MAX), accept(), push(), push(index=1)),
        ["push_row: plaintext of max_v(1,) differ: specification says euint64(5), chain says euint64(3)"],
    ),
)


@pytest.mark.parametrize(("comparison", "calls", "sentences"), CASES, ids=[f"{c[0]}: {c[1][-1].action}" for c in CASES])
def test_invalid_contract(faulty: Runner, comparison: str, calls: tuple[Call, ...], sentences: list[str]) -> None:
    if comparison == "returned":
        found = last(faulty, *calls)
    else:
        found = [f for f in last_without_return(faulty, *calls) if f.comparison != "returned"]
    assert [f.sentence() for f in found] == sentences
    assert {f.comparison for f in found} == {comparison}


def last_without_return(runner: Runner, *calls: Call) -> list[Divergence]:
    """As `last`, where the faulty return value of an acceptance on the way does not count."""
    runner.reset()
    for call in calls[:-1]:
        assert {f.comparison for f in runner.make(call).findings if isinstance(f, Divergence)} <= {"returned"}
    return [finding for finding in runner.make(calls[-1]).findings if isinstance(finding, Divergence)]


def test_invalid_contract_that_grants_to_the_caller(faulty: Runner) -> None:
    """The buyer lacks a grant and the seller has one too many."""
    found = [f for f in last_without_return(faulty, *REQUEST) if f.comparison == "grants"]
    assert [(f.expected, f.actual) for f in found] == [
        ("buyer is allowed", "not allowed"),
        ("no grant to seller", "seller is allowed"),
    ]
    assert found[0].subject == "result(1)"


# ---------------------------------------------------------------- a wrong specification

Doctor = Callable[[Outcome, Any], Outcome]


def drop_state(outcome: Outcome, state: Any) -> Outcome:
    state.requests[1].base_fee += 1
    return outcome


def drop_accumulator(outcome: Outcome, state: Any) -> Outcome:
    state.jobs[1].accumulators.kept += 1
    return outcome


def drop_books(outcome: Outcome, state: Any) -> Outcome:
    state.balance += 1
    return outcome


STRANGER = Grant(Slot("result", (1,)), "0x" + "99" * 20)
DOCTORED: tuple[tuple[str, Doctor], ...] = (
    ("outcome", lambda outcome, _: Outcome(RequestNotPending(1, 0))),
    ("returned", lambda outcome, _: replace(outcome, returned=1)),
    ("events", lambda outcome, _: replace(outcome, events=outcome.events[1:])),
    ("events", lambda outcome, _: replace(outcome, events=(*outcome.events, outcome.events[-1]))),
    ("view", drop_state),
    ("plaintext", drop_accumulator),
    ("balance", drop_books),
    ("balance", lambda outcome, _: replace(outcome, transfers=outcome.transfers[1:])),
    ("balance", lambda outcome, _: replace(outcome, transfers=(*outcome.transfers, Transfer("0x" + "88" * 20, 1)))),
    ("grants", lambda outcome, _: replace(outcome, grants=outcome.grants[:-1])),
    ("grants", lambda outcome, _: replace(outcome, grants=(*outcome.grants, STRANGER))),
)


@pytest.mark.parametrize(("comparison", "doctor"), DOCTORED, ids=[f"{c} {i}" for i, (c, _) in enumerate(DOCTORED)])
def test_invalid_specification(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, comparison: str, doctor: Doctor
) -> None:
    """The last call of a request, where everything there is to compare moves."""
    play(runner, REQUEST[:-1])

    def wrong(action: Any, state: Any, message: Message, arguments: Any) -> Outcome:
        return doctor(perform(action, state, message, arguments), state)

    monkeypatch.setattr(runner_module, "perform", wrong)
    findings = runner.make(REQUEST[-1]).findings
    assert {finding.comparison for finding in findings if isinstance(finding, Divergence)} == {comparison}


# ---------------------------------------------------------------- refusals


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Outcome]]:
    """What the specification says of every call, whatever it really says."""
    answers: list[Outcome] = []
    monkeypatch.setattr(runner_module, "perform", lambda *_: answers[0])
    yield answers


@pytest.mark.parametrize(
    ("error", "agrees"),
    [
        (NotRequestBuyer(1, "stranger"), True),
        (NotRequestBuyer(2, "stranger"), False),
        (NotRequestBuyer(1, "buyer"), False),
        (RequestNotPending(1, 0), False),
        (ImportRefused("00"), False),
        (NotPayable(), False),
    ],
    ids=str,
)
def test_invalid_refusal_for_another_reason(
    runner: Runner, said: list[Outcome], error: NotRequestBuyer, agrees: bool
) -> None:
    with pytest.MonkeyPatch.context() as honest:
        honest.setattr(runner_module, "perform", perform)
        play(runner, (*MARKET, submit()))
    if isinstance(error, NotRequestBuyer):
        error = NotRequestBuyer(error.values[0], runner.session.cast[error.values[1]].address)
    said.append(Outcome(error))
    found = runner.make(Call("stranger", "cancel_request", (1,))).findings
    assert (
        [f for f in found if isinstance(f, Divergence)] == []
        if agrees
        else [f.comparison for f in found] == ["outcome"]
    )


def test_success_host_may_refuse_an_input_under_any_of_its_errors(runner: Runner) -> None:
    play(runner, MARKET[:1])
    good = commit()
    proofless = replace(good, arguments=(*good.arguments[:5], b"", 0))
    strange = replace(good, arguments=(*good.arguments[:5], bytes(2), 0))
    for call in (proofless, strange):
        made = runner.make(call)
        assert (made.findings, made.outcome.name, made.observed.ok) == ((), "ImportRefused", False)


def test_invalid_gas_that_the_contract_measured_otherwise(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is told the gas; with another number, event and stored allowance differ."""
    play(runner, (*MARKET, submit()))
    binding = runner.session.binding

    def other_gas(*arguments: Any) -> Environment:
        return replace(type(binding).environment(binding, *arguments), gas_used=7)

    monkeypatch.setattr(binding, "environment", other_gas)
    found = [f for f in runner.make(accept()).findings if isinstance(f, Divergence)]
    assert [(f.comparison, f.subject) for f in found] == [
        ("events", "GasCharged.gas_used"),
        ("view", "get_request(1).computeAllowance"),
    ]
