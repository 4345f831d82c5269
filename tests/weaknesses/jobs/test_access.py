"""Attacks by those who act for somebody else, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from fuzz.chain.cast import Mood
from properties.compute.recipes import spoilt
from tests.contracts.compute.agency import DETAILS, ETHER, POST_JOB, Agency, JobStatus, key_of, selector
from tests.contracts.compute.agency import wants as asking
from tests.contracts.compute.exchange import COIN, DAY
from tests.weaknesses.jobs.bureau import ours, said, weak

NET = 9 * ETHER // 10


def test_w_l03_host_alone_does_not_release_its_payment() -> None:
    def release(x: Agency) -> tuple[int, str | None]:
        """What the host gets for a result that nobody has looked at, and what refuses it."""
        job = x.delivered()
        before = x.balance(x.host)
        refusal = x.attempt(x.escrow, "releaseEscrow", key_of(job), by=x.host)
        return x.balance(x.host) - before, said(refusal)

    assert release(weak("W-L03")) == (NET, None)
    assert release(ours()) == (0, "Unauthorized")


def test_w_l05_outsider_cannot_claim_in_a_hosts_name() -> None:
    def claim(x: Agency) -> tuple[int, str | None]:
        """Jobs for which the host's stake answers although it has claimed none, and what refuses that."""
        refusal = x.attempt(x.market, "claimJobFor", x.host, x.post(), by=x.outsider)
        return x.read(x.nodes, "openJobs", x.host), said(refusal)

    assert claim(weak("W-L05")) == (1, None)
    assert claim(ours()) == (0, "Unauthorized")


def test_w_l05_outsider_cannot_use_up_a_renters_posts() -> None:
    def post(x: Agency) -> tuple[str | None, str | None]:
        """What refuses the outsider's jobs in the renter's name, and what then refuses the renter's own."""
        asked = (x.depositor, DETAILS, asking(), 1)
        refusals = [x.attempt(x.market, "createJobFor", *asked, by=x.outsider, value=1) for _ in range(3)]
        own = x.attempt(x.market, "postJob", DETAILS, asking(), ETHER, by=x.depositor, value=ETHER)
        return said(refusals[0]), said(own)

    assert post(weak("W-L05")) == (None, "Rate limit exceeded")
    assert post(ours()) == ("Unauthorized", None)


def test_w_l06_renter_cannot_ruin_a_hosts_reputation() -> None:
    def make_fail(x: Agency) -> tuple[int, list[str | None]]:
        """The host's reputation after two jobs that it knows nothing of, and what refuses the last."""
        for job in (x.post(1), x.post(1)):
            refusals = [
                x.attempt(x.market, "claimJobFor", x.host, job, by=x.depositor),
                x.attempt(x.market, "failJob", job, by=x.depositor),
            ]
        return x.score(), [said(refusal) for refusal in refusals]

    assert make_fail(weak("W-L06")) == (60, [None, None])
    assert make_fail(ours()) == (100, ["Unauthorized", "NotAssignedHost"])


def test_w_l10_outsider_cannot_name_itself_the_governance() -> None:
    def seize(x: Agency) -> tuple[int, str | None]:
        """What work of one ether costs an outsider who disputes it and then judges; what refuses the first step."""
        refusal = x.attempt(x.escrow, "setGovernance", x.outsider, by=x.outsider)
        before = x.balance(x.outsider)
        job = x.delivered(by=x.outsider)
        x.do(x.escrow, "disputeEscrow", key_of(job), by=x.outsider)
        x.attempt(x.escrow, "setArbiter", x.outsider, by=x.outsider)
        x.attempt(x.escrow, "resolveDispute", key_of(job), x.outsider, by=x.outsider)
        return before - x.balance(x.outsider), said(refusal)

    assert seize(weak("W-L10")) == (0, None)
    assert seize(ours()) == (ETHER, "OwnableUnauthorizedAccount")


def test_w_l10_owner_can_name_an_arbiter_who_rules_for_it() -> None:
    """Ours doesn't prevent it: whoever owns the escrow chooses its judge, also in a dispute of its own."""
    x = ours()
    before, job = x.balance(x.owner), x.delivered(by=x.owner)
    x.do(x.escrow, "disputeEscrow", key_of(job), by=x.owner)
    x.rule(x.escrow, "setArbiter", x.owner)
    x.rule(x.escrow, "resolveDispute", key_of(job), x.owner)
    assert (x.balance(x.owner), x.status(job)) == (before, JobStatus.REFUNDED)


def test_w_l24_batch_spends_nothing_but_what_came_with_it() -> None:
    def drain(x: Agency) -> tuple[int, str | None]:
        """What an outsider takes out of somebody's stream, and what refuses it."""
        x.do(x.accounts, "createPaymentStream", x.host, ETHER, DAY, by=x.depositor, value=ETHER)
        before = x.balance(x.outsider)
        refusal = x.attempt(x.accounts, "executeBatch", [(x.outsider, ETHER, b"")], by=x.outsider)
        return x.balance(x.outsider) - before, said(refusal)

    assert drain(weak("W-L24")) == (ETHER, None)
    assert drain(ours()) == (0, "ValueMismatch")


