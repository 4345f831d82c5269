"""Filters as a buyer writes them, compiled to the filter machine's bytecode.

    compile_filter((field(0) > 18) & (field(1) < 100_000))
    compile_filter(and_(gt(0, 18), lt(1, 100_000)))          # the same program

A comparison has a field on one side and a constant of 64 bits on the other. Brackets are needed around comparisons,
because `&`, `|` and `~` bind tighter. Code is emitted in post-order and each comparison has its own constant. `a & b`
needs max(depth(a), 1 + depth(b)) booleans: a chain grows to the left for free, while nesting to the right ends at
depth 8. Misuse is refused where the expression is written, with a FilterError that says what to write instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as record_field
from functools import reduce
from typing import NoReturn, TypeGuard

from spec.dcm.filter_vm import (
    MAX_BYTECODE_LENGTH,
    MAX_CONSTANT,
    MAX_CONSTS_LENGTH,
    OPERAND_BYTES,
    PUSHES,
    STACK_DEPTH,
    Opcode,
    compare,
)
from spec.dcm.types import FilterProg

MAX_FIELD_INDEX = 2**16 - 1
COMPARISON_BYTES = 7


class FilterError(ValueError):
    """A filter that can't be compiled."""


class FieldIndexOutOfRange(FilterError):
    """A column index is not an integer from 0 to 65535."""


class ConstantOutOfRange(FilterError):
    """A constant is not an integer from 0 to 2^64 - 1."""


class FieldToFieldComparison(FilterError):
    """Both sides of a comparison are fields."""


class AmbiguousExpression(FilterError):
    """Python would read the expression differently from what it says."""


class FilterTooLarge(FilterError):
    """More comparisons or bytes than a program may have."""


class FilterTooDeep(FilterError):
    """More pending booleans than the machine's stack holds."""


EVERY_ROW = FilterProg()
"""The empty program."""


class Expression:
    """A filter or a part of one; `depth` counts booleans, `size` bytes, `comparisons` constants."""

    depth: int
    size: int
    comparisons: int

    def __and__(self, other: "Expression") -> "Expression":
        return Both(Opcode.AND, self, other)

    def __or__(self, other: "Expression") -> "Expression":
        return Both(Opcode.OR, self, other)

    def __invert__(self) -> "Expression":
        return Negation(self)

    def __bool__(self) -> NoReturn:
        raise AmbiguousExpression(
            "a filter has no truth value before it meets a row: write (field(0) > 1) & (field(0) < 5) instead of "
            "1 < field(0) < 5, and use & | ~ instead of and, or, not"
        )

    def _measure(self, depth: int, size: int, comparisons: int) -> None:
        """Keep the three measures, or refuse a filter that the machine can't hold."""
        if comparisons > MAX_CONSTS_LENGTH:
            raise FilterTooLarge(
                f"the filter has {comparisons} comparisons and a program holds {MAX_CONSTS_LENGTH} constants: "
                "split the job or merge comparisons of the same field"
            )
        if size > MAX_BYTECODE_LENGTH:
            raise FilterTooLarge(
                f"the filter has {size} bytes and a program holds {MAX_BYTECODE_LENGTH}: remove double negations"
            )
        if depth > STACK_DEPTH:
            raise FilterTooDeep(
                f"the filter needs {depth} pending booleans and the machine holds {STACK_DEPTH}: nest to the left, "
                "(a & b) & c, instead of to the right, a & (b & c)"
            )
        for name, value in (("depth", depth), ("size", size), ("comparisons", comparisons)):
            object.__setattr__(self, name, value)


def _measured() -> int:
    return record_field(init=False, repr=False, compare=False)


