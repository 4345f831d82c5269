"""The packed row: what a seller pushes and what a leaf of the dataset's tree commits to.

A row is a concatenation of fields, all lengths big-endian uint16:

    typeTag (1) | extLen (2) | extCipher (extLen) | proofLen (2) | proof (proofLen)

The type tag is 1 for euint8, 2 for euint32, 3 for euint64. The ciphertext is a handle, hence exactly 32 bytes.
A row without bytes has no fields.

`parse` is one walk from left to right. For a field that starts at `o`, in this order:

| step | holds, or else                 | error                                           |
|------|--------------------------------|-------------------------------------------------|
| 1    | byte `o` is 1, 2 or 3          | `InvalidTypeTag(o, tag)`                        |
| 2    | 2 bytes remain at `o+1`        | `IncompleteCiphertextLength(o+1)`               |
| 3    | extLen == 32                   | `InvalidCiphertextLength(o+1, extLen)`          |
| 4    | 32 bytes remain at `o+3`       | `RowTruncated(o+3)`                             |
| 5    | 2 bytes remain at `o+35`       | `IncompleteProofLength(o+35)`                   |
| 6    | proofLen bytes remain at `o+37`| `RowTruncated(o+37)`                            |

The next field starts at `o + 37 + proofLen`; the walk ends where the row ends. So whatever follows a field is a field,
and there is no other way to carry extra data.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from spec.core.errors import Revert, require

HANDLE_LENGTH = 32
LENGTH_BYTES = 2
MAX_PROOF_LENGTH = 2**16 - 1


class InvalidTypeTag(Revert):
    """`InvalidTypeTag(uint256 offset, uint8 tag)`: the tag of a field is none of 1, 2, 3."""

    ARGS = ("offset", "tag")


class IncompleteCiphertextLength(Revert):
    """`IncompleteCiphertextLength(uint256 offset)`: the row ends inside a ciphertext length."""

    ARGS = ("offset",)


class InvalidCiphertextLength(Revert):
    """`InvalidCiphertextLength(uint256 offset, uint256 length)`: a declared ciphertext is not a 32-byte handle."""

    ARGS = ("offset", "length")


class RowTruncated(Revert):
    """`RowTruncated(uint256 offset)`: the item that starts at the offset runs past the end of the row."""

    ARGS = ("offset",)


class IncompleteProofLength(Revert):
    """`IncompleteProofLength(uint256 offset)`: the row ends inside a proof length."""

    ARGS = ("offset",)


class TypeTag(IntEnum):
    """Encrypted type of a field as it is pushed; the job widens each to 64 bits."""

    EUINT8 = 1
    EUINT32 = 2
    EUINT64 = 3


TYPES = {TypeTag.EUINT8: "euint8", TypeTag.EUINT32: "euint32", TypeTag.EUINT64: "euint64"}
"""Name of the encrypted type behind each tag."""

ERRORS = (InvalidTypeTag, IncompleteCiphertextLength, InvalidCiphertextLength, RowTruncated, IncompleteProofLength)
"""Every error that `parse` raises."""


class Field(NamedTuple):
    """One cell of a row: its encrypted type, its 32-byte handle and the input proof of that handle."""

    tag: TypeTag
    handle: bytes
    proof: bytes


def pack(fields: Iterable[Field]) -> bytes:
    """Bytes of a row, as a seller's client writes them; raises ValueError for a field that no row can hold."""
    return b"".join(_pack_field(position, field) for position, field in enumerate(fields))


def _pack_field(position: int, field: Field) -> bytes:
    if field.tag not in tuple(TypeTag):
        raise ValueError(f"field {position}: type tag {field.tag} is unknown; use 1 (euint8), 2 (euint32), 3 (euint64)")
    if len(field.handle) != HANDLE_LENGTH:
        raise ValueError(f"field {position}: the handle has {len(field.handle)} bytes; a ciphertext handle has 32")
    if len(field.proof) > MAX_PROOF_LENGTH:
        raise ValueError(f"field {position}: the proof has {len(field.proof)} bytes; its length must fit in 16 bits")
    declared = len(field.handle).to_bytes(LENGTH_BYTES, "big"), len(field.proof).to_bytes(LENGTH_BYTES, "big")
    return bytes([field.tag]) + declared[0] + field.handle + declared[1] + field.proof


def parse(row: bytes) -> tuple[Field, ...]:
    """Fields of a row in order; raises the first error of the module's table."""
    fields = []
    offset = 0
    while offset < len(row):
        field, offset = _parse_field(row, offset)
        fields.append(field)
    return tuple(fields)


def _parse_field(row: bytes, start: int) -> tuple[Field, int]:
    """The field at `start` and the offset after it."""
    tag = row[start]
    require(tag in tuple(TypeTag), InvalidTypeTag, start, tag)

    ext_at = start + 1
    require(ext_at + LENGTH_BYTES <= len(row), IncompleteCiphertextLength, ext_at)
    ext_length = int.from_bytes(row[ext_at : ext_at + LENGTH_BYTES], "big")
    require(ext_length == HANDLE_LENGTH, InvalidCiphertextLength, ext_at, ext_length)

    handle_at = ext_at + LENGTH_BYTES
    proof_length_at = handle_at + HANDLE_LENGTH
    require(proof_length_at <= len(row), RowTruncated, handle_at)

    proof_at = proof_length_at + LENGTH_BYTES
    require(proof_at <= len(row), IncompleteProofLength, proof_length_at)
    proof_length = int.from_bytes(row[proof_length_at:proof_at], "big")
    end = proof_at + proof_length
    require(end <= len(row), RowTruncated, proof_at)

    return Field(TypeTag(tag), row[handle_at:proof_length_at], row[proof_at:end]), end
