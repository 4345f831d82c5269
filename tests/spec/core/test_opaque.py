"""Opaque functions: run by concrete interpreters, answered for by others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from spec.core import Revert, Uint8, is_opaque, opacity_of, opaque
from spec.core.opaque import STAND_IN, UNROLLING, each


class Odd(Revert):
    """The number is odd."""


@opaque(raises=(Odd,), appends=("grants",))
def half(number: int) -> int:
    """Half of an even number."""
    if number % 2:
        raise Odd()
    return number // 2


@pytest.fixture
def asked() -> Iterator[list[Any]]:
    calls: list[Any] = []

    def answer(function: Any, arguments: tuple[Any, ...]) -> int:
        calls.append((function, arguments))
        return 42

    STAND_IN.call = answer
    yield calls
    STAND_IN.call = None


def test_success_runs_itself_in_the_concrete_interpreter() -> None:
    assert half(8) == 4
    assert half(number=8) == 4
    with pytest.raises(Odd):
        half(3)


def test_success_declares_what_is_known_from_outside() -> None:
    assert is_opaque(half)
    assert opacity_of(half).raises == (Odd,)
    assert opacity_of(half).appends == ("grants",)
    assert (half.__name__, half.__doc__) == ("half", "Half of an even number.")


def test_success_stand_in_answers_in_its_place(asked: list[Any]) -> None:
    assert half(3) == 42
    assert asked == [(half, (3,))]


def test_invalid_keywords_under_a_stand_in(asked: list[Any]) -> None:
    with pytest.raises(TypeError, match="opaque function half is called with keywords"):
        half(number=3)
    assert asked == []


def test_invalid_opaque_function_without_a_return_type() -> None:
    def silent(number: int):  # type: ignore[no-untyped-def]  # what is refused
        return number

    with pytest.raises(TypeError, match="opaque function silent has no return type"):
        opaque()(silent)


def test_invalid_opacity_of_an_ordinary_function() -> None:
    def plain() -> None: ...

    assert not is_opaque(plain)
    with pytest.raises(TypeError, match="plain is not opaque"):
        opacity_of(plain)


def test_success_lists_are_gone_through_as_they_are() -> None:
    assert each((3, 1, 2), Uint8) == (3, 1, 2)


def test_success_lists_are_gone_through_as_the_interpreter_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UNROLLING, "members", lambda values, hint: (*values, hint))
    assert each((3,), Uint8) == (3, Uint8)
