"""Attacks with the stall clock, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from tests.weaknesses.dcm.bazaar import DAY, FEE, HOUR, Bazaar, ours, weak


def test_w_d05_buyer_cannot_cut_off_a_seller_who_is_active() -> None:
    def reclaim_before_the_last_row(market: Bazaar) -> tuple[str | None, int]:
        """What refuses the reclaim, and what the seller gets in the end."""
        market.sell(((1,), (2,), (3,)))
        before = market.balance("seller")
        request = market.submit()
        job = market.accept(request)
        for index in range(2):
            market.world.advance(23 * HOUR)
            market.push(job, index)
        refusal = market.refusal(market.send("buyer", "reclaimStalled", request))
        if refusal is not None:
            market.push(job, 2)
            market.do("seller", "finalize", job)
        return refusal and refusal[0], market.balance("seller") - before

    assert reclaim_before_the_last_row(weak("W-D05, rows ignored")) == (None, 0)
    assert reclaim_before_the_last_row(ours()) == ("NotStalled", FEE)


def test_w_d05_seller_cannot_hold_the_money_by_a_row_a_day() -> None:
    def drag_on(market: Bazaar) -> str | None:
        """What refuses the reclaim 30 days and a second after the acceptance."""
        market.sell(tuple((number,) for number in range(32)))
        request = market.submit()
        job = market.accept(request)
        for index in range(30):
            market.world.advance(DAY)
            market.push(job, index)
        assert market.refused("buyer", "reclaimStalled", request)[0] == "NotStalled"
        market.world.advance(1)
        refusal = market.refusal(market.send("buyer", "reclaimStalled", request))
        return refusal and refusal[0]

    assert drag_on(weak("W-D05, no last day")) == "NotStalled"
    assert drag_on(ours()) is None
