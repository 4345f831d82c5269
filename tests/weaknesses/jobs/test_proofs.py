"""Attacks with proofs, challenges and reputation, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from tests.contracts.compute.agency import CHALLENGE_PERIOD, ETHER, Agency, JobStatus, proof_of
from tests.contracts.compute.exchange import FAB
from tests.weaknesses.jobs.bureau import ours, said, weak

NET, FEE = 9 * ETHER // 10, ETHER // 10


def test_w_l16_host_is_not_paid_before_its_proof_can_be_challenged() -> None:
    def hurry(x: Agency) -> tuple[int, list[str | None]]:
        """What a false proof earns that a verifier took for true; what refuses to pay, and to hear the challenge."""
        job, before = x.verified(), x.balance(x.host)
        released = x.attempt(x.market, "releasePayment", job, by=x.host)
        told = (job, b"\x01" * 32, 10 * FAB)
        challenged = x.attempt(x.job_proofs, "challengeProof", *told, by=x.challenger)
        if challenged is None:
            x.do(x.job_proofs, "resolveChallenge", 1, True, by=x.verifier)
            x.do(x.market, "expireJob", job, by=x.depositor)
        return x.balance(x.host) - before, [said(released), said(challenged)]

    assert hurry(weak("W-L16")) == (NET, [None, "InvalidJobStatus"])
    x = ours()
    assert hurry(x) == (0, ["ReleaseNotDue", None])
    assert (x.status(1), x.fab_of(x.challenger)) == (JobStatus.REFUNDED, 1_020 * FAB)


def test_w_l16_silence_of_the_verifiers_costs_a_challenger_nothing() -> None:
    def keep_silent(x: Agency) -> int:
        """FAB wei that the challenger has lost when nobody has ruled for three days."""
        before = x.fab_of(x.challenger)
        challenge = x.challenge(x.verified())
        x.world.advance(CHALLENGE_PERIOD + 1)
        x.do(x.job_proofs, "expireChallenge", challenge, by=x.host)
        return before - x.fab_of(x.challenger)

    assert keep_silent(weak("W-L16")) == 10 * FAB
    assert keep_silent(ours()) == 0


def test_w_l16_challenge_that_no_verifier_answers_changes_nothing() -> None:
    """Ours doesn't prevent it: when the challenge has lapsed, the time for another is over and the host is paid."""
    x = ours()
    job, before = x.verified(), x.balance(x.host)
    challenge = x.challenge(job)
    x.world.advance(CHALLENGE_PERIOD)
    assert said(x.attempt(x.market, "releasePayment", job, by=x.host)) == "ReleaseNotDue"
    x.world.advance(1)
    x.do(x.job_proofs, "expireChallenge", challenge, by=x.host)
    again = (job, b"\x01" * 32, 10 * FAB)
    refusal = x.attempt(x.job_proofs, "challengeProof", *again, by=x.challenger)
    assert said(refusal) == "ChallengeWindowClosed"
    x.release(job, by=x.host)
    assert x.balance(x.host) - before == NET


def test_w_l16_second_challenge_does_not_push_the_first_aside() -> None:
    def push_aside(x: Agency) -> tuple[int, str | None]:
        """What a false proof earns whose host challenges it once more itself, by another account; the refusal."""
        job, before = x.verified(), x.balance(x.host)
        x.challenge(job)
        x.give_fab(x.outsider, 10)
        second = x.attempt(x.job_proofs, "challengeProof", job, b"\x02" * 32, 10 * FAB, by=x.outsider)
        x.do(x.job_proofs, "resolveChallenge", 1, True, by=x.verifier)
        if second is None:
            x.do(x.job_proofs, "resolveChallenge", 2, False, by=x.verifier)
        x.world.advance(CHALLENGE_PERIOD + 1)
        x.attempt(x.market, "releasePayment", job, by=x.host)
        return x.balance(x.host) - before, said(second)

    assert push_aside(weak("W-L16")) == (NET, None)
    assert push_aside(ours()) == (0, "ChallengePending")


def test_w_l17_host_gains_no_reputation_from_itself() -> None:
    def rent_oneself(x: Agency) -> tuple[int, str | None]:
        """The host's reputation after a job of its own, and what refuses it."""
        job = x.post(1, by=x.host)
        refusal = x.attempt(x.market, "claimJob", job, by=x.host)
        if refusal is None:
            x.deliver(job)
            x.release(job, x.host)
        return x.score(), said(refusal)

    assert rent_oneself(weak("W-L17")) == (110, None)
    assert rent_oneself(ours()) == (100, "SelfClaim")


def test_w_l17_job_changes_a_reputation_once() -> None:
    def report_twice(x: Agency) -> int:
        """The host's reputation after one job that failed, whose proof was rejected before that."""
        job, proof = x.post(proof=True), proof_of()
        x.claim(job)
        x.do(x.job_proofs, "submitProof", job, proof, by=x.host)
        x.deliver(job, proof=proof)
        x.do(x.job_proofs, "rejectProof", job, by=x.verifier)
        x.do(x.market, "expireJob", job, by=x.depositor)
        return x.score()

    assert report_twice(weak("W-L17")) == 60
    assert report_twice(ours()) == 80


def test_w_l17_host_with_two_accounts_has_a_reputation_for_nothing() -> None:
    """Ours doesn't prevent it: jobs of one wei bear no fee. Money it gains none: a bonus is less than its fee."""
    x = ours()
    x.do(x.escrow, "fundIncentives", by=x.outsider, value=ETHER)
    together = x.balance(x.host) + x.balance(x.depositor)
    for _ in range(5):
        job = x.delivered(1)
        x.world.advance(60)
        x.release(job)
    assert (x.score(), x.balance(x.host) + x.balance(x.depositor)) == (150, together)
    assert x.read(x.reputation, "isEligibleForIncentives", x.host)
    job = x.delivered()
    x.world.advance(60)
    x.release(job)
    bonus = NET // 10
    assert together - x.balance(x.host) - x.balance(x.depositor) == FEE - bonus > 0
