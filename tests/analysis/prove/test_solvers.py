"""Two solvers: agreement, disagreement, giving up; and the scripts that they read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import z3

from analysis.prove import bitvectors, solvers, terms
from analysis.prove.findings import PROVED, REFUTED, UNKNOWN, Finding
from analysis.prove.obligations import Prover
from analysis.prove.paths import Fact
from analysis.prove.refutation import Refutation
from analysis.prove.smt import script
from analysis.prove.solvers import Answer, Disagreement, Query, SecondOpinion, Solvers
from analysis.prove.tasks import theory_of
from analysis.prove.values import Number
from properties.dcm.claims import PLAN
from properties.protocols import load

X, Y, Z = (Number(terms.variable(name, terms.INT, 0, 2**64 - 1)) for name in "xyz")


PIGEONS = "\n".join(
    [
        "(set-logic ALL)",
        *(f"(declare-const p{bird}_{hole} Bool)" for bird in range(25) for hole in range(24)),
        *(f"(assert (or {' '.join(f'p{bird}_{hole}' for hole in range(24))}))" for bird in range(25)),
        *(
            f"(assert (not (and p{one}_{hole} p{other}_{hole})))"
            for hole in range(24)
            for one in range(25)
            for other in range(one)
        ),
        "(check-sat)",
    ]
)
"""Twenty-five pigeons in twenty-four holes: short to ask, and no resolution ends in time."""


class Says(SecondOpinion):
    """A second solver that always says the same."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def __call__(self, text: str, options: dict[str, str] | None = None) -> tuple[str, str]:
        return self._word, "it was told to"


@pytest.fixture(scope="module")
def opinion() -> Iterator[SecondOpinion]:
    with SecondOpinion() as both:
        yield both


def query(goal: terms.Term, *facts: terms.Term) -> Query:
    return Query(tuple((f"fact {place}", fact) for place, fact in enumerate(facts)), goal)


ORDER = query((X <= Z).term, (X <= Y).term, (Y <= Z).term, (Y <= 9).term)


def test_success_both_solvers_agree_and_name_what_was_needed(opinion: SecondOpinion) -> None:
    answer = Solvers(opinion).prove(ORDER)
    assert (answer.verdict, set(answer.used)) == (PROVED, {"fact 0", "fact 1"})


def test_success_a_proof_is_used_again_where_its_facts_are(opinion: SecondOpinion) -> None:
    both = Solvers(opinion)
    both.prove(ORDER)
    again = query(ORDER.goal, *(term for _, term in ORDER.facts), (Z <= 7).term)
    assert both.prove(again).asked is False
    assert both.prove(query(ORDER.goal, (X <= Y).term)).verdict == REFUTED


def test_invalid_disagreement_is_an_error_of_the_run() -> None:
    with pytest.raises(Disagreement, match="z3 says unsat and cvc5 says sat"):
        Solvers(Says("sat")).prove(ORDER)


def test_invalid_second_solver_that_gives_up_leaves_the_claim_unknown() -> None:
    answer = Solvers(Says("unknown")).prove(ORDER)
    assert (answer.verdict, answer.why) == (UNKNOWN, "cvc5 did not confirm: it was told to")


def test_invalid_first_solver_that_gives_up_leaves_the_claim_unknown(
    opinion: SecondOpinion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solvers, "Z3_BUDGET", 1)
    assert Solvers(opinion).prove(ORDER).verdict == UNKNOWN


def test_invalid_claim_is_refuted_with_a_model(opinion: SecondOpinion) -> None:
    answer = Solvers(opinion).prove(query((X <= Y).term, (Y <= Z).term))
    assert answer.verdict == REFUTED
    assert answer.model is not None


def test_success_a_refutation_has_other_models() -> None:
    answers = list(Solvers(Says("unsat")).other_models(query((X * Y <= Z).term, (Y <= Z).term)))
    assert [answer.verdict for answer in answers] == [REFUTED] * solvers.OTHER_MODELS
    assert len({str(answer.model) for answer in answers}) > 1


