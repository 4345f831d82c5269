"""Votes on models: what counts, how long, who gets what back, and that no vote which can leave is ever counted."""

from __future__ import annotations

import pytest

from spec.compute.errors import ZeroAmount
from spec.compute.model_errors import (
    AlreadyExecuted,
    EmptyModelName,
    ERC20InsufficientAllowance,
    ERC20InsufficientBalance,
    ModelExists,
    NoVotesToWithdraw,
    OldVotesLocked,
    ProposalHasLapsed,
    ProposalLive,
    ProposalNotFound,
    ProposalNotLapsed,
    ReproposalTooSoon,
    VotingEnded,
    VotingStillActive,
)
from spec.compute.types import Tier
from tests.spec.compute.scene import (
    DAY,
    FAB,
    HOST,
    MODELS,
    NOW,
    OTHER,
    RIVAL,
    SECOND,
    SHA,
    STRANGER,
    USER,
    Scene,
    named,
)

END = NOW + 3 * DAY
HOUR = 3600


@pytest.fixture
def scene() -> Scene:
    scene = Scene(hosts=False)
    scene.propose()
    return scene


def vote(scene: Scene, amount: int, *, by: str = HOST, support: bool = True) -> list[str]:
    return named(scene.must(by, "vote_on_proposal", SECOND, amount * FAB, support))


def test_success_proposal_takes_its_fee() -> None:
    scene = Scene(hosts=False)
    outcome = scene.propose()
    assert (outcome.returned, named(outcome)) == (SECOND, ["Transfer", "ModelProposed"])
    assert scene.view("get_proposal", SECOND) == (1, USER, 0, 0, END, 0, 0, False)
    assert scene.view("get_proposed_model", SECOND) == ("lab/large", "large.gguf", SHA)
    assert scene.held() == (0, 0, 0)


def test_success_approval_adds_the_model_and_returns_the_fee(scene: Scene) -> None:
    assert vote(scene, 100_000) == ["Transfer", "VoteCast"]
    vote(scene, 99_999, by=OTHER, support=False)
    scene.now = END + 1
    before = scene.view("balance_of", USER)
    outcome = scene.must(STRANGER, "execute_proposal", SECOND)
    assert (named(outcome), outcome.events[-1].values) == (["Transfer", "ProposalExecuted"], (SECOND, True))
    assert scene.view("get_model", SECOND)[3:] == (Tier.COMMUNITY, True, END + 1)
    assert scene.view("balance_of", USER) == before + 100 * FAB
    assert (scene.view("last_closed", SECOND), scene.held()) == (END + 1, (0, 0, 0))


@pytest.mark.parametrize(("votes_for", "votes_against"), [(99_999, 0), (100_000, 100_000), (0, 0)])
def test_success_rejection_keeps_the_fee(scene: Scene, votes_for: int, votes_against: int) -> None:
    for amount, voter, support in ((votes_for, HOST, True), (votes_against, OTHER, False)):
        if amount:
            vote(scene, amount, by=voter, support=support)
    scene.now = END + 1
    outcome = scene.must(STRANGER, "execute_proposal", SECOND)
    assert (named(outcome), outcome.events[-1].values) == (["ProposalExecuted"], (SECOND, False))
    assert (scene.view("is_model_approved", SECOND), scene.view("sweepable_fees")) == (False, 100 * FAB)
    assert scene.held() == (0, 0, 0)


def test_success_late_votes_make_the_voting_longer_three_times(scene: Scene) -> None:
    scene.now = END - 4 * HOUR - 1
    assert vote(scene, 10_000) == ["Transfer", "VoteCast"]
    for count in (1, 2, 3):
        scene.now = scene.proposal().end_time - 4 * HOUR
        assert vote(scene, 9_999) == ["Transfer", "VoteCast"]
        assert vote(scene, 1, by=OTHER, support=False) == ["Transfer", "VoteCast", "VotingExtended"]
        assert (scene.proposal().end_time, scene.proposal().late_votes) == (END + count * DAY, 0)
    scene.now = scene.proposal().end_time
    assert vote(scene, 20_000, by=RIVAL) == ["Transfer", "VoteCast"]
    assert scene.view("get_proposal", SECOND)[4:7] == (END + 3 * DAY, 3, 20_000 * FAB)


def test_success_votes_come_back_after_execution_or_lapse(scene: Scene) -> None:
    vote(scene, 5)
    scene.now = END + 1
    scene.must(USER, "execute_proposal", SECOND)
    assert named(scene.must(HOST, "withdraw_votes", SECOND)) == ["Transfer", "VotesWithdrawn"]
    assert (scene.view("get_votes", SECOND, HOST), scene.state.locked_votes.total()) == ((1, 0), 0)
    assert scene.held() == (0, 0, 0)


