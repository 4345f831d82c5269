"""Governance: who proposes, which votes count, when it is executed, and what an emergency is."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.errors import (
    InvalidDuration,
    InvalidLimits,
    NotAuthorized,
    OwnableUnauthorizedAccount,
    ZeroAddress,
)
from spec.compute.governance_errors import (
    AlreadyVoted,
    BelowProposalThreshold,
    EmergencyTooSoon,
    ExecutionTooEarly,
    FailedCall,
    InvalidProposalState,
    NoUpdates,
    NoVotes,
    ProposalNotFound,
    QuorumNotReached,
    TargetNotAllowed,
    TargetNotPausable,
    TooManyUpdates,
    UnknownAction,
)
from spec.compute.governance_types import ParameterUpdate, ProposalState
from spec.compute.selectors import (
    SET_ARBITER,
    SET_AUTO_RECOVERY_PERIOD,
    SET_DISPUTE_WINDOW,
    SET_FAILURE_THRESHOLD,
    SET_FEE,
)
from spec.core.errors import MalformedArguments
from tests.spec.compute.scene import (
    ADMIN,
    DAY,
    ESCROW,
    FAB,
    GOVERNANCE,
    HOST,
    MARKET,
    NODES,
    OTHER,
    OWNER,
    RIVAL,
    STRANGER,
    TOKEN,
    USER,
    VOTING_PERIOD,
    ZERO,
    Scene,
    named,
)

FEE = ParameterUpdate(ESCROW, SET_FEE, "fee", 800)
THRESHOLD = ParameterUpdate(MARKET, SET_FAILURE_THRESHOLD, "threshold", 9)
RECOVERY = ParameterUpdate(MARKET, SET_AUTO_RECOVERY_PERIOD, "recovery", 7200)
EVERY_LIST = (FEE, THRESHOLD, RECOVERY)


@pytest.fixture
def scene() -> Scene:
    scene = Scene(hosts=False)
    for update in EVERY_LIST:
        scene.must(OWNER, "set_allowed", update.target_contract, update.function_selector, True)
    scene.must(OWNER, "set_pointer", ESCROW, SET_ARBITER)
    scene.must(OWNER, "set_emergency_target", MARKET, True)
    scene.must(OWNER, "set_emergency_admin", ADMIN, True)
    for voter in (USER, OTHER, HOST):
        scene.must(voter, "delegate", voter)
    scene.block += 1
    return scene


def proposed(scene: Scene, *updates: ParameterUpdate) -> int:
    """A proposal whose vote is open."""
    proposal_id: int = scene.must(USER, "propose_parameter_update", updates or (FEE,), "why").returned
    scene.block += 2
    return proposal_id


def queued(scene: Scene, *updates: ParameterUpdate) -> int:
    """An accepted proposal that can be executed."""
    proposal_id = proposed(scene, *updates)
    scene.must(USER, "cast_vote", proposal_id, True)
    scene.block += VOTING_PERIOD
    scene.must(STRANGER, "queue", proposal_id)
    scene.now += 2 * DAY
    return proposal_id


def state_of(scene: Scene, proposal_id: int) -> ProposalState:
    return ProposalState(scene.view("proposal_state", proposal_id))


def test_success_a_vote_changes_parameters(scene: Scene) -> None:
    proposal_id = scene.must(USER, "propose_parameter_update", EVERY_LIST, "why").returned
    assert (proposal_id, state_of(scene, 1)) == (1, ProposalState.PENDING)
    scene.block += 1
    assert state_of(scene, 1) == ProposalState.PENDING
    scene.block += 1
    assert state_of(scene, 1) == ProposalState.ACTIVE
    scene.must(USER, "cast_vote", 1, True)
    scene.must(OTHER, "cast_vote", 1, False)
    scene.must(HOST, "cast_vote", 1, True)
    scene.block += VOTING_PERIOD
    assert state_of(scene, 1) == ProposalState.SUCCEEDED
    assert named(scene.must(STRANGER, "queue", 1)) == ["ProposalQueued"]
    scene.now += 2 * DAY
    assert named(scene.must(STRANGER, "execute", 1))[-1] == "ProposalExecuted"
    assert (scene.state.escrow_fee_bps, scene.state.failure_threshold, scene.state.recovery_period) == (800, 9, 7200)
    assert (state_of(scene, 1), scene.view("get_updates", 1)) == (ProposalState.EXECUTED, EVERY_LIST)


def test_success_only_the_snapshot_counts(scene: Scene) -> None:
    proposal_id = proposed(scene)
    scene.must(USER, "transfer", STRANGER, 150_000 * FAB)
    scene.must(STRANGER, "delegate", STRANGER)
    scene.must(USER, "cast_vote", proposal_id, True)
    assert scene.view("governance_proposal", proposal_id)[4:6] == (150_000 * FAB, 0)
    scene.refuses(NoVotes, proposal_id, STRANGER).call(STRANGER, "cast_vote", proposal_id, True)
    scene.refuses(AlreadyVoted, proposal_id, USER).call(USER, "cast_vote", proposal_id, True)


def test_success_an_upgrade_needs_four_fifths(scene: Scene) -> None:
    scene.must(OWNER, "transfer", OTHER, 400_000 * FAB)
    scene.must(USER, "transfer", OTHER, 50_000 * FAB)
    scene.block += 1
    for wanted in (True, False):
        proposal_id = scene.must(USER, "propose_contract_upgrade", ESCROW, STRANGER, "why").returned
        scene.block += 2
        scene.must(OTHER, "cast_vote", proposal_id, wanted)
        scene.must(USER, "cast_vote", proposal_id, not wanted)
        scene.block += VOTING_PERIOD
        assert state_of(scene, proposal_id) == (ProposalState.SUCCEEDED if wanted else ProposalState.DEFEATED)
    scene.must(STRANGER, "queue", 1)
    scene.now += 2 * DAY
    scene.must(STRANGER, "execute", 1)
    assert scene.state.arbiter == STRANGER


def test_success_emergencies_pause_for_a_week(scene: Scene) -> None:
    scene.must(ADMIN, "execute_emergency_action", "pause", MARKET)
    assert scene.view("paused")
    scene.now += 7 * DAY
    assert not scene.view("paused")
    until = scene.now + 23 * DAY
    scene.refuses(EmergencyTooSoon, MARKET, until).call(ADMIN, "execute_emergency_action", "pause", MARKET)
    scene.now = until
    scene.must(ADMIN, "execute_emergency_action", "pause", MARKET)


def test_success_a_proposal_can_be_withdrawn(scene: Scene) -> None:
    proposal_id = queued(scene)
    scene.refuses(NotAuthorized).call(STRANGER, "cancel", proposal_id)
    scene.must(USER, "cancel", proposal_id)
    cancelled = (proposal_id, ProposalState.CANCELLED)
    scene.refuses(InvalidProposalState, *cancelled).call(STRANGER, "execute", proposal_id)
    scene.refuses(InvalidProposalState, *cancelled).call(USER, "cancel", proposal_id)


def test_invalid_proposals(scene: Scene) -> None:
    scene.refuses(BelowProposalThreshold, 0, 10_000 * FAB).call(STRANGER, "propose_parameter_update", (), "")
    scene.refuses(NoUpdates).call(USER, "propose_parameter_update", (), "")
    scene.refuses(TooManyUpdates, 11, 10).call(USER, "propose_parameter_update", (FEE,) * 11, "")
    unknown = FEE._replace(target_contract=NODES)
    scene.refuses(TargetNotAllowed, NODES, SET_FEE).call(USER, "propose_parameter_update", (FEE, unknown), "")
    scene.refuses(ZeroAddress).call(USER, "propose_contract_upgrade", NODES, ZERO, "")
    scene.refuses(TargetNotAllowed, NODES, bytes(4)).call(USER, "propose_contract_upgrade", NODES, USER, "")
    scene.must(RIVAL, "delegate", RIVAL)
    scene.refuses(BelowProposalThreshold, 0, 10_000 * FAB).call(RIVAL, "propose_parameter_update", (FEE,), "")


def test_invalid_votes_and_queue(scene: Scene) -> None:
    scene.refuses(ProposalNotFound, 1).call(USER, "cast_vote", 1, True)
    proposal_id = proposed(scene)
    active = (proposal_id, ProposalState.ACTIVE)
    scene.refuses(InvalidProposalState, *active).call(USER, "queue", proposal_id)
    scene.block += VOTING_PERIOD
    defeated = (proposal_id, ProposalState.DEFEATED)
    scene.refuses(InvalidProposalState, *defeated).call(USER, "cast_vote", proposal_id, True)
    scene.refuses(QuorumNotReached).call(USER, "queue", proposal_id)
    proposal_id = proposed(scene)
    scene.must(USER, "cast_vote", proposal_id, False)
    scene.block += VOTING_PERIOD
    scene.refuses(InvalidProposalState, proposal_id, ProposalState.DEFEATED).call(USER, "queue", proposal_id)


def test_invalid_executions(scene: Scene) -> None:
    proposal_id = queued(scene)
    scene.now -= 1
    scene.refuses(ExecutionTooEarly, proposal_id, scene.now + 1).call(USER, "execute", proposal_id)
    scene.now += 1
    scene.must(OWNER, "set_allowed", ESCROW, SET_FEE, False)
    scene.refuses(TargetNotAllowed, ESCROW, SET_FEE).call(USER, "execute", proposal_id)
    scene.must(OWNER, "set_allowed", ESCROW, SET_FEE, True)
    scene.must(OWNER, "set_escrow_governance", STRANGER)
    scene.refuses(NotAuthorized).call(USER, "execute", proposal_id)
    scene.now += 14 * DAY + 1
    scene.refuses(InvalidProposalState, proposal_id, ProposalState.EXPIRED).call(USER, "execute", proposal_id)


@pytest.mark.parametrize(
    ("update", "error", "values"),
    [
        (THRESHOLD._replace(new_value=0), InvalidLimits, (0, 1_000_000)),
        (RECOVERY._replace(new_value=1), InvalidDuration, (1,)),
        (ParameterUpdate(MARKET, SET_DISPUTE_WINDOW, "", 1), OwnableUnauthorizedAccount, (GOVERNANCE,)),
        (ParameterUpdate(TOKEN, SET_FEE, "", 1), FailedCall, ()),
    ],
)
def test_invalid_setters(scene: Scene, update: ParameterUpdate, error: Any, values: tuple[Any, ...]) -> None:
    scene.must(OWNER, "set_allowed", update.target_contract, update.function_selector, True)
    proposal_id = queued(scene, FEE, update)
    scene.refuses(error, *values).call(USER, "execute", proposal_id)
    assert scene.state.escrow_fee_bps == 500


def test_invalid_emergencies(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(OWNER, "execute_emergency_action", "unpause", NODES)
    scene.refuses(UnknownAction, "unpause").call(ADMIN, "execute_emergency_action", "unpause", NODES)
    scene.refuses(TargetNotPausable, NODES).call(ADMIN, "execute_emergency_action", "pause", NODES)
    scene.must(OWNER, "set_emergency_target", NODES, True)
    scene.refuses(MalformedArguments).call(ADMIN, "execute_emergency_action", "pause", NODES)


@pytest.mark.parametrize(
    ("action", "rest"),
    [
        ("set_allowed", (SET_FEE, True)),
        ("set_pointer", (SET_FEE,)),
        ("set_emergency_target", (True,)),
        ("set_emergency_admin", (True,)),
    ],
)
def test_invalid_lists(scene: Scene, action: str, rest: tuple[Any, ...]) -> None:
    scene.refuses(OwnableUnauthorizedAccount, STRANGER).call(STRANGER, action, ZERO, *rest)
    scene.refuses(ZeroAddress).call(OWNER, action, ZERO, *rest)
