"""What lockstep does not come to: calls that only our own contracts make, and limits that take long to reach."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.compute.agency import ETHER, Agency, JobStatus, key_of, proof_of
from tests.contracts.compute.exchange import COIN, DAY, FAB, Refusal, artifacts

NORMAL, THROTTLED = 0, 1
MOST_STREAMED = 2**96 - 1


@pytest.fixture
def x() -> Agency:
    return Agency()


def test_invalid_record_is_made_once_of_what_is_sent_and_paid_once(x: Agency) -> None:
    escrow = x.world.deploy(
        artifacts()["PaymentEscrow"], x.reputation.address, x.treasury, x.arbiter, 0, sender=x.owner
    )
    x.do(escrow, "setMarketplace", x.depositor, by=x.owner)

    def refused(function: str, *call: Any, value: int = 0) -> Refusal:
        return x.refused(escrow, function, *call, by=x.depositor, value=value)

    asked = (key_of(1), x.depositor, 5)
    assert refused("createEscrow", *asked, COIN, value=4) == ("ValueMismatch", (4, 5))
    assert refused("createEscrow", *asked, x.token.address, value=5) == ("ValueMismatch", (5, 0))
    assert refused("createEscrow", key_of(1), x.depositor, 0, COIN) == ("ZeroAmount", ())
    x.do(escrow, "createEscrow", *asked, COIN, by=x.depositor, value=5)
    assert refused("createEscrow", *asked, COIN, value=5) == ("EscrowExists", (key_of(1),))
    x.do(escrow, "refundEscrow", key_of(1), by=x.depositor)
    assert refused("refundEscrow", key_of(1))[0] == "EscrowNotActive"


def test_invalid_settlement_of_a_job_without_a_dispute(x: Agency) -> None:
    parts = (x.nodes.address, x.depositor, x.reputation.address, x.job_proofs.address)
    prompts = x.world.deploy(artifacts()["PromptJobs"], *parts, sender=x.owner)
    settled = x.refused(prompts, "escrowSettled", 1, True, 1, by=x.depositor)
    assert settled == ("InvalidJobStatus", (1, JobStatus.NONE))


def test_invalid_ruling_for_somebody_who_is_no_party(x: Agency) -> None:
    job = x.delivered()
    x.do(x.escrow, "disputeEscrow", key_of(job), by=x.depositor)
    ruled = x.refused(x.escrow, "resolveDispute", key_of(job), x.outsider, by=x.arbiter)
    assert ruled == ("InvalidWinner", (x.outsider,))


def test_success_ten_hasty_payments_slow_claims_down(x: Agency) -> None:
    for place in range(10):
        assert x.read(x.market, "circuitBreakerLevel") == NORMAL, place
        x.world.advance(DAY)
        x.release(x.delivered(ETHER))
    assert x.read(x.market, "circuitBreakerLevel") == THROTTLED


def test_invalid_stream_of_more_than_is_counted(x: Agency) -> None:
    x.world.set_balance(x.depositor, 2**97)
    asked = (x.host, MOST_STREAMED + 1, DAY)
    refused = x.refused(x.accounts, "createPaymentStream", *asked, by=x.depositor, value=MOST_STREAMED + 1)
    assert refused == ("AmountAboveMaximum", (MOST_STREAMED + 1, MOST_STREAMED))
    x.do(x.accounts, "createPaymentStream", x.host, MOST_STREAMED, DAY, by=x.depositor, value=MOST_STREAMED)


def test_success_a_small_stake_pays_its_half_for_a_wrong_proof(x: Agency) -> None:
    job = x.post(seconds=10 * DAY, proof=True)
    x.claim(job)
    held = 1_000 * FAB
    for _ in range(5):
        held -= held // 2
        x.do(x.nodes, "slashStake", x.host, held, "cid", "why", by=x.owner)
        x.world.advance(DAY)
    x.do(x.job_proofs, "submitProof", job, proof_of(), by=x.host)
    x.do(x.job_proofs, "verifyProof", job, by=x.verifier)
    before = x.fab_of(x.challenger)
    x.do(x.job_proofs, "resolveChallenge", x.challenge(job), True, by=x.verifier)
    assert x.fab_of(x.challenger) - before == held // 2 < 20 * FAB


def test_success_a_ruling_on_an_earlier_hosts_proof_leaves_the_present_one_alone(x: Agency) -> None:
    job = x.post(seconds=10 * DAY, proof=True)
    x.claim(job)
    x.do(x.job_proofs, "submitProof", job, proof_of(), by=x.host)
    x.do(x.job_proofs, "verifyProof", job, by=x.verifier)
    challenge = x.challenge(job)
    x.do(x.market, "failJob", job, by=x.host)
    x.claim(job, x.rival)
    x.do(x.job_proofs, "submitProof", job, proof_of(b"r"), by=x.rival)
    before = x.read(x.job_proofs, "getProof", job)
    x.do(x.job_proofs, "resolveChallenge", challenge, True, by=x.verifier)
    assert x.read(x.job_proofs, "getProof", job) == before
    assert x.missing() == [0, 0, 0, 0]
