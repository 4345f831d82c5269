"""One-line faults put into a specification for the time of one proof."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import pytest

from analysis.prove.findings import Finding
from analysis.prove.goals import Theory
from analysis.prove.obligations import Prover
from analysis.prove.solvers import SecondOpinion, Solvers


@dataclass(frozen=True)
class Fault:
    """A line of a function, what stands in its place, and what has to fail of which action, told how."""

    action: str
    module: ModuleType
    function: str
    line: str
    instead: str
    claims: tuple[str, ...]
    told: tuple[str, ...]


def rewritten(fault: Fault) -> Callable[..., Any]:
    """The function with its line replaced, in the module's own namespace."""
    function = getattr(fault.module, fault.function)
    lines = textwrap.dedent(inspect.getsource(function)).splitlines(keepends=True)
    source = "".join(line for line in lines if not line.startswith("@"))
    assert source.count(fault.line) == 1, f"{fault.line!r} is not once in {fault.function}"
    place: dict[str, Any] = {}
    exec(compile(source.replace(fault.line, fault.instead), fault.function, "exec"), vars(fault.module) | {}, place)
    made: Callable[..., Any] = place[fault.function]
    return made


def findings_of(
    theory: Theory, fault: Fault, patch: pytest.MonkeyPatch, users: Sequence[ModuleType] = ()
) -> dict[str, Finding]:
    """What the proof of the fault's action says. users: modules that import the faulty function by its name."""
    run = rewritten(fault)
    action = theory.protocol.actions[fault.action]
    if fault.function == fault.action:
        action = replace(action, run=run)
    else:
        for module in (fault.module, *users):
            if hasattr(module, fault.function):
                patch.setattr(module, fault.function, run)
    with SecondOpinion() as opinion:
        batch = Prover(theory, Solvers(opinion)).action(action)
    return {finding.subject: finding for finding in batch.findings}
