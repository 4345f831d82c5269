"""Who may use which ciphertext for good, as the access control list's events say it."""

from __future__ import annotations

from fuzz.build.host_addresses import ACL
from fuzz.chain.keccak import keccak
from fuzz.chain.world import World

NOBODY: frozenset[str] = frozenset()


class Grants:
    """Persistent grants, followed through the ACL's events; goes back with the chain.

    Attributes:
        by_handle: Accounts allowed for each handle.
        public: For each handle, present if it was made publicly decryptable.
    """

    def __init__(self, world: World) -> None:
        self._put = world.rollback.put
        self.by_handle: dict[bytes, frozenset[str]] = {}
        self.public: dict[bytes, bool] = {}
        world.watch(
            ACL,
            {
                keccak(b"Allowed(address,address,bytes32)"): self._allowed,
                keccak(b"AllowedForDecryption(address,bytes32[])"): self._published,
            },
        )

    def __getitem__(self, handle: bytes) -> frozenset[str]:
        return self.by_handle.get(handle, NOBODY)

    def is_public(self, handle: bytes) -> bool:
        """Return whether anyone may decrypt the handle."""
        return handle in self.public

    def _allowed(self, topics: list[bytes], data: bytes) -> None:
        handle, account = data[:32], "0x" + topics[2][12:].hex()
        held = self.by_handle.get(handle, NOBODY)
        if account not in held:
            self._put(self.by_handle, handle, held | {account})

    def _published(self, _: list[bytes], data: bytes) -> None:
        for start in range(64, 64 + 32 * int.from_bytes(data[32:64], "big"), 32):
            self._put(self.public, data[start : start + 32], True)
