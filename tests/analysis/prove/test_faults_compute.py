"""One-line faults in the specification of the second protocol: money, deadlines, votes and stakes. Each is refuted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.prove.findings import PROVED, REFUTED
from analysis.prove.tasks import theory_of
from properties.compute.claims import PLAN
from properties.protocols import load
from spec import token_payments
from spec.compute import deposits, earnings, extension, opening, proofs, proposals, slashing, treasury
from tests.analysis.prove.faulty import Fault, findings_of

THEORY = theory_of(load("compute"), PLAN)
USERS = (deposits, extension, opening)
"""Modules that import a faulty function by its name."""

FAULTS = {
    "a withdrawal leaves the deposit booked": Fault(
        "withdraw_native",
        deposits,
        "withdraw_deposit",
        "s.user_deposits[m.sender, asset] -= amount",
        "pass",
        ("SES-CON-02: sums of deposits for later are true",),
        ("total_user_deposits[0x0]:", "it fails after the call for total_user_deposits[0x0]"),
    ),
    "a deposit is booked as it was asked for": Fault(
        "deposit_token",
        token_payments,
        "pull",
        "received = min(arrived, amount)",
        "received = amount",
        ("SES-CON-03: books follow what moved",),
        ("deposit_token(",),
    ),
    "fees are paid and kept": Fault(
        "withdraw_treasury_native",
        treasury,
        "pay_fees",
        "s.accumulated_treasury[asset] = 0",
        "pass",
        ("SES-ACC-02: the treasury takes its fees", "SES-CON-02: coin is what is owed"),
        ("balance: ",),
    ),
    "earnings are paid and kept": Fault(
        "withdraw_earnings",
        earnings,
        "take",
        "s.earnings[m.sender, asset] -= amount",
        "pass",
        ("SES-CON-04: earnings are the hosts",),
        ("earnings_held[0x0]:",),
    ),
    "a claim may exceed the deposit": Fault(
        "submit_proof_of_work",
        proofs,
        "submit_proof_of_work",
        "require(cumulative <= tokens_for(r.deposit, r.price_per_token), TokensExceedDeposit)",
        "pass",
        ("SES-ARI-01: proven work is paid for",),
        ("tokens_used",),
    ),
    "a claim comes after the last second": Fault(
        "submit_proof_of_work",
        proofs,
        "submit_proof_of_work",
        "require(m.now <= end_of(r), SessionExpired, job_id, end_of(r))",
        "pass",
        ("SES-TIM-01: the claim was in time", "liveness of submit_proof_of_work"),
        ("tokens_used",),
    ),
    "more than half of a stake is slashed": Fault(
        "slash_stake",
        slashing,
        "slash_stake",
        "require(amount <= maximum, SlashAboveMaximum, amount, maximum)",
        "require(amount <= n.staked_amount, SlashAboveMaximum, amount, maximum)",
        ("SES-ARI-04: at most half and once a day",),
        ("staked_amount",),
    ),
    "votes come back before the decision": Fault(
        "withdraw_votes",
        proposals,
        "withdraw_votes",
        "require(p.closed or m.now > lapses_after(p), VotingStillActive)",
        "pass",
        (
            "SES-GOV-02: votes come back when nothing can count them",
            "lemma: votes that can decide are locked",
        ),
        ("locked_votes",),
    ),
    "a vote is decided against the majority": Fault(
        "execute_proposal",
        proposals,
        "execute_proposal",
        "p.votes_for >= APPROVAL_THRESHOLD and p.votes_for > p.votes_against",
        "p.votes_for >= APPROVAL_THRESHOLD",
        ("SES-GOV-01: the vote decided",),
        ("closed False -> True",),
    ),
    "an exit is paused": Fault(
        "withdraw_token",
        deposits,
        "withdraw_deposit",
        "require(amount > 0, ZeroAmount)",
        'check_running_function(s, m, "depositNative")\n    require(amount > 0, ZeroAmount)',
        ("SES-LIV-03: no exit is paused",),
        ("is refused with MarketplacePaused",),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_invalid_specification_is_refuted_because(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = FAULTS[name]
    found = findings_of(THEORY, fault, monkeypatch, USERS)
    for claim in fault.claims:
        assert found[claim].verdict == REFUTED, f"{claim}: {found[claim].verdict} {found[claim].why}"
        assert found[claim].reproduced, claim
    told = "\n".join(found[claim].counterexample for claim in fault.claims)
    for phrase in fault.told:
        assert phrase in told, told


def test_success_the_same_rewriting_without_a_fault_is_not_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "amount = s.votes[model_id, nonce, m.sender]"
    fault = replace(FAULTS["votes come back before the decision"], line=line, instead=line)
    found = findings_of(THEORY, fault, monkeypatch)
    assert found["SES-GOV-02: votes come back when nothing can count them"].verdict == PROVED
    assert REFUTED not in {finding.verdict for finding in found.values()}
