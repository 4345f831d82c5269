"""How sessions end: exact splits, who may end them and when, and what is left in the contracts."""

from __future__ import annotations

import pytest

from tests.contracts.compute.exchange import COIN, COOLDOWN, DAY, DEPOSIT, PRICE, Exchange, text

ACTIVE, COMPLETED, TIMED_OUT, CANCELLED = 1, 2, 3, 4


def settled(x: Exchange, job: int) -> tuple[int, int, int, int, int]:
    s = x.session(job)
    return s["status"], s["deposit"], s["paidToHost"], s["treasuryFee"], s["refunded"]


def test_success_the_documented_split_of_a_token_session(x: Exchange) -> None:
    job = x.open_with_token(1_000_000, 2_000)
    x.prove(job, 333)
    before = x.read(x.token, "balanceOf", x.depositor)
    x.world.advance(30)
    receipt = x.do(x.market, "completeSessionJob", job, by=x.host)
    assert x.events(receipt) == [
        "Approval",
        "Transfer",
        "EarningsCredited",
        "Transfer",
        "TokenPaymentPushed",
        "SessionJobCompleted",
    ]
    assert settled(x, job) == (COMPLETED, 0, 600, 66, 999_334)
    assert x.event(receipt, "SessionJobCompleted") == {
        "jobId": job,
        "tokensUsed": 333,
        "hostPayment": 600,
        "refund": 999_334,
        "completedBy": x.host,
    }
    assert x.read(x.token, "balanceOf", x.depositor) == before + 999_334
    assert x.read(x.earnings, "getEarnings", x.host, x.token.address) == 600
    assert x.read(x.market, "accumulatedTreasury", x.token.address) == 66
    assert x.read(x.token, "balanceOf", x.market.address) == 66
    assert x.read(x.token, "allowance", x.market.address, x.earnings.address) == 0
    assert x.refused(x.market, "completeSessionJob", job, by=x.host) == text("Session not active")


