"""Both solvers on queries whose answer is known, and what counts as an answer."""

from __future__ import annotations

import pytest
import z3

from fuzz.engines.halmos.judge import Judge, as_solver_output
from fuzz.engines.halmos.prunes import Prunes
from fuzz.engines.halmos.solvers import Opinions, ask_cvc5, assertions_of, opinions

CONTRADICTION = """(set-logic QF_AUFBV)
(declare-const x (_ BitVec 256))
(assert (bvult x #x{zeros}05))
(assert (bvugt x #x{zeros}07))
(check-sat)
(get-model)
""".format(zeros="0" * 62)
POSSIBLE = CONTRADICTION.replace("bvugt", "bvult")


def test_success_both_solvers_confirm_a_contradiction() -> None:
    assert opinions(CONTRADICTION).verdict == "unsat"


def test_success_a_possible_query_has_a_model() -> None:
    answer = opinions(POSSIBLE)
    assert (answer.z3, answer.cvc5, answer.verdict) == ("sat", "sat", "sat")
    assert "define-fun x" in answer.model


def test_success_commands_are_left_out_and_assertions_kept() -> None:
    text = assertions_of(CONTRADICTION)
    assert "check-sat" not in text and "set-logic" not in text and text.count("(assert") == 2


@pytest.mark.parametrize(
    ("first", "second", "model", "verdict"),
    [
        ("unsat", "unsat", "", "unsat"),
        ("unsat", "unknown", "", "unknown"),
        ("unknown", "unsat", "", "unknown"),
        ("sat", "unknown", "m", "sat"),
        ("unknown", "sat", "", "unknown"),
        ("unsat", "sat", "", "disagreement"),
        ("sat", "unsat", "m", "disagreement"),
    ],
)
def test_success_a_negative_answer_needs_both_and_a_contradiction_is_none(
    first: str, second: str, model: str, verdict: str
) -> None:
    assert Opinions(first, second, model).verdict == verdict


def test_invalid_text_that_cvc5_does_not_read_is_unknown() -> None:
    assert ask_cvc5("(assert (no-such-operator 1))") == "unknown"


def test_success_the_judge_answers_from_its_own_process_and_counts() -> None:
    with Judge() as judge:
        assert judge.ask(CONTRADICTION).verdict == "unsat"
        assert as_solver_output(judge.ask(POSSIBLE)).startswith("sat\n")
    assert judge.said == {"z3 unsat, cvc5 unsat": 1, "z3 sat, cvc5 sat": 1}


def test_invalid_a_contradiction_between_solvers_is_no_word_that_the_engine_knows() -> None:
    assert as_solver_output(Opinions("unsat", "sat")).splitlines()[0] not in ("sat", "unsat", "unknown")


def branch(*facts: z3.BoolRef) -> z3.Solver:
    solver = z3.SolverFor("QF_AUFBV")
    solver.add(*facts)
    return solver


def test_success_dropped_branches_with_one_reason_are_confirmed_once() -> None:
    x, y = z3.BitVecs("x y", 256)
    prunes = Prunes()
    prunes.note(branch(z3.ULT(x, 5)), z3.UGT(x, 7))
    prunes.note(branch(z3.ULT(x, 5), y == 3), z3.UGT(x, 7))
    assert prunes.confirmed() == {"dropped": 2, "cores": 1, "confirmed": 1, "contradicted": 0, "open": 0}


def test_invalid_a_branch_that_was_dropped_wrongly_is_not_confirmed() -> None:
    x = z3.BitVec("x", 256)
    prunes = Prunes()
    prunes.note(branch(z3.ULT(x, 5)), z3.UGT(x, 3))
    assert prunes.confirmed()["open"] == 1
