"""The calls of prompt jobs that are tried in a search: by the right parties, by wrong ones, with wrong arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from properties.compute.job_recipes import EncodedProofOf, EscrowId, JobProofOf
from properties.compute.preset_world import ADDRESSES, ASSETS, TOKEN, attempt, spoken
from properties.compute.recipes import evidence
from properties.preset import Attempt
from spec.compute.challenges import CHALLENGE_STAKE_MIN
from spec.compute.job_hashing import encoded_proof, escrow_id_of
from spec.compute.job_types import EzklProof, JobDetails, JobRequirements
from spec.compute.posting import MIN_TIME
from spec.compute.state import NATIVE

PAYMENT, TOKEN_PAYMENT = 20, 10
"""Wei of a job, of which the fee is 2 and a bonus at most 1; and base units of a token, of which the fee is 1."""
RESULT = "a result"
DETAILS = JobDetails("a model", "a prompt", 1, 0, 0, "")
CHALLENGER = "voter"
POOL = 1
"""Wei for bonuses."""


@dataclass(frozen=True)
class JobSize:
    """How large a world of prompt jobs is.

    jobs: how many. assets: what they are paid in. refusing: who may refuse coin. stuck: whether the token may refuse
    to move. proved: whether jobs require a proof, which is judged and challenged. judged: whether hosts are verifiers
    too. challenges: how many. disputes: whether parties ask for a ruling. back: whether hosts give jobs back.
    batches: whether jobs are posted and paid together. bonus: whether the host is so good that it earns one.
    left: whether time passes after a delivery: otherwise nobody leaves one alone for long, and all payments are quick.
    alike: whether hosts may be exchanged. exact: whether the last second before a deadline is looked at besides the
    first after it. sparse: whether nothing is tried with wrong arguments, and by strangers only what anybody may.
    """

    name: str
    jobs: int = 1
    hosts: tuple[str, ...] = ("contract_host",)
    renters: tuple[str, ...] = ("contract_depositor",)
    assets: tuple[str, ...] = ASSETS
    refusing: tuple[str, ...] = ()
    stuck: bool = False
    proved: bool = False
    judged: bool = False
    challenges: int = 0
    disputes: bool = False
    back: bool = False
    batches: bool = False
    bonus: bool = False
    left: bool = True
    alike: bool = False
    exact: bool = False
    sparse: bool = True

    @property
    def parties(self) -> tuple[str, ...]:
        """Hosts and renters."""
        return (*self.hosts, *self.renters)

    @property
    def ids(self) -> range:
        """Ids of the jobs."""
        return range(1, self.jobs + 1)


def demands(proved: bool, score: int = 0, time: int = MIN_TIME) -> JobRequirements:
    """What a renter demands of a host."""
    return JobRequirements(0, score, time, proved)


def key_of(job_id: int) -> bytes:
    """A job's key in the escrow."""
    key: bytes = spoken(escrow_id_of(job_id), EscrowId(job_id))
    return key


def proof_of_any() -> EzklProof:
    """The one proof that is submitted, by whomever, for every job."""
    proof: EzklProof = spoken(JobProofOf(1).realize(None), JobProofOf(1))
    return proof


def delivered(size: JobSize) -> bytes:
    """What is delivered with a result."""
    if not size.proved:
        return b""
    encoded: bytes = spoken(encoded_proof(proof_of_any()), EncodedProofOf(1))
    return encoded


# ---------------------------------------------------------------- calls


def attempts(size: JobSize) -> tuple[Attempt, ...]:
    """All calls of a world, in the order in which traces prefer them."""
    return (*_posts(size), *_work(size), *_proofs(size), *_ends(size), *_disputes(size), *_money(size))


