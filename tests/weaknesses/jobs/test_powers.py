"""Attacks by voters, emergency admins and guardians, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from tests.contracts.compute.agency import EXECUTION_DELAY, SET_FEE, VOTING_PERIOD, Agency, JobStatus, selector
from tests.contracts.compute.exchange import DAY, FAB
from tests.weaknesses.jobs.bureau import ours, said, weak

PAUSE = 7 * DAY


def voting(x: Agency, account: str, whole: int, wei: int = 0) -> None:
    """Give an account FAB that votes for itself."""
    x.rule(x.fab, "transfer", account, whole * FAB + wei)
    x.do(x.fab, "delegate", account, by=account)
    x.blocks(1)


def fee_update(x: Agency, fee: int) -> list[tuple[str, bytes, str, int]]:
    """A proposal's only update."""
    return [(x.escrow.address, selector(SET_FEE), "fee", fee)]


def test_w_l18_vote_of_one_wei_changes_nothing() -> None:
    def seize(x: Agency) -> tuple[int, int, str | None]:
        """The fee after an outsider's vote, seconds that it took, and what refuses it."""
        voting(x, x.outsider, 0, wei=1)
        began = x.world.now
        refusal = x.attempt(x.governance, "proposeParameterUpdate", fee_update(x, 0), "mine", by=x.outsider)
        if refusal is None:
            x.pass_vote(1, x.outsider)
            x.do(x.governance, "execute", 1, by=x.outsider)
        return x.read(x.escrow, "feeBasisPoints"), x.world.now - began, said(refusal)

    assert seize(weak("W-L18")) == (0, (VOTING_PERIOD + 3) * 12, None)
    assert seize(ours()) == (1_000, 0, "BelowProposalThreshold")


def test_w_l18_vote_without_a_quorum_changes_nothing() -> None:
    def outvote_nobody(x: Agency) -> tuple[int, str | None]:
        """The fee after a vote of two per cent of all FAB, and what refuses it."""
        voting(x, x.outsider, 20_000)
        x.do(x.governance, "proposeParameterUpdate", fee_update(x, 0), "mine", by=x.outsider)
        x.blocks(2)
        x.do(x.governance, "castVote", 1, True, by=x.outsider)
        x.blocks(VOTING_PERIOD + 1)
        refusal = x.attempt(x.governance, "queue", 1, by=x.outsider)
        x.attempt(x.governance, "execute", 1, by=x.outsider)
        return x.read(x.escrow, "feeBasisPoints"), said(refusal)

    assert outvote_nobody(weak("W-L18")) == (0, None)
    assert outvote_nobody(ours()) == (1_000, "Quorum not reached")


def test_w_l19_fab_does_not_vote_twice_by_moving_on() -> None:
    def vote_and_move(x: Agency) -> tuple[int, str | None]:
        """FAB counted for a proposal of which 300,000 exist in the voter's hands, and what refuses the second vote."""
        x.do(x.fab, "delegate", x.outsider, by=x.outsider)
        x.propose((x.escrow.address, selector(SET_FEE), 0))
        x.blocks(2)
        x.do(x.governance, "castVote", 1, True, by=x.whale)
        x.do(x.fab, "transfer", x.outsider, 300_000 * FAB, by=x.whale)
        refusal = x.attempt(x.governance, "castVote", 1, True, by=x.outsider)
        return x.read(x.governance, "getProposal", 1)[4] // FAB, said(refusal)

    assert vote_and_move(weak("W-L19")) == (600_000, None)
    assert vote_and_move(ours()) == (300_000, "NoVotes")


def test_w_l20_decision_of_last_year_is_not_executed() -> None:
    def execute_late(x: Agency) -> tuple[int, str | None]:
        """The fee a year after a vote that nobody executed, and what refuses it."""
        x.pass_vote(x.propose((x.escrow.address, selector(SET_FEE), 1)))
        x.world.advance(365 * DAY)
        refusal = x.attempt(x.governance, "execute", 1, by=x.outsider)
        return x.read(x.escrow, "feeBasisPoints"), said(refusal)

    assert execute_late(weak("W-L20")) == (1, None)
    assert execute_late(ours()) == (1_000, "InvalidProposalState")


