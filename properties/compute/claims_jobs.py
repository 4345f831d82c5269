"""The triple of the actions on prompt jobs, their money and their proofs: when each succeeds, and what it does."""

from __future__ import annotations

from properties.compute.lemmas import PLAN
from spec.compute.job_types import ChallengeStatus, EscrowStatus, JobStatus, ProofStatus
from spec.compute.state import PromptJob, State
from spec.core import Address, Message, Step

DAY = 24 * 60 * 60
DISPUTE_PERIOD = 14 * DAY
CHALLENGE_PERIOD = 3 * DAY
ABANDONED = 30 * DAY


def status_of(s: State, job_id: int) -> int:
    """Status of a job; NONE where there is none."""
    return s.prompt_jobs[job_id].status if job_id in s.prompt_jobs else JobStatus.NONE


def own_proof(s: State, job_id: int, r: PromptJob) -> bool:
    """Whether the job's present host has submitted a proof."""
    return job_id in s.submitted_proofs and s.submitted_proofs[job_id].host == r.host


def proved_for_good(s: State, job_id: int, r: PromptJob, now: int) -> bool:
    """Whether the host's proof is valid and can't be challenged any more."""
    if not own_proof(s, job_id, r):
        return False
    p = s.submitted_proofs[job_id]
    return p.status == ProofStatus.VERIFIED and now > p.verified_at + CHALLENGE_PERIOD and p.challenge_id == 0


def may_release(s: State, m: Message, job_id: int) -> bool:
    """The renter of what was delivered, a dispute included; anybody once it is proved for good."""
    if job_id not in s.prompt_jobs:
        return False
    r = s.prompt_jobs[job_id]
    own = m.sender == r.renter
    payable = r.status == JobStatus.SUBMITTED or (own and r.status == JobStatus.DISPUTED)
    return payable and ((own and not r.requires_proof) or proved_for_good(s, job_id, r, m.now))


# ---------------------------------------------------------------- ends

RELEASE = PLAN.action("release_payment", "JOB-CON-01", "JOB-ACC-02", "JOB-SEQ-01", "JOB-SEQ-02")
ESCROW_RELEASE = PLAN.action("release_escrow", "JOB-CON-01", "JOB-ACC-02")
EXPIRE = PLAN.action("expire_job", "JOB-SEQ-01")
FAIL = PLAN.action("fail_job", "JOB-SEQ-01")


@RELEASE.succeeds_iff
def the_renter_or_a_proof_releases(s: State, m: Message, job_id: int) -> bool:
    """Nothing else can prevent it, and nothing else allows it."""
    return may_release(s, m, job_id)


@ESCROW_RELEASE.succeeds_iff
def the_renter_releases_at_the_escrow(s: State, m: Message, job_id: bytes) -> bool:
    """As at the marketplace."""
    if job_id not in s.escrows:
        return False
    e = s.escrows[job_id]
    return m.sender == e.renter and may_release(s, m, e.job_id)


@EXPIRE.succeeds_iff
def anybody_expires_what_is_late_or_wrong(s: State, m: Message, job_id: int) -> bool:
    """Not delivered in time, wrongly proved, or left alone for 30 days while nobody doubts it."""
    status = status_of(s, job_id)
    if status == JobStatus.POSTED or status == JobStatus.CLAIMED:
        return m.now > s.prompt_jobs[job_id].deadline
    if status != JobStatus.SUBMITTED:
        return False
    r = s.prompt_jobs[job_id]
    proved = own_proof(s, job_id, r)
    if proved and r.requires_proof and s.submitted_proofs[job_id].status == ProofStatus.INVALID:
        return True
    doubted = proved and s.submitted_proofs[job_id].challenge_id != 0
    alone = m.now > r.submitted_at + ABANDONED
    return alone and not doubted and not proved_for_good(s, job_id, r, m.now)


@FAIL.succeeds_iff
def the_host_gives_its_job_back(s: State, m: Message, job_id: int) -> bool:
    """While it works on it."""
    return status_of(s, job_id) == JobStatus.CLAIMED and m.sender == s.prompt_jobs[job_id].host


