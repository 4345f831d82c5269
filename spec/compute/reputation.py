"""What is known about how hosts work: outcomes, ratings, decay. A score begins at 100 and is never below zero.

A record begins with a host's first outcome or rating. Decay that is due is always taken first.
"""

from __future__ import annotations

from spec.compute.access import check_owner_or, check_owner_sets
from spec.compute.errors import NotAuthorized, ZeroAmount
from spec.compute.governance_errors import (
    AlreadyRated,
    HostMismatch,
    InvalidRating,
    JobNotPaid,
    NoDecayDue,
    NotRenter,
    UnknownHost,
)
from spec.compute.governance_events import (
    HostRated,
    ReporterSet,
    ReputationDecayed,
    ReputationSlashed,
    ReputationUpdated,
)
from spec.compute.job_errors import TextTooLong
from spec.compute.job_events import GovernanceSet
from spec.compute.job_types import JobStatus
from spec.compute.node_records import is_eligible as is_active_node
from spec.compute.slashing import refuse_rewiring
from spec.compute.state import COMPUTE, REPUTATION, State
from spec.compute.state_governance import Reputation
from spec.core import Address, Message, Seconds, Uint8, Uint256, opaque, require

INITIAL_SCORE = 100
SUCCESS_BONUS = 10
FAILURE_PENALTY = 20
DECAY_PERCENT = 5
DECAY_PERIOD = 30 * 24 * 60 * 60
"""Seconds without work that cost a host DECAY_PERCENT of its score."""
INCENTIVE_THRESHOLD = 150
MAX_FEEDBACK = 1000
"""Bytes."""
BEST_RATING = 5

# ---------------------------------------------------------------- outcomes and ratings


@COMPUTE.action(on=REPUTATION)
def record_job_completion(s: State, m: Message, host: Address, job_id: Uint256, success: bool) -> None:
    """A reporter says how a host's job went; only the first word on a host in a job counts.

    Errors: NotAuthorized.
    """
    record_outcome(s, m, m.sender, host, job_id, success)


def record_outcome(s: State, m: Message, reporter: Address, host: Address, job_id: Uint256, success: bool) -> None:
    """A reporter says how a host's job went. The marketplace always may.

    Errors: NotAuthorized.
    """
    # Verify
    require(reporter == s.marketplace or s.reporters[reporter] == 1, NotAuthorized)
    # Effects
    note_outcome(s, m, host, job_id, success)


def note_outcome(s: State, m: Message, host: Address, job_id: Uint256, success: bool) -> None:
    """Adds to a score, or takes from it, once for each host in a job."""
    if s.outcomes[job_id, host] == 1:
        return
    # Effects
    s.outcomes[job_id, host] = 1
    r = active_record(s, host, m.now)
    r.score = r.score + SUCCESS_BONUS if success else r.score - min(r.score, FAILURE_PENALTY)
    # Events
    m.emit(ReputationUpdated(host, job_id, success, r.score))


@COMPUTE.action(on=REPUTATION)
def rate_host(s: State, m: Message, host: Address, job_id: Uint256, rating: Uint8, feedback: str) -> None:
    """The renter of a paid job rates its host from one to five, once.

    Errors, in order: InvalidRating, TextTooLong, JobNotPaid, NotRenter, HostMismatch, AlreadyRated.
    """
    # Verify
    require(0 < rating <= BEST_RATING, InvalidRating, rating)
    check_feedback(feedback)
    require(job_id in s.prompt_jobs, JobNotPaid, job_id)
    job = s.prompt_jobs[job_id]
    require(job.status == JobStatus.PAID, JobNotPaid, job_id)
    require(m.sender == job.renter, NotRenter, job_id, m.sender)
    require(host == job.host, HostMismatch, job_id, host)
    require(s.rated_jobs[job_id] == 0, AlreadyRated, job_id)
    # Effects
    s.rated_jobs[job_id] = 1
    r = active_record(s, host, m.now)
    r.rating_sum += rating
    r.rating_count += 1
    r.score += bonus_of(rating)
    # Events
    m.emit(HostRated(host, job_id, m.sender, rating, feedback, r.score))


