"""Four stories from one end to the other, in lockstep, with all money accounted for in the end."""

from __future__ import annotations

from properties.binding import Mood
from properties.compute.actors import STABLE
from properties.compute.choices import MODEL_NAMES
from properties.compute.job_recipes import EscrowId
from properties.compute.recipes import ModelId, SignedProof
from properties.recipe import NOBODY, Account
from spec.compute.escrow_settings import MAX_FEE_BPS
from spec.compute.governance_types import ParameterUpdate
from spec.compute.job_types import JobStatus
from spec.compute.selectors import POST_JOB, SET_FEE
from spec.compute.state import FAB
from spec.compute.types import SessionStatus
from tests.compute.scenario import BLOCK_TIME, COIN, DAY, DETAILS, RESULT, Story, asking, less_fee

ETHER = 10**18
NATIVE = Account(NOBODY)
PAYMENT = ETHER + 7
"""Odd, so that the fee is rounded."""
MODEL = ModelId(*MODEL_NAMES[0])
PRICE, TOKENS = 1_000_000_007, 12_345
"""Wei for 1000 tokens, and tokens whose price is rounded, too."""
DEPOSIT = 10**15


def delivered(s: Story, renter: str, host: str, payment: int, seconds: int = DAY) -> int:
    """A job without proof that a host has delivered."""
    job = s.do(renter, "post_job", DETAILS, asking(seconds), payment, value=payment)
    s.do(host, "claim_job", job)
    s.do(host, "submit_result", job, *RESULT)
    return int(job)


def test_success_governance_lowers_the_fee_and_open_jobs_keep_theirs() -> None:
    s, new_fee, tokens = Story(), 100, 2_000_003
    s.do("depositor", "post_job", DETAILS, asking(7 * DAY), PAYMENT, value=PAYMENT)
    s.do("host", "claim_job", 1)
    s.do("other_depositor", "post_job_with_token", DETAILS, asking(7 * DAY), Account(STABLE), tokens)
    s.do("rival_host", "claim_job", 2)
    s.wait(BLOCK_TIME)

    update = ParameterUpdate(s.state.payment_escrow, SET_FEE, "fee", new_fee)
    motion = s.do("voter", "propose_parameter_update", (update,), "lower the fee")
    s.wait(2 * BLOCK_TIME, blocks=2)
    for voter, support in (("voter", True), ("rival_voter", False), ("depositor", True)):
        s.do(voter, "cast_vote", motion, support)
    assert s.refused("outsider", "queue", motion) == "InvalidProposalState"
    s.wait(6 * BLOCK_TIME, blocks=6)
    s.do("outsider", "queue", motion)
    s.do("depositor", "post_job", DETAILS, asking(7 * DAY), PAYMENT, value=PAYMENT)
    s.wait(2 * DAY - 1)
    assert s.refused("outsider", "execute", motion) == "ExecutionTooEarly"
    assert s.refused("voter", "set_fee", new_fee) == "NotAuthorized"
    s.wait(1)
    s.do("outsider", "execute", motion)
    s.do("depositor", "post_job", DETAILS, asking(DAY), PAYMENT, value=PAYMENT)
    records = [s.state.escrows[EscrowId(job).realize(s.session)].fee_bps for job in (1, 2, 3, 4)]
    assert records == [MAX_FEE_BPS, MAX_FEE_BPS, MAX_FEE_BPS, new_fee]

    s.do("host", "claim_job", 4)
    for job, host in ((1, "host"), (2, "rival_host"), (4, "host")):
        s.do(host, "submit_result", job, *RESULT)
    s.do("rival_host", "dispute_escrow", EscrowId(2))
    s.do("authority", "resolve_dispute", EscrowId(2), Account("rival_host"))
    s.wait(DAY)
    s.do("depositor", "batch_release_payments", (1, 4))
    s.wait(6 * DAY)
    s.do("outsider", "expire_job", 3)
    for asset in (NATIVE, Account(STABLE)):
        s.do("outsider", "withdraw_fees", asset)

    old, new, token = less_fee(PAYMENT, MAX_FEE_BPS), less_fee(PAYMENT, new_fee), less_fee(tokens, MAX_FEE_BPS)
    assert s.gains(COIN) == {"depositor": -2 * PAYMENT, "host": old[0] + new[0], "treasury": old[1] + new[1]}
    assert s.gains(STABLE) == {"other_depositor": -tokens, "rival_host": token[0], "treasury": token[1]}
    assert s.gains(FAB) == {}


