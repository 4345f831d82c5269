"""Results: aggregates as mathematics says, released within bounds, to whom and when privacy allows."""

from __future__ import annotations

from functools import cache

from properties.catalogue import Family, Shape
from properties.dcm.catalogue import DCM_PROPERTIES
from spec.core import Revert, Step
from spec.dcm import filter_vm, gas_estimator
from spec.dcm.post_processing import SENTINEL
from spec.dcm.state import Job, State
from spec.dcm.types import JobParams, Op

FILTERED = DCM_PROPERTIES.declare(
    "DCM-ARI-03",
    family=Family.ARITHMETIC,
    shape=Shape.REFERENCE,
    target="JobManager",
    statement="For every program that submission accepts, the filter machine computes the Boolean expression it was "
    "written from, and no row can make it revert.",
    remedy="Check types, stacks, indices and constants statically, before anything is paid.",
)
AGGREGATED = DCM_PROPERTIES.declare(
    "DCM-ARI-04",
    family=Family.ARITHMETIC,
    shape=Shape.REFERENCE,
    target="JobManager",
    statement="Accumulators are the mathematical aggregate modulo 2^64, and the overflow flag is raised exactly if the "
    "true aggregate, or a product or partial sum of a kept row, reaches 2^64.",
    remedy="Detect carries where they happen, and count kept rows in a width that no dataset can exceed.",
)
IN_RANGE = DCM_PROPERTIES.declare(
    "DCM-ARI-05",
    family=Family.ARITHMETIC,
    shape=Shape.STEP,
    target="JobManager",
    statement="A released result that is not the sentinel lies in the declared clamp interval.",
    remedy="Clamp again after rounding, and round without wrapping.",
)
ESTIMATED = DCM_PROPERTIES.declare(
    "DCM-ARI-08",
    family=Family.ARITHMETIC,
    shape=Shape.REFERENCE,
    target="gas_estimator",
    statement="The estimator is the published formula; the allowance is twice estimate times price; in the calibrated "
    "domain it grows with rows and with filter bytes.",
    remedy="Compute exactly, and refuse inputs outside the calibrated domain.",
)
SUPPRESSED = DCM_PROPERTIES.declare(
    "DCM-PRI-01",
    family=Family.PRIVACY,
    shape=Shape.RELATIONAL,
    target="JobManager",
    statement="With fewer than k rows kept, result and overflow flag say nothing about them: sentinel and false.",
    remedy="Select the sentinel and mask the flag by the same comparison; count k = 0 as 1.",
)
GRANTED = DCM_PROPERTIES.declare(
    "DCM-PRI-02",
    family=Family.PRIVACY,
    shape=Shape.STATE,
    target="JobManager",
    statement="Permissions on ciphertexts are those of the table: buyers on results and flags of their own finalized "
    "jobs, sellers on their own rows and thresholds, contracts on what they compute with, nobody else on anything.",
    remedy="Grant by name at the three places of the table, and never on initial or intermediate ciphertexts.",
)
COOLED = DCM_PROPERTIES.declare(
    "DCM-PRI-03",
    family=Family.PRIVACY,
    shape=Shape.TRACE,
    target="JobManager",
    statement="Two results released to one buyer from one dataset are at least the cooldown apart, and nobody but the "
    "buyer, by a request or by consent, can start the buyer's cooldown.",
    remedy="Reserve the buyer's place when a job is created, stamp at release, and ask for consent to direct jobs.",
)
DIFFERENCED = DCM_PROPERTIES.declare(
    "DCM-PRI-04",
    family=Family.PRIVACY,
    shape=Shape.RELATIONAL,
    target="JobManager",
    statement="No set of released answers determines a single record.",
    remedy="A minimum symmetric difference between kept sets, noise, or a query budget for each dataset.",
    accepted_risk="Differencing by chosen filters is inherent in the documented design: SUM over k and k + 1 rows that "
    "differ in one record reveals that record. tests/dcm/test_differencing.py acts it out.",
)


@FILTERED.for_each("jobs")
def program_of_a_job_is_valid(s: State, job_id: int, job: Job) -> bool:
    """The static check accepts the filter of every job."""
    p = job.params.filter
    return accepts(p.bytecode, p.consts, job.num_columns)


@FILTERED.for_each("jobs")
def no_more_rows_kept_than_processed(s: State, job_id: int, job: Job) -> bool:
    """The filter keeps at most every row; without a filter it keeps all."""
    kept = job.accumulators.kept
    return kept == job.processed_rows if not job.params.filter.bytecode else 0 <= kept <= job.processed_rows


