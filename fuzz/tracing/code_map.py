"""Which source range each instruction of compiled code comes from, by solc's source map."""

from __future__ import annotations

import re
from dataclasses import dataclass

PUSH1, PUSH32 = 0x60, 0x7F
PLACEHOLDER = re.compile(r"__\$.{34}\$__")


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes of a source file: first byte, how many, and solc's number of the file (-1 for none)."""

    start: int
    length: int
    file: int

    def within(self, other: Range) -> bool:
        """Whether all of it lies in another range."""
        return (
            self.file == other.file
            and other.start <= self.start
            and self.start + self.length <= other.start + other.length
        )

    @classmethod
    def of(cls, source: str) -> Range:
        """Reads `start:length:file`, as the syntax tree writes it."""
        start, length, file = source.split(":")
        return cls(int(start), int(length), int(file))


def code_map(code: str, source_map: str) -> dict[int, Range]:
    """Source range by program counter.

    Args:
        code: Hexadecimal code as solc prints it, placeholders of libraries included.
        source_map: Solc's compressed map; a field left out is that of the instruction before.
    """
    counters = _counters(bytes.fromhex(PLACEHOLDER.sub("00" * 20, code)))
    ranges: dict[int, Range] = {}
    fields = ["0", "0", "-1"]
    for counter, entry in zip(counters, source_map.split(";"), strict=False):
        for place, field in enumerate(entry.split(":")[:3]):
            if field:
                fields[place] = field
        ranges[counter] = Range(int(fields[0]), int(fields[1]), int(fields[2]))
    return ranges


def _counters(code: bytes) -> list[int]:
    """Where each instruction begins; what follows a PUSH is its operand."""
    counters: list[int] = []
    at = 0
    while at < len(code):
        counters.append(at)
        opcode = code[at]
        at += 1 + (opcode - PUSH1 + 1 if PUSH1 <= opcode <= PUSH32 else 0)
    return counters
