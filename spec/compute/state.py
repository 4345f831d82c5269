"""State of the compute marketplace: what its contracts store, and nothing else but ghosts.

It begins right after deployment and wiring: the marketplace is known to every contract that listens to it, and all
know each other, for good.
"""

from __future__ import annotations

from dataclasses import field

from spec.compute.governance_types import Voter
from spec.compute.state_governance import Motion, Pointer, Reputation, SessionKey, Stream
from spec.compute.state_jobs import Challenge, Escrow, JobProof, PromptJob
from spec.compute.types import ModelPrice, SessionStatus, Tier, TokenPrice
from spec.core import (
    ZERO_ADDRESS,
    ZERO_WORD,
    Actions,
    Address,
    Bytes32,
    GhostWei,
    Ledger,
    Roster,
    Rosters,
    Seconds,
    Store,
    Uint8,
    Uint256,
    Wei,
    record,
)

COMPUTE = Actions()
"""Every action and view of the compute marketplace."""

FAB = "FabToken"
MODELS = "ModelRegistry"
NODES = "NodeRegistry"
EARNINGS = "HostEarnings"
PROOFS = "ProofSystem"
MARKET = "JobMarketplace"
ESCROW = "PaymentEscrow"
JOB_PROOFS = "JobProofs"
REPUTATION = "ReputationSystem"
GOVERNANCE = "Governance"
ACCOUNTS = "AccountIntegration"

NATIVE: Address = ZERO_ADDRESS
"""Stands for the native coin where an asset is named."""
INFINITE = 2**256 - 1
"""An allowance that spending does not lower."""


@record
class Model:
    """A model that hosts may offer. `tier` says who vouches for it."""

    repo: str
    file: str
    sha256_hash: Bytes32
    tier: Tier
    timestamp: Seconds
    active: bool = True


@record
class Proposal:
    """A vote on a model. `late_votes` are those of the last hours since the last extension, in FAB base units."""

    proposer: Address
    repo: str
    file: str
    sha256_hash: Bytes32
    end_time: Seconds
    proposed_at: Seconds
    votes_for: Uint256 = 0
    votes_against: Uint256 = 0
    late_votes: Uint256 = 0
    extension_count: Uint8 = 0
    closed: bool = False


@record
class Node:
    """A host. Prices are minima per 1000 tokens. `unbonding_since` is zero while the node is active.

    Whoever withdraws the stake leaves a blank record.
    """

    operator: Address
    staked_amount: Uint256
    active: bool
    metadata: str
    api_url: str
    supported_models: tuple[bytes, ...]
    min_price_per_token_native: Uint256
    min_price_per_token_stable: Uint256
    unbonding_since: Seconds = 0
    model_prices: tuple[ModelPrice, ...] = ()
    token_prices: tuple[TokenPrice, ...] = ()


@record
class Session:
    """Work paid from a deposit as the host proves it. Amounts in base units of the asset; zero asset is the coin.

    paused_before: seconds that the marketplace had been paused at the last proof. paid_in: what arrived for it.
    early_fee: gross amount that a cancellation added to the proven work.
    """

    depositor: Address
    host: Address
    payment_token: Address
    deposit: Wei
    price_per_token: Uint256
    max_duration: Uint256
    start_time: Seconds
    last_proof_time: Seconds
    proof_interval: Uint256
    paused_before: Seconds
    model_id: Bytes32
    dispute_window: Seconds
    tokens_used: Uint256 = 0
    status: SessionStatus = SessionStatus.ACTIVE
    proof_count: Uint256 = 0
    final_claim_made: bool = False
    last_proof_hash: Bytes32 = ZERO_WORD
    paid_to_host: Wei = 0
    treasury_fee: Wei = 0
    refunded: Wei = 0
    paid_in: GhostWei = 0
    early_fee: GhostWei = 0


