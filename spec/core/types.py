"""The words that annotations of actions and records are made of.

To a type checker they are `int`, `str` and `bytes`. An interpreter reads the attached `Width`: the concrete one
checks that a stored value fits, the symbolic one picks a sort and assumes, then proves, the range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class Width:
    """An unsigned integer of `bits` bits."""

    bits: int

    @property
    def maximum(self) -> int:
        """Largest value that fits."""
        return 2**self.bits - 1


@dataclass(frozen=True)
class Word:
    """An opaque value that is only ever compared for equality: an address, a hash, a handle."""

    name: str


@dataclass(frozen=True)
class Ghost:
    """Marks a field that exists in the specification alone, to state what was paid and why."""


Uint8 = Annotated[int, Width(8)]
Uint16 = Annotated[int, Width(16)]
Uint32 = Annotated[int, Width(32)]
Uint64 = Annotated[int, Width(64)]
Uint256 = Annotated[int, Width(256)]
Wei = Annotated[int, Width(256)]
"""An amount of the native coin."""
Seconds = Annotated[int, Width(256)]
"""A point in time or a duration."""
GhostWei = Annotated[int, Width(256), Ghost()]

Address = Annotated[str, Word("address")]
"""Lower-case hexadecimal, 0x and 40 digits."""
Bytes32 = Annotated[bytes, Word("bytes32")]
Selector = Annotated[bytes, Word("bytes4")]
"""The four bytes that name a function."""

ZERO_ADDRESS: Address = "0x" + "0" * 40
"""The address that stands for "nobody"."""
ZERO_WORD: Bytes32 = bytes(32)
"""The word that stands for "nothing stored"."""
