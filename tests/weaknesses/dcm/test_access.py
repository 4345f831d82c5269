"""Attacks by those who have no business with a request, each on contracts with the weakness and on ours."""

from __future__ import annotations

from fuzz.chain.world import ZERO_ADDRESS
from tests.weaknesses.dcm.bazaar import ALLOWANCE, COUNT, DAY, FEE, GWEI, HOUR, ID, Bazaar, ours, weak

IN_USE = ("DatasetInUse", (ID, 1))


def test_w_d06_owner_of_a_reused_dataset_id_cannot_collect_for_the_old_ones_work() -> None:
    def take_over(market: Bazaar) -> int:
        """What the attacker gets of a request that another seller works for."""
        market.sell()
        request = market.submit()
        market.accept(request, gas_price=GWEI)
        refusal = market.refusal(market.send("seller", "deleteDataset", ID, on=market.registry))
        if refusal is not None:
            assert refusal == IN_USE
            assert market.refused("attacker", "requestPayout", request)[0] == "NotDatasetOwner"
            return 0
        market.sell(seller="attacker")
        owed, before = market.booked(request, "gasDebtToSeller"), market.balance("attacker")
        market.do("attacker", "requestPayout", request)
        assert market.balance("attacker") - before == owed
        return owed

    assert take_over(weak("W-D06")) > 0
    assert take_over(ours()) == 0


def test_w_d06_deleted_dataset_id_is_never_given_again() -> None:
    market = ours()
    market.sell()
    market.do("buyer", "cancelRequest", market.submit())
    market.do("seller", "deleteDataset", ID, on=market.registry)
    made = market.fhevm.encrypt([("euint32", 1)], market.registry.address, market.address("attacker"))
    dataset = (ID, 1, b"\x11" * 32, 1, made.handles[0], made.proof, 0)
    refused = market.refused("attacker", "commitDataset", *dataset, on=market.registry)
    assert refused == ("DatasetAlreadyExists", (ID,))


def test_w_d06_pay_for_a_deleted_dataset_is_not_burnt() -> None:
    def delete_and_reclaim(market: Bazaar) -> tuple[int, int]:
        """What address zero and the seller get of the seller's pay."""
        market.sell()
        request = market.submit()
        market.accept(request, gas_price=GWEI)
        refusal = market.refusal(market.send("seller", "deleteDataset", ID, on=market.registry))
        assert refusal in (None, IN_USE)
        owed = market.booked(request, "gasDebtToSeller")
        before = market.balance("seller"), market.world.balance(ZERO_ADDRESS)
        market.world.advance(DAY + 1)
        market.do("buyer", "reclaimStalled", request)
        got, burnt = market.balance("seller") - before[0], market.world.balance(ZERO_ADDRESS) - before[1]
        assert got + burnt == owed > 0
        return burnt, got

    burnt, got = delete_and_reclaim(weak("W-D06"))
    assert burnt > got == 0
    burnt, got = delete_and_reclaim(ours())
    assert got > burnt == 0


def test_w_d07_outsider_cannot_settle_at_the_buyers_expense() -> None:
    def settle(market: Bazaar, actor: str) -> tuple[int, str | None]:
        """What the buyer pays above the fee, and what refused the settlement."""
        market.sell()
        before = market.balance("buyer")
        job = market.work(market.submit())
        refusal = market.refusal(market.send(actor, "finalize", job, gas_price=100 * GWEI))
        if refusal is not None:
            market.do("buyer", "finalize", job, gas_price=100 * GWEI)
        return before - market.balance("buyer") - FEE, refusal and refusal[0]

    taken, refusal = settle(weak("W-D07"), "attacker")
    assert refusal is None
    assert 0 < taken <= ALLOWANCE
    assert settle(ours(), "attacker") == (0, "NotJobParty")


def test_w_d15_seller_cannot_start_a_cooldown_for_a_buyer_who_did_not_consent() -> None:
    def start(market: Bazaar) -> tuple[str | None, str | None]:
        """What refuses the seller's job for the victim, and then the victim's own request."""
        market.sell(cooldown=HOUR)
        request = market.submit()
        forced = market.send("seller", "openJob", ID, market.address("buyer"), COUNT)
        if forced.success:
            job = market.event(forced, "JobOpened")["jobId"]
            for index in range(2):
                market.push(job, index)
            market.do("seller", "finalize", job)
        refusals = market.refusal(forced), market.refusal(market.send("seller", "acceptRequest", request))
        return refusals[0] and refusals[0][0], refusals[1] and refusals[1][0]

    assert start(weak("W-D15")) == (None, "CooldownActive")
    assert start(ours()) == ("BuyerConsentMissing", None)
