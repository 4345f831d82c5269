"""Keccak-256, through the C implementation where it is installed; importing this gives it to the specification too."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from eth_hash.auto import keccak as eth_hash_keccak

from spec.core import keccak as spec_keccak

try:
    from sha3 import keccak_256 as _hasher
except ImportError:  # without the C module: the same hash from eth-hash, about five times slower
    _hasher = None


def _through_c(data: bytes) -> bytes:
    return _hasher(data).digest()


keccak: Callable[[bytes], bytes] = _through_c if _hasher is not None else eth_hash_keccak
"""Return the Keccak-256 hash of some bytes."""

spec_keccak.use(keccak)


@lru_cache(maxsize=65_536)
def keccak_cached(data: bytes) -> bytes:
    """Return the Keccak-256 hash of ``data``, remembering recent ones (selectors, storage slots)."""
    return keccak(data)
