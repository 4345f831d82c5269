"""The whole prover on a made-up protocol: what is right is proved, each planted fault is refuted with a state."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.prove.findings import PROVED, REFUTED, UNKNOWN, VACUOUS, Finding
from analysis.prove.tasks import Task, perform, perform_all, theory_of
from analysis.prove.verdicts import Report
from properties.binding import EscrowProtocol
from properties.claims import History
from spec.core import Message, require
from tests.analysis.prove.bank import Bank, Poor, Unknown, bank, transfer, transfer_to_oneself_mints


def report_of(protocol: EscrowProtocol, processes: int = 1) -> Report:
    assert protocol.claims is not None
    theory = theory_of(protocol, protocol.claims)
    return Report(theory, perform_all(theory, processes))


@pytest.fixture(scope="module")
def right() -> Report:
    return report_of(bank())


def verdicts(report: Report, protocol: EscrowProtocol) -> dict[str, str]:
    return {prop.id: report.verdict(prop).verdict for prop in protocol.catalogue}


def refuted(report: Report) -> dict[tuple[str, str], Finding]:
    return {(f.kind, f.subject): f for f in report.findings if f.verdict == REFUTED}


def test_success_everything_is_proved(right: Report) -> None:
    assert verdicts(right, bank()) == {"BNK-CON-01": PROVED, "BNK-ACC-01": PROVED}
    assert {finding.verdict for finding in right.findings} == {PROVED}
    assert list(right.errors()) == []


def test_success_the_planted_fault_is_found_and_reproduced(right: Report) -> None:
    assert any(finding.verdict == REFUTED and finding.reproduced for finding in right.planted)


def test_success_assumptions_are_named_where_they_are_used(right: Report) -> None:
    conservation = right.verdict(bank().catalogue.by_id("BNK-CON-01"))
    assert "BNK-CON-01: accounts hold the supply" in conservation.uses
    assert "lemma: supply is bounded" in conservation.rests_on


def test_success_two_processes_find_the_same(right: Report) -> None:
    def plain(report: Report) -> list[tuple[Any, ...]]:
        return [(f.name, f.verdict, f.queries, f.paths, f.used) for f in report.findings]

    assert plain(report_of(bank(), processes=2)) == plain(right)


def test_success_a_second_solver_that_runs_already_is_not_shared_with_the_processes(right: Report) -> None:
    protocol = bank()
    assert protocol.claims is not None
    perform(theory_of(protocol, protocol.claims), Task("action", "mint"), max_paths=200, keep_scripts=False)
    again = report_of(protocol, processes=2)
    assert [(f.name, f.verdict) for f in again.findings] == [(f.name, f.verdict) for f in right.findings]


def test_invalid_transfer_to_oneself_is_refuted_with_a_readable_state() -> None:
    faulty = bank(transfer=transfer_to_oneself_mints)
    report = report_of(faulty)
    found = refuted(report)[("kept", "BNK-CON-01: accounts hold the supply")]
    assert found.reproduced
    assert "transfer(to=0x0, amount=1)" in found.counterexample
    assert "accounts[0x0]: amount 1 -> 2" in found.counterexample
    assert "it fails after the call" in found.counterexample
    assert verdicts(report, faulty)["BNK-CON-01"] == REFUTED


def test_invalid_missing_guard_is_refuted_as_a_panic() -> None:
    def without_guard(s: Bank, m: Message, to: str, amount: int) -> None:
        require(m.sender in s.accounts and to in s.accounts, Unknown)
        s.accounts[m.sender].amount -= amount
        s.accounts[to].amount += amount

    report = report_of(bank(transfer=without_guard))
    panics = [error for error in report.errors() if "a panic" in error]
    assert panics and panics[0].startswith("paths | no panic, and no other way through | transfer is refuted")


def test_invalid_lookup_of_what_is_not_there_is_refuted() -> None:
    def without_guard(s: Bank, m: Message, to: str, amount: int) -> None:
        require(s.accounts[m.sender].amount >= amount, Poor)

    assert any("KeyError" in error for error in report_of(bank(transfer=without_guard)).errors())


def test_invalid_strictness_is_refuted_by_the_condition_of_success() -> None:
    def strict(s: Bank, m: Message, to: str, amount: int) -> None:
        require(m.sender in s.accounts and s.accounts[m.sender].amount > amount, Poor)
        transfer(s, m, to, amount)

    assert ("liveness", "liveness of transfer") in refuted(report_of(bank(transfer=strict)))


def test_invalid_forgotten_half_is_refuted_by_effect_and_conservation() -> None:
    def half(s: Bank, m: Message, to: str, amount: int) -> None:
        require(m.sender in s.accounts and to in s.accounts, Unknown)
        require(s.accounts[m.sender].amount >= amount, Poor)
        s.accounts[m.sender].amount -= amount

    found = refuted(report_of(bank(transfer=half)))
    assert {("kept", "BNK-CON-01: accounts hold the supply"), ("effect", "effect of transfer")} <= set(found)


def test_invalid_change_beside_the_listed_ones_is_refuted() -> None:
    def nosy(s: Bank, m: Message, to: str, amount: int) -> None:
        transfer(s, m, to, amount)
        s.fees[to] = 1

    assert set(refuted(report_of(bank(transfer=nosy)))) == {("no side effect", "no side effect of transfer")}


def test_invalid_contradictory_invariants_are_vacuous() -> None:
    protocol = bank()
    assert protocol.claims is not None

    @protocol.claims.lemma()
    def there_is_no_state(s: Bank, h: History) -> bool:
        return s.supply < 0

    found = {f.verdict for f in report_of(protocol).findings if f.kind == "can succeed"}
    assert found == {VACUOUS}


def test_invalid_claim_that_nothing_violates_is_vacuous() -> None:
    protocol = bank()

    @protocol.catalogue.by_id("BNK-CON-01").always
    def supply_is_a_number(s: Bank) -> bool:
        return s.supply >= 0

    verdict = report_of(protocol).verdict(protocol.catalogue.by_id("BNK-CON-01"))
    assert verdict.verdict == VACUOUS
    assert "no state at all violates it" in verdict.why


def test_invalid_step_claim_that_no_call_meets_is_vacuous() -> None:
    protocol = bank()

    @protocol.catalogue.by_id("BNK-ACC-01").on_step()
    def never_said(step: Any) -> bool | None:
        return None if step.state.supply >= 0 else True

    verdict = report_of(protocol).verdict(protocol.catalogue.by_id("BNK-ACC-01"))
    assert (verdict.verdict, verdict.why) == (VACUOUS, "no call ever meets a case of 'never said'")


def test_invalid_false_lemma_leaves_what_rests_on_it_unproved() -> None:
    protocol = bank()
    assert protocol.claims is not None

    @protocol.claims.lemma("accounts")
    def accounts_are_small(s: Bank, h: History, owner: str, account: Any) -> bool:
        return account.amount <= 7

    @protocol.catalogue.by_id("BNK-ACC-01").on_step("transfer")
    def transfers_are_small(step: Any) -> bool:
        return step.argument("amount") <= 7

    report = report_of(protocol)
    verdict = report.verdict(protocol.catalogue.by_id("BNK-ACC-01"))
    assert verdict.verdict == UNKNOWN
    assert "rests on lemma: accounts are small" in verdict.why
    assert any("lemma: accounts are small" in error for error in report.errors())


def test_invalid_clause_that_iterates_is_unknown_with_the_reason() -> None:
    protocol = bank()

    @protocol.catalogue.by_id("BNK-CON-01").always
    def no_account_is_negative(s: Bank) -> bool:
        return all(account.amount >= 0 for account in s.accounts.values())

    verdict = report_of(protocol).verdict(protocol.catalogue.by_id("BNK-CON-01"))
    assert verdict.verdict == UNKNOWN
    assert "iteration over accounts" in verdict.why


def test_success_unneeded_assumptions_are_reported(right: Report) -> None:
    protocol = bank()
    assert protocol.claims is not None

    @protocol.claims.guarantee
    def moon_is_round(s: Bank, h: History, m: Message) -> bool:
        return h.calls >= 0 or m.value == 1

    assert right.idle() == []
    assert report_of(protocol).idle() == ["environment: moon is round"]
