"""What the chain guarantees, and the invariants that nobody asks for but that induction needs.

Each lemma is proved like a property; none is assumed. `h` is what happened before: time and number of calls.
"""

from __future__ import annotations

from properties.claims import History, ProofPlan
from properties.dcm.jobs import open_on
from spec.core import Message
from spec.dcm.jobs import is_open
from spec.dcm.state import MAX_ROWS, Dataset, Job, Request, State
from spec.dcm.types import Op, RequestStatus

PLAN = ProofPlan("dcm")
"""Everything that is stated for the proofs of the dataset marketplace."""

ALL_COIN = 2**128
"""More wei than will ever exist."""


# ---------------------------------------------------------------- the chain


@PLAN.guarantee
def time_does_not_run_backwards(s: State, h: History, m: Message) -> bool:
    """Blocks carry increasing times, in seconds since 1970."""
    return h.now <= m.now < 2**64


@PLAN.guarantee
def coin_is_scarce(s: State, h: History, m: Message) -> bool:
    """What a contract holds and what a call brings are parts of all the coin there is."""
    return s.balance + m.value < ALL_COIN


@PLAN.guarantee
def calls_are_countable(s: State, h: History, m: Message) -> bool:
    """A chain processes fewer than 2^64 calls."""
    return h.calls + 1 < 2**64


# ---------------------------------------------------------------- requests


@PLAN.lemma()
def ids_start_at_one_and_count_calls(s: State, h: History) -> bool:
    """No call creates more than one request or job; id zero means "none"."""
    return 1 <= s.next_request_id <= h.calls + 1 and 1 <= s.next_job_id <= h.calls + 1


@PLAN.lemma("requests")
def request_ids_are_below_the_next(s: State, h: History, request_id: int, r: Request) -> bool:
    """So the next id is free."""
    return 1 <= request_id < s.next_request_id


@PLAN.lemma("requests")
def pending_request_has_no_past(s: State, h: History, request_id: int, r: Request) -> bool | None:
    """Before acceptance there is no job, no charge and no payment."""
    if r.status != RequestStatus.PENDING:
        return None
    return r.job_id == 0 and r.charged == 0 and r.paid_to_seller == 0 and r.paid_to_buyer == 0


@PLAN.lemma("requests")
def open_request_has_paid_its_buyer_nothing(s: State, h: History, request_id: int, r: Request) -> bool | None:
    """The buyer is paid when the request closes, and stores the agreed fee until then."""
    if r.status != RequestStatus.PENDING and r.status != RequestStatus.ACCEPTED:
        return None
    return r.paid_to_buyer == 0 and r.base_fee == r.agreed_fee


@PLAN.lemma("requests")
def accepted_request_has_its_open_job(s: State, h: History, request_id: int, r: Request) -> bool | None:
    """Request and job name each other and agree on the terms; the job is neither final nor closed."""
    if r.status != RequestStatus.ACCEPTED:
        return None
    job = s.jobs[r.job_id]
    linked = job.request_id == request_id and not job.is_finalized and not job.is_closed
    return linked and same_terms(job, r)


@PLAN.lemma("jobs")
def job_of_a_request_is_named_by_it(s: State, h: History, job_id: int, job: Job) -> bool | None:
    """The request of a job exists, was accepted, and names this job alone."""
    if job.request_id == 0:
        return None
    r = s.requests[job.request_id]
    return r.job_id == job_id and r.status != RequestStatus.PENDING and same_terms(job, r)


def same_terms(job: Job, r: Request) -> bool:
    """A job works under the terms of its request."""
    return (
        job.dataset_id == r.dataset_id
        and job.buyer == r.buyer
        and job.seller == r.seller
        and job.row_count == r.row_count
        and job.cooldown_sec == r.cooldown_sec
    )


@PLAN.lemma("requests")
def deposit_grows_by_coin_that_exists(s: State, h: History, request_id: int, r: Request) -> bool:
    """Coin can come in again after it was paid out, but only once with each call."""
    return r.deposited <= h.calls * ALL_COIN


@PLAN.lemma("requests")
def request_terms_are_valid(s: State, h: History, request_id: int, r: Request) -> bool:
    """Submission refused what could not be computed."""
    return valid_terms(r)


# ---------------------------------------------------------------- jobs and datasets


@PLAN.lemma("jobs")
def job_ids_are_below_the_next(s: State, h: History, job_id: int, job: Job) -> bool:
    """So the next id is free."""
    return 1 <= job_id < s.next_job_id


@PLAN.lemma("jobs")
def open_job_holds_its_buyers_place(s: State, h: History, job_id: int, job: Job) -> bool | None:
    """Under a cooldown: an open job is the buyer's one live job there, and was begun when the cooldown was over."""
    if job.cooldown_sec == 0 or not is_open(s, job):
        return None
    last = s.last_release[job.buyer, job.dataset_id]
    return s.live_job[job.buyer, job.dataset_id] == job_id and (last == 0 or h.now >= last + job.cooldown_sec)


@PLAN.lemma("jobs")
def job_terms_are_valid(s: State, h: History, job_id: int, job: Job) -> bool:
    """What the result is computed from was checked when the job, or its request, was made."""
    return valid_terms(job)


def valid_terms(terms: Request | Job) -> bool:
    """The divisor is there for AVG_P alone, and the clamp's bounds are in order."""
    p = terms.params
    divided = p.divisor != 0 if p.op == Op.AVG_P else p.divisor == 0
    return divided and (p.clamp_max == 0 or p.clamp_min <= p.clamp_max) and terms.row_count <= MAX_ROWS


@PLAN.lemma("datasets")
def datasets_are_rosters_and_records(s: State, h: History, dataset_id: int, d: Dataset) -> bool:
    """Exactly the live datasets are on the list, and their rows can be counted in 32 bits."""
    return (dataset_id in s.live_datasets) == d.exists and d.row_count <= MAX_ROWS


@PLAN.lemma("live_datasets")
def listed_dataset_is_stored(s: State, h: History, dataset_id: int, _place: None) -> bool:
    """The list holds no id without a dataset."""
    return dataset_id in s.datasets


@PLAN.lemma("obligations")
def every_counter_is_exact(s: State, h: History, dataset_id: int, amount: int) -> bool:
    """Of every id, whether it has a dataset or not: so a new dataset starts at zero."""
    return amount == open_on(s, dataset_id)


@PLAN.lemma("obligations")
def obligations_are_no_more_than_ids(s: State, h: History, dataset_id: int, amount: int) -> bool:
    """Each was counted when an id was given."""
    return amount + 2 <= s.next_request_id + s.next_job_id
