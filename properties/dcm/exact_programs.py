"""The filter programs that the property contracts know: each by its kind, the malformed ones too."""

from __future__ import annotations

from properties.exact import Inexpressible
from spec.dcm.types import FilterProg

FIELD = bytes.fromhex("010000")
C0 = bytes.fromhex("020000")
C1 = bytes.fromhex("020001")
COMPARE = FIELD + C0 + b"\x10"


def deep(count: int) -> bytes:
    """As many comparisons whose operands are all on the stacks at once, joined by and."""
    return (FIELD + C0) * count + b"\x10" * count + b"\x20" * (count - 1)


def valid(columns: int) -> dict[int, bytes]:
    """Bytecode of each kind for rows of so many columns; kind 0 is the empty program."""
    last = b"\x01" + (columns - 1).to_bytes(2, "big")
    return {
        1: COMPARE,
        2: FIELD + C0 + b"\x11" + last + C1 + b"\x12\x20",
        3: FIELD + C0 + b"\x13" + last + C1 + b"\x14\x21",
        4: FIELD + C0 + b"\x15\x22",
        5: FIELD + C0 + b"\x12" + last + C1 + b"\x10\x21" + FIELD + C1 + b"\x14\x22\x20",
        6: deep(8),
        7: COMPARE + last + C1 + b"\x11\x21" + last + C0 + b"\x13\x20",
    }


TOO_LARGE = 2**64
MALFORMED = (
    FilterProg(deep(9), (1,)),
    FilterProg(FIELD, (1,)),
    FilterProg(b"\x00", (1,)),
    FilterProg(COMPARE, (TOO_LARGE,)),
    FilterProg(FIELD[:2], (1,)),
    FilterProg(bytes.fromhex("01ffff") + C0 + b"\x10", (1,)),
    FilterProg(COMPARE + b"\x20", (1,)),
    FilterProg(COMPARE + FIELD, (1,)),
)
"""Programs that no dataset may be asked to run, by their number in the contracts."""


def known(program: FilterProg, columns: int) -> tuple[int, int, int, int | None]:
    """Kind, both constants, and the number of a malformed program or None. Raises Inexpressible."""
    if program in MALFORMED:
        return 0, 0, 0, MALFORMED.index(program)
    if program == FilterProg():
        return 0, 0, 0, None
    consts = program.consts
    for kind, bytecode in valid(columns).items():
        if program.bytecode == bytecode and len(consts) == 2 and max(consts) < TOO_LARGE:
            return kind, consts[0], consts[1], None
    raise Inexpressible("a filter program that the property contracts don't know")
