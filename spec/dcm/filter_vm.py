"""The filter machine: a straight-line program that decides for each row whether it counts.

Three stacks, each at most 8 deep: values (64-bit fields of the row), constants, booleans. No jumps, so a program ends
after at most 512 steps and one static walk decides every error that any row could meet.

| opcode            | byte        | operand   | effect               | errors, in this order                        |
|-------------------|-------------|-----------|----------------------|----------------------------------------------|
| PUSH_FIELD        | 0x01        | uint16 BE | -> value             | InsufficientBytecode, InvalidFieldIndex,     |
|                   |             |           |                      | StackOverflow "value"                        |
| PUSH_CONST        | 0x02        | uint16 BE | -> const             | InsufficientBytecode, InvalidConstantIndex,  |
|                   |             |           |                      | StackOverflow "const"                        |
| GT GE LT LE EQ NE | 0x10 - 0x15 |           | value, const -> bool | StackUnderflow "value", then "const",        |
|                   |             |           | (unsigned)           | StackOverflow "bool"                         |
| AND OR            | 0x20, 0x21  |           | bool, bool -> bool   | StackUnderflow "bool"                        |
| NOT               | 0x22        |           | bool -> bool         | StackUnderflow "bool"                        |
| any other         |             |           |                      | UnknownOpcode                                |

The names carry the prefix FilterVM. `validate` first checks every constant, in index order (ConstantTooLarge), then
accepts the empty program, which keeps every row, then walks. At the end there must be exactly one boolean
(InvalidFinalStackState), then no value and no constant left (StackNotEmpty "value", "const"). `pc` in an error is the
offset of the opcode. A comparison of two fields can't be written.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any

from spec import fhe
from spec.core.errors import Revert, require

MAX_BYTECODE_LENGTH = 512
MAX_CONSTS_LENGTH = 64
STACK_DEPTH = 8
MAX_CONSTANT = 2**64 - 1
OPERAND_BYTES = 2


class FilterBytecodeTooLong(Revert):
    """`FilterBytecodeTooLong(uint256 length, uint256 max)`: more bytes than a filter may have."""

    ARGS = ("length", "max")


class FilterConstsTooLong(Revert):
    """`FilterConstsTooLong(uint256 length, uint256 max)`: more constants than a filter may have."""

    ARGS = ("length", "max")


class FilterVMConstantTooLarge(Revert):
    """`FilterVMConstantTooLarge(uint256 index, uint256 value)`: a constant does not fit in 64 bits."""

    ARGS = ("index", "value")


class FilterVMInsufficientBytecode(Revert):
    """`FilterVMInsufficientBytecode(uint256 pc)`: the program ends inside the operand of a push."""

    ARGS = ("pc",)


class FilterVMInvalidFieldIndex(Revert):
    """`FilterVMInvalidFieldIndex(uint256 pc, uint256 index)`: the dataset has no such column."""

    ARGS = ("pc", "index")


class FilterVMInvalidConstantIndex(Revert):
    """`FilterVMInvalidConstantIndex(uint256 pc, uint256 index)`: the program has no such constant."""

    ARGS = ("pc", "index")


class FilterVMStackOverflow(Revert):
    """`FilterVMStackOverflow(uint256 pc, string stack)`: a ninth entry on one of the stacks."""

    ARGS = ("pc", "stack")


class FilterVMStackUnderflow(Revert):
    """`FilterVMStackUnderflow(uint256 pc, string stack)`: an operator lacks an operand."""

    ARGS = ("pc", "stack")


class FilterVMUnknownOpcode(Revert):
    """`FilterVMUnknownOpcode(uint256 pc, uint8 opcode)`: the byte is no opcode."""

    ARGS = ("pc", "opcode")


class FilterVMInvalidFinalStackState(Revert):
    """`FilterVMInvalidFinalStackState(uint256 bools)`: the program leaves not exactly one boolean."""

    ARGS = ("bools",)


class FilterVMStackNotEmpty(Revert):
    """`FilterVMStackNotEmpty(string stack)`: the program leaves operands behind."""

    ARGS = ("stack",)


ERRORS = (
    FilterBytecodeTooLong,
    FilterConstsTooLong,
    FilterVMConstantTooLarge,
    FilterVMInsufficientBytecode,
    FilterVMInvalidFieldIndex,
    FilterVMInvalidConstantIndex,
    FilterVMStackOverflow,
    FilterVMStackUnderflow,
    FilterVMUnknownOpcode,
    FilterVMInvalidFinalStackState,
    FilterVMStackNotEmpty,
)
"""Every error that `validate_lengths` and `validate` raise."""


class Opcode(IntEnum):
    """The instructions, by their byte."""

    PUSH_FIELD = 0x01
    PUSH_CONST = 0x02
    GT = 0x10
    GE = 0x11
    LT = 0x12
    LE = 0x13
    EQ = 0x14
    NE = 0x15
    AND = 0x20
    OR = 0x21
    NOT = 0x22


PUSHES = (Opcode.PUSH_FIELD, Opcode.PUSH_CONST)
COMPARISONS = (Opcode.GT, Opcode.GE, Opcode.LT, Opcode.LE, Opcode.EQ, Opcode.NE)


def validate_lengths(bytecode: bytes, consts: Sequence[int]) -> None:
    """Refuse a program of more than 512 bytes (FilterBytecodeTooLong), then of more than 64 constants."""
    require(len(bytecode) <= MAX_BYTECODE_LENGTH, FilterBytecodeTooLong, len(bytecode), MAX_BYTECODE_LENGTH)
    require(len(consts) <= MAX_CONSTS_LENGTH, FilterConstsTooLong, len(consts), MAX_CONSTS_LENGTH)


Depths = dict[str, int]
"""How many entries each stack holds; all that a static walk has to know."""


def _push(depths: Depths, pc: int, stack: str) -> None:
    require(depths[stack] < STACK_DEPTH, FilterVMStackOverflow, pc, stack)
    depths[stack] += 1


def _pop(depths: Depths, pc: int, stack: str, count: int = 1) -> None:
    require(depths[stack] >= count, FilterVMStackUnderflow, pc, stack)
    depths[stack] -= count


def validate(bytecode: bytes, consts: Sequence[int], num_columns: int) -> None:
    """Accept exactly the programs that no row of `num_columns` fields can make fail; raises as the module's table."""
    for index, value in enumerate(consts):
        require(value <= MAX_CONSTANT, FilterVMConstantTooLarge, index, value)
    if len(bytecode) == 0:
        return
    depths: Depths = {"value": 0, "const": 0, "bool": 0}
    pc = 0
    while pc < len(bytecode):
        pc = _walk(bytecode, pc, len(consts), num_columns, depths)
    require(depths["bool"] == 1, FilterVMInvalidFinalStackState, depths["bool"])
    for stack in ("value", "const"):
        require(depths[stack] == 0, FilterVMStackNotEmpty, stack)


