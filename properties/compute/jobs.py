"""The lifecycle of prompt jobs: its edges, its way out of every state, and who may have a host paid."""

from __future__ import annotations

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.exits import against_everybody
from spec.compute.job_events import (
    ChallengeLapsed,
    ChallengeResolved,
    JobFailed,
    JobPaid,
    ProofChallenged,
    ProofRejected,
    ProofVerified,
)
from spec.compute.job_types import JobStatus, ProofStatus
from spec.compute.state import COMPUTE, JobProof, PromptJob, State
from spec.core import ZERO_ADDRESS, Address, Step, would

ENDS_OF_JOBS = (
    "release_payment",
    "batch_release_payments",
    "complete_job",
    "expire_job",
    "release_escrow",
    "resolve_dispute",
    "claim_dispute_default",
)
"""Actions in which jobs end."""
EDGES = (
    (JobStatus.POSTED, JobStatus.CLAIMED),
    (JobStatus.POSTED, JobStatus.REFUNDED),
    (JobStatus.CLAIMED, JobStatus.POSTED),
    (JobStatus.CLAIMED, JobStatus.SUBMITTED),
    (JobStatus.CLAIMED, JobStatus.REFUNDED),
    (JobStatus.SUBMITTED, JobStatus.DISPUTED),
    (JobStatus.SUBMITTED, JobStatus.PAID),
    (JobStatus.SUBMITTED, JobStatus.REFUNDED),
    (JobStatus.DISPUTED, JobStatus.PAID),
    (JobStatus.DISPUTED, JobStatus.REFUNDED),
)
"""How a job's status may change; a delivery that is paid at once takes two of them."""
VERIFYING = ("verify_proof", "batch_verify_proofs")
OVER = (JobStatus.PAID, JobStatus.REFUNDED)
WORKING = (JobStatus.CLAIMED, JobStatus.SUBMITTED, JobStatus.DISPUTED)
CHALLENGE_PERIOD = 3 * 86_400
LATER = 10 * 365 * 86_400
"""Seconds after which every deadline of a job has passed."""
STRANGER = "0x" + "57" * 20

LIFECYCLE = COMPUTE_PROPERTIES.declare(
    "JOB-SEQ-01",
    family=Family.SEQUENCING,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="A prompt job is posted, claimed, delivered, and then paid or refunded; it expires when it is late. A "
    "host may give it back. From every state an end can be reached, whatever its parties do.",
    remedy="Give each state a deadline after which anyone may end the job, and let no payment undo an end.",
)
PROVED_FIRST = COMPUTE_PROPERTIES.declare(
    "JOB-SEQ-02",
    family=Family.SEQUENCING,
    shape=Shape.TRACE,
    target="JobMarketplace",
    statement="Where a proof is required, the host is paid only after it was verified, its challenge window is over, "
    "and no challenge was right or is pending; or by a ruling.",
    remedy="Ask the contract of proofs in every path that pays, the renter's own included.",
)
NOT_BY_HOST = COMPUTE_PROPERTIES.declare(
    "JOB-ACC-02",
    family=Family.ACCESS,
    shape=Shape.STEP,
    target="PaymentEscrow",
    statement="A host alone can never have itself paid: the renter, a verifier who is no party, or the arbiter has to "
    "agree.",
    remedy="Pay at a host's call only what a verifier found valid and nobody challenged with success.",
)


# ---------------------------------------------------------------- lifecycle


@LIFECYCLE.for_each_step("prompt_jobs")
def the_status_follows_the_edges_of_jobs(step: Step, job_id: int, before: PromptJob, r: PromptJob) -> bool:
    """Unchanged, along an edge, or delivered and paid at once."""
    if r.status == before.status or (before.status, r.status) in EDGES:
        return True
    at_once = (JobStatus.CLAIMED, JobStatus.PAID)
    return (before.status, r.status) == at_once and step.action.name == "complete_job"


@LIFECYCLE.for_each_step("prompt_jobs")
def what_was_agreed_stays(step: Step, job_id: int, before: PromptJob, r: PromptJob) -> bool:
    """Renter, deadline and demands never change; the host only when the job is claimed or given back."""
    agreed = (before.renter, before.deadline, before.requires_proof, before.min_reputation, before.request_hash)
    same = agreed == (r.renter, r.deadline, r.requires_proof, r.min_reputation, r.request_hash)
    moved = JobStatus.POSTED in (before.status, r.status) and before.status != r.status
    return bool(same and (moved or r.host == before.host))


