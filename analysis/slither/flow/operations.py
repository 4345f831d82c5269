"""What each operation of Slither's intermediate language does to the values."""

from __future__ import annotations

from typing import Any

from slither.core.cfg.node import Node, NodeType
from slither.core.solidity_types import TypeAlias
from slither.slithir.operations import (
    Assignment,
    Binary,
    Condition,
    Delete,
    EventCall,
    HighLevelCall,
    Index,
    InitArray,
    InternalCall,
    Length,
    LibraryCall,
    LowLevelCall,
    Member,
    NewStructure,
    Operation,
    Return,
    Send,
    SolidityCall,
    Transfer,
    TypeConversion,
    Unary,
    Unpack,
)

from ..ciphertexts import Role, is_fhe_call, role_of
from .events import Happening
from .frames import Frame, Result
from .interpreter import Interpreter
from .state import State, Values
from .values import Kind, Value, sources_of


def execute(
    run: Interpreter, state: State, frame: Frame, node: Node, position: int, ir: Operation, results: list[Result]
) -> bool:
    """Execute one operation; whether execution goes on behind it."""
    step = _Step(run, state, frame, node, position)
    if isinstance(ir, SolidityCall):
        return step.solidity_call(ir)
    if isinstance(ir, Return):
        step.returns(ir, results)
    else:
        step.other(ir)
    return True


