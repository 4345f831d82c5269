"""The variants are our contracts but for their weaknesses: honest parties can't tell them from ours."""

from __future__ import annotations

import pytest

from spec.dcm.types import JobParams, Op
from tests.contracts.compute.exchange import DAY, FAB
from tests.weaknesses.compute.bourse import Bourse
from tests.weaknesses.compute.variants import OURS as OUR_COMPUTE
from tests.weaknesses.compute.variants import VARIANTS as OF_COMPUTE
from tests.weaknesses.dcm.bazaar import COUNT, Bazaar
from tests.weaknesses.dcm.variants import OURS as OUR_DCM
from tests.weaknesses.dcm.variants import VARIANTS as OF_DCM
from tests.weaknesses.variant import Variant

MOST_VARIANTS = 3
"""Of one protocol: compiling them is what this folder costs."""


def trade(market: Bazaar) -> list[object]:
    """A request that is paid, one that is cancelled and one that is reclaimed."""
    market.sell(((3, 4), (5, 6)), k=2)
    before = {name: market.balance(name) for name in ("seller", "buyer", "contract_buyer")}
    job = market.work(market.submit(params=JobParams(Op.WEIGHTED_SUM, weights=(1, 2))))
    market.do("seller", "finalize", job)
    market.do("contract_buyer", "cancelRequest", market.submit("contract_buyer"))
    request = market.submit(params=COUNT)
    market.accept(request)
    market.world.advance(DAY + 1)
    market.do("buyer", "reclaimStalled", request)
    changes = [market.balance(name) - held for name, held in before.items()]
    return [market.decrypted(job, "buyer"), changes, market.held(), market.read("totalCredits")]


@pytest.mark.parametrize("variant", OF_DCM, ids=lambda variant: variant.name)
def test_success_honest_trade_is_as_on_ours(variant: Variant) -> None:
    assert trade(Bazaar(variant)) == trade(Bazaar(OUR_DCM))


def work(x: Bourse) -> list[object]:
    """Sessions in coin and tokens, a vote, and a host that leaves."""
    jobs = x.open(), x.open_with_token()
    for job in jobs:
        x.prove(job, 2_000)
    x.world.advance(30)
    for job in jobs:
        x.do(x.market, "completeSessionJob", job, by=x.depositor)
    x.give_fab(x.depositor, 100_100)
    x.do(x.models, "proposeModel", "new", "model", b"\x44" * 32, by=x.depositor)
    model = x.read(x.models, "getModelId", "new", "model")
    x.do(x.models, "voteOnProposal", model, 100_000 * FAB, True, by=x.depositor)
    x.do(x.nodes, "unregisterNode", by=x.host)
    x.world.advance(8 * DAY)
    x.do(x.models, "executeProposal", model, by=x.outsider)
    for contract, function, who, *args in (
        (x.models, "withdrawVotes", x.depositor, model),
        (x.nodes, "withdrawStake", x.host),
        (x.earnings, "withdraw", x.host),
        (x.earnings, "withdrawToken", x.host, x.token.address),
        (x.market, "withdrawTreasuryNative", x.treasury),
    ):
        x.do(contract, function, *args, by=who)
    kept = [x.world.balance(account) for account in (x.market.address, x.earnings.address, x.host, x.treasury)]
    tokens = [x.read(x.token, "balanceOf", account) for account in (x.market.address, x.host, x.depositor)]
    return [kept, tokens, x.fab_of(x.host), x.fab_of(x.depositor), x.read(x.models, "isModelApproved", model)]


@pytest.mark.parametrize("variant", OF_COMPUTE, ids=lambda variant: variant.name)
def test_success_honest_work_is_as_on_ours(variant: Variant) -> None:
    assert work(Bourse(variant)) == work(Bourse(OUR_COMPUTE))


@pytest.mark.parametrize("variants", [OF_DCM, OF_COMPUTE], ids=["dcm", "compute"])
def test_the_variants_are_few(variants: tuple[Variant, ...]) -> None:
    assert len(variants) <= MOST_VARIANTS
    assert all(edit.find != edit.replace for variant in variants for edit in variant.edits)
