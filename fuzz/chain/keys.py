"""Keys for actors and coprocessors of the test chain, and signatures that take microseconds.

The keys are derived from public labels and protect nothing. That allows a shortcut that must never be used
with a real key: each key signs with one fixed nonce, whose curve point is computed once. Such signatures
are valid, deterministic and low-s like any other, and cost three multiplications instead of milliseconds.
"""

from __future__ import annotations

from functools import lru_cache

from eth_keys import keys

from fuzz.chain.keccak import keccak

_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


class Signer:
    """A test key.

    Args:
        secret: 32 bytes.

    Attributes:
        address: Its account, lower case.
    """

    __slots__ = ("_nonce_inverse", "_parity", "_r", "_secret", "address")

    def __init__(self, secret: bytes) -> None:
        private = keys.PrivateKey(secret)
        self.address: str = private.public_key.to_address()
        self._secret = int.from_bytes(secret, "big")
        nonce = int.from_bytes(keccak(secret + b"nonce"), "big") % _ORDER
        point = keys.PrivateKey(nonce.to_bytes(32, "big")).public_key.to_bytes()
        self._r = int.from_bytes(point[:32], "big") % _ORDER
        self._parity = point[63] & 1
        self._nonce_inverse = pow(nonce, -1, _ORDER)

    @property
    def secret(self) -> bytes:
        """The private key, for tools outside this process (an RPC node, ethers)."""
        return self._secret.to_bytes(32, "big")

    def sign(self, digest: bytes) -> bytes:
        """Sign a 32-byte digest: r, s, v in 65 bytes, s in the lower half, v 27 or 28."""
        s = self._nonce_inverse * (int.from_bytes(digest, "big") + self._r * self._secret) % _ORDER
        parity = self._parity
        if s > _ORDER // 2:
            s, parity = _ORDER - s, parity ^ 1
        return self._r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([27 + parity])


@lru_cache(maxsize=1024)
def signer(label: str) -> Signer:
    """Return the test key of a label, the same in every process."""
    return Signer(keccak(b"lockstep test key: " + label.encode()))
