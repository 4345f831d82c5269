"""Encrypted types: their names, their codes in a handle, and the layout of a handle."""

from __future__ import annotations

from fuzz.build.host_addresses import CHAIN_ID
from spec.fhe import BITS

CODES: dict[str, int] = {
    "ebool": 0,
    "euint8": 2,
    "euint16": 3,
    "euint32": 4,
    "euint64": 5,
    "euint128": 6,
    "eaddress": 7,
    "euint256": 8,
}
"""The host contracts' `FheType` number of each type."""

NAMES: dict[int, str] = {code: name for name, code in CODES.items()}
WIDTHS: dict[int, int] = {code: BITS[name] for name, code in CODES.items()}
"""Width in bits by `FheType` number."""

HANDLE_VERSION = 0
ZERO_HANDLE = bytes(32)
_CHAIN = CHAIN_ID.to_bytes(8, "big")


def type_of(handle: bytes) -> str:
    """Return the type that a handle names.

    Raises:
        KeyError: No encrypted type has that code.
    """
    return NAMES[handle[30]]


def seal(prehandle: bytes, index: int, code: int) -> bytes:
    """Return a handle: 21 bytes of hash, index, chain id, type, version."""
    return prehandle[:21] + bytes([index]) + _CHAIN + bytes([code, HANDLE_VERSION])
