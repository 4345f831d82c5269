"""Calls of the prompt jobs' lifecycle: posting, claiming, delivery, and the ends at the marketplace."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import DEPOSITORS, EVERYONE, HOSTS, OUTSIDER
from properties.compute.choices import DAY, HUGE, party, some_host, token, wait_until
from properties.compute.draw_sessions import MOST_COIN, amount
from properties.compute.job_choices import (
    hasty,
    in_status,
    is_deliverable,
    is_overdue,
    proof_status,
    renter_of,
    some_job,
    worker_of,
)
from properties.compute.job_recipes import EncodedProofOf, Text
from properties.recipe import Account
from spec.compute.job_ends import QUICK_RELEASE
from spec.compute.job_records import ABANDON_AFTER, CHALLENGE_PERIOD
from spec.compute.job_types import JobDetails, JobOutcome, JobRequirements, JobStatus, ProofStatus
from spec.compute.job_work import CLAIM_INTERVAL
from spec.compute.node_records import is_eligible
from spec.compute.posting import (
    MAX_GPU_MEMORY,
    MAX_PAYMENT,
    MAX_PROMPT,
    MAX_SCORE,
    MAX_TEMPERATURE,
    MAX_TEXT,
    MAX_TOKENS,
    MIN_TIME,
    MINUTE,
    TIME_LIMIT,
)
from spec.compute.reputation import score_of

PAYMENTS = (1, 9, 10**6, 10**15, 10**18, MAX_PAYMENT)
TIMES = (MIN_TIME, 3_600, DAY, 5 * DAY, 40 * DAY, TIME_LIMIT - 1)
FLAWS = (
    *("tokens", "tokens", "time", "time", "temperature", "memory", "score"),
    *("no model", "long model", "no prompt", "long prompt", "long format"),
)
"""What can be wrong with a job's terms."""

Terms = tuple[JobDetails, JobRequirements]


def post_job(chooser: Chooser, run: Any) -> Call:
    """A renter posts a job paid with coin, and mostly sends the payment along."""
    payment = coin(chooser)
    value = min(payment, MOST_COIN)
    if chooser.chance("post: other value", 5):
        value = chooser.pick("post: value", (value + 1, max(0, value - 1)))
    asked = terms(chooser, proved=likely_proved(run))
    return spaced(chooser, run, Call(renter(chooser), "post_job", (*asked, payment), value=value))


def post_job_with_token(chooser: Chooser, run: Any) -> Call:
    """A renter posts a job paid with a token."""
    name = token(chooser, "post")
    paid = amount(chooser, run, name, "post")
    asked = terms(chooser, proved=likely_proved(run))
    call = Call(renter(chooser), "post_job_with_token", (*asked, Account(name), paid))
    return spaced(chooser, run, call)


def batch_post_jobs(chooser: Chooser, run: Any) -> Call:
    """A renter posts several jobs at once; sometimes none, too many, or lists of different lengths."""
    jobs = tuple(terms(chooser) for _ in range(chooser.pick("batch: how many", (1, 2, 2, 3))))
    payments = tuple(coin(chooser) for _ in jobs)
    if chooser.chance("batch: odd size", 10):
        size = chooser.pick("batch: size", (0, 101))
        jobs, payments = (jobs[0],) * size, (1,) * size
    details, requirements = tuple(one for one, _ in jobs), tuple(other for _, other in jobs)
    if chooser.chance("batch: other lengths", 6):
        requirements = requirements[:-1]
    elif chooser.chance("batch: fewer payments", 4):
        payments = payments[:-1]
    elif chooser.chance("batch: too much to add", 4):
        payments = (HUGE, *payments[1:], 1)[: len(payments)] if len(payments) > 1 else payments
    value = min(sum(payments), 3 * MOST_COIN)
    value = value + 1 if chooser.chance("batch: other value", 5) else value
    return spaced(
        chooser, run, Call(renter(chooser), "batch_post_jobs", (details, requirements, payments), value=value)
    )


