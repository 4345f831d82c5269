"""Filter programs for calls: valid ones built from expressions, and one for each way a program can be refused."""

from __future__ import annotations

from properties.binding import Chooser
from spec.dcm.filter_dsl import Expression, compile_filter, field
from spec.dcm.filter_vm import MAX_BYTECODE_LENGTH, MAX_CONSTS_LENGTH, STACK_DEPTH
from spec.dcm.types import FilterProg

PUSH_FIELD_0 = bytes.fromhex("010000")
PUSH_CONST_0 = bytes.fromhex("020000")
GT = b"\x10"
AND = b"\x20"
NOT = b"\x22"
COMPARE = PUSH_FIELD_0 + PUSH_CONST_0 + GT

FLAWED: dict[str, FilterProg] = {
    "bytecode too long": FilterProg(bytes(MAX_BYTECODE_LENGTH + 1)),
    "too many constants": FilterProg(b"", (0,) * (MAX_CONSTS_LENGTH + 1)),
    "constant too large": FilterProg(COMPARE, (2**64,)),
    "cut after opcode": FilterProg(PUSH_FIELD_0[:2]),
    "constant cut after opcode": FilterProg(PUSH_CONST_0[:2], (1,)),
    "field out of range": FilterProg(bytes.fromhex("01ffff") + PUSH_CONST_0 + GT, (1,)),
    "constant out of range": FilterProg(PUSH_FIELD_0 + PUSH_CONST_0 + GT),
    "value stack overflows": FilterProg(PUSH_FIELD_0 * (STACK_DEPTH + 1)),
    "const stack overflows": FilterProg(PUSH_CONST_0 * (STACK_DEPTH + 1), (1,)),
    "bool stack overflows": FilterProg(COMPARE * (STACK_DEPTH + 1), (1,)),
    "comparison without value": FilterProg(PUSH_CONST_0 + GT, (1,)),
    "comparison without constant": FilterProg(PUSH_FIELD_0 + GT),
    "connective without operands": FilterProg(COMPARE + AND, (1,)),
    "negation without operand": FilterProg(NOT),
    "unknown opcode": FilterProg(b"\x00"),
    "two results": FilterProg(COMPARE + COMPARE, (1,)),
    "no result": FilterProg(PUSH_FIELD_0),
    "value left over": FilterProg(COMPARE + PUSH_FIELD_0, (1,)),
    "constant left over": FilterProg(COMPARE + PUSH_CONST_0, (1,)),
}
"""One program for each reason of refusal."""

EMPTY = FilterProg()


def draw_program(chooser: Chooser, columns: int, seen: tuple[int, ...]) -> FilterProg:
    """A valid program over the columns; its constants lie near values that occur in rows."""
    if chooser.chance("filter: none", 35):
        return EMPTY
    expression = comparison(chooser, columns, seen)
    for _ in range(chooser.integer("filter: connectives", 0, 3)):
        other = comparison(chooser, columns, seen)
        kind = chooser.pick("filter: connective", ("and", "or", "not"))
        if kind == "and":
            expression = expression & other
        elif kind == "or":
            expression = expression | other
        else:
            expression = ~expression
    compiled = compile_filter(expression)
    return FilterProg(compiled.bytecode, compiled.consts)


def comparison(chooser: Chooser, columns: int, seen: tuple[int, ...]) -> Expression:
    """One comparison of a column with a constant."""
    column = field(chooser.integer("filter: column", 0, columns - 1))
    constant = chooser.integer("filter: constant", 0, 2**64 - 1, seen)
    sign = chooser.pick("filter: comparison", (">", ">=", "<", "<=", "==", "!="))
    return {
        ">": lambda: column > constant,
        ">=": lambda: column >= constant,
        "<": lambda: column < constant,
        "<=": lambda: column <= constant,
        "==": lambda: column == constant,
        "!=": lambda: column != constant,
    }[sign]()
