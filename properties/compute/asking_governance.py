"""Every view of votes, reputation, governance and accounts worth asking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from properties.binding import ViewQuery
from properties.compute.actors import AUTHORITY, EVERYONE, HOSTS, OUTSIDER
from properties.compute.choices import address
from properties.compute.draw_governance import OTHERS, SETTERS, SUPPORTERS
from properties.compute.governance_recipes import Setter
from spec.compute.state import ACCOUNTS, FAB, GOVERNANCE, REPUTATION
from spec.compute.views_governance import ROLE
from spec.compute.views_limits import LIMITS
from spec.core import ZERO_ADDRESS

LISTED = ("JobMarketplace", "PaymentEscrow", "FabToken")
REPORTING = ("JobMarketplace", "JobProofs", AUTHORITY, OUTSIDER)
MOST = 12
"""Jobs, newest first, whose outcomes are asked about."""


def standing(run: Any) -> Iterator[ViewQuery]:
    """What is asked in every state of a run, which follows from its addresses alone."""
    for name in EVERYONE:
        account = address(run, name)
        for view in ("delegates", "current_votes", "num_checkpoints"):
            yield ViewQuery(FAB, view, (account,))
        yield ViewQuery(ACCOUNTS, "wallet_deposits", (account,))
        yield ViewQuery(ACCOUNTS, "integration_credits", (account,))
    yield ViewQuery(FAB, "clock")
    yield from reputation(run)
    yield from governance(run)
    for view in ("total_wallet_deposits", "total_streamed", "next_stream_id", "integration_total_credits"):
        yield ViewQuery(ACCOUNTS, view)


def reputation(run: Any) -> Iterator[ViewQuery]:
    """What is known of hosts."""
    for name in (*HOSTS, OUTSIDER):
        for view in ("get_reputation", "is_eligible_for_incentives", "get_rating", "last_activity"):
            yield ViewQuery(REPUTATION, view, (address(run, name),))
    for name in REPORTING:
        yield ViewQuery(REPUTATION, "is_reporter", (address(run, name),))
    yield ViewQuery(REPUTATION, "governance_of_reputation")


def governance(run: Any) -> Iterator[ViewQuery]:
    """What the owner has listed."""
    for contract, signature, _ in (*SETTERS, *OTHERS):
        arguments = (address(run, contract), Setter(signature).realize(run))
        yield ViewQuery(GOVERNANCE, "is_allowed", arguments)
    for contract in LISTED:
        for view in ("pointer_setter", "is_emergency_target", "emergency_until"):
            yield ViewQuery(GOVERNANCE, view, (address(run, contract),))
    for name in (AUTHORITY, OUTSIDER):
        yield ViewQuery(GOVERNANCE, "has_role", (ROLE, address(run, name)))
    yield ViewQuery(GOVERNANCE, "has_role", (bytes(32), address(run, AUTHORITY)))
    yield ViewQuery(GOVERNANCE, "proposal_count")


def records(run: Any) -> Iterator[ViewQuery]:
    """Proposals, outcomes, keys and streams, and one of each that there is not."""
    s = run.state
    for proposal_id in (0, *(id for id, _ in s.motions.items()), len(s.motions) + 1):
        for view in ("proposal_state", "governance_proposal", "get_updates"):
            yield ViewQuery(GOVERNANCE, view, (proposal_id,))
        for name in SUPPORTERS:
            yield ViewQuery(GOVERNANCE, "has_voted", (proposal_id, address(run, name)))
    yield from past_votes(run)
    for job_id in tuple(id for id, _ in s.prompt_jobs.items())[-MOST:]:
        yield ViewQuery(REPUTATION, "is_rated", (job_id,))
        yield ViewQuery(REPUTATION, "has_outcome", (job_id, s.prompt_jobs[job_id].host))
        yield ViewQuery(REPUTATION, "has_outcome", (job_id, address(run, HOSTS[0])))
    for pair in (*(pair for pair, _ in s.session_keys.items()), (ZERO_ADDRESS, ZERO_ADDRESS)):
        yield ViewQuery(ACCOUNTS, "is_valid_session_key", pair)
        yield ViewQuery(ACCOUNTS, "get_session_key", pair)
    for stream_id in range(len(s.streams) + 2):
        yield ViewQuery(ACCOUNTS, "get_stream", (stream_id,))
        yield ViewQuery(ACCOUNTS, "vested_amount", (stream_id,))


def past_votes(run: Any) -> Iterator[ViewQuery]:
    """Votes at the snapshot of each proposal, which is ahead at first, and before there was any FAB."""
    starts = tuple({p.start_block for _, p in run.state.motions.items()})
    for block in (0, *sorted(starts)):
        yield ViewQuery(FAB, "get_past_total_supply", (block,))
        for name in SUPPORTERS:
            yield ViewQuery(FAB, "get_past_votes", (address(run, name), block))


def constants() -> Iterator[ViewQuery]:
    """What never changes."""
    for contract, name, _ in LIMITS:
        yield ViewQuery(contract, name)
    yield ViewQuery(GOVERNANCE, "EMERGENCY_ROLE")
    yield ViewQuery(GOVERNANCE, "voting_period")
    yield ViewQuery(REPUTATION, "marketplace_of_reputation")
