"""The job lifecycle: rows in order, one finalization, nothing after the end; and datasets that stay put."""

from __future__ import annotations

from functools import cache

from properties.catalogue import Family, Shape
from properties.dcm.catalogue import DCM_PROPERTIES
from spec.core import ZERO_ADDRESS, Step
from spec.dcm import compute_budget, merkle
from spec.dcm.requests import is_open
from spec.dcm.state import MAX_ROWS, Dataset, Job, Request, State
from spec.dcm.types import JobParams, RequestStatus

IN_ORDER = DCM_PROPERTIES.declare(
    "DCM-SEQ-02",
    family=Family.SEQUENCING,
    shape=Shape.STATE,
    target="JobManager",
    statement="The rows of a job are exactly 0 … n-1, in order, with n at most the row count.",
    remedy="Require the next index, and require it below the row count.",
)
ONCE = DCM_PROPERTIES.declare(
    "DCM-SEQ-03",
    family=Family.SEQUENCING,
    shape=Shape.STEP,
    target="JobManager",
    statement="A job finalizes at most once, and only with every row in.",
    remedy="Check the flag and the row count before computing a result.",
)
CLOSED = DCM_PROPERTIES.declare(
    "DCM-SEQ-04",
    family=Family.SEQUENCING,
    shape=Shape.STEP,
    target="JobManager",
    statement="Once its request has left ACCEPTED, or it was closed, a job takes no row and no finalization.",
    remedy="Check the request's status wherever a job of a request is touched.",
)
IMMUTABLE = DCM_PROPERTIES.declare(
    "DCM-SEQ-05",
    family=Family.SEQUENCING,
    shape=Shape.STATE,
    target="DatasetRegistry",
    statement="A dataset's owner, root, rows and columns never change, it stays while an open request or job refers to "
    "it, and its id is never given again.",
    remedy="Count obligations on the manager, refuse deletion while there are any, and keep a tombstone.",
)
REPLACED = DCM_PROPERTIES.declare(
    "DCM-PRI-05",
    family=Family.PRIVACY,
    shape=Shape.STEP,
    target="DatasetRegistry",
    statement="No live dataset becomes unfinalizable by a change of manager: it is wired once, before the "
    "first dataset, and never again.",
    remedy="Set the manager once; grant every threshold to it at commitment.",
)
NEVER_STUCK = DCM_PROPERTIES.declare(
    "DCM-LIV-04",
    family=Family.LIVENESS,
    shape=Shape.STEP,
    target="JobManager",
    statement="A weighted sum with any 16-bit weights, zero included, never reverts for arithmetic or compute limits.",
    remedy="Skip zero weights, divide by plaintext constants alone, and refuse at submission what can never run.",
)
COMMITTED_ROWS = DCM_PROPERTIES.declare(
    "DCM-ARI-01",
    family=Family.ARITHMETIC,
    shape=Shape.REFERENCE,
    target="JobManager",
    statement="A row is accepted exactly if it is the one committed at its index; padding a proof changes nothing.",
    remedy="Separate leaves from nodes, bind chain, registry, dataset and index into the leaf, fix the proof length.",
)
GRAMMAR = DCM_PROPERTIES.declare(
    "DCM-ARI-02",
    family=Family.ARITHMETIC,
    shape=Shape.REFERENCE,
    target="JobManager",
    statement="The row parser accepts exactly the row grammar, returns the fields in order, and reverts on all else.",
    remedy="Walk the row once, check each length before it is used, and require that the walk ends at the row's end.",
)

ROW_ERRORS = ("InvalidTypeTag", "IncompleteCiphertextLength", "InvalidCiphertextLength", "RowTruncated")


@IN_ORDER.for_each("jobs")
def rows_stay_within_the_dataset(s: State, job_id: int, job: Job) -> bool:
    """0 <= processed rows <= row count."""
    return 0 <= job.processed_rows <= job.row_count <= MAX_ROWS


@IN_ORDER.on_step("push_row")
def next_row_came_in(step: Step) -> bool:
    """The index was the count of rows before, and the count grew by one."""
    job = step.state.jobs[step.argument("job_id")]
    before = step.before(job).processed_rows
    return bool(step.argument("row_index") == before and job.processed_rows == before + 1)


@ONCE.on_step("finalize")
def job_was_complete_and_not_final(step: Step) -> bool:
    """It had every row and no result."""
    job = step.state.jobs[step.argument("job_id")]
    before = step.before(job)
    return bool(not before.is_finalized and before.processed_rows == job.row_count and job.is_finalized)


@ONCE.for_each_step("jobs")
def results_never_change(step: Step, job_id: int, before: Job, job: Job) -> bool | None:
    """A finalized job keeps result and flag."""
    if not before.is_finalized:
        return None
    return before.result == job.result and before.is_overflow == job.is_overflow and job.is_finalized


@CLOSED.on_step("push_row", "finalize")
def job_was_open(step: Step) -> bool:
    """It was neither final nor closed, and its request was ACCEPTED."""
    job = step.state.jobs[step.argument("job_id")]
    before = step.before(job)
    if before.is_finalized or before.is_closed:
        return False
    if job.request_id == 0:
        return True
    return bool(step.before(step.state.requests[job.request_id]).status == RequestStatus.ACCEPTED)


@IMMUTABLE.for_each("datasets")
def used_dataset_is_live(s: State, dataset_id: int, d: Dataset) -> bool | None:
    """A deleted dataset has no obligations."""
    return None if d.exists else s.obligations[dataset_id] == 0


