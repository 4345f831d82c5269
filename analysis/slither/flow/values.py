"""Values: where each thing that a function handles came from.

A value stands for every thing that one place of the program makes when it is reached by one chain of calls. A
ciphertext handle is made by each operation anew, so two values are two handles.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum


class Kind(StrEnum):
    """What made a value."""

    OPERATION = "operation"  # an FHE operation on ciphertexts
    TRIVIAL = "trivial"  # a plaintext, encrypted by the contract itself
    INPUT = "input"  # an external ciphertext with its proof
    PARAMETER = "parameter"  # what the caller of an entry passed
    STORAGE = "storage"  # what a storage slot held when the call began
    EXTERNAL = "external"  # what another contract returned
    CONSTANT = "constant"
    SENDER = "sender"  # msg.sender and tx.origin
    THIS = "this"
    CHAIN = "chain"  # block and transaction fields other than the sender
    PLAIN = "plain"  # computed from plaintexts, or asked about ciphertexts
    UNSET = "unset"  # a local variable that nobody assigned
    UNKNOWN = "unknown"


class Value:
    """One value, compared by identity.

    Attributes:
        kind: What made it.
        name: The operation, the variable, the literal, or the storage path.
        operands: For each operand of the operation, the values that it may be.
        type: The type in the source, such as ``euint64``, where it is known.
        number: Which value of its run it is.
        homes: Storage paths that it was read from or written to.
        is_internal: It is a parameter of an internal function that nobody here calls.
    """

    __slots__ = ("homes", "is_internal", "kind", "name", "number", "operands", "type")

    def __init__(self, kind: Kind, name: str, type_name: str = "", number: int = 0) -> None:
        self.kind = kind
        self.number = number
        self.name = name
        self.type = type_name
        self.operands: list[set[Value]] = []
        self.homes: set[str] = set()
        self.is_internal = False

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text()}>"

    def text(self, depth: int = 3) -> str:
        """A short text; two values with one text are treated as one index into a mapping."""
        if self.kind in (Kind.OPERATION, Kind.PLAIN, Kind.TRIVIAL, Kind.EXTERNAL, Kind.INPUT):
            if depth == 0:
                return f"{self.name}#{self.number}"
            inside = ",".join("|".join(sorted(v.text(depth - 1) for v in of)) for of in self.operands)
            return f"{self.name}({inside})"
        return self.name

    def of(self, position: int) -> frozenset[Value]:
        """The values that one operand may be; none where there is no such operand."""
        return frozenset(self.operands[position]) if position < len(self.operands) else frozenset()

    def direct(self) -> Iterator[Value]:
        """Every value that some operand may be."""
        for operand in self.operands:
            yield from operand

    def sources(self, *, decisions: bool = True) -> set[Value]:
        """The value itself and everything that it was computed from, however indirectly.

        Without decisions, what only decided which arm of a select was taken is left out.
        """
        found: set[Value] = set()
        pending = [self]
        while pending:
            value = pending.pop()
            if value not in found:
                found.add(value)
                skipped = value.of(0) if value.name == "select" and not decisions else frozenset()
                pending += set(value.direct()) - skipped
        return found


def sources_of(values: frozenset[Value] | set[Value]) -> set[Value]:
    """The union of the sources of several values."""
    return {source for value in values for source in value.sources()}
