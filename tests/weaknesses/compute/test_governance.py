"""Attacks on the vote about models, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from tests.contracts.compute.exchange import DAY, FAB, text
from tests.weaknesses.compute.bourse import Bourse, ours, weak

HASH = b"\x44" * 32
LAST_HOURS = 3_600


def propose(x: Bourse, repo: str = "new", file: str = "model") -> bytes:
    """Propose a model as the outsider, who gets what it costs; returns its id."""
    x.give_fab(x.outsider, 100)
    x.do(x.models, "proposeModel", repo, file, HASH, by=x.outsider)
    return x.read(x.models, "getModelId", repo, file)


def test_w_s20_votes_that_have_left_do_not_decide() -> None:
    def execute_late(x: Bourse) -> tuple[int, bool, str | None]:
        """FAB that the only voter has back, whether its model is approved, and what refuses the execution."""
        model = propose(x)
        x.give_fab(x.depositor, 100_000)
        x.do(x.models, "voteOnProposal", model, 100_000 * FAB, True, by=x.depositor)
        x.world.advance(10 * DAY + 1)
        x.do(x.models, "withdrawVotes", model, by=x.depositor)
        refusal = x.attempt(x.models, "executeProposal", model, by=x.depositor)
        return x.fab_of(x.depositor) // FAB, x.read(x.models, "isModelApproved", model), refusal and refusal[0]

    assert execute_late(weak("W-S20")) == (100_000, True, None)
    assert execute_late(ours()) == (100_000, False, "ProposalHasLapsed")


def test_w_s21_new_proposal_inherits_nothing_from_the_old_one() -> None:
    def propose_again(x: Bourse) -> tuple[str | None, int]:
        """What refuses an old voter its votes, and how often one late FAB extends the new vote."""
        model = propose(x)
        x.give_fab(x.depositor, 9_999)
        x.world.advance(3 * DAY - LAST_HOURS)
        x.do(x.models, "voteOnProposal", model, 9_999 * FAB, True, by=x.depositor)
        x.world.advance(38 * DAY)
        propose(x)
        x.give_fab(x.host, 1)
        x.world.advance(3 * DAY - LAST_HOURS)
        x.do(x.models, "voteOnProposal", model, FAB, True, by=x.host)
        refusal = x.attempt(x.models, "withdrawVotes", model, by=x.depositor)
        return refusal and refusal[1][0], x.read(x.models, "getProposal", model)[5]

    assert propose_again(weak("W-S21")) == ("Voting still active", 1)
    assert propose_again(ours()) == (None, 0)


def test_w_s22_two_models_do_not_share_an_id() -> None:
    def squat(x: Bourse) -> str | None:
        """What refuses the proposal of a/b in c, after one of a in b/c."""
        propose(x, "a", "b/c")
        x.give_fab(x.outsider, 100)
        refusal = x.attempt(x.models, "proposeModel", "a/b", "c", HASH, by=x.outsider)
        return refusal and refusal[0]

    assert squat(weak("W-S22")) == "ProposalLive"
    assert squat(ours()) is None


def test_w_s23_late_votes_cannot_prolong_a_vote_for_ever() -> None:
    def prolong(x: Bourse) -> tuple[int, int]:
        """How many days a whale who votes in the last second, again and again, keeps a vote open; how often it can."""
        model, opened, votes = propose(x), x.world.now, 0
        x.give_fab(x.depositor, 60_000)
        while votes < 6 and x.world.now <= (end := x.read(x.models, "getProposal", model)[4]):
            x.world.advance(end - x.world.now)
            x.do(x.models, "voteOnProposal", model, 10_000 * FAB, True, by=x.depositor)
            votes += 1
            if x.read(x.models, "getProposal", model)[4] == end:
                break
        return (x.read(x.models, "getProposal", model)[4] - opened) // DAY, votes

    assert prolong(weak("W-S23")) == (9, 6)
    x = ours()
    assert prolong(x) == (6, 4)
    x.world.advance(1)
    model = x.read(x.models, "getModelId", "new", "model")
    x.do(x.models, "executeProposal", model, by=x.host)
    assert x.refused(x.models, "voteOnProposal", model, FAB, True, by=x.depositor) == text("Already executed")


def test_w_s23_votes_below_the_threshold_come_in_the_last_second() -> None:
    """Ours doesn't prevent it: there is nobody left to answer 9,999 FAB against."""
    x = ours()
    model = propose(x)
    x.give_fab(x.depositor, 9_999)
    x.world.advance(3 * DAY)
    x.do(x.models, "voteOnProposal", model, 9_999 * FAB, False, by=x.depositor)
    assert x.read(x.models, "getProposal", model)[4] == x.world.now
