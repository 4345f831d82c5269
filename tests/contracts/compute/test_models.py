"""Models: the owner's, those by vote, and what becomes of votes and fees."""

from __future__ import annotations

import pytest

from tests.contracts.compute.exchange import DAY, FAB, Exchange, text

NAME = ("org/model", "weights.gguf", b"\x33" * 32)
ZERO = "0x" + "00" * 20


@pytest.fixture
def model(x: Exchange) -> bytes:
    """Id of a model that is proposed; owner and depositor hold FAB and let the registry pull it."""
    x.do(x.fab, "transfer", x.depositor, 300_000 * FAB, by=x.owner)
    for account in (x.owner, x.depositor):
        x.do(x.fab, "approve", x.models.address, 2**256 - 1, by=account)
    x.do(x.models, "proposeModel", *NAME, by=x.owner)
    found: bytes = x.read(x.models, "getModelId", *NAME[:2])
    return found


def vote(x: Exchange, model: bytes, amount: int, support: bool = True) -> None:
    x.do(x.models, "voteOnProposal", model, amount * FAB, support, by=x.depositor)


def test_success_model_ids_tell_repository_and_file_apart(x: Exchange) -> None:
    assert x.read(x.models, "getModelId", "a/b", "c") != x.read(x.models, "getModelId", "a", "b/c")


def test_success_models_of_the_owner(x: Exchange) -> None:
    batch = (["a", "repo", "a"], ["b", "file", "b"], [bytes(32)] * 3)
    receipt = x.do(x.models, "batchAddTrustedModels", *batch, by=x.owner)
    assert x.events(receipt) == ["ModelAdded"]
    ids = x.read(x.models, "getModelIds", 0, 9)
    assert ids == (x.model, x.read(x.models, "getModelId", "a", "b"))
    assert x.read(x.models, "getModelIds", 1, 1) == ids[1:]
    assert x.read(x.models, "getModel", ids[1]) == ("a", "b", bytes(32), 1, True, x.world.now)
    x.do(x.models, "deactivateModel", ids[1], by=x.owner)
    assert not x.read(x.models, "isModelApproved", ids[1])
    x.do(x.models, "reactivateModel", ids[1], by=x.owner)
    assert x.read(x.models, "isModelApproved", ids[1])


def test_invalid_models_of_the_owner(x: Exchange, model: bytes) -> None:
    add = ("repo", "file", bytes(32))
    denied = ("OwnableUnauthorizedAccount", (x.host,))
    assert x.refused(x.models, "addTrustedModel", *add, by=x.host) == denied
    assert x.refused(x.models, "addTrustedModel", "", *add[1:], by=x.owner) == ("EmptyModelName", ())
    assert x.refused(x.models, "addTrustedModel", *add, by=x.owner) == ("ModelExists", (x.model,))
    assert x.refused(x.models, "addTrustedModel", *NAME, by=x.owner) == ("ProposalLive", (model,))
    assert x.refused(x.models, "batchAddTrustedModels", ["a"], [], [], by=x.owner) == ("LengthMismatch", ())
    batch = (["a", "b"], ["a", ""], [bytes(32)] * 2)
    assert x.refused(x.models, "batchAddTrustedModels", *batch, by=x.owner) == ("EmptyModelName", ())
    assert x.refused(x.models, "deactivateModel", model, by=x.owner) == ("ModelNotFound", (model,))
    assert x.refused(x.models, "reactivateModel", model, by=x.owner) == ("ModelNotFound", (model,))
    assert x.refused(x.models, "setTreasury", ZERO, by=x.owner) == ("ZeroAddress", ())


def test_success_an_approved_proposal_adds_the_model_and_pays_the_fee_back(x: Exchange, model: bytes) -> None:
    end = x.world.now + 3 * DAY
    vote(x, model, 100_000)
    x.world.advance(3 * DAY)
    assert x.refused(x.models, "executeProposal", model, by=x.outsider) == text("Voting still active")
    assert x.refused(x.models, "withdrawVotes", model, by=x.depositor) == text("Voting still active")
    x.world.advance(1)
    late = (model, FAB, True)
    assert x.refused(x.models, "voteOnProposal", *late, by=x.depositor) == ("VotingEnded", (model, end))
    before = x.read(x.fab, "balanceOf", x.owner)
    receipt = x.do(x.models, "executeProposal", model, by=x.outsider)
    assert x.event(receipt, "ProposalExecuted") == {"modelId": model, "approved": True}
    assert x.read(x.fab, "balanceOf", x.owner) == before + 100 * FAB
    assert x.read(x.models, "getModel", model) == (*NAME, 2, True, x.world.now)
    assert x.refused(x.models, "executeProposal", model, by=x.outsider) == text("Already executed")
    assert x.refused(x.models, "lapseProposal", model, by=x.outsider) == text("Already executed")
    assert x.refused(x.models, "voteOnProposal", *late, by=x.depositor) == text("Already executed")
    x.do(x.models, "withdrawVotes", model, by=x.depositor)
    nothing = ("NoVotesToWithdraw", (model, x.depositor))
    assert x.refused(x.models, "withdrawVotes", model, by=x.depositor) == nothing
    assert x.read(x.fab, "balanceOf", x.models.address) == 0