@IMMUTABLE.for_each("requests")
def open_request_matches_its_dataset(s: State, request_id: int, r: Request) -> bool | None:
    """The dataset of an open request is live and is what the request fixed."""
    if not is_open(r):
        return None
    d = s.datasets[r.dataset_id]
    return d.exists and (d.owner, d.merkle_root, d.row_count, d.num_columns) == (
        r.seller,
        r.merkle_root,
        r.row_count,
        r.num_columns,
    )


@IMMUTABLE.for_each("jobs")
def open_direct_job_matches_its_dataset(s: State, job_id: int, job: Job) -> bool | None:
    """The dataset of an open direct job is live and is what the job fixed."""
    if not is_open_direct(job):
        return None
    d = s.datasets[job.dataset_id]
    return d.exists and (d.owner, d.merkle_root, d.row_count, d.num_columns) == (
        job.seller,
        job.merkle_root,
        job.row_count,
        job.num_columns,
    )


def is_open_direct(job: Job) -> bool:
    """True while a direct job can still take rows or finalize."""
    return job.request_id == 0 and not job.is_finalized and not job.is_closed


@IMMUTABLE.for_each("datasets", inductive=False)
def obligations_are_open_requests_and_direct_jobs(s: State, dataset_id: int, d: Dataset) -> bool:
    """The counter of each dataset is the number of open requests and open direct jobs on it."""
    return s.obligations[dataset_id] == open_on(s, dataset_id)


def open_on(s: State, dataset_id: int) -> int:
    """How many open requests and open direct jobs refer to a dataset."""
    requests = s.requests.total(lambda r: 1 if r.dataset_id == dataset_id and is_open(r) else 0)
    return requests + s.jobs.total(lambda job: 1 if job.dataset_id == dataset_id and is_open_direct(job) else 0)


COMMITTED = ("owner", "merkle_root", "row_count", "num_columns", "k_anonymity", "cooldown_sec")


@IMMUTABLE.for_each_step("datasets")
def commitment_never_changes(step: Step, dataset_id: int, before: Dataset, d: Dataset) -> bool:
    """Owner, root, rows, columns, threshold and cooldown of every dataset stay; the deleted stay deleted."""
    return all(getattr(before, name) == getattr(d, name) for name in COMMITTED) and (before.exists or not d.exists)


@REPLACED.on_step()
def manager_is_wired_once(step: Step) -> bool | None:
    """A manager that is set never changes."""
    before = step.before(step.state).job_manager
    return None if before == ZERO_ADDRESS else bool(step.state.job_manager == before)


@REPLACED.on_step("commit_dataset")
def manager_is_allowed_the_threshold(step: Step) -> bool:
    """The wired manager gets the grant at commitment."""
    return any(
        grant.slot.kind == "threshold" and grant.account == step.state.job_manager for grant in step.outcome.grants
    )


@NEVER_STUCK.on_refusal("push_row")
def refusal_of_a_row_is_never_arithmetic(step: Step) -> bool:
    """Neither panic, nor division by zero, nor a filter error, nor a compute limit."""
    return not step.outcome.name.startswith(("Panic", "DivisionByZero", "FilterVM", "ComputeLimit"))


@cache
def cost_of_a_row(params: JobParams, columns: int) -> compute_budget.Cost:
    """Compute units of one row."""
    counts = compute_budget.opcode_counts(params.filter.bytecode)
    return compute_budget.row_cost(params.op, columns, params.weights, counts)


@NEVER_STUCK.for_each("jobs")
def accepted_parameters_can_run(s: State, job_id: int, job: Job) -> bool:
    """Every row of an open job fits in the coprocessor's limits."""
    cost = cost_of_a_row(job.params, job.num_columns)
    return cost.total < compute_budget.MAX_TOTAL and cost.depth < compute_budget.MAX_DEPTH


@COMMITTED_ROWS.on_step("push_row")
def accepted_row_is_unique_for_its_index(step: Step) -> bool:
    """The same bytes were never accepted at another place: index and dataset are in the leaf."""
    job = step.state.jobs[step.argument("job_id")]
    return len(step.argument("merkle_proof")) == (job.row_count - 1).bit_length()


@COMMITTED_ROWS.on_step("push_row")
def accepted_row_folds_to_the_committed_root(step: Step) -> bool:
    """Leaf and proof lead to the root that the dataset committed to, at an index that it has."""
    s, index = step.state, step.argument("row_index")
    job = s.jobs[step.argument("job_id")]
    hashing = merkle.bound_hashing(s.chain_id, s.registry, job.dataset_id)
    leaf = hashing.leaf(index, step.argument("row_packed"))
    root = merkle.fold(hashing, leaf, step.argument("merkle_proof"), index)
    return bool(root == job.merkle_root and index < job.row_count)


@COMMITTED_ROWS.on_refusal("push_row")
def refusal_of_a_row_names_its_reason(step: Step) -> bool | None:
    """A wrong proof is refused as such, and counts no row."""
    if step.outcome.name not in ("MerkleVerificationFailed", "InvalidProofLength"):
        return None
    return not step.outcome.changes


@GRAMMAR.on_step("push_row")
def accepted_row_has_a_field_for_each_column(step: Step) -> bool:
    """As many grants to the seller as columns: one for each field."""
    job = step.state.jobs[step.argument("job_id")]
    fields = [grant for grant in step.outcome.grants if grant.slot.kind == "field" and grant.account == job.seller]
    return len(fields) == job.num_columns


@GRAMMAR.on_refusal("push_row")
def malformed_row_is_refused_whole(step: Step) -> bool | None:
    """A grammar error leaves no grant behind."""
    return not step.outcome.grants if step.outcome.name in ROW_ERRORS else None