def _walk(bytecode: bytes, pc: int, num_consts: int, num_columns: int, depths: Depths) -> int:
    """Check one instruction, account for its stack effect and return the offset of the next."""
    opcode = bytecode[pc]
    if opcode in PUSHES:
        after = pc + 1 + OPERAND_BYTES
        require(after <= len(bytecode), FilterVMInsufficientBytecode, pc)
        index = int.from_bytes(bytecode[pc + 1 : after], "big")
        if opcode == Opcode.PUSH_FIELD:
            require(index < num_columns, FilterVMInvalidFieldIndex, pc, index)
            _push(depths, pc, "value")
        else:
            require(index < num_consts, FilterVMInvalidConstantIndex, pc, index)
            _push(depths, pc, "const")
        return after
    if opcode in COMPARISONS:
        _pop(depths, pc, "value")
        _pop(depths, pc, "const")
    elif opcode in (Opcode.AND, Opcode.OR):
        _pop(depths, pc, "bool", 2)
    elif opcode == Opcode.NOT:
        _pop(depths, pc, "bool")
    else:
        raise FilterVMUnknownOpcode(pc, opcode)
    _push(depths, pc, "bool")
    return pc + 1


def instructions(bytecode: bytes) -> Iterator[tuple[int, Opcode, int]]:
    """Offset, opcode and operand (0 without one) of each instruction of a validated program."""
    pc = 0
    while pc < len(bytecode):
        opcode = Opcode(bytecode[pc])
        width = OPERAND_BYTES if opcode in PUSHES else 0
        yield pc, opcode, int.from_bytes(bytecode[pc + 1 : pc + 1 + width], "big")
        pc += 1 + width


def evaluate(bytecode: bytes, consts: Sequence[int], fields: Sequence[Any]) -> Any:
    """Whether the program keeps a row with these 64-bit fields. Total on programs that `validate` accepts."""
    values: list[Any] = []
    constants: list[int] = []
    bools: list[Any] = []
    for _, opcode, operand in instructions(bytecode):
        if opcode == Opcode.PUSH_FIELD:
            values.append(fields[operand])
        elif opcode == Opcode.PUSH_CONST:
            constants.append(consts[operand])
        elif opcode in COMPARISONS:
            bools.append(compare(opcode, values.pop(), constants.pop()))
        elif opcode == Opcode.NOT:
            bools.append(fhe.select(bools.pop(), False, True))
        else:
            right, left = bools.pop(), bools.pop()
            bools.append(fhe.select(left, right, False) if opcode == Opcode.AND else fhe.select(left, True, right))
    return bools.pop() if bytecode else True


def compare(opcode: int, value: Any, constant: int) -> Any:
    """Outcome of one comparison opcode, unsigned, the field on the left."""
    match opcode:
        case Opcode.GT:
            return value > constant
        case Opcode.GE:
            return value >= constant
        case Opcode.LT:
            return value < constant
        case Opcode.LE:
            return value <= constant
        case Opcode.EQ:
            return value == constant
        case Opcode.NE:
            return value != constant
    raise ValueError(f"opcode {opcode:#04x} compares nothing; the comparisons are 0x10 to 0x15")


def cost(bytecode: bytes) -> dict[Opcode, int]:
    """How often each opcode occurs in a validated program; every opcode has an entry."""
    counts = dict.fromkeys(Opcode, 0)
    for _, opcode, _ in instructions(bytecode):
        counts[opcode] += 1
    return counts
