"""One-line faults put into the specification by hand: each is refuted with a state that a person can read."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from analysis.prove.findings import PROVED, REFUTED
from analysis.prove.tasks import theory_of
from properties.dcm.claims import PLAN
from properties.protocols import load
from spec import payments
from spec.dcm import cooldown, escrow, jobs, parameters, requests
from tests.analysis.prove.faulty import Fault, findings_of

THEORY = theory_of(load("dcm"), PLAN)


FAULTS = {
    "the debt is forgotten when a request is cancelled": Fault(
        "cancel_request",
        escrow,
        "close",
        "r.compute_allowance = 0",
        "pass",
        ("DCM-CON-06: closed request holds nothing", "DCM-CON-02: paid and held is deposited"),
        ("status PENDING -> REJECTED", "compute_allowance 1", "it fails after the call for requests[1]"),
    ),
    "a cancelled request is a completed one": Fault(
        "cancel_request",
        requests,
        "cancel_request",
        "escrow.close(s, r, RequestStatus.REJECTED)",
        "escrow.close(s, r, RequestStatus.COMPLETED)",
        ("DCM-SEQ-01: status follows the lifecycle", "effect of cancel_request"),
        ("status PENDING -> COMPLETED",),
    ),
    "anybody cancels": Fault(
        "cancel_request",
        requests,
        "cancel_request",
        "require(m.sender == r.buyer, NotRequestBuyer, request_id, m.sender)",
        "pass",
        ("DCM-ACC-02: caller was the buyer", "liveness of cancel_request"),
        ("cancel_request(request_id=1)",),
    ),
    "an accepted request is cancelled": Fault(
        "cancel_request",
        requests,
        "cancel_request",
        "require(r.status == RequestStatus.PENDING, RequestNotPending, request_id, r.status)",
        "pass",
        ("DCM-SEQ-01: status follows the lifecycle", "no panic, and no other way through"),
        ("status ACCEPTED -> REJECTED",),
    ),
    "a dataset keeps its obligation": Fault(
        "reject_request",
        escrow,
        "close",
        "s.obligations[r.dataset_id] -= 1",
        "pass",
        ("lemma: every counter is exact", "effect of reject_request"),
        ("status PENDING -> REJECTED",),
    ),
    "a credit is paid and kept": Fault(
        "withdraw_to",
        payments,
        "withdraw_credit",
        "s.credits[m.sender] = 0",
        "pass",
        ("DCM-CON-01: total credits is their sum", "effect of withdraw_to"),
        ("total_credits: 1 -> 0",),
    ),
    "the threshold itself is not paid": Fault(
        "push_row",
        escrow,
        "pay_debt_at_threshold",
        "if r.gas_debt_to_seller >= s.payment_threshold:",
        "if r.gas_debt_to_seller > s.payment_threshold:",
        ("DCM-ARI-07: debt is below the threshold", "effect of push_row"),
        ("push_row(",),
    ),
    "rows are counted twice": Fault(
        "push_row",
        jobs,
        "push_row",
        "job.processed_rows += 1",
        "job.processed_rows += 2",
        ("DCM-SEQ-02: rows stay within the dataset", "DCM-SEQ-02: next row came in"),
        ("processed_rows 0 -> 2",),
    ),
    "reclaiming works in the last second": Fault(
        "reclaim_stalled",
        requests,
        "reclaim_stalled",
        "m.now > reclaimable_after(r)",
        "m.now >= reclaimable_after(r)",
        ("DCM-TIM-01: reclaim came late enough", "liveness of reclaim_stalled"),
        ("status ACCEPTED -> REJECTED", "the call contradicts it"),
    ),
    "reclaiming pays the wrong parties": Fault(
        "reclaim_stalled",
        requests,
        "reclaim_stalled",
        "to_seller = r.gas_debt_to_seller\n    to_buyer = r.base_fee + r.compute_allowance",
        "to_buyer = r.gas_debt_to_seller\n    to_seller = r.base_fee + r.compute_allowance",
        ("DCM-CON-05: reclaim pays debt and rest", "effect of reclaim_stalled"),
        ("gas_debt_to_seller", "the call contradicts it"),
    ),
    "the buyer's place stays taken": Fault(
        "close_direct_job",
        cooldown,
        "free",
        "s.live_job[job.buyer, job.dataset_id] = 0",
        "pass",
        ("effect of close_direct_job",),
        ("is_closed False -> True",),
    ),
    "a payout has to succeed": Fault(
        "reject_request",
        payments,
        "pay",
        "if m.accepts(payee):",
        "require(m.accepts(payee), WithdrawalFailed, payee, amount)\n    if True:",
        ("DCM-LIV-01: refusal was not because of a payee", "liveness of reject_request"),
        ("is refused with WithdrawalFailed, though by the stated condition it should succeed", "the state holds:"),
    ),
    "the result comes before the last row": Fault(
        "finalize",
        jobs,
        "finalize",
        "require(job.processed_rows == job.row_count, IncompleteProcessing, job.processed_rows, job.row_count)",
        "pass",
        ("DCM-SEQ-03: job was complete and not final", "liveness of finalize"),
        ("is_finalized False -> True",),
    ),
    "the higher of the two gas prices is charged": Fault(
        "accept_request",
        escrow,
        "gas_cost",
        "min(",
        "max(",
        ("DCM-ARI-06: charge is the sellers gas at the capped price", "effect of accept_request"),
        ("gas price", "charged"),
    ),
    "a charge is not taken from the allowance": Fault(
        "accept_request",
        escrow,
        "book",
        "r.compute_allowance -= cost",
        "pass",
        ("DCM-CON-01: balance is what is owed", "DCM-CON-03: charges come from the allowance"),
        ("it fails after the call",),
    ),
    "the bound of the threshold is off by one": Fault(
        "set_payment_threshold",
        parameters,
        "set_payment_threshold",
        "require(new_threshold <= MAX_PAYMENT_THRESHOLD",
        "require(new_threshold < MAX_PAYMENT_THRESHOLD",
        ("liveness of set_payment_threshold",),
        ("new_threshold=1000000000000000000", "is refused with ParameterOutOfBounds"),
    ),
}


def users() -> tuple[ModuleType, ...]:
    """Modules that import a faulty function by its name."""
    from spec.dcm import credits

    return (credits, escrow)


USERS = users()


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


def test_success_the_same_rewriting_without_a_fault_is_not_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "r = stored_request(s, request_id)"
    found = findings_of(THEORY, replace(FAULTS["anybody cancels"], line=line, instead=line), monkeypatch)
    assert found["liveness of cancel_request"].verdict == PROVED
    assert REFUTED not in {finding.verdict for finding in found.values()}
