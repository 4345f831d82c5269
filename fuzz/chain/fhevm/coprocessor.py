"""The coprocessor: computes in the clear what the executor contract only names.

It reads the executor's events and keeps the plaintext of each handle. The meaning of the operations is
:mod:`spec.fhe`, nothing else. A scalar operand is cut to the width of the encrypted one, as the network does.
The table goes back with :meth:`World.restore`, and a reverted transaction leaves nothing in it, because its
events are gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from fuzz.build.host_addresses import EXECUTOR
from fuzz.chain.errors import CoprocessorError
from fuzz.chain.fhevm.types import NAMES, WIDTHS, ZERO_HANDLE
from fuzz.chain.keccak import keccak
from fuzz.chain.world import LogHandler, World
from spec import fhe

Binary = Callable[[int, int, int], Any]

BINARY: dict[str, Binary] = {
    "FheAdd": fhe.add,
    "FheSub": fhe.sub,
    "FheMul": fhe.mul,
    "FheDiv": fhe.div,
    "FheRem": fhe.rem,
    "FheBitAnd": lambda a, b, bits: fhe.bit_and(a, b),
    "FheBitOr": lambda a, b, bits: fhe.bit_or(a, b),
    "FheBitXor": lambda a, b, bits: fhe.bit_xor(a, b),
    "FheShl": fhe.shl,
    "FheShr": fhe.shr,
    "FheRotl": fhe.rotl,
    "FheRotr": fhe.rotr,
    "FheEq": lambda a, b, bits: fhe.eq(a, b),
    "FheNe": lambda a, b, bits: fhe.ne(a, b),
    "FheGe": lambda a, b, bits: fhe.ge(a, b),
    "FheGt": lambda a, b, bits: fhe.gt(a, b),
    "FheLe": lambda a, b, bits: fhe.le(a, b),
    "FheLt": lambda a, b, bits: fhe.lt(a, b),
    "FheMin": lambda a, b, bits: fhe.minimum(a, b),
    "FheMax": lambda a, b, bits: fhe.maximum(a, b),
}
"""Meaning of each two-operand event, on plaintexts and a width."""

UNARY: dict[str, Callable[[int, int], int]] = {"FheNeg": fhe.neg, "FheNot": fhe.invert}


def _topic(signature: str) -> bytes:
    return keccak(signature.encode())


class Coprocessor:
    """Plaintexts by handle, kept up to date by the executor's events.

    Args:
        world: The chain whose executor is followed.
        seed: Decides the encrypted random numbers.

    Attributes:
        plaintexts: Plaintext by handle; the uninitialised handle counts as 0.
        inputs: Plaintext by handle of encrypted inputs that were made but not yet verified on chain.
        casts: Result of each cast, by operand and type name.
    """

    def __init__(self, world: World, *, seed: int = 0) -> None:
        self._put = world.rollback.put
        self._seed = seed.to_bytes(32, "big")
        self.plaintexts: dict[bytes, int] = {ZERO_HANDLE: 0}
        self.inputs: dict[bytes, int] = {}
        self.casts: dict[tuple[bytes, str], bytes] = {}
        world.watch(EXECUTOR, self._handlers())

    def plaintext(self, handle: bytes) -> int:
        """Return the plaintext behind a handle, whoever may see it.

        Raises:
            CoprocessorError: No executor event made this handle.
        """
        try:
            return self.plaintexts[handle]
        except KeyError:
            raise CoprocessorError(
                f"the ciphertext 0x{handle.hex()} is unknown", "no event of the executor made it", "check the handle"
            ) from None

    def add_input(self, handle: bytes, value: int) -> None:
        """Register the plaintext of an encrypted input; it counts once the executor verified the handle."""
        self._put(self.inputs, handle, value)

    def _handlers(self) -> dict[bytes, LogHandler]:
        pair, one = "(address,bytes32,bytes32,bytes1,bytes32)", "(address,bytes32,bytes32)"
        handlers = {_topic(name + pair): self._binary(meaning) for name, meaning in BINARY.items()}
        handlers |= {_topic(name + one): self._unary(meaning) for name, meaning in UNARY.items()}
        return handlers | {
            _topic("FheIfThenElse(address,bytes32,bytes32,bytes32,bytes32)"): self._select,
            _topic("Cast(address,bytes32,uint8,bytes32)"): self._cast,
            _topic("TrivialEncrypt(address,uint256,uint8,bytes32)"): self._trivial,
            _topic("FheRand(address,uint8,bytes16,bytes32)"): self._rand,
            _topic("FheRandBounded(address,uint256,uint8,bytes16,bytes32)"): self._rand_bounded,
            _topic("VerifyInput(address,bytes32,address,bytes,uint8,bytes32)"): self._verified,
        }

    # Event data is a row of 32-byte words; the caller is a topic.

    def _binary(self, meaning: Binary) -> LogHandler:
        plaintexts, put = self.plaintexts, self._put

        def handle(_: list[bytes], data: bytes) -> None:
            lhs = data[:32]
            bits = WIDTHS[lhs[30]]
            rhs = fhe.cast(int.from_bytes(data[32:64], "big"), bits) if data[64] else plaintexts[data[32:64]]
            put(plaintexts, data[96:128], int(meaning(plaintexts[lhs], rhs, bits)))

        return handle

    def _unary(self, meaning: Callable[[int, int], int]) -> LogHandler:
        def handle(_: list[bytes], data: bytes) -> None:
            operand = data[:32]
            self._put(self.plaintexts, data[32:64], meaning(self.plaintexts[operand], WIDTHS[operand[30]]))

        return handle

    def _select(self, _: list[bytes], data: bytes) -> None:
        known = self.plaintexts
        chosen = fhe.select(known[data[:32]] == 1, known[data[32:64]], known[data[64:96]])
        self._put(known, data[96:128], chosen)

    def _cast(self, _: list[bytes], data: bytes) -> None:
        self._put(self.casts, (data[:32], NAMES[data[63]]), data[64:96])
        self._put(self.plaintexts, data[64:96], fhe.cast(self.plaintexts[data[:32]], WIDTHS[data[63]]))

    def _trivial(self, _: list[bytes], data: bytes) -> None:
        self._put(self.plaintexts, data[64:96], fhe.cast(int.from_bytes(data[:32], "big"), WIDTHS[data[63]]))

    def _random(self, draw: bytes) -> int:
        return int.from_bytes(hashlib.sha256(self._seed + draw).digest(), "big")

    def _rand(self, _: list[bytes], data: bytes) -> None:
        self._put(self.plaintexts, data[64:96], fhe.cast(self._random(data[:64]), WIDTHS[data[31]]))

    def _rand_bounded(self, _: list[bytes], data: bytes) -> None:
        bound = int.from_bytes(data[:32], "big")
        self._put(self.plaintexts, data[96:128], self._random(data[:96]) % bound)

    def _verified(self, _: list[bytes], data: bytes) -> None:
        handle, result = data[:32], data[128:160]
        if handle not in self.inputs:
            raise CoprocessorError(
                f"the encrypted input 0x{handle.hex()} was verified on chain but is unknown off chain",
                "it was made in another world, or before a snapshot that was restored",
                "make inputs with this world's `encrypt`",
            )
        self._put(self.plaintexts, result, self.inputs[handle])
