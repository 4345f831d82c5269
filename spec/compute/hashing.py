"""What the contracts hash: ids of models, and the digest of a proof of work that its host signs (EIP-712)."""

from __future__ import annotations

from spec.compute.types import Proof
from spec.core import ZERO_WORD, Address, Bytes32, Uint256, opaque
from spec.core.abi import account, number, strings, typed_digest
from spec.core.keccak import keccak256
from spec.core.signing import SIGNATURE_BYTES

DOMAIN_TYPE = keccak256(b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
DOMAIN_NAME = keccak256(b"Lockstep Compute")
DOMAIN_VERSION = keccak256(b"1")
PROOF_TYPE = keccak256(
    b"ProofOfWork(uint256 jobId,address host,uint256 seq,uint256 tokensClaimed,uint256 cumulativeTokens,"
    b"bytes32 proofHash)"
)
PROOF_BYTES = 32 + SIGNATURE_BYTES


@opaque()
def model_id_of(repo: str, file: str) -> Bytes32:
    """Id of a model. Both names carry their lengths into the hash, so no two models share an id."""
    return keccak256(strings(repo, file))


@opaque()
def parse_proof(proof: bytes) -> Proof:
    """Hash and signature of a proof. One of another length than 97 bytes has no signature."""
    return Proof(proof[:32], proof[32:]) if len(proof) == PROOF_BYTES else Proof(ZERO_WORD, b"")


@opaque()
def proof_digest(
    chain_id: Uint256,
    marketplace: Address,
    job_id: Uint256,
    host: Address,
    seq: Uint256,
    tokens_claimed: Uint256,
    cumulative_tokens: Uint256,
    proof_hash: Bytes32,
) -> Bytes32:
    """What a host signs. It holds on this chain, for this marketplace, for this proof of this session alone."""
    domain = keccak256(DOMAIN_TYPE + DOMAIN_NAME + DOMAIN_VERSION + number(chain_id) + account(marketplace))
    struct = keccak256(
        PROOF_TYPE
        + number(job_id)
        + account(host)
        + number(seq)
        + number(tokens_claimed)
        + number(cumulative_tokens)
        + proof_hash
    )
    return keccak256(typed_digest(domain, struct))