@cache
def accepts(bytecode: bytes, consts: tuple[int, ...], columns: int) -> bool:
    """Whether the static check accepts a program."""
    try:
        filter_vm.validate(bytecode, consts, columns)
    except filter_vm.ERRORS:
        return False
    return True


@AGGREGATED.on_trace
class AccumulatorsAreTheTrueAggregate:
    """Recomputes every job's aggregate from its kept rows with unbounded integers."""

    def __init__(self) -> None:
        self.rows: dict[int, list[tuple[int, ...]]] = {}

    def observe(self, step: Step) -> bool | None:
        """After each row: the accumulators against the mathematics of all rows kept so far."""
        if step.action.name != "push_row" or not step.outcome.ok:
            return None
        job_id = step.argument("job_id")
        job = step.state.jobs[job_id]
        try:
            values = imported_values(step)
        except Revert:
            return False  # the specification accepted a row that is none
        p = job.params
        if filter_vm.evaluate(p.filter.bytecode, p.filter.consts, values):
            self.rows.setdefault(job_id, []).append(values)
        return agrees(job, self.rows.get(job_id, []))


def imported_values(step: Step) -> tuple[int, ...]:
    """Plaintexts of the pushed row's fields, straight from the environment."""
    from spec.dcm import row as row_codec

    fields = row_codec.parse(step.argument("row_packed"))
    found = [step.message.environment.imports(row_codec.TYPES[f.tag], f.handle, f.proof) for f in fields]
    return tuple(int(value or 0) for value in found)


def agrees(job: Job, kept: list[tuple[int, ...]]) -> bool:
    """The accumulators are the true aggregate of the kept rows, and the flag tells whether it fits."""
    acc, p = job.accumulators, job.params
    if acc.kept != len(kept):
        return False
    if p.op in (Op.MIN, Op.MAX):
        column = [row[p.target_field] for row in kept]
        best = (min if p.op == Op.MIN else max)(column, default=0)
        return bool((acc.min_v if p.op == Op.MIN else acc.max_v) == best)
    if p.op == Op.COUNT:
        return bool(acc.agg == 0 and not acc.is_overflow)
    total = sum(addends(p, kept))
    return bool(acc.agg == total % 2**64 and acc.is_overflow == (total >= 2**64))


def addends(p: JobParams, kept: list[tuple[int, ...]]) -> list[int]:
    """What each kept row adds, as unbounded integers."""
    if p.op == Op.WEIGHTED_SUM:
        return [sum(w * v for w, v in zip(p.weights, row, strict=True)) for row in kept]
    return [row[p.target_field] for row in kept]


@IN_RANGE.on_step("finalize")
def released_result_is_within_the_clamp(step: Step) -> bool | None:
    """Lower and upper bound hold for what the buyer can decrypt."""
    job = step.state.jobs[step.argument("job_id")]
    p = job.params
    if job.result == SENTINEL or not (p.clamp_min or p.clamp_max):
        return None
    return bool(job.result >= p.clamp_min and (p.clamp_max == 0 or job.result <= p.clamp_max))


@ESTIMATED.on_step("submit_request")
def estimate_is_monotone_and_allowance_is_twice(step: Step) -> bool | None:
    """At the request's own size: one row more or a longer filter never costs less; the allowance is exactly double."""
    r = step.state.requests[step.outcome.returned]
    rows, columns, op = min(r.row_count, 99), min(r.num_columns, 32), r.params.op
    here = gas_estimator.estimate_job_gas(rows, columns, op, 7)
    more_rows = gas_estimator.estimate_job_gas(rows + 1, columns, op, 7)
    longer = gas_estimator.estimate_job_gas(rows, columns, op, 15)
    allowance = gas_estimator.estimate_job_allowance(rows, columns, op, 7, 3)
    return here <= more_rows and here <= longer and allowance == 2 * here * 3


@SUPPRESSED.on_step("finalize")
def too_few_rows_release_nothing(step: Step) -> bool | None:
    """Below max(k, 1) kept rows: sentinel and false."""
    job = step.state.jobs[step.argument("job_id")]
    if job.accumulators.kept >= max(job.k_anonymity, 1):
        return None
    return bool(job.result == SENTINEL and not job.is_overflow)


