"""Grants made by one transaction, read from the access control list's own events."""

from __future__ import annotations

from fuzz.build.host_addresses import ACL
from fuzz.chain.keccak import keccak
from fuzz.chain.receipt import Receipt

ALLOWED = keccak(b"Allowed(address,address,bytes32)")
PUBLISHED = keccak(b"AllowedForDecryption(address,bytes32[])")

EVERYBODY = "everybody"
"""Who may decrypt a ciphertext that was made publicly decryptable."""


def grants_made(receipt: Receipt) -> set[tuple[bytes, str]]:
    """Every (handle, account) that the transaction gave lasting permission, whoever asked for it."""
    made: set[tuple[bytes, str]] = set()
    for log in receipt.logs:
        if log.address != ACL or not log.topics:
            continue
        if log.topics[0] == ALLOWED:
            made.add((log.data[:32], "0x" + log.topics[2][12:].hex()))
        elif log.topics[0] == PUBLISHED:
            count = int.from_bytes(log.data[32:64], "big")
            made.update((log.data[64 + 32 * i : 96 + 32 * i], EVERYBODY) for i in range(count))
    return made