@LIFECYCLE.for_each("prompt_jobs")
def a_job_has_a_host_while_somebody_works(s: State, job_id: int, r: PromptJob) -> bool:
    """Nobody while it is posted, somebody while it is claimed, delivered, disputed or paid."""
    if r.status == JobStatus.POSTED:
        return r.host == ZERO_ADDRESS
    return r.status == JobStatus.REFUNDED or r.host not in (ZERO_ADDRESS, r.renter)


@LIFECYCLE.for_each("open_jobs")
def each_hosts_jobs_are_counted(s: State, host: Address, count: int) -> bool:
    """The registry of hosts counts, for each host, the jobs that it works on or waits to be paid for."""
    return count == s.prompt_jobs.total(lambda r: 1 if r.host == host and r.status in WORKING else 0)


@LIFECYCLE.always
def no_host_is_left_out(s: State) -> bool:
    """All counts together are all jobs on which somebody works."""
    return s.open_jobs.total() == s.prompt_jobs.total(is_worked_on)


def is_worked_on(r: PromptJob) -> int:
    """One for a job that a host has, else zero."""
    return 1 if r.status in WORKING else 0


@LIFECYCLE.for_each("prompt_jobs")
def whoever_gave_a_job_back_stays_away(s: State, job_id: int, r: PromptJob) -> bool | None:
    """No host that has failed a job works on it again."""
    return s.failed_jobs[job_id, r.host] == 0 if r.status in WORKING else None


@LIFECYCLE.for_each("prompt_jobs", inductive=False)
def a_job_can_always_end(s: State, job_id: int, r: PromptJob) -> bool | None:
    """When every deadline has passed, a stranger ends it, though no receiver takes coin and no token moves."""
    if r.status in OVER:
        return None
    moment = latest_deadline(s, job_id, r) + LATER
    ways = (("expire_job", job_id), ("release_payment", job_id), ("claim_dispute_default", r.escrow_id))
    return any(_works(s, name, argument, moment) for name, argument in ways) or _challenge_lapses(s, job_id, moment)


def latest_deadline(s: State, job_id: int, r: PromptJob) -> int:
    """The last moment from which any time of a job counts, in seconds."""
    disputed = s.escrows[r.escrow_id].disputed_at
    if job_id not in s.submitted_proofs:
        return max(r.deadline, r.submitted_at, disputed)
    p = s.submitted_proofs[job_id]
    ruled = s.challenges[p.challenge_id].deadline if p.challenge_id != 0 else 0
    return max(r.deadline, r.submitted_at, disputed, p.verified_at, ruled)


def _challenge_lapses(s: State, job_id: int, moment: int) -> bool:
    """Whether all that keeps a job from ending is a challenge, which a stranger can end."""
    waiting = s.submitted_proofs[job_id].challenge_id if job_id in s.submitted_proofs else 0
    return waiting != 0 and _works(s, "expire_challenge", waiting, moment)


def _works(s: State, name: str, argument: object, moment: int) -> bool:
    return would(COMPUTE[name], s, against_everybody(STRANGER, moment), (argument,)).ok


# ---------------------------------------------------------------- proofs before payment


@PROVED_FIRST.on_trace
class PaidAfterTheWindow:
    """When each job's proof was verified, and what became of challenges, as announced."""

    def __init__(self) -> None:
        self._verified: dict[int, int] = {}
        self._doubted: dict[int, int] = {}

    def observe(self, step: Step) -> bool | None:
        """False for a payment that came too early, or for a proof that was wrong."""
        if not step.outcome.ok:
            return None
        verdict: bool | None = None
        for event in step.outcome.events:
            if isinstance(event, JobPaid) and step.action.name != "resolve_dispute":
                verdict = self._may_be_paid(step, event.values[0], verdict)
            self._hear(step, event)
        return verdict

    def _may_be_paid(self, step: Step, job_id: int, verdict: bool | None) -> bool | None:
        if not step.state.prompt_jobs[job_id].requires_proof:
            return verdict
        closed = job_id in self._verified and step.message.now > self._verified[job_id] + CHALLENGE_PERIOD
        return verdict is not False and closed and job_id not in self._doubted.values()

    def _hear(self, step: Step, event: object) -> None:
        if isinstance(event, ProofVerified):
            self._verified[event.values[0]] = step.message.now
        elif isinstance(event, ProofRejected | JobFailed):
            self._verified.pop(event.values[0], None)
            self._doubted = {id: job for id, job in self._doubted.items() if job != event.values[0]}
        elif isinstance(event, ProofChallenged):
            self._doubted[event.values[0]] = event.values[1]
        elif isinstance(event, ChallengeLapsed):
            self._doubted.pop(event.values[0], None)
        elif isinstance(event, ChallengeResolved):
            job_id = self._doubted.pop(event.values[0], 0)
            if event.values[1]:
                self._verified.pop(job_id, None)