@dataclass(frozen=True)
class Comparison(Expression):
    """One field against one constant."""

    opcode: Opcode
    index: int
    constant: int
    depth: int = _measured()
    size: int = _measured()
    comparisons: int = _measured()

    def __post_init__(self) -> None:
        """Refuse a constant that the machine would have to cut."""
        _require_field_index(self.index)
        if isinstance(self.constant, FieldReference):
            raise FieldToFieldComparison(
                f"field({self.index}) is compared with field({self.constant.index}); the machine compares a field with "
                "a constant only, so add a column with the difference to the dataset"
            )
        if not _is_integer(self.constant) or not 0 <= self.constant <= MAX_CONSTANT:
            raise ConstantOutOfRange(
                f"field({self.index}) is compared with {self.constant!r}; a constant is an integer from 0 to 2**64 - 1"
            )
        self._measure(1, COMPARISON_BYTES, 1)


@dataclass(frozen=True)
class Both(Expression):
    """Two filters joined by AND or OR."""

    opcode: Opcode
    left: Expression
    right: Expression
    depth: int = _measured()
    size: int = _measured()
    comparisons: int = _measured()

    def __post_init__(self) -> None:
        """Refuse operands that are no filters, and a filter that grows beyond the machine."""
        left, right = _require_expression(self.left), _require_expression(self.right)
        depth = max(left.depth, 1 + right.depth)
        self._measure(depth, left.size + right.size + 1, left.comparisons + right.comparisons)


@dataclass(frozen=True)
class Negation(Expression):
    """The rows that a filter drops."""

    operand: Expression
    depth: int = _measured()
    size: int = _measured()
    comparisons: int = _measured()

    def __post_init__(self) -> None:
        """Refuse an operand that is no filter."""
        operand = _require_expression(self.operand)
        self._measure(operand.depth, operand.size + 1, operand.comparisons)


class FieldReference:
    """A column of the row, by its index from 0; compare it with a constant."""

    def __init__(self, index: int) -> None:
        _require_field_index(index)
        self.index = index

    __hash__ = None  # type: ignore[assignment]  # == builds a filter, so a set or dict of fields would be wrong

    def __gt__(self, constant: int) -> Comparison:
        return Comparison(Opcode.GT, self.index, constant)

    def __ge__(self, constant: int) -> Comparison:
        return Comparison(Opcode.GE, self.index, constant)

    def __lt__(self, constant: int) -> Comparison:
        return Comparison(Opcode.LT, self.index, constant)

    def __le__(self, constant: int) -> Comparison:
        return Comparison(Opcode.LE, self.index, constant)

    def __eq__(self, constant: object) -> Comparison:  # type: ignore[override]  # builds a filter, not a truth value
        return Comparison(Opcode.EQ, self.index, constant)  # type: ignore[arg-type]  # checked by Comparison

    def __ne__(self, constant: object) -> Comparison:  # type: ignore[override]  # builds a filter, not a truth value
        return Comparison(Opcode.NE, self.index, constant)  # type: ignore[arg-type]  # checked by Comparison

    def _refuse(self, *_: object) -> NoReturn:
        raise AmbiguousExpression(
            f"field({self.index}) is a number, not a condition; & | ~ bind tighter than comparisons, so put brackets: "
            "(field(0) == 5) & (field(1) < 3)"
        )

    __and__ = __rand__ = __or__ = __ror__ = __invert__ = __bool__ = _refuse


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _require_field_index(index: object) -> None:
    if not _is_integer(index) or not 0 <= index <= MAX_FIELD_INDEX:
        raise FieldIndexOutOfRange(f"field index {index!r}: columns have integer numbers from 0 to {MAX_FIELD_INDEX}")


def _require_expression(value: object) -> Expression:
    if isinstance(value, Expression):
        return value
    raise AmbiguousExpression(
        f"{value!r} is not a filter; compare a field with a constant, for example field(0) > 18, and bracket it"
    )


def field(index: int) -> FieldReference:
    """The column with this index, counted from 0."""
    return FieldReference(index)


def gt(index: int, constant: int) -> Comparison:
    """Rows whose field is greater than the constant."""
    return Comparison(Opcode.GT, index, constant)


