"""The worlds of breaker, scores, votes and accounts: faults found by the shortest traces, and what is searched.

Each fault is looked for in the one world of `tiny` that it belongs to, or in a smaller one of its kind.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.explore.presets import preset_named
from analysis.explore.search import explore
from properties.compute import preset_motions
from properties.compute.preset_job_calls import JobSize
from properties.compute.preset_motions import MotionSize
from properties.compute.preset_world import NOW
from properties.preset import Preset
from properties.protocols import load
from spec.compute import (
    batches,
    breaker,
    breaker_levels,
    escrow_books,
    escrow_settings,
    governance,
    governance_execution,
    governance_lists,
    motions,
    reputation,
    session_keys,
    streams,
    wallets,
)
from spec.compute.governance_types import Checkpoint
from spec.compute.state import NATIVE
from tests.analysis.explore.mutated import mutated
from tests.analysis.explore.plainly import Plainly, known_to
from tests.analysis.explore.shortest import Fault, assert_shortest, each
from tests.analysis.explore.stepwise import crew_after

COMPUTE = load("compute")
TINY, CI, DEEP = (preset_named(COMPUTE, name) for name in ("tiny", "ci", "deep"))
BREAKER, EMERGENCIES, SCORES, MOTIONS, ARBITERS, RENTERS_KEY, HOSTS_KEY, STREAMS = TINY.worlds[8:]
DELIVERED = ["post_job", "claim_job", "submit_result"]
PAID = [*DELIVERED, "release_payment"]
NO_FEE, HIGH_FEE = (
    preset_motions.world(
        MotionSize(JobSize("a fee", hosts=("host",), assets=(NATIVE,), left=False), fees=(fee,), arbiters=False)
    )
    for fee in (0, 1_500)
)
ENACTED = ["propose_parameter_update", "cast_vote", "queue", "execute"]

FAULTS = [
    Fault(
        "a level is skipped",
        BREAKER,
        breaker.set_circuit_breaker_level,
        "require(not raised or level == s.breaker_level + 1, CannotSkipLevels)",
        "pass",
        "JOB-SEQ-03",
        ["set_circuit_breaker_level"],
    ),
    Fault(
        "what somebody decided is recovered",
        BREAKER,
        breaker.auto_recover,
        "s.automatic and s.breaker_level != NORMAL",
        "s.breaker_level != NORMAL",
        "JOB-SEQ-03",
        ["post_job", "claim_job", "fail_job", "set_circuit_breaker_level", "auto_recover"],
    ),
    Fault(
        "the highest level pauses nothing",
        BREAKER,
        breaker_levels.tighten,
        "begin_pause(s, m, 0)",
        "pass",
        "JOB-SEQ-03",
        ["emergency_pause"],
    ),
    Fault(
        "an emergency of two weeks",
        EMERGENCIES,
        governance_lists.pause_target,
        "pause_for(s, m, s.governance, EMERGENCY_PAUSE)",
        "pause_for(s, m, s.governance, EMERGENCY_PAUSE - 1)",
        "JOB-GOV-03",
        ["execute_emergency_action"],
    ),
    Fault(
        "a rating of six",
        SCORES,
        reputation.rate_host,
        "require(0 < rating <= BEST_RATING, InvalidRating, rating)",
        "pass",
        "JOB-ARI-01",
        [*PAID, "rate_host"],
    ),
    Fault(
        "hosts rate themselves",
        SCORES,
        reputation.rate_host,
        "require(m.sender == job.renter, NotRenter, job_id, m.sender)",
        "pass",
        "JOB-ACC-03",
        [*PAID, "rate_host"],
    ),
    Fault(
        "anybody reports",
        SCORES,
        reputation.record_outcome,
        "require(reporter == s.marketplace or s.reporters[reporter] == 1, NotAuthorized)",
        "pass",
        "JOB-ACC-03",
        ["record_job_completion"],
    ),
    Fault(
        "votes of now, not of the snapshot",
        MOTIONS,
        governance.cast_vote,
        "votes_at(s.fab_voters, m.sender, p.start_block)",
        "votes_at(s.fab_voters, m.sender, m.block)",
        "JOB-GOV-02",
        ["propose_parameter_update", "transfer", "cast_vote"],
    ),
    Fault(
        "votes before the snapshot",
        MOTIONS,
        governance.cast_vote,
        "check_state(s, m, proposal_id, p, ProposalState.ACTIVE)",
        "pass",
        "JOB-GOV-02",
        ["propose_parameter_update", "cast_vote"],
    ),
    Fault(
        "any vote is a majority",
        MOTIONS,
        motions.has_majority,
        "p.for_votes > p.against_votes",
        "True",
        "JOB-GOV-01",
        ["propose_parameter_update", "cast_vote", "queue"],
    ),
    Fault(
        "executed before its time",
        MOTIONS,
        governance_execution.execute,
        "require(m.now >= p.eta, ExecutionTooEarly, proposal_id, p.eta)",
        "pass",
        "JOB-GOV-01",
        ENACTED,
    ),
    Fault(
        "pointers that the owner took off the list",
        ARBITERS,
        governance_execution.set_pointed,
        "require(selector != NO_SELECTOR, TargetNotAllowed, target, NO_SELECTOR)",
        "return",
        "JOB-GOV-01",
        ["propose_contract_upgrade", "set_pointer", "cast_vote", "queue", "execute"],
    ),
    Fault(
        "the fee of the day",
        NO_FEE,
        escrow_books.pay_for_work,
        "amount * e.fee_bps // BASIS_POINTS",
        "amount * s.escrow_fee_bps // BASIS_POINTS",
        "JOB-CON-01",
        ["propose_parameter_update", *DELIVERED, "cast_vote", "queue", "execute", "release_payment"],
    ),
    Fault(
        "a vote sets any fee",
        HIGH_FEE,
        escrow_settings.store_fee,
        "require(fee_bps <= MAX_FEE_BPS, FeeAboveMaximum, fee_bps, MAX_FEE_BPS)",
        "pass",
        "JOB-CON-01",
        [*ENACTED, *PAID],
    ),
    Fault(
        "a key after its last second",
        HOSTS_KEY,
        session_keys.is_valid,
        "is_known(s, wallet, key) and now <= s.session_keys[wallet, key].expires",
        "is_known(s, wallet, key)",
        "JOB-ACC-01",
        ["add_scoped_session_key", "post_job", "claim_job_via_session_key"],
    ),
    Fault(
        "a key spends nobody's deposit",
        RENTERS_KEY,
        wallets.take_deposit,
        "s.wallet_deposits[wallet] -= amount",
        "pass",
        "JOB-CON-04",
        ["deposit_for_keys", "withdraw_wallet_deposit"],
    ),
    Fault(
        "a batch keeps what it does not need",
        RENTERS_KEY,
        batches.execute_batch,
        "require(m.value == total, ValueMismatch, m.value, total)",
        "pass",
        "JOB-CON-05",
        ["execute_batch"],
    ),
    Fault(
        "a stream pays what has not vested",
        STREAMS,
        streams.vested_at,
        "r.total_amount * elapsed // r.duration",
        "r.total_amount",
        "JOB-CON-04",
        ["create_payment_stream", "withdraw_from_stream"],
    ),
    Fault(
        "a stopped stream keeps its refund",
        STREAMS,
        streams.cancel_payment_stream,
        "s.total_streamed -= refund",
        "pass",
        "JOB-CON-04",
        ["create_payment_stream", "cancel_payment_stream"],
    ),
]


@each(FAULTS)
def test_a_fault_is_found_by_the_shortest_trace(fault: Fault) -> None:
    assert_shortest(COMPUTE, fault, cap=2_000)


def test_a_recipient_that_gets_nothing_is_found() -> None:
    with mutated(streams.withdraw_from_stream, "amount > 0", "amount > 100"):
        found = explore(COMPUTE, replace(STREAMS, stuck=None)).found
    assert "contract_host alone gets all that its streams ever pay it" in found[0].failure.clause
    assert found[0].failure.property == "JOB-CON-04"


# ---------------------------------------------------------------- the worlds themselves


def test_success_worlds_have_names_of_their_own_and_leave_nothing_out() -> None:
    for preset in (TINY, CI, DEEP):
        names = [world.name for world in preset.worlds]
        assert len(names) == len(set(names)) and not preset.omits


def test_success_the_larger_preset_has_two_of_everything() -> None:
    rooms = [world.universe for world in CI.worlds]
    for store in ("prompt_jobs", "challenges", "streams"):
        assert any(len(room[store]) == 2 for room in rooms)
    posting = {(one.actor, one.action) for world in CI.worlds for one in world.attempts if "post_job" in one.action}
    assert {"post_job", "post_job_with_token", "batch_post_jobs"} <= {action for _, action in posting}
    assert {"contract_depositor", "depositor"} <= {actor for actor, _ in posting}
    tried = {one.action for world in CI.worlds for one in world.attempts}
    assert {
        "execute_emergency_action",
        "emergency_pause_for",
        "auto_recover",
        "delegate",
        "charge_session_key",
    } <= tried


def test_success_votes_become_older_and_the_last_of_what_is_long_past_counts() -> None:
    points = tuple(Checkpoint(NOW - age, votes) for age, votes in ((9, 1), (5, 2), (4, 3), (1, 4)))
    assert preset_motions.older_points(points, 0) == points[1:]
    assert preset_motions.older_points(points, 1) == (Checkpoint(NOW - 5, 3), Checkpoint(NOW - 2, 4))


@pytest.mark.parametrize(
    ("chosen", "levels"),
    [(BREAKER, 2), (MOTIONS, 5), (HOSTS_KEY, 3), (STREAMS, 4)],
    ids=["breaker", "motions", "keys", "streams"],
)
def test_a_world_has_the_states_of_a_plain_search(chosen: Preset, levels: int) -> None:
    plain = Plainly(COMPUTE.actions, COMPUTE.catalogue, replace(chosen, symmetries=()))
    states = plain.states(levels)
    found = known_to(crew_after(COMPUTE, replace(chosen, symmetries=()), levels))
    assert len(states) > 10
    assert {vector: len(path) // 4 for vector, path in found.items()} == states
    assert plain.failures == set()
