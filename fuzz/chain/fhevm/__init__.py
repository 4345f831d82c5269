"""Fully homomorphic encryption on the in-process chain: Zama's host contracts, with a coprocessor in Python."""

from __future__ import annotations

from collections.abc import Sequence

from fuzz.chain.fhevm.coprocessor import Coprocessor
from fuzz.chain.fhevm.decrypt import Decryption
from fuzz.chain.fhevm.grants import Grants
from fuzz.chain.fhevm.hosts import Hosts, boot_hosts
from fuzz.chain.fhevm.inputs import EncryptedInput, Flaw, Inputs
from fuzz.chain.world import World

__all__ = ["Coprocessor", "EncryptedInput", "Fhevm", "Flaw", "Grants", "Hosts", "boot"]


class Fhevm:
    """All of fhevm on one world.

    Attributes:
        hosts: The host contracts.
        coprocessor: Plaintexts by handle.
        grants: Persistent grants by handle.
    """

    def __init__(self, world: World, hosts: Hosts, seed: int) -> None:
        self.hosts = hosts
        self.coprocessor = Coprocessor(world, seed=seed)
        self.grants = Grants(world)
        self._inputs = Inputs(self.coprocessor, hosts.coprocessors, world.rollback, seed)
        self._decryption = Decryption(world, hosts, self.coprocessor)
        self.user_decrypt = self._decryption.user_decrypt
        self.public_decrypt = self._decryption.public_decrypt

    def plaintext(self, handle: bytes) -> int:
        """Return the plaintext behind a handle, whoever may see it: for oracles only."""
        return self.coprocessor.plaintext(handle)

    def encrypt(
        self, values: Sequence[tuple[str, int]], contract: str, user: str, flaw: Flaw | None = None
    ) -> EncryptedInput:
        """Encrypt values for a contract in a user's name; see :meth:`Inputs.encrypt`."""
        return self._inputs.encrypt(values, contract, user, flaw)


def boot(world: World, *, seed: int = 0, coprocessors: int = 1, threshold: int = 1) -> Fhevm:
    """Deploy the host contracts on a fresh world and start a coprocessor.

    Args:
        world: A world with no snapshot held.
        seed: Decides ciphertexts and encrypted random numbers.
        coprocessors: How many coprocessor keys there are.
        threshold: How many must sign an input.
    """
    return Fhevm(world, boot_hosts(world, coprocessors=coprocessors, threshold=threshold), seed)