def ge(index: int, constant: int) -> Comparison:
    """Rows whose field is at least the constant."""
    return Comparison(Opcode.GE, index, constant)


def lt(index: int, constant: int) -> Comparison:
    """Rows whose field is less than the constant."""
    return Comparison(Opcode.LT, index, constant)


def le(index: int, constant: int) -> Comparison:
    """Rows whose field is at most the constant."""
    return Comparison(Opcode.LE, index, constant)


def eq(index: int, constant: int) -> Comparison:
    """Rows whose field equals the constant."""
    return Comparison(Opcode.EQ, index, constant)


def ne(index: int, constant: int) -> Comparison:
    """Rows whose field differs from the constant."""
    return Comparison(Opcode.NE, index, constant)


def and_(first: Expression, *others: Expression) -> Expression:
    """Rows that every filter keeps; joins to the left, so any number fits the stack."""
    return reduce(lambda left, right: Both(Opcode.AND, left, right), others, _require_expression(first))


def or_(first: Expression, *others: Expression) -> Expression:
    """Rows that at least one filter keeps; joins to the left."""
    return reduce(lambda left, right: Both(Opcode.OR, left, right), others, _require_expression(first))


def not_(operand: Expression) -> Expression:
    """Rows that the filter drops."""
    return Negation(operand)


def compile_filter(expression: Expression) -> FilterProg:
    """Bytecode and constants of a filter; for no filter at all use EVERY_ROW."""
    code, consts = bytearray(), list[int]()
    _emit(_require_expression(expression), code, consts)
    return FilterProg(bytes(code), tuple(consts))


def _emit(expression: Expression, code: bytearray, consts: list[int]) -> None:
    match expression:
        case Comparison(opcode=opcode, index=index, constant=constant):
            code.append(Opcode.PUSH_FIELD)
            code += index.to_bytes(OPERAND_BYTES, "big")
            code.append(Opcode.PUSH_CONST)
            code += len(consts).to_bytes(OPERAND_BYTES, "big")
            code.append(opcode)
            consts.append(constant)
        case Both(opcode=opcode, left=left, right=right):
            _emit(left, code, consts)
            _emit(right, code, consts)
            code.append(opcode)
        case Negation(operand=operand):
            _emit(operand, code, consts)
            code.append(Opcode.NOT)


def evaluate(expression: Expression, row: Sequence[int]) -> bool:
    """Whether the filter keeps the row; the meaning against which the compiled program is tested."""
    match expression:
        case Comparison(opcode=opcode, index=index, constant=constant):
            return bool(compare(opcode, row[index], constant))
        case Both(opcode=Opcode.AND, left=left, right=right):
            return evaluate(left, row) and evaluate(right, row)
        case Both(left=left, right=right):
            return evaluate(left, row) or evaluate(right, row)
        case Negation(operand=operand):
            return not evaluate(operand, row)
    raise TypeError(f"{expression!r} is not a filter of this module")


def disassemble(bytecode: bytes) -> str:
    """One line for each instruction, `offset mnemonic operand`; what is no instruction is shown as such."""
    lines = []
    pc = 0
    known = {int(opcode): opcode for opcode in Opcode}
    while pc < len(bytecode):
        opcode = known.get(bytecode[pc])
        operand = bytecode[pc + 1 : pc + 1 + OPERAND_BYTES] if opcode in PUSHES else b""
        if opcode is None:
            lines.append(f"{pc:04x}  unknown opcode {bytecode[pc]:#04x}")
        elif opcode in PUSHES and len(operand) < OPERAND_BYTES:
            lines.append(f"{pc:04x}  {opcode.name} with a truncated operand")
        else:
            lines.append(f"{pc:04x}  {opcode.name}{' ' + str(int.from_bytes(operand, 'big')) if operand else ''}")
        pc += 1 + len(operand)
    return "\n".join(lines)
