"""The invariants of prompt jobs and of their money that induction needs. Each is proved like a property."""

from __future__ import annotations

from properties.claims import History
from properties.compute.lemmas import ALL_UNITS, MAX_ESCROW_FEE_BPS, MOST_JOBS, PLAN, keeps_fab
from spec.compute.breaker_levels import COOLDOWN, count_failure
from spec.compute.challenges import end_challenge
from spec.compute.escrow_books import announce_bonus, bonus_for
from spec.compute.job_ends import is_free_or_due, is_payable, note_haste
from spec.compute.job_hashing import escrow_id_of
from spec.compute.job_records import has_own_proof, is_abandoned, is_challenged, is_disproved, is_due, is_late
from spec.compute.job_types import EscrowStatus, JobStatus
from spec.compute.job_work import is_too_soon
from spec.compute.parameters import MAX_AMOUNT
from spec.compute.posting import counted
from spec.compute.reputation import bonus_of, note_outcome, score_of, take_decay
from spec.compute.running import is_paused
from spec.compute.slashing import is_poor, slashable
from spec.compute.state import NATIVE, Escrow, PromptJob, State
from spec.core import Address

YEAR = 365 * 24 * 60 * 60
WORKING = (JobStatus.CLAIMED, JobStatus.SUBMITTED, JobStatus.DISPUTED)

PLAN.read_as_expressions(
    *(is_paused, has_own_proof, is_due, is_challenged, is_disproved, is_abandoned, is_late),
    *(score_of, bonus_for, bonus_of, is_payable, is_free_or_due, slashable, is_poor, counted, is_too_soon),
)
PLAN.read_effects_in_one(count_failure, note_haste, note_outcome, take_decay, announce_bonus, end_challenge)


PLAN.lists_of("batch_release_payments", 1)
PLAN.lists_of("execute_batch", 1)

# ---------------------------------------------------------------- breaker


@PLAN.lemma()
def what_jobs_report_is_countable(s: State, h: History) -> bool:
    """Each call reports no more than a hundred jobs."""
    most = MOST_JOBS * h.calls
    return s.failures <= most and s.successes <= most and s.suspicious <= most


@PLAN.lemma()
def recovery_takes_an_hour_at_least(s: State, h: History) -> bool:
    """Where it is allowed at all; the setter sees to it."""
    return s.recovery_period == 0 or s.recovery_period >= COOLDOWN


@PLAN.lemma()
def the_breaker_was_tightened_in_the_past(s: State, h: History) -> bool:
    """Seconds."""
    return s.tightened_at <= h.now


# ---------------------------------------------------------------- jobs


@PLAN.lemma("prompt_jobs")
def jobs_are_numbered(s: State, h: History, job_id: int, r: PromptJob) -> bool:
    """A job has a number that was given, and the escrow knows its money under that number."""
    numbered = 1 <= job_id < s.next_session_id and r.escrow_id == escrow_id_of(job_id)
    return numbered and r.status != JobStatus.NONE and r.escrow_id in s.escrows


@PLAN.lemma("prompt_jobs")
def times_of_jobs_are_in_order(s: State, h: History, job_id: int, r: PromptJob) -> bool:
    """A job was delivered in the past, and is due within a year."""
    return r.submitted_at <= h.now and r.deadline <= h.now + YEAR


@PLAN.lemma("prompt_jobs")
def hosts_of_jobs_keep_no_fab_of_others(s: State, h: History, job_id: int, r: PromptJob) -> bool:
    """They call, or a key of them does."""
    return not keeps_fab(s, r.host)


@PLAN.lemma("prompt_jobs")
def working_hosts_are_counted(s: State, h: History, job_id: int, r: PromptJob) -> bool | None:
    """Whoever works on a job has a count that says so."""
    return s.open_jobs[r.host] > 0 if r.status in WORKING else None


@PLAN.lemma("open_jobs")
def open_jobs_are_countable(s: State, h: History, host: Address, amount: int) -> bool:
    """A call takes no more than a hundred jobs."""
    return amount <= MOST_JOBS * h.calls


@PLAN.lemma("posts_in_minute")
def posts_of_a_minute_are_few(s: State, h: History, renter: Address, amount: int) -> bool:
    """No more than the limit."""
    return amount <= 3 and s.posts_in_hour[renter] <= 10


# ---------------------------------------------------------------- money


@PLAN.lemma()
def the_escrows_fee_is_bounded(s: State, h: History) -> bool:
    """Constructor and setter see to it."""
    return s.escrow_fee_bps <= MAX_ESCROW_FEE_BPS


@PLAN.lemma("escrows")
def records_are_of_jobs(s: State, h: History, key: bytes, e: Escrow) -> bool:
    """A record and its job name each other, and the same parties."""
    if e.job_id not in s.prompt_jobs:
        return False
    r = s.prompt_jobs[e.job_id]
    return key == escrow_id_of(e.job_id) and e.renter == r.renter and e.host == r.host


@PLAN.lemma("escrows")
def amounts_of_records_are_bounded(s: State, h: History, key: bytes, e: Escrow) -> bool:
    """A payment fits its limit, and its fee that of the escrow."""
    calm = e.status != EscrowStatus.HELD or e.disputed_at == 0
    known = e.status != EscrowStatus.NO_RECORD and e.disputed_at <= h.now and calm
    return known and 0 < e.paid_in <= MAX_AMOUNT and e.fee_bps <= MAX_ESCROW_FEE_BPS


@PLAN.lemma("escrow_token_balances")
def tokens_of_the_escrow_have_arrived(s: State, h: History, token: Address, held: int) -> bool:
    """Each call brings units that exist."""
    return held <= h.calls * ALL_UNITS


@PLAN.lemma("total_escrowed")
def unpaid_records_are_held(s: State, h: History, asset: Address, total: int) -> bool | None:
    """As units of their token."""
    return total <= s.escrow_token_balances[asset] if asset != NATIVE else None


@PLAN.lemma("accrued_fees")
def fees_of_jobs_are_held(s: State, h: History, asset: Address, fees: int) -> bool | None:
    """As units of their token."""
    return fees <= s.escrow_token_balances[asset] if asset != NATIVE else None


@PLAN.lemma("escrow_total_token_credits")
def credits_of_the_escrow_are_held(s: State, h: History, asset: Address, total: int) -> bool | None:
    """As units of their token; nobody has a credit in zero, which stands for the coin."""
    return total <= s.escrow_token_balances[asset] if asset != NATIVE else total == 0


@PLAN.lemma("escrow_token_credits")
def token_credits_of_the_escrow_are_parts(s: State, h: History, key: tuple[Address, Address], amount: int) -> bool:
    """Of their total, token by token."""
    return amount <= s.escrow_total_token_credits[key[0]]


@PLAN.lemma("escrow_credits")
def credits_of_the_escrow_are_parts(s: State, h: History, account: Address, amount: int) -> bool:
    """Of their total."""
    return amount <= s.escrow_total_credits
