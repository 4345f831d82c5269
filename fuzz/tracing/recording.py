"""What a run sent: every message that the fast chain's EVM was given, so that another EVM can be given the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fuzz.build import Artifact
from fuzz.chain.abi import Contract
from fuzz.chain.receipt import Receipt
from fuzz.chain.world import TRANSACTION_GAS, ZERO_ADDRESS, World


@dataclass(frozen=True)
class Block:
    """From now on the chain has this number and timestamp, in seconds."""

    number: int
    timestamp: int


@dataclass(frozen=True)
class Account:
    """Code and storage put at an address while the chain was booted."""

    address: str
    code: bytes
    storage: Mapping[int, int]


@dataclass(frozen=True)
class Funds:
    """An account's balance becomes `amount` wei."""

    address: str
    amount: int


@dataclass(frozen=True)
class Deployed:
    """Creation code ran and left a contract at `address`; `artifact` tells whose it is."""

    sender: str
    code: bytes
    value: int
    address: str
    artifact: Artifact


@dataclass(frozen=True)
class Sent:
    """A message call; a static one is a view."""

    sender: str
    to: str
    data: bytes
    value: int = 0
    gas_price: int = 0
    static: bool = False


Operation = Block | Account | Funds | Deployed | Sent


class RecordingWorld(World):
    """A chain that remembers what it was told since it was last asked.

    Of the same view of the same contract only calls 1, 4, 16, ... and the last are kept: control flow in views is poor.
    """

    def __init__(self) -> None:
        self._operations: list[Operation | None] = []
        self._views: dict[tuple[str, bytes], tuple[int, int]] = {}
        super().__init__()

    def taken(self) -> list[Operation]:
        """What happened since the last time; the memory starts afresh."""
        operations = [operation for operation in self._operations if operation is not None]
        self._operations.clear()
        self._views.clear()
        return operations

    def transact(
        self,
        sender: str,
        to: str,
        data: bytes = b"",
        value: int = 0,
        gas_price: int = 0,
        gas: int = TRANSACTION_GAS,
    ) -> Receipt:
        """As on any chain, and remembered."""
        self._operations.append(Sent(sender, to, data, value, gas_price))
        return super().transact(sender, to, data, value, gas_price, gas)

    def call(self, to: str, data: bytes, sender: str = ZERO_ADDRESS) -> bytes:
        """As on any chain, and remembered."""
        asked, last = self._views.get((to, data[:4]), (0, 0))
        if asked and not _is_power_of_four(asked):
            self._operations[last] = None
        self._views[to, data[:4]] = asked + 1, len(self._operations)
        self._operations.append(Sent(sender, to, data, static=True))
        return super().call(to, data, sender)

    def deploy(
        self,
        artifact: Artifact,
        *args: object,
        sender: str,
        libraries: Mapping[str, str] | None = None,
        parts: Sequence[Artifact] = (),
        value: int = 0,
    ) -> Contract:
        """As on any chain, and remembered."""
        contract = super().deploy(artifact, *args, sender=sender, libraries=libraries, parts=parts, value=value)
        code = artifact.link(libraries) + contract.interface.encode_constructor(*args)
        self._operations.append(Deployed(sender, code, value, contract.address, artifact))
        return contract

    def set_balance(self, address: str, amount: int) -> None:
        """As on any chain, and remembered."""
        super().set_balance(address, amount)
        self._operations.append(Funds(address, amount))

    def install(self, address: str, code: bytes, storage: Mapping[int, int] | None = None) -> None:
        """As on any chain, and remembered."""
        super().install(address, code, storage)
        self._operations.append(Account(address, code, dict(storage or {})))

    def _set_block(self) -> None:
        super()._set_block()
        self._operations.append(Block(self.block_number, self.now))


def _is_power_of_four(number: int) -> bool:
    return number.bit_count() == 1 and number.bit_length() % 2 == 1
