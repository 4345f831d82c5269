"""Attacks that use something twice or out of order, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from tests.contracts.compute.exchange import PRICE, STABLE_PRICE, text
from tests.weaknesses.compute.bourse import EVIDENCE, Bourse, net, ours, weak


def test_w_s03_one_signature_is_not_paid_in_two_sessions() -> None:
    def claim_twice(x: Bourse) -> int:
        """What the host earns with one signed proof of 1,000 tokens."""
        jobs = x.open(), x.open()
        x.world.advance(1)
        proof = x.proof(jobs[0], 1_000)
        x.do(x.market, "submitProofOfWork", jobs[0], 1_000, proof, by=x.host)
        again = x.attempt(x.market, "submitProofOfWork", jobs[1], 1_000, proof, by=x.host)
        assert again in (None, text("Invalid proof signature"))
        x.world.advance(30)
        for job in jobs:
            x.do(x.market, "completeSessionJob", job, by=x.host)
        return x.earned()

    assert claim_twice(weak("W-S03")) == 2 * net(1_000)
    assert claim_twice(ours()) == net(1_000)


def test_w_s03_signature_for_one_marketplace_means_nothing_to_another() -> None:
    def digests(x: Bourse) -> set[bytes]:
        """What a host signs for the same claim in two marketplaces."""
        other = x.deploy("ProofSystem")
        x.do(other, "setMarketplace", x.outsider, by=x.owner)
        claim = (1, x.host, 1, 1_000, 1_000, EVIDENCE)
        return {x.read(proofs, "proofDigest", *claim) for proofs in (x.proofs, other)}

    assert len(digests(weak("W-S03"))) == 1
    assert len(digests(ours())) == 2


def test_w_s13_model_named_twice_does_not_push_another_host_off_its_list() -> None:
    def name_it_twice(x: Bourse) -> tuple[list[str], str | None]:
        """Who is listed for the model once the attacker has left, and what refused its registration."""
        x.give_fab(x.outsider, 1_000)
        terms = ("meta", "https://host", [x.model, x.model], PRICE, STABLE_PRICE)
        refusal = x.attempt(x.nodes, "registerNode", *terms, by=x.outsider)
        x.register(x.depositor)
        if refusal is None:
            x.do(x.nodes, "unregisterNode", by=x.outsider)
        return list(x.read(x.nodes, "getNodesForModel", x.model, 0, 10)), refusal and refusal[0]

    x = weak("W-S13")
    listed, refusal = name_it_twice(x)
    assert refusal is None
    assert listed == [x.host, x.outsider]  # one who has left, instead of one who has not
    x = ours()
    assert name_it_twice(x) == ([x.host, x.depositor], "DuplicateModel")
