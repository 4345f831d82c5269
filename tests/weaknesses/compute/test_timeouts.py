"""Attacks with windows, ends, pauses and unbonding, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from tests.contracts.compute.exchange import COOLDOWN, DAY, FAB, text
from tests.weaknesses.compute.bourse import Bourse, net, ours, weak


def test_w_s05_host_cannot_claim_and_complete_in_the_same_second() -> None:
    def claim_and_run(x: Bourse) -> tuple[int, str | None]:
        """What the host has earned within a second of its claim, and what refuses the completion."""
        job = x.open()
        x.world.advance(60)
        x.do(x.market, "submitProofOfWork", job, 1_000, x.proof(job, 1_000), by=x.host)
        refusal = x.attempt(x.market, "completeSessionJob", job, by=x.host)
        return x.earned(), refusal and refusal[0]

    assert claim_and_run(weak("W-S05")) == (net(1_000), None)
    assert claim_and_run(ours()) == (0, "DisputeWindowOpen")


def test_w_s06_host_cannot_claim_after_the_session_has_ended() -> None:
    def claim_late(x: Bourse) -> tuple[int, str | None]:
        """What the host earns with a claim that comes a second after the end, and what refuses it."""
        job = x.open(duration=3_600)
        x.world.advance(3_601)
        refusal = x.attempt(x.market, "submitProofOfWork", job, 1_000, x.proof(job, 1_000), by=x.host)
        x.world.advance(30)
        x.do(x.market, "completeSessionJob", job, by=x.host)
        return x.earned(), refusal and refusal[0]

    assert claim_late(weak("W-S06")) == (net(1_000), None)
    assert claim_late(ours()) == (0, "SessionExpired")


def test_w_s07_pause_does_not_run_the_hosts_clock() -> None:
    def pause(x: Bourse) -> tuple[int, str | None]:
        """What the host earns with a proof that a pause held up, and what refuses the timeout before it."""
        job = x.open(duration=DAY)
        x.world.advance(100)
        x.do(x.market, "pause", by=x.owner)
        proof = x.proof(job, 1_000)
        assert x.refused(x.market, "submitProofOfWork", job, 1_000, proof, by=x.host) == text("Paused")
        x.world.advance(COOLDOWN)
        x.do(x.market, "unpause", by=x.owner)
        refusal = x.attempt(x.market, "triggerSessionTimeout", job, by=x.outsider)
        if refusal is not None:
            x.do(x.market, "submitProofOfWork", job, 1_000, proof, by=x.host)
            x.world.advance(30)
            x.do(x.market, "completeSessionJob", job, by=x.host)
        return x.earned(), refusal and refusal[1][0]

    assert pause(weak("W-S07")) == (0, None)
    assert pause(ours()) == (net(1_000), "Session not timed out")


def slash(x: Bourse, amount: int) -> str | None:
    """Slash the host; with which error that is refused."""
    refusal = x.attempt(x.nodes, "slashStake", x.host, amount * FAB, "cid", "reason", by=x.owner)
    return refusal and refusal[0]


def test_w_s11_host_cannot_take_its_stake_out_of_a_live_session() -> None:
    def run_away(x: Bourse) -> tuple[int, str | None, str | None]:
        """FAB that the host takes away in the middle of a session, what refuses it, and what refuses a slash."""
        x.open()
        before = x.fab_of(x.host)
        x.do(x.nodes, "unregisterNode", by=x.host)
        refusal = x.attempt(x.nodes, "withdrawStake", by=x.host)
        return (x.fab_of(x.host) - before) // FAB, refusal and refusal[0], slash(x, 500)

    assert run_away(weak("W-S11")) == (1_000, None, "NothingStaked")
    x = ours()
    assert run_away(x) == (0, "SessionsStillOpen", None)
    x.do(x.market, "cancelSession", 1, by=x.depositor)
    x.world.advance(7 * DAY - 1)
    assert x.refused(x.nodes, "withdrawStake", by=x.host) == ("StakeLocked", (x.world.now + 1,))


def test_w_s24_host_cannot_leave_between_two_slashes() -> None:
    def leave(x: Bourse) -> tuple[int, str | None]:
        """FAB that a host takes away an hour after it was slashed for the first time, and what refuses it."""
        before = x.fab_of(x.host)
        x.do(x.nodes, "unregisterNode", by=x.host)
        x.world.advance(7 * DAY - 3_600)
        assert slash(x, 500) is None
        x.world.advance(3_600)
        assert slash(x, 250) == "SlashTooSoon"
        refusal = x.attempt(x.nodes, "withdrawStake", by=x.host)
        return (x.fab_of(x.host) - before) // FAB, refusal and refusal[0]

    assert leave(weak("W-S24")) == (500, None)
    x = ours()
    assert leave(x) == (0, "StakeLocked")
    x.world.advance(DAY)
    assert slash(x, 250) is None
