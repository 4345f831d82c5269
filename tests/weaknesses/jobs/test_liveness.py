"""Attacks that lock money or a host's place, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from fuzz.chain.cast import Mood
from tests.contracts.compute.agency import DETAILS, ETHER, Agency, JobStatus, key_of, wants
from tests.contracts.compute.exchange import DAY
from tests.weaknesses.jobs.bureau import ours, said, weak

YEAR = 365 * DAY


def test_w_l07_host_cannot_hold_a_job_that_is_too_late() -> None:
    def claim_late(x: Agency) -> tuple[int, list[str | None]]:
        """What the renter has back a second after the deadline of a job that a host then claims; what is refused."""
        before = x.balance(x.depositor)
        job = x.post(seconds=60)
        x.world.advance(61)
        ways = (
            ("claimJob", (job,), x.host),
            ("submitResult", (job, "late", b""), x.host),
            ("expireJob", (job,), x.host),
        )
        refusals = [x.attempt(x.market, way, *args, by=who) for way, args, who in ways]
        return before - x.balance(x.depositor), [said(refusal) for refusal in refusals]

    assert claim_late(weak("W-L07")) == (ETHER, [None, "Job deadline passed", "JobNotExpired"])
    assert claim_late(ours()) == (0, ["Job expired", "NotAssignedHost", None])


def test_w_l12_wallet_that_needs_more_gas_than_a_transfer_gets_its_refund() -> None:
    def refund(x: Agency) -> tuple[int, str | None]:
        """What such a wallet lacks in the end of a payment that has to be refunded; what refuses the refund."""
        before = x.balance(x.puppet)
        assert x.as_puppet(x.market, "postJob", DETAILS, wants(), ETHER, value=ETHER).success
        x.world.advance(3_601)
        x.cast.set_mood("puppet", Mood.HUNGRY)
        refusal = x.attempt(x.market, "expireJob", 1, by=x.outsider)
        x.as_puppet(x.escrow, "withdraw")
        return before - x.balance(x.puppet), said(refusal)

    assert refund(weak("W-L12")) == (ETHER, "WithdrawalFailed")
    assert refund(ours()) == (0, None)


def test_w_l13_ten_registrations_do_not_keep_others_out() -> None:
    def crowd(x: Agency) -> str | None:
        """What refuses an honest host after somebody has registered until there were ten."""
        for number in range(8):
            x.register(x.account(f"crowd {number}"))
        newcomer = x.account("newcomer")
        x.give_fab(newcomer, 1_000)
        refusal = x.attempt(x.nodes, "registerNode", "meta", "https://x", (x.model,), 10**6, 2_000, by=newcomer)
        return said(refusal)

    assert crowd(weak("W-L13")) == "Paused"
    assert crowd(ours()) is None


def test_w_l15_arbiter_who_keeps_silent_does_not_lock_the_money() -> None:
    def keep_silent(x: Agency) -> tuple[int, str | None]:
        """What of the payment is with neither side a year after a dispute, and what refuses to end it."""
        job = x.delivered()
        x.do(x.escrow, "disputeEscrow", key_of(job), by=x.host)
        x.world.advance(YEAR)
        refusal = x.attempt(x.escrow, "claimDisputeDefault", key_of(job), by=x.outsider)
        return x.balance(x.escrow.address), said(refusal)

    assert keep_silent(weak("W-L15")) == (ETHER, "DisputeStillOpen")
    assert keep_silent(ours()) == (0, None)


def test_w_l15_renter_whom_no_arbiter_answers_has_the_work_for_nothing() -> None:
    """Ours doesn't prevent it: a dispute is free, and silence counts for the renter."""
    x = ours()
    before, job = x.balance(x.depositor), x.delivered()
    x.world.advance(29 * DAY)
    x.do(x.escrow, "disputeEscrow", key_of(job), by=x.depositor)
    x.world.advance(14 * DAY + 1)
    x.do(x.escrow, "claimDisputeDefault", key_of(job), by=x.depositor)
    assert (x.balance(x.depositor), x.status(job), x.score()) == (before, JobStatus.REFUNDED, 100)


def test_w_l26_recipient_who_rejects_coin_cannot_lock_the_payers_rest() -> None:
    def cancel(x: Agency) -> tuple[int, str | None]:
        """What the payer has back of a stream that is half over, and what refuses to end it."""
        x.do(x.accounts, "createPaymentStream", x.puppet, ETHER, 1_000, by=x.depositor, value=ETHER)
        x.cast.set_mood("puppet", Mood.REFUSE)
        x.world.advance(500)
        before = x.balance(x.depositor)
        refusal = x.attempt(x.accounts, "cancelPaymentStream", 1, by=x.depositor)
        return x.balance(x.depositor) - before, said(refusal)

    assert cancel(weak("W-L26")) == (0, "Transfer failed")
    x = ours()
    assert cancel(x) == (ETHER // 2, None)
    x.cast.set_mood("puppet", Mood.ACCEPT)
    before = x.balance(x.puppet)
    x.as_puppet(x.accounts, "withdrawFromStream", 1)
    assert x.balance(x.puppet) - before == ETHER // 2


def test_w_l27_date_is_not_taken_for_a_number_of_seconds() -> None:
    def ask_by_date(x: Agency) -> tuple[int, str | None]:
        """Wei that a renter can't get back a year later, once a host has claimed a job due by a date; the refusal."""
        date = x.world.now + 3_600
        refusal = x.attempt(x.market, "postJob", DETAILS, wants(date), ETHER, by=x.depositor, value=ETHER)
        if refusal is None:
            x.claim(1)
            x.world.advance(YEAR)
            assert x.refused(x.market, "expireJob", 1, by=x.depositor) == ("JobNotExpired", (1,))
        return x.balance(x.escrow.address), said(refusal)

    assert ask_by_date(weak("W-L27")) == (ETHER, None)
    assert ask_by_date(ours()) == (0, "InvalidDuration")