def test_w_l24_batch_acts_for_nobody_but_its_caller() -> None:
    def claim(x: Agency) -> tuple[int, str | None]:
        """Jobs for which the host answers after an outsider's batch, and what refuses it."""
        call = x.market.encode("claimJobFor", x.host, x.post())
        refusal = x.attempt(x.accounts, "executeBatch", [(x.market.address, 0, call)], by=x.outsider)
        return x.read(x.nodes, "openJobs", x.host), said(refusal)

    assert claim(weak("W-L24")) == (1, None)
    assert claim(ours()) == (0, "OperationNotAllowed")


def test_w_l24_contract_that_a_wallet_pays_cannot_act_for_the_wallet() -> None:
    def name_a_key(x: Agency) -> bool:
        """Whether an outsider holds a key of the depositor's after the depositor has paid a contract one wei."""
        told = (x.outsider, x.world.now + DAY, [selector(POST_JOB)], ETHER)
        x.cast.set_call_back("puppet", x.accounts.address, x.accounts.encode("addScopedSessionKey", *told))
        x.cast.set_mood("puppet", Mood.REENTER)
        assert x.world.transact(x.depositor, x.puppet, b"", 1).success
        return bool(x.read(x.accounts, "isValidSessionKey", x.depositor, x.outsider))

    assert name_a_key(weak("W-L24"))
    assert not name_a_key(ours())


def test_w_l25_stolen_key_spends_no_more_than_its_budget() -> None:
    def spend(x: Agency) -> tuple[int, str | None]:
        """What a key with a budget of one ether spends of a deposit of five, and what refuses more."""
        x.do(x.accounts, "depositForKeys", by=x.depositor, value=5 * ETHER)
        named = (x.outsider, x.world.now + DAY, [selector(POST_JOB)], ETHER)
        x.do(x.accounts, "addScopedSessionKey", *named, by=x.depositor)
        asked = (x.depositor, DETAILS, asking())
        x.do(x.accounts, "createJobViaSessionKey", *asked, ETHER, by=x.outsider)
        refusal = x.attempt(x.accounts, "createJobViaSessionKey", *asked, 4 * ETHER, by=x.outsider)
        return x.balance(x.escrow.address), said(refusal)

    assert spend(weak("W-L25")) == (5 * ETHER, None)
    assert spend(ours()) == (ETHER, "BudgetExceeded")


def test_w_l25_key_does_not_last_for_years() -> None:
    def name_for_ten_years(x: Agency) -> str | None:
        expires = x.world.now + 3_650 * DAY
        refusal = x.attempt(x.accounts, "addSessionKey", x.outsider, expires, by=x.host)
        return said(refusal)

    assert name_for_ten_years(weak("W-L25")) is None
    assert name_for_ten_years(ours()) == "ExpiryTooFar"


def test_w_l25_stolen_key_for_claims_claims_any_job() -> None:
    """Ours doesn't prevent it: within its time such a key takes jobs that the host does not want."""
    x = ours()
    x.do(x.accounts, "addSessionKey", x.outsider, x.world.now + DAY, by=x.host)
    x.do(x.accounts, "claimJobViaSessionKey", x.host, x.post(1), by=x.outsider)
    assert x.read(x.nodes, "openJobs", x.host) == 1
    assert x.refused(x.accounts, "claimJobViaSessionKey", x.rival, x.post(1), by=x.outsider)[0] == "InvalidSessionKey"
    x.do(x.accounts, "revokeSessionKey", x.outsider, by=x.host)
    x.do(x.market, "failJob", 1, by=x.host)
    assert (x.status(1), x.score()) == (JobStatus.POSTED, 80)


def test_w_l28_signature_has_one_form() -> None:
    def prove_by_the_other_form(x: Agency) -> str | None:
        """What refuses a claim whose signature somebody turned into the other that fits."""
        job = x.open()
        x.world.advance(1)
        proof = x.proof(job, 1_000)
        turned = proof[:32] + spoilt(proof[32:], "high s")
        refusal = x.attempt(x.market, "submitProofOfWork", job, 1_000, turned, by=x.host)
        return said(refusal)

    assert prove_by_the_other_form(weak("W-L28")) is None
    assert prove_by_the_other_form(ours()) == "Invalid proof signature"


def test_w_l28_nonsense_is_nobodys_signature() -> None:
    def sign_for_nobody(x: Agency) -> bool:
        """Whether 65 zeros count as the signature of address zero."""
        return bool(x.read(x.proofs, "verifyHostSignature", 1, COIN, 1, 1, 1, b"\x22" * 32, bytes(65)))

    assert sign_for_nobody(weak("W-L28"))
    assert not sign_for_nobody(ours())
