"""One activation of a function: its variables resolved to terms.

A frame belongs to one call in one unrolled entry point, so that a parameter is what that call passes. Resolution does
not follow the order of statements: a local variable that is assigned in two places is either of the two values, and one
that is computed from itself (a loop counter) is opaque.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slither.core.declarations import Enum, Function, SolidityVariable, Structure
from slither.core.declarations.contract import Contract
from slither.core.solidity_types import ArrayType, ElementaryType, MappingType, UserDefinedType
from slither.core.variables.local_variable import LocalVariable
from slither.core.variables.state_variable import StateVariable
from slither.slithir.operations import (
    Assignment,
    Binary,
    HighLevelCall,
    Index,
    InitArray,
    InternalCall,
    InternalDynamicCall,
    Length,
    LowLevelCall,
    Member,
    NewArray,
    NewContract,
    NewElementaryType,
    NewStructure,
    Operation,
    OperationWithLValue,
    Send,
    SolidityCall,
    TypeConversion,
    Unary,
    UnaryType,
    Unpack,
)
from slither.slithir.variables import Constant, ReferenceVariable, TemporaryVariable, TupleVariable

from .terms import (
    CALL,
    CONSTANT,
    EITHER,
    FIELD,
    ITEM,
    LOCAL,
    OPERATION,
    PARAMETER,
    STATE,
    STRUCT,
    WORLD,
    Term,
)

_MOST_OPTIONS = 6
_LOGICAL = ("==", "!=", "<", "<=", ">", ">=", "&&", "||")
Values = list[Term]


class Frame:
    """The variables of one activation.

    Args:
        function: What runs: a function or a modifier.
        arguments: The term of each parameter, or ``None`` for an entry point, whose parameters stand for themselves.
    """

    def __init__(self, function: Function, arguments: list[Term] | None) -> None:
        self.function = function
        self._arguments = dict(zip(function.parameters, arguments, strict=False)) if arguments is not None else {}
        self._definitions: dict[Any, list[Operation]] = {}
        self._sites: dict[int, int] = {}
        self._results: dict[int, Values] = {}
        self._known: dict[Any, Term] = {}
        self._busy: set[Any] = set()
        for node in function.nodes:
            for operation in node.irs:
                if isinstance(operation, OperationWithLValue) and operation.lvalue is not None:
                    self._definitions.setdefault(operation.lvalue, []).append(operation)

    def note_site(self, operation: Operation, site: int) -> None:
        """Give a call its number, by which two calls to the same function are told apart."""
        self._sites[id(operation)] = site

    def note_results(self, operation: Operation, results: Values) -> None:
        """Say what an inlined call returns. What was resolved without knowing it is forgotten."""
        self._results[id(operation)] = results
        self._known.clear()

    def term(self, variable: Any) -> Term:
        """The term of a variable of Slither's intermediate language."""
        if variable in self._known:
            return self._known[variable]
        if variable in self._busy:
            return Term(LOCAL, f"{self.function.canonical_name}.{variable}", type_=getattr(variable, "type", None))
        self._busy.add(variable)
        found = self._resolve(variable)
        self._busy.discard(variable)
        if not self._busy:  # inside another resolution a loop may have been cut short
            self._known[variable] = found
        return found

    def definitions(self, variable: Any) -> list[Operation]:
        """The operations that set a variable."""
        return self._definitions.get(variable, [])

    def value(self, operation: Operation) -> Term:
        """The term that an operation computes."""
        return self._value(operation)

    def is_storage(self, variable: Any) -> bool:
        """Whether writing to a variable writes to the contract's storage."""
        if isinstance(variable, StateVariable):
            return True
        if isinstance(variable, LocalVariable):
            return variable.is_storage and self._points_to_storage(variable)
        if isinstance(variable, ReferenceVariable):
            return any(
                self.is_storage(_base(operation))
                for operation in self.definitions(variable)
                if isinstance(operation, (Index, Member, Length))
            )
        if isinstance(variable, TemporaryVariable):
            return any(isinstance(operation, InternalCall) for operation in self.definitions(variable))
        return False

    def _points_to_storage(self, variable: LocalVariable) -> bool:
        found = self.term(variable)
        return found.kind in (STATE, ITEM, FIELD, EITHER)

    def _resolve(self, variable: Any) -> Term:
        if isinstance(variable, Constant):
            return Term(CONSTANT, str(variable.value), type_=variable.type)
        if isinstance(variable, SolidityVariable):
            name = "block.timestamp" if variable.name == "now" else variable.name
            return Term(WORLD, name, type_=variable.type)
        if isinstance(variable, StateVariable):
            stage = _small_constant(variable)
            if stage is not None:
                return Term(CONSTANT, stage, type_=variable.type)
            return Term(STATE, variable.canonical_name, type_=variable.type)
        if isinstance(variable, (Enum, Contract, Structure, Function)):
            return Term(CONSTANT, str(variable))
        if variable in self._arguments:
            return self._merged(variable, [self._arguments[variable]])
        if isinstance(variable, LocalVariable):
            return self._local(variable)
        return self._merged(variable, [])

    def _local(self, variable: LocalVariable) -> Term:
        name = f"{variable.name}"
        if variable in self.function.parameters:
            return self._merged(variable, [Term(PARAMETER, name, type_=variable.type)])
        if variable not in self._definitions and variable.is_storage:
            return Term(STATE, f"storage {variable.type}", type_=variable.type)
        return self._merged(variable, [])

    def _merged(self, variable: Any, first: Values) -> Term:
        defined = [o for o in self.definitions(variable) if not _writes_through(variable, o)]
        values = first + [self._value(operation) for operation in defined]
        distinct = list(dict.fromkeys(values))
        if not distinct or len(distinct) > _MOST_OPTIONS:
            return Term(LOCAL, f"{self.function.canonical_name}.{variable}", type_=getattr(variable, "type", None))
        if len(distinct) == 1:
            return distinct[0]
        return Term(EITHER, "", tuple(distinct), getattr(variable, "type", None))

    def _value(self, operation: Operation) -> Term:
        for kind, make in _MAKERS:
            if isinstance(operation, kind):
                return make(self, operation)
        return Term(LOCAL, f"{self.function.canonical_name}.{operation.lvalue}")

    def terms(self, variables: Any) -> tuple[Term, ...]:
        """The terms of several variables; array literals are laid open."""
        flat: list[Term] = []
        for variable in variables:
            flat += self.terms(variable) if isinstance(variable, list) else [self.term(variable)]
        return tuple(flat)

    def call(self, operation: Operation, name: str, parts: tuple[Term, ...]) -> Term:
        """The term of a call that is not inlined. Two calls out are two values, two built-in hashes may be one."""
        pure = isinstance(operation, SolidityCall) and not operation.function.name.startswith("call(")
        site = 0 if pure else self._site(operation)
        return Term(CALL, name, parts, operation.lvalue.type if operation.lvalue else None, site)

    def _site(self, operation: Operation) -> int:
        return self._sites.get(id(operation), 0)

    def results(self, operation: Operation) -> Values | None:
        """What an inlined call returns, if it was inlined."""
        return self._results.get(id(operation))