def test_w_l20_vote_calls_nothing_that_is_not_listed() -> None:
    def pause_by_vote(x: Agency) -> tuple[bool, str | None]:
        """Whether a vote pauses the marketplace past the emergency role and its limits, and what refuses it."""
        call = [(x.market.address, selector("emergencyPauseFor(uint256)"), "pause", PAUSE)]
        refusal = x.attempt(x.governance, "proposeParameterUpdate", call, "pause", by=x.whale)
        if refusal is None:
            x.pass_vote(1)
            x.world.advance(EXECUTION_DELAY)
            x.do(x.governance, "execute", 1, by=x.outsider)
        return x.read(x.market, "paused"), said(refusal)

    assert pause_by_vote(weak("W-L20")) == (True, None)
    assert pause_by_vote(ours()) == (False, "TargetNotAllowed")


def test_w_l20_proposer_can_take_back_what_was_decided() -> None:
    """Ours doesn't prevent it: until the decision is executed, its proposer alone can cancel it."""
    x = ours()
    x.pass_vote(x.propose((x.escrow.address, selector(SET_FEE), 1)))
    x.world.advance(EXECUTION_DELAY)
    x.do(x.governance, "cancel", 1, by=x.whale)
    assert x.refused(x.governance, "execute", 1, by=x.outsider)[0] == "InvalidProposalState"
    assert x.read(x.escrow, "feeBasisPoints") == 1_000


def test_w_l21_emergency_admin_cannot_keep_the_marketplace_paused() -> None:
    def pause_on(x: Agency) -> tuple[bool, str | None]:
        """Whether the marketplace is paused a month after the first emergency pause, and what refuses the second."""
        refusals = []
        for _ in range(4):
            told = ("pause", x.market.address)
            refusals.append(x.attempt(x.governance, "executeEmergencyAction", *told, by=x.admin))
            x.world.advance(PAUSE)
        x.attempt(x.governance, "executeEmergencyAction", *told, by=x.admin)
        return x.read(x.market, "paused"), said(refusals[1])

    assert pause_on(weak("W-L21")) == (True, None)
    assert pause_on(ours()) == (False, "EmergencyTooSoon")


def test_w_l21_misspelt_emergency_action_does_not_pass_for_done() -> None:
    def misspell(x: Agency) -> tuple[bool, str | None]:
        refusal = x.attempt(x.governance, "executeEmergencyAction", "Pause", x.market.address, by=x.admin)
        return x.read(x.market, "paused"), said(refusal)

    assert misspell(weak("W-L21")) == (False, None)
    assert misspell(ours()) == (False, "UnknownAction")


def test_w_l22_guardian_cannot_lift_the_owners_pause() -> None:
    def lift(x: Agency) -> tuple[bool, str | None]:
        """Whether the marketplace is still paused in the second of the owner's pause, and what refuses to lift it."""
        x.rule(x.market, "emergencyPause", "attack")
        refusal = x.attempt(x.market, "setCircuitBreakerLevel", 1, by=x.guardian)
        return x.read(x.market, "paused"), said(refusal)

    assert lift(weak("W-L22")) == (False, None)
    x = ours()
    assert lift(x) == (True, "Unauthorized")
    assert said(x.attempt(x.market, "setCircuitBreakerLevel", 1, by=x.owner)) == "Cooldown period not elapsed"


def test_w_l23_pause_stops_claims() -> None:
    def claim(x: Agency) -> tuple[int, str | None]:
        """The status of a job that a host claims during a pause, and what refuses the claim."""
        job = x.post()
        x.rule(x.market, "pause")
        refusal = x.attempt(x.market, "claimJob", job, by=x.host)
        return x.status(job), said(refusal)

    assert claim(weak("W-L23")) == (JobStatus.CLAIMED, None)
    assert claim(ours()) == (JobStatus.POSTED, "Contract is paused")


def test_w_l23_failures_do_pause_the_marketplace() -> None:
    def fail(x: Agency) -> bool:
        """Whether the marketplace is paused after as many failures as were set."""
        x.rule(x.market, "setFailureThreshold", 2)
        for job in (x.post(1), x.post(1)):
            x.claim(job)
            x.do(x.market, "failJob", job, by=x.host)
        return bool(x.read(x.market, "paused"))

    assert not fail(weak("W-L23"))
    assert fail(ours())
