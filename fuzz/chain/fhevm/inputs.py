"""Encrypted inputs with real handles and really signed proofs, and ways to make bad ones.

Proof: number of handles ‖ number of signatures ‖ handles ‖ signatures ‖ extra data. The signatures are EIP-712
`CiphertextVerification` in the domain of the gateway's input verification contract.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import NamedTuple

from fuzz.build.host_addresses import ACL, CHAIN_ID
from fuzz.chain.errors import ChainError
from fuzz.chain.fhevm.coprocessor import Coprocessor
from fuzz.chain.fhevm.hosts import GATEWAY_CHAIN_ID, INPUT_VERIFICATION
from fuzz.chain.fhevm.types import CODES, seal
from fuzz.chain.keccak import keccak
from fuzz.chain.keys import Signer, signer
from fuzz.chain.rollback import Rollback
from spec.fhe import BITS

EXTRA_DATA = b"\x00"
_STRANGER = "0x" + "5a" * 20
_ACL_AND_CHAIN = bytes.fromhex(ACL[2:]) + CHAIN_ID.to_bytes(32, "big")
_TYPEHASH = keccak(
    b"CiphertextVerification(bytes32[] ctHandles,address userAddress,address contractAddress,"
    b"uint256 contractChainId,bytes extraData)"
)
_DOMAIN = keccak(
    keccak(b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
    + keccak(b"InputVerification")
    + keccak(b"1")
    + GATEWAY_CHAIN_ID.to_bytes(32, "big")
    + bytes.fromhex(INPUT_VERIFICATION[2:]).rjust(32, b"\x00")
)


class Flaw(enum.Enum):
    """What is wrong with a bad input."""

    WRONG_USER = "signed for another user"
    WRONG_CONTRACT = "signed for another contract"
    WRONG_SIGNER = "signed by a key that is no coprocessor's"
    TAMPERED_SIGNATURE = "one bit of the signature flipped"
    FOREIGN_HANDLE = "the proof lists other handles than those signed"
    TRUNCATED_PROOF = "the last 33 bytes of the proof cut off"

    @property
    def error(self) -> str:
        """The host contract's error that refuses such an input."""
        return "DeserializingInputProofFail" if self is Flaw.TRUNCATED_PROOF else "InvalidSigner"


class EncryptedInput(NamedTuple):
    """Handles and the proof that goes with them, as a client passes them to a contract."""

    handles: list[bytes]
    proof: bytes


def digest_of(handles: Sequence[bytes], user: str, contract: str) -> bytes:
    """Return the EIP-712 digest that coprocessors sign for an input."""
    struct = keccak(
        _TYPEHASH
        + keccak(b"".join(handles))
        + bytes.fromhex(user[2:]).rjust(32, b"\x00")
        + bytes.fromhex(contract[2:]).rjust(32, b"\x00")
        + CHAIN_ID.to_bytes(32, "big")
        + keccak(EXTRA_DATA)
    )
    return keccak(b"\x19\x01" + _DOMAIN + struct)


class Inputs:
    """The client side: encrypts values for one user and one contract.

    Args:
        coprocessor: Learns the plaintexts.
        signers: The coprocessor keys that sign.
        rollback: Makes the running number, hence the handles, repeat after a restore.
        seed: Part of every ciphertext.
    """

    def __init__(self, coprocessor: Coprocessor, signers: Sequence[Signer], rollback: Rollback, seed: int) -> None:
        self._coprocessor = coprocessor
        self._signers = signers
        self._rollback = rollback
        self._seed = seed.to_bytes(32, "big")
        self._count = {"made": 0}

    def encrypt(
        self, values: Sequence[tuple[str, int]], contract: str, user: str, flaw: Flaw | None = None
    ) -> EncryptedInput:
        """Encrypt values for a contract, in a user's name.

        Two encryptions of one value have different handles; after a restore the same handles come again
        for the same values.

        Args:
            values: Pairs of type name (``euint64`` …) and plaintext.
            contract: The contract that will verify the input (the caller of the FHE library).
            user: Its ``msg.sender``.
            flaw: Make the input bad in this way.

        Raises:
            ChainError: A type is unknown or a value does not fit it.
        """
        made = self._count["made"]
        self._rollback.put(self._count, "made", made + 1)
        handles = self._handles(values, contract, user, made)
        for handle, (_, value) in zip(handles, values, strict=True):
            self._coprocessor.add_input(handle, value)
        return EncryptedInput(handles, self._proof(handles, contract, user, flaw))

    def _handles(self, values: Sequence[tuple[str, int]], contract: str, user: str, made: int) -> list[bytes]:
        content = []
        for name, value in values:
            if not 0 <= value < 2 ** BITS.get(name, 0) or name not in CODES:
                raise ChainError(f"{value} can't be encrypted as {name}", "it does not fit", "check type and value")
            content.append(bytes([CODES[name]]) + value.to_bytes(32, "big"))
        blob = self._seed + made.to_bytes(8, "big") + bytes.fromhex(contract[2:] + user[2:]) + b"".join(content)
        ciphertext = keccak(b"ZK-w_rct" + blob)
        return [
            seal(keccak(b"ZK-w_hdl" + ciphertext + bytes([i]) + _ACL_AND_CHAIN), i, CODES[name])
            for i, (name, _) in enumerate(values)
        ]

    def _proof(self, handles: list[bytes], contract: str, user: str, flaw: Flaw | None) -> bytes:
        digest = digest_of(
            handles,
            _STRANGER if flaw is Flaw.WRONG_USER else user,
            _STRANGER if flaw is Flaw.WRONG_CONTRACT else contract,
        )
        signers = [signer("stranger")] * len(self._signers) if flaw is Flaw.WRONG_SIGNER else self._signers
        signatures = [key.sign(digest) for key in signers]
        if flaw is Flaw.TAMPERED_SIGNATURE:
            signatures = [s[:40] + bytes([s[40] ^ 1]) + s[41:] for s in signatures]
        if flaw is Flaw.FOREIGN_HANDLE:
            handles = [handle[:20] + bytes([handle[20] ^ 1]) + handle[21:] for handle in handles]
        proof = bytes([len(handles), len(signatures)]) + b"".join(handles) + b"".join(signatures) + EXTRA_DATA
        return proof[:-33] if flaw is Flaw.TRUNCATED_PROOF else proof
