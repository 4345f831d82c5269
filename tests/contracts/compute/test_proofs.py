"""How hosts claim work: what is signed, every refusal in the documented order, and each proof used once."""

from __future__ import annotations

import pytest
from eth_account.messages import encode_typed_data

from fuzz.chain.keccak import keccak
from tests.contracts.compute.exchange import Exchange, Refusal, artifacts, text

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
BAD = text("Invalid proof signature")


def refused(x: Exchange, job: int, tokens: int, proof: bytes, by: str = "") -> Refusal:
    return x.refused(x.market, "submitProofOfWork", job, tokens, proof, by=by or x.host)


def test_success_claims_add_up_and_each_proof_is_used_once(x: Exchange) -> None:
    job = x.open()
    x.prove(job, 4_000)
    receipt = x.prove(job, 150)
    assert x.event(receipt, "ProofSubmitted") == {
        "jobId": job,
        "host": x.host,
        "seq": 2,
        "tokensClaimed": 150,
        "cumulativeTokens": 4_150,
        "proofHash": b"\x22" * 32,
    }
    s = x.session(job)
    assert (s["tokensUsed"], s["proofCount"], s["lastProofTime"]) == (4_150, 2, x.world.now)
    assert s["lastProofHash"] == b"\x22" * 32
    used = [x.read(x.proofs, "isConsumed", job, seq) for seq in range(4)]
    assert used == [False, True, True, False]


def test_success_the_digest_is_that_of_the_standard(x: Exchange) -> None:
    kinds = "jobId:uint256 host:address seq:uint256 tokensClaimed:uint256 cumulativeTokens:uint256 proofHash:bytes32"
    fields = [dict(zip(("name", "type"), kind.split(":"), strict=True)) for kind in kinds.split()]
    domain = {"name": "Lockstep Compute", "version": "1", "chainId": 31_337, "verifyingContract": x.market.address}
    work = (7, x.host, 3, 100, 900, b"\x05" * 32)
    message = dict(zip((field["name"] for field in fields), work, strict=True))
    signable = encode_typed_data(domain, {"ProofOfWork": fields}, message)
    expected = keccak(b"\x19" + signable.version + signable.header + signable.body)
    assert x.read(x.proofs, "proofDigest", *work) == expected
    signature = x.cast["host"].signer.sign(expected)
    assert x.read(x.proofs, "verifyHostSignature", *work, signature)
    assert not x.read(x.proofs, "verifyHostSignature", 8, *work[1:], signature)


def test_invalid_claims_in_the_order_of_their_checks(x: Exchange) -> None:
    job = x.open(10**14, price=10**9, duration=400)  # pays 100,000,000 tokens
    start = x.world.now
    assert refused(x, 9, 0, b"") == text("Session not active")
    assert refused(x, job, 0, b"", by=x.depositor) == text("Only host can submit proof")
    assert refused(x, job, 0, b"") == ("ZeroAmount", ())
    assert refused(x, job, 1, b"") == ("ExcessiveTokens", (1, 0))
    x.world.advance(2)
    assert refused(x, job, 4_001, b"") == ("ExcessiveTokens", (4_001, 4_000))
    assert refused(x, job, 2**256 - 1, b"") == ("ExcessiveTokens", (2**256 - 1, 4_000))
    assert refused(x, job, 100, b"") == BAD
    small = x.open(10**14, price=10**15)  # pays 100 tokens
    x.world.advance(1)
    assert refused(x, small, 101, b"") == text("Tokens claimed exceed deposit")
    x.prove(job, 99)
    assert refused(x, job, 0, b"") == ("ZeroAmount", ())
    assert refused(x, job, 1, b"") == ("FinalClaimMade", (job,))
    x.world.advance(400)
    assert refused(x, job, 0, b"") == ("SessionExpired", (job, start + 400))
    x.do(x.market, "pause", by=x.owner)
    assert refused(x, job, 0, b"") == text("Paused")


def test_success_a_claim_in_the_last_second_and_none_after_it(x: Exchange) -> None:
    job = x.open(duration=10)
    x.world.advance(10)
    proof = x.proof(job, 100)
    snapshot = x.world.snapshot()
    x.do(x.market, "submitProofOfWork", job, 100, proof, by=x.host)
    x.world.restore(snapshot, keep=False)
    x.world.advance(1)
    assert refused(x, job, 100, proof)[0] == "SessionExpired"


def test_invalid_signatures(x: Exchange) -> None:
    job = x.open()
    x.world.advance(10)
    proof = x.proof(job, 200)
    r, s, v = proof[32:64], int.from_bytes(proof[64:96], "big"), proof[96]
    high = proof[:32] + r + (ORDER - s).to_bytes(32, "big") + bytes([55 - v])
    for bad in (proof[:96], proof + b"\x00", proof[:96] + bytes([v - 27]), high, b"\x00" + proof[1:], bytes(97)):
        assert refused(x, job, 200, bad) == BAD
    assert refused(x, job, 201, proof) == BAD
    assert refused(x, job, 200, x.proof(job, 200, "depositor")) == BAD
    x.do(x.market, "submitProofOfWork", job, 200, proof, by=x.host)
    x.world.advance(10)
    assert refused(x, job, 200, proof) == BAD  # the same tokens again need a new signature


@pytest.mark.parametrize("caller", ["host", "owner"])
def test_invalid_consumption_by_anybody_but_the_marketplace(x: Exchange, caller: str) -> None:
    call = (1, x.host, 1, 1, 1, bytes(32), b"")
    assert x.refused(x.proofs, "consume", *call, by=x.cast[caller].address) == text("Unauthorized")


def test_success_a_used_proof_is_refused_whoever_numbers_them(x: Exchange) -> None:
    proofs = x.world.deploy(artifacts()["ProofSystem"], sender=x.owner)
    x.do(proofs, "setMarketplace", x.owner, by=x.owner)  # one that gives the same number twice
    for seq in (1, 255, 256):
        work = (7, x.host, seq, 100, 100, bytes(32))
        signature = x.cast["host"].signer.sign(x.read(proofs, "proofDigest", *work))
        answers = [x.do(proofs, "consume", *work, signature, by=x.owner).return_data[-1] for _ in range(2)]
        assert answers == [1, 0]