@FAIL.effect
def others_may_claim_it(step: Step, job_id: int) -> bool:
    """Posted again, without a host; the one that failed is remembered, and free of it."""
    s, m = step.state, step.message
    r = s.prompt_jobs[job_id]
    free = s.open_jobs[m.sender] == step.amount_before(s.open_jobs, m.sender) - 1
    return r.status == JobStatus.POSTED and s.failed_jobs[job_id, m.sender] == 1 and free


# ---------------------------------------------------------------- disputes

DISPUTE = PLAN.action("dispute_escrow", "JOB-TIM-01", "JOB-SEQ-01")
RULE = PLAN.action("resolve_dispute", "JOB-TIM-01", "JOB-CON-01")
DEFAULT = PLAN.action("claim_dispute_default", "JOB-TIM-01", "JOB-CON-01")


@DISPUTE.succeeds_iff
def a_party_disputes_what_was_delivered(s: State, m: Message, job_id: bytes) -> bool:
    """Renter or host, once; the renter not when the payment is due."""
    if job_id not in s.escrows:
        return False
    e = s.escrows[job_id]
    r = s.prompt_jobs[e.job_id]
    party = m.sender == e.renter or m.sender == e.host
    due = m.sender == r.renter and proved_for_good(s, e.job_id, r, m.now)
    return party and e.status == EscrowStatus.HELD and r.status == JobStatus.SUBMITTED and not due


@RULE.succeeds_iff
def the_arbiter_rules_in_time(s: State, m: Message, job_id: bytes, winner: Address) -> bool:
    """For one of the parties, within 14 days."""
    if job_id not in s.escrows or s.escrows[job_id].status != EscrowStatus.IN_DISPUTE:
        return False
    e = s.escrows[job_id]
    party = winner == e.host or winner == e.renter
    return m.sender == s.arbiter and m.now <= e.disputed_at + DISPUTE_PERIOD and party


@DEFAULT.succeeds_iff
def anybody_ends_what_nobody_ruled_on(s: State, m: Message, job_id: bytes) -> bool:
    """After 14 days; nothing else can prevent it."""
    if job_id not in s.escrows or s.escrows[job_id].status != EscrowStatus.IN_DISPUTE:
        return False
    return m.now > s.escrows[job_id].disputed_at + DISPUTE_PERIOD


# ---------------------------------------------------------------- challenges

RESOLVE = PLAN.action("resolve_challenge", "JOB-CON-03", "JOB-TIM-02", "JOB-ACC-02")
LAPSE = PLAN.action("expire_challenge", "JOB-CON-03", "JOB-TIM-02")


@RESOLVE.succeeds_iff
def a_verifier_rules_in_time(s: State, m: Message, challenge_id: int, success: bool) -> bool:
    """No party does; and where the host loses, the contract of proofs has to be on the list of reporters."""
    if challenge_id not in s.challenges or s.verifiers[m.sender] != 1:
        return False
    c = s.challenges[challenge_id]
    in_time = c.status == ChallengeStatus.PENDING and m.now <= c.deadline
    renter = s.prompt_jobs[c.job_id].renter
    party = m.sender == c.challenger or m.sender == c.host or m.sender == renter
    return in_time and not party and (not success or s.reporters[s.job_proofs] == 1)


@LAPSE.succeeds_iff
def anybody_ends_a_challenge_after_its_time(s: State, m: Message, challenge_id: int) -> bool:
    """Nothing else can prevent it."""
    if challenge_id not in s.challenges:
        return False
    c = s.challenges[challenge_id]
    return c.status == ChallengeStatus.PENDING and m.now > c.deadline


@LAPSE.effect
def the_challenger_has_the_stake(step: Step, challenge_id: int) -> bool:
    """All of it; the proof stays valid."""
    s = step.state
    c = s.challenges[challenge_id]
    back = s.fab_balances[c.challenger] == step.amount_before(s.fab_balances, c.challenger) + c.stake
    p = s.submitted_proofs[c.job_id]
    return back and c.returned == c.stake and p.status == step.before(p).status
