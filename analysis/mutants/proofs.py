"""Proofs as a catcher: what is claimed of the code that a mutant changes is proved again, and something fails.

Only those pieces of the proof are done again whose code contains the mutated function, directly or through what it
calls. Opaque functions are not entered, as proofs do not enter them either; what they guarantee is a piece of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from analysis.mutants.mutator import Mutant
from analysis.mutants.trial import Catcher
from analysis.prove.findings import PROVED, REFUTED, VACUOUS, Batch
from analysis.prove.goals import Theory
from analysis.prove.invariants import invariants_of
from analysis.prove.inventory import pinned
from analysis.prove.solvers import Disagreement
from analysis.prove.tasks import Task, perform, tasks_of, theory_of
from properties.binding import EscrowProtocol
from properties.claims import ProofPlan
from spec.core.opaque import is_opaque

PATHS = 200
"""Ways through an action, as in a whole run."""


def proof_catcher(protocol: EscrowProtocol, plan: ProofPlan) -> Catcher:
    """Proves again what contains the mutated function, the small pieces first, until something fails."""
    theory, before = theory_of(protocol, plan), pinned(protocol.name)
    contents = {task: frozenset(reached(roots)) for task, roots in pieces(theory)}

    def catch(mutant: Mutant) -> str | None:
        for task, functions in contents.items():
            if mutant.target in functions:
                sign = _sign(theory, task, before)
                if sign:
                    return sign
        return None

    return catch


def _sign(theory: Theory, task: Task, before: dict[str, str]) -> str | None:
    try:
        return lost(perform(theory, task, max_paths=PATHS, keep_scripts=False), before)
    except Disagreement:
        raise
    except Exception as crash:  # a mutant may break the specification in any way; that it shows is what counts
        return f"{type(crash).__name__}: {crash}"


def lost(batch: Batch, before: dict[str, str]) -> str | None:
    """The first obligation that is refuted or vacuous, else one that was proved and is not any more."""
    for finding in batch.findings:
        if finding.verdict in (REFUTED, VACUOUS):
            return f"{finding.verdict}: {finding.name}: {finding.why}"
    for finding in batch.findings:
        if finding.verdict != PROVED and before.get(finding.name) == PROVED:
            return f"no longer proved: {finding.name}: {finding.why}"
    return None


# ---------------------------------------------------------------- what contains a function


def pieces(theory: Theory) -> Iterator[tuple[Task, list[Callable[..., Any]]]]:
    """The pieces of a proof with the functions whose text they run, the long ones last."""
    plan = theory.plan
    contracts = {contract.name: contract for contract in plan.contracts.values()}
    numbers = {claim.name: claim for claim in plan.arithmetic}
    following = {one.name: one for one in invariants_of(theory.protocol, plan, inductive=False)}
    for task in reversed(tasks_of(theory)):
        match task.kind:
            case "action":
                stated = plan.actions.get(task.name)
                claims = list(stated.claims.values()) if stated else []
                yield task, [theory.protocol.actions[task.name].run, *claims]
            case "contract":
                contract = contracts[task.name]
                yield task, [inspect.unwrap(contract.function), contract.requires, contract.ensures]
            case "arithmetic":
                yield task, [numbers[task.name].holds]
            case "follows":
                yield task, [following[task.name].evaluate]


def reached(roots: Iterable[Callable[..., Any]], *, opaque: bool = False) -> Iterator[FunctionType]:
    """The functions that may run when the roots do: named in their text, or kept in their closures.

    opaque: enter also what proofs don't.
    """
    waiting: list[Any] = list(roots)
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if id(value) in seen or (is_opaque(value) and not opaque):
            continue
        seen.add(id(value))
        function = inspect.unwrap(value) if callable(value) else value
        if isinstance(function, FunctionType):
            yield function
            waiting += _named(function)


def _named(function: FunctionType) -> Iterator[Any]:
    names = set(_names(function.__code__))
    for name in names & function.__globals__.keys():
        value = function.__globals__[name]
        if isinstance(value, ModuleType):
            yield from (vars(value)[inner] for inner in names & vars(value).keys())
        else:
            yield value
    yield from (cell.cell_contents for cell in function.__closure__ or ())


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