def test_success_lapsed_votes_come_back_and_count_no_more(scene: Scene) -> None:
    vote(scene, 100_000)
    scene.now = END + 7 * DAY
    scene.refuses(VotingStillActive).call(HOST, "withdraw_votes", SECOND)
    scene.now += 1
    scene.must(HOST, "withdraw_votes", SECOND)
    scene.refuses(ProposalHasLapsed, SECOND).call(USER, "execute_proposal", SECOND)
    assert named(scene.must(USER, "lapse_proposal", SECOND)) == ["ProposalLapsed"]
    assert scene.view("last_closed", SECOND) == END + 7 * DAY


def test_success_second_proposal_closes_a_lapsed_one(scene: Scene) -> None:
    vote(scene, 5)
    closed = END + 7 * DAY
    scene.now = closed
    scene.refuses(ProposalLive, SECOND).call(USER, "propose_model", "lab/large", "large.gguf", SHA)
    scene.now = closed + 30 * DAY - 1
    scene.refuses(ReproposalTooSoon, SECOND, closed + 30 * DAY).call(
        USER, "propose_model", "lab/large", "large.gguf", SHA
    )
    scene.now += 1
    assert named(scene.propose(by=OTHER)) == ["ProposalLapsed", "Transfer", "ModelProposed"]
    scene.refuses(OldVotesLocked, SECOND, 1).call(HOST, "vote_on_proposal", SECOND, 1, True)
    scene.must(HOST, "withdraw_votes", SECOND)
    vote(scene, 5)
    assert (scene.view("get_votes", SECOND, HOST), scene.proposal().votes_for) == ((2, 5 * FAB), 5 * FAB)
    assert scene.held() == (0, 0, 0)


def test_invalid_proposals(scene: Scene) -> None:
    scene.refuses(EmptyModelName).call(USER, "propose_model", "", "f", SHA)
    scene.refuses(ModelExists, scene.view("model_id_at", 0)).call(USER, "propose_model", "lab/tiny", "tiny.gguf", SHA)
    scene.refuses(ProposalLive, SECOND).call(USER, "propose_model", "lab/large", "large.gguf", SHA)
    scene.refuses(ERC20InsufficientAllowance, MODELS, 0, 100 * FAB).call(STRANGER, "propose_model", "a", "b", SHA)
    scene.must(STRANGER, "approve", MODELS, 100 * FAB)
    scene.refuses(ERC20InsufficientBalance, STRANGER, 0, 100 * FAB).call(STRANGER, "propose_model", "a", "b", SHA)


def test_invalid_votes(scene: Scene) -> None:
    unknown = bytes(32)
    scene.refuses(ProposalNotFound, unknown).call(HOST, "vote_on_proposal", unknown, 1, True)
    scene.refuses(ZeroAmount).call(HOST, "vote_on_proposal", SECOND, 0, True)
    scene.refuses(ERC20InsufficientAllowance, MODELS, 0, 1).call(STRANGER, "vote_on_proposal", SECOND, 1, True)
    scene.must(STRANGER, "approve", MODELS, 1)
    scene.refuses(ERC20InsufficientBalance, STRANGER, 0, 1).call(STRANGER, "vote_on_proposal", SECOND, 1, True)
    scene.now = END + 1
    scene.refuses(VotingEnded, SECOND, END).call(HOST, "vote_on_proposal", SECOND, 0, True)
    scene.must(USER, "execute_proposal", SECOND)
    scene.refuses(AlreadyExecuted).call(HOST, "vote_on_proposal", SECOND, 1, True)


def test_invalid_ends(scene: Scene) -> None:
    unknown = bytes(32)
    vote(scene, 1)
    for action in ("execute_proposal", "lapse_proposal"):
        scene.refuses(ProposalNotFound, unknown).call(USER, action, unknown)
    scene.refuses(NoVotesToWithdraw, SECOND, USER).call(USER, "withdraw_votes", SECOND)
    scene.refuses(VotingStillActive).call(HOST, "withdraw_votes", SECOND)
    scene.now = END
    scene.refuses(VotingStillActive).call(USER, "execute_proposal", SECOND)
    scene.refuses(ProposalNotLapsed, SECOND, END + 7 * DAY).call(USER, "lapse_proposal", SECOND)
    scene.now += 1
    scene.must(USER, "execute_proposal", SECOND)
    for action in ("execute_proposal", "lapse_proposal"):
        scene.refuses(AlreadyExecuted).call(USER, action, SECOND)
