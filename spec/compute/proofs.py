"""Proofs of work: the host claims tokens with a signature that holds for this one proof of this one session."""

from __future__ import annotations

from spec.compute.errors import (
    ExcessiveTokens,
    FinalClaimMade,
    InvalidProofSignature,
    NotAuthorized,
    NotSessionHost,
    SessionExpired,
    TokensExceedDeposit,
    ZeroAmount,
)
from spec.compute.events import ProofSubmitted
from spec.compute.hashing import parse_proof, proof_digest
from spec.compute.opening import MAX_TOKENS_PER_SECOND, tokens_for
from spec.compute.running import check_running, paused_total_at
from spec.compute.session_records import active_session, end_of
from spec.compute.slashing import refuse_rewiring
from spec.compute.state import COMPUTE, MARKET, PROOFS, Session, State
from spec.compute.types import Proof
from spec.core import Address, Bytes32, Message, Uint256, require
from spec.core.signing import is_canonical

MIN_PROVEN_TOKENS = 100
"""Tokens of work; a claim below is the host's last in a session."""


@COMPUTE.action(on=MARKET)
def submit_proof_of_work(s: State, m: Message, job_id: Uint256, tokens_claimed: Uint256, proof: bytes) -> None:
    """The host claims tokens of work.

    Errors, in order: MarketplacePaused, SessionNotActive, NotSessionHost, SessionExpired, ZeroAmount, FinalClaimMade,
    ExcessiveTokens, TokensExceedDeposit, InvalidProofSignature.
    """
    # Verify
    check_running(s, m)
    r = active_session(s, job_id)
    require(m.sender == r.host, NotSessionHost)
    require(m.now <= end_of(r), SessionExpired, job_id, end_of(r))
    require(tokens_claimed > 0, ZeroAmount)
    require(not r.final_claim_made, FinalClaimMade, job_id)
    allowed = MAX_TOKENS_PER_SECOND * (m.now - r.last_proof_time)
    require(tokens_claimed <= allowed, ExcessiveTokens, tokens_claimed, allowed)
    cumulative = r.tokens_used + tokens_claimed
    require(cumulative <= tokens_for(r.deposit, r.price_per_token), TokensExceedDeposit)
    seq = r.proof_count + 1
    parsed = parse_proof(proof)
    require(is_signed_by_host(s, m, job_id, r, tokens_claimed, parsed), InvalidProofSignature)
    require(s.consumed[job_id, seq] == 0, InvalidProofSignature)
    # Effects
    s.consumed[job_id, seq] = 1
    r.tokens_used = cumulative
    r.last_proof_time = m.now
    r.paused_before = paused_total_at(s, m.now)
    r.proof_count = seq
    r.last_proof_hash = parsed.proof_hash
    if tokens_claimed < MIN_PROVEN_TOKENS:
        r.final_claim_made = True
    # Events
    m.emit(ProofSubmitted(job_id, r.host, seq, tokens_claimed, cumulative, parsed.proof_hash))


def is_signed_by_host(s: State, m: Message, job_id: Uint256, r: Session, tokens_claimed: Uint256, proof: Proof) -> bool:
    """Whether the host has signed its next proof with this claim."""
    digest = next_digest(s, job_id, r, tokens_claimed, proof.proof_hash)
    return is_canonical(proof.signature) and m.signer(digest, proof.signature) == r.host


def next_digest(s: State, job_id: Uint256, r: Session, tokens_claimed: Uint256, proof_hash: Bytes32) -> Bytes32:
    """What the host signs to claim so many tokens with the session's next proof."""
    cumulative = r.tokens_used + tokens_claimed
    return proof_digest(
        s.chain_id, s.marketplace, job_id, r.host, r.proof_count + 1, tokens_claimed, cumulative, proof_hash
    )


@COMPUTE.action(on=PROOFS)
def consume(
    s: State,
    m: Message,
    job_id: Uint256,
    host: Address,
    seq: Uint256,
    tokens_claimed: Uint256,
    cumulative_tokens: Uint256,
    proof_hash: Bytes32,
    signature: bytes,
) -> bool:
    """For the marketplace alone, whose own calls are part of its actions. No transaction comes from it.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=PROOFS, function="setMarketplace")
def set_proofs_marketplace(s: State, m: Message, marketplace: Address) -> None:
    """The marketplace is wired for good; see `refuse_rewiring`."""
    refuse_rewiring(s, m, marketplace)
