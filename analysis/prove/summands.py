"""What each place of a store contributes to a total, and when two totals are one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis.prove.arbitrary import key_terms
from analysis.prove.values import Number, Truth, term_of


@dataclass(frozen=True)
class Summand:
    """What each place contributes to a total: `of(key, value)`. identity: equal for summands that are one."""

    identity: Any
    label: str
    of: Callable[[Any, Any], Any]


def of_values(amount: Callable[[Any], Any]) -> Summand:
    """Each record contributes an amount of it."""
    return Summand(_identity(amount), _label(amount), lambda _key, value: amount(value))


def of_keys(counts: Callable[[Any], Any]) -> Summand:
    """Each amount contributes itself if its key counts."""
    return Summand(("where", _identity(counts)), _label(counts), lambda key, value: value if counts(key) else 0)


def of_members(key: Any) -> Summand:
    """Each member of the list under a key contributes one."""
    return Summand(("under", key_terms(key)), "members", lambda place, _none: 1 if place[0] == key else 0)


ALL_AMOUNTS = Summand("all", "amounts", lambda _key, value: value)


def _identity(amount: Callable[[Any], Any]) -> Any:
    """What makes two functions the same summand: their code, and the terms they refer to."""
    cells = getattr(amount, "__closure__", None) or ()
    return (amount.__code__, tuple(_cell(cell.cell_contents) for cell in cells))


def _cell(content: Any) -> Any:
    if type(content) is tuple:
        return tuple(map(_cell, content))
    if isinstance(content, (int, str, bytes, Number, Truth)) or hasattr(content, "term"):
        return term_of(content)
    return id(content)


def _label(amount: Callable[[Any], Any]) -> str:
    return amount.__name__ if amount.__name__ != "<lambda>" else amount.__qualname__.split(".")[0]