@record
class State:
    """All contracts. Addresses are those of the deployed contracts; one owner has deployed them all.

    Assets are keyed by token, the native coin by zero. `balance`, `credits` and `total_credits` are the marketplace's
    coin; `token_balances` and `token_credits` (token, account) its tokens; `earnings_held` what the earnings hold.
    What the escrow holds bears its name in the same way. A pause is on while `paused_at` is not zero and `pause_ends`,
    unless zero, is ahead.
    `locked_votes` of a proposal, which nobody has withdrawn, are stored in the specification alone.
    """

    chain_id: Uint256
    fab: Address
    model_registry: Address
    node_registry: Address
    host_earnings: Address
    proof_system: Address
    marketplace: Address
    owner: Address
    models_treasury: Address
    nodes_treasury: Address
    treasury: Address
    slashing_authority: Address
    min_native_price: Uint256
    fee_bps: Uint256

    payment_escrow: Address = ZERO_ADDRESS
    job_proofs: Address = ZERO_ADDRESS
    reputation_system: Address = ZERO_ADDRESS
    account_integration: Address = ZERO_ADDRESS
    governance: Address = ZERO_ADDRESS

    fab_balances: Ledger[str] = field(default_factory=Ledger)
    fab_allowances: Ledger[tuple[str, str]] = field(default_factory=Ledger)

    models: Store[bytes, Model] = field(default_factory=Store)
    model_ids: Roster[bytes] = field(default_factory=Roster)
    proposals: Store[tuple[bytes, int], Proposal] = field(default_factory=Store)
    proposal_nonce: Ledger[bytes] = field(default_factory=Ledger)
    last_closed: Ledger[bytes] = field(default_factory=Ledger)
    votes: Ledger[tuple[bytes, int, str]] = field(default_factory=Ledger)
    locked_votes: Ledger[tuple[bytes, int]] = field(default_factory=Ledger)
    voted_nonce: Ledger[tuple[bytes, str]] = field(default_factory=Ledger)
    sweepable_fees: Uint256 = 0

    nodes: Store[str, Node] = field(default_factory=Store)
    active_nodes: Roster[str] = field(default_factory=Roster)
    nodes_of_model: Rosters[bytes, str] = field(default_factory=Rosters)
    open_sessions: Ledger[str] = field(default_factory=Ledger)
    open_jobs: Ledger[str] = field(default_factory=Ledger)
    last_session_end: Ledger[str] = field(default_factory=Ledger)
    last_slash: Ledger[str] = field(default_factory=Ledger)

    native_min_deposit: Wei = 10**14
    native_max_deposit: Wei = 1000 * 10**18
    accepted_tokens: Ledger[str] = field(default_factory=Ledger)
    token_min_deposits: Ledger[str] = field(default_factory=Ledger)
    token_max_deposits: Ledger[str] = field(default_factory=Ledger)
    tokens_ever_accepted: Uint256 = 0
    dispute_window: Seconds = 30
    paused_at: Seconds = 0
    pause_ends: Seconds = 0
    paused_seconds: Seconds = 0

    sessions: Store[int, Session] = field(default_factory=Store)
    active_sessions: Rosters[str, int] = field(default_factory=Rosters)
    next_session_id: Uint256 = 1
    consumed: Ledger[tuple[int, int]] = field(default_factory=Ledger)
    user_deposits: Ledger[tuple[str, str]] = field(default_factory=Ledger)
    total_user_deposits: Ledger[str] = field(default_factory=Ledger)
    accumulated_treasury: Ledger[str] = field(default_factory=Ledger)

    balance: Wei = 0
    credits: Ledger[str] = field(default_factory=Ledger)
    total_credits: Wei = 0
    token_balances: Ledger[str] = field(default_factory=Ledger)
    token_credits: Ledger[tuple[str, str]] = field(default_factory=Ledger)
    total_token_credits: Ledger[str] = field(default_factory=Ledger)

    earnings: Ledger[tuple[str, str]] = field(default_factory=Ledger)
    total_earnings: Ledger[str] = field(default_factory=Ledger)
    earnings_held: Ledger[str] = field(default_factory=Ledger)

    # ---- breaker
    breaker_level: Uint8 = 0
    tightened_at: Seconds = 0
    automatic: bool = False
    paused_functions: Ledger[str] = field(default_factory=Ledger)
    failures: Uint256 = 0
    successes: Uint256 = 0
    suspicious: Uint256 = 0
    last_incident: Seconds = 0
    failure_threshold: Uint256 = 5
    recovery_period: Seconds = 0
    guardian: Address = ZERO_ADDRESS
    market_governance: Address = ZERO_ADDRESS

    # ---- prompt jobs
    prompt_jobs: Store[int, PromptJob] = field(default_factory=Store)
    failed_jobs: Ledger[tuple[int, str]] = field(default_factory=Ledger)
    last_claim: Ledger[str] = field(default_factory=Ledger)
    post_minute: Ledger[str] = field(default_factory=Ledger)
    posts_in_minute: Ledger[str] = field(default_factory=Ledger)
    post_hour: Ledger[str] = field(default_factory=Ledger)
    posts_in_hour: Ledger[str] = field(default_factory=Ledger)

    # ---- escrow
    escrows: Store[bytes, Escrow] = field(default_factory=Store)
    escrow_fee_bps: Uint256 = 0
    arbiter: Address = ZERO_ADDRESS
    escrow_treasury: Address = ZERO_ADDRESS
    escrow_governance: Address = ZERO_ADDRESS
    incentive_pool: Wei = 0
    total_escrowed: Ledger[str] = field(default_factory=Ledger)
    accrued_fees: Ledger[str] = field(default_factory=Ledger)
    escrow_balance: Wei = 0
    escrow_credits: Ledger[str] = field(default_factory=Ledger)
    escrow_total_credits: Wei = 0
    escrow_token_balances: Ledger[str] = field(default_factory=Ledger)
    escrow_token_credits: Ledger[tuple[str, str]] = field(default_factory=Ledger)
    escrow_total_token_credits: Ledger[str] = field(default_factory=Ledger)

    # ---- proofs of prompt jobs
    submitted_proofs: Store[int, JobProof] = field(default_factory=Store)
    challenges: Store[int, Challenge] = field(default_factory=Store)
    next_challenge_id: Uint256 = 1
    total_staked: Uint256 = 0
    verifiers: Ledger[str] = field(default_factory=Ledger)

    # ---- reputation, governance, accounts
    reputation_governance: Address = ZERO_ADDRESS
    reputations: Store[str, Reputation] = field(default_factory=Store)
    outcomes: Ledger[tuple[int, str]] = field(default_factory=Ledger)
    rated_jobs: Ledger[int] = field(default_factory=Ledger)
    reporters: Ledger[str] = field(default_factory=Ledger)

    fab_voters: tuple[Voter, ...] = ()
    fab_minted_in: Uint256 = 0
    voting_period: Uint256 = 50_400
    proposal_count: Uint256 = 0
    motions: Store[int, Motion] = field(default_factory=Store)
    votes_cast: Ledger[tuple[int, str]] = field(default_factory=Ledger)
    allowed_setters: Ledger[tuple[str, bytes]] = field(default_factory=Ledger)
    pointers: Store[str, Pointer] = field(default_factory=Store)
    emergency_targets: Ledger[str] = field(default_factory=Ledger)
    emergency_admins: Ledger[str] = field(default_factory=Ledger)
    emergency_until: Ledger[str] = field(default_factory=Ledger)

    session_keys: Store[tuple[str, str], SessionKey] = field(default_factory=Store)
    wallet_deposits: Ledger[str] = field(default_factory=Ledger)
    total_wallet_deposits: Wei = 0
    streams: Store[int, Stream] = field(default_factory=Store)
    next_stream_id: Uint256 = 1
    total_streamed: Wei = 0
    integration_balance: Wei = 0
    integration_credits: Ledger[str] = field(default_factory=Ledger)
    integration_total_credits: Wei = 0
