"""The work of a proof run in pieces that do not depend on each other, and its distribution over processes.

Each task starts from nothing, so that its result is the same whichever process does it, in whatever order.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import z3

from analysis.prove import stores, terms
from analysis.prove.findings import Batch
from analysis.prove.goals import Theory
from analysis.prove.invariants import invariants_of
from analysis.prove.obligations import Prover
from analysis.prove.solvers import SecondOpinion, Solvers
from properties.binding import EscrowProtocol
from properties.claims import ProofPlan
from spec.core.action import Action

OPINION = SecondOpinion()
"""The second solver of this process; it starts with the first question and ends with the process."""


@dataclass(frozen=True)
class Task:
    """One piece: what is proved, of what."""

    kind: str
    name: str


def theory_of(protocol: EscrowProtocol, plan: ProofPlan) -> Theory:
    """What is claimed of a protocol, ready to be proved."""
    return Theory(protocol, plan, invariants_of(protocol, plan))


def tasks_of(theory: Theory) -> list[Task]:
    """All the pieces; the long ones first, so that two processes end together."""
    actions = [Task("action", action.name) for action in theory.protocol.actions]
    actions.sort(key=lambda task: -_weight(theory.protocol.actions[task.name]))
    follows = [Task("follows", clause.name) for clause in _following(theory)]
    numbers = [Task("contract", c.name) for c in theory.plan.contracts.values()]
    numbers += [Task("arithmetic", claim.name) for claim in theory.plan.arithmetic]
    plant = [Task("plant", theory.plan.plant.action)] if theory.plan.plant else []
    ageing = [Task("ageing", "")] if theory.plan.framed else []
    return [*actions, *follows, *numbers, *ageing, Task("initial", ""), Task("vacuity", ""), *plant]


def _weight(action: Action) -> int:
    """A guess at the work: how much the transition's own module-level text calls."""
    return len(action.run.__code__.co_names) + 20 * len(action.run.__code__.co_consts)


def _following(theory: Theory) -> list[Any]:
    return invariants_of(theory.protocol, theory.plan, inductive=False)


def perform(theory: Theory, task: Task, *, max_paths: int, keep_scripts: bool) -> Batch:
    """Does one piece of work."""
    _start_afresh()
    prover = Prover(theory, Solvers(OPINION), max_paths, keep_scripts)
    plan = theory.plan
    match task.kind:
        case "action":
            return prover.action(theory.protocol.actions[task.name])
        case "follows":
            return prover.follows(next(c for c in _following(theory) if c.name == task.name))
        case "contract":
            return prover.contract(next(c for c in plan.contracts.values() if c.name == task.name))
        case "arithmetic":
            return prover.arithmetic(next(c for c in plan.arithmetic if c.name == task.name))
        case "ageing":
            return prover.ageing()
        case "initial":
            return prover.initial()
        case "vacuity":
            return prover.vacuity()
        case "plant" if plan.plant:
            return prover.action(replace(theory.protocol.actions[task.name], run=plan.plant.run))
    raise ValueError(f"there is no task of kind {task.kind!r}")


def _start_afresh() -> None:
    """Forgets terms and solver state of earlier tasks: names and numbers, and with them verdicts, repeat exactly."""
    terms.forget()
    stores.forget()
    z3.z3._main_ctx = None  # z3py makes a new context when it is asked for one next


# ---------------------------------------------------------------- processes


_SHARED: dict[str, Any] = {}
"""What forked workers inherit: predicates can't be sent through a pipe."""


def perform_all(
    theory: Theory,
    processes: int,
    *,
    max_paths: int = 200,
    keep_scripts: bool = False,
    done: Callable[[Task, Batch], None] = lambda task, batch: None,
) -> dict[Task, Batch]:
    """Does every piece of work, on one or more processes, with the same result."""
    tasks = tasks_of(theory)
    options = {"max_paths": max_paths, "keep_scripts": keep_scripts}
    found: dict[Task, Batch] = {}
    for task, batch in _batches(theory, tasks, processes, options):
        found[task] = batch
        done(task, batch)
    return {task: found[task] for task in tasks}


def _batches(
    theory: Theory, tasks: list[Task], processes: int, options: dict[str, Any]
) -> Iterator[tuple[Task, Batch]]:
    if processes <= 1:
        for task in tasks:
            yield task, perform(theory, task, **options)
        return
    _SHARED.update(theory=theory, options=options)
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_perform_shared, tasks)


def _perform_shared(task: Task) -> tuple[Task, Batch]:
    return task, perform(_SHARED["theory"], task, **_SHARED["options"])
