"""Standard ABI encoding of the values that contracts hash (Solidity, contract ABI specification)."""

from __future__ import annotations

from spec.core.types import Address, Bytes32, Uint256

WORD = 32


def number(value: Uint256) -> bytes:
    """An unsigned integer as a word."""
    return value.to_bytes(WORD, "big")


def account(address: Address) -> bytes:
    """An address as a word."""
    return bytes.fromhex(address[2:]).rjust(WORD, b"\0")


def strings(*texts: str) -> bytes:
    """Strings, as `abi.encode` lays them out: an offset for each, then each with its length, padded to whole words."""
    heads, tails = b"", b""
    for text in texts:
        raw = text.encode()
        heads += number(WORD * len(texts) + len(tails))
        tails += number(len(raw)) + raw + bytes(-len(raw) % WORD)
    return heads + tails


def typed_digest(domain: Bytes32, struct: Bytes32) -> bytes:
    """What is hashed to the digest of structured data (EIP-712): 0x1901, domain separator, hash of the struct."""
    return b"\x19\x01" + domain + struct