@PROVED_FIRST.for_each_step("prompt_jobs")
def paid_by_a_ruling_or_a_proof(step: Step, job_id: int, before: PromptJob, r: PromptJob) -> bool | None:
    """A job that requires a proof and was paid, other than by a ruling, has one that can't be challenged any more."""
    if not was_paid(before, r) or not r.requires_proof or step.action.name == "resolve_dispute":
        return None
    return is_proved(step.state, job_id, step.message.now)


@PROVED_FIRST.for_each_step("submitted_proofs")
def a_proof_is_verified_now_or_not_at_all(step: Step, job_id: int, before: JobProof, p: JobProof) -> bool | None:
    """It becomes valid, and gets its time, only when a verifier says so; what was found wrong stays so."""
    if before.status == p.status and before.verified_at == p.verified_at:
        return None
    verified = step.action.name in VERIFYING and p.verified_at == step.message.now
    if p.status == ProofStatus.VERIFIED:
        return bool(before.status == ProofStatus.UNCHECKED and verified)
    return bool(before.status != ProofStatus.INVALID or p.host != before.host)


# ---------------------------------------------------------------- who may have a host paid


@NOT_BY_HOST.for_each_step("prompt_jobs", *ENDS_OF_JOBS)
def somebody_else_agreed(step: Step, job_id: int, before: PromptJob, r: PromptJob) -> bool | None:
    """Who is paid at its own call has a proof that was verified, and can't be challenged any more."""
    if not was_paid(before, r) or r.host != step.message.sender or step.action.name == "resolve_dispute":
        return None
    return is_proved(step.state, job_id, step.message.now)


def was_paid(before: PromptJob, r: PromptJob) -> bool:
    """Whether the call has paid a job."""
    return r.status == JobStatus.PAID and before.status != JobStatus.PAID


def is_proved(s: State, job_id: int, now: int) -> bool:
    """Whether the host's proof was verified, and can't be challenged any more."""
    if job_id not in s.submitted_proofs:
        return False
    p = s.submitted_proofs[job_id]
    past = p.status == ProofStatus.VERIFIED and now > p.verified_at + CHALLENGE_PERIOD
    return past and p.host == s.prompt_jobs[job_id].host and p.challenge_id == 0


@NOT_BY_HOST.for_each_step("submitted_proofs", *VERIFYING, "reject_proof")
def no_party_judges(step: Step, job_id: int, before: JobProof, p: JobProof) -> bool | None:
    """Whoever judges a proof is a verifier and neither host nor renter of the job."""
    if before.status == p.status:
        return None
    s, judge = step.state, step.message.sender
    r = s.prompt_jobs[job_id]
    return bool(s.verifiers[judge] == 1 and judge != r.host and judge != r.renter)


@NOT_BY_HOST.on_step("resolve_challenge")
def no_party_rules(step: Step) -> bool:
    """Whoever rules on a challenge is a verifier and neither challenger, host nor renter."""
    s, judge = step.state, step.message.sender
    c = s.challenges[step.argument("challenge_id")]
    party = judge == c.host or judge == c.challenger or judge == s.prompt_jobs[c.job_id].renter
    return s.verifiers[judge] == 1 and not party


@NOT_BY_HOST.for_each_step("prompt_jobs", "release_payment", "batch_release_payments", "release_escrow")
def the_renter_or_the_proof_released(step: Step, job_id: int, before: PromptJob, r: PromptJob) -> bool | None:
    """Each job that was paid is the sender's own, or its proof can't be challenged any more."""
    if not was_paid(before, r):
        return None
    return bool(r.renter == step.message.sender or is_proved(step.state, job_id, step.message.now))
