"""What prompt jobs hash: requests, results and proofs, as the ABI encodes them; and the selectors of functions."""

from __future__ import annotations

from spec.compute.job_types import EzklProof, JobDetails, JobRequirements
from spec.core import Bytes32, Uint256, opaque
from spec.core.abi import WORD, number
from spec.core.keccak import keccak256

DETAILS_WORDS = 6
PROOF_WORDS = 6
REQUIREMENTS_WORDS = 4


def escrow_id_of(job_id: Uint256) -> Bytes32:
    """A job's number as the key of its escrow."""
    return number(job_id)


@opaque()
def request_hash_of(details: JobDetails, requirements: JobRequirements) -> Bytes32:
    """Hash of what a renter asks for and demands."""
    demanded = b"".join(map(number, (*requirements[:3], int(requirements.requires_proof))))
    return keccak256(number(WORD * (1 + REQUIREMENTS_WORDS)) + demanded + encoded_details(details))


@opaque()
def result_hash_of(result_cid: str) -> Bytes32:
    """Hash of where a result is."""
    return keccak256(result_cid.encode())


@opaque()
def bytes_hash_of(content: bytes) -> Bytes32:
    """Hash of bytes as they are."""
    return keccak256(content)


@opaque()
def proof_hash_of(proof: EzklProof) -> Bytes32:
    """Hash of a proof's encoding."""
    return keccak256(encoded_proof(proof))


def encoded_details(details: JobDetails) -> bytes:
    """The tuple alone: heads, then its three texts."""
    texts = [dynamic(text.encode()) for text in (details.model_id, details.prompt, details.result_format)]
    model_id, prompt, result_format = offsets(DETAILS_WORDS, texts)
    numbers = (details.max_tokens, details.temperature, details.seed)
    return b"".join((model_id, prompt, *map(number, numbers), result_format, *texts))


def encoded_proof(proof: EzklProof) -> bytes:
    """The proof as the one value of an encoding."""
    values = number(len(proof.instances)) + b"".join(map(number, proof.instances))
    parts = [values, dynamic(proof.proof), dynamic(proof.vk)]
    hashes = (proof.model_commitment, proof.input_hash, proof.output_hash)
    return b"".join((number(WORD), *offsets(PROOF_WORDS, parts), *hashes, *parts))


def dynamic(content: bytes) -> bytes:
    """Bytes with their length, padded to whole words."""
    return number(len(content)) + content + bytes(-len(content) % WORD)


def offsets(head_words: int, parts: list[bytes]) -> list[bytes]:
    """Where each part begins behind so many words of heads."""
    begins = [WORD * head_words + sum(map(len, parts[:place])) for place in range(len(parts))]
    return [number(begin) for begin in begins]
