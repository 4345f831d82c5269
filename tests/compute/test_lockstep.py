"""Both ways of paying through a whole session, and each comparison that tokens and signatures need, seen to fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fuzz.lockstep import runner as runner_module
from fuzz.lockstep.runner import Made, Runner
from fuzz.lockstep.session import Session
from properties.binding import Call, Divergence, Mood
from properties.compute.choices import MODEL_NAMES
from properties.compute.protocol import PROTOCOL
from properties.compute.recipes import PROOF_FLAWS, ModelId, Replayed, SignedProof
from properties.recipe import Account
from spec.compute import views_market
from spec.compute.errors import NotSessionHost, SessionNotActive
from spec.core import Environment, Message, Outcome, perform

MODEL = ModelId(*MODEL_NAMES[0])
TERMS = (Account("host"), 10_000_000, 86_400, 1_000, MODEL)
COIN = Call("depositor", "create_session_job_for_model", TERMS, value=10**18)
STABLE = Call(
    "contract_depositor", "create_session_job_for_model_with_token", (*TERMS, Account("stable"), 10**9), advance=1
)
COMPLETE = Call("host", "complete_session_job", (1,), advance=30)


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(PROTOCOL, seed=5)


@pytest.fixture
def runner(session: Session) -> Runner:
    runner = Runner(session)
    runner.reset()
    return runner


def prove(tokens: int = 100, **changes: Any) -> Call:
    signed = SignedProof(1, tokens, "host")
    return Call("host", "submit_proof_of_work", (1, tokens, signed), advance=1, **changes)


def play(runner: Runner, *calls: Call) -> Made:
    """Makes calls that all succeed and show no difference; returns what the last one did."""
    for call in calls:
        made = runner.make(call)
        assert made.findings == (), [finding.sentence() for finding in made.findings]
        assert made.outcome.ok, f"{call}: {made.outcome.error}"
    return made


def differences(made: Made) -> list[str]:
    return [f"{f.comparison}: {f.subject}" for f in made.findings if isinstance(f, Divergence)]


# ---------------------------------------------------------------- whole sessions


@pytest.mark.parametrize("creation", [COIN, STABLE], ids=["coin", "token"])
def test_success_a_session_and_everybody_leaves(runner: Runner, creation: Call) -> None:
    play(runner, creation, prove(1_000), prove(99), COMPLETE)
    for call in runner.session.binding.epilogue(runner.session):
        play(runner, call)
    assert runner.monitor.at_end(runner.session.state) == []
    assert set(runner.session.binding.held(runner.session).values()) == {0}
    assert set(runner.session.binding.held_tokens(runner.session).values()) == {0}


@pytest.mark.parametrize("mood", ["FEE", "FALSE", "SILENT", "BLACKLIST", "REENTER", "REVERT", "BURN", "BOMB"])
def test_success_settlement_in_every_mood_of_a_token(runner: Runner, mood: str) -> None:
    moody = (Mood("stable", mood),)
    made = play(runner, STABLE, prove(1_000), replace(COMPLETE, moods=moody))
    credited = sum(type(event).__name__ == "TokenPaymentCredited" for event in made.outcome.events)
    assert credited == (2 if mood in ("FALSE", "REVERT", "BURN", "BOMB") else 0)


@pytest.mark.parametrize("flaw", PROOF_FLAWS)
def test_invalid_proof(runner: Runner, flaw: str) -> None:
    play(runner, COIN)
    proof = SignedProof(1, 100, "host", flaw=flaw)
    made = runner.make(Call("host", "submit_proof_of_work", (1, 100, proof), advance=1))
    assert (made.outcome.name, made.findings) == ("InvalidProofSignature", ())


def test_invalid_proof_of_another_signer_and_one_taken_before(runner: Runner) -> None:
    play(runner, COIN, prove())
    for proof in (SignedProof(1, 100, "rival_host"), Replayed(1)):
        made = runner.make(Call("host", "submit_proof_of_work", (1, 100, proof), advance=1))
        assert (made.outcome.name, made.findings) == ("InvalidProofSignature", ())


# ---------------------------------------------------------------- a wrong specification, a wrong environment

Doctor = Callable[[Outcome], Outcome]
DOCTORED: tuple[tuple[str, Doctor], ...] = (
    ("balance: HostEarnings in stable", lambda outcome: replace(outcome, movements=outcome.movements[1:])),
    (
        "balance: contract_depositor in stable",
        lambda outcome: replace(
            outcome, movements=(*outcome.movements[:-1], replace(outcome.movements[-1], arrived=1))
        ),
    ),
)


@pytest.mark.parametrize(("subject", "doctor"), DOCTORED, ids=[subject for subject, _ in DOCTORED])
def test_invalid_movement_of_a_token(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, subject: str, doctor: Doctor
) -> None:
    play(runner, STABLE, prove(1_000))
    monkeypatch.setattr(runner_module, "perform", lambda *call: doctor(perform(*call)))
    assert subject in differences(runner.make(COMPLETE))


def test_invalid_books_of_a_token(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    play(runner, STABLE, prove(1_000))

    def wrong(action: Any, state: Any, message: Message, arguments: Any) -> Outcome:
        outcome = perform(action, state, message, arguments)
        state.token_balances[runner.session.tokens["stable"].address] += 1
        return outcome

    monkeypatch.setattr(runner_module, "perform", wrong)
    assert "balance: JobMarketplace by its own books in stable" in differences(runner.make(COMPLETE))


@pytest.mark.parametrize(
    ("name", "wrong", "difference"),
    [
        ("tokens", lambda *_: None, "events: "),
        ("signer", lambda *_: None, "outcome: "),
    ],
    ids=["tokens", "signatures"],
)
def test_invalid_expectation_of_the_environment(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, name: str, wrong: Any, difference: str
) -> None:
    play(runner, STABLE, *([prove(1_000)] if name == "tokens" else []))
    binding = runner.session.binding

    def other(*arguments: Any) -> Environment:
        return replace(type(binding).environment(binding, *arguments), **{name: wrong})

    monkeypatch.setattr(binding, "environment", other)
    found = differences(runner.make(COMPLETE if name == "tokens" else prove()))
    assert any(one.startswith(difference) for one in found), found


def test_invalid_refusal_in_other_words(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    play(runner, COIN)
    call = replace(prove(), actor="outsider")
    made = runner.make(call)
    assert (made.outcome.name, made.findings) == (NotSessionHost.__name__, ())
    monkeypatch.setattr(runner_module, "perform", lambda *_: Outcome(SessionNotActive()))
    assert [f.sentence() for f in runner.make(call).findings if isinstance(f, Divergence)] == [
        "submit_proof_of_work: outcome differ: specification says SessionNotActive(), chain says NotSessionHost()"
    ]


def test_invalid_view_that_shows_the_time(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    play(runner, COIN)
    right = views_market.idle_seconds
    monkeypatch.setattr(views_market, "idle_seconds", lambda s, r, now: max(0, right(s, r, now) - 1))
    found = differences(runner.make(Call("owner", "set_dispute_window", (31,), advance=7)))
    assert found == ["view: get_session_metrics(1).idleSeconds"]
