"""Arguments of prompt jobs as a person would say them: a text of some length, the proof of a job, a job's escrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from properties.compute.recipes import evidence
from properties.recipe import Recipe
from spec.compute.job_hashing import encoded_proof
from spec.compute.job_types import EzklProof

WORD = 2**256

SHAPES = ("other value", "fewer values", "more values", "no proof", "no key")
"""What can be wrong with the shape of a job's proof."""


@dataclass(frozen=True)
class Text(Recipe):
    """A text of so many bytes."""

    length: int

    def realize(self, run: Any) -> str:
        """The letter a, so often."""
        return "a" * self.length


@dataclass(frozen=True)
class EscrowId(Recipe):
    """A job's number as the escrow writes it."""

    job_id: int

    def realize(self, run: Any) -> bytes:
        """32 bytes."""
        return (self.job_id % WORD).to_bytes(32, "big")


@dataclass(frozen=True)
class JobProofOf(Recipe):
    """A proof of a job; `content` tells several apart, `flaw` says what is wrong with its shape."""

    job_id: int
    content: int = 0
    flaw: str = ""

    def realize(self, run: Any) -> EzklProof:
        """Public values, proof and key."""
        hashes = tuple(evidence(3 * (self.job_id % 1000) + place) for place in range(3))
        values = tuple(int.from_bytes(one, "big") for one in hashes)
        changed = {
            "other value": (values[0], values[1] + 1, values[2]),
            "fewer values": values[:2],
            "more values": (*values, 0),
        }
        proof = b"" if self.flaw == "no proof" else b"proof" * (1 + self.content)
        key = b"" if self.flaw == "no key" else b"key"
        return EzklProof(changed.get(self.flaw, values), proof, key, *hashes)


@dataclass(frozen=True)
class EncodedProofOf(Recipe):
    """A job's proof as bytes, the way that its hash is made."""

    job_id: int
    content: int = 0

    def realize(self, run: Any) -> bytes:
        """The encoding."""
        return encoded_proof(JobProofOf(self.job_id, self.content).realize(run))
