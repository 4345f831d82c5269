"""What was refuted is marked: reachable with the calls that lead to it, or not reached with how far was looked."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

from analysis.prove.findings import REFUTED, Finding
from analysis.prove.goals import Theory
from analysis.prove.reaching import look_for_ways
from analysis.prove.tasks import Task, perform, theory_of
from properties.dcm.claims import PLAN
from properties.protocols import load
from spec.dcm import cooldown, escrow, jobs, parameters, post_processing, requests
from tests.analysis.explore.mutated import mutated
from tests.analysis.prove.bank import bank, transfer_to_oneself_mints

DCM = load("dcm")
THEORY = theory_of(DCM, PLAN)


def refuted(task: Task, fault: Any = None, theory: Theory = THEORY, **bounds: int) -> dict[str, Finding]:
    """Refuted findings by subject, of one task with a fault in place while it is proved and searched."""
    with mutated(*fault) if fault else nullcontext():
        findings = perform(theory, task, max_paths=200, keep_scripts=False).findings
        look_for_ways(theory, findings, **bounds)
    return {finding.subject: finding for finding in findings if finding.verdict == REFUTED}


def test_success_a_reachable_violation_has_its_shortest_way() -> None:
    found = refuted(Task("action", "cancel_request"), (escrow.close, "r.compute_allowance = 0", "pass"))
    shown = found["DCM-CON-06: closed request holds nothing"]
    assert shown.reachability == "reachable: 4 calls lead to it, the fewest within tiny"
    called = [line for line in shown.way if line[0].isdigit()]
    assert [line.split("(")[0] for line in called] == [
        "1. owner calls set_job_manager",
        "2. contract_seller calls commit_dataset",
        "3. contract_buyer calls submit_request",
        "4. contract_buyer calls cancel_request",
    ]
    assert "   requests[1].status: PENDING -> REJECTED" in shown.way
    assert not [line for line in shown.way if "compute_allowance:" in line]
    assert shown.told().splitlines()[0] == "cancel_request(request_id=1)"
    assert {one.reachability for one in found.values()} == {shown.reachability}


def test_success_a_counterexample_to_induction_that_a_lemma_excluded_is_not_reached() -> None:
    without = [lemma for lemma in PLAN.lemmas if lemma.name != "pending request has no past"]
    weak = theory_of(DCM, replace(PLAN, lemmas=without))
    found = refuted(Task("action", "cancel_request"), theory=weak, calls=300)
    shown = found["DCM-CON-02: paid and held is deposited"]
    assert shown.reproduced
    assert "status PENDING -> REJECTED" in shown.counterexample and "charged 1" in shown.counterexample
    assert shown.reachability.startswith("not reached: no way was found in all 1,610 states of tiny (one dataset of")
    assert shown.reachability.endswith(" and in 300 calls beside the chain")
    assert shown.way == ()


def test_success_a_search_that_was_cut_short_says_so() -> None:
    without = [lemma for lemma in PLAN.lemmas if lemma.name != "pending request has no past"]
    weak = theory_of(DCM, replace(PLAN, lemmas=without))
    found = refuted(Task("action", "cancel_request"), theory=weak, states=100, calls=10)
    said = found["DCM-CON-02: paid and held is deposited"].reachability
    assert said.startswith("not reached: no way was found in the first ") and "all" not in said.split("states")[0]


def test_success_what_the_preset_has_no_room_for_is_found_beside_the_chain() -> None:
    fault = (parameters.set_payment_threshold, "<= MAX_PAYMENT_THRESHOLD", "< MAX_PAYMENT_THRESHOLD")
    shown = refuted(Task("action", "set_payment_threshold"), fault)["liveness of set_payment_threshold"]
    assert shown.reachability == "reachable: 1 call leads to it, found by playing on the chain"
    assert shown.way == ("1. owner calls set_payment_threshold(new_threshold=1000000000000000000)",)


@pytest.mark.parametrize(
    ("action", "fault", "subject", "length"),
    [
        (
            "cancel_request",
            (
                requests.cancel_request,
                "require(r.status == RequestStatus.PENDING, RequestNotPending, request_id, r.status)",
                "pass",
            ),
            "no panic, and no other way through",
            5,
        ),
        (
            "reclaim_stalled",
            (requests.reclaim_stalled, "m.now > reclaimable_after(r)", "m.now >= reclaimable_after(r)"),
            "liveness of reclaim_stalled",
            5,
        ),
        (
            "reject_request",
            (escrow.close, "s.obligations[r.dataset_id] -= 1", "pass"),
            "lemma: every counter is exact",
            4,
        ),
        (
            "push_row",
            (jobs.push_row, "job.processed_rows += 1", "job.processed_rows += 1; s.next_job_id += 1"),
            "no side effect of push_row",
            5,
        ),
    ],
    ids=["panic", "condition of success", "lemma", "side effect"],
)
def test_success_every_kind_of_claim_is_looked_for(action: str, fault: Any, subject: str, length: int) -> None:
    shown = refuted(Task("action", action), fault)[subject]
    assert shown.reachability.startswith(f"reachable: {length} calls lead to it"), shown.reachability
    assert shown.way


def test_success_a_crash_is_looked_for_as_well() -> None:
    fault = (requests.request_payout, "r = stored_request(s, request_id)", "r = s.requests[request_id]")
    shown = refuted(Task("action", "request_payout"), fault)["no panic, and no other way through"]
    assert "gas used 0: it raises KeyError: 0" in shown.counterexample
    assert shown.reachability == "reachable: 1 call leads to it, the fewest within tiny"


def test_success_what_only_two_parties_at_once_show_is_found_and_shrunk() -> None:
    found = refuted(
        Task("action", "close_direct_job"), (cooldown.free, "s.live_job[job.buyer, job.dataset_id] = 0", "pass")
    )
    shown = found["effect of close_direct_job"]
    assert shown.reachability.endswith("found by playing on the chain")
    assert "close_direct_job(job_id=1)" in shown.way[-1]


def test_success_a_protocol_without_preset_and_chain_is_not_searched() -> None:
    protocol = bank(transfer=transfer_to_oneself_mints)
    assert protocol.claims is not None
    found = refuted(Task("action", "transfer"), theory=theory_of(protocol, protocol.claims))
    said = found["BNK-CON-01: accounts hold the supply"].reachability
    assert said == "not searched: bank has neither a preset to explore nor a chain to run on"


def test_success_numbers_that_refute_a_claim_are_said() -> None:
    fault = (post_processing.clamp, "low > 0", "low > 1")
    found = refuted(Task("arithmetic", "result stays within the clamp"), fault)
    shown = found["DCM-ARI-05: result stays within the clamp"]
    assert shown.counterexample.startswith("value = 0, low = 1, high = 0, bucket = ")
    assert shown.counterexample.endswith(": it is false of them")
    assert shown.reproduced
    assert shown.reachability == "not searched: it is about numbers alone, whatever the calls"


def test_success_the_initial_state_needs_no_call() -> None:
    plan = replace(PLAN, lemmas=list(PLAN.lemmas))

    @plan.lemma()
    def somebody_was_here(s: Any, h: Any) -> bool:
        return s.next_request_id >= 2

    found = refuted(Task("initial", ""), theory=theory_of(DCM, plan))
    shown = found["lemma: somebody was here"]
    assert "next_request_id: 1" in shown.counterexample
    assert shown.reachability == "reachable: no call is needed, it is the initial state"
