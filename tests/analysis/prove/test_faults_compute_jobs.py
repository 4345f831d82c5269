"""One-line faults in the second half of the second protocol: jobs, escrow, votes, keys, streams, the breaker."""

from __future__ import annotations

import pytest

from analysis.prove.findings import REFUTED
from analysis.prove.tasks import theory_of
from properties.compute.claims import PLAN
from properties.protocols import load
from spec.compute import (
    breaker,
    escrow,
    escrow_books,
    governance,
    job_ends,
    job_work,
    reputation,
    streams,
)
from tests.analysis.prove.faulty import Fault, findings_of

THEORY = theory_of(load("compute"), PLAN)
USERS = (escrow, job_ends, job_work)
"""Modules that import a faulty function by its name."""

FAULTS = {
    "fees are paid and stay booked": Fault(
        "withdraw_fees",
        escrow,
        "withdraw_fees",
        "s.accrued_fees[token] = 0",
        "pass",
        ("JOB-CON-02: the escrows coin is what is owed",),
        ("withdraw_fees(",),
    ),
    "a record that was paid back is still full": Fault(
        "claim_dispute_default",
        escrow_books,
        "pay_back",
        "e.amount = 0",
        "pass",
        ("JOB-CON-01: a record pays one side",),
        ("refunded",),
    ),
    "a renter pays before the proof that was required": Fault(
        "release_payment",
        job_ends,
        "is_free_or_due",
        "free = m.sender == r.renter and not r.requires_proof",
        "free = m.sender == r.renter",
        ("JOB-SEQ-02: paid by a ruling or a proof", "liveness of release_payment"),
        ("status SUBMITTED -> PAID",),
    ),
    "a function goes on within the hour": Fault(
        "unpause_function",
        breaker,
        "unpause_function",
        "check_cooled(s, m)",
        "pass",
        ("JOB-SEQ-03: functions go on after the hour", "liveness of unpause_function"),
        ("unpause_function(",),
    ),
    "a voter votes twice": Fault(
        "cast_vote",
        governance,
        "cast_vote",
        "require(s.votes_cast[proposal_id, m.sender] == 0, AlreadyVoted, proposal_id, m.sender)",
        "pass",
        ("liveness of cast_vote",),
        ("cast_vote(",),
    ),
    "a stream that was stopped is counted whole": Fault(
        "cancel_payment_stream",
        streams,
        "cancel_payment_stream",
        "s.total_streamed -= refund",
        "pass",
        ("JOB-CON-04: its totals are sums",),
        ("active True -> False",),
    ),
    "a slash takes half of what was decided": Fault(
        "slash_reputation",
        reputation,
        "slash_reputation",
        "r.score -= min(r.score, amount)",
        "r.score -= min(r.score, amount // 2)",
        ("effect of slash_reputation",),
        ("score",),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_invalid_specification_is_refuted_because(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = FAULTS[name]
    found = findings_of(THEORY, fault, monkeypatch, USERS)
    for claim in fault.claims:
        assert found[claim].verdict == REFUTED, f"{claim}: {found[claim].verdict} {found[claim].why}"
        assert found[claim].reproduced, claim
    told = "\n".join(found[claim].counterexample for claim in fault.claims)
    for phrase in fault.told:
        assert phrase in told, told
