"""What the reputation shows of hosts; zeros for what is unknown."""

from __future__ import annotations

from spec.compute.reputation import INCENTIVE_THRESHOLD, score_of
from spec.compute.state import COMPUTE, REPUTATION, State
from spec.core import Address, Seconds, Uint256


@COMPUTE.view(on=REPUTATION)
def get_reputation(s: State, host: Address) -> Uint256:
    """A host's score."""
    return score_of(s, host)


@COMPUTE.view(on=REPUTATION)
def is_eligible_for_incentives(s: State, host: Address) -> bool:
    """Whether a host's score earns it a bonus."""
    return score_of(s, host) >= INCENTIVE_THRESHOLD


@COMPUTE.view(on=REPUTATION)
def get_rating(s: State, host: Address) -> tuple[Uint256, Uint256]:
    """Average of a host's ratings, and how many there are."""
    if host not in s.reputations:
        return 0, 0
    r = s.reputations[host]
    return (r.rating_sum // r.rating_count if r.rating_count else 0), r.rating_count


@COMPUTE.view(on=REPUTATION)
def last_activity(s: State, host: Address) -> Seconds:
    """Since when decay counts for a host; zero for an unknown one."""
    return s.reputations[host].last_activity if host in s.reputations else 0


@COMPUTE.view(on=REPUTATION)
def has_outcome(s: State, job_id: Uint256, host: Address) -> bool:
    """Whether a host's outcome in a job is recorded."""
    return s.outcomes[job_id, host] == 1


@COMPUTE.view(on=REPUTATION)
def is_rated(s: State, job_id: Uint256) -> bool:
    """Whether a job's host was rated."""
    return s.rated_jobs[job_id] == 1


@COMPUTE.view(on=REPUTATION)
def is_reporter(s: State, account: Address) -> bool:
    """Whether an account reports outcomes."""
    return s.reporters[account] == 1


@COMPUTE.view(on=REPUTATION, function="governance")
def governance_of_reputation(s: State) -> Address:
    """Whom the reputation listens to besides its owner."""
    return s.reputation_governance


@COMPUTE.view(on=REPUTATION, function="marketplace")
def marketplace_of_reputation(s: State) -> Address:
    """Whom the reputation knows as marketplace."""
    return s.marketplace
