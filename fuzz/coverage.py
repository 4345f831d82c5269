"""Coverage in the specification's own words: which action, which guard, which outcome, which change of status."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from pathlib import Path
from types import FunctionType, TracebackType
from typing import Any

from spec.core import Actions, ImportRefused, Outcome, Revert

ROOT = Path(__file__).resolve().parents[1]
REQUIRE = "require"


@dataclass(frozen=True, order=True)
class Guard:
    """A place in the specification that can refuse an action; `line` is that of the check."""

    action: str
    error: str
    module: str
    line: int

    def __str__(self) -> str:
        return f"{self.action}: {self.error} ({self.module}:{self.line})"


@dataclass(frozen=True)
class StaticGuard:
    """A guard as the source shows it, with the condition that lets a call pass."""

    guard: Guard
    condition: str


@dataclass
class Coverage:
    """What a run has reached; two of them add up, so shards can be merged.

    outcomes: calls by (action, outcome). guards: refusals by guard. transitions: by (record, field, before, after).
    """

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    guards: Counter[Guard] = field(default_factory=Counter)
    transitions: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def note(self, action: str, outcome: Outcome) -> Hashable:
        """Counts one call and returns its behaviour, for guidance."""
        self.outcomes[action, outcome.name] += 1
        if outcome.error is not None:
            guard = guard_of(action, outcome.error)
            self.guards[guard] += 1
            return guard
        moved = tuple(sorted(transitions_of(outcome)))
        self.transitions.update(moved)
        return action, tuple(type(event).__name__ for event in outcome.events), moved

    def merge(self, other: Coverage) -> None:
        """Adds another run's counts."""
        self.outcomes.update(other.outcomes)
        self.guards.update(other.guards)
        self.transitions.update(other.transitions)


def transitions_of(outcome: Outcome) -> Iterator[tuple[str, str, str, str]]:
    """Changes of enumerated fields that a call made."""
    for _, target, key, previous in outcome.changes:
        if isinstance(previous, IntEnum):
            after = getattr(target, key)
            if after != previous:
                yield type(target).__name__, key, previous.name, after.name


def guard_of(action: str, error: Exception) -> Guard:
    """The guard that raised an error, from the error's own traceback."""
    trace: TracebackType | None = error.__traceback__
    code, line = None, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_name != REQUIRE:
            code, line = trace.tb_frame.f_code, trace.tb_lineno
        trace = trace.tb_next
    module = _relative(code.co_filename) if code else "?"
    return Guard(action, type(error).__name__, module, line)


@cache
def _relative(path: str) -> str:
    file = Path(path)
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name


def guards_of(actions: Actions) -> list[StaticGuard]:
    """Every guard that some action can reach, by following calls through the specification's source."""
    found = {static.guard: static for action in actions for static in _walk(action.name, action.run)}
    return [found[guard] for guard in sorted(found)]


def _walk(action: str, entry: Callable[..., Any]) -> Iterator[StaticGuard]:
    pending, done = [entry], set()
    while pending:
        function = inspect.unwrap(pending.pop())
        if not isinstance(function, FunctionType) or function in done or not _is_spec(function):
            continue
        done.add(function)
        for node in ast.walk(_tree(function)):
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Name) and node.func.id == REQUIRE:
                    yield from _guard(action, function, node.args[1], ast.unparse(node.args[0]), node.lineno)
                else:
                    pending.append(_resolve(node.func, function))
            elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                yield from _guard(action, function, node.exc.func, "never", node.lineno)


def _guard(action: str, function: FunctionType, error: ast.expr, condition: str, line: int) -> Iterator[StaticGuard]:
    raised = _resolve(error, function)
    if inspect.isclass(raised) and issubclass(raised, Revert | ImportRefused):
        code = function.__code__
        place = Guard(action, raised.__name__, _relative(code.co_filename), code.co_firstlineno + line - 1)
        yield StaticGuard(place, condition)


@cache
def _tree(function: FunctionType) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _is_spec(function: FunctionType) -> bool:
    return function.__module__.startswith("spec.") and not function.__module__.startswith("spec.core")


def _resolve(node: ast.expr, function: FunctionType) -> Any:
    if isinstance(node, ast.Name):
        return function.__globals__.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _resolve(node.value, function)
        return getattr(owner, node.attr, None) if inspect.ismodule(owner) or inspect.isclass(owner) else None
    return None
