"""Arguments of the compute marketplace as a person would say them: a model by its name, a proof signed by a host."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from properties.recipe import Recipe
from spec.compute.hashing import model_id_of, proof_digest
from spec.core import ZERO_ADDRESS
from spec.core.signing import HALF_ORDER

ORDER = 2 * HALF_ORDER + 1
WORD = 2**256

PROOF_FLAWS = (
    "next sequence number",
    "this sequence number again",
    "another sum",
    "another claim",
    "another host",
    "another session",
    "another chain",
    "another contract",
    "another hash",
    "high s",
    "v of zero",
    "too short",
    "too long",
    "nothing",
    "zeros",
)
"""What can be wrong with a proof, besides who signed it."""

CONTENTS = 3
"""Different hashes of evidence that proofs carry."""


@dataclass(frozen=True)
class ModelId(Recipe):
    """Id of a model by its names, whether or not it is registered."""

    repo: str
    file: str

    def realize(self, run: Any) -> bytes:
        """32 bytes."""
        return model_id_of(self.repo, self.file)


@dataclass(frozen=True)
class Digest(Recipe):
    """32 bytes that stand for a hash, told apart by number."""

    number: int

    def realize(self, run: Any) -> bytes:
        """The bytes."""
        return evidence(self.number)


@dataclass(frozen=True)
class SignedProof(Recipe):
    """A proof for the next claim in a session, signed by an actor; `flaw` names what is wrong with it."""

    job_id: int
    tokens: int
    signer: str
    content: int = 0
    flaw: str = ""

    def realize(self, run: Any) -> bytes:
        """Hash and signature, 97 bytes but for a flaw of length."""
        if self.flaw in ("nothing", "zeros"):
            return b"" if self.flaw == "nothing" else bytes(97)
        signature = run.cast[self.signer].signer.sign(self.digest(run))
        proof = evidence(self.content) + spoilt(signature, self.flaw)
        return {"too short": proof[:-1], "too long": proof + b"\0"}.get(self.flaw, proof)

    def digest(self, run: Any) -> bytes:
        """What is signed; for a session that does not exist, something that no session has."""
        s, flaw = run.state, self.flaw
        known = self.job_id in s.sessions
        session = s.sessions[self.job_id] if known else None
        count, used = (session.proof_count, session.tokens_used) if session else (0, 0)
        seq = count + {"next sequence number": 2, "this sequence number again": 0}.get(flaw, 1)
        return proof_digest(
            s.chain_id + (flaw == "another chain"),
            s.host_earnings if flaw == "another contract" else s.marketplace,
            (self.job_id + (flaw == "another session")) % WORD,
            session.host if session and flaw != "another host" else ZERO_ADDRESS,
            seq,
            (self.tokens + (flaw == "another claim")) % WORD,
            (used + self.tokens + (flaw == "another sum")) % WORD,
            evidence(self.content + (flaw == "another hash")),
        )


@dataclass(frozen=True)
class Replayed(Recipe):
    """The last proof that was taken in a session, once more; empty if none was."""

    job_id: int

    def realize(self, run: Any) -> bytes:
        """The bytes of that proof."""
        return bytes(run.memory.proofs.get(self.job_id, b""))


@dataclass
class Memory:
    """What later recipes of a run need: the last proof taken in each session. And what the run cares for."""

    proofs: dict[int, bytes] = field(default_factory=dict)
    focus: str = ""


def evidence(number: int) -> bytes:
    """The hash of some evidence, which stays off chain."""
    return (0xE1DE << 240 | number).to_bytes(32, "big")


def spoilt(signature: bytes, flaw: str) -> bytes:
    """A signature in another form: with the other s that signs the same, or with an old v."""
    if flaw == "high s":
        other = ORDER - int.from_bytes(signature[32:64], "big")
        return signature[:32] + other.to_bytes(32, "big") + bytes([55 - signature[64]])
    return signature[:64] + bytes([signature[64] - 27]) if flaw == "v of zero" else signature
