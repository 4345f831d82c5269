"""Written queries: the same formulas, with names for large numbers and lines that fit a page."""

from __future__ import annotations

import z3

from analysis.prove import bitvectors, terms
from analysis.prove.readable import WIDTH, readable
from analysis.prove.smt import script
from analysis.prove.values import Number

X, Y, Z = (Number(terms.variable(f"a rather long name {name}", terms.INT, 0, 2**256 - 1)) for name in "xyz")


def test_success_large_bounds_have_names() -> None:
    text = readable("kept | A: a | x", script([("the order", (X <= Y).term)], (X <= Y + 1).term, ("kept", "x")))
    assert text.startswith("; kept | A: a | x\n;\n")
    assert (
        "(define-fun |2^256 - 1| () Int 115792089237316195423570985008687907853269984665640564039457584007913129639935)"
        in text
    )
    assert text.count("115792089237316195423570985008687907853269984665640564039457584007913129639935") == 1
    assert "; what the types and operations say\n(assert (<= 0 |a rather long name x| |2^256 - 1|))\n" in text
    assert "; the order\n(assert (<= |a rather long name x| |a rather long name y|))\n" in text


def test_success_long_formulas_are_broken_and_mean_the_same() -> None:
    goal = terms.conjunction([(X * n <= Y * n + Z).term for n in range(2, 9)])
    plain = script([("the order", terms.conjunction([(X <= Y).term, (Y <= Z).term]))], goal)
    text = readable("a claim", plain)
    assert max(len(line) for line in text.splitlines() if not line.startswith((";", "(define"))) <= WIDTH + 4
    assert means_the_same(text, plain)


def test_success_choices_and_sums_are_written_as_mathematics() -> None:
    declared = "".join(
        f"(declare-const {name} {sort})\n" for name, sort in zip("abcn", ("Bool",) * 3 + ("Int",), strict=True)
    )
    said = (
        "(assert (ite a (ite b c b) a))",
        "(assert (or (ite a a b) c))",
        "(assert (or (not a) b (not c)))",
        "(assert (= (+ (+ n 1) 2) (- n (- 3))))",
        "(assert (and (<= 0 n) (<= n 9)))",
    )
    plain = "\n".join(("(set-logic ALL)", declared + said[0], *said[1:], "(check-sat)\n"))
    text = readable("a claim", plain)
    assert text.splitlines()[-6:-1] == [
        "(assert (and a b c))",
        "(assert (or a b c))",
        "(assert (=> (and a c) b))",
        "(assert (= (+ n 1 2) (- n (- 3))))",
        "(assert (<= 0 n 9))",
    ]
    assert means_the_same(text, plain)


def test_success_bit_vectors_stay_what_they_are() -> None:
    small, other = (Number(terms.variable(name, terms.INT, 0, 2**64 - 1)) for name in "ab")
    goal = terms.equal(terms.below(((small + other) % 2**64).term, small.term), (small + other >= 2**64).term)
    solver = z3.Solver()
    solver.from_string(readable("a claim", bitvectors.script([], goal)))
    assert solver.check() == z3.unsat


def means_the_same(one: str, other: str) -> bool:
    """No state tells what two scripts assert apart."""
    solver = z3.Solver()
    both = [z3.And(list(z3.parse_smt2_string(text))) for text in (one, other)]
    solver.add(both[0] != both[1])
    return bool(solver.check() == z3.unsat)
