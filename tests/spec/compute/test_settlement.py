"""The ends of a session: when each is possible, how the deposit is divided, and that nobody's code is in the way."""

from __future__ import annotations

import pytest

from spec.compute.errors import (
    DisputeWindowOpen,
    NotDepositor,
    NotSessionParty,
    SessionNotActive,
    SessionNotTimedOut,
)
from spec.compute.types import SessionStatus
from spec.core import Movement, Transfer
from tests.spec.compute.scene import (
    DAY,
    DEPOSIT,
    EARNINGS,
    HOST,
    MARKET,
    NOW,
    OWNER,
    RIVAL,
    STRANGER,
    USDC,
    USER,
    ZERO,
    Scene,
    named,
)

PRICE = 10**13
"""At which the scene's deposit pays for 100,000 tokens, and one proof interval costs 10^12."""


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.open(price=PRICE)
    scene.now += 60
    scene.prove(1, 333)
    return scene


def divided(scene: Scene, job_id: int = 1) -> tuple[int, int, int]:
    r = scene.session(job_id)
    assert (r.deposit, r.paid_to_host + r.treasury_fee + r.refunded) == (0, r.paid_in)
    assert scene.held() == (0, 0, 0)
    return r.paid_to_host, r.treasury_fee, r.refunded


def test_success_completion_divides_the_deposit(scene: Scene) -> None:
    scene.now += 30
    outcome = scene.must(HOST, "complete_session_job", 1)
    host, fee, refund = divided(scene)
    assert (host, fee, refund) == (2997 * 10**9, 333 * 10**9, DEPOSIT - 3330 * 10**9)
    assert named(outcome) == ["EarningsCredited", "PaymentPushed", "SessionJobCompleted"]
    assert outcome.events[-1].values == (1, 333, host, refund, HOST)
    assert outcome.transfers == (Transfer(EARNINGS, host), Transfer(USER, refund))
    assert (scene.view("get_earnings", HOST, ZERO), scene.view("accumulated_treasury", ZERO)) == (host, fee)
    assert (scene.view("get_active_session_count", HOST), scene.view("open_sessions", HOST)) == (0, 0)
    assert scene.session(1).status == SessionStatus.COMPLETED
    assert scene.view("get_session_metrics", 1) == (333, 0, 0, 0, 1, 0)


def test_success_dust_goes_to_the_host() -> None:
    scene = Scene()
    scene.open_with_token(price=2001)
    scene.now += 60
    scene.prove(1, 333)
    scene.now += 30
    scene.must(USER, "complete_session_job", 1)
    assert divided(scene) == (600, 66, 10**6 - 666)


def test_success_work_that_costs_nothing_pays_nothing() -> None:
    scene = Scene()
    scene.open()
    scene.now += 30
    outcome = scene.must(USER, "complete_session_job", 1)
    assert (divided(scene), named(outcome)) == ((0, 0, DEPOSIT), ["PaymentPushed", "SessionJobCompleted"])


def test_invalid_completions(scene: Scene) -> None:
    scene.refuses(SessionNotActive).call(HOST, "complete_session_job", 9)
    scene.refuses(NotSessionParty, 1, RIVAL).call(RIVAL, "complete_session_job", 1)
    scene.now += 29
    for party in (HOST, USER):
        scene.refuses(DisputeWindowOpen, 1, NOW + 90).call(party, "complete_session_job", 1)
    scene.must(OWNER, "set_dispute_window", 7 * DAY)
    scene.now += 1
    scene.must(HOST, "complete_session_job", 1)
    scene.refuses(SessionNotActive).call(HOST, "complete_session_job", 1)


def test_success_cancellation_costs_an_interval(scene: Scene) -> None:
    outcome = scene.must(USER, "cancel_session", 1)
    host, fee, refund = divided(scene)
    extra = 10**12
    assert host + fee == 3330 * 10**9 + extra
    assert outcome.events[-1].values == (1, host, extra, refund)
    assert (scene.session(1).status, scene.session(1).early_fee) == (SessionStatus.CANCELLED, extra)


def test_success_cancellation_costs_no_more_than_is_left(scene: Scene) -> None:
    scene.now += 60
    scene.prove(1, 99_600)
    assert scene.must(USER, "cancel_session", 1).events[-1].values[2] == 67 * 10**10
    assert divided(scene)[2] == 0


def test_success_cancellation_is_free_when_the_host_failed(scene: Scene) -> None:
    scene.open(price=PRICE)
    scene.must(OWNER, "slash_stake", HOST, 1, "cid", "late")
    assert scene.must(USER, "cancel_session", 1).events[-1].values[2] == 0
    scene.must(HOST, "stake", 1)
    scene.now += 301
    assert scene.must(USER, "cancel_session", 2).events[-1].values[2] == 0


