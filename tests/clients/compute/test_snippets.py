"""The documented client code of sessions, run with ethers v6 against a node with the real contracts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from spec.compute.types import SessionStatus
from tests.clients.anvil import running
from tests.clients.changes import changes_in, documented_part, listed
from tests.clients.compute.market import COIN, FAB, FEE_BPS, MIN_PRICE_NATIVE, SNIPPETS, Market, Run

MIN_DEPOSIT = 10**14
DEPOSIT = MIN_DEPOSIT + 10_000 * MIN_PRICE_NATIVE // 1_000
TOKEN_DEPOSIT = 10**6
COIN_CLAIMS = [120, 120, 120, 60]
"""Tokens of each proof of the session in coin: intervals of at least 100, then what is left."""
TOKEN_CLAIMS = [60_000] * 7


@pytest.fixture(scope="module")
def market() -> Iterator[Market]:
    with running() as node:
        yield Market(node)


def split(tokens: int, price: int) -> tuple[int, int]:
    """Return what the host and the treasury get for so many tokens, in units of the asset."""
    gross = tokens * price // 1_000
    fee = gross * FEE_BPS // 10_000
    return gross - fee, fee


def decimal(amount: int, places: int = 18) -> str:
    """Return an amount as ethers prints it."""
    digits = f"{Decimal(amount).scaleb(-places):f}"
    return f"{digits.rstrip('0')}0" if digits.rstrip("0").endswith(".") else digits.rstrip("0")


def print_gas(market: Market, run: Run) -> None:
    """Print what each function used, for people; no test asserts an amount of gas."""
    used = defaultdict(list)
    for transaction in run.transactions:
        used[market.name_of(transaction)].append(transaction.gas_used)
    for name, amounts in used.items():
        print(f"gas {name}: {len(amounts)} calls, {min(amounts):,} to {max(amounts):,}")


# ---------------------------------------------------------------- registration, sessions, earnings


@pytest.fixture(scope="module")
def flow(market: Market) -> Run:
    run = market.run("complete_flow")
    print_gas(market, run)
    return run


def test_success_a_host_registers(market: Market, flow: Run) -> None:
    printed = flow.section("register_host")
    assert printed[:3] == ["✅ FAB tokens approved", "✅ Node registered", "Node info: {"]
    info = [line.strip().rstrip(",") for line in printed]
    assert {"stakedAmount: '1000.0'", "active: true", "nativePrice: '227273'", "stablePrice: '1'"} <= set(info)
    assert {f"'{model}'" for model in flow.facts["modelIds"]} <= set(info)
    assert flow.gains["newcomer", "fab"] == -1_000 * FAB
    assert flow.gains["NodeRegistry", "fab"] == 1_000 * FAB


def test_success_sessions_are_created_and_proven(market: Market, flow: Run) -> None:
    job = flow.facts["coinJob"]
    assert flow.section("create_session_eth") == [
        f"Host native price: {MIN_PRICE_NATIVE}",
        f"Deposit amount: {decimal(DEPOSIT)} ETH",
        f"✅ Session created, jobId: {job}",
    ]
    claims = COIN_CLAIMS + TOKEN_CLAIMS
    assert flow.section("submit_proof") == [f"✅ Proof submitted for {tokens} tokens" for tokens in claims]
    assert flow.facts["typedDataIsTheDigest"]
    deposits = {"coinJob": (COIN, 4, True), "tokenJob": (market.contracts["MoodyToken"].address, 7, False)}
    for name, (asset, proofs, final) in deposits.items():
        session = market.session(flow.facts[name])
        assert (session["paymentToken"], session["proofCount"], session["finalClaimMade"]) == (asset, proofs, final)


def test_success_equal_claims_carry_the_same_hash_and_are_proofs_of_their_own(market: Market, flow: Run) -> None:
    events = [event.args for mined in flow.transactions for event in market.chain.decoded(mined)]
    proofs = [args for args in events if "seq" in args and args["jobId"] == int(flow.facts["coinJob"])]
    assert [args["seq"] for args in proofs] == [1, 2, 3, 4]
    assert [args["cumulativeTokens"] for args in proofs] == [120, 240, 360, 420]
    assert len({args["proofHash"] for args in proofs[:3]}) == 1


@pytest.mark.parametrize(
    ("who", "name", "tokens", "price", "deposit"),
    [
        ("host", "coinJob", sum(COIN_CLAIMS), MIN_PRICE_NATIVE, DEPOSIT),
        ("depositor", "tokenJob", sum(TOKEN_CLAIMS), 1, TOKEN_DEPOSIT),
    ],
)
def test_success_sessions_are_completed(
    market: Market, flow: Run, who: str, name: str, tokens: int, price: int, deposit: int
) -> None:
    paid, fee = split(tokens, price)
    refund = deposit - paid - fee
    assert flow.section(f"complete_session by the {who}") == [
        "✅ Session completed",
        f"Host payment: {decimal(paid)}",
        f"Refund: {decimal(refund)}",
    ]
    session = market.session(flow.facts[name])
    assert session["status"] == SessionStatus.COMPLETED
    assert (session["paidToHost"], session["treasuryFee"], session["refunded"]) == (paid, fee, refund)
    assert flow.facts["again"] == "Session is not active"


def test_success_earnings_are_withdrawn_and_everybody_has_what_is_theirs(flow: Run) -> None:
    coin, coin_fee = split(sum(COIN_CLAIMS), MIN_PRICE_NATIVE)
    usdc, usdc_fee = split(sum(TOKEN_CLAIMS), 1)
    assert flow.section("withdraw_earnings") == [
        f"ETH earnings: {decimal(coin)}",
        f"USDC earnings: {decimal(usdc, 6)}",
        "✅ ETH withdrawn",
        "✅ USDC withdrawn",
    ]
    assert flow.section("withdraw_earnings once more") == ["ETH earnings: 0.0", "USDC earnings: 0.0"]
    assert coin > coin_fee > 0
    assert usdc > usdc_fee > 0
    assert flow.gains == {
        ("depositor", "coin"): -coin - coin_fee,
        ("depositor", "usdc"): -usdc - usdc_fee,
        ("newcomer", "coin"): coin,
        ("newcomer", "usdc"): usdc,
        ("JobMarketplace", "coin"): coin_fee,
        ("JobMarketplace", "usdc"): usdc_fee,
        ("newcomer", "fab"): -1_000 * FAB,
        ("NodeRegistry", "fab"): 1_000 * FAB,
    }
    assert flow.warnings == []


# ---------------------------------------------------------------- timeout, governance


def test_success_anyone_times_an_abandoned_session_out(market: Market) -> None:
    run = market.run("timeouts")
    ends = ["Session has not timed out yet", "timed out", "timed out", "Session not active"]
    assert run.facts["outcomes"] == ends
    assert run.section("trigger_timeout") == ["✅ Session timed out"] * 2
    assert run.section("trigger_timeout once more") == []
    paid, fee = split(1_000, MIN_PRICE_NATIVE)
    assert run.gains == {
        ("depositor", "coin"): -paid - fee,
        ("HostEarnings", "coin"): paid,
        ("JobMarketplace", "coin"): fee,
    }
    sessions = [market.session(run.facts[name]) for name in ("proven", "untouched")]
    assert [session["status"] for session in sessions] == [SessionStatus.TIMED_OUT] * 2
    assert [session["refunded"] for session in sessions] == [DEPOSIT - paid - fee, DEPOSIT]
    print_gas(market, run)


def test_success_holders_of_fab_decide_on_models(market: Market) -> None:
    run = market.run("governance")
    winner, loser = run.facts["winner"], run.facts["loser"]
    assert run.section("proposeModel") == [f"✅ Model proposed, ID: {model}" for model in (winner, loser)]
    assert run.section("voteOnProposal") == [
        "✅ Voted FOR with 100000.0 FAB",
        "✅ Voted FOR with 99999.0 FAB",
        "✅ Voted AGAINST with 40000.0 FAB",
    ]
    assert run.section("executeProposal") == [
        "✅ Proposal executed, approved: true",
        "✅ Proposal executed, approved: false",
    ]
    assert run.section("withdrawVotes") == ["✅ Voting tokens withdrawn"] * 3
    assert run.facts["early"] == ["Voting still active"] * 2
    assert (run.facts["again"], run.facts["nothing"]) == ("Already executed", "NoVotesToWithdraw")
    assert run.facts["inUse"] == run.facts["approved"] == [True, False]
    assert run.facts["tier"] == "2"
    # One fee came back to the proposer; the other stays for the treasury to sweep.
    assert run.gains == {("proposer", "fab"): -100 * FAB, ("ModelRegistry", "fab"): 100 * FAB}
    print_gas(market, run)


# ---------------------------------------------------------------- errors


def test_success_every_documented_error_is_met_by_its_text(market: Market) -> None:
    run = market.run("errors")
    assert run.section("safe_contract_call") == []
    assert run.warnings == ["Transaction failed: Price below host minimum (native)"]
    assert run.facts["errors"] == {
        "lowPrice": "Price below host minimum (native)",
        "emptyMetadata": "Empty metadata",
        "noModel": "Must support at least one model",
        "displayName": "Model not approved",
        "cheapNode": "Native price below minimum",
        "noStakeApproved": "Unknown error",  # the FAB token's own, which the registry's interface does not hold
        "registeredTwice": "Already registered",
        "noSuchHost": "Host not active",
        "otherModel": "Host does not support model",
        "lowStablePrice": "Price below host minimum (stable)",
        "smallDeposit": "Deposit below minimum",
        "largeDeposit": "DepositAboveMaximum",
        "noAllowance": "TokenPullFailed",
        "notTheHost": "Only host can submit proof",
        "badSignature": "Invalid proof signature",
        "tooManyTokens": "Tokens claimed exceed deposit",
        "noSession": "Session not active",
        "notTimedOut": "Session not timed out",
        "tooEarly": "DisputeWindowOpen",
        "notTheTreasury": "Unauthorized",
        "notTheOwner": "OwnableUnauthorizedAccount",
        "noDeposit": "Insufficient balance",
        "noEarnings": "Insufficient balance",
        "completedTwice": "Session not active",
        "votingGoesOn": "Voting still active",
        "paused": "Paused",
    }
    assert run.facts["checks"] == [
        True,
        f"Validation failed: Price {MIN_PRICE_NATIVE - 1} below host minimum {MIN_PRICE_NATIVE}",
        "Validation failed: Host is not active, Host does not support this model, "
        f"Deposit below minimum {MIN_DEPOSIT}, Contract is paused",
    ]
    assert run.facts["restless"], "a host registers anew with the stake that it left behind"
    assert run.gains["restless", "fab"] == -1_000 * FAB


# ---------------------------------------------------------------- the snippets are the documented ones


def snippets() -> list[Path]:
    return sorted(SNIPPETS.glob("*.mjs"))


def test_every_change_is_listed() -> None:
    changes = [change for snippet in snippets() for change in changes_in(snippet)]
    assert len(changes) > 10
    assert listed(SNIPPETS / "CHANGES.md") == changes


def test_every_mark_belongs_to_a_change_that_names_its_ruling() -> None:
    for snippet in snippets():
        changes = list(changes_in(snippet))
        marks = [line for line in documented_part(snippet) if line.startswith(("// was:", "// because:"))]
        assert len(marks) == 2 * len(changes), snippet.name
        assert all(change.because.startswith(("C-", "W-S", "deployment: ")) for change in changes), snippet.name


def test_every_changed_line_fails_as_it_was_documented(market: Market) -> None:
    assert market.run("why_changed", mines_itself=True).facts == {
        "documented addresses with code here": 0,
        "registering with the hash of a display name": "Model not approved",
        "dollars for a token at the least price": pytest.approx(1e-12, rel=1e-5),
        "dollars for a token at stable price 1": pytest.approx(1e-9),
        "depositing the price of 10,000 tokens": "Deposit below minimum",
        "a proof by personal signature": "Invalid proof signature",
        "an active session has status 1": False,
        "an active session has status 1n": True,
        "a bigint times a number": "TypeError",
        "seconds until a session of 1,000-token intervals times out": "3000",
        "completing a second before the dispute window ends": "DisputeWindowOpen",
        "completing when the dispute window ends": "none",
        "a timeout at the threshold": "Session not timed out",
        "a timeout a second later": "none",
    }