def test_success_a_slashed_host_finishes_its_work_and_answers_for_it_with_what_is_left() -> None:
    s = Story()
    terms = (Account("host"), PRICE, 5 * DAY, 100, MODEL)
    session = s.do("depositor", "create_session_job_for_model", *terms, value=DEPOSIT)
    job = s.do("other_depositor", "post_job", DETAILS, asking(7 * DAY), PAYMENT, value=PAYMENT)
    s.do("host", "claim_job", job)
    s.wait(10)
    s.do("host", "submit_proof_of_work", session, TOKENS, SignedProof(session, TOKENS, "host"))

    for half in (500, 250, 125):
        s.do("owner", "slash_stake", Account("host"), half * ETHER, "cid", "idle")
        assert s.refused("owner", "slash_stake", Account("host"), 1, "cid", "idle") == "SlashTooSoon"
        s.wait(DAY)
    assert s.refused("depositor", "create_session_job_for_model", *terms, value=DEPOSIT) == "HostNotActive"
    s.do("owner", "slash_stake", Account("host"), 125 * ETHER // 2, "cid", "idle")
    assert not s.state.nodes[s.session.cast["host"].address].active
    assert s.refused("host", "withdraw_stake") == "SessionsStillOpen"

    s.do("host", "submit_proof_of_work", session, TOKENS, SignedProof(session, TOKENS, "host"))
    s.do("host", "submit_result", job, *RESULT)
    s.wait(30)
    s.do("depositor", "complete_session_job", session)
    assert s.state.sessions[session].status == SessionStatus.COMPLETED
    assert s.refused("host", "withdraw_stake") == "SessionsStillOpen"
    s.do("other_depositor", "release_payment", job)
    s.wait(7 * DAY - 1)
    assert s.refused("host", "withdraw_stake") == "StakeLocked"
    s.wait(1)
    s.do("host", "withdraw_stake")
    s.do("host", "withdraw_earnings")
    s.do("treasury", "withdraw_treasury_native")
    s.do("outsider", "withdraw_fees", NATIVE)

    gross = 2 * TOKENS * PRICE // 1_000
    work, paid = less_fee(gross, 1_000), less_fee(PAYMENT, MAX_FEE_BPS)
    assert s.gains(COIN) == {
        "depositor": -gross,
        "other_depositor": -PAYMENT,
        "host": work[0] + paid[0],
        "treasury": work[1] + paid[1],
    }
    left = 125 * ETHER // 2
    assert s.gains(FAB) == {"host": left, "treasury": 1_000 * ETHER - left, "NodeRegistry": -1_000 * ETHER}


def test_success_the_breaker_trips_during_disputes_and_everybody_gets_out() -> None:
    s = Story()
    s.do("owner", "set_failure_threshold", 2)
    s.do("depositor", "deposit_native", value=DEPOSIT)
    session = s.do("depositor", "create_session_job_for_model", Account("host"), PRICE, DAY, 100, MODEL, value=DEPOSIT)
    for_host, for_renter = delivered(s, "depositor", "host", PAYMENT), delivered(s, "contract_depositor", "host", 3)
    silent, waiting = delivered(s, "depositor", "host", 5), delivered(s, "other_depositor", "rival_host", PAYMENT)
    for job, by in ((for_host, "host"), (for_renter, "contract_depositor"), (silent, "depositor")):
        s.do(by, "dispute_escrow", EscrowId(job))
    given_up = [s.do("other_depositor", "post_job", DETAILS, asking(DAY), 11, value=11) for _ in range(2)]
    s.wait(1)
    s.do("host", "submit_proof_of_work", session, 100, SignedProof(session, 100, "host"))
    for job in given_up:
        assert not s.state.breaker_level
        s.do("rival_host", "claim_job", job)
        s.do("rival_host", "fail_job", job)
    assert (s.state.breaker_level, s.state.automatic) == (2, True)

    assert s.refused("depositor", "post_job", DETAILS, asking(DAY), 1, value=1) == "ContractPaused"
    assert s.refused("late_host", "claim_job", given_up[0]) == "ContractPaused"
    assert s.refused("depositor", "deposit_native", value=1) == "MarketplacePaused"
    s.do("authority", "resolve_dispute", EscrowId(for_host), Account("host"))
    s.do(
        "authority",
        "resolve_dispute",
        EscrowId(for_renter),
        Account("contract_depositor"),
        moods=(Mood("contract_depositor", "REFUSE"),),
    )
    s.do("contract_depositor", "withdraw_escrow_credit_to", Account("outsider"))
    s.do("other_depositor", "release_payment", waiting)
    s.do("depositor", "cancel_session", session)
    s.do("depositor", "withdraw_native", DEPOSIT)
    s.wait(14 * DAY - 1)  # one has passed since the dispute
    assert s.refused("outsider", "claim_dispute_default", EscrowId(silent)) == "DisputeStillOpen"
    s.wait(1)
    assert s.refused("authority", "resolve_dispute", EscrowId(silent), Account("host")) == "DisputeExpired"
    s.do("outsider", "claim_dispute_default", EscrowId(silent))
    for job in given_up:
        s.do("outsider", "expire_job", job)
    s.do("host", "withdraw_earnings")
    s.do("treasury", "withdraw_treasury_native")
    s.do("outsider", "withdraw_fees", NATIVE)
    assert s.refused("outsider", "auto_recover") == "RecoveryNotDue"
    assert s.state.breaker_level == 2

    gross = 2 * (100 * PRICE // 1_000)  # the claim, and an interval for leaving at once
    work, paid = less_fee(gross, 1_000), less_fee(PAYMENT, MAX_FEE_BPS)
    assert s.gains(COIN) == {
        "depositor": -PAYMENT - gross,
        "other_depositor": -PAYMENT,
        "contract_depositor": -3,
        "outsider": 3,
        "host": paid[0] + work[0],
        "rival_host": paid[0],
        "treasury": 2 * paid[1] + work[1],
    }


def test_success_an_account_posts_by_a_session_key_and_is_refunded_itself() -> None:
    s, wallet, key = Story(), "contract_depositor", "rival_voter"
    put_in, budget, payment = 5 * ETHER + 9, 3 * ETHER, 2 * ETHER + 1
    expires = s.session.world.now + 2 * DAY
    s.do(wallet, "deposit_for_keys", value=put_in)
    s.do(wallet, "add_scoped_session_key", Account(key), expires, (POST_JOB,), budget)
    posting = (Account(wallet), DETAILS, asking(3_600))

    assert s.refused("outsider", "create_job_via_session_key", *posting, 1) == "InvalidSessionKey"
    job = s.do(key, "create_job_via_session_key", *posting, payment)
    assert s.state.prompt_jobs[job].renter == s.session.cast[wallet].address
    assert s.refused(key, "create_job_via_session_key", *posting, budget - payment + 1) == "BudgetExceeded"
    assert s.refused(key, "claim_job_via_session_key", Account(wallet), job) == "SelectorNotAllowed"
    second = s.do(key, "create_job_via_session_key", *posting, budget - payment)
    s.do("host", "claim_job", job)
    assert s.gains(COIN) == {wallet: -put_in, "PaymentEscrow": budget, "AccountIntegration": put_in - budget}

    s.wait(3_601)
    s.do("outsider", "expire_job", job)
    s.do("outsider", "expire_job", second, moods=(Mood(wallet, "REFUSE"),))
    s.do(wallet, "withdraw_escrow_credit", moods=(Mood(wallet, "ACCEPT"),))
    assert [s.state.prompt_jobs[known].status for known in (job, second)] == [JobStatus.REFUNDED] * 2
    s.wait(2 * DAY)
    assert s.refused(key, "create_job_via_session_key", *posting, 1) == "InvalidSessionKey"
    s.do(wallet, "withdraw_wallet_deposit", put_in - budget)
    assert s.gains(COIN) == {}
