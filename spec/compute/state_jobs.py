"""Records of prompt jobs: the job itself, its money in the escrow, its host's proof, and challenges of that."""

from __future__ import annotations

from spec.compute.job_types import ChallengeStatus, EscrowStatus, JobStatus, ProofStatus
from spec.core import ZERO_WORD, Address, Bytes32, GhostWei, Seconds, Uint256, Wei, record


@record
class PromptJob:
    """One prompt. `host` is zero while nobody has claimed it. `escrow_id` is the number as the escrow writes it."""

    renter: Address
    host: Address
    status: JobStatus
    deadline: Seconds
    requires_proof: bool
    min_reputation: Uint256
    request_hash: Bytes32
    escrow_id: Bytes32
    submitted_at: Seconds = 0
    result_hash: Bytes32 = ZERO_WORD


@record
class Escrow:
    """Money of a prompt job, in base units of `token`; zero is the coin. `job_id` is the number behind its key.

    fee_bps: the fee of its creation. paid_in and what follows: what came, and how it left.
    """

    job_id: Uint256
    renter: Address
    host: Address
    token: Address
    amount: Wei
    fee_bps: Uint256
    status: EscrowStatus = EscrowStatus.HELD
    disputed_at: Seconds = 0
    paid_in: GhostWei = 0
    paid_to_host: GhostWei = 0
    fee: GhostWei = 0
    bonus: GhostWei = 0
    refunded: GhostWei = 0


@record
class JobProof:
    """The proof of the host that submitted last. `challenge_id` is that of a pending challenge, or zero."""

    host: Address
    status: ProofStatus
    proof_hash: Bytes32
    verified_at: Seconds = 0
    challenge_id: Uint256 = 0


@record
class Challenge:
    """A doubt about a verified proof, with a stake in FAB; `deadline` is the last second for a ruling.

    returned, forfeited, rewarded: what the challenger got back, the host got, and the challenger got on top.
    """

    job_id: Uint256
    host: Address
    challenger: Address
    stake: Uint256
    deadline: Seconds
    evidence_hash: Bytes32
    status: ChallengeStatus = ChallengeStatus.PENDING
    returned: GhostWei = 0
    forfeited: GhostWei = 0
    rewarded: GhostWei = 0
