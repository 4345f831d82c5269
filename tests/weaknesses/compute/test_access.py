"""Attacks by those who have no business with a session or its wiring, each with the weakness and on ours."""

from __future__ import annotations

import pytest

from fuzz.chain.errors import CallFailed
from tests.contracts.compute.exchange import COIN, DEPOSIT, text
from tests.weaknesses.compute.bourse import EVIDENCE, Bourse, net, ours, weak
from tests.weaknesses.compute.variants import OURS, having


def test_w_s02_observer_cannot_use_up_a_hosts_proof() -> None:
    def run_in_front(x: Bourse) -> tuple[int, str | None]:
        """What the host earns of work whose proof an outsider saw first, and what refused the outsider."""
        job = x.open()
        x.world.advance(1)
        proof = x.proof(job, 1_000)
        seen = (job, x.host, 1, 1_000, 1_000, proof[:32], proof[32:])
        refusal = x.attempt(x.proofs, "consume", *seen, by=x.outsider)
        submitted = x.attempt(x.market, "submitProofOfWork", job, 1_000, proof, by=x.host)
        assert submitted == (None if refusal else text("Invalid proof signature"))
        x.world.advance(30)
        x.do(x.market, "completeSessionJob", job, by=x.depositor)
        return x.earned(), refusal and refusal[1][0]

    assert run_in_front(weak("W-S02")) == (0, None)
    assert run_in_front(ours()) == (net(1_000), "Unauthorized")


def test_w_s09_marketplace_without_a_proof_system_cannot_exist() -> None:
    junk = EVIDENCE + b"\x33" * 65
    x = Bourse(having("W-S09"), proofs=False)
    job = x.open()
    x.world.advance(1)
    x.do(x.market, "submitProofOfWork", job, 1_000, junk, by=x.host)
    x.world.advance(30)
    x.do(x.market, "completeSessionJob", job, by=x.host)
    assert x.earned() == net(1_000)
    with pytest.raises(CallFailed, match="ZeroAddress"):
        Bourse(OURS, proofs=False)
    x = ours()
    job = x.open()
    x.world.advance(1)
    assert x.refused(x.market, "submitProofOfWork", job, 1_000, junk, by=x.host) == text("Invalid proof signature")


def test_w_s10_session_from_a_deposit_passes_the_same_checks() -> None:
    def buy_cheaply(x: Bourse) -> tuple[int, str | None]:
        """What the host earns for 1,000 tokens that it sells for 1,000,000, and what refuses the session."""
        x.do(x.market, "depositNative", by=x.depositor, value=DEPOSIT)
        terms = (*x.ask._replace(price=1).args, COIN, DEPOSIT)
        refusal = x.attempt(x.market, "createSessionFromDeposit", *terms, by=x.depositor)
        if refusal is None:
            x.prove(1, 1_000)
            x.world.advance(30)
            x.do(x.market, "completeSessionJob", 1, by=x.depositor)
        return x.earned(), refusal and refusal[1][0]

    assert buy_cheaply(weak("W-S10")) == (1, None)
    assert buy_cheaply(ours()) == (0, "Price below host minimum (native)")


def test_w_s10_session_from_a_deposit_needs_a_model_that_the_host_serves() -> None:
    def ask_for_another_model(x: Bourse) -> str | None:
        x.do(x.market, "depositNative", by=x.depositor, value=DEPOSIT)
        terms = (*x.ask._replace(model=b"\x99" * 32).args, COIN, DEPOSIT)
        refusal = x.attempt(x.market, "createSessionFromDeposit", *terms, by=x.depositor)
        return refusal and refusal[1][0]

    assert ask_for_another_model(weak("W-S10")) is None
    assert ask_for_another_model(ours()) == "Host does not support model"


def test_w_s12_slashed_host_takes_no_session() -> None:
    def open_with_a_slashed_host(x: Bourse) -> str | None:
        half = x.read(x.nodes, "getNodeFullInfo", x.host)[1] // 2
        x.do(x.nodes, "slashStake", x.host, half, "cid", "reason", by=x.owner)
        refusal = x.attempt(x.market, "createSessionJobForModel", *x.ask.args, by=x.depositor, value=DEPOSIT)
        return refusal and refusal[1][0]

    assert open_with_a_slashed_host(weak("W-S12")) is None
    assert open_with_a_slashed_host(ours()) == "Host not active"


def test_w_s19_delisting_a_token_does_not_lock_what_users_deposited() -> None:
    def delist(x: Bourse) -> tuple[int, str | None]:
        """What the depositor gets back of 1,000,000 units, and what refuses the withdrawal."""
        token = x.token.address
        before = x.read(x.token, "balanceOf", x.depositor)
        x.do(x.market, "depositToken", token, 1_000_000, by=x.depositor)
        x.do(x.market, "removeAcceptedToken", token, by=x.owner)
        refusal = x.attempt(x.market, "withdrawToken", token, 1_000_000, by=x.depositor)
        lost = before - x.read(x.token, "balanceOf", x.depositor)
        return 1_000_000 - lost, refusal and refusal[0]

    assert delist(weak("W-S19")) == (0, "TokenNotAccepted")
    assert delist(ours()) == (1_000_000, None)
