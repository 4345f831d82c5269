"""A small world of prompt jobs: posted, claimed, given back, delivered, proved, challenged, disputed, and paid once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise, product

from properties.compute.jobs import OVER
from properties.compute.preset_job_calls import CHALLENGER, POOL, JobSize, attempts, key_of
from properties.compute.preset_world import (
    ADDRESSES,
    ASSETS,
    FAB_UNIT,
    NOW,
    REPORTING,
    SORTS,
    STABLE,
    TOKEN,
    Opening,
    opened,
    transpositions,
    universe,
)
from properties.preset import Attempt, Exit, Lifecycle, Preset, Renaming
from spec.compute.challenges import CHALLENGE_STAKE_MIN
from spec.compute.escrow import DISPUTE_PERIOD
from spec.compute.job_ends import QUICK_RELEASE
from spec.compute.job_records import ABANDON_AFTER, CHALLENGE_PERIOD
from spec.compute.job_types import ChallengeStatus, EscrowStatus, JobStatus, ProofStatus
from spec.compute.reputation import INCENTIVE_THRESHOLD, INITIAL_SCORE, SUCCESS_BONUS
from spec.compute.slashing import SLASH_COOLDOWN
from spec.compute.state import Challenge, Escrow, JobProof, PromptJob, State

GOOD_OUTCOMES = (INCENTIVE_THRESHOLD - INITIAL_SCORE) // SUCCESS_BONUS
"""Successes elsewhere after which a host's next one earns a bonus, less that one itself."""
ELSEWHERE = 1_000
"""Ids of jobs of another marketplace, which a reporter knows of."""

BY_ANYBODY = frozenset({"expire_job", "release_payment", "claim_dispute_default", "expire_challenge"})
CREDITS = frozenset({"withdraw_escrow_credit", "withdraw_escrow_token_credit"})
FEES = frozenset({"withdraw_fees"})

JOB_SORTS: Mapping[tuple[str, str], str | tuple[str, ...]] = {
    **SORTS,
    ("prompt_jobs", "key"): "session",
    ("prompt_jobs", "renter"): "actor",
    ("prompt_jobs", "host"): "actor",
    ("prompt_jobs", "escrow_id"): "session",
    ("escrows", "key"): "session",
    ("escrows", "job_id"): "session",
    ("escrows", "renter"): "actor",
    ("escrows", "host"): "actor",
    ("failed_jobs", "key"): ("session", "actor"),
    ("last_claim", "key"): "actor",
    ("post_minute", "key"): "actor",
    ("posts_in_minute", "key"): "actor",
    ("post_hour", "key"): "actor",
    ("posts_in_hour", "key"): "actor",
    ("escrow_credits", "key"): "actor",
    ("escrow_token_credits", "key"): ("asset", "actor"),
    ("submitted_proofs", "key"): "session",
    ("submitted_proofs", "host"): "actor",
    ("challenges", "job_id"): "session",
    ("challenges", "host"): "actor",
    ("challenges", "challenger"): "actor",
    ("verifiers", "key"): "actor",
    ("reputations", "key"): "actor",
    ("outcomes", "key"): ("session", "actor"),
    ("open_jobs", "key"): "actor",
    ("rated_jobs", "key"): "session",
    ("", "job_ids"): "session",
    ("", "winner"): "actor",
}
"""Where names are, for symmetries. A job and its escrow are one name."""


# ---------------------------------------------------------------- time


def job_moments(size: JobSize, s: State, job_id: int, r: PromptJob, now: int) -> Iterable[int]:
    """The first second after the deadline, the first slow release, and that from which a delivery counts as left."""
    if r.status in (JobStatus.POSTED, JobStatus.CLAIMED):
        yield from around(size.exact, r.deadline)
    if r.status == JobStatus.SUBMITTED and size.left:
        yield r.submitted_at + QUICK_RELEASE
        yield from around(size.exact, r.submitted_at + ABANDON_AFTER)


def escrow_moments(size: JobSize, s: State, key: bytes, e: Escrow, now: int) -> Iterable[int]:
    """The first second in which a dispute is lost for want of a ruling."""
    if e.status == EscrowStatus.IN_DISPUTE:
        yield from around(size.exact, e.disputed_at + DISPUTE_PERIOD)


