"""Totals by key, guarantees of arrivals, deployment, closed actions, expressions: each seen to matter."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.prove import terms
from analysis.prove.expressions import larger, smaller
from analysis.prove.findings import PROVED, REFUTED, UNKNOWN, Finding
from analysis.prove.paths import Forks, Path
from analysis.prove.reads import EVERYTHING, HISTORY
from analysis.prove.smt import Z3Reader, support
from analysis.prove.tasks import perform_all, theory_of
from analysis.prove.values import Number
from properties.claims import History
from spec.core import Address, Ledger, Message, Wei
from tests.analysis.prove.till import MOST, Till, claims_of, put, require_natural, take, till


def findings(**instead: Any) -> dict[str, Finding]:
    plan = instead.pop("plan", None) or claims_of()
    theory = theory_of(till(plan, **instead), plan)
    return {finding.name: finding for batch in perform_all(theory, 1).values() for finding in batch.findings}


@pytest.fixture(scope="module")
def right() -> dict[str, Finding]:
    return findings()


def test_success_totals_by_key_and_shares_are_proved(right: dict[str, Finding]) -> None:
    assert {name: f.why for name, f in right.items() if f.verdict != PROVED} == {}


def test_success_an_action_that_is_closed_succeeds_for_nobody(right: dict[str, Finding]) -> None:
    assert right["closed | nobody's call succeeds | seal"].verdict == PROVED
    assert "can succeed | the action can succeed | seal" not in right


def seal_for_anybody(s: Till, m: Message) -> None:
    s.fees[m.sender] = 0


def test_invalid_closed_action_that_somebody_can_do() -> None:
    found = findings(seal=seal_for_anybody)
    assert "there is a way through it" in found["closed | nobody's call succeeds | seal"].why
    assert findings(seal=lambda s, m: None)["closed | nobody's call succeeds | seal"].verdict == UNKNOWN


def put_twice(s: Till, m: Message, asset: Address, amount: Wei) -> None:
    put(s, m, asset, amount)
    s.deposits[m.sender, asset] += 1


def test_invalid_total_is_refuted_for_its_own_key() -> None:
    finding = findings(put=put_twice)["kept | TIL-CON-01: totals are the sums over users | put"]
    assert finding.verdict == REFUTED and finding.reproduced
    assert "it fails after the call for totals[0x" in finding.counterexample


def take_of_another(s: Till, m: Message, asset: Address, amount: Wei) -> None:
    take(s, m, asset, amount)
    s.deposits[s.owner, asset] = 0


def test_invalid_another_place_under_the_same_key_counts() -> None:
    finding = findings(take=take_of_another)["kept | TIL-CON-01: totals are the sums over users | take"]
    assert finding.verdict == REFUTED and finding.reproduced


def test_invalid_arrival_without_a_guarantee_overflows() -> None:
    found = findings(plan=claims_of(guaranteed=False))
    assert found["kept | lemma: totals have arrived | put"].verdict != PROVED


def test_invalid_deployment_that_checks_nothing() -> None:
    found = findings(plan=claims_of(deployed=False))
    assert found["initial | lemma: share is allowed | the initial state"].verdict == REFUTED
    assert found["kept | lemma: share is allowed | put"].verdict == PROVED


def test_invalid_what_the_constructor_stores_is_judged() -> None:
    plan = claims_of()

    @plan.lemma("fees")
    def nobody_owes_a_fee(s: Till, h: History, asset: str, fee: int) -> bool:
        return fee != 7

    assert findings(plan=plan)["initial | lemma: nobody owes a fee | the initial state"].verdict == REFUTED


def test_invalid_share_above_the_whole_leaves_less_than_nothing() -> None:
    def take_with_a_larger_share(s: Till, m: Message, asset: Address, amount: Wei) -> None:
        require_natural(amount - amount * (s.share + 10_000) // 10_000)

    finding = findings(take=take_with_a_larger_share)["paths | no panic, and no other way through | take"]
    assert finding.verdict == REFUTED


# ---------------------------------------------------------------- parts of the executor


def test_success_each_invariant_knows_what_it_reads() -> None:
    theory = theory_of(till(), claims_of())
    assert theory.reads["TIL-CON-01: totals are the sums over users"] == {"totals", "deposits"}
    assert theory.reads["lemma: share is allowed"] == {"owner", "share"}
    assert theory.reads["lemma: seats are taken by calls"] == {"seated", HISTORY}
    assert not any(EVERYTHING in names for names in theory.reads.values())
    assert theory.expressible == list(theory.invariants)


def test_success_names_never_meet() -> None:
    path = Path(Forks(Z3Reader()), ())
    assert [path.name(stem) for stem in ("a", "a", "a.1", "a", "a.1")] == ["a", "a.1", "a.1.1", "a.2", "a.1.2"]


def test_success_extremes_of_symbolic_numbers_are_expressions() -> None:
    a, b = (Number(terms.variable(name, terms.INT, 0, 9)) for name in "ab")
    assert (smaller(3, 1, 2), larger([4, 5])) == (1, 5)
    assert smaller(a, b).term is terms.choice(terms.at_most(a.term, b.term), a.term, b.term)
    assert larger(a, b, 0).term.op == "ite"


def test_success_a_share_of_at_most_all_takes_at_most_all() -> None:
    whole, share = terms.variable("whole", terms.INT, 0), terms.variable("share", terms.INT, 0, MOST)
    part = terms.quotient(terms.product(whole, share), terms.integer(10_000))
    facts = support([part])
    assert any("whole" in repr(fact) and "10000" in repr(fact) and fact.op == "or" for fact in facts)


def test_success_totals_by_key_on_plain_values() -> None:
    ledger = Ledger({("a", "x"): 1, ("b", "x"): 2, ("a", "y"): 4})
    assert ledger.total_where(lambda key: key[1] == "x") == 3