def _small_constant(variable: StateVariable) -> str | None:
    """The value of a small numeric constant: names of stages are often written so."""
    if not variable.is_constant or not str(variable.type).startswith("uint"):
        return None
    text = str(variable.expression)
    return text if text.isdigit() and len(text) <= 2 else None


def _base(operation: Operation) -> Any:
    if isinstance(operation, Length):
        return operation.value
    return operation.variable_left


def _writes_through(variable: Any, operation: Operation) -> bool:
    """A reference is defined by where it points; what is stored there does not redefine it."""
    return isinstance(variable, ReferenceVariable) and not isinstance(operation, (Index, Member, Length))


def _assignment(frame: Frame, operation: Assignment) -> Term:
    return frame.term(operation.rvalue)


def _binary(frame: Frame, operation: Binary) -> Term:
    parts = (frame.term(operation.variable_left), frame.term(operation.variable_right))
    sign = operation.type_str.removeprefix("(c)")
    return Term(OPERATION, sign, parts, ElementaryType("bool") if sign in _LOGICAL else operation.lvalue.type)


def _unary(frame: Frame, operation: Unary) -> Term:
    sign = "!" if operation.type == UnaryType.BANG else "~"
    return Term(OPERATION, sign, (frame.term(operation.rvalue),), operation.lvalue.type)


def _conversion(frame: Frame, operation: TypeConversion) -> Term:
    inner = frame.term(operation.variable)
    if inner.kind == CONSTANT and isinstance(operation.type, UserDefinedType):
        return Term(CONSTANT, inner.name, type_=operation.type)
    return inner


