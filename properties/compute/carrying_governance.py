"""Which calls carry votes, ratings, keys and streams on, so that late states are reached; and how a run begins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from properties.compute.actors import AUTHORITY, HOSTS
from properties.compute.choices import address
from properties.compute.draw_accounts import failed_by, hurried
from properties.compute.draw_governance import OTHERS, SETTERS, setters_of
from properties.compute.draw_reputation import REPORTER, REPORTING
from properties.compute.governance_choices import motions_in
from properties.compute.job_choices import hasty, throttled
from spec.compute.governance_types import ProposalState
from spec.compute.job_types import JobStatus
from spec.compute.selectors import CLAIM_JOB, POST_JOB, SET_ARBITER, selector_of
from spec.compute.session_keys import MAX_KEY_DURATION, is_valid
from spec.compute.streams import vested_at

VOTING_PERIOD = 5
"""Blocks, so that a run of some dozen calls sees the end of a vote."""
DELEGATING = ("voter", "rival_voter", "depositor")
"""Whoever votes with its own FAB when a run begins."""
PROMISING, ELSEWHERE = ("host", "rival_host"), range(1_001, 1_008)
"""Hosts, and jobs of another marketplace that they have done well: when a run begins, bonuses await them."""
SELDOM = 5

Opening = tuple[str, str, tuple[Any, ...]]


def opening_governance(run: Any, contracts: dict[str, Any]) -> Iterator[Opening]:
    """The owner's lists, an account that reports outcomes, and the delegations with which every run begins."""
    for name, signature, _ in (*SETTERS, *OTHERS):
        yield "owner", "set_allowed", (contracts[name].address, selector_of(signature), True)
    yield "owner", "set_pointer", (contracts["PaymentEscrow"].address, SET_ARBITER)
    for name in ("JobMarketplace", "PaymentEscrow"):
        yield "owner", "set_emergency_target", (contracts[name].address, True)
    yield "owner", "set_emergency_admin", (run.cast[AUTHORITY].address, True)
    yield "owner", "set_reporter", (run.cast[REPORTER].address, True)
    for name, job_id in product(PROMISING, ELSEWHERE):
        yield REPORTER, "record_job_completion", (run.cast[name].address, job_id, True)
    for name in DELEGATING:
        yield name, "delegate", (run.cast[name].address,)
    expires = run.world.now + MAX_KEY_DURATION
    for wallet, key in (("host", "voter"), ("depositor", "outsider")):
        scope = (run.cast[key].address, expires, (CLAIM_JOB, POST_JOB), 10**18)
        yield wallet, "add_scoped_session_key", scope


def advancing_governance(run: Any) -> Iterator[str]:
    """A proposal is made, voted on, queued and executed; who votes for whom changes in between."""
    now = run.world.now
    live = (ProposalState.PENDING, ProposalState.ACTIVE)
    if motions_in(run, *live):
        yield from ("cast_vote", "cast_vote")
        yield ("delegate", "cast_vote", "cast_vote", "cast_vote", "transfer")[now % SELDOM]
    elif not motions_in(run, ProposalState.SUCCEEDED, ProposalState.QUEUED):
        yield "propose_parameter_update" if now % 3 else "propose_contract_upgrade"
    if motions_in(run, ProposalState.SUCCEEDED):
        yield from ("queue", "queue")
    if motions_in(run, ProposalState.QUEUED):
        yield from ("execute", "execute")
        yield ("set_allowed", "set_pointer", "set_escrow_governance", "set_allowed", "cancel")[now % SELDOM]
    if now % 2 and any(not setters_of(run, id) for id in motions_in(run, ProposalState.QUEUED)):
        yield "set_pointer"
    if now % (3 if any(until > now for _, until in run.state.emergency_until.items()) else 7) == 0:
        yield "execute_emergency_action"
    s = run.state
    if any(s.reporters[address(run, name)] == 0 for name in REPORTING):
        yield from ("set_reporter", "set_reporter")
    if any(r.status == JobStatus.PAID and s.rated_jobs[id] == 0 for id, r in s.prompt_jobs.items()):
        yield from ("rate_host", "rate_host")


def advancing_accounts(run: Any) -> Iterator[str]:
    """Keys are named and used, deposits and streams are made and taken back."""
    s, now = run.state, run.world.now
    hosts = tuple(address(run, name) for name in HOSTS)
    usable = tuple((w, key) for (w, k), key in s.session_keys.items() if is_valid(s, w, k, now))
    claiming = any(w in hosts and CLAIM_JOB in key.selectors for w, key in usable)
    posting = any(s.wallet_deposits[w] and key.budget and POST_JOB in key.selectors for w, key in usable)
    if claiming and any(r.status == JobStatus.POSTED for _, r in s.prompt_jobs.items()):
        yield "claim_job_via_session_key"
    elif not claiming:
        yield "add_session_key"
    if posting:
        yield from ("create_job_via_session_key",) * 3
    elif now % 2:
        yield "add_scoped_session_key"
    else:
        yield "deposit_for_keys"
    yield from ("create_job_via_session_key",) * (5 if hurried(run) else 0)
    yield from ("create_job_via_account", "create_job_via_account") if hasty(run) else ()
    yield from ("claim_job_via_session_key", "execute_batch") * (3 if failed_by(run) else 0)
    yield from ("execute_batch", "execute_batch") if throttled(run) else ()
    yield ("execute_batch", "create_job_via_account", "withdraw_wallet_deposit", "charge_session_key")[now % 4]
    if not len(s.streams):
        yield "create_payment_stream"
    if any(vested_at(r, now) > r.withdrawn for _, r in s.streams.items()):
        yield "withdraw_from_stream"
    if any(r.active and vested_at(r, now) < r.total_amount for _, r in s.streams.items()) and now % SELDOM == 0:
        yield "cancel_payment_stream"
    if any(left for _, left in s.integration_credits.items()):
        yield "withdraw_integration_credit" if now % 2 else "withdraw_integration_credit_to"
