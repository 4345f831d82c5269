"""Keccak-256 as the EVM computes it: rate 136 bytes, padding 0x01 … 0x80, 32 bytes out (Keccak team, reference 3.0).

`keccak256` calls a replaceable provider, because pure Python is far slower than a compiled digest. Whoever
installs another provider answers for its equality; the tests compare both.
"""

from collections.abc import Callable

Provider = Callable[[bytes], bytes]

RATE = 136
"""Bytes absorbed between two permutations."""

_MASK = 2**64 - 1
_LANES = 25
_ROTATION = (
    (0, 36, 3, 41, 18),
    (1, 44, 10, 45, 2),
    (62, 6, 43, 15, 61),
    (28, 55, 25, 21, 56),
    (27, 20, 39, 8, 14),
)


def _round_constants() -> tuple[int, ...]:
    """The 24 iota constants, from the degree-8 linear feedback register that defines them."""
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            if register & 1:
                constant |= 1 << ((1 << j) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


_ROUND_CONSTANTS = _round_constants()


def _rotate(lane: int, by: int) -> int:
    return ((lane << by) | (lane >> (64 - by))) & _MASK


def _permute(lanes: list[int]) -> list[int]:
    """Keccak-f[1600] on 25 lanes, lane (x, y) at index x + 5y."""
    for constant in _ROUND_CONSTANTS:
        parity = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        theta = [parity[(x - 1) % 5] ^ _rotate(parity[(x + 1) % 5], 1) for x in range(5)]
        moved = [0] * _LANES
        for x in range(5):
            for y in range(5):
                moved[y + 5 * ((2 * x + 3 * y) % 5)] = _rotate(lanes[x + 5 * y] ^ theta[x], _ROTATION[x][y])
        lanes = [
            moved[x + 5 * y] ^ (~moved[(x + 1) % 5 + 5 * y] & _MASK & moved[(x + 2) % 5 + 5 * y])
            for y in range(5)
            for x in range(5)
        ]
        lanes[0] ^= constant
    return lanes


def _pad(data: bytes) -> bytes:
    """Data padded to a whole number of blocks; one byte of padding is 0x81."""
    missing = RATE - len(data) % RATE
    if missing == 1:
        return data + b"\x81"
    return data + b"\x01" + bytes(missing - 2) + b"\x80"


def pure(data: bytes) -> bytes:
    """Keccak-256 in Python alone; the default provider."""
    lanes = [0] * _LANES
    padded = _pad(bytes(data))
    for start in range(0, len(padded), RATE):
        for lane in range(RATE // 8):
            at = start + 8 * lane
            lanes[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        lanes = _permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


_provider: Provider = pure


def use(provider: Provider) -> Provider:
    """Let `keccak256` call this provider from now on, and return the one that it replaces."""
    global _provider
    replaced, _provider = _provider, provider
    return replaced


def keccak256(data: bytes) -> bytes:
    """The 32-byte Keccak-256 digest of the data, from the provider in use."""
    return _provider(data)