def create_job_for(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends to act for a renter."""
    arguments = (Account(renter(chooser)), *terms(chooser), 1)
    return Call(chooser.pick("pretend: actor", EVERYONE), "create_job_for", arguments, value=1)


def claim_job_for(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends to act for a host."""
    host = Account(chooser.pick("pretend: host", HOSTS))
    return Call(chooser.pick("pretend: actor", EVERYONE), "claim_job_for", (host, 1))


def renter(chooser: Chooser) -> str:
    """Somebody with coin and tokens; a host, too, which then can't claim its own job."""
    return chooser.pick("post: actor", (*DEPOSITORS, *DEPOSITORS, HOSTS[0]))


def spaced(chooser: Chooser, run: Any, call: Call) -> Call:
    """The call after a minute, so that posts seldom come too fast; or at once by somebody who has just posted."""
    s, now = run.state, int(run.world.now)
    hurried = tuple(name for name in DEPOSITORS if s.post_minute[run.cast[name].address] == now // MINUTE)
    if hurried and chooser.chance("post: in a hurry", 80 if hasty(run) else 45):
        return replace(call, actor=max(hurried, key=lambda name: s.posts_in_minute[run.cast[name].address]))
    return replace(call, advance=chooser.integer("post: pause", 20, 600)) if chooser.chance("post: later", 60) else call


def coin(chooser: Chooser) -> int:
    """A payment mostly within bounds."""
    if chooser.chance("post: bad payment", 4):
        return chooser.pick("post: which payment", (0, MAX_PAYMENT + 1))
    small = chooser.chance("post: small", 95)
    return chooser.integer("post: payment", 1, 10**18, PAYMENTS[:5]) if small else MAX_PAYMENT


def likely_proved(run: Any) -> int:
    """How many of 100 jobs require a proof: most where a run cares for proofs."""
    return 85 if run.memory.focus == "proofs" else 50


def terms(chooser: Chooser, good: int = 88, proved: int = 50) -> Terms:
    """Terms that mostly pass, `good` times of 100, with at most one part out of bounds; `proved` of 100 are proved."""
    flaw = "" if chooser.chance("post: good terms", good) else chooser.pick("post: flaw", FLAWS)
    texts: dict[str, tuple[Any, Any, Any]] = {
        "no model": ("", "prompt", "json"),
        "long model": (Text(MAX_TEXT + 1), "prompt", "json"),
        "no prompt": ("ai/llama", "", "json"),
        "long prompt": ("ai/llama", Text(MAX_PROMPT + 1), "json"),
        "long format": ("ai/llama", "prompt", Text(MAX_TEXT + 1)),
    }
    model, prompt, result_format = texts.get(flaw, ("ai/llama", "what is an escrow?", ""))
    tokens = chooser.pick("post: tokens", (1, 512, MAX_TOKENS))
    heat = chooser.pick("post: temperature", (0, 700, MAX_TEMPERATURE))
    memory = chooser.pick("post: memory", (0, 24, MAX_GPU_MEMORY))
    score = chooser.pick("post: score", (0, 0, 0, 0, 80, 100, 101, MAX_SCORE))
    time = chooser.integer("post: time", MIN_TIME, 30 * DAY, TIMES)
    if flaw == "tokens":
        tokens = chooser.pick("post: bad tokens", (0, MAX_TOKENS + 1, HUGE))
    elif flaw == "time":
        time = chooser.pick("post: bad time", (0, MIN_TIME - 1, TIME_LIMIT, HUGE))
    heat = MAX_TEMPERATURE + 1 if flaw == "temperature" else heat
    memory = MAX_GPU_MEMORY + 1 if flaw == "memory" else memory
    score = MAX_SCORE + 1 if flaw == "score" else score
    requires_proof = chooser.chance("post: with proof", proved)
    details: Any = JobDetails(model, prompt, tokens, heat, chooser.pick("post: seed", (0, 2**32 - 1)), result_format)
    return details, JobRequirements(memory, score, time, requires_proof)


# ---------------------------------------------------------------- work


def claim_job(chooser: Chooser, run: Any) -> Call | None:
    """A host takes a job: mostly one that waits, and mostly a host that may."""
    s, now = run.state, run.world.now
    job_id = some_job(chooser, run, "claim", lambda id, r: r.status == JobStatus.POSTED and now <= r.deadline)
    if job_id is None:
        return None
    fits = suitable(run, job_id)
    host = odd_host(chooser, run, job_id) or some_host(chooser, run, "claim", fits, percent=85)
    call = Call(host, "claim_job", (job_id,))
    last = s.last_claim[run.cast[host].address]
    if s.breaker_level and last and chooser.chance("claim: throttled", 70):
        return replace(call, advance=wait_until(chooser, run, last + CLAIM_INTERVAL, "claim"))
    if job_id in s.prompt_jobs and chooser.chance("claim: at the end", 5):
        return replace(call, advance=wait_until(chooser, run, s.prompt_jobs[job_id].deadline, "claim"))
    return call


def odd_host(chooser: Chooser, run: Any, job_id: int) -> str:
    """Now and then a host that has failed the job, or, while claims are throttled, the one that claimed last."""
    s, known = run.state, {run.cast[name].address: name for name in HOSTS}
    failed = tuple(name for host, name in known.items() if s.failed_jobs[job_id, host])
    if failed and chooser.chance("claim: failed before", 30):
        return chooser.pick("claim: which failed", failed)
    if s.breaker_level and chooser.chance("claim: throttled host", 60):
        return known[max(known, key=lambda host: s.last_claim[host])]
    return ""


def suitable(run: Any, job_id: int) -> Any:
    """Which hosts may take a job."""
    s = run.state
    if job_id not in s.prompt_jobs:
        return lambda host: is_eligible(s, host)
    r = s.prompt_jobs[job_id]
    return lambda host: (
        is_eligible(s, host)
        and host != r.renter
        and s.failed_jobs[job_id, host] == 0
        and score_of(s, host) >= r.min_reputation
    )


def submit_result(chooser: Chooser, run: Any) -> Call | None:
    """The host delivers."""
    return delivery(chooser, run, "submit_result")


def complete_job(chooser: Chooser, run: Any) -> Call | None:
    """The host delivers, sometimes when its proof can't be challenged any more."""
    return delivery(chooser, run, "complete_job")


def delivery(chooser: Chooser, run: Any, action: str) -> Call | None:
    """The host of a job delivers in time or late, with a result or without, with its proof or another."""
    job_id = some_job(chooser, run, "deliver", lambda id, r: is_deliverable(run, id, r))
    if job_id is None:
        return None
    result: Any = chooser.pick("deliver: result", ("bafy-result", "bafy-result", Text(MAX_TEXT)))
    if chooser.chance("deliver: bad result", 12):
        result = chooser.pick("deliver: which result", ("", Text(MAX_TEXT + 1)))
    content = 0 if chooser.chance("deliver: its proof", 92) else 1
    arguments = (job_id, result, EncodedProofOf(job_id, content))
    call = Call(party(chooser, "deliver", worker_of(run, job_id)), action, arguments)
    if job_id not in run.state.prompt_jobs:
        return call
    if action == "complete_job" and proof_status(run, job_id) == ProofStatus.VERIFIED:
        moment = run.state.submitted_proofs[job_id].verified_at + CHALLENGE_PERIOD
        return replace(call, advance=wait_until(chooser, run, moment, "deliver"))
    if chooser.chance("deliver: at the end", 8):
        return replace(call, advance=wait_until(chooser, run, run.state.prompt_jobs[job_id].deadline, "deliver"))
    return call


def fail_job(chooser: Chooser, run: Any) -> Call | None:
    """The host gives a job back."""
    job_id = some_job(chooser, run, "fail", lambda id, r: r.status == JobStatus.CLAIMED)
    return None if job_id is None else Call(party(chooser, "fail", worker_of(run, job_id)), "fail_job", (job_id,))


# ---------------------------------------------------------------- ends


def release_payment(chooser: Chooser, run: Any) -> Call | None:
    """The renter pays, or anybody once that is due; soon after delivery, or later."""
    payable = (JobStatus.SUBMITTED, JobStatus.DISPUTED)
    job_id = some_job(chooser, run, "release", lambda id, r: r.status in payable)
    if job_id is None:
        return None
    right = renter_of(run, job_id) if chooser.chance("release: by renter", 65) else OUTSIDER
    call = Call(party(chooser, "release", right), "release_payment", (job_id,))
    return replace(call, advance=when_released(chooser, run, job_id))


def when_released(chooser: Chooser, run: Any, job_id: int) -> int:
    """Seconds until a release: to the moment from which it is due, or past haste; often none."""
    jobs, proofs = run.state.prompt_jobs, run.state.submitted_proofs
    if job_id not in jobs:
        return 0
    if proof_status(run, job_id) == ProofStatus.VERIFIED and chooser.chance("release: when due", 75):
        return wait_until(chooser, run, proofs[job_id].verified_at + CHALLENGE_PERIOD, "release")
    if chooser.chance("release: at the limit of haste", 30):
        return wait_until(chooser, run, jobs[job_id].submitted_at + QUICK_RELEASE, "release")
    return 0


def batch_release_payments(chooser: Chooser, run: Any) -> Call:
    """A renter pays for several jobs: mostly for those of its own that it may pay for."""
    own: dict[str, list[int]] = {}
    for job_id, r in in_status(run, JobStatus.SUBMITTED):
        if not r.requires_proof:
            own.setdefault(renter_of(run, job_id), []).append(job_id)
    if not own or chooser.chance("release: odd batch", 20):
        others = tuple(job_id for job_id, _ in in_status(run, JobStatus.SUBMITTED))[:1]
        ids = chooser.pick("release: which", ((), (1,) * 101, (1, 1), (run.state.next_session_id,), others))
        return Call(renter(chooser), "batch_release_payments", (ids,))
    actor = chooser.pick("release: whose", tuple(own))
    return Call(actor, "batch_release_payments", (tuple(own[actor][:4]),))


def expire_job(chooser: Chooser, run: Any) -> Call | None:
    """Anybody gives the renter back what is overdue, around the moment from which it is."""
    waiting = chooser.chance("expire: overdue", 60)
    due = (JobStatus.POSTED, JobStatus.CLAIMED, JobStatus.SUBMITTED)
    job_id = some_job(chooser, run, "expire", lambda id, r: is_overdue(run, id, r) if waiting else r.status in due)
    if job_id is None:
        return None
    call = Call(chooser.pick("expire: actor", (OUTSIDER, *DEPOSITORS)), "expire_job", (job_id,))
    if job_id not in run.state.prompt_jobs:
        return call
    r = run.state.prompt_jobs[job_id]
    moment = r.submitted_at + ABANDON_AFTER if r.status == JobStatus.SUBMITTED else r.deadline
    return replace(call, advance=wait_until(chooser, run, moment, "expire"))


# ---------------------------------------------------------------- what nobody may do


def escrow_releasing(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends to be the escrow, where a renter releases."""
    return pretended(chooser, "escrow_releasing", (1, Account(renter(chooser))))


def escrow_disputed(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends to be the escrow, where a party disputes."""
    return pretended(chooser, "escrow_disputed", (1, Account(renter(chooser))))


def escrow_settled(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends to be the escrow, where a dispute is over."""
    outcome = chooser.pick("pretend: outcome", tuple(JobOutcome))
    return pretended(chooser, "escrow_settled", (1, chooser.chance("pretend: to host", 50), outcome))


def pretended(chooser: Chooser, action: str, arguments: tuple[Any, ...]) -> Call:
    """Anybody calls what only a contract may."""
    return Call(chooser.pick("pretend: actor", EVERYONE), action, arguments)