@pytest.mark.parametrize(("votes_for", "votes_against"), [(99_999, 0), (100_000, 100_000)])
def test_success_a_rejected_proposals_fee_goes_to_the_treasury(
    x: Exchange, model: bytes, votes_for: int, votes_against: int
) -> None:
    vote(x, model, votes_for)
    if votes_against:
        vote(x, model, votes_against, False)
    x.world.advance(3 * DAY + 1)
    receipt = x.do(x.models, "executeProposal", model, by=x.outsider)
    assert not x.event(receipt, "ProposalExecuted")["approved"]
    assert not x.read(x.models, "isModelApproved", model)
    x.do(x.models, "sweepFees", by=x.outsider)
    assert x.read(x.fab, "balanceOf", x.treasury) == 100 * FAB
    assert x.refused(x.models, "sweepFees", by=x.outsider) == ("NothingToSweep", ())


def test_success_a_lapsed_proposal_frees_its_votes_and_can_never_be_executed(x: Exchange, model: bytes) -> None:
    vote(x, model, 200_000)
    end = x.world.now + 3 * DAY
    x.world.advance(10 * DAY)
    assert x.refused(x.models, "withdrawVotes", model, by=x.depositor) == text("Voting still active")
    lapses = ("ProposalNotLapsed", (model, end + 7 * DAY))
    assert x.refused(x.models, "lapseProposal", model, by=x.outsider) == lapses
    x.world.advance(1)
    x.do(x.models, "withdrawVotes", model, by=x.depositor)
    assert x.refused(x.models, "executeProposal", model, by=x.owner) == ("ProposalHasLapsed", (model,))
    too_soon = ("ReproposalTooSoon", (model, end + 37 * DAY))
    assert x.refused(x.models, "proposeModel", *NAME, by=x.owner) == too_soon
    x.world.advance(30 * DAY - 1)
    receipt = x.do(x.models, "proposeModel", *NAME, by=x.owner)
    assert x.events(receipt) == ["ProposalLapsed", "Transfer", "ModelProposed"]
    assert x.event(receipt, "ModelProposed")["nonce"] == 2
    assert x.read(x.models, "sweepableFees") == 100 * FAB


def test_success_votes_of_an_earlier_proposal_are_withdrawn_before_the_next_vote(x: Exchange, model: bytes) -> None:
    vote(x, model, 5)
    x.world.advance(3 * DAY + 1)
    x.do(x.models, "executeProposal", model, by=x.outsider)
    x.world.advance(30 * DAY)
    x.do(x.models, "proposeModel", *NAME, by=x.owner)
    locked = x.refused(x.models, "voteOnProposal", model, FAB, True, by=x.depositor)
    assert locked == ("OldVotesLocked", (model, 1))
    x.do(x.models, "withdrawVotes", model, by=x.depositor)
    vote(x, model, 1)
    assert x.read(x.models, "getVotes", model, x.depositor) == (2, FAB)
    assert x.read(x.models, "getProposal", model)[2] == FAB


def test_success_late_votes_move_the_end_three_times_at_most(x: Exchange, model: bytes) -> None:
    end = x.world.now + 3 * DAY
    x.world.advance(3 * DAY - 4 * 3_600 - 1)
    vote(x, model, 50_000)  # a second too early to count as late
    x.world.advance(1)
    vote(x, model, 9_999)
    for count in (1, 2, 3):
        receipt = x.send(x.models, "voteOnProposal", model, 10_000 * FAB, count != 2, by=x.depositor)
        assert x.events(receipt)[-2:] == ["VoteCast", "VotingExtended"]
        end += DAY
        assert x.event(receipt, "VotingExtended") == {"modelId": model, "endTime": end, "extensionCount": count}
        x.world.advance(DAY)
    vote(x, model, 20_000)
    assert x.read(x.models, "getProposal", model)[4:] == (end, 3, 20_000 * FAB, False)


def test_invalid_proposals_and_votes(x: Exchange, model: bytes) -> None:
    assert x.refused(x.models, "proposeModel", "a", "", bytes(32), by=x.owner) == ("EmptyModelName", ())
    exists = ("ModelExists", (x.model,))
    assert x.refused(x.models, "proposeModel", "repo", "file", bytes(32), by=x.owner) == exists
    assert x.refused(x.models, "proposeModel", *NAME, by=x.owner) == ("ProposalLive", (model,))
    poor = x.refused(x.models, "proposeModel", "a", "b", bytes(32), by=x.outsider)
    assert poor == ("ERC20InsufficientAllowance", (x.models.address, 0, 100 * FAB))
    unknown = ("ProposalNotFound", (x.model,))
    assert x.refused(x.models, "voteOnProposal", x.model, 0, True, by=x.owner) == unknown
    assert x.refused(x.models, "executeProposal", x.model, by=x.owner) == unknown
    assert x.refused(x.models, "lapseProposal", x.model, by=x.owner) == unknown
    assert x.refused(x.models, "voteOnProposal", model, 0, True, by=x.owner) == ("ZeroAmount", ())
    vote(x, model, 1)
    everything = x.refused(x.models, "voteOnProposal", model, 2**256 - 1, True, by=x.depositor)
    assert everything[0] == "ERC20InsufficientBalance"