def _index(frame: Frame, operation: Index) -> Term:
    base, key = frame.term(operation.variable_left), frame.term(operation.variable_right)
    kind = base.type
    inner = kind.type_to if isinstance(kind, MappingType) else kind.type if isinstance(kind, ArrayType) else None
    return _over_options(base, lambda option: Term(ITEM, "", (option, key), inner or operation.lvalue.type))


def _member(frame: Frame, operation: Member) -> Term:
    owner = operation.variable_left
    name = str(operation.variable_right)
    if isinstance(owner, Enum):
        return Term(CONSTANT, str(owner.values.index(name)), type_=UserDefinedType(owner))
    if isinstance(owner, (Contract, Function)) or not hasattr(owner, "type"):
        return Term(CONSTANT, f"{owner}.{name}")
    return _over_options(frame.term(owner), lambda option: _field(option, name, operation.lvalue.type))


def _field(base: Term, name: str, kind: Any) -> Term:
    if base.kind == STRUCT and base.type is not None:
        names = [element.name for element in base.type.elems_ordered]
        if name in names and len(names) == len(base.parts):
            return base.parts[names.index(name)]
    return Term(FIELD, name, (base,), kind)


def _over_options(base: Term, make: Callable[[Term], Term]) -> Term:
    if base.kind != EITHER:
        return make(base)
    return Term(EITHER, "", tuple(dict.fromkeys(make(option) for option in base.parts)), base.type)


def _length(frame: Frame, operation: Length) -> Term:
    return _over_options(frame.term(operation.value), lambda base: Term(FIELD, "length", (base,)))


def _struct(frame: Frame, operation: NewStructure) -> Term:
    arguments = frame.terms(operation.arguments)
    return Term(STRUCT, operation.structure.name, arguments, operation.structure)


def _inlined(frame: Frame, operation: Any) -> Term:
    results = frame.results(operation)
    if results is not None and len(results) == 1:
        return results[0]
    function = operation.function
    return frame.call(operation, getattr(function, "name", str(function)), frame.terms(operation.arguments))


def _high_level(frame: Frame, operation: HighLevelCall) -> Term:
    results = frame.results(operation)
    if results is not None and len(results) == 1:
        return results[0]
    parts = (frame.term(operation.destination), *frame.terms(operation.arguments))
    return frame.call(operation, str(operation.function_name), parts)


def _low_level(frame: Frame, operation: LowLevelCall) -> Term:
    parts = (frame.term(operation.destination), *frame.terms(operation.arguments))
    return frame.call(operation, str(operation.function_name), parts)


def _send(frame: Frame, operation: Send) -> Term:
    return frame.call(operation, "send", (frame.term(operation.destination),))


def _solidity(frame: Frame, operation: SolidityCall) -> Term:
    if operation.function.name == "caller()":
        return Term(WORLD, "msg.sender")
    return frame.call(operation, operation.function.name, frame.terms(operation.arguments))


def _unpack(frame: Frame, operation: Unpack) -> Term:
    source: TupleVariable = operation.tuple
    for definition in frame.definitions(source):
        results = frame.results(definition)
        if results is not None and operation.index < len(results):
            return results[operation.index]
    return Term(OPERATION, f"part {operation.index}", (frame.term(source),))


def _made(frame: Frame, operation: Any) -> Term:
    return frame.call(operation, "new", frame.terms(getattr(operation, "arguments", ())))


def _array(frame: Frame, operation: InitArray) -> Term:
    return Term(STRUCT, "array", frame.terms(operation.init_values))


_MAKERS: tuple[tuple[Any, Callable[[Frame, Any], Term]], ...] = (
    (Assignment, _assignment),
    (Binary, _binary),
    (Unary, _unary),
    (TypeConversion, _conversion),
    (Index, _index),
    (Member, _member),
    (Length, _length),
    (NewStructure, _struct),
    (Unpack, _unpack),
    (HighLevelCall, _high_level),
    (LowLevelCall, _low_level),
    (Send, _send),
    (InternalCall, _inlined),
    (InternalDynamicCall, _inlined),
    (SolidityCall, _solidity),
    (NewContract, _made),
    (NewElementaryType, _made),
    (NewArray, _made),
    (InitArray, _array),
)
