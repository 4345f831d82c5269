"""Calls about reputation: outcomes, ratings, decay, and who reports."""

from __future__ import annotations

from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import AUTHORITY, EVERYONE, HOSTS, OUTSIDER, OWNER, actor_at
from properties.compute.choices import HUGE, address, by_owner, party, wait_until
from properties.compute.draw_market import rewiring
from properties.compute.job_choices import renter_of, some_job, worker_of
from properties.compute.job_recipes import Text
from properties.recipe import NOBODY, Account
from spec.compute.job_types import JobStatus, ProofStatus
from spec.compute.reputation import DECAY_PERIOD, MAX_FEEDBACK

REPORTER = AUTHORITY
"""An account that reports outcomes besides the contracts."""
REPORTING = ("JobMarketplace", "JobProofs")
RATINGS = (1, 2, 3, 4, 4, 5, 5)


def record_job_completion(chooser: Chooser, run: Any) -> Call:
    """The reporter says how a host's job went: one of this marketplace, or of another."""
    host = chooser.pick("outcome: host", (*HOSTS, OUTSIDER))
    job_id = chooser.integer("outcome: job", 0, 30, (1, 2, 3))
    arguments = (Account(host), job_id, chooser.chance("outcome: success", 65))
    return Call(party(chooser, "outcome", REPORTER), "record_job_completion", arguments)


def rate_host(chooser: Chooser, run: Any) -> Call | None:
    """The renter of a paid job rates its host, once."""
    s = run.state
    rated = tuple(id for id, flag in s.rated_jobs.items() if flag)
    if rated and chooser.chance("rate: again", 35):
        job_id: int | None = chooser.pick("rate: which again", rated)
        return Call(renter_of(run, job_id or 0), "rate_host", (Account(worker_of(run, job_id or 0)), job_id, 5, ""))
    job_id = some_job(chooser, run, "rate", lambda id, r: r.status == JobStatus.PAID and s.rated_jobs[id] == 0)
    if job_id is None:
        return None
    if not s.rated_jobs[job_id] and not is_paid(run, job_id) and chooser.chance("rate: rather wait", 75):
        return None
    host = worker_of(run, job_id) if chooser.chance("rate: its host", 88) else chooser.pick("rate: host", HOSTS)
    rating = chooser.pick("rate: how", RATINGS) if chooser.chance("rate: in range", 92) else 0
    if rating == 0 and chooser.chance("rate: too high", 50):
        rating = chooser.pick("rate: beyond", (6, 255))
    length = chooser.pick("rate: feedback", (0, 4, MAX_FEEDBACK)) if chooser.chance("rate: fits", 90) else 1001
    arguments = (Account(host), job_id, rating, Text(length))
    other = chooser.chance("rate: by another", 8)
    return Call(OUTSIDER if other else party(chooser, "rate", renter_of(run, job_id)), "rate_host", arguments)


def is_paid(run: Any, job_id: int) -> bool:
    """Whether a job's host was paid."""
    jobs = run.state.prompt_jobs
    return job_id in jobs and jobs[job_id].status == JobStatus.PAID


def apply_reputation_decay(chooser: Chooser, run: Any) -> Call:
    """Anybody takes the decay of a host, mostly when some is due."""
    known = tuple(run.state.reputations.items())
    actor = chooser.pick("decay: actor", EVERYONE)
    if not known or chooser.chance("decay: unknown host", 8):
        return Call(actor, "apply_reputation_decay", (Account(OUTSIDER),))
    host, r = chooser.pick("decay: host", known)
    periods = chooser.pick("decay: periods", (1, 1, 2, 21))
    advance = wait_until(chooser, run, r.last_activity + periods * DECAY_PERIOD, "decay")
    return Call(actor, "apply_reputation_decay", (Account(actor_at(run, host)),), advance=advance)


def slash_reputation(chooser: Chooser, run: Any) -> Call:
    """The owner takes from a host's score."""
    known = tuple(actor_at(run, host) for host, _ in run.state.reputations.items())
    chosen = known and chooser.chance("slash score: known host", 88)
    host = chooser.pick("slash score: host", known if chosen else (*HOSTS, OUTSIDER))
    amount = chooser.pick("slash score: amount", (1, 5, 20, 300, HUGE, 0))
    return Call(by_owner(chooser, "slash score"), "slash_reputation", (Account(host), amount))


def set_reporter(chooser: Chooser, run: Any) -> Call:
    """The owner names a reporter, or takes one off; the contracts of the marketplace are put back at once."""
    s = run.state
    missing = tuple(name for name in (*REPORTING, REPORTER) if s.reporters[address(run, name)] == 0)
    judged = any(p.status == ProofStatus.UNCHECKED or p.challenge_id for p in s.submitted_proofs.values())
    if judged and not missing and chooser.chance("reporter: before a judgement", 60):
        return Call(OWNER, "set_reporter", (Account("JobProofs"), False))
    if missing and chooser.chance("reporter: put back", 60 if judged else 90):
        return Call(OWNER, "set_reporter", (Account(chooser.pick("reporter: missing", missing)), True))
    name = chooser.pick("reporter: which", (REPORTER, REPORTER, OUTSIDER, *REPORTING, NOBODY))
    arguments = (Account(name), chooser.chance("reporter: authorised", 60))
    return Call(by_owner(chooser, "reporter"), "set_reporter", arguments)


def set_reputation_governance(chooser: Chooser, run: Any) -> Call:
    """The owner says which governance the reputation listens to: the contract, or an account."""
    to = chooser.pick("reputation: governance", ("Governance", AUTHORITY, NOBODY))
    return Call(by_owner(chooser, "reputation governance"), "set_reputation_governance", (Account(to),))


def set_reputation_marketplace(chooser: Chooser, run: Any) -> Call:
    """Somebody wires the reputation again."""
    return rewiring(chooser, "set_reputation_marketplace")
