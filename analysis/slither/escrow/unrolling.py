"""Lay out an entry point with its modifiers and everything it calls inside as one graph of steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slither.core.cfg.node import Node, NodeType
from slither.core.declarations import Function, Modifier
from slither.core.declarations.function_contract import FunctionContract
from slither.slithir.operations import (
    Condition,
    HighLevelCall,
    InternalCall,
    LibraryCall,
    Operation,
    Return,
    SolidityCall,
)

from ..detector import is_fhe_library
from .frames import Frame
from .simplifying import simplified
from .steps import Graph, Step
from .terms import CALL, CONSTANT, DECIDED, EITHER, LOCAL, OPERATION, Term

_MOST_STEPS = 4000
_DEEPEST = 12
SENDING_LIBRARY_FUNCTIONS = frozenset(
    {
        "safeTransfer",
        "safeTransferFrom",
        "trySafeTransfer",
        "trySafeTransferFrom",
        "safeTransferETH",
        "safeTransferAllETH",
        "forceSafeTransferETH",
        "sendValue",
        "functionCallWithValue",
    }
)
"""Functions of widely used libraries that move money; they are taken as a whole."""


class Unrolled:
    """One entry point laid out.

    Attributes:
        function: The entry point.
        graph: Its steps.
        frame: The activation of the entry point itself.
        returned: The terms that it returns.
    """

    def __init__(self, function: Function) -> None:
        self.function = function
        self.graph = Graph()
        self.frame = Frame(function, None)
        self._stack: list[Function] = []
        entry = self.graph.add(function.entry_point, self.frame)
        leave = self.graph.add(function.entry_point, self.frame)
        for last in self._call(self.frame, entry):
            last.leads_to(leave)
        self.graph.finish(entry, leave)
        self.returned = _returned(self.frame)

    def _call(self, frame: Frame, before: Step) -> list[Step]:
        """Lay out one activation after a step, modifiers first; return the steps at which it returns."""
        modifiers = [
            (node, operation)
            for node in _in_order(frame.function)
            for operation in node.irs
            if isinstance(operation, InternalCall) and isinstance(operation.function, Modifier)
        ]
        self._stack.append(frame.function)
        exits = self._wrapped(frame, before, modifiers)
        self._stack.pop()
        return exits

    def _wrapped(self, frame: Frame, before: Step, modifiers: list[tuple[Node, InternalCall]]) -> list[Step]:
        if not modifiers:
            return self._body(frame, before, None)
        (node, operation), rest = modifiers[0], modifiers[1:]
        inner = Frame(operation.function, list(frame.terms(operation.arguments)))
        entered = self.graph.add(node, inner)
        before.leads_to(entered)
        self._stack.append(operation.function)
        exits = self._body(inner, entered, lambda placeholder: self._wrapped(frame, placeholder, rest))
        self._stack.pop()
        return exits

    def _body(self, frame: Frame, before: Step, at_placeholder: Callable[[Step], list[Step]] | None) -> list[Step]:
        """Lay out the statements of one function or modifier; return the steps at which it returns."""
        firsts: dict[Node, Step] = {}
        lasts: dict[Node, list[Step]] = {}
        ordered = _in_order(frame.function)
        for node in ordered:
            firsts[node] = self.graph.add(node, frame)
            lasts[node] = self._statement(frame, node, firsts[node])
            if node.type == NodeType.PLACEHOLDER and at_placeholder is not None:
                lasts[node] = at_placeholder(firsts[node])
        if ordered:
            before.leads_to(firsts[ordered[0]])
        exits: list[Step] = []
        for node in ordered:
            exits += self._joined(frame, node, lasts[node], firsts)
        return exits

    def _statement(self, frame: Frame, node: Node, first: Step) -> list[Step]:
        """Lay out the operations of a statement; return its last steps, none if it always reverts."""
        current = first
        for operation in node.irs:
            if isinstance(operation, InternalCall) and isinstance(operation.function, Modifier):
                continue
            step = self.graph.add(node, frame, operation)
            frame.note_site(operation, step.number)
            current.leads_to(step)
            current = step
            if _reverts(operation):
                return []
            callee = self._inlinable(operation)
            if callee is not None:
                exits = self._inline(frame, operation, callee, step)
                current = self.graph.add(node, frame)
                for last in exits:
                    last.leads_to(current)
            elif _requires(operation):
                current = self._assume(frame, current, frame.term(operation.arguments[0]), True, True)
        return [current]

    def _inline(self, frame: Frame, operation: Any, callee: Function, step: Step) -> list[Step]:
        arguments = list(frame.terms(operation.arguments))
        inner = Frame(callee, arguments)
        exits = self._call(inner, step)
        results = _returned(inner)
        if any(result.kind == LOCAL for result in results):
            opaque = Term(CALL, callee.name, tuple(arguments), None, -step.number)
            if len(results) == 1:
                results = [opaque]
            else:
                results = [
                    Term(OPERATION, f"part {i}", (opaque,)) if r.kind == LOCAL else r for i, r in enumerate(results)
                ]
        frame.note_results(operation, results)
        return exits

    def _joined(self, frame: Frame, node: Node, lasts: list[Step], firsts: dict[Node, Step]) -> list[Step]:
        """Link a statement to the next ones; return its last steps if the function ends there."""
        condition = next((operation for operation in node.irs if isinstance(operation, Condition)), None)
        sons = [son for son in node.sons if son in firsts]
        ends = not node.sons or node.type == NodeType.RETURN or any(isinstance(o, Return) for o in node.irs)
        if node.type == NodeType.THROW:
            return []
        if condition is not None and len(sons) >= 1 and node.type in (NodeType.IF, NodeType.IFLOOP):
            return self._branched(frame, node, condition, lasts, firsts)
        if ends:
            return lasts
        for last in lasts:
            for son in sons:
                last.leads_to(firsts[son])
        return []

    def _branched(
        self, frame: Frame, node: Node, condition: Condition, lasts: list[Step], firsts: dict[Node, Step]
    ) -> list[Step]:
        value = frame.term(condition.value)
        exits: list[Step] = []
        for son, holds in ((node.son_true, True), (node.son_false, False)):
            for last in lasts:
                taken = self._assume(frame, last, value, holds, False)
                if son in firsts:
                    taken.leads_to(firsts[son])
                else:
                    exits.append(taken)
        return exits

    def _assume(self, frame: Frame, before: Step, condition: Term, holds: bool, enforced: bool) -> Step:
        step = self.graph.add(before.node, frame)
        step.condition, step.holds, step.enforced = simplified(condition), holds, enforced
        before.leads_to(step)
        return step

    def _inlinable(self, operation: Operation) -> Function | None:
        """The function that a call runs inside this contract, if it is to be laid out here."""
        if isinstance(operation, LibraryCall):
            if str(operation.function_name) in SENDING_LIBRARY_FUNCTIONS:
                return None
        elif not isinstance(operation, InternalCall) or isinstance(operation, HighLevelCall):
            return None
        callee = operation.function
        if not isinstance(callee, Function) or not callee.is_implemented or callee in self._stack:
            return None
        if isinstance(callee, FunctionContract) and is_fhe_library(callee.contract_declarer):
            return None
        fits = len(self._stack) < _DEEPEST and len(self.graph.steps) < _MOST_STEPS
        return callee if fits and not callee.is_constructor_variables else None


def _returned(frame: Frame) -> list[Term]:
    """The terms that an activation returns, one for each return value."""
    found: list[list[Term]] = [[] for _ in frame.function.returns]
    for node in frame.function.nodes:
        for operation in node.irs:
            if isinstance(operation, Return):
                values = _return_values(frame, operation, len(found))
                for slot, value in zip(found, values, strict=False):
                    slot.append(value)
    return [_one_of(frame, index, values) for index, values in enumerate(found)]


def _return_values(frame: Frame, operation: Return, count: int) -> list[Term]:
    values = list(frame.terms(operation.values))
    if len(values) == 1 and count > 1:  # a tuple handed on from another call
        for definition in frame.definitions(operation.values[0]):
            results = frame.results(definition)
            if results is not None and len(results) == count:
                return results
        return [Term(OPERATION, f"part {index}", (values[0],)) for index in range(count)]
    return values


def _one_of(frame: Frame, index: int, values: list[Term]) -> Term:
    distinct = list(dict.fromkeys(values))
    if not distinct:
        variable = frame.function.returns[index]
        return frame.term(variable) if variable.name else Term(LOCAL, f"{frame.function.canonical_name}.{index}")
    if len(distinct) == 1:
        return distinct[0]
    conditions = [
        frame.term(operation.value)
        for node in frame.function.nodes
        for operation in node.irs
        if isinstance(operation, Condition)
    ]
    if conditions and str(frame.function.returns[index].type) == "bool":
        # a predicate written as `if (…) return true; return …;`: the guard is also in what decides it
        parts = conditions + [value for value in distinct if value.kind != CONSTANT]
        return Term(OPERATION, DECIDED, tuple(dict.fromkeys(parts)), distinct[0].type)
    return Term(EITHER, "", tuple(distinct), distinct[0].type)


def _in_order(function: Function) -> list[Node]:
    """The statements that can be reached, each after one that leads to it, in reverse postorder."""
    if function.entry_point is None:
        return []
    seen: set[Node] = set()
    ordered: list[Node] = []
    pending: list[tuple[Node, bool]] = [(function.entry_point, False)]
    while pending:
        node, done = pending.pop()
        if done:
            ordered.append(node)
        elif node not in seen:
            seen.add(node)
            pending.append((node, True))
            pending += [(son, False) for son in reversed(node.sons) if son not in seen]
    return ordered[::-1]


def _requires(operation: Operation) -> bool:
    return isinstance(operation, SolidityCall) and operation.function.name.startswith(("require(", "assert("))


def _reverts(operation: Operation) -> bool:
    return isinstance(operation, SolidityCall) and operation.function.name.startswith(
        ("revert(", "revert ", "selfdestruct(", "invalid(")
    )