def test_success_the_same_split_in_coin(x: Exchange) -> None:
    job = x.open()
    x.prove(job, 333)
    gross = 333 * PRICE // 1000
    x.world.advance(30)
    before = x.world.balance(x.depositor)
    receipt = x.do(x.market, "completeSessionJob", job, by=x.depositor)
    assert x.events(receipt) == ["EarningsCredited", "PaymentPushed", "SessionJobCompleted"]
    assert settled(x, job) == (COMPLETED, 0, gross - gross // 10, gross // 10, DEPOSIT - gross)
    assert x.world.balance(x.depositor) == before + DEPOSIT - gross
    assert x.world.balance(x.market.address) == gross // 10
    assert x.world.balance(x.earnings.address) == gross - gross // 10
    x.do(x.earnings, "withdraw", by=x.host)
    assert x.world.balance(x.earnings.address) == 0
    x.do(x.market, "withdrawAllTreasuryFees", [x.token.address, COIN], by=x.treasury)
    assert x.world.balance(x.market.address) == 0


def test_success_without_proof_everything_goes_back(x: Exchange) -> None:
    job = x.open()
    x.world.advance(30)
    receipt = x.do(x.market, "completeSessionJob", job, by=x.host)
    assert x.events(receipt) == ["PaymentPushed", "SessionJobCompleted"]
    assert settled(x, job) == (COMPLETED, 0, 0, 0, DEPOSIT)


def test_invalid_completion(x: Exchange) -> None:
    job = x.open()
    opened = x.world.now
    assert x.refused(x.market, "completeSessionJob", job, by=x.outsider) == ("NotSessionParty", (job, x.outsider))
    assert x.refused(x.market, "completeSessionJob", job, by=x.host) == ("DisputeWindowOpen", (job, opened + 30))
    assert x.refused(x.market, "completeSessionJob", job + 1, by=x.host) == text("Session not active")
    x.prove(job, 100)
    proven = x.world.now
    x.do(x.market, "setDisputeWindow", 1, by=x.owner)  # moves no deadline of a session that runs
    x.world.advance(29)
    assert x.refused(x.market, "completeSessionJob", job, by=x.depositor) == ("DisputeWindowOpen", (job, proven + 30))
    x.world.advance(1)
    x.do(x.market, "completeSessionJob", job, by=x.depositor)


@pytest.mark.parametrize(
    ("proven", "fee"), [(0, 100_000), (200, 100_000), (99_900_000, 100_000), (99_999_950, 50_000), (100_000_000, 0)]
)
def test_success_cancellation_costs_one_interval_or_what_is_left(x: Exchange, proven: int, fee: int) -> None:
    deposit = 10**14  # pays 100,000,000 tokens at 1,000,000 a token
    job = x.open(deposit, price=10**9, duration=10**6)
    if proven:
        x.world.advance(50_000)
        x.do(x.market, "submitProofOfWork", job, proven, x.proof(job, proven), by=x.host)
    fee *= 1_000
    event = x.event(x.do(x.market, "cancelSession", job, by=x.depositor), "SessionJobCancelled")
    gross = proven * 10**6 + fee
    assert event == {"jobId": job, "hostPayment": gross - gross // 10, "fee": fee, "refund": deposit - gross}
    assert settled(x, job) == (CANCELLED, 0, gross - gross // 10, gross // 10, deposit - gross)


def test_invalid_cancellation(x: Exchange) -> None:
    job = x.open()
    assert x.refused(x.market, "cancelSession", job, by=x.host) == ("NotDepositor", (job, x.host))
    assert x.refused(x.market, "cancelSession", 0, by=x.host) == text("Session not active")


def test_success_cancellation_is_free_once_due_or_when_the_host_has_left(x: Exchange) -> None:
    due, left = x.open(), x.open()
    x.do(x.nodes, "unregisterNode", by=x.host)
    assert x.event(x.do(x.market, "cancelSession", left, by=x.depositor), "SessionJobCancelled")["fee"] == 0
    x.world.advance(301)
    assert x.event(x.do(x.market, "cancelSession", due, by=x.depositor), "SessionJobCancelled")["fee"] == 0


def test_success_anyone_times_out_an_idle_or_expired_session(x: Exchange) -> None:
    job, short = x.open(), x.open(duration=10)
    x.world.advance(10)
    assert x.refused(x.market, "triggerSessionTimeout", short, by=x.outsider) == text("Session not timed out")
    x.world.advance(1)
    x.do(x.market, "triggerSessionTimeout", short, by=x.outsider)
    x.prove(job, 200)
    x.world.advance(300)
    assert x.refused(x.market, "triggerSessionTimeout", job, by=x.outsider) == text("Session not timed out")
    x.world.advance(1)
    assert x.read(x.market, "isTimedOut", job)
    receipt = x.do(x.market, "triggerSessionTimeout", job, by=x.outsider)
    assert x.event(receipt, "SessionJobTimedOut")["hostPayment"] == 180_000
    assert settled(x, job)[0] == TIMED_OUT


def test_success_idle_time_stands_still_during_a_pause_and_exits_do_not(x: Exchange) -> None:
    job = x.open(duration=DAY)
    x.world.advance(100)
    x.do(x.market, "pause", by=x.owner)
    x.world.advance(COOLDOWN)
    assert x.read(x.market, "getSessionMetrics", job)[5] == 100
    assert not x.read(x.market, "isTimedOut", job)
    x.do(x.market, "unpause", by=x.owner)
    x.world.advance(200)
    assert not x.read(x.market, "isTimedOut", job)
    x.world.advance(1)
    assert x.read(x.market, "isTimedOut", job)
    x.do(x.market, "pause", by=x.owner)
    x.do(x.market, "completeSessionJob", job, by=x.depositor)


def test_success_a_pause_before_a_proof_does_not_count_again_after_it(x: Exchange) -> None:
    job = x.open(duration=DAY)
    x.do(x.market, "pause", by=x.owner)
    x.world.advance(COOLDOWN)
    x.do(x.market, "unpause", by=x.owner)
    x.prove(job, 100)
    assert x.session(job)["pausedBefore"] == x.read(x.market, "pausedTotal") == COOLDOWN
    x.world.advance(77)
    assert x.read(x.market, "getSessionMetrics", job)[5] == 77


def test_success_ended_sessions_leave_the_hosts_list_and_the_last_takes_the_place(x: Exchange) -> None:
    jobs = [x.open() for _ in range(6)]
    x.world.advance(30)
    listed = list(jobs)
    for job in (jobs[1], jobs[5], jobs[0], jobs[3]):
        x.do(x.market, "completeSessionJob", job, by=x.depositor)
        listed[listed.index(job)] = listed[-1]
        listed.pop()
        assert list(x.read(x.market, "getActiveSessionsForHost", x.host, 0, 100)) == listed
    assert x.read(x.market, "getActiveSessionsForHost", x.host, 1, 1) == (listed[1],)
    assert x.read(x.market, "getActiveSessionsForHost", x.host, 9, 2**256 - 1) == ()
    assert x.read(x.market, "getActiveSessionCount", x.host) == x.read(x.nodes, "openSessions", x.host) == 2
    again = x.open()
    assert list(x.read(x.market, "getActiveSessionsForHost", x.host, 0, 100)) == [*listed, again]


@pytest.mark.parametrize(("price", "tokens"), [(2_000, 333), (5_000_000, 100)])
def test_invalid_settlement_with_too_little_gas_never_becomes_a_credit(x: Exchange, price: int, tokens: int) -> None:
    # In the second case nothing is left to refund: the host's part is all there is to starve.
    job = x.open_with_token(500_000, price)
    x.prove(job, tokens)
    x.world.advance(30)
    call = x.market.encode("completeSessionJob", job)
    outcomes: set[object] = set()
    for gas in range(60_000, 1_000_000, 20_000):
        snapshot = x.world.snapshot()
        receipt = x.world.transact(x.host, x.market.address, call, gas=gas)
        if receipt.success:
            credited = x.read(x.market, "totalTokenCredits", x.token.address)
            outcomes.add("pushed" if credited == 0 else "credited")
        elif receipt.revert:
            outcomes.add(x.refusal(receipt))
        x.world.restore(snapshot, keep=False)
    assert outcomes == {"pushed", ("InsufficientGasForPayment", ())}
