"""Proofs of work: what a host may claim, when, and with whose signature."""

from __future__ import annotations

import pytest

from spec.compute.errors import (
    ExcessiveTokens,
    FinalClaimMade,
    InvalidProofSignature,
    MarketplacePaused,
    NotSessionHost,
    SessionExpired,
    SessionNotActive,
    TokensExceedDeposit,
    ZeroAmount,
)
from spec.core.signing import HALF_ORDER
from tests.spec.compute.scene import DAY, HASH, HOST, NOW, OWNER, RIVAL, STRANGER, USER, Scene

PRICE = 10**13
"""At which the scene's deposit pays for 100,000 tokens."""


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.open(price=PRICE)
    scene.now += 60
    return scene


def test_success_proof_moves_the_session_on(scene: Scene) -> None:
    assert scene.view("get_proof_digest", 1, 500, HASH) == scene.view("proof_digest", 1, HOST, 1, 500, 500, HASH)
    outcome = scene.prove(1, 500)
    assert [event.values for event in outcome.events] == [(1, HOST, 1, 500, 500, HASH)]
    r = scene.session(1)
    assert (r.tokens_used, r.proof_count, r.last_proof_time, r.last_proof_hash) == (500, 1, NOW + 60, HASH)
    assert (scene.view("is_consumed", 1, 1), scene.view("is_consumed", 1, 2)) == (True, False)
    scene.now += 1
    scene.prove(1, 2000)
    assert scene.view("get_session_metrics", 1) == (2500, 97_500, 25 * 10**12, 975 * 10**12, 2, 0)
    assert scene.view("get_proof_digest", 9, 1, HASH) == bytes(32)


def test_success_last_second_and_last_token(scene: Scene) -> None:
    scene.now = NOW + DAY
    scene.prove(1, 100_000)
    assert scene.view("get_session_metrics", 1)[:4] == (100_000, 0, 10**15, 0)


def test_success_small_claim_is_the_last(scene: Scene) -> None:
    scene.prove(1, 99)
    assert scene.session(1).final_claim_made is True
    scene.now += 60
    assert scene.view("can_host_process_session", 1, HOST) is False
    scene.refuses(FinalClaimMade, 1).call(HOST, "submit_proof_of_work", 1, 200_000, scene.proof(1, 200_000))


def test_invalid_claims_in_order(scene: Scene) -> None:
    huge, allowed = 2**255, 2000 * 60
    proof = scene.proof(1, 1)
    scene.refuses(SessionNotActive).call(HOST, "submit_proof_of_work", 9, 0, proof)
    scene.refuses(NotSessionHost).call(RIVAL, "submit_proof_of_work", 1, 0, b"")
    scene.refuses(ZeroAmount).call(HOST, "submit_proof_of_work", 1, 0, b"")
    scene.refuses(ExcessiveTokens, allowed + 1, allowed).call(HOST, "submit_proof_of_work", 1, allowed + 1, b"")
    scene.refuses(ExcessiveTokens, huge, allowed).call(HOST, "submit_proof_of_work", 1, huge, b"")
    scene.refuses(TokensExceedDeposit).call(HOST, "submit_proof_of_work", 1, 100_001, b"")
    scene.refuses(InvalidProofSignature).call(HOST, "submit_proof_of_work", 1, 100_000, proof)
    scene.now = NOW + DAY + 1
    scene.refuses(SessionExpired, 1, NOW + DAY).call(HOST, "submit_proof_of_work", 1, 0, b"")
    scene.must(OWNER, "pause")
    scene.refuses(MarketplacePaused).call(HOST, "submit_proof_of_work", 9, 0, b"")


def test_invalid_signatures(scene: Scene) -> None:
    good = scene.proof(1, 500)
    for label, proof in {
        "another signer": scene.proof(1, 500, by=STRANGER),
        "another claim": scene.proof(1, 501),
        "another hash": b"\x08" * 32 + good[32:],
        "one byte short": good[:-1],
        "one byte long": good + b"\0",
        "nothing": b"",
        "a high s": good[:64] + (HALF_ORDER + 1).to_bytes(32, "big") + b"\x1b",
        "v of 0": good[:-1] + b"\x00",
        "v of 29": good[:-1] + b"\x1d",
    }.items():
        outcome = scene.call(HOST, "submit_proof_of_work", 1, 500, proof)
        assert outcome.name == InvalidProofSignature.__name__, label
    scene.must(HOST, "submit_proof_of_work", 1, 500, good)


def test_invalid_proof_used_again_or_elsewhere(scene: Scene) -> None:
    scene.open(price=PRICE)
    scene.now += 60
    proof = scene.proof(1, 500)
    scene.refuses(InvalidProofSignature).call(HOST, "submit_proof_of_work", 2, 500, proof)
    scene.must(HOST, "submit_proof_of_work", 1, 500, proof)
    scene.now += 60
    scene.refuses(InvalidProofSignature).call(HOST, "submit_proof_of_work", 1, 500, proof)


def test_invalid_proof_of_a_session_that_is_over(scene: Scene) -> None:
    proof = scene.proof(1, 500)
    scene.must(USER, "cancel_session", 1)
    scene.refuses(SessionNotActive).call(HOST, "submit_proof_of_work", 1, 500, proof)
