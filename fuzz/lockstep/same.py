"""Equality between a value of the specification and a value decoded from the chain."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
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


Namer = Callable[[str], str]
"""Turns an address into the name of an actor or contract."""


def shown(value: Any, name: Namer = str) -> str:
    """A value for a report: actors by name, bytes in short hexadecimal, the rest as Python shows it."""
    if isinstance(value, bytes):
        text = value.hex()
        return f"0x{text}" if len(text) <= 64 else f"0x{text[:56]}…({len(value)} bytes)"
    if isinstance(value, Cipher):
        return f"{value.type}({value.value})"
    if isinstance(value, IntEnum):
        return value.name
    if isinstance(value, tuple | list):
        return f"({', '.join(shown(part, name) for part in value)})"
    return name(value) if isinstance(value, str) and value.startswith("0x") else repr(value)


def first_difference(expected: Any, actual: Any, plaintext: Plaintext, names: Names) -> tuple[str, Any, Any]:
    """Where two values first differ, as a path of names, and the two parts there; the whole when they have no parts."""
    parts = isinstance(expected, tuple | list) and isinstance(actual, tuple | list) and len(expected) == len(actual)
    if not parts:
        return "", expected, actual
    for index, (e, a) in enumerate(zip(expected, actual, strict=True)):
        if not same(e, a, plaintext):
            known = index < len(names)
            own, inner = names[index] if known else (str(index), ())
            path, e, a = first_difference(e, a, plaintext, inner)
            return f"{own or index}{'.' + path if path else ''}", e, a
    return "", expected, actual


Names = tuple[tuple[str, Any], ...]
"""Names of a value's parts, each with the names of its own parts."""


def names_of(parameters: list[dict[str, Any]]) -> Names:
    """The names in a list of ABI parameters."""
    return tuple((p["name"], names_of(p.get("components", []))) for p in parameters)
