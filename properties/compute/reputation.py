"""Scores and ratings: what they are made of, and that every outcome and rating counts once."""

from __future__ import annotations

from collections import Counter

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from spec.compute.governance_events import HostRated, ReputationDecayed, ReputationSlashed, ReputationUpdated
from spec.compute.state import State
from spec.compute.state_governance import Reputation
from spec.core import Address, Event, Step

MONTH = 30 * 24 * 60 * 60

SCORES = COMPUTE_PROPERTIES.declare(
    "JOB-ARI-01",
    family=Family.ARITHMETIC,
    shape=Shape.REFERENCE,
    target="ReputationSystem",
    statement="A score begins at 100; a success adds 10, a failure takes 20, a rating of four adds 2, one of five 4, "
    "each full 30 days without work takes 5 %; it is never below zero. Ratings average one to five.",
    remedy="Take the decay that is due first, count it from the last change, and floor every loss at the score.",
)
ONCE = COMPUTE_PROPERTIES.declare(
    "JOB-ACC-03",
    family=Family.ACCESS,
    shape=Shape.TRACE,
    target="ReputationSystem",
    statement="A host has at most one outcome and one rating in a job, reported by nobody but a registered reporter; "
    "nobody rates itself.",
    remedy="Key outcomes by job and host, mark a job as rated before anything else, and ask the marketplace for both "
    "parties.",
)


@SCORES.on_trace
class ScoresByTheRules:
    """Every score, reckoned here from what was announced and when."""

    def __init__(self) -> None:
        self._scores: dict[Address, int] = {}
        self._since: dict[Address, int] = {}
        self._has_begun = False

    def observe(self, step: Step) -> bool | None:
        """False when a score that was announced, or one that is stored, is another than reckoned here."""
        if not self._has_begun:
            self._start(step)
        if not step.outcome.ok:
            return None
        now = step.message.now
        announced = [told for event in step.outcome.events if (told := self._hear(event, now)) is not None]
        stored = dict(step.state.reputations.items())
        right = all(host in stored and stored[host].score == score for host, score in self._scores.items())
        if len(stored) != len(self._scores):
            return False
        return right and all(announced) if announced or not right else None

    def _start(self, step: Step) -> None:
        """Scores are taken over as they were before the first call."""
        self._has_begun = True
        for host, before, _ in step.moved("reputations"):
            self._scores[host], self._since[host] = before.score, before.last_activity

    def _hear(self, event: Event, now: int) -> bool | None:
        """Whether an event tells the score that is due; None for one about something else."""
        if isinstance(event, ReputationUpdated):
            host, _, success, score = event.values
            self._begin(host, now)
            self._scores[host] = max(0, self._scores[host] + (10 if success else -20))
        elif isinstance(event, HostRated):
            host, rating, score = event.values[0], event.values[3], event.values[5]
            self._begin(host, now)
            self._scores[host] += max(0, 2 * (rating - 3))
        elif isinstance(event, ReputationDecayed):
            host, score = event.values
            if self._decay(host, now) == 0:
                return False
        elif isinstance(event, ReputationSlashed):
            host, amount, score = event.values
            self._decay(host, now)
            self._scores[host] = max(0, self._scores[host] - amount)
        else:
            return None
        return bool(self._scores[host] == score)

    def _begin(self, host: Address, now: int) -> None:
        """A host works, or is rated, now."""
        if host in self._scores:
            self._decay(host, now)
        else:
            self._scores[host] = 100
        self._since[host] = now

    def _decay(self, host: Address, now: int) -> int:
        """Takes what full months cost: a score keeps its hundredths, rounded up. Returns how many there were."""
        months = (now - self._since[host]) // MONTH
        kept = max(0, 100 - 5 * months)
        self._scores[host] = (self._scores[host] * kept + 99) // 100
        self._since[host] += months * MONTH
        return int(months)


@SCORES.for_each("reputations")
def ratings_average_one_to_five(s: State, host: Address, r: Reputation) -> bool:
    """The sum lies between once and five times the count."""
    return bool(r.rating_count <= r.rating_sum <= 5 * r.rating_count)


@ONCE.on_trace
class OneOutcomeOneRating:
    """What was announced of each job, once."""

    def __init__(self) -> None:
        self._outcomes: Counter[tuple[int, Address]] = Counter()
        self._ratings: Counter[int] = Counter()

    def observe(self, step: Step) -> bool | None:
        """False for the second outcome of a host in a job, and for the second rating of a job."""
        if not step.outcome.ok:
            return None
        told = False
        for event in step.outcome.events:
            if isinstance(event, ReputationUpdated):
                self._outcomes[event.values[1], event.values[0]] += 1
                told = True
            elif isinstance(event, HostRated):
                self._ratings[event.values[1]] += 1
                told = True
        counts = (*self._outcomes.values(), *self._ratings.values())
        return all(count == 1 for count in counts) if told else None


@ONCE.for_each_step("outcomes")
def an_outcome_is_marked_for_good(step: Step, key: tuple[int, Address], before: int, now: int) -> bool | None:
    """Once."""
    return None if before == now else bool(before == 0 and now == 1)


@ONCE.for_each_step("rated_jobs")
def a_rating_is_marked_for_good(step: Step, job_id: int, before: int, now: int) -> bool | None:
    """Once, by rating."""
    return None if before == now else bool(before == 0 and now == 1 and step.action.name == "rate_host")


@ONCE.for_each_step("reputations")
def a_score_rises_for_something_new(step: Step, host: Address, before: Reputation, r: Reputation) -> bool | None:
    """For an outcome, or a rating, that was not marked before; a rating counts one."""
    s = step.state
    if r.rating_count != before.rating_count:
        rated = s.rated_jobs.total() - step.total_before("rated_jobs")
        return bool(step.action.name == "rate_host" and rated == 1 and r.rating_count == before.rating_count + 1)
    if r.score <= before.score:
        return None
    return bool(s.outcomes.total() > step.total_before("outcomes") or step.action.name == "rate_host")


@ONCE.on_step("record_job_completion")
def a_reporter_reported(step: Step) -> bool:
    """The sender was on the list."""
    return bool(step.state.reporters[step.message.sender] == 1)


@ONCE.on_step("rate_host")
def the_renter_rated_another(step: Step) -> bool:
    """The sender is the job's renter, and the rated host is the one who was paid for it."""
    job = step.state.prompt_jobs[step.argument("job_id")]
    rated = step.argument("host")
    return bool(step.message.sender == job.renter and rated == job.host and rated != job.renter)
