"""The presets of the compute marketplace: worlds side by side, faults found by the shortest traces, and who leaves.

Each fault is looked for in the one world of `tiny` that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.explore.engine import canaries
from analysis.explore.presets import preset_named
from analysis.explore.search import Exploration, explore
from analysis.explore.trace import retell
from properties.compute.preset_sessions import SessionSize, world
from properties.compute.preset_world import ADDRESSES, ASSETS, STABLE
from properties.preset import Preset
from properties.protocols import load
from spec import payments, token_payments
from spec.compute import deposits, earnings, extension, nodes, proofs, proposals, settlement, slashing, treasury
from spec.compute.types import SessionStatus
from tests.analysis.explore.mutated import mutated
from tests.analysis.explore.plainly import Plainly, known_to
from tests.analysis.explore.shortest import Fault, assert_shortest, each
from tests.analysis.explore.stepwise import crew_after

COMPUTE = load("compute")
TINY, CI = (preset_named(COMPUTE, name) for name in ("tiny", "ci"))
SESSIONS, LONGER, PAUSES, HOSTS, VOTES = TINY.worlds[:5]
SMALLEST = replace(TINY, beside=(PAUSES, HOSTS))
"""Three worlds, enough to be split and stopped."""
OPEN, OPEN_TOKEN = "create_session_job_for_model", "create_session_job_for_model_with_token"

FAULTS = [
    Fault(
        "completion without the window",
        SESSIONS,
        settlement.complete_session_job,
        "require(m.now >= until, DisputeWindowOpen, job_id, until)",
        "pass",
        "SES-CON-07",
        [OPEN, "complete_session_job"],
    ),
    Fault(
        "anybody cancels",
        SESSIONS,
        settlement.cancel_session,
        "require(m.sender == r.depositor, NotDepositor, job_id, m.sender)",
        "pass",
        "SES-ACC-01",
        [OPEN, "cancel_session"],
    ),
    Fault(
        "a deposit is kept and paid",
        SESSIONS,
        settlement.settle,
        "r.deposit = 0",
        "pass",
        "SES-CON-01",
        [OPEN, "cancel_session"],
    ),
    Fault(
        "proofs that nobody has signed",
        SESSIONS,
        proofs.submit_proof_of_work,
        "require(is_signed_by_host(s, m, job_id, r, tokens_claimed, parsed), InvalidProofSignature)",
        "pass",
        "SES-SEQ-02",
        [OPEN, "submit_proof_of_work"],
    ),
    Fault(
        "work after the last second",
        SESSIONS,
        proofs.submit_proof_of_work,
        "require(m.now <= end_of(r), SessionExpired, job_id, end_of(r))",
        "pass",
        "SES-TIM-01",
        [OPEN, "submit_proof_of_work"],
    ),
    Fault(
        "more work than the deposit pays for",
        SESSIONS,
        proofs.submit_proof_of_work,
        "require(cumulative <= tokens_for(r.deposit, r.price_per_token), TokensExceedDeposit)",
        "pass",
        "SES-ARI-01",
        [OPEN, "submit_proof_of_work", "submit_proof_of_work"],
    ),
    Fault(
        "work faster than any host's",
        SESSIONS,
        proofs.submit_proof_of_work,
        "require(tokens_claimed <= allowed, ExcessiveTokens, tokens_claimed, allowed)",
        "pass",
        "SES-ARI-02",
        [OPEN, "submit_proof_of_work"],
    ),
    Fault(
        "a token's credits are not summed up",
        SESSIONS,
        token_payments.credit_token,
        "s.total_token_credits[token] += amount",
        "pass",
        "SES-CON-03",
        [OPEN_TOKEN, "cancel_session"],
    ),
    Fault(
        "a refund that requires success",
        SESSIONS,
        payments.pay,
        "if m.accepts(payee):",
        "require(m.accepts(payee), WithdrawalFailed, payee, amount)\n    if True:",
        "SES-LIV-02",
        [OPEN],
    ),
    Fault(
        "an extension takes away",
        LONGER,
        extension.extend_session,
        "r.paid_in += received",
        "pass",
        "SES-CON-07",
        [OPEN, "extend_session"],
    ),
    Fault(
        "deposits for later stay during a pause",
        PAUSES,
        deposits.withdraw_deposit,
        "require(amount > 0, ZeroAmount)",
        "require(amount > 0 and s.paused_at == 0, ZeroAmount)",
        "SES-LIV-03",
        ["deposit_native", "pause"],
    ),
    Fault(
        "a stake leaves before the session ends",
        HOSTS,
        nodes.withdraw_stake,
        "require(count == 0, SessionsStillOpen, m.sender, count)",
        "pass",
        "SES-TIM-04",
        ["register_node", OPEN, "unregister_node", "withdraw_stake"],
    ),
    Fault(
        "a host stays on the list",
        HOSTS,
        nodes.leave,
        "s.active_nodes.remove(host)",
        "pass",
        "SES-SEQ-03",
        ["register_node", "unregister_node"],
    ),
    Fault(
        "more than half is slashed",
        HOSTS,
        slashing.slash_stake,
        "require(amount <= maximum, SlashAboveMaximum, amount, maximum)",
        "pass",
        "SES-ARI-04",
        ["register_node", "slash_stake"],
    ),
    Fault(
        "slashed twice on one day",
        HOSTS,
        slashing.slash_stake,
        "require(s.last_slash[host] == 0 or m.now >= until, SlashTooSoon, until)",
        "pass",
        "SES-ARI-04",
        ["register_node", "slash_stake", "slash_stake"],
    ),
    Fault(
        "votes leave while they count",
        VOTES,
        proposals.withdraw_votes,
        "require(p.closed or m.now > lapses_after(p), VotingStillActive)",
        "pass",
        "SES-GOV-02",
        ["propose_model", "vote_on_proposal", "withdraw_votes"],
    ),
    Fault(
        "approved only above the threshold",
        VOTES,
        proposals.execute_proposal,
        "p.votes_for >= APPROVAL_THRESHOLD",
        "p.votes_for > APPROVAL_THRESHOLD",
        "SES-GOV-01",
        ["propose_model", "vote_on_proposal", "execute_proposal"],
    ),
    Fault(
        "late votes count for the next extension too",
        VOTES,
        proposals.count_late,
        "p.late_votes = 0",
        "pass",
        "SES-GOV-03",
        ["propose_model", "vote_on_proposal"],
    ),
]


@each(FAULTS)
def test_a_fault_is_found_by_the_shortest_trace(fault: Fault) -> None:
    assert_shortest(COMPUTE, fault)


def test_a_stake_that_nobody_gets_out_is_found() -> None:
    with mutated(nodes.withdraw_stake, "m.now >= until", "False"):
        (found,) = (one for one in explore(COMPUTE, HOSTS).found if one.failure.property == "SES-LIV-03")
        told = retell(COMPUTE, HOSTS, found)
    assert "host alone can get its stake out" in found.failure.clause
    assert [step.call.action for step in told.steps] == ["register_node"]


def test_votes_that_never_come_back_are_found() -> None:
    with mutated(proposals.withdraw_votes, "p.closed or m.now > lapses_after(p)", "p.closed"):
        found = explore(COMPUTE, VOTES).found
    assert (
        "alone gets all locked votes back"
        in next(f for f in found if f.failure.property == "SES-GOV-02").failure.clause
    )


def test_earnings_that_stay_are_found() -> None:
    fault = ("require(amount > 0, NothingToWithdraw, m.sender)", "require(amount > 99, NothingToWithdraw, m.sender)")
    with mutated(earnings.pay_all_coin, *fault):
        (found,) = (one for one in explore(COMPUTE, SESSIONS).found if one.failure.property == "SES-LIV-03")
        told = retell(COMPUTE, SESSIONS, found)
    assert "host alone can get all that it has earned" in found.failure.clause
    assert [step.call.action for step in told.steps] == [OPEN, "cancel_session"]


@pytest.mark.parametrize("action", [treasury.withdraw_treasury_native, treasury.withdraw_treasury_tokens])
def test_a_fee_of_one_unit_that_stays_is_found(action: Callable[..., Any]) -> None:
    with mutated(action, "] > 0, ZeroAmount", "] > 1, ZeroAmount"):
        found = explore(COMPUTE, SESSIONS).found
    assert [one.failure.property for one in found] == ["SES-LIV-03"]
    assert "the treasury alone can get every fee" in found[0].failure.clause


def test_a_trace_reads_like_a_story() -> None:
    with mutated(token_payments.credit_token, "s.total_token_credits[token] += amount", "pass"):
        result = explore(COMPUTE, SESSIONS, wanted=frozenset({"SES-CON-03"}))
        told = retell(COMPUTE, SESSIONS, result.found[0])
    text = "\n".join(told.lines())
    assert "1. contract_depositor calls create_session_job_for_model_with_token(host=" in text
    assert "after stable turned to REVERT" in text
    assert "sessions[1].status: ACTIVE -> CANCELLED" in text
    assert [(mood.actor, mood.name) for mood in told.steps[-1].call.moods] == [(STABLE, "REVERT")]
    assert "SignedProof" not in str(told.trace().calls[0])


# ---------------------------------------------------------------- the presets themselves


@pytest.fixture(scope="module")
def searched() -> Exploration:
    return explore(COMPUTE, TINY)


def test_success_the_smallest_preset_is_exhausted_and_nothing_is_vacuous(searched: Exploration) -> None:
    assert searched.complete and not searched.found and not searched.silent(COMPUTE) and not TINY.omits
    assert list(searched.worlds) == [world.name for world in TINY.worlds]
    assert searched.states == sum(searched.worlds.values()) > 4_000
    assert all(searched.worlds[world.name] > 200 for world in (SESSIONS, LONGER, PAUSES, HOSTS, VOTES))


def test_success_every_end_of_a_session_is_seen(searched: Exploration) -> None:
    ends = {target for name, _, _, target in searched.tally.edges if name == "session"}
    terminal = {str(status.name).replace("_", " ") for status in SessionStatus} - {"NONE", "ACTIVE"}
    assert terminal <= ends
    assert ("host", "UNBONDING", "withdraw_stake", "GONE") in searched.tally.edges
    assert ("proposal", "EXTENDED", "execute_proposal", "CLOSED") in searched.tally.edges


def test_success_the_larger_preset_has_two_of_everything() -> None:
    two = CI.worlds[0]
    assert two.universe["sessions"] == (1, 2)
    opening = [attempt for attempt in two.attempts if attempt.action in (OPEN, OPEN_TOKEN)]
    assert (
        len({attempt.actor for attempt in opening})
        == len({attempt.arguments[0] for attempt in opening} - {ADDRESSES["outsider"]})
        == 2
    )
    assert {attempt.action for attempt in opening} == {OPEN, OPEN_TOKEN}
    assert any(world.stuck_tokens for world in CI.worlds) and any(world.refusing for world in CI.worlds)
    assert not CI.omits and set(CI.sorts) == set(TINY.sorts)


def test_success_the_canary_is_found() -> None:
    (canary,) = canaries(COMPUTE)
    assert canary.found


@pytest.fixture(scope="module")
def smallest() -> Exploration:
    return explore(COMPUTE, SMALLEST)


def test_any_number_of_processes_has_the_same_result(smallest: Exploration) -> None:
    assert explore(COMPUTE, SMALLEST, processes=2).result() == smallest.result()


def test_a_search_goes_on_in_the_world_where_it_was_stopped(smallest: Exploration, tmp_path: Path) -> None:
    def stop(so_far: Exploration) -> None:
        if len(so_far.worlds) == 2 and so_far.depth > 3:
            raise KeyboardInterrupt

    stopped = explore(COMPUTE, SMALLEST, folder=tmp_path / "kept", watch=stop)
    assert stopped.interrupted and not stopped.complete and len(stopped.worlds) == 2
    resumed = explore(COMPUTE, SMALLEST, folder=tmp_path / "kept", resume=True)
    assert resumed.resumed and resumed.result() == smallest.result()
    assert not (tmp_path / "kept").exists()


def test_a_violation_names_the_world_that_shows_it() -> None:
    with mutated(proposals.count_late, "p.late_votes = 0", "pass"):
        result = explore(COMPUTE, TINY, wanted=frozenset({"SES-GOV-03"}))
        told = retell(COMPUTE, TINY, result.found[0])
    assert result.found[0].world == VOTES.name and told.confirmed


# ---------------------------------------------------------------- against a plain search


@pytest.mark.parametrize(
    ("chosen", "levels"), [(SESSIONS, 4), (PAUSES, 4), (HOSTS, 5)], ids=["sessions", "pauses", "hosts"]
)
def test_a_world_has_the_states_of_a_plain_search(chosen: Preset, levels: int) -> None:
    plain = Plainly(COMPUTE.actions, COMPUTE.catalogue, replace(chosen, symmetries=()))
    states = plain.states(levels)
    found = known_to(crew_after(COMPUTE, replace(chosen, symmetries=()), levels))
    assert len(states) > 20
    assert {vector: len(path) // 4 for vector, path in found.items()} == states
    assert plain.failures == set()


def test_symmetry_drops_only_what_differs_by_a_renaming() -> None:
    size = SessionSize(
        "pairs",
        sessions=2,
        hosts=("host", "rival_host"),
        depositors=("depositor", "other_depositor"),
        assets=ASSETS[:1],
        alike=True,
        claims=((0, 100),),
        sparse=True,
    )
    chosen = world(size)
    whole = known_to(crew_after(COMPUTE, replace(chosen, symmetries=()), 4))
    kept = crew_after(COMPUTE, chosen, 4)
    with kept._model.running():
        canonical = {kept._model.symmetry.canonical(vector) for vector in whole}
    assert set(known_to(kept)) == canonical
    assert len(canonical) < len(whole) / 2
