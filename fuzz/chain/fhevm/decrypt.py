"""Decryption as the network grants it: by the real access control list, for a user through a contract."""

from __future__ import annotations

from fuzz.chain.errors import NotAllowed
from fuzz.chain.fhevm.coprocessor import Coprocessor
from fuzz.chain.fhevm.hosts import Hosts
from fuzz.chain.world import World


class Decryption:
    """The relayer and the key managers, as a client meets them."""

    def __init__(self, world: World, hosts: Hosts, coprocessor: Coprocessor) -> None:
        self._world = world
        self._acl = hosts.acl
        self._coprocessor = coprocessor

    def _persisted(self, handle: bytes, account: str) -> bool:
        return bool(self._world.read(self._acl, "persistAllowed", handle, account))

    def user_decrypt(self, handle: bytes, user: str, contract: str) -> int:
        """Return the plaintext that a user may see.

        Args:
            handle: The ciphertext.
            user: Who asks.
            contract: The contract through which the user asks.

        Raises:
            NotAllowed: User and contract are one, or one of them has no persistent grant; the text says who.
        """
        what = f"decryption of 0x{handle.hex()} for {user} through {contract} is refused"
        if user == contract:
            raise NotAllowed(what, "user and contract must differ", "ask as a user of the contract")
        for role, account in (("user", user), ("contract", contract)):
            if not self._persisted(handle, account):
                raise NotAllowed(what, f"the {role} {account} has no persistent grant", "grant it with FHE.allow")
        return self._coprocessor.plaintext(handle)

    def public_decrypt(self, handle: bytes) -> int:
        """Return the plaintext of a handle that was made publicly decryptable.

        Raises:
            NotAllowed: It was not.
        """
        if not self._world.read(self._acl, "isAllowedForDecryption", handle):
            raise NotAllowed(
                f"public decryption of 0x{handle.hex()} is refused",
                "no one made it publicly decryptable",
                "call FHE.makePubliclyDecryptable first",
            )
        return self._coprocessor.plaintext(handle)
