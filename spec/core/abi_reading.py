"""Standard ABI decoding, as strict as the Solidity compiler's, which refuses without a word."""

from __future__ import annotations

from spec.core.abi import WORD
from spec.core.errors import MalformedArguments, require
from spec.core.types import Uint256

FAR = 2**64
"""Offsets and lengths from here on are refused, whatever follows."""


class Reader:
    """Reads an encoding that begins with `words` words of values and offsets. MalformedArguments if it is shorter.

    Offsets count from the beginning of the encoding that they stand in, which `base` tells for one inside another.
    """

    __slots__ = ("_base", "_data")

    def __init__(self, data: bytes, words: int = 1, *, base: int = 0) -> None:
        require(base + WORD * words <= len(data), MalformedArguments)
        self._data, self._base = data, base

    def number(self, place: int, *, bits: int = 256) -> Uint256:
        """The number in a word of the head. Raises MalformedArguments for one that does not fit into its type."""
        found = self._word(self._base + WORD * place)
        require(found < 2**bits, MalformedArguments)
        return found

    def inside(self, place: int, words: int) -> Reader:
        """What the offset in a word of the head leads to, which begins with so many words."""
        return Reader(self._data, words, base=self._target(place))

    def text(self, place: int) -> str:
        """The text that the offset in a word of the head leads to."""
        begin = self._target(place)
        require(begin + WORD <= len(self._data), MalformedArguments)
        length = self._word(begin)
        require(length < FAR and begin + WORD + length <= len(self._data), MalformedArguments)
        return self._data[begin + WORD : begin + WORD + length].decode(errors="replace")

    def _target(self, place: int) -> int:
        offset = self._word(self._base + WORD * place)
        require(offset < FAR, MalformedArguments)
        return self._base + offset

    def _word(self, begin: int) -> int:
        return int.from_bytes(self._data[begin : begin + WORD], "big")
