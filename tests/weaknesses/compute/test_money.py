"""Attacks on what is paid, each on contracts that have the weakness and on ours. Amounts are units of the asset."""

from __future__ import annotations

from tests.contracts.compute.exchange import COIN, PRICE, TOKEN_DEPOSIT, Moods, text
from tests.weaknesses.compute.bourse import Bourse, net, ours, weak


def test_w_s08_depositor_who_leaves_before_a_proof_lands_pays_an_interval() -> None:
    def leave(x: Bourse) -> int:
        """What the host earns beside the 1,000 tokens it has proven, of 1,000 that it has just worked."""
        job = x.open(interval=1_000)
        x.prove(job, 1_000)
        x.world.advance(1)
        proof = x.proof(job, 1_000)
        x.do(x.market, "cancelSession", job, by=x.depositor)
        too_late = x.refused(x.market, "submitProofOfWork", job, 1_000, proof, by=x.host)
        assert too_late == text("Session not active")
        return x.earned() - net(1_000)

    assert leave(weak("W-S08")) == 0
    assert leave(ours()) == net(1_000)


def test_w_s08_depositor_who_waits_for_the_window_leaves_for_nothing() -> None:
    """Ours doesn't prevent it: half a minute after the last claim the session counts as done, fee or not."""
    x = ours()
    job = x.open(interval=1_000)
    x.prove(job, 1_000)
    x.world.advance(29)
    assert x.refused(x.market, "completeSessionJob", job, by=x.depositor)[0] == "DisputeWindowOpen"
    x.world.advance(1)
    x.do(x.market, "completeSessionJob", job, by=x.depositor)
    assert x.earned() == net(1_000)


def test_w_s14_token_that_keeps_a_fee_is_booked_as_it_arrives() -> None:
    def pay_with_a_fee(x: Bourse) -> tuple[int, int]:
        """What is booked for the attacker's 1,000,000 units, and what the marketplace then lacks."""
        token = x.token.address
        x.do(x.market, "depositToken", token, 1_000_000, by=x.depositor)
        x.do(x.token, "mint", x.outsider, 1_000_000, by=x.owner)
        x.do(x.token, "approve", x.market.address, 2**256 - 1, by=x.outsider)
        x.set_token_mood(Moods.FEE)
        x.do(x.market, "depositToken", token, 1_000_000, by=x.outsider)
        x.set_token_mood(Moods.PLAIN)
        booked = x.read(x.market, "userDeposits", x.outsider, token)
        x.do(x.market, "withdrawToken", token, booked, by=x.outsider)
        return booked, 1_000_000 - x.read(x.token, "balanceOf", x.market.address)

    x = weak("W-S14")
    assert pay_with_a_fee(x) == (1_000_000, 10_000)
    withdraw = ("withdrawToken", x.token.address, 1_000_000)
    assert x.refused(x.market, *withdraw, by=x.depositor)[0] == "TokenWithdrawalFailed"
    x = ours()
    assert pay_with_a_fee(x) == (990_000, 0)
    x.do(x.market, *withdraw, by=x.depositor)


def test_w_s16_work_below_a_thousand_tokens_is_paid() -> None:
    def buy_little(x: Bourse) -> int:
        """What the host earns in three sessions of 999 tokens."""
        for job in (x.open(), x.open(), x.open()):
            x.prove(job, 999)
            x.world.advance(30)
            x.do(x.market, "completeSessionJob", job, by=x.depositor)
        return x.earned()

    assert buy_little(weak("W-S16")) == 0
    assert buy_little(ours()) == 3 * net(999)


def test_w_s16_rounding_costs_a_host_less_than_one_unit_a_session() -> None:
    """At the least price of all, which only a host itself can choose, 999 tokens are 0.999 units, and none is paid."""
    x = ours()
    x.do(x.nodes, "updatePricingStable", 1, by=x.host)
    for tokens, gross in ((999, 0), (1_999, 1)):
        job = x.open_with_token(TOKEN_DEPOSIT, 1)
        x.prove(job, tokens)
        x.world.advance(30)
        before = x.earned(x.token.address)
        x.do(x.market, "completeSessionJob", job, by=x.depositor)
        assert x.earned(x.token.address) - before == gross
        assert 0 <= tokens - gross * 1_000 < 1_000


def test_w_s18_earnings_are_not_booked_without_the_money() -> None:
    def credit_from_nothing(x: Bourse) -> tuple[int, str | None]:
        """What the earnings hold of 70 units that a host earned, and what refuses a faulty marketplace."""
        earnings = x.deploy("HostEarnings")
        x.do(earnings, "setMarketplace", x.outsider, by=x.owner)
        x.do(earnings, "creditEarnings", x.host, 70, COIN, by=x.outsider, value=70)
        refusal = x.attempt(earnings, "creditEarnings", x.outsider, 70, COIN, by=x.outsider)
        if refusal is None:
            x.do(earnings, "withdraw", by=x.outsider)
            failed = ("WithdrawalFailed", (x.host, 70))
            assert x.refused(earnings, "withdraw", by=x.host) == failed
        return x.world.balance(earnings.address), refusal and refusal[0]

    assert credit_from_nothing(weak("W-S18")) == (0, None)
    assert credit_from_nothing(ours()) == (70, "ValueMismatch")


def test_success_what_is_proven_is_paid_where_nobody_attacks() -> None:
    """The other side of the attacks above: the same work, the same price."""
    x = ours()
    job = x.open()
    x.prove(job, 1_000)
    x.world.advance(30)
    x.do(x.market, "completeSessionJob", job, by=x.depositor)
    assert (x.earned(), x.world.balance(x.market.address)) == (net(1_000), 1_000 * PRICE // 1_000 // 10)
