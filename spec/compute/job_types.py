"""Values that the calls and records of prompt jobs carry. Field order is the ABI's."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from spec.core import Bytes32, Seconds, Uint32, Uint256, Wei


class JobStatus(IntEnum):
    """Lifecycle of a prompt job. NONE is what an id without a job shows; the last two are terminal."""

    NONE = 0
    POSTED = 1
    CLAIMED = 2
    SUBMITTED = 3
    DISPUTED = 4
    PAID = 5
    REFUNDED = 6


class JobOutcome(IntEnum):
    """What a job that is over says about its host."""

    UNKNOWN = 0
    SUCCESS = 1
    FAILURE = 2


class EscrowStatus(IntEnum):
    """Lifecycle of an escrow record. The last three are terminal; RESOLVED is after a dispute, to either side."""

    NO_RECORD = 0
    HELD = 1
    IN_DISPUTE = 2
    RELEASED = 3
    RETURNED = 4
    RESOLVED = 5


class ProofStatus(IntEnum):
    """What is known of a host's proof."""

    NO_PROOF = 0
    UNCHECKED = 1
    VERIFIED = 2
    INVALID = 3


class ChallengeStatus(IntEnum):
    """Lifecycle of a challenge. Only a pending one holds a stake."""

    NO_CHALLENGE = 0
    PENDING = 1
    SUCCESSFUL = 2
    FAILED = 3
    EXPIRED = 4


class JobDetails(NamedTuple):
    """What a renter asks for. Temperature is in 1/1000."""

    model_id: str
    prompt: str
    max_tokens: Uint256
    temperature: Uint256
    seed: Uint32
    result_format: str


class JobRequirements(NamedTuple):
    """What a renter demands of the host. Memory in GB, which hosts vouch for themselves; time in seconds."""

    min_gpu_memory: Uint256
    min_reputation_score: Uint256
    max_time_to_complete: Seconds
    requires_proof: bool


class NewJob(NamedTuple):
    """One job of a batch, paid in coin."""

    details: JobDetails
    requirements: JobRequirements
    payment: Wei


class EzklProof(NamedTuple):
    """What a host submits: public values, proof, verification key, and what the values must be."""

    instances: tuple[Uint256, ...]
    proof: bytes
    vk: bytes
    model_commitment: Bytes32
    input_hash: Bytes32
    output_hash: Bytes32