class _Step:
    """One operation at one node, with everything that it may touch."""

    def __init__(self, run: Interpreter, state: State, frame: Frame, node: Node, position: int) -> None:
        self.run = run
        self.state = state
        self.frame = frame
        self.node = node
        self.position = position
        self.key = (frame.context, frame.function.canonical_name, node.node_id, position)

    # ------------------------------------------------------------------ conveniences

    def read(self, variable: Any) -> Values:
        return self.run.read(self.state, self.frame, variable)

    def result(self, variable: Any) -> Result:
        return self.run.result_of(self.state, self.frame, variable)

    def write(self, variable: Any, result: Result) -> None:
        self.run.write(self.state, self.frame, self.node, variable, result)

    def note(self, what: Happening, name: str, arguments: list[Values], made: Value | None = None) -> None:
        self.run.note(what, self.frame, self.node, name, arguments, self.state, made=made)

    def produce(self, ir: Any, kind: Kind, name: str, operands: list[Values]) -> None:
        value = self.run.derived(kind, name, str(ir.lvalue.type), self.key, *operands)
        self.write(ir.lvalue, Result(frozenset({value})))

    def examine(self, values: Values, name: str) -> None:
        if name != "loop":  # that a loop ends somewhere is no check of how far it goes
            self.state.checked |= sources_of(values)
        self.note(Happening.CONDITION, name, [values])

    # ------------------------------------------------------------------ plain operations

    def other(self, ir: Operation) -> None:
        if isinstance(ir, Index):
            self._index(ir)
        elif isinstance(ir, Member):
            self._member(ir)
        elif isinstance(ir, Assignment):
            self.write(ir.lvalue, self.result(ir.rvalue))
        elif isinstance(ir, TypeConversion):
            self.write(ir.lvalue, Result(self.read(ir.variable)))
        elif isinstance(ir, Binary):
            operands = [self.read(ir.variable_left), self.read(ir.variable_right)]
            self.produce(ir, Kind.PLAIN, ir.type_str, operands)
        elif isinstance(ir, Unary):
            self.produce(ir, Kind.PLAIN, ir.type_str, [self.read(ir.rvalue)])
        elif isinstance(ir, Length):
            self.produce(ir, Kind.PLAIN, "length", [self.read(ir.value)])
        elif isinstance(ir, Condition):
            self._condition(ir)
        else:
            self._rarer(ir)

    def _rarer(self, ir: Operation) -> None:
        if isinstance(ir, Unpack):
            self._unpack(ir)
        elif isinstance(ir, Delete):
            path = self.run.place(self.state, self.frame, ir.variable)
            self.state.forget(path)
            zero = frozenset({self.run.value(Kind.CONSTANT, "0", "", "=", "0")})
            self.run.put(self.state, self.frame, self.node, path, zero)
        elif isinstance(ir, NewStructure):
            fields = [f".{field.name}" for field in ir.structure.elems_ordered]
            self._aggregate(ir.lvalue, fields, ir.arguments)
        elif isinstance(ir, InitArray):
            elements = ir.init_values if isinstance(ir.init_values, list) else []
            self._aggregate(ir.lvalue, [f"[{number}]" for number in range(len(elements))], elements)
        elif isinstance(ir, EventCall):
            self.note(Happening.EMIT, ir.name, [self.read(argument) for argument in ir.arguments])
        elif isinstance(ir, (InternalCall, LibraryCall)):
            self._call(ir)
        elif isinstance(ir, (HighLevelCall, LowLevelCall, Send, Transfer)):
            self._leave(ir)
        elif getattr(ir, "lvalue", None) is not None:
            arguments = [self.read(argument) for argument in getattr(ir, "arguments", [])]
            self.produce(ir, Kind.UNKNOWN, type(ir).__name__, arguments)

    def _index(self, ir: Index) -> None:
        base = self.run.place(self.state, self.frame, ir.variable_left)
        inside = "|".join(sorted(value.text() for value in self.read(ir.variable_right)))
        self.frame.refs[ir.lvalue.name] = (*base, f"[{inside}]")

    def _member(self, ir: Member) -> None:
        left = ir.variable_left
        if hasattr(left, "type") and hasattr(left, "name") and not hasattr(left, "functions"):
            base = self.run.place(self.state, self.frame, left)
            self.frame.refs[ir.lvalue.name] = (*base, f".{ir.variable_right}")
            return
        text = f"{left}.{ir.variable_right}"
        self.frame.refs.pop(ir.lvalue.name, None)
        self.write(ir.lvalue, Result(frozenset({self.run.value(Kind.CONSTANT, text, "", "=", text)})))

    def _condition(self, ir: Condition) -> None:
        values = self.read(ir.value)
        if self.node.type == NodeType.IFLOOP:
            self.frame.loops[self.node.node_id] = values
        self.examine(values, "loop" if self.node.type == NodeType.IFLOOP else "if")

    def _unpack(self, ir: Unpack) -> None:
        tuple_path = self.run.place(self.state, self.frame, ir.tuple)
        part = (*tuple_path, f"#{ir.index}")
        if part not in self.state.env:
            self.write(ir.lvalue, Result(self.read(ir.tuple)))
            return
        inside = {rest: known for rest, known in self.state.below(part).items() if rest}
        self.write(ir.lvalue, Result(self.state.env[part], self.state.points.get(part), inside))

    def _aggregate(self, lvalue: Any, parts: list[str], arguments: list[Any]) -> None:
        inside: dict[tuple[str, ...], Values] = {}
        every: Values = frozenset()
        for part, argument in zip(parts, arguments, strict=False):
            result = self.result(argument) if not isinstance(argument, list) else Result(frozenset())
            inside[(part,)] = result.values
            every |= result.values
            inside.update({(part, *rest): values for rest, values in result.inside.items()})
        whole = self.run.derived(Kind.PLAIN, "aggregate", str(lvalue.type), self.key, every)
        self.write(lvalue, Result(frozenset({whole}), None, inside))

    # ------------------------------------------------------------------ calls

    def solidity_call(self, ir: SolidityCall) -> bool:
        name = ir.function.name.split("(")[0]
        arguments = [self.read(argument) for argument in ir.arguments]
        if name in ("require", "assert"):
            self.examine(arguments[0], name)
        elif name.startswith("revert"):
            self.note(Happening.REVERT, name, arguments)
            return False
        elif ir.lvalue is not None:
            self.produce(ir, Kind.PLAIN, name, arguments)
        return True

    def returns(self, ir: Return, results: list[Result]) -> None:
        values = ir.values
        if len(values) == 1 and type(values[0]).__name__ == "TupleVariable":
            path = self.run.place(self.state, self.frame, values[0])
            parts = sorted({rest[0] for rest in self.state.below(path) if rest and rest[0].startswith("#")})
            found = [Result(self.state.env.get((*path, part), frozenset())) for part in parts]
        else:
            found = [self.result(value) for value in values if not isinstance(value, list)]
        for number, result in enumerate(found):
            if number == len(results):
                results.append(Result(frozenset()))
            known = results[number]
            known.values |= result.values
            known.path = known.path or result.path
            for rest, more in result.inside.items():
                known.inside[rest] = known.inside.get(rest, frozenset()) | more

    def _call(self, ir: Any) -> None:
        if is_fhe_call(ir):
            self._fhe(ir)
            return
        if isinstance(ir, InternalCall) and ir.is_modifier_call:
            return
        function = self.run.dispatch(ir) if isinstance(ir, InternalCall) else ir.function
        arguments = [self.result(argument) for argument in ir.arguments]
        results = None
        if function is not None and hasattr(function, "is_implemented"):
            after, results = self.run.call_into(
                self.state, self.frame, self.node, function, arguments, key=self.position
            )
            self._take_over(after)
        if ir.lvalue is None:
            return
        if results is None:
            self.produce(ir, Kind.UNKNOWN, str(ir.function_name), [argument.values for argument in arguments])
        else:
            self._assign_results(ir.lvalue, results)

    def _take_over(self, after: State) -> None:
        if after is not self.state:
            vars(self.state).update(vars(after))

    def _assign_results(self, lvalue: Any, results: list[Result]) -> None:
        if type(lvalue).__name__ != "TupleVariable":
            if results:
                self.write(lvalue, results[0])
            return
        path = self.run.place(self.state, self.frame, lvalue)
        for number, result in enumerate(results):
            part = (*path, f"#{number}")
            self.state.env[part] = result.values
            if result.path:
                self.state.points[part] = result.path
            for rest, values in result.inside.items():
                self.state.env[part + rest] = values

    def _leave(self, ir: Any) -> None:
        """A call of another contract; whether a handle that it returns is granted for good, we can't see."""
        arguments = [self.read(argument) for argument in getattr(ir, "arguments", [])]
        name = str(getattr(ir, "function_name", type(ir).__name__.lower()))
        target = self.read(ir.destination)
        self.note(Happening.CALL, name, [target, *arguments])
        if getattr(ir, "lvalue", None) is None:
            return
        types = ir.lvalue.type if isinstance(ir.lvalue.type, list) else [ir.lvalue.type]
        path = self.run.place(self.state, self.frame, ir.lvalue)
        for number, kind in enumerate(types):
            value = self.run.derived(
                Kind.EXTERNAL, name, str(kind), (*self.key, number), target, *[frozenset(a) for a in arguments]
            )
            if len(types) > 1:
                self.state.env[(*path, f"#{number}")] = frozenset({value})
            else:
                self.write(ir.lvalue, Result(frozenset({value})))

    # ------------------------------------------------------------------ the FHE library

    def _fhe(self, ir: Any) -> None:
        name = str(ir.function_name)
        role = role_of(name)
        arguments = [self.read(argument) for argument in ir.arguments]
        if role == Role.GRANT:
            self._grant(ir, name, arguments)
        elif name == "toBytes32":
            self.write(ir.lvalue, Result(arguments[0]))
        elif role in (Role.QUESTION, Role.OTHER):
            if ir.lvalue is not None:
                self.produce(ir, Kind.PLAIN, name, arguments)
        elif role == Role.VERIFY:
            self.note(Happening.VERIFY, name, [self._with_inside(argument) for argument in ir.arguments])
            if ir.lvalue is not None:
                self.produce(ir, Kind.PLAIN, name, arguments)
        else:
            self._make(ir, name, role, arguments)

    def _with_inside(self, variable: Any) -> Values:
        result = self.result(variable)
        return result.values.union(*result.inside.values())

    def _grant(self, ir: Any, name: str, arguments: list[Values]) -> None:
        to_this = len(arguments) > 1 and {value.kind for value in arguments[1]} == {Kind.THIS}
        if name == "allowThis" or (name == "allow" and to_this):
            self.state.grant(arguments[0])
        self.note(Happening.GRANT, name, arguments)
        if ir.lvalue is not None:
            self.write(ir.lvalue, Result(arguments[0]))

    def _make(self, ir: Any, name: str, role: Role, arguments: list[Values]) -> None:
        kind = Kind.OPERATION
        if role == Role.INPUT:
            kind = Kind.INPUT
        elif role == Role.MAKE and ir.arguments and not isinstance(ir.arguments[0].type, TypeAlias):
            kind = Kind.TRIVIAL if name.startswith("as") else Kind.OPERATION
        if ir.lvalue is None:
            return
        value = self.run.derived(kind, name, str(ir.lvalue.type), self.key, *arguments)
        self.state.open |= {value}
        self.write(ir.lvalue, Result(frozenset({value})))
        self.note(Happening.OPERATION, name, arguments, value)
