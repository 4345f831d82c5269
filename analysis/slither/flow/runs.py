"""Every way into the contracts of a compilation, walked once and shared by all detectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from slither.core.compilation_unit import SlitherCompilationUnit
from slither.core.declarations import Contract
from slither.core.declarations.function_contract import FunctionContract

from ..ciphertexts import LIBRARIES, is_ciphertext, is_external_input
from .events import Event, Happening
from .interpreter import Interpreter
from .operations import execute
from .state import State
from .values import Value

_KNOWN: WeakKeyDictionary[SlitherCompilationUnit, list[Run]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Run:
    """One entry of one contract, and what happens from there.

    Attributes:
        contract: The contract as deployed, not the one that declares the entry.
        entry: The function that is called.
        is_internal: The caller is code of the same account: an internal function that nothing in the contract calls,
            or a function of a library.
        events: What happened, in order.
        end: What is known at the end.
        values: Every value that came up.
    """

    contract: Contract
    entry: FunctionContract
    is_internal: bool
    events: tuple[Event, ...]
    end: State
    values: tuple[Value, ...]

    def of(self, *kinds: Happening) -> Iterator[Event]:
        """The events of some kinds, in order."""
        return (event for event in self.events if event.what in kinds)


def runs_of(unit: SlitherCompilationUnit) -> list[Run]:
    """Every run of a compilation; computed when first asked for."""
    if unit not in _KNOWN:
        _KNOWN[unit] = [run for contract in _deployed(unit) for run in _runs(contract)]
    return _KNOWN[unit]


def _deployed(unit: SlitherCompilationUnit) -> Iterator[Contract]:
    """Contracts and libraries that touch ciphertexts and that no other contract here inherits from."""
    bases = {base for contract in unit.contracts for base in contract.inheritance}
    for contract in unit.contracts:
        if contract.is_interface or contract in bases or contract.name in LIBRARIES or contract.name == "Impl":
            continue
        if _touches_ciphertexts(contract):
            yield contract


def _touches_ciphertexts(contract: Contract) -> bool:
    if any(is_ciphertext(variable.type) for variable in contract.state_variables):
        return True
    for function in contract.functions:
        for call in function.all_library_calls():
            if call.destination.name in LIBRARIES:
                return True
        if any(is_ciphertext(p.type) or is_external_input(p.type) for p in [*function.parameters, *function.returns]):
            return True
    return False


def _runs(contract: Contract) -> Iterator[Run]:
    entries = [f for f in contract.functions if _is_entry(f)]
    reached: set[FunctionContract] = set()
    for function in entries:
        run = _run(contract, function, is_internal=contract.is_library)
        reached |= {event.function for event in run.events} | _called(function)
        yield run
    for function in contract.functions:
        if _is_candidate(function) and not _is_entry(function) and function not in reached:
            run = _run(contract, function, is_internal=True)
            reached |= {event.function for event in run.events} | _called(function)
            yield run


def _called(function: FunctionContract) -> set[FunctionContract]:
    return {call.function for call in function.all_internal_calls() if isinstance(call.function, FunctionContract)}


def _is_candidate(function: FunctionContract) -> bool:
    return function.is_implemented and not function.is_constructor_variables and not function.is_shadowed


def _is_entry(function: FunctionContract) -> bool:
    return _is_candidate(function) and (function.visibility in ("public", "external") or function.is_constructor)


def _run(contract: Contract, function: FunctionContract, *, is_internal: bool) -> Run:
    interpreter = Interpreter(contract, execute)
    end = interpreter.enter(function, is_internal=is_internal)
    events = tuple(sorted(interpreter.events.values(), key=lambda event: event.order))
    return Run(contract, function, is_internal, events, end, tuple(interpreter.values.values()))
