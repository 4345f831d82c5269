"""Attacks on what the escrow pays, each on contracts that have the weakness and on ours. Amounts are units."""

from __future__ import annotations

from tests.contracts.compute.agency import DETAILS, ETHER, Agency, key_of, wants
from tests.contracts.compute.exchange import COIN, DAY, FAB, Moods
from tests.weaknesses.jobs.bureau import ours, said, weak

NET, FEE = 9 * ETHER // 10, ETHER // 10
"""What a host gets of a payment of one ether, and the fee."""


def test_w_l01_payment_is_not_released_twice() -> None:
    def release_again(x: Agency) -> tuple[int, str | None]:
        """What host and renter, who act together, take out of one payment; what refuses the second release."""
        theirs, others = x.delivered(), x.post(by=x.outsider)
        x.claim(others)
        x.world.advance(30)
        before = x.balance(x.host)
        x.release(theirs)
        refusal = x.attempt(x.market, "releasePayment", theirs, by=x.depositor)
        return x.balance(x.host) - before, said(refusal)

    x = weak("W-L01")
    assert release_again(x) == (2 * NET, None)
    assert x.balance(x.escrow.address) == 2 * FEE  # and somebody else has paid in one ether
    x = ours()
    assert release_again(x) == (NET, "InvalidJobStatus")
    assert x.missing() == [0, 0, 0, 0]


def test_w_l02_job_paid_in_tokens_pays_no_coin() -> None:
    def pay_in_tokens(x: Agency) -> tuple[int, int]:
        """What the host gets of 10 ** 12 units of a token that is worth nothing: wei, and units."""
        x.post(by=x.outsider)
        asked = (DETAILS, wants(), x.token.address, 10**12)
        x.do(x.market, "postJobWithToken", *asked, by=x.depositor)
        x.claim(2)
        x.deliver(2)
        before = x.balance(x.host)
        x.release(2)
        return x.balance(x.host) - before, x.read(x.token, "balanceOf", x.host)

    x = weak("W-L02")
    assert pay_in_tokens(x) == (9 * 10**11, 0)
    assert x.missing()[0] == 9 * 10**11
    x = ours()
    assert pay_in_tokens(x) == (0, 9 * 10**11)
    assert x.missing() == [0, 0, 0, 0]


def test_w_l04_fee_of_a_ruling_is_paid_once() -> None:
    def rule_for_the_host(x: Agency) -> tuple[int, int]:
        """What the arbiter earns by a ruling, and what the escrow lacks when the treasury has its fee."""
        x.post(by=x.outsider)
        job = x.delivered()
        x.do(x.escrow, "disputeEscrow", key_of(job), by=x.host)
        before = x.balance(x.arbiter)
        x.do(x.escrow, "resolveDispute", key_of(job), x.host, by=x.arbiter)
        x.do(x.escrow, "withdrawFees", COIN, by=x.outsider)
        return x.balance(x.arbiter) - before, x.missing()[0]

    assert rule_for_the_host(weak("W-L04")) == (FEE, FEE)
    assert rule_for_the_host(ours()) == (0, 0)


def test_w_l04_arbiter_cannot_pay_without_a_record() -> None:
    def pay(x: Agency) -> list[bool]:
        """Whether the arbiter pays itself once, and again."""
        x.post(2 * ETHER)
        way = (x.escrow, "releasePaymentFor(address,uint256)", x.arbiter, ETHER)
        return [x.call(*way, by=x.arbiter) for _ in range(2)]

    assert pay(weak("W-L04")) == [True, True]
    x = ours()
    assert pay(x) == [False, False]
    assert x.balance(x.escrow.address) == 2 * ETHER


def test_w_l08_abandoned_job_is_refunded_or_paid() -> None:
    def abandon_and_release(x: Agency) -> tuple[int, int, str | None]:
        """What renter and host, who act together, have back of one payment; what refuses the release."""
        theirs, others = x.delivered(), x.post(by=x.outsider, seconds=60 * DAY)
        x.claim(others)
        x.world.advance(30 * DAY + 1)
        renter, host = x.balance(x.depositor), x.balance(x.host)
        x.do(x.market, "expireJob", theirs, by=x.depositor)
        refusal = x.attempt(x.market, "releasePayment", theirs, by=x.depositor)
        return x.balance(x.depositor) - renter, x.balance(x.host) - host, said(refusal)

    assert abandon_and_release(weak("W-L08")) == (ETHER, NET, None)
    assert abandon_and_release(ours()) == (ETHER, 0, "InvalidJobStatus")


def test_w_l08_host_who_waits_for_a_month_instead_of_disputing_is_not_paid() -> None:
    """Ours doesn't prevent it: silence about a delivered job counts for the renter, without any arbiter."""
    x = ours()
    before, job = x.balance(x.depositor), x.delivered()
    x.world.advance(30 * DAY + 1)
    x.do(x.market, "expireJob", job, by=x.depositor)
    assert (x.balance(x.depositor), x.score()) == (before, 100)
    assert x.refused(x.escrow, "disputeEscrow", key_of(job), by=x.host)[0] == "EscrowNotActive"


def test_w_l09_coin_above_the_payment_is_not_kept() -> None:
    def send_too_much(x: Agency) -> tuple[int, list[str | None]]:
        """Coin that stays in the marketplace of what a renter sent too much, alone and in a batch; the refusals."""
        alone = x.attempt(x.market, "postJob", DETAILS, wants(), ETHER, by=x.depositor, value=2 * ETHER)
        batch = ([DETAILS], [wants()], [ETHER])
        many = x.attempt(x.market, "batchPostJobs", *batch, by=x.depositor, value=3 * ETHER)
        return x.balance(x.market.address), [said(alone), said(many)]

    assert send_too_much(weak("W-L09")) == (3 * ETHER, [None, None])
    assert send_too_much(ours()) == (0, ["Payment mismatch"] * 2)


def test_w_l11_token_that_answers_false_loses_nobody_a_refund() -> None:
    def refuse_quietly(x: Agency) -> tuple[int, int]:
        """What the renter has back of 1,000,000 units in the end, and what stays in the escrow for nobody."""
        x.do(x.market, "postJobWithToken", DETAILS, wants(), x.token.address, 10**6, by=x.depositor)
        before = x.read(x.token, "balanceOf", x.depositor)
        x.world.advance(3_601)
        x.set_token_mood(Moods.FALSE)
        x.do(x.market, "expireJob", 1, by=x.outsider)
        x.set_token_mood(Moods.PLAIN)
        x.attempt(x.escrow, "withdrawTokenCredit", x.token.address, by=x.depositor)
        return x.read(x.token, "balanceOf", x.depositor) - before, -x.missing()[1]

    assert refuse_quietly(weak("W-L11")) == (0, 10**6)
    assert refuse_quietly(ours()) == (10**6, 0)


def test_w_l14_owner_cannot_take_stakes_and_payments() -> None:
    def take_all(x: Agency) -> tuple[int, int]:
        """What the owner takes of two stakes (FAB) and of a payment (wei)."""
        x.post()
        stakes, payments = x.fab_of(x.owner), x.balance(x.owner)
        for part in (x.nodes, x.escrow):
            x.call(part, "emergencyWithdraw()", by=x.owner)
        return (x.fab_of(x.owner) - stakes) // FAB, x.balance(x.owner) - payments

    assert take_all(weak("W-L14")) == (2_000, ETHER)
    assert take_all(ours()) == (0, 0)