def test_success_a_model_that_plain_values_do_not_reproduce_is_not_the_last_word() -> None:
    """As where it names a record that the plain state can't have: z3's first model depends on all it did before."""
    asked: list[Answer] = []

    def refute(answer: Answer) -> Refutation:
        asked.append(answer)
        return Refutation(f"number {len(asked)}", "", reproduced=len(asked) == 3)

    found = shown_by(refute)
    assert (found.verdict, found.why, found.reproduced) == (REFUTED, "number 3", True)


def test_invalid_models_of_which_none_is_reproduced_leave_the_claim_unknown() -> None:
    found = shown_by(lambda _: Refutation("it is not so", "", reproduced=False))
    assert (found.verdict, found.reproduced) == (UNKNOWN, False)


def shown_by(refute: Callable[[Answer], Refutation]) -> Finding:
    """A claim that does not hold, with a word on each model of it."""
    finding = Finding("kept", "the order", "nowhere")
    fact = Fact("assumption", "y is least", (Y <= Z).term)
    Prover(theory_of(load("dcm"), PLAN), Solvers(Says("unsat"))).show(finding, (fact,), (X <= Y).term, refute)
    return finding


def test_success_products_are_judged_exactly_before_a_refutation(opinion: SecondOpinion) -> None:
    doubled = query((X * Y + X * Y == 2 * (X * Y)).term)
    assert Solvers(opinion).prove(doubled).verdict == PROVED
    assert Solvers(opinion).prove(query((X * Y >= X).term)).verdict == REFUTED
    assert Solvers(opinion).prove(query((X * Y <= Z * Y).term, (X <= Z).term)).verdict == PROVED


def test_success_cvc5_answers_in_its_own_process(opinion: SecondOpinion) -> None:
    assert opinion("(set-logic ALL)\n(declare-const p Bool)\n(assert p)\n(check-sat)\n") == ("sat", "")
    word, why = opinion("(set-logic ALL)\n(assert nonsense)\n(check-sat)\n")
    assert word == "unknown" and "nonsense" in why


def test_invalid_question_that_takes_for_ever_is_unknown_and_the_next_is_answered(
    opinion: SecondOpinion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solvers, "CVC5_BUDGET", 10**12)
    monkeypatch.setattr(solvers, "CVC5_SECONDS", 1)
    assert opinion(PIGEONS) == ("unknown", "it took more than 1 seconds of CPU within a step")
    assert opinion("(set-logic ALL)\n(declare-const q Bool)\n(assert q)\n(check-sat)\n") == ("sat", "")


def test_success_a_script_says_what_it_asks() -> None:
    text = script([("the order", (X <= Y).term)], (X <= Y + 1).term, ("a comment",))
    assert text.startswith("; a comment\n(set-logic ALL)\n")
    assert "; the order\n(assert (<= |x| |y|))\n" in text
    assert text.endswith("; what is claimed, negated\n(assert (not (<= |x| (+ |y| 1))))\n(check-sat)\n")
    assert str(answered(text)) == "unsat"


def test_success_bit_vectors_are_as_wide_as_the_bounds() -> None:
    wrapped, carried = (X + Y) % 2**64, X + Y >= 2**64
    goal = terms.equal(terms.below(wrapped.term, X.term), carried.term)
    text = bitvectors.script([], goal)
    assert "(_ BitVec 64)" in text and "(_ zero_extend 1)" in text
    assert str(answered(text)) == "unsat"
    wrong = terms.equal(terms.at_most(wrapped.term, X.term), carried.term)
    assert str(answered(bitvectors.script([], wrong))) == "sat"


def test_invalid_difference_has_no_bit_vector() -> None:
    with pytest.raises(bitvectors.NoBitVector, match="no form on naturals"):
        bitvectors.script([], (X - Y >= 0).term)


def test_invalid_disagreement_on_bit_vectors_is_an_error_too() -> None:
    with pytest.raises(Disagreement):
        Solvers(Says("unsat")).agree_on_text("(set-logic QF_BV)\n(assert true)\n(check-sat)\n")


def answered(text: str) -> object:
    solver = z3.Solver()
    solver.from_string(text)
    return solver.check()
