"""The variants are our contracts but for their weaknesses: honest parties can't tell them from ours."""

from __future__ import annotations

import pytest

from spec.dcm.types import JobParams, Op
from tests.contracts.compute.agency import (
    CHALLENGE_PERIOD,
    DETAILS,
    ETHER,
    EXECUTION_DELAY,
    POST_JOB,
    SET_FEE,
    Agency,
    key_of,
    selector,
    wants,
)
from tests.contracts.compute.exchange import COIN, DAY, FAB
from tests.weaknesses.compute.bourse import Bourse
from tests.weaknesses.compute.variants import OURS as OUR_COMPUTE
from tests.weaknesses.compute.variants import VARIANTS as OF_COMPUTE
from tests.weaknesses.dcm.bazaar import COUNT, Bazaar
from tests.weaknesses.dcm.variants import OURS as OUR_DCM
from tests.weaknesses.dcm.variants import VARIANTS as OF_DCM
from tests.weaknesses.jobs.variants import OURS as OUR_JOBS
from tests.weaknesses.jobs.variants import VARIANTS as OF_JOBS
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


def hire(x: Agency) -> list[object]:
    """Jobs that are paid, ruled on and refunded, in coin and tokens; a vote on the fee, a key, and a stream."""
    x.do(x.accounts, "depositForKeys", by=x.depositor, value=ETHER)
    named = (x.outsider, x.world.now + DAY, [selector(POST_JOB)], ETHER)
    x.do(x.accounts, "addScopedSessionKey", *named, by=x.depositor)
    asked = (x.depositor, DETAILS, wants(), ETHER)
    x.do(x.accounts, "createJobViaSessionKey", *asked, by=x.outsider)
    x.claim(1)
    x.deliver(1)
    x.do(x.market, "postJobWithToken", DETAILS, wants(), x.token.address, 10**6, by=x.depositor)
    disputed = x.delivered(host=x.rival)
    x.world.advance(60)
    proven = x.verified(host=x.rival)
    x.do(x.escrow, "disputeEscrow", key_of(disputed), by=x.rival)
    x.do(x.escrow, "resolveDispute", key_of(disputed), x.depositor, by=x.arbiter)
    x.do(x.accounts, "createPaymentStream", x.rival, ETHER, DAY, by=x.depositor, value=ETHER)
    x.pass_vote(x.propose((x.escrow.address, selector(SET_FEE), 500)))
    x.release(1)
    x.world.advance(max(EXECUTION_DELAY, CHALLENGE_PERIOD) + 1)
    x.release(proven, by=x.outsider)
    x.do(x.market, "expireJob", 2, by=x.outsider)
    for contract, function, who, *args in (
        (x.governance, "execute", x.outsider, 1),
        (x.governance, "executeEmergencyAction", x.admin, "pause", x.market.address),
        (x.accounts, "withdrawFromStream", x.rival, 1),
        (x.escrow, "withdrawFees", x.outsider, COIN),
    ):
        x.do(contract, function, *args, by=who)
    kept = [x.balance(party) for party in (x.depositor, x.host, x.rival, x.treasury, x.escrow.address)]
    tokens = x.read(x.token, "balanceOf", x.depositor)
    scores = [x.score(host) for host in (x.host, x.rival)]
    states = [x.status(job) for job in range(1, 5)]
    return [kept, tokens, scores, states, x.missing(), x.read(x.escrow, "feeBasisPoints"), x.read(x.market, "paused")]


@pytest.mark.parametrize("variant", OF_JOBS, ids=lambda variant: variant.name)
def test_success_honest_jobs_are_as_on_ours(variant: Variant) -> None:
    assert hire(Agency(variant.compiled())) == hire(Agency(OUR_JOBS.compiled()))


@pytest.mark.parametrize("variants", [OF_DCM, OF_COMPUTE, OF_JOBS], ids=["dcm", "compute", "jobs"])
def test_the_variants_are_few(variants: tuple[Variant, ...]) -> None:
    assert len(variants) <= MOST_VARIANTS
    assert all(edit.find != edit.replace for variant in variants for edit in variant.edits)
