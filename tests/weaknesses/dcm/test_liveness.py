"""Attacks that keep a request from its end, each on contracts that have the weakness and on ours. Amounts are wei."""

from __future__ import annotations

from fuzz.chain.cast import Mood
from spec.dcm.types import FilterProg, JobParams, Op
from tests.weaknesses.dcm.bazaar import ALLOWANCE, COUNT, DAY, FEE, GWEI, ID, Bazaar, ours, weak


def test_w_d02_buyer_who_rejects_coin_cannot_keep_the_seller_from_its_fee() -> None:
    def extort(market: Bazaar) -> tuple[int, str | None]:
        """What the seller gets of its fee while the buyer refuses coin, and what refuses the settlement."""
        market.sell()
        job = market.work(market.submit("contract_buyer"))
        before = market.balance("seller")
        market.cast.set_mood("contract_buyer", Mood.REFUSE)
        refusal = market.refusal(market.send("seller", "finalize", job))
        got = market.balance("seller") - before
        market.cast.set_mood("contract_buyer", Mood.ACCEPT)  # once the ransom is there
        if refusal is not None:
            market.do("seller", "finalize", job)
        return got, refusal and refusal[0]

    assert extort(weak("W-D02")) == (0, "WithdrawalFailed")
    market = ours()
    assert extort(market) == (FEE, None)
    assert market.credit("contract_buyer") == market.held() == ALLOWANCE


def test_w_d03_seller_who_rejects_coin_cannot_lock_the_buyers_money() -> None:
    def hold_to_ransom(market: Bazaar) -> tuple[int, int]:
        """What the buyer can't get out, and what the seller is owed."""
        market.sell(seller="contract_seller")
        request = market.submit()
        market.accept(request, seller="contract_seller", gas_price=GWEI)
        owed, before = market.booked(request, "gasDebtToSeller"), market.balance("buyer")
        market.cast.set_mood("contract_seller", Mood.REFUSE)
        market.world.advance(30 * DAY)
        refusal = market.refusal(market.send("buyer", "reclaimStalled", request))
        failure = ("WithdrawalFailed", (market.address("contract_seller"), owed))
        assert refusal in (None, failure)
        return FEE + ALLOWANCE - owed - (market.balance("buyer") - before), owed

    locked, owed = hold_to_ransom(weak("W-D03"))
    assert locked == FEE + ALLOWANCE - owed > 0
    market = ours()
    locked, owed = hold_to_ransom(market)
    assert locked == 0
    assert market.credit("contract_seller") == market.held() == owed > 0


def test_w_d11_buyer_cannot_have_a_filter_accepted_that_every_row_fails() -> None:
    broken = JobParams(Op.COUNT, filter=FilterProg(b"\x10"))  # compares what nothing pushed
    market = weak("W-D11")
    market.sell()
    before = market.balance("seller")
    request = market.submit(params=broken)
    job = market.accept(request)
    assert market.refused("seller", "pushRow", *market.row(job, 0))[0] == "Panic"
    market.world.advance(DAY + 1)
    market.do("buyer", "reclaimStalled", request)
    assert market.balance("seller") == before
    market = ours()
    market.sell()
    refused = market.refused("buyer", "submitRequest", ID, broken, FEE, value=FEE)
    assert refused == ("FilterVMStackUnderflow", (0, "value"))


def test_w_d12_weight_of_zero_does_not_stop_a_job() -> None:
    def weigh(market: Bazaar) -> int | str:
        """The weighted sum, or what refuses every row."""
        market.sell(((3, 4), (5, 6)))
        job = market.accept(market.submit(params=JobParams(Op.WEIGHTED_SUM, weights=(1, 0))))
        for index in range(2):
            refusal = market.refusal(market.send("seller", "pushRow", *market.row(job, index)))
            if refusal is not None:
                return refusal[0]
        market.do("seller", "finalize", job)
        return market.decrypted(job, "buyer")[0]

    assert weigh(weak("W-D12")) == "DivisionByZero"
    assert weigh(ours()) == 8


def test_w_d23_seller_cannot_delete_the_dataset_under_a_running_job() -> None:
    def delete(market: Bazaar) -> tuple[str | None, str | None]:
        """What refuses the deletion, and then the next row."""
        market.sell()
        job = market.accept(market.submit())
        market.push(job, 0)
        deleted = market.refusal(market.send("seller", "deleteDataset", ID, on=market.registry))
        pushed = market.refusal(market.send("seller", "pushRow", *market.row(job, 1)))
        return deleted and deleted[0], pushed and pushed[0]

    assert delete(weak("W-D23")) == (None, "InvalidRowSchema")
    assert delete(ours()) == ("DatasetInUse", None)


def test_w_d24_owner_cannot_strand_datasets_by_another_manager() -> None:
    market = weak("W-D24")
    market.manager = market.new_manager()
    market.sell()  # the registry still grants the threshold to the first one
    market.do("owner", "setJobManager", market.manager.address, on=market.registry)
    job = market.work(market.submit())
    refused = market.refused("seller", "finalize", job)
    assert refused[0] == "ACLNotAllowed"
    assert refused[1][1].lower() == market.manager.address
    market = ours()
    second = market.new_manager().address
    refused = market.refused("owner", "setJobManager", second, on=market.registry)
    assert refused == ("JobManagerAlreadySet", (market.manager.address,))


def test_w_d28_request_with_too_small_an_allowance_is_not_dead() -> None:
    def raise_allowance(market: Bazaar) -> tuple[str | None, str | None]:
        """What refuses more allowance to a waiting request, and then its acceptance."""
        market.sell()
        request = market.submit(params=COUNT, allowance=1)
        assert market.refused("seller", "acceptRequest", request, gas_price=GWEI)[0] == "InsufficientAllowance"
        raised = market.refusal(market.send("buyer", "topUpAllowance", request, value=ALLOWANCE))
        accepted = market.refusal(market.send("seller", "acceptRequest", request, gas_price=GWEI))
        return raised and raised[0], accepted and accepted[0]

    assert raise_allowance(weak("W-D28")) == ("RequestNotAccepted", "InsufficientAllowance")
    assert raise_allowance(ours()) == (None, None)
