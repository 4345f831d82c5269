"""How prompt jobs begin. Whatever way a job is paid, its terms are the same, and its money goes straight to escrow."""

from __future__ import annotations

from spec.compute.errors import InvalidDuration, LengthMismatch, NotAuthorized, ZeroAmount
from spec.compute.escrow_books import create_record, pull_payment
from spec.compute.job_errors import (
    EmptyPrompt,
    GpuMemoryAboveMaximum,
    InvalidMaxTokens,
    PaymentAboveMaximum,
    PaymentMismatch,
    RateLimitExceeded,
    ScoreAboveMaximum,
    TemperatureAboveMaximum,
    TextTooLong,
    TooManyJobs,
)
from spec.compute.job_events import JobPosted
from spec.compute.job_hashing import escrow_id_of, request_hash_of
from spec.compute.job_types import JobDetails, JobRequirements, JobStatus, NewJob
from spec.compute.model_errors import EmptyModelName
from spec.compute.parameters import check_token, max_deposit
from spec.compute.running import check_open
from spec.compute.state import COMPUTE, MARKET, NATIVE, PromptJob, State
from spec.compute.texts import check_length
from spec.core import ZERO_ADDRESS, Address, Ledger, Message, Panic, Transfer, Uint256, Wei, each, opaque, require

MAX_PAYMENT = 1000 * 10**18
"""Wei."""
MAX_TOKENS = 1_000_000
MIN_TIME = 60
TIME_LIMIT = 365 * 24 * 60 * 60
"""Every job is done in less."""
MAX_TEMPERATURE = 20_000
"""In 1/1000."""
MAX_GPU_MEMORY = 128
"""GB."""
MAX_SCORE = 2**32 - 1
MAX_PROMPT = 10_000
"""Bytes."""
MAX_TEXT = 256
"""Bytes."""
MAX_BATCH = 100
POSTS_PER_MINUTE = 3
POSTS_PER_HOUR = 10
MINUTE = 60
HOUR = 60 * 60
SUM = "sum"


@COMPUTE.action(on=MARKET, payable=True)
def post_job(s: State, m: Message, details: JobDetails, requirements: JobRequirements, payment: Wei) -> Uint256:
    """Posts a job that is paid with the coin sent along. Returns its id.

    Errors, in order: those of `check_open`, `check_payment` and `check_terms`.
    """
    # Verify
    check_open(s, m, "postJob")
    check_payment(s, m, m.sender, m.value, payment)
    check_terms(details, requirements, payment, MAX_PAYMENT)
    # Effects
    return open_paid_job(s, m, m.sender, details, requirements, payment)


@COMPUTE.action(on=MARKET)
def post_job_with_token(
    s: State, m: Message, details: JobDetails, requirements: JobRequirements, token: Address, amount: Wei
) -> Uint256:
    """Posts a job that is paid with a token, which the escrow pulls from the sender; the payment is what arrives.

    Errors, in order: those of `check_open`, TokenNotAccepted, those of `count_post`, `check_terms` and
    `pull_payment`.
    """
    # Verify
    check_open(s, m, "postJobWithToken")
    check_token(s, token)
    count_post(s, m, m.sender)
    check_terms(details, requirements, amount, max_deposit(s, token))
    # Effects
    received = pull_payment(s, m, token, amount)
    return open_job(s, m, m.sender, details, requirements, token, received)


@COMPUTE.action(on=MARKET, payable=True)
def batch_post_jobs(
    s: State,
    m: Message,
    details: tuple[JobDetails, ...],
    requirements: tuple[JobRequirements, ...],
    payments: tuple[Wei, ...],
) -> tuple[Uint256, ...]:
    """Posts up to a hundred jobs, all or none; they count as one post. Returns their ids.

    Errors, in order: those of `check_open` and `check_lengths`, PaymentMismatch, those of `count_post`, and
    job by job those of `check_terms`.
    """
    # Verify
    check_open(s, m, "batchPostJobs")
    check_lengths(details, requirements, payments)
    check_sum(payments)
    jobs = each(batch_of(details, requirements, payments), NewJob)
    require(m.value == sum(job.payment for job in jobs), PaymentMismatch)
    count_post(s, m, m.sender)
    # Effects
    job_ids: tuple[Uint256, ...] = ()
    for job in jobs:
        check_terms(job.details, job.requirements, job.payment, MAX_PAYMENT)
        job_ids = (*job_ids, open_paid_job(s, m, m.sender, job.details, job.requirements, job.payment))
    return job_ids


