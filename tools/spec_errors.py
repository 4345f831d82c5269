"""Every error that an action can raise is named where a reader looks for it: in its docstring, or in one it points to.

A docstring points to another function in backticks (`params.validate`), and to a group of errors by the words "those
of" and the group's name. What can be raised is read from the guards in the source.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

from fuzz.coverage import guards_of
from spec.core import Action, Actions
from tools.spec_rules import Breach

ROOT = Path(__file__).resolve().parents[1]

GROUPS = {
    "those of the row grammar": "spec.dcm.row",
    "those of the filter program": "spec.dcm.filter_vm",
}
"""Words by which a docstring names all of a module's `ERRORS` at once."""
REFUSED_INPUT = "the host's refusal"
"""Words for an encrypted input that the chain's own host refuses, under the host's own errors."""

Unreachable = Mapping[tuple[str, str, str], str]


def undocumented(actions: Actions, unreachable: Unreachable) -> Iterator[Breach]:
    """For each action: a docstring without a list of errors, an error that it lacks, one that it makes up."""
    raised: dict[str, set[str]] = {action.name: set() for action in actions}
    possible: dict[str, set[str]] = {action.name: set() for action in actions}
    for static in guards_of(actions):
        guard = static.guard
        possible[guard.action].add(guard.error)
        if (guard.action, guard.error, static.condition) not in unreachable:
            raised[guard.action].add(guard.error)
    for action in actions:
        yield from _action(action, raised[action.name], possible[action.name])


def _action(action: Action, raised: set[str], possible: set[str]) -> Iterator[Breach]:
    text = inspect.getdoc(action.run) or ""
    named = named_errors(action.run)
    if "Errors" not in text and not references(action.run):
        yield _breach(action, f"action {action.name} has no sentence that starts with `Errors`, and points to no other")
    for error in sorted(raised - named):
        yield _breach(action, f"action {action.name} can raise {error}, and no docstring it points to says so")
    for error in sorted(_own(action.run) - possible):
        yield _breach(action, f"action {action.name} names {error}, and no guard that it reaches raises it")


def _breach(action: Action, sentence: str) -> Breach:
    code = inspect.unwrap(action.run).__code__
    file = Path(code.co_filename)
    shown = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    return Breach(shown, code.co_firstlineno, "errors", sentence, action.name)


def named_errors(function: Callable[..., Any], seen: frozenset[Any] = frozenset()) -> set[str]:
    """Names of errors in a function's docstring, in those of the groups it names and the functions it points to."""
    text = " ".join((inspect.getdoc(function) or "").split())
    found = _own(function)
    for words, module in GROUPS.items():
        if words in text:
            found |= {error.__name__ for error in importlib.import_module(module).ERRORS}
    if REFUSED_INPUT in text:
        found.add("ImportRefused")
    for pointed in references(function):
        if pointed not in seen:
            found |= named_errors(pointed, seen | {function})
    return found


def _own(function: Callable[..., Any]) -> set[str]:
    """Words of a docstring's sentence on errors that are written like the name of a class."""
    text = " ".join((inspect.getdoc(function) or "").split())
    _, _, errors = text.partition("Errors")
    return set(re.findall(r"\b[A-Z]+[a-z0-9]+(?:[A-Z]+[a-z0-9]+)+\b|\b[A-Z][a-z]*(?:VM)[A-Za-z]+\b", errors))


def references(function: Callable[..., Any]) -> list[FunctionType]:
    """Functions that a docstring names in backticks, as its module sees them."""
    plain = inspect.unwrap(function)
    found = []
    for path in re.findall(r"`([a-z_][a-z0-9_.]*)`", inspect.getdoc(function) or ""):
        value: Any = None
        for depth, name in enumerate(path.split(".")):
            value = plain.__globals__.get(name) if depth == 0 else getattr(value, name, None)
        if callable(value) and isinstance(inspect.unwrap(value), FunctionType):
            found.append(value)
    return found
