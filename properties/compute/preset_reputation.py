"""A small world of scores: jobs end well or badly, are rated and reported on, and scores decay and are slashed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from properties.compute import preset_jobs
from properties.compute.preset_job_calls import JobSize
from properties.compute.preset_jobs import ELSEWHERE, around
from properties.compute.preset_world import ADDRESSES, FAB_UNIT, Opening, attempt, opened
from properties.preset import Attempt, Lifecycle, Preset
from spec.compute.reputation import BEST_RATING, DECAY_PERCENT, DECAY_PERIOD, INITIAL_SCORE
from spec.compute.state import State
from spec.compute.state_governance import Reputation

REPORTER = "authority"
FEEDBACK = "quick"
GONE = 100 // DECAY_PERCENT
"""Periods without work after which nothing of a score is left."""


@dataclass(frozen=True)
class ScoreSize:
    """How large a world of scores is.

    jobs: the prompt jobs that are judged. ratings: what renters rate. slashes: what the owner takes from a score.
    decays: how many periods may be taken one by one. elsewhere: whether the reporter tells of another job.
    exact: whether the last second before a period is over is looked at besides the first after it.
    """

    jobs: JobSize
    ratings: tuple[int, ...] = (BEST_RATING, 1)
    slashes: tuple[int, ...] = (30,)
    decays: int = 2
    elsewhere: bool = True
    exact: bool = False


def attempts(size: ScoreSize) -> Iterator[Attempt]:
    """Ratings by the renter and by others, reports, decay and slashes."""
    for job_id, host in product(size.jobs.ids, size.jobs.hosts):
        for actor in (*size.jobs.parties, "outsider"):
            for rating in size.ratings:
                yield attempt(actor, "rate_host", ADDRESSES[host], job_id, rating, FEEDBACK)
        for rating in (0, BEST_RATING + 1):
            yield attempt(size.jobs.renters[0], "rate_host", ADDRESSES[host], job_id, rating, FEEDBACK)
        yield attempt(size.jobs.renters[0], "rate_host", ADDRESSES["outsider"], job_id, BEST_RATING, FEEDBACK)
    for host in size.jobs.hosts:
        known = (*size.jobs.ids, ELSEWHERE) if size.elsewhere else tuple(size.jobs.ids)
        for actor, job_id, success in product((REPORTER, "outsider", host), known, (True, False)):
            yield attempt(actor, "record_job_completion", ADDRESSES[host], job_id, success)
        yield attempt("outsider", "apply_reputation_decay", ADDRESSES[host])
        for actor, amount in product(("owner", "outsider"), size.slashes):
            yield attempt(actor, "slash_reputation", ADDRESSES[host], amount)


def opening(size: ScoreSize) -> Iterator[Opening]:
    """An account reports, besides the contracts."""
    yield "owner", "set_reporter", (ADDRESSES[REPORTER], True)


def within(size: ScoreSize, s: State, made: Attempt) -> bool:
    """Few slashes and periods; all periods at once are looked at too."""
    if made.action not in ("apply_reputation_decay", "slash_reputation"):
        return True
    score = s.reputations[made.arguments[0]].score
    least = INITIAL_SCORE - size.decays * DECAY_PERCENT
    return bool(
        score == 0 or score >= (least if made.action == "apply_reputation_decay" else least - max(size.slashes))
    )


def score_moments(size: ScoreSize, s: State, host: str, r: Reputation, now: int) -> Iterable[int]:
    """When a period is over, when two are, and when nothing is left of the score."""
    for periods in (1, 2, GONE):
        yield from around(size.exact, r.last_activity + periods * DECAY_PERIOD - 1)


def score_of(r: Reputation) -> str:
    """Whether a host does better than a new one, or worse."""
    if r.score == 0:
        return "NOTHING LEFT"
    return "GOOD" if r.score > INITIAL_SCORE else "POOR" if r.score < INITIAL_SCORE else "AS NEW"


def world(size: ScoreSize, bound: str = "") -> Preset:
    """A world of scores of the given size."""
    jobs = preset_jobs.world(size.jobs, bound)
    funds = dict.fromkeys(size.jobs.hosts, 1000 * FAB_UNIT)
    hosts = tuple(ADDRESSES[name] for name in size.jobs.hosts)
    known = (*size.jobs.ids, *((ELSEWHERE,) if size.elsewhere else ()))
    return replace(
        jobs,
        initial=lambda: opened(funds, 1, size.jobs.hosts, (*preset_jobs.opening(size.jobs), *opening(size))),
        attempts=(*jobs.attempts, *attempts(size)),
        within=lambda s, made: within(size, s, made),
        universe={
            **jobs.universe,
            "reporters": (*jobs.universe["reporters"], ADDRESSES[REPORTER]),
            "outcomes": tuple(product(known, hosts)),
            "rated_jobs": tuple(size.jobs.ids),
        },
        moments={
            **jobs.moments,
            "reputations": lambda s, host, r, now: score_moments(size, s, host, r, now),
        },
        ages={**jobs.ages, ("reputations", "last_activity"): (GONE + 1) * DECAY_PERIOD},
        lifecycles=(*jobs.lifecycles, Lifecycle("score", "reputations", score_of)),
    )
