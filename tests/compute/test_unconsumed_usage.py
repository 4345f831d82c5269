"""What a proof of work proves, and what it does not.

A claim carries the host's signature and nobody else's: it shows that the host claims, not that anybody consumed
anything. That is the accepted risk SES-ARI-02, acted out here on chain: a host that does nothing takes a whole deposit.
What the contracts promise is a bound: 2000 tokens for each second, until the depositor leaves.
"""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource
from properties.binding import Call
from properties.compute.choices import MODEL_NAMES
from properties.compute.recipes import ModelId, SignedProof
from properties.protocols import load
from properties.recipe import Account
from spec.compute.opening import MAX_TOKENS_PER_SECOND, PRICE_PRECISION
from spec.core import ZERO_ADDRESS

PRICE, DEPOSIT, INTERVAL = 10**14, 10**15, 100
"""Wei for 1000 tokens, wei, and tokens: the deposit pays for 10,000 tokens, five seconds of the fastest host."""
PAID_TOKENS = DEPOSIT * PRICE_PRECISION // PRICE
SECONDS = PAID_TOKENS // MAX_TOKENS_PER_SECOND
FEE_BPS = 1_000


@pytest.fixture(scope="module")
def runner() -> Runner:
    return Runner(SessionSource("compute").boot(9))


def do(runner: Runner, call: Call) -> Any:
    """A call on both sides that has to succeed; the session after it."""
    made = runner.make(call)
    assert (made.findings, made.outcome.error) == ((), None)
    return runner.session.state.sessions[1]


def opened(runner: Runner) -> None:
    """A chain with one session of an hour, of which the depositor has not asked anything yet."""
    runner.reset()
    terms = (Account("host"), PRICE, 3_600, INTERVAL, ModelId(*MODEL_NAMES[0]))
    do(runner, Call("depositor", "create_session_job_for_model", terms, value=DEPOSIT))


def claim(tokens: int, after: int) -> Call:
    """A claim that the host signs alone, so many seconds after the call before."""
    return Call("host", "submit_proof_of_work", (1, tokens, SignedProof(1, tokens, "host")), advance=after)


def test_a_host_that_does_nothing_takes_the_whole_deposit(runner: Runner) -> None:
    """Open, wait five seconds, sign, wait for the window, complete: the depositor was asked nothing."""
    opened(runner)
    do(runner, claim(PAID_TOKENS, after=SECONDS))
    r = do(runner, Call("host", "complete_session_job", (1,), advance=30))
    assert (r.paid_to_host + r.treasury_fee, r.refunded) == (DEPOSIT, 0)
    assert r.treasury_fee == DEPOSIT * FEE_BPS // 10_000
    earned = runner.session.contracts["HostEarnings"]
    host = runner.session.cast["host"].address
    assert runner.session.world.read(earned, "getEarnings", host, ZERO_ADDRESS) == r.paid_to_host


def test_a_claim_faster_than_any_host_is_refused(runner: Runner) -> None:
    opened(runner)
    refused = runner.make(claim(MAX_TOKENS_PER_SECOND + 1, after=1))
    assert (refused.findings, refused.outcome.name) == ((), "ExcessiveTokens")


@pytest.mark.parametrize("seconds", [1, 3])
def test_a_depositor_who_leaves_loses_no_more_than_the_time_until_then(runner: Runner, seconds: int) -> None:
    """Cancelling costs what was claimed, at most 2000 tokens a second, and one interval."""
    opened(runner)
    do(runner, claim(seconds * MAX_TOKENS_PER_SECOND, after=seconds))
    r = do(runner, Call("depositor", "cancel_session", (1,)))
    most = (seconds * MAX_TOKENS_PER_SECOND + INTERVAL) * PRICE // PRICE_PRECISION
    assert DEPOSIT - r.refunded == most < DEPOSIT


def test_risk_is_in_the_catalogue_and_names_this_test() -> None:
    risk = load("compute").catalogue.by_id("SES-ARI-02").accepted_risk
    assert risk is not None
    assert "tests/compute/test_unconsumed_usage.py" in risk
