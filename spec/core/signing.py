"""Signatures of 65 bytes, r, s and v, as `ecrecover` takes them.

Who made one is an input from the environment. On plain values without a chain a stand-in scheme answers: r is the
digest and s the signer, so anyone can sign for anyone; what is searched is which signature may be used when.
"""

from __future__ import annotations

from spec.core.opaque import opaque
from spec.core.types import Address, Bytes32

SIGNATURE_BYTES = 65
HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Half the order of secp256k1: of the two values of s that sign the same, only the lower one is taken (EIP-2)."""


@opaque()
def is_canonical(signature: bytes) -> bool:
    """True for 65 bytes with a low s and a v of 27 or 28."""
    return (
        len(signature) == SIGNATURE_BYTES
        and int.from_bytes(signature[32:64], "big") <= HALF_ORDER
        and signature[64] in (27, 28)
    )


def stand_in_signature(account: Address, digest: Bytes32) -> bytes:
    """The stand-in scheme's signature of a digest by an account."""
    return digest + bytes.fromhex(account[2:]).rjust(32, b"\0") + b"\x1b"


def stand_in_signer(digest: Bytes32, signature: bytes) -> Address | None:
    """Who signed a digest in the stand-in scheme; None when what was signed is another one."""
    if len(signature) != SIGNATURE_BYTES or signature[:32] != digest:
        return None
    return "0x" + signature[44:64].hex()
