"""One-line faults in a real specification: each is found, by the shortest trace, which a plain replay confirms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.explore.presets import preset_named
from analysis.explore.search import explore
from analysis.explore.trace import retell
from properties.dcm.preset_calls import Size
from properties.dcm.presets import preset
from properties.protocols import load
from spec import payments
from spec.dcm import escrow, jobs, requests
from tests.analysis.explore.mutated import mutated

DCM = load("dcm")
TINY = preset_named(DCM, "tiny")
SETUP = ["set_job_manager", "commit_dataset"]

FAULTS: list[tuple[str, Callable[..., Any], str, str, str, list[str]]] = [
    (
        "reclaim in the last second of the seller",
        requests.reclaim_stalled,
        "m.now > reclaimable_after(r)",
        "m.now >= reclaimable_after(r)",
        "DCM-TIM-01",
        ["submit_request", "accept_request", "reclaim_stalled"],
    ),
    (
        "payees swapped in reclaim",
        requests.reclaim_stalled,
        "to_seller = r.gas_debt_to_seller\n    to_buyer = r.base_fee + r.compute_allowance",
        "to_buyer = r.gas_debt_to_seller\n    to_seller = r.base_fee + r.compute_allowance",
        "DCM-CON-05",
        ["submit_request", "accept_request", "reclaim_stalled"],
    ),
    (
        "debt not zeroed on the way out",
        escrow.close,
        "r.gas_debt_to_seller = 0",
        "pass",
        "DCM-CON-06",
        ["submit_request", "accept_request", "push_row", "finalize"],
    ),
    (
        "cancel whatever the status",
        requests.cancel_request,
        "require(r.status == RequestStatus.PENDING, RequestNotPending, request_id, r.status)",
        "pass",
        "DCM-SEQ-01",
        ["submit_request", "accept_request", "cancel_request"],
    ),
    (
        "a payout that requires success",
        payments.pay,
        "if m.accepts(payee):",
        "require(m.accepts(payee), WithdrawalFailed, payee, amount)\n    if True:",
        "DCM-LIV-01",
        ["submit_request", "reject_request"],
    ),
    (
        "anybody cancels",
        requests.cancel_request,
        "require(m.sender == r.buyer, NotRequestBuyer, request_id, m.sender)",
        "pass",
        "DCM-ACC-02",
        ["submit_request", "cancel_request"],
    ),
    (
        "finalize before the last row",
        jobs.finalize,
        "require(job.processed_rows == job.row_count, IncompleteProcessing, job.processed_rows, job.row_count)",
        "pass",
        "DCM-SEQ-03",
        ["submit_request", "accept_request", "finalize"],
    ),
    (
        "the higher of the two gas prices",
        escrow.gas_cost,
        "min(",
        "max(",
        "DCM-ARI-06",
        ["submit_request", "accept_request"],
    ),
    (
        "a charge that the allowance does not pay for",
        escrow.book,
        "r.compute_allowance -= cost",
        "pass",
        "DCM-CON-01",
        ["submit_request", "accept_request"],
    ),
    (
        "a dataset keeps its obligation",
        escrow.close,
        "s.obligations[r.dataset_id] -= 1",
        "pass",
        "DCM-SEQ-05",
        ["submit_request", "reject_request"],
    ),
    (
        "a cancelled request is a completed one",
        requests.cancel_request,
        "escrow.close(s, r, RequestStatus.REJECTED)",
        "escrow.close(s, r, RequestStatus.COMPLETED)",
        "DCM-SEQ-01",
        ["submit_request", "cancel_request"],
    ),
    (
        "rows are counted twice",
        jobs.push_row,
        "job.processed_rows += 1",
        "job.processed_rows += 2",
        "DCM-SEQ-02",
        ["submit_request", "accept_request", "push_row"],
    ),
    (
        "a credit is paid and kept",
        payments.withdraw_credit,
        "s.credits[m.sender] = 0",
        "pass",
        "DCM-CON-01",
        ["submit_request", "reject_request", "withdraw"],
    ),
    (
        "paid at the threshold only if above it",
        escrow.pay_debt_at_threshold,
        ">=",
        ">",
        "DCM-ARI-07",
        ["submit_request", "accept_request", "push_row"],
    ),
]


@pytest.mark.parametrize(
    ("function", "before", "after", "id", "calls"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_found_by_the_shortest_trace(
    function: Callable[..., Any], before: str, after: str, id: str, calls: list[str]
) -> None:
    with mutated(function, before, after):
        result = explore(DCM, TINY)
        found = next(found for found in result.found if found.failure.property == id)
        told = retell(DCM, TINY, found)
    assert [step.call.action for step in told.steps] == [*SETUP, *calls]
    assert found.length <= result.found[0].length + 1, "a state is judged together with the moves from it"
    assert told.confirmed


def test_a_fault_that_needs_two_requests_is_found() -> None:
    two = preset(
        Size("two", requests=2, gas=(1,), allowances=(2,), buyers=("buyer", "other_buyer"), refusing=()), "", {}
    )
    with mutated(requests.stored_request, "return s.requests[request_id]", "return s.requests[1]"):
        assert explore(DCM, TINY, wanted=frozenset({"DCM-ACC-02"})).complete
        (found,) = explore(DCM, two, wanted=frozenset({"DCM-ACC-02"})).found
        told = retell(DCM, two, found)
    assert told.confirmed
    assert [step.call.action for step in told.steps][:4] == [*SETUP, "submit_request", "submit_request"]
    assert len(told.steps) == 5


def test_a_trace_says_what_each_call_changed() -> None:
    with mutated(escrow.close, "r.compute_allowance = 0", "pass"):
        told = retell(DCM, TINY, explore(DCM, TINY).found[0])
    text = "\n".join(told.lines())
    assert "3. contract_buyer calls submit_request(dataset_id=1" in text
    assert "requests[1].status: PENDING -> REJECTED" in text
    assert "requests[1].base_fee: 2 wei -> 0 wei" in text
    assert "requests[1].compute_allowance" not in text
    trace = told.trace()
    assert [call.action for call in trace.calls] == [*SETUP, "submit_request", "reject_request"]
    assert trace.finding is not None and trace.finding.step == 4


def test_a_trace_tells_times_and_moods() -> None:
    with mutated(requests.reclaim_stalled, "escrow.refund(s, m, r, to_buyer)", "s.balance -= to_buyer"):
        found = explore(DCM, TINY).found[0]
        told = retell(DCM, TINY, found)
    assert told.steps[-1].call.advance == 86_401
    with mutated(payments.pay, "s.total_credits += amount", "pass"):
        told = retell(DCM, TINY, explore(DCM, TINY).found[0])
    assert [(mood.actor, mood.name) for mood in told.steps[-1].call.moods] == [("contract_buyer", "REFUSE")]
