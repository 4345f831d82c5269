"""Symbolic values: what they compute, and what they refuse because it would be silently wrong."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

import pytest

from analysis.prove import terms
from analysis.prove.arbitrary import arbitrary, fresh
from analysis.prove.merging import merged, statement
from analysis.prove.paths import Exploration, Infeasible, NotRepeatable, Path, explore
from analysis.prove.smt import Z3Reader, text
from analysis.prove.values import Name, Number, Truth, Unsupported
from spec.core import Address, Uint8, Uint256

X, Y = (Number(terms.variable(name, terms.INT, 0, 255)) for name in "xy")
B = Truth(terms.variable("b", terms.BOOL))
WHO = Name(terms.variable("who", terms.INT, 0, None), "address")


class Colour(IntEnum):
    RED = 0
    BLUE = 1


class Gap(IntEnum):
    ONE = 1
    THREE = 3


def ways(body: Callable[[], Any]) -> Exploration:
    return explore(lambda path: body(), Z3Reader())


def results(body: Callable[[], Any]) -> set[Any]:
    return {path.result for path in ways(body).paths}


# ---------------------------------------------------------------- what works


def test_success_forks_find_every_case_and_no_other() -> None:
    assert results(lambda: "low" if X < 10 else "mid" if X < 20 else "high") == {"low", "mid", "high"}
    assert results(lambda: "never" if X > 255 else "always") == {"always"}
    assert results(lambda: "never" if X < 5 and X > 7 else "always") == {"always"}


def test_success_python_words_work_on_symbolic_values() -> None:
    assert results(lambda: bool(3 <= X < 3)) == {False}
    assert results(lambda: "in" if X in (1, 2) else "out") == {"in", "out"}
    assert results(lambda: min(X, Y) is X or min(X, Y) is Y) == {True}
    assert results(lambda: all([X == 1, Y == 2])) == {True, False}
    assert results(lambda: bool(X)) == {True, False}


def test_success_enumerations_and_words_compare() -> None:
    colour = arbitrary(Colour, "colour", fresh(""))
    assert results(lambda: "red" if colour == Colour.RED else "blue" if colour == Colour.BLUE else "none") == {
        "red",
        "blue",
    }
    assert results(lambda: bool(WHO == "0x01")) == {True, False}
    assert results(lambda: bool(WHO == "0x01") and bool(WHO == "0x02")) == {False}


def test_success_a_predicate_is_one_expression() -> None:
    def body() -> Any:
        return statement(lambda: None if X > 9 else (X + 1 <= 10 if B else True))

    said = ways(body).paths[0].result
    assert text(said.speaks) == "(<= |x| 9)"
    assert "ite" in text(said.holds) or "or" in text(said.holds)


def test_success_a_value_is_one_expression() -> None:
    found = ways(lambda: text(merged(lambda: 1 if B else 2).term)).paths
    assert [path.result for path in found] == ["(ite |b| 1 2)"]


def test_success_bounds_decide_without_a_solver() -> None:
    assert (X + Y >= 0).term is terms.TRUE
    assert (X + Y <= 510).term is terms.TRUE
    assert (X > 255).term is terms.FALSE
    assert ((X + Y) - Y).term is X.term


def test_success_equal_terms_are_one_object() -> None:
    assert (X + 1 + 2).term is (X + 3).term
    assert (X * Y).term is (Y * X).term
    assert terms.negation(terms.negation(B.term)) is B.term


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("what", "use"),
    [
        ("hashing", lambda: {X: 1}),
        ("hashing", lambda: hash(WHO)),
        ("indexing", lambda: [1, 2][X]),
        ("indexing", lambda: range(X)),
        ("abs", lambda: abs(X)),
        ("a power", lambda: X**2),
        ("a power", lambda: 2**X),
        ("a shift", lambda: X << 1),
        ("a shift", lambda: 1 << X),
        ("divmod", lambda: divmod(X, 2)),
        ("~", lambda: ~B),
        ("a bitwise", lambda: X & 1),
        ("comparison or arithmetic with None", lambda: X == None),  # noqa: E711  # the mistake is the point
        ("comparison or arithmetic with True", lambda: X + True),
        ("arithmetic with a boolean", lambda: B + 1),
        ("comparison of a boolean with 1", lambda: B == 1),
        ("a remainder", lambda: X % Y),
        ("division of a number that may be negative", lambda: (X - Y) // Y),
        ("the truth of a address", lambda: bool(WHO)),
        ("iteration", lambda: list(WHO)),
        ("len", lambda: len(WHO)),
    ],
)
def test_invalid_use_is_refused_loudly(what: str, use: Callable[[], Any]) -> None:
    refused = ways(use).refused
    assert refused is not None and refused.startswith(what), refused


@pytest.mark.parametrize("hint", [int, Gap, list[int], Any])
def test_invalid_annotation_has_no_symbolic_form(hint: Any) -> None:
    with pytest.raises(Unsupported):
        arbitrary(hint, "x", fresh(""))


def test_invalid_condition_outside_a_run() -> None:
    with pytest.raises(Unsupported, match="outside a symbolic run"):
        bool(X == 1)


def test_invalid_loop_over_a_symbolic_bound_is_given_up() -> None:
    big = Number(terms.variable("big", terms.INT, 0, 10**9))

    def count() -> int:
        n = 0
        while n < big:
            n += 1
        return n

    assert "more than" in (ways(count).refused or "")


def test_invalid_run_that_is_not_repeatable_is_noticed() -> None:
    turns = iter(range(100))

    def body(_path: Path) -> bool:
        return bool(next(turns) == X) and bool(Y == 1)

    with pytest.raises(NotRepeatable, match="at fork 0"):
        explore(body, Z3Reader())


def test_invalid_paths_that_are_too_many_are_said() -> None:
    assert (
        explore(lambda path: [bool(n == X) for n in range(9)], Z3Reader(), max_paths=3).refused == "more than 3 paths"
    )


def test_success_impossible_branches_are_handed_out_as_obligations() -> None:
    found = ways(lambda: "small" if X + Y < 511 and X < 300 else "big")
    assert {path.result for path in found.paths} == {"small"}

    def body(path: Path) -> str:
        path.assume("assumption", "x is small", terms.below(X.term, terms.integer(4)))
        return "big" if X * 2 > 7 else "small"

    found = explore(body, Z3Reader())
    assert [path.result for path in found.paths] == ["small"]
    assert [text(cover.literal) for cover in found.covers] == ["(<= (* |x| 2) 7)"]


def test_success_a_path_that_nothing_takes_is_dropped_with_its_reason() -> None:
    def body(path: Path) -> str:
        if X == 1:
            path.assume("assumption", "contradiction", terms.equal((X + Y).term, terms.integer(0)))
            return "here" if Y == 3 else "there"
        return "else"

    found = explore(body, Z3Reader())
    assert {path.result for path in found.paths} == {"else"}
    assert any(cover.literal is terms.FALSE for cover in found.covers)


def test_invalid_infeasible_path_cannot_be_swallowed() -> None:
    assert not issubclass(Infeasible, Exception)
    assert not issubclass(Unsupported, Exception)


def test_success_unknown_at_a_fork_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.prove.paths.Forks.possible", lambda forks, term: None)
    assert any("gave up" in (path.undecided or "") for path in ways(lambda: bool(X == 1)).paths)


def test_success_annotations_become_ranges() -> None:
    small, large = arbitrary(Uint8, "a", fresh("")), arbitrary(Uint256, "b", fresh(""))
    assert (small.term.low, small.term.high) == (0, 255)
    assert large.term.high == 2**256 - 1
    assert arbitrary(Address, "c", fresh("")).kind == "address"
