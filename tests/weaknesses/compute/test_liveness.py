"""Attacks that keep a session from its end, each on contracts that have the weakness and on ours."""

from __future__ import annotations

import pytest

from fuzz.chain.cast import Mood
from fuzz.chain.errors import CallFailed
from tests.contracts.compute.exchange import COIN, DEPOSIT, TOKEN_DEPOSIT, Moods
from tests.weaknesses.compute.bourse import Bourse, net, ours, weak
from tests.weaknesses.compute.variants import OURS, having


def test_w_s04_depositor_who_rejects_coin_cannot_lock_the_hosts_pay() -> None:
    def refuse(x: Bourse) -> tuple[int, list[str | None]]:
        """What the host earns, and what refuses the completion and the timeout."""
        receipt = x.as_puppet(x.market, "createSessionJobForModel", *x.ask.args, value=DEPOSIT)
        job = x.event(receipt, "SessionJobCreated")["jobId"]
        x.prove(job, 1_000)
        x.cast.set_mood("puppet", Mood.REFUSE)
        x.world.advance(301)
        ways = (("triggerSessionTimeout", x.outsider), ("completeSessionJob", x.host))
        refusals = [x.attempt(x.market, way, job, by=who) for way, who in ways]
        return x.earned(), [refusal and refusal[0] for refusal in refusals]

    assert refuse(weak("W-S04")) == (0, ["WithdrawalFailed"] * 2)
    x = ours()
    assert refuse(x) == (net(1_000), [None, "Error"])  # the second finds nothing left to end
    assert x.read(x.market, "credits", x.puppet) == DEPOSIT - 1_000_000


def test_w_s04_depositor_whom_a_token_refuses_does_not_lock_the_hosts_pay() -> None:
    def blacklist(x: Bourse) -> tuple[int, str | None]:
        """What the host earns in a token that refuses the depositor, and what refuses the completion."""
        job = x.open_with_token()
        x.prove(job, 1_000)
        x.do(x.token, "setListed", x.depositor, True, by=x.owner)
        x.set_token_mood(Moods.BLACKLIST)
        x.world.advance(30)
        refusal = x.attempt(x.market, "completeSessionJob", job, by=x.host)
        return x.earned(x.token.address), refusal and refusal[0]

    assert blacklist(weak("W-S04")) == (0, "TokenWithdrawalFailed")
    x = ours()
    assert blacklist(x) == (1_800, None)
    assert x.read(x.market, "tokenCredits", x.token.address, x.depositor) == TOKEN_DEPOSIT - 2_000


def test_w_s15_fee_that_leaves_the_host_nothing_does_not_lock_the_deposit() -> None:
    x = Bourse(having("W-S15"), fee_bps=10_000)
    job = x.open()
    x.prove(job, 1_000)
    x.world.advance(301)
    for way, who in (("completeSessionJob", x.host), ("cancelSession", x.depositor), ("triggerSessionTimeout", x.host)):
        assert x.refused(x.market, way, job, by=who) == ("ZeroAmount", ())
    assert x.world.balance(x.market.address) == DEPOSIT
    with pytest.raises(CallFailed, match="FeeAboveMaximum"):
        Bourse(OURS, fee_bps=3_001)
    x = Bourse(OURS, fee_bps=3_000)
    job = x.open()
    x.world.advance(30)
    before = x.world.balance(x.depositor)
    x.do(x.market, "completeSessionJob", job, by=x.host)  # and no work at all is no obstacle either
    assert (x.world.balance(x.depositor) - before, x.read(x.earnings, "totalEarnings", COIN)) == (DEPOSIT, 0)
