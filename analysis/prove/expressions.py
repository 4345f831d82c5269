"""Functions that are read as one expression each: their own cases do not multiply the paths of what calls them.

`min` and `max` always are. A protocol names others that change nothing and refuse nothing, such as whether a deadline
is over; and functions that refuse nothing and move no money, such as counting, whose effects are told in one. On plain
values they run as they are written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from analysis.prove import terms
from analysis.prove.effects import merged_effects
from analysis.prove.merging import in_predicate, merged
from analysis.prove.values import RUNS, Number, number_term

PACKAGES = ("spec", "properties")
"""Whose modules are read so."""


@contextmanager
def read_as_expressions(
    functions: Iterable[Callable[..., Any]], effects: Iterable[Callable[..., Any]] = ()
) -> Iterator[None]:
    """While open, these functions are expressions wherever a module of the specification or its claims names them.

    effects: functions of which all cases are told in one, likewise.
    """
    readings = [*((function, _as_expression) for function in functions), *((one, merged_effects) for one in effects)]
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in PACKAGES]
    replaced: list[tuple[ModuleType, str, Any]] = []
    try:
        for function, reading in readings:
            current: Callable[..., Any] = getattr(sys.modules[function.__module__], function.__name__)
            for module in modules:
                if vars(module).get(function.__name__) is current:
                    replaced.append((module, function.__name__, current))
                    setattr(module, function.__name__, reading(current))
        for module in modules:
            vars(module).update(min=smaller, max=larger)
        yield
    finally:
        for module, name, function in replaced:
            setattr(module, name, function)
        for module in modules:
            vars(module).pop("min", None)
            vars(module).pop("max", None)


def _as_expression(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*arguments: Any) -> Any:
        if not RUNS.stack:
            return function(*arguments)
        return merged(lambda: function(*arguments), within=in_predicate())

    return run


def smaller(*values: Any) -> Any:
    """As `min`, of numbers that need not be plain."""
    return _extreme(min, values, lambda a, b: terms.at_most(a, b))


def larger(*values: Any) -> Any:
    """As `max`, of numbers that need not be plain."""
    return _extreme(max, values, lambda a, b: terms.at_most(b, a))


def _extreme(plain: Callable[..., Any], values: tuple[Any, ...], first: Callable[..., terms.Term]) -> Any:
    if len(values) < 2 or not any(isinstance(value, Number) for value in values):
        return plain(*values)
    best = number_term(values[0])
    for value in values[1:]:
        other = number_term(value)
        lows = [low for low in (best.low, other.low) if low is not None]
        least = max(lows) if plain is max and lows else None
        best = terms.choice(first(best, other), best, other, least)
    return Number(best)
