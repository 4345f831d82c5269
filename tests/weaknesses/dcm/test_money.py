"""Attacks on the escrow's money, each on contracts that have the weakness and on ours. Amounts are wei."""

from __future__ import annotations

from fuzz.chain.cast import Mood, Outcome
from spec.dcm.post_processing import SENTINEL
from tests.weaknesses.dcm.bazaar import ALLOWANCE, DAY, FEE, GWEI, ID, SUM, Bazaar, ours, weak


def test_w_d01_coin_that_its_payee_refuses_is_not_lost() -> None:
    def refuse_a_refund(market: Bazaar) -> int:
        """How much the manager holds that it owes nobody."""
        market.sell()
        request = market.submit("contract_buyer")
        market.cast.set_mood("contract_buyer", Mood.REFUSE)
        market.do("contract_buyer", "cancelRequest", request)
        return market.held() - market.read("totalCredits")

    assert refuse_a_refund(weak("W-D01")) == FEE + ALLOWANCE
    market = ours()
    assert refuse_a_refund(market) == 0
    before = market.balance("buyer")
    market.do("contract_buyer", "withdrawTo", market.address("buyer"))
    assert (market.balance("buyer") - before, market.held()) == (FEE + ALLOWANCE, 0)


def drained(market: Bazaar, *, junk: int = 0) -> tuple[int, int]:
    """What a seller charges for two rows of 1 gwei a gas who names any price for the second; that, and the gas."""
    market.sell(junk=junk)
    request = market.submit(cap=GWEI)
    job = market.accept(request)
    first = market.event(market.push(job, 0, gas_price=GWEI), "GasCharged")
    # The builder of the block gets the price and hands it back: it costs the seller nothing.
    price = (ALLOWANCE - first["cost"]) * 9 // (first["gasUsed"] * 10)
    second = market.event(market.push(job, 1, gas_price=price), "GasCharged")
    assert market.booked(request, "computeAllowance") == ALLOWANCE - first["cost"] - second["cost"]
    return first["cost"] + second["cost"], first["gasUsed"] + second["gasUsed"]


def test_w_d04_seller_cannot_drain_the_allowance_through_the_gas_price() -> None:
    taken, _ = drained(weak("W-D04"))
    assert taken > ALLOWANCE * 8 // 10
    taken, gas = drained(ours())
    assert taken == gas * GWEI < ALLOWANCE // 100


def test_w_d10_seller_of_rows_that_do_not_exist_keeps_capped_gas_and_no_fee() -> None:
    def stall(market: Bazaar) -> tuple[int, int]:
        """What the buyer loses to a seller who can't finish, and the gas that the seller spent."""
        before = market.balance("buyer")
        taken, gas = drained(market, junk=1)
        assert market.refused("seller", "pushRow", *market.row(1, 2)) == ("InvalidTypeTag", (0, 255))
        market.world.advance(DAY + 1)
        market.do("buyer", "reclaimStalled", 1)
        assert before - market.balance("buyer") == taken
        return taken, gas

    assert stall(weak("W-D10"))[0] > ALLOWANCE * 8 // 10
    taken, gas = stall(ours())
    assert taken == gas * GWEI < ALLOWANCE // 100


def test_w_d17_threshold_above_the_row_count_sells_a_sentinel() -> None:
    """Ours doesn't prevent it: the threshold is encrypted, so nobody can compare it with the rows. The fee is lost."""
    market = ours()
    market.sell(((3,), (5,)), k=3)
    before = market.balance("seller")
    job = market.work(market.submit(params=SUM))
    market.do("seller", "finalize", job)
    assert market.decrypted(job, "buyer") == (SENTINEL, False)
    assert market.balance("seller") - before == FEE


def test_w_d21_seller_who_calls_back_while_it_is_paid_is_paid_once() -> None:
    def call_back(market: Bazaar) -> tuple[int, int]:
        """What the seller got, and what it was owed."""
        market.sell(seller="contract_seller")
        market.submit("other_buyer")  # whose escrow is there to be taken
        request = market.submit("buyer")
        market.accept(request, seller="contract_seller", gas_price=GWEI)
        owed, before = market.booked(request, "gasDebtToSeller"), market.balance("contract_seller")
        market.cast.set_mood("contract_seller", Mood.REENTER)
        again = market.manager.encode("requestPayout", request)
        market.cast.set_call_back("contract_seller", market.manager.address, again)
        market.do("contract_seller", "requestPayout", request, gas=1_000_000)
        return market.balance("contract_seller") - before, owed

    got, owed = call_back(weak("W-D21"))
    assert got >= 2 * owed > 0
    market = ours()
    got, owed = call_back(market)
    assert got == owed > 0
    assert market.cast.outcome("contract_seller") == Outcome.FAILED


def test_w_d22_amounts_of_a_request_that_is_over_cannot_be_paid_again() -> None:
    def finalize_what_was_reclaimed(market: Bazaar) -> int:
        """What the buyer has more than before."""
        market.sell()
        market.submit("other_buyer")  # whose escrow is there to be taken
        before = market.balance("buyer")
        request = market.submit("buyer", fee=0)
        job = market.work(request)
        market.world.advance(DAY + 1)
        market.do("buyer", "reclaimStalled", request)
        receipt = market.send("buyer", "finalize", job)
        assert market.refusal(receipt) in (None, ("JobClosed", (job,)))
        return market.balance("buyer") - before

    assert finalize_what_was_reclaimed(weak("W-D22")) == ALLOWANCE
    market = ours()
    assert finalize_what_was_reclaimed(market) == 0
    stored = [market.booked(2, name) for name in ("baseFee", "computeAllowance", "gasDebtToSeller")]
    assert (stored, market.read("obligations", ID)) == ([0, 0, 0], 1)
