"""Bugs of reputation, governance and accounts, one for each of their predicates."""

from __future__ import annotations

from typing import Any

from properties.compute.governance import LISTS
from spec.compute import (
    access,
    batches,
    errors,
    governance,
    governance_errors,
    governance_execution,
    governance_lists,
    reputation,
    session_keys,
    streams,
    wallets,
)
from spec.compute.account_errors import InvalidSessionKey, SelectorNotAllowed
from spec.compute.fab_votes import latest, voter_of
from spec.core import Message
from tests.properties.compute.seeded import SEEDS
from tests.spec.compute.scene import OTHER

LISTED = tuple(name.replace("_", " ") for name in LISTS)
without, after, instead = SEEDS.without, SEEDS.after, SEEDS.instead


def votes_of_now(voters: Any, account: str, block: int) -> int:
    return latest(voter_of(voters, account).checkpoints)


def receive_nothing(s: Any, m: Message) -> None:
    """The coin comes and no book says so."""


def take_from_another(s: Any, wallet: str, amount: int) -> None:
    s.wallet_deposits[OTHER] -= amount
    s.total_wallet_deposits -= amount


def count_more(s: Any, m: Message) -> None:
    s.total_wallet_deposits += 1


def forget_outcomes(s: Any, m: Message, *_: Any) -> None:
    for key, _ in list(s.outcomes.items()):
        s.outcomes[key] = 0


def forget_ratings(s: Any, m: Message, *_: Any) -> None:
    for key, _ in list(s.rated_jobs.items()):
        s.rated_jobs[key] = 0


def prolong_the_vote(s: Any, m: Message, proposal_id: int, support: bool) -> None:
    s.motions[proposal_id].end_block += 1


def mark_twice(s: Any, m: Message, proposal_id: int, support: bool) -> None:
    s.votes_cast[proposal_id, m.sender] += 1


def throttle(s: Any, m: Message, action: str, target: str) -> None:
    s.breaker_level = 1


def move_the_owner(s: Any, m: Message, *_: Any) -> None:
    s.owner = OTHER


def raise_the_budget(s: Any, m: Message, wallet: str, job_id: int) -> None:
    s.session_keys[wallet, m.sender].budget += 1


def upset_the_lists(s: Any, m: Message, *_: Any) -> None:
    for name in LISTS:
        ledger = getattr(s, name)
        for key, listed in list(ledger.items()):
            ledger[key] = 1 - listed


def everything(r: Any, now: int) -> int:
    total: int = r.total_amount
    return total


instead(reputation, "DECAY_PERCENT", 4, ("JOB-ARI-01", "ScoresByTheRules"))
without(reputation, governance_errors.InvalidRating, ("JOB-ARI-01", "ratings average one to five"))
without(
    reputation,
    governance_errors.AlreadyRated,
    ("JOB-ACC-03", "OneOutcomeOneRating"),
    ("JOB-ACC-03", "a score rises for something new"),
)
after("rate_host", forget_outcomes, ("JOB-ACC-03", "an outcome is marked for good"))
after("post_job", forget_ratings, ("JOB-ACC-03", "a rating is marked for good"))
without(reputation, errors.NotAuthorized, ("JOB-ACC-03", "a reporter reported"))
without(reputation, governance_errors.NotRenter, ("JOB-ACC-03", "the renter rated another"))
without(
    governance_execution,
    governance_errors.ExecutionTooEarly,
    ("JOB-GOV-01", "ExecutedWhenDecided"),
    ("JOB-GOV-01", "what is executed has waited"),
)
without(governance, governance_errors.BelowProposalThreshold, ("JOB-GOV-01", "a proposer had votes"))
instead(governance, "EXECUTION_DELAY", 1, ("JOB-GOV-01", "what is queued was decided"))
after("cast_vote", prolong_the_vote, ("JOB-GOV-01", "what was proposed stays"))
instead(
    governance,
    "votes_at",
    votes_of_now,
    ("JOB-GOV-02", "TalliesOfTheSnapshot"),
    ("JOB-GOV-02", "a tally grows by a voters own"),
)
after("cast_vote", mark_twice, ("JOB-GOV-02", "nobody votes twice"))
without(
    governance_lists,
    governance_errors.TargetNotPausable,
    ("JOB-GOV-03", "a listed contract is paused for a week"),
)
without(governance_lists, governance_errors.EmergencyTooSoon, ("JOB-GOV-03", "OnceInThirtyDays"))
after("execute_emergency_action", throttle, ("JOB-GOV-03", "NothingElseChanges"))
instead(governance_lists, "EMERGENCY_COOLDOWN", 1, ("JOB-GOV-03", "the next emergency is thirty days off"))
without(
    access,
    errors.OwnableUnauthorizedAccount,
    ("JOB-ACC-05", "WiringByTheOwner"),
    ("JOB-ACC-05", "the owner keeps pointers"),
    ("JOB-ACC-05", "the owner names everybody"),
    ("JOB-ACC-05", "the owner sets pointers"),
)
after("cast_vote", upset_the_lists, *(("JOB-ACC-05", f"the owner keeps {name}") for name in LISTED[:3]))
after(
    "execute_emergency_action",
    upset_the_lists,
    *(("JOB-ACC-05", f"the owner keeps {name}") for name in LISTED[3:]),
)
after("queue", move_the_owner, ("JOB-ACC-05", "what is fixed stays"))
without(
    session_keys,
    InvalidSessionKey,
    ("JOB-ACC-01", "a job is claimed by its host or a key of it"),
    ("JOB-ACC-01", "a job is posted by its renter or a key of it"),
)
without(
    session_keys,
    SelectorNotAllowed,
    ("JOB-ACC-04", "KeysWithinTheirScope"),
    ("JOB-ACC-04", "a key does what it was named for"),
)
after("claim_job_via_session_key", raise_the_budget, ("JOB-ACC-04", "a key is its wallets"))
instead(streams, "receive", receive_nothing, ("JOB-CON-04", "the integration holds what it owes"))
after("deposit_for_keys", count_more, ("JOB-CON-04", "its totals are sums"))
without(batches, errors.ValueMismatch, ("JOB-CON-04", "what came is spent"))
instead(wallets, "take_deposit", take_from_another, ("JOB-CON-04", "a key spends its wallets deposit"))
instead(streams, "vested_at", everything, ("JOB-CON-04", "a stream pays what has vested"))