def test_invalid_cancellations(scene: Scene) -> None:
    scene.refuses(SessionNotActive).call(USER, "cancel_session", 9)
    scene.refuses(NotDepositor, 1, HOST).call(HOST, "cancel_session", 1)
    scene.must(USER, "cancel_session", 1)
    scene.refuses(SessionNotActive).call(USER, "cancel_session", 1)


def test_success_timeout_by_idleness_or_by_the_end(scene: Scene) -> None:
    assert scene.view("proof_timeout", 1) == 300
    scene.now += 300
    assert scene.view("is_timed_out", 1) is False
    scene.refuses(SessionNotTimedOut).call(STRANGER, "trigger_session_timeout", 1)
    scene.now += 1
    assert scene.view("is_timed_out", 1) is True
    outcome = scene.must(STRANGER, "trigger_session_timeout", 1)
    host, _, refund = divided(scene)
    assert outcome.events[-1].values == (1, 333, host, refund)
    assert (scene.session(1).status, scene.view("is_timed_out", 1)) == (SessionStatus.TIMED_OUT, False)
    scene.refuses(SessionNotActive).call(STRANGER, "trigger_session_timeout", 1)
    scene.open(interval=100_000)
    assert scene.view("proof_timeout", 2) == 300_000
    scene.now += DAY
    scene.refuses(SessionNotTimedOut).call(STRANGER, "trigger_session_timeout", 2)
    scene.now += 1
    scene.must(STRANGER, "trigger_session_timeout", 2)


def test_success_a_pause_stops_the_idle_clock_and_no_exit(scene: Scene) -> None:
    scene.now += 100
    scene.must(OWNER, "pause")
    scene.now += 3600
    assert scene.view("get_session_metrics", 1)[5] == 100
    scene.must(OWNER, "unpause")
    scene.now += 200
    scene.refuses(SessionNotTimedOut).call(STRANGER, "trigger_session_timeout", 1)
    scene.must(OWNER, "pause")
    scene.now += 7
    scene.must(USER, "complete_session_job", 1)
    assert scene.view("proof_timeout", 9) == 0


def test_success_a_refusing_depositor_is_credited(scene: Scene) -> None:
    scene.refusing = {USER}
    scene.now += 301
    outcome = scene.must(STRANGER, "trigger_session_timeout", 1)
    refund = divided(scene)[2]
    assert named(outcome) == ["EarningsCredited", "PaymentCredited", "SessionJobTimedOut"]
    assert (scene.view("credits", USER), scene.view("total_credits")) == (refund, refund)
    scene.must(USER, "withdraw_to", STRANGER)
    assert scene.held() == (0, 0, 0)


def test_success_a_token_moves_to_host_and_depositor() -> None:
    scene = Scene()
    scene.open_with_token()
    scene.now += 60
    scene.prove(1, 500)
    scene.fee = 1
    scene.now += 30
    outcome = scene.must(HOST, "complete_session_job", 1)
    assert divided(scene) == (900, 100, 10**6 - 1000)
    assert outcome.movements == (
        Movement(USDC, MARKET, EARNINGS, 900, 899),
        Movement(USDC, MARKET, USER, 10**6 - 1000, 10**6 - 1001),
    )
    assert named(outcome) == ["EarningsCredited", "TokenPaymentPushed", "SessionJobCompleted"]
    assert (scene.view("get_earnings", HOST, USDC), scene.state.earnings_held[USDC]) == (899, 899)


def test_success_a_token_that_is_stuck_blocks_nobody() -> None:
    scene = Scene()
    scene.open_with_token()
    scene.now += 60
    scene.prove(1, 500)
    scene.stuck = True
    outcome = scene.must(USER, "cancel_session", 1)
    assert named(outcome) == ["TokenPaymentCredited", "TokenPaymentCredited", "SessionJobCancelled"]
    host, fee, refund = divided(scene)
    assert (scene.view("token_credits", USDC, HOST), scene.view("token_credits", USDC, USER)) == (host, refund)
    assert scene.view("total_token_credits", USDC) == host + refund
    scene.stuck = False
    scene.must(HOST, "withdraw_token_credit", USDC)
    scene.must(USER, "withdraw_token_credit_to", USDC, STRANGER)
    assert (scene.state.token_balances[USDC], scene.held()) == (fee, (0, 0, 0))


def test_success_nothing_arrives_and_nothing_is_booked() -> None:
    scene = Scene()
    scene.open_with_token()
    scene.now += 60
    scene.prove(1, 500)
    scene.fee = 900
    scene.now += 30
    outcome = scene.must(HOST, "complete_session_job", 1)
    assert named(outcome) == ["TokenPaymentPushed", "SessionJobCompleted"]
    assert scene.view("get_earnings", HOST, USDC) == 0
