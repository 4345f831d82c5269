"""The worlds of prompt jobs: faults found by the shortest traces, and who leaves with what.

Each fault is looked for in the one world of `tiny` that it belongs to.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.explore.presets import preset_named
from analysis.explore.search import explore
from analysis.explore.trace import retell
from properties.preset import Preset
from properties.protocols import load
from spec import payments
from spec.compute import (
    challenges,
    escrow,
    escrow_books,
    job_ends,
    job_proofs,
    job_records,
    job_work,
    slashing,
)
from spec.compute.job_types import ChallengeStatus, JobDetails, JobStatus
from tests.analysis.explore.mutated import mutated
from tests.analysis.explore.plainly import Plainly, known_to
from tests.analysis.explore.shortest import Fault, assert_shortest, each
from tests.analysis.explore.stepwise import crew_after

COMPUTE = load("compute")
JOBS, PROOFS, BONUS = preset_named(COMPUTE, "tiny").worlds[5:8]
SELF = "require(m.sender != r.host and m.sender != r.renter, SelfVerification, job_id)"
DELIVERED = ["post_job", "claim_job", "submit_result"]
PAID = [*DELIVERED, "release_payment"]
VERIFIED = ["post_job", "claim_job", "submit_proof", "verify_proof"]

FAULTS = [
    Fault(
        "anybody releases",
        JOBS,
        job_ends.is_free_or_due,
        "m.sender == r.renter and not r.requires_proof",
        "True",
        "JOB-ACC-02",
        PAID,
    ),
    Fault(
        "a payment stays in its record",
        JOBS,
        escrow_books.pay_for_work,
        "e.amount = 0",
        "pass",
        "JOB-CON-01",
        PAID,
    ),
    Fault(
        "a refund pays the fee twice over",
        JOBS,
        escrow_books.pay_back,
        "pay_from_escrow(s, m, token, e.renter, amount)",
        "pay_from_escrow(s, m, token, e.renter, amount - 1)",
        "JOB-CON-01",
        ["post_job", "expire_job"],
    ),
    Fault(
        "fees are taken, and stay due",
        JOBS,
        escrow.withdraw_fees,
        "s.accrued_fees[token] = 0",
        "pass",
        "JOB-CON-05",
        ["post_job_with_token", *PAID[1:], "withdraw_fees"],
    ),
    Fault(
        "a refund that requires success",
        JOBS,
        payments.pay,
        "if m.accepts(payee):",
        "require(m.accepts(payee), WithdrawalFailed, payee, amount)\n    if True:",
        "JOB-SEQ-01",
        ["post_job"],
    ),
    Fault(
        "whoever gave a job back takes it again",
        JOBS,
        job_work.check_claim,
        "require(s.failed_jobs[job_id, host] == 0, FailedBefore)",
        "pass",
        "JOB-SEQ-01",
        ["post_job", "claim_job", "fail_job", "claim_job"],
    ),
    Fault(
        "deliveries that nobody pays for stay",
        JOBS,
        job_records.is_abandoned,
        "now > r.submitted_at + ABANDON_AFTER",
        "False",
        "JOB-SEQ-01",
        DELIVERED,
    ),
    Fault(
        "a ruling after the arbiter's time",
        JOBS,
        escrow.resolve_dispute,
        "require(m.now <= until, DisputeExpired, job_id, until)",
        "pass",
        "JOB-TIM-01",
        [*DELIVERED, "dispute_escrow", "resolve_dispute"],
    ),
    Fault(
        "a dispute is lost within the arbiter's time",
        JOBS,
        escrow.claim_dispute_default,
        "require(m.now > until, DisputeStillOpen, job_id, until)",
        "pass",
        "JOB-TIM-01",
        [*DELIVERED, "dispute_escrow", "claim_dispute_default"],
    ),
    Fault(
        "hosts judge their own proofs",
        PROOFS,
        job_proofs.judged_proof,
        SELF,
        "pass",
        "JOB-ACC-02",
        VERIFIED,
    ),
    Fault(
        "paid while the proof can be challenged",
        PROOFS,
        job_records.is_due,
        "now > p.verified_at + CHALLENGE_PERIOD",
        "True",
        "JOB-ACC-02",
        [*VERIFIED, "complete_job"],
    ),
    Fault(
        "a late ruling on a challenge",
        PROOFS,
        challenges.resolve_challenge,
        "require(m.now <= c.deadline, ChallengeExpired, challenge_id, c.deadline)",
        "pass",
        "JOB-TIM-02",
        [*VERIFIED, "challenge_proof", "resolve_challenge"],
    ),
    Fault(
        "a challenge that lapses keeps the stake",
        PROOFS,
        challenges.expire_challenge,
        "send_fab(s, m, s.job_proofs, c.challenger, c.stake)",
        "pass",
        "JOB-CON-03",
        [*VERIFIED, "challenge_proof", "expire_challenge"],
    ),
    Fault(
        "challenges that never lapse",
        PROOFS,
        challenges.expire_challenge,
        "m.now > c.deadline",
        "False",
        "JOB-TIM-02",
        [*VERIFIED, "challenge_proof"],
    ),
    Fault(
        "a reward out of nothing",
        PROOFS,
        slashing.slash_for,
        "n.staked_amount -= paid",
        "pass",
        "JOB-CON-05",
        [*VERIFIED, "challenge_proof", "resolve_challenge"],
    ),
    Fault(
        "a bonus stays in the pool",
        BONUS,
        escrow_books.pay_for_work,
        "s.incentive_pool -= bonus",
        "pass",
        "JOB-CON-02",
        ["post_job", "claim_job", "submit_result", "fund_incentives", "release_payment"],
    ),
]


@each(FAULTS)
def test_a_fault_is_found_by_the_shortest_trace(fault: Fault) -> None:
    assert_shortest(COMPUTE, fault, cap=2_000)


def test_a_stake_that_nobody_frees_is_found() -> None:
    with mutated(challenges.expire_challenge, "m.now > c.deadline", "False"):
        clauses = {one.failure.clause for one in explore(COMPUTE, PROOFS, wanted=frozenset({"JOB-TIM-02"})).found}
    assert "a challenge can always end" in clauses


def test_a_trace_says_what_it_means() -> None:
    with mutated(job_proofs.judged_proof, SELF, "pass"):
        told = retell(COMPUTE, PROOFS, explore(COMPUTE, PROOFS).found[0])
    text = "\n".join(told.lines())
    assert "JobProofOf(job_id=1)" in text
    assert "prompt_jobs[1].status: POSTED -> CLAIMED" in text
    assert type(told.trace().calls[0].arguments[0]) is JobDetails


# ---------------------------------------------------------------- the worlds themselves


def test_success_every_end_of_a_job_and_of_a_challenge_is_seen() -> None:
    edges = explore(COMPUTE, JOBS).tally.edges | explore(COMPUTE, PROOFS).tally.edges
    assert {target for name, _, _, target in edges if name == "job"} == {
        status.name for status in JobStatus if status is not JobStatus.NONE
    }
    assert {target for name, _, _, target in edges if name == "challenge"} == {
        status.name for status in ChallengeStatus if status is not ChallengeStatus.NO_CHALLENGE
    }


@pytest.mark.parametrize(
    ("chosen", "levels"),
    [(JOBS, 4), (PROOFS, 5)],
    ids=["jobs", "proofs"],
)
def test_a_world_has_the_states_of_a_plain_search(chosen: Preset, levels: int) -> None:
    plain = Plainly(COMPUTE.actions, COMPUTE.catalogue, replace(chosen, symmetries=()))
    states = plain.states(levels)
    found = known_to(crew_after(COMPUTE, replace(chosen, symmetries=()), levels))
    assert len(states) > 10
    assert {vector: len(path) // 4 for vector, path in found.items()} == states
    assert plain.failures == set()
