"""What each homomorphic operation means on plaintexts. The one place where that is said.

Arithmetic wraps around modulo 2**bits, shift and rotate amounts are taken modulo the width, division is by a
plaintext that is not zero, comparison is unsigned. A ciphertext that was never initialised counts as zero.
Source: the documented semantics of Zama's FHE library 0.13 and the supported types of its host contracts 0.10.

The bodies use arithmetic, comparison and conditional expressions only, so that every interpreter can run them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

BITS: dict[str, int] = {
    "ebool": 1,
    "euint8": 8,
    "euint16": 16,
    "euint32": 32,
    "euint64": 64,
    "euint128": 128,
    "eaddress": 160,
    "euint256": 256,
}
"""Width in bits of each encrypted type."""


@dataclass(frozen=True, slots=True)
class Cipher:
    """A ciphertext as the specification sees it: its type and the plaintext it decrypts to."""

    type: str
    value: int


def add(a: int, b: int, bits: int) -> int:
    """Sum modulo 2**bits."""
    return (a + b) % 2**bits


def sub(a: int, b: int, bits: int) -> int:
    """Difference modulo 2**bits."""
    return (a - b) % 2**bits


def mul(a: int, b: int, bits: int) -> int:
    """Product modulo 2**bits."""
    return (a * b) % 2**bits


def div(a: int, b: int, bits: int) -> int:
    """Quotient rounded down; `b` is a plaintext and not zero."""
    return (a // b) % 2**bits


def rem(a: int, b: int, bits: int) -> int:
    """Remainder; `b` is a plaintext and not zero."""
    return (a % b) % 2**bits


def bit_and(a: int, b: int) -> int:
    """Bitwise and."""
    return a & b


def bit_or(a: int, b: int) -> int:
    """Bitwise or."""
    return a | b


def bit_xor(a: int, b: int) -> int:
    """Bitwise exclusive or."""
    return a ^ b


def shl(a: int, b: int, bits: int) -> int:
    """Shift left by `b` modulo the width; bits that leave are lost."""
    return (a * 2 ** (b % bits)) % 2**bits


def shr(a: int, b: int, bits: int) -> int:
    """Logical shift right by `b` modulo the width."""
    return a // 2 ** (b % bits)


def rotl(a: int, b: int, bits: int) -> int:
    """Rotate left by `b` modulo the width."""
    return shl(a, b, bits) + shr(a, bits - b % bits, bits) if b % bits else a


def rotr(a: int, b: int, bits: int) -> int:
    """Rotate right by `b` modulo the width."""
    return rotl(a, bits - b % bits, bits) if b % bits else a


def eq(a: int, b: int) -> bool:
    """Equality."""
    return a == b


def ne(a: int, b: int) -> bool:
    """Inequality."""
    return a != b


def ge(a: int, b: int) -> bool:
    """Unsigned greater or equal."""
    return a >= b


def gt(a: int, b: int) -> bool:
    """Unsigned greater."""
    return a > b


def le(a: int, b: int) -> bool:
    """Unsigned less or equal."""
    return a <= b


def lt(a: int, b: int) -> bool:
    """Unsigned less."""
    return a < b


def minimum(a: int, b: int) -> int:
    """Smaller of two unsigned values."""
    return a if a < b else b


def maximum(a: int, b: int) -> int:
    """Larger of two unsigned values."""
    return a if a > b else b


def neg(a: int, bits: int) -> int:
    """Two's complement."""
    return (-a) % 2**bits


def invert(a: int, bits: int) -> int:
    """Bitwise not within the width; on a boolean the logical not."""
    return 2**bits - 1 - a


def select(condition: bool, if_true: T, if_false: T) -> T:
    """Encrypted choice: both arms are computed, one survives."""
    return if_true if condition else if_false


def cast(a: int, bits: int) -> int:
    """Change of width: zero-extended or truncated."""
    return a % 2**bits