def proof_moments(size: JobSize, s: State, job_id: int, p: JobProof, now: int) -> Iterable[int]:
    """The first second in which a verified proof can't be challenged."""
    if p.status == ProofStatus.VERIFIED and s.prompt_jobs[job_id].status not in OVER:
        yield from around(size.exact, p.verified_at + CHALLENGE_PERIOD)


def challenge_moments(size: JobSize, s: State, challenge_id: int, c: Challenge, now: int) -> Iterable[int]:
    """The first second in which a challenge lapses."""
    if c.status == ChallengeStatus.PENDING:
        yield from around(size.exact, c.deadline)


def around(exact: bool, last: int) -> tuple[int, ...]:
    """The first second after a deadline, and its last one too if that is looked at."""
    return (last, last + 1) if exact else (last + 1,)


AGES = {
    ("prompt_jobs", "deadline"): 1,
    ("prompt_jobs", "submitted_at"): ABANDON_AFTER + 1,
    ("escrows", "disputed_at"): DISPUTE_PERIOD + 1,
    ("submitted_proofs", "verified_at"): CHALLENGE_PERIOD + 1,
    ("challenges", "deadline"): 1,
    ("last_claim", ""): 0,
    ("last_session_end", ""): 0,
    ("last_slash", ""): SLASH_COOLDOWN,
    ("last_incident", ""): 0,
    ("tightened_at", ""): 0,
    ("reputations", "last_activity"): 0,
}
"""After how many seconds a time makes no difference any more. Nobody throttles claims, and no score decays."""
TIMELESS = {
    "prompt_jobs": lambda r: r.status in OVER,
    "escrows": lambda e: e.status not in (EscrowStatus.HELD, EscrowStatus.IN_DISPUTE),
    "challenges": lambda c: c.status != ChallengeStatus.PENDING,
    "submitted_proofs": lambda p: p.status == ProofStatus.INVALID,
}
"""Which records are over."""


# ---------------------------------------------------------------- who leaves with what


def all_over(s: State) -> bool:
    """Every job has been paid or refunded."""
    return all(r.status in OVER for r in s.prompt_jobs.values())


def has_everything_out(s: State, party: str) -> bool:
    """Every job is over, and the escrow owes a party nothing, in coin or in the token."""
    return all_over(s) and not (s.escrow_credits[party] or s.escrow_token_credits[TOKEN, party])


def exits(size: JobSize) -> Iterator[Exit]:
    """Jobs end, and everybody takes what is theirs; whoever else could help does not."""
    helping = () if size.left else size.renters
    who = "a stranger alone" if size.left else "whoever rents, with what anybody may call,"
    yield Exit(
        "JOB-SEQ-01",
        f"{who} can end every job, whatever its parties, their code and the token do",
        frozenset((*helping, "outsider")),
        BY_ANYBODY,
        all_over,
    )
    yield Exit(
        "JOB-CON-02",
        "a stranger alone can have every fee paid to the treasury, if the token moves",
        frozenset({"outsider", STABLE}),
        FEES,
        lambda s: s.accrued_fees.total() == 0,
    )
    for name in size.parties:
        yield Exit(
            "JOB-CON-02",
            f"{name}, with what anybody may call, can get everything that is its own out, if the token moves",
            frozenset({name, *helping, "outsider", STABLE}),
            BY_ANYBODY | CREDITS,
            partial(has_everything_out, party=ADDRESSES[name]),
        )
    if size.challenges:
        yield Exit(
            "JOB-TIM-02",
            "a stranger alone can free every stake of a challenge",
            frozenset({"outsider"}),
            frozenset({"expire_challenge"}),
            lambda s: s.total_staked == 0,
        )


def status_of(r: PromptJob) -> str:
    """The status."""
    return str(r.status.name)


def challenge_status(c: Challenge) -> str:
    """The status."""
    return str(c.status.name)


# ---------------------------------------------------------------- the world


