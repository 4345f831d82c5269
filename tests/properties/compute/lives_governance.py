"""Short lives of reputation, governance and accounts that give their predicates something to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from properties.compute import accounts, governance, reputation
from spec.compute.governance_types import Operation, ParameterUpdate
from spec.compute.selectors import CLAIM_JOB, POST_JOB, SET_ARBITER, SET_FEE
from tests.properties.compute.lives import Watched
from tests.spec.compute.scene import (
    ADMIN,
    DAY,
    DETAILS,
    ESCROW,
    ETHER,
    FAB,
    GOVERNANCE,
    HOST,
    KEY,
    MARKET,
    OTHER,
    OWNER,
    REQUIREMENTS,
    RIVAL,
    STRANGER,
    USER,
    VOTING_PERIOD,
)
from tests.spec.compute.test_accounts import claim, posting

DECLARED_IN = (accounts, governance, reputation)
"""Modules of the properties that these lives are about."""
MONTH = 30 * DAY
FEE = ParameterUpdate(ESCROW, SET_FEE, "fee", 800)


def scored(scene: Watched) -> None:
    """Outcomes, ratings, decay and a slash; and what nobody may do to a score."""
    scene.call(STRANGER, "record_job_completion", HOST, 70, True)
    scene.must(OWNER, "set_reporter", USER, True)
    scene.must(USER, "record_job_completion", HOST, 70, False)
    scene.must(USER, "record_job_completion", HOST, 70, False)
    job_id = scene.paid_job()
    scene.call(STRANGER, "rate_host", HOST, job_id, 5, "")
    scene.call(USER, "rate_host", RIVAL, job_id, 5, "")
    scene.call(USER, "rate_host", HOST, job_id, 6, "")
    scene.must(USER, "rate_host", HOST, job_id, 5, "")
    scene.call(USER, "rate_host", HOST, job_id, 5, "")
    scene.must(USER, "rate_host", HOST, scene.paid_job(), 4, "")
    scene.now += 2 * MONTH + 1
    scene.must(STRANGER, "apply_reputation_decay", HOST)
    scene.now += MONTH
    scene.must(OWNER, "slash_reputation", HOST, 30)
    scene.now += 30 * MONTH
    scene.must(USER, "record_job_completion", HOST, 71, True)


def ready_to_vote(scene: Watched) -> None:
    """Lists, and three with votes."""
    scene.must(OWNER, "set_allowed", ESCROW, SET_FEE, True)
    scene.must(OWNER, "set_pointer", ESCROW, SET_ARBITER)
    for voter in (USER, OTHER, HOST):
        scene.must(voter, "delegate", voter)
    scene.block += 1


def voted(scene: Watched, *votes: tuple[str, bool], update: bool = True) -> int:
    """A proposal on which these have voted, when that is over."""
    if update:
        proposal_id: int = scene.must(USER, "propose_parameter_update", (FEE,), "why").returned
    else:
        proposal_id = scene.must(USER, "propose_contract_upgrade", ESCROW, STRANGER, "why").returned
    scene.block += 2
    for voter, support in votes:
        scene.call(voter, "cast_vote", proposal_id, support)
    scene.call(STRANGER, "queue", proposal_id)
    scene.block += VOTING_PERIOD
    return proposal_id


def governed(scene: Watched) -> None:
    """A proposal that is executed, one of few, one that is not listed any more, one that is withdrawn."""
    ready_to_vote(scene)
    scene.call(STRANGER, "propose_parameter_update", (FEE,), "")
    first = voted(scene, (USER, True), (OTHER, False), (HOST, True))
    scene.must(STRANGER, "queue", first)
    scene.call(STRANGER, "execute", first)
    scene.now += 2 * DAY
    scene.must(STRANGER, "execute", first)
    scene.must(OTHER, "transfer", STRANGER, 1_000 * FAB)
    scene.must(STRANGER, "delegate", STRANGER)
    scene.call(STRANGER, "queue", voted(scene, (STRANGER, True)))
    scene.call(STRANGER, "queue", voted(scene, (USER, True), (OTHER, False), update=False))
    upgrade = voted(scene, (USER, True), update=False)
    scene.must(STRANGER, "queue", upgrade)
    scene.now += 2 * DAY
    scene.must(STRANGER, "execute", upgrade)
    for undo in (("set_allowed", ESCROW, SET_FEE, False), None):
        proposal_id = voted(scene, (USER, True))
        scene.must(STRANGER, "queue", proposal_id)
        scene.must(*((OWNER, *undo) if undo else (USER, "cancel", proposal_id)))
        scene.now += 2 * DAY
        scene.call(STRANGER, "execute", proposal_id)
        scene.must(OWNER, "set_allowed", ESCROW, SET_FEE, True)
    late = voted(scene, (USER, True))
    scene.must(STRANGER, "queue", late)
    scene.now += 17 * DAY
    scene.call(STRANGER, "execute", late)


def moved_after_the_snapshot(scene: Watched) -> None:
    """FAB that votes, moves, and would vote again."""
    ready_to_vote(scene)
    proposal_id: int = scene.must(USER, "propose_parameter_update", (FEE,), "why").returned
    scene.block += 2
    scene.must(USER, "cast_vote", proposal_id, True)
    scene.must(USER, "transfer", OTHER, 100_000 * FAB)
    scene.must(USER, "delegate", RIVAL)
    for voter in (USER, OTHER, RIVAL):
        scene.call(voter, "cast_vote", proposal_id, True)
    scene.block += 1
    again: int = scene.must(OTHER, "propose_parameter_update", (FEE,), "again").returned
    scene.block += 2
    for voter in (USER, OTHER, RIVAL):
        scene.call(voter, "cast_vote", again, False)


def in_emergency(scene: Watched) -> None:
    """A pause, too soon another, and whatever else the role might try."""
    scene.call(STRANGER, "execute_emergency_action", "pause", MARKET)
    scene.must(OWNER, "set_emergency_admin", ADMIN, True)
    scene.call(ADMIN, "execute_emergency_action", "pause", MARKET)
    scene.must(OWNER, "set_emergency_target", MARKET, True)
    scene.call(ADMIN, "execute_emergency_action", "unpause", MARKET)
    scene.must(ADMIN, "execute_emergency_action", "pause", MARKET)
    scene.now += 8 * DAY
    scene.call(ADMIN, "execute_emergency_action", "pause", MARKET)
    scene.now += 22 * DAY
    scene.must(ADMIN, "execute_emergency_action", "pause", MARKET)


def wired(scene: Watched) -> None:
    """Everybody tries to name somebody else, and the governance that the owner has named names an arbiter."""
    for actor in (STRANGER, OWNER):
        for action in ("set_reputation_governance", "set_market_governance", "set_escrow_governance"):
            scene.call(actor, action, STRANGER)
        scene.call(actor, "set_reporter", STRANGER, True)
        scene.call(actor, "set_arbiter", STRANGER)
        scene.call(actor, "set_account_integration", STRANGER)
        scene.call(actor, "set_reputation_marketplace", STRANGER)
        scene.call(actor, "set_treasury", GOVERNANCE)
        scene.call(actor, "set_pointer", ESCROW, SET_ARBITER)
        scene.call(actor, "set_pointer", ESCROW, SET_FEE)
    scene.must(STRANGER, "set_arbiter", RIVAL)


def keyed(scene: Watched) -> None:
    """Keys that do what they may, and what they may not, in time and too late."""
    post = ("create_job_via_session_key", USER, DETAILS, REQUIREMENTS)
    for wallet in (USER, OTHER):
        scene.must(wallet, "deposit_for_keys", value=5 * ETHER)
    for wallet in (USER, HOST):
        scene.must(wallet, "add_scoped_session_key", KEY, scene.now + DAY, (POST_JOB,), 2 * ETHER)
    first: int = scene.must(KEY, *post, ETHER).returned
    scene.call(KEY, *post, 2 * ETHER)
    scene.call(KEY, "claim_job_via_session_key", HOST, first)
    scene.must(HOST, "add_session_key", KEY, scene.now + DAY)
    scene.call(KEY, "claim_job_via_session_key", HOST, first)
    scene.must(USER, "charge_session_key", KEY, POST_JOB, 5)
    scene.must(USER, "charge_session_key", KEY, CLAIM_JOB, 0)
    scene.now += DAY + 1
    scene.call(KEY, *post, 1)
    waiting = scene.post(by=OTHER)
    scene.call(KEY, "claim_job_via_session_key", HOST, waiting)
    scene.must(HOST, "add_session_key", KEY, scene.now + DAY)
    scene.must(HOST, "revoke_session_key", KEY)
    scene.call(KEY, "claim_job_via_session_key", HOST, scene.post(by=OTHER))
    scene.call(STRANGER, "claim_job_via_session_key", HOST, waiting)


def batched(scene: Watched) -> None:
    """Batches with the right coin, and with too much."""
    operations: Any = (Operation(MARKET, 7, posting(7)),)
    scene.must(USER, "execute_batch", operations, value=7)
    scene.call(USER, "execute_batch", operations, value=8)
    scene.now += 60
    scene.must(HOST, "execute_batch", (Operation(MARKET, 0, claim(1)), *operations), value=7)
    scene.must(OTHER, "create_job_via_account", DETAILS, REQUIREMENTS, 9, value=9)


def streamed(scene: Watched) -> None:
    """A stream to its end, and one that is stopped; a wallet takes its deposit back."""
    for total in (1000, 500):
        scene.must(USER, "create_payment_stream", OTHER, total, 300, value=total)
    scene.now += 100
    scene.must(OTHER, "withdraw_from_stream", 1)
    scene.must(USER, "cancel_payment_stream", 2)
    scene.now += 250
    for stream_id in (1, 2):
        scene.must(OTHER, "withdraw_from_stream", stream_id)
    scene.must(USER, "deposit_for_keys", value=5)
    scene.refusing.add(USER)
    scene.must(USER, "withdraw_wallet_deposit", 4)
    scene.must(USER, "withdraw_integration_credit_to", OTHER)


LIVES: tuple[Callable[[Watched], None], ...] = (
    *(scored, governed, moved_after_the_snapshot, in_emergency, wired),
    *(keyed, batched, streamed),
)
