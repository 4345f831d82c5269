"""Equality between a value of the specification and a value decoded from the chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spec.fhe import Cipher

Plaintext = Callable[[bytes], Cipher | None]
"""Type and plaintext behind a handle; None when no executor ever produced it."""


def same(expected: Any, actual: Any, plaintext: Plaintext) -> bool:
    """True when the chain's value is what the specification says; a ciphertext is compared by what it decrypts to."""
    if isinstance(expected, Cipher):
        return plaintext(actual) == expected
    if isinstance(expected, tuple | list):
        return (
            isinstance(actual, tuple | list)
            and len(expected) == len(actual)
            and all(same(e, a, plaintext) for e, a in zip(expected, actual, strict=True))
        )
    return bool(expected == actual)


def shown(value: Any) -> str:
    """A value for a report: bytes in short hexadecimal, the rest as Python shows it."""
    if isinstance(value, bytes):
        text = value.hex()
        return f"0x{text}" if len(text) <= 64 else f"0x{text[:56]}…({len(value)} bytes)"
    if isinstance(value, Cipher):
        return f"{value.type}({value.value})"
    if isinstance(value, tuple | list):
        return f"({', '.join(shown(part) for part in value)})"
    return repr(value)