def job_universe(size: JobSize) -> dict[str, tuple[object, ...]]:
    """Room for so many jobs with their money, proofs and challenges, and for what is known of their hosts."""
    hosts = tuple(ADDRESSES[name] for name in size.hosts)
    renters = tuple(ADDRESSES[name] for name in size.renters)
    judges = tuple(ADDRESSES[name] for name in ("authority", *(size.hosts if size.judged else ())))
    paid = (*hosts, *renters, ADDRESSES["treasury"])
    ids = tuple(size.ids)
    elsewhere = tuple(range(ELSEWHERE, ELSEWHERE + GOOD_OUTCOMES - 1)) if size.bonus else ()
    return universe(size.hosts, voters=(CHALLENGER,)) | {
        "reporters": tuple(ADDRESSES[name] for name in (*REPORTING, "owner")),
        "prompt_jobs": ids,
        "failed_jobs": tuple(product(ids, hosts)),
        "last_claim": hosts,
        **dict.fromkeys(("post_minute", "posts_in_minute", "post_hour", "posts_in_hour"), renters),
        "escrows": tuple(key_of(job_id) for job_id in ids),
        "total_escrowed": ASSETS,
        "accrued_fees": ASSETS,
        "escrow_credits": paid,
        "escrow_token_balances": (TOKEN,),
        "escrow_token_credits": tuple((TOKEN, account) for account in paid),
        "escrow_total_token_credits": (TOKEN,),
        "submitted_proofs": ids,
        "challenges": tuple(range(1, size.challenges + 1)),
        "verifiers": judges,
        "reputations": hosts,
        "outcomes": tuple(product((*ids, *elsewhere), hosts)),
    }


def opening(size: JobSize) -> Iterator[Opening]:
    """Who judges proofs, and how good the first host is."""
    for name in ("authority", *(size.hosts if size.judged else ())):
        yield "owner", "set_verifier", (ADDRESSES[name], True)
    if size.bonus:
        yield "owner", "set_reporter", (ADDRESSES["owner"], True)
        for place in range(GOOD_OUTCOMES - 1):
            good = (ADDRESSES[size.hosts[0]], ELSEWHERE + place, True)
            yield "owner", "record_job_completion", good


def symmetries(size: JobSize) -> tuple[Renaming, ...]:
    """Hosts are alike, and jobs are unless they are paid together, in an order."""
    jobs = tuple(
        {"session": {a: b, b: a, key_of(a): key_of(b), key_of(b): key_of(a)}}
        for a, b in pairwise(size.ids)
        if not size.batches
    )
    return (*jobs, *(transpositions("actor", size.hosts) if size.alike else ()))


def within(s: State, made: Attempt) -> bool:
    """The pool gets what it may have once."""
    return made.action != "fund_incentives" or s.incentive_pool <= POOL


def world(size: JobSize, bound: str = "") -> Preset:
    """A world of prompt jobs of the given size."""
    funds = dict.fromkeys(size.hosts, 1000 * FAB_UNIT) | {CHALLENGER: size.challenges * CHALLENGE_STAKE_MIN}
    return Preset(
        name=size.name,
        bound=bound,
        initial=lambda: opened(funds, 1, size.hosts, opening(size)),
        now=NOW,
        attempts=attempts(size),
        addresses=ADDRESSES,
        refusing=frozenset(size.refusing),
        universe=job_universe(size),
        within=within,
        stuck_tokens={TOKEN: STABLE} if size.stuck else {},
        moments={
            "prompt_jobs": lambda s, key, r, now: job_moments(size, s, key, r, now),
            "escrows": lambda s, key, e, now: escrow_moments(size, s, key, e, now),
            "submitted_proofs": lambda s, key, p, now: proof_moments(size, s, key, p, now),
            "challenges": lambda s, key, c, now: challenge_moments(size, s, key, c, now),
        },
        ages=AGES if size.left else AGES | {("prompt_jobs", "submitted_at"): 0},
        timeless=TIMELESS,
        sorts=JOB_SORTS,
        symmetries=symmetries(size),
        exits=tuple(exits(size)),
        epilogue=(frozenset((*size.parties, "treasury", "outsider", STABLE)), BY_ANYBODY | CREDITS | FEES),
        stuck=("JOB-SEQ-01", lambda s: not all_over(s)),
        lifecycles=(
            Lifecycle("job", "prompt_jobs", status_of),
            *([Lifecycle("challenge", "challenges", challenge_status)] if size.challenges else []),
        ),
    )
