"""Follows values through one function and everything that it calls inside the contract.

The walk is an abstract interpretation: at a join both ways are possible, loops run until nothing changes, internal
and library calls are entered with what their arguments are known to be. It is optimistic where it knows nothing: a
detector that asks "is this handle left without a grant?" hears "no" about handles that went where we can't follow.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from slither.core.cfg.node import Node, NodeType
from slither.core.declarations import Contract, SolidityVariable
from slither.core.declarations.function import Function
from slither.core.declarations.function_contract import FunctionContract
from slither.core.variables.local_variable import LocalVariable
from slither.core.variables.state_variable import StateVariable
from slither.slithir.operations import InternalCall
from slither.slithir.variables import Constant, ReferenceVariable, TemporaryVariable, TupleVariable

from ..ciphertexts import is_ciphertext
from .events import Event, Happening
from .frames import (
    Frame,
    Result,
    are_handles,
    elements_like,
    is_aggregate,
    kind_of_global,
    loop_body,
    modifier_calls,
)
from .state import Path, State, Values, is_storage, text_of
from .values import Kind, Value

DEEPEST = 12
"""Calls inside calls that are followed."""
MOST_CALLS = 4000
"""Calls that are followed from one entry; beyond them nothing is known."""


Execute = Callable[..., bool]
"""Executes one operation of the intermediate language; whether execution goes on behind it."""


class Interpreter:
    """The walk from one entry of one contract."""

    def __init__(self, contract: Contract, execute: Execute) -> None:
        self.contract = contract
        self._execute = execute
        self.events: dict[tuple[Any, ...], Event] = {}
        self.values: dict[tuple[Any, ...], Value] = {}
        self._read_from: dict[Value, Path] = {}
        self._calls = 0

    def enter(self, function: FunctionContract, *, is_internal: bool) -> State:
        """Walk an entry with unknown arguments, and return what is known at its end."""
        state = State()
        frame = Frame(function, "0", 0, stack=(function,))
        for parameter in function.parameters:
            if parameter.name and not parameter.is_storage:
                value = self.value(Kind.PARAMETER, parameter.name, str(parameter.type), "parameter", parameter.name)
                value.is_internal = is_internal
                state.env[self.place(state, frame, parameter)] = frozenset({value})
        end, results = self.body(state, frame)
        for number, result in enumerate(results):
            self.note(Happening.RETURN, frame, function.nodes[-1], f"#{number}", (result.values,), end)
        return end

    # ------------------------------------------------------------------ values

    def value(self, kind: Kind, name: str, type_name: str, *key: Any) -> Value:
        """The value that stands for a key; made when it is first asked for."""
        if key not in self.values:
            self.values[key] = Value(kind, name, type_name, len(self.values))
        return self.values[key]

    def derived(self, kind: Kind, name: str, type_name: str, key: tuple[Any, ...], *operands: Values) -> Value:
        """A value that is computed from others."""
        value = self.value(kind, name, type_name, *key)
        while len(value.operands) < len(operands):
            value.operands.append(set())
        for known, more in zip(value.operands, operands, strict=False):
            known |= more
        return value

    def stored(self, path: Path, type_name: str = "") -> Value:
        """What a storage place held when the entry was called."""
        value = self.value(Kind.STORAGE, text_of(path), type_name, "storage", path)
        value.homes.add(text_of(path))
        self._read_from[value] = path
        return value

    # ------------------------------------------------------------------ places

    def place(self, state: State, frame: Frame, variable: Any) -> Path:
        """Where a variable lives; storage pointers are followed."""
        if isinstance(variable, StateVariable):
            return (f"state:{variable.canonical_name}",)
        if isinstance(variable, ReferenceVariable) and variable.name in frame.refs:
            return frame.refs[variable.name]
        local: Path = (f"local:{frame.context}:{variable.name}",)
        if local in state.points:
            return state.points[local]
        if isinstance(variable, LocalVariable) and variable.is_storage:
            return (f"slot:{variable.type}",)
        return local

    def read(self, state: State, frame: Frame, variable: Any) -> Values:
        """What a variable or literal may be."""
        if isinstance(variable, Constant):
            return frozenset({self.value(Kind.CONSTANT, str(variable.value), str(variable.type), "=", str(variable))})
        if isinstance(variable, SolidityVariable):
            return frozenset({self.value(kind_of_global(variable.name), variable.name, "", "solidity", variable.name)})
        if isinstance(variable, (StateVariable, LocalVariable, ReferenceVariable, TemporaryVariable, TupleVariable)):
            if isinstance(variable, StateVariable) and variable.is_constant:
                return frozenset({self.value(Kind.CONSTANT, variable.name, str(variable.type), "=", variable.name)})
            return self.load(state, self.place(state, frame, variable), str(variable.type))
        return frozenset({self.value(Kind.CONSTANT, str(variable), "", "=", str(variable))})

    def load(self, state: State, path: Path, type_name: str) -> Values:
        """What a place may hold."""
        if path in state.env:
            return state.env[path]
        if is_storage(path):
            return frozenset({self.stored(path, type_name)})
        alike = elements_like(state, path)
        if alike:
            return alike
        for size in range(len(path) - 1, 0, -1):
            if path[:size] in state.env:
                rest = path[size:]
                return frozenset(self._part(value, rest, type_name) for value in state.env[path[:size]])
        return frozenset({self.value(Kind.UNSET, text_of(path), type_name, "unset", path)})

    def _part(self, whole: Value, rest: Path, type_name: str) -> Value:
        if whole in self._read_from:
            return self.stored(self._read_from[whole] + rest, type_name)
        part = self.derived(
            whole.kind, whole.name + "".join(rest), type_name, ("part", whole, rest), frozenset({whole})
        )
        part.is_internal = whole.is_internal
        return part

    def result_of(self, state: State, frame: Frame, variable: Any) -> Result:
        """A variable as an argument or a returned value."""
        values = self.read(state, frame, variable)
        if isinstance(variable, Constant | SolidityVariable) or not hasattr(variable, "name"):
            return Result(values)
        path = self.place(state, frame, variable)
        inside = {rest: known for rest, known in state.below(path).items() if rest}
        return Result(values, path if is_storage(path) else None, inside)

    # ------------------------------------------------------------------ writes

    def write(self, state: State, frame: Frame, node: Node, variable: Any, result: Result) -> None:
        """Assign to a variable; what lies inside an aggregate goes with it."""
        local: Path = (f"local:{frame.context}:{variable.name}",)
        if isinstance(variable, LocalVariable) and variable.is_storage:
            if result.path:
                state.points[local] = result.path
            return
        if isinstance(variable, (TemporaryVariable, TupleVariable)):
            state.points.pop(local, None)
            if result.path and is_aggregate(variable):
                state.points[local] = result.path
                return
        path = self.place(state, frame, variable)
        type_name = variable.type
        self.put(state, frame, node, path, result.values, is_handle=is_ciphertext(type_name))
        for rest, values in result.inside.items():
            self.put(state, frame, node, path + rest, values, is_handle=are_handles(values))

    def put(
        self, state: State, frame: Frame, node: Node, path: Path, values: Values, *, is_handle: bool = False
    ) -> None:
        """Put values into a place, and note it down if the place is storage."""
        if is_storage(path):
            stale = dict(state.stale)
            before = self.load(state, path, "") - values if is_handle else frozenset()
            for value in values:
                value.homes.add(text_of(path))
            state.env[path] = values
            state.expose(path, values)
            for value in values:
                state.stale.pop(value, None)
            for value in before:
                if not any(value in kept for place, kept in state.env.items() if is_storage(place)):
                    state.stale.setdefault(value, path)
            name = text_of(path)
            self.note(Happening.STORE, frame, node, name, (values,), state, path=path, handle=is_handle, stale=stale)
            return
        state.env[path] = values

    # ------------------------------------------------------------------ walking

    def body(self, state: State, frame: Frame) -> tuple[State, list[Result]]:
        """Walk the modifiers of a function and then its nodes."""
        for call in modifier_calls(frame.function):
            arguments = [self.result_of(state, frame, argument) for argument in call.arguments]
            state = self.call_into(state, frame, call.node, call.function, arguments, key="modifier")[0]
        results: list[Result] = []
        end = self._walk(state, frame, results)
        return end, results

    def _walk(self, state: State, frame: Frame, results: list[Result]) -> State:
        entry = frame.function.entry_point
        if entry is None:
            return state
        before: dict[Node, State] = {entry: state}
        end: State | None = None
        queue = deque([entry])
        visits = 60 * len(frame.function.nodes) + 60
        while queue and visits:
            visits -= 1
            node = queue.popleft()
            after = before[node].copy()
            goes_on = self._node(after, frame, node, results)
            sons = node.sons if goes_on else []
            if goes_on and (not sons or node.type == NodeType.RETURN):
                end = self._joined(end, after)
            for son in sons:
                if son not in before:
                    before[son] = after.copy()
                    queue.append(son)
                elif before[son].join(after):
                    queue.append(son)
        return end or state

    @staticmethod
    def _joined(end: State | None, after: State) -> State:
        if end is None:
            return after.copy()
        end.join(after)
        return end

    def _node(self, state: State, frame: Frame, node: Node, results: list[Result]) -> bool:
        """Execute one node; whether execution goes on behind it."""
        for position, ir in enumerate(node.irs):
            if not self._execute(self, state, frame, node, position, ir, results):
                return False
        return node.type != NodeType.THROW

    # ------------------------------------------------------------------ calls

    def call_into(
        self, state: State, frame: Frame, node: Node, function: Function, arguments: list[Result], *, key: Any
    ) -> tuple[State, list[Result] | None]:
        """Walk a function that is called; the results are unknown (None) where it can't be followed."""
        self._calls += 1
        if not self._can_follow(frame, function):
            for argument in arguments:
                state.grant(argument.values)
            return state, None
        inner = Frame(
            function,
            f"{frame.context}/{node.node_id}.{key}",
            frame.depth + 1,
            bounds=frame.bounds | self.bounds_of(frame, node),
            stack=(*frame.stack, function),
            calls=(*frame.calls, node),
        )
        for parameter, argument in zip(function.parameters, arguments, strict=False):
            self._bind(state, inner, parameter, argument)
        return self.body(state, inner)

    def _can_follow(self, frame: Frame, function: Function) -> bool:
        return (
            function.is_implemented
            and function not in frame.stack
            and frame.depth < DEEPEST
            and self._calls < MOST_CALLS
        )

    def _bind(self, state: State, frame: Frame, parameter: LocalVariable, argument: Result) -> None:
        local: Path = (f"local:{frame.context}:{parameter.name}",)
        if parameter.is_storage:
            if argument.path:
                state.points[local] = argument.path
            return
        state.env[local] = argument.values
        for rest, values in argument.inside.items():
            state.env[local + rest] = values

    def dispatch(self, call: InternalCall) -> Function | None:
        """The function that an internal call reaches in the contract under study."""
        function = call.function
        text = str(call.expression)
        if not isinstance(function, FunctionContract) or text.startswith("super."):
            return function
        declarer = function.contract_declarer
        if text.startswith(f"{declarer.name}.") or declarer not in self.contract.inheritance:
            return function
        for candidate in self.contract.functions:
            if candidate.full_name == function.full_name and not candidate.is_shadowed and candidate.is_implemented:
                return candidate
        return function

    def bounds_of(self, frame: Frame, node: Node) -> Values:
        """The conditions of the loops of this function that a node is in."""
        found: Values = frozenset()
        for loop, condition in frame.loops.items():
            if node in loop_body(frame.function, loop):
                found |= condition
        return found

    # ------------------------------------------------------------------ events

    def note(
        self,
        what: Happening,
        frame: Frame,
        node: Node,
        name: str,
        arguments: Iterable[Values],
        state: State,
        *,
        made: Value | None = None,
        path: Path = (),
        handle: bool = True,
        stale: dict[Value, Path] | None = None,
    ) -> None:
        """Note an event down; a later visit to the same place replaces it, because it knows more."""
        key = (what, frame.context, node.node_id, name, made, path)
        order = self.events[key].order if key in self.events else len(self.events)
        self.events[key] = Event(
            what,
            node,
            frame.function,
            name,
            tuple(arguments),
            made,
            path,
            state.checked,
            state.open,
            tuple((state.stale if stale is None else stale).items()),
            order,
            frame.bounds | self.bounds_of(frame, node),
            handle,
            frame.calls,
        )
