"""Values that the compute marketplace's calls and records carry. Field order is the ABI's."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from spec.core import Address, Bytes32, Uint256


class SessionStatus(IntEnum):
    """Lifecycle of a session. NONE is what an id without a session shows; the last three are terminal."""

    NONE = 0
    ACTIVE = 1
    COMPLETED = 2
    TIMED_OUT = 3
    CANCELLED = 4


class JobType(IntEnum):
    """What a job of the marketplace is."""

    SINGLE_PROMPT = 0
    SESSION = 1


class Tier(IntEnum):
    """Who vouches for a model."""

    NONE = 0
    TRUSTED = 1
    COMMUNITY = 2


class ModelPrice(NamedTuple):
    """A host's own minimum prices for one model, per 1000 tokens; zero means that there is none."""

    model_id: Bytes32
    native: Uint256
    stable: Uint256


class TokenPrice(NamedTuple):
    """A host's own minimum price in one token, in base units per 1000 tokens."""

    token: Address
    price: Uint256


class NewModel(NamedTuple):
    """One model of a batch."""

    repo: str
    file: str
    sha256_hash: Bytes32


class Proof(NamedTuple):
    """What a proof of work consists of: the hash of evidence that stays off chain, and the host's signature."""

    proof_hash: Bytes32
    signature: bytes


class SessionTerms(NamedTuple):
    """What a depositor asks of a host. Price in base units of the asset per 1000 tokens, duration in seconds."""

    host: Address
    price_per_token: Uint256
    max_duration: Uint256
    proof_interval: Uint256
    model_id: Bytes32
