"""Every view of prompt jobs, the breaker, the escrow and proofs: for each known id and one unknown, party and asset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from properties.binding import ViewQuery
from properties.compute.actors import DEPOSITORS, EVERYONE, HOSTS, OUTSIDER, TOKENS, TREASURY
from properties.compute.choices import address
from properties.compute.job_recipes import EscrowId
from properties.recipe import NOBODY
from spec.compute.running import NAMES
from spec.compute.state import ESCROW, JOB_PROOFS, MARKET, NODES
from spec.compute.views_job_constants import JOB_CONSTANTS, view_name
from spec.core import ZERO_ADDRESS

MOST_JOBS = 24
"""Newest jobs of which every view is asked."""
BREAKER_VIEWS = (
    "circuit_breaker_level",
    "get_circuit_breaker_metrics",
    "tightened_at",
    "pause_ends",
    "failure_threshold",
    "auto_recovery_period",
    "guardian",
    "governance_of_market",
)
ESCROW_VIEWS = (
    "fee_basis_points",
    "incentive_pool",
    "arbiter",
    "escrow_treasury",
    "governance_of_escrow",
    "escrow_total_credits",
)


def constants() -> Iterator[ViewQuery]:
    """What never changes."""
    for contract, name, _ in JOB_CONSTANTS:
        yield ViewQuery(contract, view_name(contract, name))
    yield ViewQuery(MARKET, "account_integration")
    yield ViewQuery(NODES, "job_proofs_of_nodes")
    yield ViewQuery(ESCROW, "marketplace_of_escrow")
    yield ViewQuery(JOB_PROOFS, "marketplace_of_job_proofs")


def standing(run: Any) -> Iterator[ViewQuery]:
    """What is asked in every state of a run, which follows from its addresses alone."""
    for view in BREAKER_VIEWS:
        yield ViewQuery(MARKET, view)
    for name in (*NAMES, "submitProofOfWork"):
        yield ViewQuery(MARKET, "is_function_paused", (name,))
    for view in ESCROW_VIEWS:
        yield ViewQuery(ESCROW, view)
    for view in ("total_staked", "next_challenge_id"):
        yield ViewQuery(JOB_PROOFS, view)
    for host in HOSTS:
        yield ViewQuery(NODES, "open_jobs", (address(run, host),))
        yield ViewQuery(MARKET, "last_claim", (address(run, host),))
    for name in EVERYONE:
        yield ViewQuery(JOB_PROOFS, "is_verifier", (address(run, name),))
        yield ViewQuery(ESCROW, "escrow_credits", (address(run, name),))
    for name in (*DEPOSITORS, HOSTS[0]):
        yield ViewQuery(MARKET, "post_counts", (address(run, name),))
    for name in (NOBODY, *TOKENS):
        asset = address(run, name)
        for view in ("accrued_fees", "total_escrowed", "escrow_total_token_credits"):
            yield ViewQuery(ESCROW, view, (asset,))
        for owed in (TREASURY, *HOSTS, *DEPOSITORS, OUTSIDER):
            yield ViewQuery(ESCROW, "escrow_token_credits", (asset, address(run, owed)))


def jobs(run: Any) -> Iterator[ViewQuery]:
    """The newest jobs, an id that was never used, challenges, and one that is not there."""
    s = run.state
    known = tuple(id for id, _ in s.prompt_jobs.items())[-MOST_JOBS:]
    for job_id in (*known, 0, s.next_session_id):
        for view in ("get_job", "is_releasable", "is_expirable", "job_type", "session_jobs"):
            yield ViewQuery(MARKET, view, (job_id,))
        for view in ("get_proof", "can_complete_job"):
            yield ViewQuery(JOB_PROOFS, view, (job_id,))
        yield ViewQuery(ESCROW, "get_escrow", (EscrowId(job_id).realize(run),))
        for host in (*HOSTS[:3], OUTSIDER):
            yield ViewQuery(MARKET, "has_failed", (job_id, address(run, host)))
            yield ViewQuery(JOB_PROOFS, "proof_state", (job_id, address(run, host)))
        yield ViewQuery(JOB_PROOFS, "proof_state", (job_id, ZERO_ADDRESS))
    for challenge_id in range(len(s.challenges) + 2):
        yield ViewQuery(JOB_PROOFS, "get_challenge", (challenge_id,))