# ---------------------------------------------------------------- losses


@COMPUTE.action(on=REPUTATION)
def apply_reputation_decay(s: State, m: Message, host: Address) -> None:
    """Anybody takes the decay that is due from a host's score.

    Errors: NoDecayDue.
    """
    # Verify
    require(host in s.reputations, NoDecayDue, host)
    r = s.reputations[host]
    require(due_periods(r, m.now) > 0, NoDecayDue, host)
    # Effects
    take_decay(r, m.now)
    # Events
    m.emit(ReputationDecayed(host, r.score))


@COMPUTE.action(on=REPUTATION)
def slash_reputation(s: State, m: Message, host: Address, amount: Uint256) -> None:
    """Owner or governance takes from a host's score.

    Errors, in order: NotAuthorized, ZeroAmount, UnknownHost.
    """
    # Verify
    check_owner_or(s, m, s.reputation_governance)
    require(amount > 0, ZeroAmount)
    require(host in s.reputations, UnknownHost, host)
    # Effects
    r = s.reputations[host]
    take_decay(r, m.now)
    r.score -= min(r.score, amount)
    # Events
    m.emit(ReputationSlashed(host, amount, r.score))


# ---------------------------------------------------------------- parameters


@COMPUTE.action(on=REPUTATION)
def set_reporter(s: State, m: Message, reporter: Address, authorised: bool) -> None:
    """The owner says who reports outcomes.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    check_owner_sets(s, m, reporter)
    # Effects
    s.reporters[reporter] = 1 if authorised else 0
    # Events
    m.emit(ReporterSet(reporter, authorised))


@COMPUTE.action(on=REPUTATION, function="setGovernance")
def set_reputation_governance(s: State, m: Message, governance: Address) -> None:
    """The owner says which governance the reputation listens to.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    check_owner_sets(s, m, governance)
    # Effects
    s.reputation_governance = governance
    # Events
    m.emit(GovernanceSet(governance))


@COMPUTE.action(on=REPUTATION, function="setMarketplace")
def set_reputation_marketplace(s: State, m: Message, marketplace: Address) -> None:
    """The marketplace is wired for good; see `refuse_rewiring`."""
    refuse_rewiring(s, m, marketplace)


# ---------------------------------------------------------------- records


def active_record(s: State, host: Address, now: Seconds) -> Reputation:
    """A host's record, begun if need be, decayed, and active now."""
    if host not in s.reputations:
        s.reputations.insert(host, Reputation(INITIAL_SCORE, now))
    r = s.reputations[host]
    take_decay(r, now)
    r.last_activity = now
    return r


def due_periods(r: Reputation, now: Seconds) -> Uint256:
    """Full periods without work, not yet paid for."""
    return (now - r.last_activity) // DECAY_PERIOD


def take_decay(r: Reputation, now: Seconds) -> None:
    """Takes the decay of all full periods that are due; what is left of a period counts on."""
    periods = due_periods(r, now)
    r.score -= min(r.score, r.score * DECAY_PERCENT * periods // 100)
    r.last_activity += periods * DECAY_PERIOD


def bonus_of(rating: Uint8) -> Uint256:
    """What a rating adds to a score."""
    if rating == BEST_RATING:
        return 4
    return 2 if rating == BEST_RATING - 1 else 0


def score_of(s: State, host: Address) -> Uint256:
    """A host's score, decay not applied; 100 for an active host that nothing is known about, zero for anybody else."""
    if host in s.reputations:
        return s.reputations[host].score
    return INITIAL_SCORE if is_active_node(s, host) else 0


@opaque(raises=(TextTooLong,))
def check_feedback(feedback: str) -> None:
    """Raises TextTooLong for more than 1000 bytes."""
    length = len(feedback.encode())
    require(length <= MAX_FEEDBACK, TextTooLong, length, MAX_FEEDBACK)