def _posts(size: JobSize) -> Iterator[Attempt]:
    usual = demands(size.proved)
    for renter in size.renters:
        if NATIVE in size.assets:
            yield attempt(renter, "post_job", DETAILS, usual, PAYMENT, value=PAYMENT)
        if TOKEN in size.assets:
            yield attempt(renter, "post_job_with_token", DETAILS, usual, TOKEN, TOKEN_PAYMENT)
        if size.batches:
            both = ((DETAILS, DETAILS), (usual, usual), (PAYMENT, PAYMENT))
            yield attempt(renter, "batch_post_jobs", *both, value=2 * PAYMENT)
            yield attempt(renter, "batch_post_jobs", *both, value=PAYMENT)
        if not size.sparse:
            yield attempt(renter, "post_job", DETAILS, usual, PAYMENT, value=PAYMENT + 1)
            yield attempt(renter, "post_job", DETAILS, usual, 0)
            yield attempt(renter, "post_job", DETAILS, demands(size.proved, time=MIN_TIME - 1), PAYMENT, value=PAYMENT)
            yield attempt(renter, "post_job_with_token", DETAILS, usual, NATIVE, TOKEN_PAYMENT)


def _work(size: JobSize) -> Iterator[Attempt]:
    strangers = () if size.sparse else ("outsider", *size.renters)
    for job_id, host in product(size.ids, (*size.hosts, *strangers)):
        given = (RESULT, delivered(size))
        yield attempt(host, "claim_job", job_id)
        yield attempt(host, "submit_result", job_id, *given)
        yield attempt(host, "complete_job", job_id, *given)
        if size.proved and not size.sparse:
            yield attempt(host, "submit_result", job_id, RESULT, b"")
        if size.back:
            yield attempt(host, "fail_job", job_id)


def _proofs(size: JobSize) -> Iterator[Attempt]:
    judges = ("authority", *(size.hosts if size.judged else ()), *(() if size.sparse else ("outsider",)))
    for job_id in size.ids if size.proved else ():
        for host in (*size.hosts, *(() if size.sparse else ("outsider",))):
            yield attempt(host, "submit_proof", job_id, proof_of_any())
        for judge in judges:
            yield attempt(judge, "verify_proof", job_id)
            yield attempt(judge, "reject_proof", job_id)
        if not size.sparse:
            yield attempt("authority", "batch_verify_proofs", (job_id,))
        for challenger in (CHALLENGER, *size.hosts) if size.challenges else ():
            yield attempt(challenger, "challenge_proof", job_id, evidence(0), CHALLENGE_STAKE_MIN)
    for challenge_id in range(1, size.challenges + 1):
        for judge, right in product(judges, (True, False)):
            yield attempt(judge, "resolve_challenge", challenge_id, right)
        yield attempt("outsider", "expire_challenge", challenge_id)


def _ends(size: JobSize) -> Iterator[Attempt]:
    for job_id in size.ids:
        for actor in (*size.parties, "outsider"):
            yield attempt(actor, "release_payment", job_id)
        yield attempt("outsider", "expire_job", job_id)
        for renter in (*size.renters, *(() if size.sparse else (*size.hosts, "outsider"))):
            yield attempt(renter, "release_escrow", key_of(job_id))
    if size.batches:
        for renter in (*size.renters, "outsider"):
            yield attempt(renter, "batch_release_payments", tuple(size.ids))


def _disputes(size: JobSize) -> Iterator[Attempt]:
    for job_id in size.ids if size.disputes else ():
        for party in (*size.parties, *(() if size.sparse else ("outsider",))):
            yield attempt(party, "dispute_escrow", key_of(job_id))
        winners = (*size.parties, *(() if size.sparse else ("outsider",)))
        for judge, winner in product(("authority", *(() if size.sparse else size.parties)), winners):
            yield attempt(judge, "resolve_dispute", key_of(job_id), ADDRESSES[winner])
        yield attempt("outsider", "claim_dispute_default", key_of(job_id))


def _money(size: JobSize) -> Iterator[Attempt]:
    for party in size.parties:
        if NATIVE in size.assets and party in size.refusing:
            yield attempt(party, "withdraw_escrow_credit")
        if TOKEN in size.assets and size.stuck:
            yield attempt(party, "withdraw_escrow_token_credit", TOKEN)
    if TOKEN in size.assets and size.stuck:
        yield attempt("treasury", "withdraw_escrow_token_credit", TOKEN)
    for asset in size.assets:
        yield attempt("outsider", "withdraw_fees", asset)
    if size.bonus:
        yield attempt("outsider", "fund_incentives", value=POOL)