@SUPPRESSED.on_step("finalize")
def enough_rows_release_the_flag(step: Step) -> bool | None:
    """With enough rows the flag is the accumulator's own."""
    job = step.state.jobs[step.argument("job_id")]
    if job.accumulators.kept < max(job.k_anonymity, 1):
        return None
    return bool(job.result != SENTINEL and job.is_overflow == job.accumulators.is_overflow)


@GRANTED.on_step()
def every_grant_is_in_the_table(step: Step) -> bool | None:
    """Who gets what, by the kind of ciphertext."""
    if not step.outcome.grants:
        return None
    return all(grant.account in allowed(step, grant.slot.kind, grant.slot.key[0]) for grant in step.outcome.grants)


@GRANTED.on_step("finalize")
def buyer_may_decrypt_what_was_released(step: Step) -> bool:
    """Result and flag are granted to the buyer, who could read neither otherwise."""
    job = step.state.jobs[step.argument("job_id")]
    granted = [grant.slot.kind for grant in step.outcome.grants if grant.account == job.buyer]
    return "result" in granted and "overflow" in granted


def allowed(step: Step, kind: str, key: object) -> tuple[str, ...]:
    """The accounts that the table allows on a ciphertext of this kind."""
    s: State = step.state
    if kind == "threshold":
        return (s.registry, s.job_manager, s.datasets[key].owner)  # type: ignore[index]  # thresholds are keyed by dataset
    if kind == "field":
        return (s.manager, s.jobs[step.argument("job_id")].seller)
    if kind in ("result", "overflow"):
        job = s.jobs[key]  # type: ignore[index]  # results are keyed by job
        return (s.manager, job.buyer) if job.is_finalized else ()
    return (s.manager,)


@COOLED.on_trace
class ReleasesAreACooldownApart:
    """Remembers when each buyer last got a result from each dataset."""

    def __init__(self) -> None:
        self.released: dict[tuple[str, int], int] = {}

    def observe(self, step: Step) -> bool | None:
        """At each release: the one before lies at least a cooldown back."""
        if step.action.name != "finalize" or not step.outcome.ok:
            return None
        job = step.state.jobs[step.argument("job_id")]
        key = (job.buyer, job.dataset_id)
        last = self.released.get(key)
        self.released[key] = step.message.now
        return None if last is None else step.message.now >= last + job.cooldown_sec


@COOLED.on_step("open_job", "accept_request", "close_direct_job", "reclaim_stalled", "finalize")
def place_is_held_by_the_live_job_alone(step: Step) -> bool | None:
    """With a cooldown, a job takes the buyer's one place when it is created, and gives it back when it ends."""
    s, created = step.state, step.action.name in ("open_job", "accept_request")
    job_id = step.outcome.returned if created else ended_job(step)
    job = s.jobs[job_id]
    if job.cooldown_sec == 0:
        return None
    return bool(s.live_job[job.buyer, job.dataset_id] == (job_id if created else 0))


def ended_job(step: Step) -> int:
    """The job that a step ended, directly or with its request."""
    if step.action.name == "reclaim_stalled":
        job_id: int = step.state.requests[step.argument("request_id")].job_id
    else:
        job_id = step.argument("job_id")
    return job_id


@COOLED.on_step("open_job")
def direct_job_has_the_buyers_consent(step: Step) -> bool | None:
    """The buyer agreed, or is the seller."""
    buyer, dataset_id = step.argument("buyer"), step.argument("dataset_id")
    return bool(buyer == step.message.sender or step.state.consents[dataset_id, buyer] == 1)


@COOLED.on_step("finalize")
def release_lies_a_cooldown_after_the_last(step: Step) -> bool | None:
    """Under a cooldown: the buyer's stamp on the dataset is zero, for none, or a cooldown old."""
    job = step.state.jobs[step.argument("job_id")]
    if job.cooldown_sec == 0:
        return None
    last = step.amount_before(step.state.last_release, (job.buyer, job.dataset_id))
    return bool(last == 0 or step.message.now >= last + job.cooldown_sec)


@COOLED.for_each_step("last_release")
def cooldown_starts_by_release_alone(step: Step, key: tuple[str, int], before: int, stamp: int) -> bool | None:
    """A buyer's stamp changes only when a job of that buyer finalizes."""
    if before == stamp:
        return None
    if step.action.name != "finalize":
        return False
    job = step.state.jobs[step.argument("job_id")]
    return bool(key == (job.buyer, job.dataset_id))