@COMPUTE.action(on=MARKET, payable=True)
def create_job_for(
    s: State, m: Message, renter: Address, details: JobDetails, requirements: JobRequirements, payment: Wei
) -> Uint256:
    """For the contract of accounts alone, whose own calls are part of its actions. No transaction comes from it.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


def create_job_of(
    s: State,
    m: Message,
    renter: Address,
    value: Wei,
    details: JobDetails,
    requirements: JobRequirements,
    payment: Wei,
) -> Uint256:
    """Posts a job of `renter`, paid with coin that the contract of accounts sends along. Returns its id.

    Errors, in order: those of `check_open`, `check_payment` and `check_terms`.
    """
    # Verify
    check_open(s, m, "createJobFor")
    check_payment(s, m, renter, value, payment)
    check_terms(details, requirements, payment, MAX_PAYMENT)
    # Effects
    return open_paid_job(s, m, renter, details, requirements, payment)


def check_payment(s: State, m: Message, renter: Address, value: Wei, payment: Wei) -> None:
    """The coin that came is the payment, and the renter may post.

    Errors, in order: PaymentMismatch, those of `count_post`.
    """
    require(value == payment, PaymentMismatch)
    count_post(s, m, renter)


def count_post(s: State, m: Message, renter: Address) -> None:
    """Counts a post: up to three in a minute of the clock, and ten in an hour.

    Errors: RateLimitExceeded.
    """
    minute, hour = m.now // MINUTE, m.now // HOUR
    in_minute = counted(s.posts_in_minute[renter], s.post_minute[renter], minute)
    in_hour = counted(s.posts_in_hour[renter], s.post_hour[renter], hour)
    require(in_minute < POSTS_PER_MINUTE and in_hour < POSTS_PER_HOUR, RateLimitExceeded)
    s.post_minute[renter] = minute
    s.post_hour[renter] = hour
    s.posts_in_minute[renter] = in_minute + 1
    s.posts_in_hour[renter] = in_hour + 1


def counted(posts: Uint256, then: Uint256, now: Uint256) -> Uint256:
    """How many of the posts that were counted in a minute, or an hour, are of this one."""
    return posts if then == now else 0


def check_terms(details: JobDetails, requirements: JobRequirements, payment: Wei, maximum: Wei) -> None:
    """What every path asks of a job.

    Errors, in order: ZeroAmount, PaymentAboveMaximum, InvalidMaxTokens, InvalidDuration, TemperatureAboveMaximum,
    GpuMemoryAboveMaximum, ScoreAboveMaximum, those of `check_texts`.
    """
    require(payment > 0, ZeroAmount)
    require(payment <= maximum, PaymentAboveMaximum, payment, maximum)
    tokens, time = details.max_tokens, requirements.max_time_to_complete
    require(0 < tokens <= MAX_TOKENS, InvalidMaxTokens, tokens, MAX_TOKENS)
    require(MIN_TIME <= time < TIME_LIMIT, InvalidDuration, time)
    temperature, memory = details.temperature, requirements.min_gpu_memory
    require(temperature <= MAX_TEMPERATURE, TemperatureAboveMaximum, temperature, MAX_TEMPERATURE)
    require(memory <= MAX_GPU_MEMORY, GpuMemoryAboveMaximum, memory, MAX_GPU_MEMORY)
    score = requirements.min_reputation_score
    require(score <= MAX_SCORE, ScoreAboveMaximum, score, MAX_SCORE)
    check_texts(details.model_id, details.prompt, details.result_format)


@opaque(raises=(EmptyModelName, EmptyPrompt, TextTooLong))
def check_texts(model_id: str, prompt: str, result_format: str) -> None:
    """Model and prompt are there, and no text is too long.

    Errors, in order: EmptyModelName, TextTooLong, EmptyPrompt, TextTooLong.
    """
    require(model_id != "", EmptyModelName)
    check_length(model_id, MAX_TEXT)
    require(prompt != "", EmptyPrompt)
    check_length(prompt, MAX_PROMPT)
    check_length(result_format, MAX_TEXT)


@opaque(raises=(LengthMismatch, TooManyJobs))
def check_lengths(
    details: tuple[JobDetails, ...], requirements: tuple[JobRequirements, ...], payments: tuple[Wei, ...]
) -> None:
    """Refuses lists of different lengths, none at all, and more than a hundred.

    Errors, in order: LengthMismatch, TooManyJobs.
    """
    require(len(details) == len(requirements) and len(details) == len(payments), LengthMismatch)
    require(0 < len(details) <= MAX_BATCH, TooManyJobs, len(details), MAX_BATCH)


@opaque(raises=(Panic,))
def check_sum(payments: tuple[Wei, ...]) -> None:
    """All payments together; a sum that is no number of the chain panics, as checked arithmetic does there."""
    total: Ledger[str] = Ledger()
    for payment in payments:
        total[SUM] += payment


@opaque()
def batch_of(
    details: tuple[JobDetails, ...], requirements: tuple[JobRequirements, ...], payments: tuple[Wei, ...]
) -> tuple[NewJob, ...]:
    """The jobs of a batch, one by one."""
    return tuple(map(NewJob, details, requirements, payments))


def open_paid_job(
    s: State, m: Message, renter: Address, details: JobDetails, requirements: JobRequirements, payment: Wei
) -> Uint256:
    """Stores a POSTED job and hands the coin that came with it to the escrow. Returns its id."""
    m.transfers.append(Transfer(s.payment_escrow, payment, s.marketplace))
    s.escrow_balance += payment
    return open_job(s, m, renter, details, requirements, NATIVE, payment)


def open_job(
    s: State,
    m: Message,
    renter: Address,
    details: JobDetails,
    requirements: JobRequirements,
    token: Address,
    payment: Wei,
) -> Uint256:
    """Stores a POSTED job whose payment is in the escrow's books. Returns its id."""
    # Effects
    job_id = s.next_session_id
    s.next_session_id += 1
    escrow_id = escrow_id_of(job_id)
    deadline = m.now + requirements.max_time_to_complete
    s.prompt_jobs.insert(
        job_id,
        PromptJob(
            renter=renter,
            host=ZERO_ADDRESS,
            status=JobStatus.POSTED,
            deadline=deadline,
            requires_proof=requirements.requires_proof,
            min_reputation=requirements.min_reputation_score,
            request_hash=request_hash_of(details, requirements),
            escrow_id=escrow_id,
        ),
    )
    create_record(s, m, job_id, escrow_id, renter, token, payment)
    # Events
    m.emit(JobPosted(job_id, renter, details.model_id, token, payment, deadline))
    return job_id
