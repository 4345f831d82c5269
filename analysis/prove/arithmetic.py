"""Claims about numbers alone, and what opaque functions guarantee: the functions themselves, run on terms."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, get_type_hints

from analysis.prove.arbitrary import arbitrary, fresh
from analysis.prove.merging import merged, statement
from analysis.prove.oracles import OpaqueCalls
from analysis.prove.paths import Exploration, Infeasible, Path, explore
from analysis.prove.smt import Z3Reader
from analysis.prove.steps import standing_in
from analysis.prove.terms import FALSE, Term
from analysis.prove.values import Unsupported
from properties.claims import ArithmeticClaim, Contract, ProofPlan
from spec import fhe
from spec.core.opaque import opacity_of


@contextmanager
def operations_as_expressions() -> Iterator[None]:
    """While open, each homomorphic operation is read as one expression: its own cases do not multiply with others."""
    found = {name: value for name, value in vars(fhe).items() if inspect.isfunction(value)}
    try:
        for name, operation in found.items():
            setattr(fhe, name, _as_expression(operation))
        yield
    finally:
        for name, operation in found.items():
            setattr(fhe, name, operation)


def _as_expression(operation: Callable[..., Any]) -> Callable[..., Any]:
    def run(*arguments: Any) -> Any:
        return merged(lambda: operation(*arguments), within=True)

    return run


@dataclass(frozen=True)
class Shown:
    """What one path has to show."""

    path: Path
    goal: Term


@dataclass(frozen=True)
class Numbers:
    """What a claim is about: annotation and value of each argument by name, and the claim itself."""

    of: dict[str, tuple[Any, Any]]
    claim: Callable[..., Any]


@dataclass(frozen=True)
class Result:
    """What a function did on one path: `goal` for what it returned, nothing for a declared error."""

    goal: Term | None
    numbers: Numbers
    fault: str | None = None


def explore_contract(contract: Contract, plan: ProofPlan, reader: Z3Reader, max_paths: int) -> Exploration:
    """Runs the opaque function itself on any arguments that meet the contract's requirement."""
    names = list(inspect.signature(contract.function).parameters)
    itself = inspect.unwrap(contract.function)

    def guaranteed(*arguments: Any) -> Any:
        return contract.ensures(itself(*arguments), *arguments)

    def body(path: Path) -> Result:
        arguments = tuple(arbitrary(hint, name, fresh("")) for name, hint in zip(names, contract.takes, strict=True))
        path.assume("assumption", "required", statement(lambda: contract.requires(*arguments)).holds)
        with standing_in(OpaqueCalls(plan.contracts, every_error=False)), operations_as_expressions():
            numbers = Numbers(dict(zip(names, zip(contract.takes, arguments, strict=True), strict=True)), guaranteed)
            if opacity_of(contract.function).raises:
                return _guarantee(contract, arguments, numbers)
            return Result(statement(lambda: guaranteed(*arguments)).holds, numbers)

    return explore(body, reader, max_paths)


def _guarantee(contract: Contract, arguments: tuple[Any, ...], numbers: Numbers) -> Result:
    itself: Callable[..., Any] = inspect.unwrap(contract.function)
    try:
        result = itself(*arguments)
    except opacity_of(contract.function).raises:
        return Result(None, numbers)
    except (Infeasible, Unsupported):
        raise
    except Exception as fault:  # whatever it did not declare is a finding, and said
        return Result(FALSE, numbers, f"it raises {type(fault).__name__}, which it does not declare")
    return Result(statement(lambda: contract.ensures(result, *arguments)).holds, numbers)


def explore_claim(claim: ArithmeticClaim, reader: Z3Reader) -> Exploration:
    """States the claim for all values of its annotated arguments."""
    hints = get_type_hints(claim.holds, include_extras=True)
    names = list(inspect.signature(claim.holds).parameters)

    def body(path: Path) -> Result:
        arguments = [arbitrary(hints[name], name, fresh("")) for name in names]
        numbers = Numbers(
            {name: (hints[name], value) for name, value in zip(names, arguments, strict=True)}, claim.holds
        )
        with operations_as_expressions():
            return Result(statement(lambda: claim.holds(*arguments)).holds, numbers)

    return explore(body, reader)


def shown_by(exploration: Exploration) -> Iterator[Shown]:
    """Every path that has something to show."""
    for path in exploration.paths:
        if path.result.goal is not None:
            yield Shown(path, path.result.goal)
