"""Attacks on the order in which things happen, each on contracts that have the weakness and on ours."""

from __future__ import annotations

import pytest

from fuzz.chain.cast import Mood, Outcome
from fuzz.chain.errors import CallFailed
from spec.dcm.types import RequestStatus
from tests.weaknesses.dcm.bazaar import DAY, FEE, GWEI, HOUR, ID, SUM, Bazaar, ours, weak


def test_w_d08_buyer_who_took_everything_back_gets_no_result() -> None:
    def reclaim_and_finalize(market: Bazaar) -> tuple[str | None, RequestStatus]:
        """What refuses the result to a buyer who paid nothing for it, and how the request ends."""
        market.sell()
        before = market.balance("buyer")
        request = market.submit(params=SUM, allowance=0)
        job = market.work(request)  # a seller whose gas is free, and who left the last call to the buyer
        market.world.advance(DAY + 1)
        market.do("buyer", "reclaimStalled", request)
        refusal = market.refusal(market.send("buyer", "finalize", job))
        assert market.balance("buyer") == before
        if refusal is None:
            assert market.decrypted(job, "buyer") == (8, False)
        return refusal and refusal[0], RequestStatus(market.booked(request, "status"))

    assert reclaim_and_finalize(weak("W-D08")) == (None, RequestStatus.COMPLETED)
    assert reclaim_and_finalize(ours()) == ("JobClosed", RequestStatus.REJECTED)


def test_w_d09_seller_cannot_push_past_the_last_row() -> None:
    def push_one_more(market: Bazaar) -> tuple[int, str | None]:
        """What the buyer is charged for a row too many, and what then refuses the result."""
        market.sell(((1,), (2,), (3,), (4,)), promised=3)
        job = market.accept(market.submit())
        for index in range(3):
            market.push(job, index)
        extra = market.send("seller", "pushRow", *market.row(job, 3), gas_price=GWEI)
        assert market.refusal(extra) in (None, ("RowIndexOutOfBounds", (3, 3)))
        charged = market.event(extra, "GasCharged")["cost"] if extra.success else 0
        refusal = market.refusal(market.send("buyer", "finalize", job))
        return charged, refusal and refusal[0]

    market = weak("W-D09")
    charged, refusal = push_one_more(market)
    assert charged > 0
    assert refusal == "IncompleteProcessing"
    with pytest.raises(CallFailed, match="Panic"):
        market.read("getJobProgress", 1)
    assert push_one_more(ours()) == (0, None)


def test_w_d14_buyer_cannot_pile_up_jobs_before_the_cooldown_starts() -> None:
    def pile_up(market: Bazaar) -> int:
        """How many results a buyer gets in one second from a dataset that gives one in an hour."""
        market.sell(cooldown=HOUR)
        requests, jobs = [market.submit() for _ in range(3)], []
        for request in requests:
            receipt = market.send("seller", "acceptRequest", request)
            assert market.refusal(receipt) in (None, ("JobAlreadyLive", (1,)))
            jobs += [market.event(receipt, "JobOpened")["jobId"]] if receipt.success else []
        for job in jobs:
            for index in range(2):
                market.push(job, index)
            market.do("buyer", "finalize", job)
        return len(jobs)

    assert pile_up(weak("W-D14")) == 3
    market = ours()
    assert pile_up(market) == 1
    assert market.refused("seller", "acceptRequest", 2) == ("CooldownActive", (market.world.now + HOUR,))


def test_w_d14_buyer_with_two_addresses_has_two_places() -> None:
    """Ours doesn't prevent it: a cooldown can tell addresses apart, not people."""
    market = ours()
    market.sell(cooldown=HOUR)
    for buyer in ("buyer", "other_buyer"):
        job = market.work(market.submit(buyer, SUM))
        market.do(buyer, "finalize", job)
        assert market.decrypted(job, buyer) == (8, False)


def test_w_d20_seller_cannot_choose_among_rows_after_the_question() -> None:
    def choose(market: Bazaar) -> tuple[set[int], list[str]]:
        """Which sums a seller can bring about under one root, and what refused the others.

        One leaf for the second row stands beside the first row, another one level higher.
        """
        hashing, (first, low, high) = market.hashing(), (market.packed((value,)) for value in (1, 10, 1_000))
        one, ten, thousand = hashing.leaf(0, first), hashing.leaf(1, low), hashing.leaf(1, high)
        below = hashing.node(one, ten)
        market.sell(root=hashing.node(below, thousand))
        job = market.accept(market.submit(params=SUM))
        sums, refusals = set(), []
        for row, proof in ((low, (one, thousand)), (high, (below,))):
            start = market.world.snapshot()
            for index, pushed, siblings in ((0, first, (ten, thousand)), (1, row, proof)):
                refusal = market.refusal(market.send("seller", "pushRow", job, pushed, siblings, index))
                refusals += [refusal[0]] if refusal else []
            if market.send("seller", "finalize", job).success:
                sums.add(market.decrypted(job, "buyer")[0])
            market.world.restore(start, keep=False)
        return sums, refusals

    assert choose(weak("W-D20")) == ({11, 1_001}, [])
    sums, refusals = choose(ours())
    assert sums == set()
    assert set(refusals) == {"InvalidProofLength", "RowOutOfOrder"}


def test_w_d27_seller_cannot_push_a_row_inside_the_push_of_another() -> None:
    def nest(market: Bazaar) -> tuple[int, Outcome]:
        """How many rows are in after the push of one, and what came of the call back."""
        market.do("owner", "setPaymentThreshold", 0)
        market.sell(seller="contract_seller")
        job = market.accept(market.submit(), seller="contract_seller")
        market.cast.set_mood("contract_seller", Mood.REENTER)
        second = market.manager.encode("pushRow", *market.row(job, 1))
        market.cast.set_call_back("contract_seller", market.manager.address, second)
        market.push(job, 0, seller="contract_seller", gas_price=GWEI)
        return market.read("getJobProgress", job)[1], market.cast.outcome("contract_seller")

    assert nest(weak("W-D27")) == (2, Outcome.SUCCEEDED)
    assert nest(ours()) == (1, Outcome.FAILED)


def test_success_the_fee_is_paid_where_nobody_attacks() -> None:
    """The other side of the attacks above: the same parties, in the right order."""
    market = ours()
    market.sell()
    before = market.balance("seller")
    market.do("seller", "finalize", market.work(market.submit(params=SUM)))
    assert (market.balance("seller") - before, market.held()) == (FEE, 0)
    assert market.read("obligations", ID) == 0
