"""Proofs of prompt jobs: submitted by hosts, judged by verifiers who are no party."""

from __future__ import annotations

from spec.compute.access import check_owner_sets
from spec.compute.errors import NotAuthorized
from spec.compute.job_ends import check_batch_size
from spec.compute.job_errors import (
    EmptyProof,
    InvalidInstances,
    InvalidJobStatus,
    NotAssignedHost,
    ProofAlreadySubmitted,
    ProofNotSubmitted,
    SelfVerification,
)
from spec.compute.job_events import ProofRejected, ProofSubmitted, ProofVerified, VerifierSet
from spec.compute.job_hashing import proof_hash_of
from spec.compute.job_records import has_own_proof, known_job
from spec.compute.job_types import EzklProof, JobStatus, ProofStatus
from spec.compute.reputation import record_outcome
from spec.compute.slashing import refuse_rewiring
from spec.compute.state import COMPUTE, JOB_PROOFS, JobProof, State
from spec.core import Address, Bytes32, Message, Uint256, each, opaque, require


@COMPUTE.action(on=JOB_PROOFS)
def submit_proof(s: State, m: Message, job_id: Uint256, proof: EzklProof) -> None:
    """The host of a claimed or delivered job proves it, once.

    Errors, in order: JobNotFound, NotAssignedHost, InvalidJobStatus, ProofAlreadySubmitted, those of `check_shape`.
    """
    # Verify
    r = known_job(s, job_id)
    require(m.sender == r.host, NotAssignedHost, job_id, m.sender)
    check_open_job(job_id, r.status)
    require(not has_own_proof(s, job_id, r), ProofAlreadySubmitted, job_id)
    check_shape(proof)
    # Effects
    proof_hash = proof_hash_of(proof)
    store_proof(s, job_id, m.sender, proof_hash)
    # Events
    m.emit(ProofSubmitted(job_id, m.sender, proof_hash))


def store_proof(s: State, job_id: Uint256, host: Address, proof_hash: Bytes32) -> None:
    """Stores the proof of a job's host, in place of another host's."""
    if job_id not in s.submitted_proofs:
        s.submitted_proofs.insert(job_id, JobProof(host, ProofStatus.UNCHECKED, proof_hash))
        return
    p = s.submitted_proofs[job_id]
    p.host = host
    p.status = ProofStatus.UNCHECKED
    p.proof_hash = proof_hash
    p.verified_at = 0
    p.challenge_id = 0


@opaque(raises=(InvalidInstances, EmptyProof))
def check_shape(proof: EzklProof) -> None:
    """The public values are model, input and output; proof and verification key are there.

    Errors, in order: InvalidInstances, EmptyProof.
    """
    hashes = (proof.model_commitment, proof.input_hash, proof.output_hash)
    expected = tuple(int.from_bytes(one, "big") for one in hashes)
    require(tuple(proof.instances) == expected, InvalidInstances)
    require(proof.proof != b"" and proof.vk != b"", EmptyProof)


@COMPUTE.action(on=JOB_PROOFS)
def verify_proof(s: State, m: Message, job_id: Uint256) -> None:
    """A verifier finds a proof valid.

    Errors, in order: NotAuthorized, those of `judged_proof`.
    """
    # Verify
    check_verifier(s, m)
    # Effects
    accept(s, m, job_id)


@COMPUTE.action(on=JOB_PROOFS)
def batch_verify_proofs(s: State, m: Message, job_ids: tuple[Uint256, ...]) -> None:
    """A verifier finds up to a hundred proofs valid, all or none.

    Errors, in order: NotAuthorized, TooManyJobs, proof by proof those of `judged_proof`.
    """
    # Verify
    check_verifier(s, m)
    check_batch_size(job_ids)
    # Effects
    for job_id in each(job_ids, Uint256):
        accept(s, m, job_id)


def accept(s: State, m: Message, job_id: Uint256) -> None:
    """Notes that a proof is valid; errors are those of `judged_proof`."""
    p = judged_proof(s, m, job_id)
    p.status = ProofStatus.VERIFIED
    p.verified_at = m.now
    m.emit(ProofVerified(job_id, m.sender))


@COMPUTE.action(on=JOB_PROOFS)
def reject_proof(s: State, m: Message, job_id: Uint256) -> None:
    """A verifier finds a proof invalid, which the host's reputation suffers from.

    Errors, in order: NotAuthorized, those of `judged_proof`.
    """
    # Verify
    check_verifier(s, m)
    p = judged_proof(s, m, job_id)
    # Effects
    p.status = ProofStatus.INVALID
    record_outcome(s, m, s.job_proofs, p.host, job_id, False)
    # Events
    m.emit(ProofRejected(job_id, m.sender))


def judged_proof(s: State, m: Message, job_id: Uint256) -> JobProof:
    """A proof that the sender may judge: of the present host, not judged before, of a job that is not over.

    Errors, in order: ProofNotSubmitted, InvalidJobStatus, SelfVerification.
    """
    require(job_id in s.submitted_proofs, ProofNotSubmitted, job_id)
    p, r = s.submitted_proofs[job_id], s.prompt_jobs[job_id]
    require(p.status == ProofStatus.UNCHECKED and p.host == r.host, ProofNotSubmitted, job_id)
    check_open_job(job_id, r.status)
    require(m.sender != r.host and m.sender != r.renter, SelfVerification, job_id)
    return p


@COMPUTE.action(on=JOB_PROOFS)
def set_verifier(s: State, m: Message, verifier: Address, authorised: bool) -> None:
    """The owner says who judges proofs.

    Errors, in order: those of `check_owner_sets`.
    """
    # Verify
    check_owner_sets(s, m, verifier)
    # Effects
    s.verifiers[verifier] = 1 if authorised else 0
    # Events
    m.emit(VerifierSet(verifier, authorised))


@COMPUTE.action(on=JOB_PROOFS, function="setMarketplace")
def set_job_proofs_marketplace(s: State, m: Message, marketplace: Address) -> None:
    """The marketplace is wired for good; see `refuse_rewiring`."""
    refuse_rewiring(s, m, marketplace)


def check_verifier(s: State, m: Message) -> None:
    """Raises NotAuthorized unless a verifier calls."""
    require(s.verifiers[m.sender] == 1, NotAuthorized)


def check_open_job(job_id: Uint256, status: JobStatus) -> None:
    """Raises InvalidJobStatus unless a host works on the job or has delivered it."""
    require(status in (JobStatus.CLAIMED, JobStatus.SUBMITTED), InvalidJobStatus, job_id, status)
