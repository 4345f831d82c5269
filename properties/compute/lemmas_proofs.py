"""The invariants of proofs, challenges and scores that induction needs. Each is proved like a property."""

from __future__ import annotations

from properties.claims import History
from properties.compute.lemmas import MOST_JOBS, PLAN, keeps_fab
from spec.compute.job_records import CHALLENGE_PERIOD
from spec.compute.job_types import ChallengeStatus, ProofStatus
from spec.compute.state import Challenge, JobProof, State
from spec.compute.state_governance import Reputation
from spec.core import ZERO_ADDRESS, Address

# ---------------------------------------------------------------- proofs


@PLAN.lemma("submitted_proofs")
def proofs_are_of_jobs(s: State, h: History, job_id: int, p: JobProof) -> bool:
    """A proof is of a job, by somebody; what was verified was so in the past."""
    known = job_id in s.prompt_jobs and p.status != ProofStatus.NO_PROOF and p.verified_at <= h.now
    return known and p.host != ZERO_ADDRESS and (p.challenge_id == 0 or p.status == ProofStatus.VERIFIED)


@PLAN.lemma("submitted_proofs")
def whose_proof_it_is_has_the_job_or_failed(s: State, h: History, job_id: int, p: JobProof) -> bool:
    """So nobody whose proof was replaced submits another."""
    return s.prompt_jobs[job_id].host == p.host or s.failed_jobs[job_id, p.host] == 1


@PLAN.lemma("submitted_proofs")
def a_named_challenge_is_pending(s: State, h: History, job_id: int, p: JobProof) -> bool | None:
    """It is a doubt about this proof."""
    if p.challenge_id == 0:
        return None
    c = s.challenges[p.challenge_id]
    return c.status == ChallengeStatus.PENDING and c.job_id == job_id and c.host == p.host


# ---------------------------------------------------------------- challenges


@PLAN.lemma()
def challenges_start_at_one_and_are_calls(s: State, h: History) -> bool:
    """Each is a call."""
    return 1 <= s.next_challenge_id <= h.calls + 1


@PLAN.lemma("challenges")
def challenges_are_of_proofs(s: State, h: History, challenge_id: int, c: Challenge) -> bool:
    """A challenge has a number that was given, and is about a proof of a job; no contract with FAB takes part."""
    numbered = 1 <= challenge_id < s.next_challenge_id and c.status != ChallengeStatus.NO_CHALLENGE
    known = c.job_id in s.submitted_proofs
    sides = c.challenger != c.host and not keeps_fab(s, c.challenger) and not keeps_fab(s, c.host)
    return numbered and known and sides and c.deadline <= h.now + CHALLENGE_PERIOD


@PLAN.lemma("challenges")
def doubts_are_of_the_proof_or_of_one_replaced(s: State, h: History, id: int, c: Challenge) -> bool | None:
    """Whose proof was replaced has failed the job."""
    if c.status != ChallengeStatus.PENDING:
        return None
    return s.submitted_proofs[c.job_id].host == c.host or s.failed_jobs[c.job_id, c.host] == 1


# ---------------------------------------------------------------- reputation


@PLAN.lemma("outcomes")
def outcomes_are_marks(s: State, h: History, key: tuple[int, Address], amount: int) -> bool:
    """There or not."""
    return amount <= 1


@PLAN.lemma("rated_jobs")
def ratings_are_marks(s: State, h: History, job_id: int, amount: int) -> bool:
    """There or not."""
    return amount <= 1


@PLAN.lemma("reputations")
def scores_are_countable(s: State, h: History, host: Address, r: Reputation) -> bool:
    """Each call adds no more than a hundred times ten."""
    small = r.score <= 100 + 10 * MOST_JOBS * h.calls and r.rating_count <= h.calls
    return small and r.rating_sum <= 5 * r.rating_count and r.last_activity <= h.now
